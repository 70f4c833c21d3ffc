//! Check-points 巡查点: kept by whoever keeps the roster, green for a day when somebody came by.

use chrono::NaiveDate;
use domain::actor::{Access, Action, Actor};
use domain::area::{Area, Level};
use domain::geo::{Frame, LonLat};
use domain::id::{BuildingId, CheckPointId};
use domain::trail::{CheckPoint, LARGEST_RADIUS_M, Passing, Way};
use serde_json::json;
use store::Tx;
use store::audit::{self, Record};
use store::check_point::{CheckPointRow, NewCheckPoint};

use crate::account::short_text;
use crate::context::city_of;
use crate::lock::{access, authorise};
use crate::{Service, ServiceError};

/// The smallest radius, in metres.
const LEAST_RADIUS_M: i32 = 5;

/// A check-point on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Which.
    pub point: CheckPoint,
    /// Who came by first, how and when; nothing as long as nobody did.
    pub passed: Option<Passing>,
    /// Whether the acting account came by.
    pub is_own: bool,
}

/// Where a new check-point is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Site {
    /// At a building.
    Building(BuildingId),
    /// At a position in WGS84.
    Position(LonLat),
}

/// The check-points of an area, and which were passed on a day.
///
/// *Errors*: `NotFound` for an area out of reach.
pub async fn list(s: &Service, actor: &Actor, area: Area, day: NaiveDate) -> Result<Vec<Standing>, ServiceError> {
    authorise(actor, Action::ViewTrack, area)?;
    let mut tx = s.store.begin(actor).await?;
    let found = standings(&mut tx, actor, area, day).await?;
    tx.commit().await?;
    Ok(found)
}

/// The same in a transaction that is open.
pub(crate) async fn standings(
    tx: &mut Tx,
    actor: &Actor,
    area: Area,
    day: NaiveDate,
) -> Result<Vec<Standing>, ServiceError> {
    let frame = city_of(tx, area).await?.frame();
    let points = placed(tx, area, frame).await?;
    if points.is_empty() {
        return Ok(Vec::new());
    }
    let passes = store::check_point::passes(tx, area.range(), day).await?;
    let standing = |point: CheckPoint| {
        let mut mine = passes.iter().filter(|pass| pass.check_point == point.id);
        let is_own = mine.clone().any(|pass| pass.account == actor.account);
        Standing { passed: mine.next().map(|pass| pass.passing), is_own, point }
    };
    Ok(points.into_iter().map(standing).collect())
}

/// The check-points of an area, placed in the frame of its city.
pub(crate) async fn placed(tx: &mut Tx, area: Area, frame: Frame) -> Result<Vec<CheckPoint>, ServiceError> {
    let rows = store::check_point::list(tx, area.range()).await?;
    Ok(rows.into_iter().map(|row| place(frame, row)).collect())
}

fn place(frame: Frame, row: CheckPointRow) -> CheckPoint {
    let CheckPointRow { id, area, name, at_dm: (x, y), radius_m } = row;
    let at = domain::geo::Metre { x: f64::from(x) / 10.0, y: f64::from(y) / 10.0 };
    CheckPoint { id, area, name, position: frame.to_lon_lat(at), radius_m }
}

/// Makes a check-point in an area.
///
/// *Errors*: `Forbidden` for who does not keep the roster there; `Invalid` by field, also for a place outside the area.
pub async fn add(
    s: &Service,
    actor: &Actor,
    area: Area,
    (name, site, radius_m): (&str, Site, i32),
) -> Result<CheckPointId, ServiceError> {
    authorise(actor, Action::KeepRoster, area)?;
    let name = short_text("name_zh", name)?;
    if !(LEAST_RADIUS_M..=LARGEST_RADIUS_M).contains(&radius_m) {
        return Err(ServiceError::invalid("radius_m", format!("{LEAST_RADIUS_M} to {LARGEST_RADIUS_M}")));
    }
    let mut tx = s.store.begin(actor).await?;
    let (grid, at_dm) = located(&mut tx, area, site).await?;
    let new = NewCheckPoint { area: grid, name: &name, at_dm, radius_m };
    let id = store::check_point::add(&mut tx, new, (actor.account, s.now())).await?;
    let detail = json!({ "check_point": id, "name": name });
    audit::write(&mut tx, actor, s.now(), grid, "make_check_point", Record::Area(grid), Some(detail)).await?;
    tx.commit().await?;
    Ok(id)
}

/// The grid of a place inside an area, and where it is there.
async fn located(tx: &mut Tx, area: Area, site: Site) -> Result<(Area, (i32, i32)), ServiceError> {
    match site {
        Site::Building(building) => {
            let spot = store::spot::of_building(tx, building).await?.filter(|spot| area.contains(spot.area));
            let spot = spot.and_then(|spot| Some((spot.area, spot.at_dm?)));
            spot.ok_or_else(|| ServiceError::invalid("building", "a building of the area"))
        }
        Site::Position(position) => {
            let at = city_of(tx, area).await?.frame().to_metre(position);
            let at_dm = ((at.x * 10.0).round() as i32, (at.y * 10.0).round() as i32);
            let borders = store::border::borders(tx, area.range(), Level::Grid).await?;
            let grid = borders.into_iter().find(|border| border.holds(at_dm));
            let grid = grid.ok_or_else(|| ServiceError::invalid("lon", "a place in the area"))?;
            Ok((grid.area, at_dm))
        }
    }
}

/// Takes a check-point off.
///
/// *Errors*: `NotFound` for one out of reach, `Forbidden` for who does not keep the roster there.
pub async fn remove(s: &Service, actor: &Actor, id: CheckPointId) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let found = store::check_point::one(&mut tx, id).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::KeepRoster, found.area)?;
    if !store::check_point::remove(&mut tx, id, s.now()).await? {
        return Err(ServiceError::Conflict);
    }
    let detail = json!({ "check_point": id });
    audit::write(&mut tx, actor, s.now(), found.area, "remove_check_point", Record::Area(found.area), Some(detail))
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Says that the acting account is at a check-point, with the phone's position when it gave one. The position is compared and not
/// kept.
///
/// *Errors*: `NotFound` for one out of reach; `Invalid` for a position that is elsewhere.
pub async fn tap(
    s: &Service,
    actor: &Actor,
    id: CheckPointId,
    here: Option<(LonLat, f64)>,
) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let row = store::check_point::one(&mut tx, id).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::ViewTrack, row.area)?;
    let frame = city_of(&mut tx, row.area).await?.frame();
    let point = place(frame, row);
    if here.is_some_and(|(position, accuracy_m)| !point.is_met(frame, position, accuracy_m)) {
        return Err(ServiceError::invalid("position", "at the check-point"));
    }
    let way = if here.is_some() { Way::Tap } else { Way::Word };
    let passing = Passing { way, at: s.now() };
    store::check_point::pass(&mut tx, &[(id, point.area)], actor.account, s.today(), passing).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes back today's tap of the acting account.
///
/// *Errors*: `NotFound` for a check-point out of reach.
pub async fn untap(s: &Service, actor: &Actor, id: CheckPointId) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let row = store::check_point::one(&mut tx, id).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::ViewTrack, row.area)?;
    store::check_point::unpass(&mut tx, id, actor.account, s.today()).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether an account keeps the check-points of an area.
pub(crate) fn may_keep(actor: &Actor, area: Area) -> bool {
    access(actor, Action::KeepRoster, area) == Access::Granted
}
