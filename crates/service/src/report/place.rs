//! Where a resident says that it is: street, community, building, one step a page; or a building or a point at once.

use chrono::{DateTime, TimeDelta, Utc};
use domain::actor::{Action, Actor};
use domain::area::{Area, Level};
use domain::case::{Ground, Names};
use domain::category::CategoryCode;
use domain::gate::Form as GateForm;
use domain::geo::LonLat;
use domain::id::BuildingId;
use domain::operation::OperationId;
use domain::spot::Spot;
use domain::work::Work;
use store::Tx;
use store::building::BuildingLine;
use store::open311::Met;

use crate::case::locate;
use crate::lock::authorise;
use crate::{Service, ServiceError, gate, work};

/// Buildings of one community to choose from.
const BUILDINGS: i64 = 2_000;
/// Open cases and works that a form shows.
const SHOWN: usize = 6;
/// How far around a point or building open cases are looked for, in metres.
const NEAR_M: u16 = 80;
/// Older cases are not shown.
const NEAR_DAYS: i64 = 60;

/// What the address of the page says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place {
    /// An area whose parts are to be chosen from.
    In(Area),
    /// Somewhere in an area, and nobody knows better.
    Somewhere(Area),
    /// A building, such as of the code at its door.
    Building(BuildingId),
    /// A point, such as the device's own.
    Point(LonLat),
}

/// What the page shows next.
#[derive(Clone, Debug, PartialEq)]
pub enum Next {
    /// The streets, or the communities of one; with the names above them.
    Areas(Vec<(Area, String)>, Vec<(Area, String)>),
    /// The buildings of a community; with the names from the city to it.
    Buildings(Vec<(Area, String)>, Vec<BuildingLine>),
    /// The form.
    Form(Box<Form>),
}

/// The form with what is known at its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// Where.
    pub ground: Ground,
    /// The same in words.
    pub place: String,
    /// Who is going to answer for it: names from the street to the community.
    pub path: Vec<(Area, String)>,
    /// What is planned or being done there.
    pub works: Vec<Work>,
    /// What others reported there.
    pub met: Vec<Met>,
    /// What it may be about.
    pub categories: Vec<(CategoryCode, Names)>,
    /// Makes it come in once.
    pub operation: OperationId,
    /// What it has to come back with.
    pub ticket: String,
    /// What the ages of open cases are counted to.
    pub now: DateTime<Utc>,
}

/// What comes after a place was said, for a form of this kind; first of all the streets.
///
/// *Errors*: `NotFound` for a place that the city does not have.
pub async fn next(s: &Service, place: Option<Place>, kind: GateForm) -> Result<Next, ServiceError> {
    let city = Area::city(s.county().await?);
    let mut tx = s.store.begin_system().await?;
    let found = match place.unwrap_or(Place::In(city)) {
        Place::In(area) if area.level() != Level::Grid => choose(&mut tx, city, area).await?,
        Place::In(area) | Place::Somewhere(area) => draw(s, &mut tx, (city, kind), Ground::Area(area)).await?,
        Place::Building(building) => draw(s, &mut tx, (city, kind), Ground::Building(building)).await?,
        Place::Point(at) => draw(s, &mut tx, (city, kind), Ground::Point(at)).await?,
    };
    tx.commit().await?;
    Ok(found)
}

async fn choose(tx: &mut Tx, city: Area, area: Area) -> Result<Next, ServiceError> {
    let path = store::area::path(tx, area).await?;
    if !city.contains(area) || path.last().is_none_or(|(found, _)| *found != area) {
        return Err(ServiceError::NotFound);
    }
    if area.level() == Level::Community {
        return Ok(Next::Buildings(path, store::building::list(tx, area.range(), BUILDINGS).await?));
    }
    let below = store::area::names(tx, area).await?.into_iter().filter(|(one, _)| *one != area).collect();
    Ok(Next::Areas(path, below))
}

async fn draw(s: &Service, tx: &mut Tx, (city, kind): (Area, GateForm), ground: Ground) -> Result<Next, ServiceError> {
    let (spot, place) = spot(tx, city, ground).await?;
    let mut works = work::near(tx, &spot, None).await?;
    works.retain(|work| work.draft.is_public);
    works.truncate(SHOWN);
    let since = s.now() - TimeDelta::days(NEAR_DAYS);
    let met = store::open311::near(tx, &spot, NEAR_M, since, SHOWN as i64).await?;
    let path = store::area::path(tx, spot.area).await?;
    let path = path.into_iter().filter(|(area, _)| matches!(area.level(), Level::Street | Level::Community)).collect();
    let categories = store::case::categories(tx).await?;
    let operation = s.draw_operation()?;
    let ticket = gate::draw(s, tx, city.county(), (kind, operation)).await?;
    Ok(Next::Form(Box::new(Form { ground, place, path, works, met, categories, operation, ticket, now: s.now() })))
}

/// What the stickers of an area say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stickers {
    /// The community that answers.
    pub name: String,
    /// The buildings.
    pub buildings: Vec<BuildingLine>,
}

/// The buildings of a community or grid whose doors get a sticker.
///
/// *Errors*: `NotFound` for an area out of reach, for posts that keep no files, and above communities, which are too many to print.
pub async fn stickers(s: &Service, actor: &Actor, area: Area) -> Result<Stickers, ServiceError> {
    authorise(actor, Action::ViewHousehold, area)?;
    if area.level() < Level::Community {
        return Err(ServiceError::NotFound);
    }
    let mut tx = s.store.begin(actor).await?;
    let path = store::area::path(&mut tx, area).await?;
    let community = path.into_iter().find(|(area, _)| area.level() == Level::Community);
    let mut buildings = store::building::list(&mut tx, area.range(), BUILDINGS).await?;
    buildings.retain(|line| line.dwellings > 0);
    tx.commit().await?;
    Ok(Stickers { name: community.map(|(_, name)| name).unwrap_or_default(), buildings })
}

/// Where a ground of the city is, and how it is called.
///
/// *Errors*: `NotFound` for one that there is not; a door is nobody's to name here.
pub(super) async fn spot(tx: &mut Tx, city: Area, ground: Ground) -> Result<(Spot, String), ServiceError> {
    let building = match ground {
        Ground::Dwelling(_) => return Err(ServiceError::NotFound),
        Ground::Building(building) => Some(building),
        Ground::Point(_) | Ground::Area(_) => None,
    };
    let located = locate(tx, city, ground).await.map_err(|error| match error {
        ServiceError::Invalid { .. } => ServiceError::NotFound,
        other => other,
    })?;
    if !city.contains(located.area) {
        return Err(ServiceError::NotFound);
    }
    Ok((Spot { area: located.area, building, at_dm: located.at_dm }, located.place))
}
