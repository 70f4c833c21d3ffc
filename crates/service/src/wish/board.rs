//! The public board of wishes, its map and its numbers. No account; needs, never identities.

use domain::area::{Area, Level};
use domain::geo::{LonLat, Metre};
use domain::id::WishId;
use domain::wish::Kind;
use store::wish::{PublicRow, Supported, Totals};

use crate::context::city_of;
use crate::{Service, ServiceError};

/// Wishes on a page.
const PAGE: i64 = 20;
/// Wishes on the wall.
const WALL: i64 = 12;
/// Wishes on the map.
const ON_MAP: i64 = 500;
/// How far around a place wishes are offered before a new one is sent, in metres.
const NEAR_M: u16 = 300;
/// How many of those.
const NEAR: i64 = 4;
/// How far a sensitive wish may stand from where it is, in metres.
const JITTER_M: f64 = 250.0;
/// What the jitter is made for.
const JITTER: &str = "wish jitter";

/// A page of the board.
#[derive(Clone, Debug, PartialEq)]
pub struct Board {
    /// Where, from the city down.
    pub path: Vec<(Area, String)>,
    /// What lies below: streets or communities to choose from.
    pub below: Vec<(Area, String)>,
    /// Open wishes.
    pub open: Vec<PublicRow>,
    /// Whether there is another page.
    pub has_more: bool,
    /// What came true and may be shown.
    pub wall: Vec<PublicRow>,
    /// Counts of the area.
    pub totals: Totals,
}

/// A wish on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Open {
    /// The wish.
    pub wish: WishId,
    /// What it is about.
    pub kind: Kind,
    /// In one line.
    pub title: String,
    /// Where; roughly, where more would tell something about a home.
    pub at: LonLat,
}

/// A page of the board of an area.
///
/// *Errors*: `NotFound` for an area that the city does not have.
pub async fn board(
    s: &Service,
    area: Option<Area>,
    (kind, free_only): (Option<Kind>, bool),
    page: u16,
) -> Result<Board, ServiceError> {
    let city = Area::city(s.county().await?);
    let area = area.unwrap_or(city);
    let mut tx = s.store.begin_system().await?;
    let path = store::area::path(&mut tx, area).await?;
    if !city.contains(area) || path.last().is_none_or(|(found, _)| *found != area) {
        return Err(ServiceError::NotFound);
    }
    let below = match area.level() {
        Level::City | Level::Street => store::area::names(&mut tx, area).await?,
        _ => Vec::new(),
    };
    let first = i64::from(page) * PAGE;
    let wanted = store::wish::Board { range: area.range(), kind, free_only, page: (first, PAGE + 1) };
    let mut open = store::wish::board(&mut tx, wanted).await?;
    let has_more = open.len() as i64 > PAGE;
    open.truncate(PAGE as usize);
    let wall = store::wish::fulfilled(&mut tx, area.range(), WALL).await?;
    let totals = store::wish::totals(&mut tx, area.range()).await?;
    tx.commit().await?;
    let below = below.into_iter().filter(|(one, _)| *one != area).collect();
    Ok(Board { path, below, open, has_more, wall, totals })
}

/// Honest numbers of the whole city.
pub async fn totals(s: &Service) -> Result<Totals, ServiceError> {
    let city = Area::city(s.county().await?);
    let mut tx = s.store.begin_system().await?;
    let totals = store::wish::totals(&mut tx, city.range()).await?;
    tx.commit().await?;
    Ok(totals)
}

/// One wish that the public may read; nothing for any other.
pub async fn one(s: &Service, wish: WishId) -> Result<Option<PublicRow>, ServiceError> {
    let county = s.county().await?;
    let mut tx = s.store.begin_system().await?;
    let found = store::wish::public_one(&mut tx, county, wish).await?;
    tx.commit().await?;
    Ok(found)
}

/// Open wishes near a place, offered before a new one is sent.
pub async fn nearby(s: &Service, ground: domain::case::Ground) -> Result<Vec<PublicRow>, ServiceError> {
    let city = Area::city(s.county().await?);
    let mut tx = s.store.begin_system().await?;
    let located = crate::case::locate(&mut tx, city, ground).await?;
    let spot = domain::spot::Spot { area: located.area, building: None, at_dm: located.at_dm };
    let found = store::wish::near(&mut tx, &spot, NEAR_M, NEAR).await?;
    tx.commit().await?;
    Ok(found)
}

/// Open wishes of an area as points of a map.
pub async fn map(s: &Service, area: Option<Area>) -> Result<Vec<Open>, ServiceError> {
    let city = Area::city(s.county().await?);
    let area = area.filter(|area| city.contains(*area)).unwrap_or(city);
    let mut tx = s.store.begin_system().await?;
    let frame = city_of(&mut tx, city).await?.frame();
    let rows = store::wish::markers(&mut tx, area.range(), ON_MAP).await?;
    tx.commit().await?;
    let point = |row: PublicRow| {
        let (x, y) = row.at_dm?;
        let (dx, dy) = if row.kind.is_sensitive() { jitter(s, row.wish) } else { (0.0, 0.0) };
        let at = frame.to_lon_lat(Metre { x: f64::from(x) / 10.0 + dx, y: f64::from(y) / 10.0 + dy });
        Some(Open { wish: row.wish, kind: row.kind, title: row.title, at })
    };
    Ok(rows.into_iter().filter_map(point).collect())
}

/// A shift that stays the same for a wish, so that looking often tells no more than looking once.
fn jitter(s: &Service, wish: WishId) -> (f64, f64) {
    let digest = s.store.keyring().digest(JITTER, &wish.to_string()).unsigned_abs();
    let unit = |bits: u64| (bits & 0xffff) as f64 / 65_535.0;
    let (angle, reach) = (unit(digest) * std::f64::consts::TAU, JITTER_M * (0.4 + 0.6 * unit(digest >> 16)));
    (angle.cos() * reach, angle.sin() * reach)
}

/// 我也有这个心愿 +1: counts a device once. The device is a random cookie.
///
/// *Errors*: `NotFound` for a wish that is not on the board; `Conflict` when it is over meanwhile.
pub async fn support(s: &Service, wish: WishId, device: &str) -> Result<(), ServiceError> {
    let county = s.county().await?;
    let mut tx = s.store.begin_system().await?;
    store::wish::public_one(&mut tx, county, wish).await?.ok_or(ServiceError::NotFound)?;
    let done = store::wish::support(&mut tx, wish, device, s.now()).await?;
    tx.commit().await?;
    match done {
        Supported::Gone => Err(ServiceError::Conflict),
        Supported::Now | Supported::Before => Ok(()),
    }
}
