//! Grids that change: the only function that re-grids, and what it leaves behind to read.
//!
//! Everything that says where something is *now* follows its door; what says what *happened* (events, visits, audit, tracks)
//! keeps its area. Not for whether somebody may do it (`service::regrid`) nor for importing a city ([`crate::import`]).

mod follow;
mod ground;
mod history;
mod list;
mod scene;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use cityplan::regrid::Outline;
use domain::actor::Actor;
use domain::area::{Area, County};
use domain::clock::civil_date;
use domain::id::BuildingId;
use domain::regrid::Kind;
use sqlx::Row;

pub(crate) use self::ground::count;
pub use self::history::{ChangeRow, changes};
pub use self::list::{BuildingFact, GridFact, buildings, is_open, siblings};
pub(crate) use self::scene::repack;
use crate::{StoreError, Tx};

/// What goes where.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    /// What kind of change it is.
    pub kind: Kind,
    /// The grid that gives.
    pub from: Area,
    /// The grid that takes; nothing makes a new one in the same community.
    pub into: Option<Area>,
    /// The buildings that go; a merge takes all and asks for none.
    pub buildings: &'a [BuildingId],
    /// What a new grid is called.
    pub name: Option<&'a str>,
}

/// What a change did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// The grid that took.
    pub into: Area,
    /// Buildings that went.
    pub buildings: usize,
    /// Dwellings that went with them.
    pub dwellings: i64,
}

/// Why a change could not be made, though it made sense when it was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// A grid is closed, or a building is not in the grid any more.
    Changed,
    /// The grid would have no building left.
    AllBuildings,
    /// The buildings can't be told apart by where they stand.
    Inseparable,
    /// The community has given all its numbers away.
    NoNumber,
}

/// Makes grids wait for each other, and imports for them.
pub async fn lock(tx: &mut Tx, county: County) -> Result<(), StoreError> {
    crate::import::lock(tx, county).await
}

/// A change that can be made.
struct Prepared {
    into: Area,
    going: Vec<i64>,
    drawn: BTreeMap<Area, Outline>,
}

/// Moves buildings between grids with everything that is known behind their doors, draws outlines, roll-ups and the scene anew,
/// closes a grid that was merged away, writes down what moved, and tells every open map. In a transaction of the system.
pub async fn apply(
    tx: &mut Tx,
    change: &Change<'_>,
    actor: &Actor,
    now: DateTime<Utc>,
) -> Result<Result<Done, Refused>, StoreError> {
    let county = change.from.county();
    lock(tx, county).await?;
    let Prepared { into, going, drawn } = match prepare(tx, change).await? {
        Ok(prepared) => prepared,
        Err(refused) => return Ok(Err(refused)),
    };
    if change.into.is_none() {
        ground::open(tx, into, change.name, civil_date(now)).await?;
    }
    ground::write(tx, &drawn).await?;
    let dwellings = follow::buildings(tx, &going, into).await?;
    if change.kind == Kind::Merge {
        follow::open_ground(tx, change.from, into).await?;
        close(tx, change.from, into, now).await?;
    }
    ground::write_parents(tx, change.from, into).await?;
    count(tx, &[change.from, into]).await?;
    scene::renumber(tx, county, now).await?;
    history::write(tx, &history::Moved { change, into, buildings: &going, dwellings }, actor, now).await?;
    tell(tx, &[change.from, into], now).await?;
    Ok(Ok(Done { into, buildings: going.len(), dwellings }))
}

/// Looks at the city as it is now: what goes, where to, and how the ground would be drawn.
async fn prepare(tx: &mut Tx, change: &Change<'_>) -> Result<Result<Prepared, Refused>, StoreError> {
    let ground = ground::read(tx, change.from.county()).await?;
    let is_known = |grid: &Area| ground.grids.contains_key(grid);
    if !is_known(&change.from) || !change.into.as_ref().is_none_or(is_known) {
        return Ok(Err(Refused::Changed));
    }
    let inside = ground::stands(tx, change.from).await?;
    let going: BTreeSet<i64> = match change.kind {
        Kind::Merge => inside.iter().map(|stand| stand.0).collect(),
        Kind::Split | Kind::HandOver => change.buildings.iter().map(|building| building.number()).collect(),
    };
    if !going.iter().all(|id| inside.iter().any(|stand| stand.0 == *id)) {
        return Ok(Err(Refused::Changed));
    }
    if change.kind != Kind::Merge && going.len() == inside.len() {
        return Ok(Err(Refused::AllBuildings));
    }
    let free = match change.into {
        None => ground::next_number(tx, change.from).await?,
        given => given,
    };
    let Some(into) = free else { return Ok(Err(Refused::NoNumber)) };
    let drawn = ground::redraw(&ground, &inside, &going, change.from, into);
    let prepared = drawn.map(|drawn| Prepared { into, going: going.into_iter().collect(), drawn });
    Ok(prepared.ok_or(Refused::Inseparable))
}

/// Closes a grid: its posts and their sessions end, its units belong to the grid that goes on.
async fn close(tx: &mut Tx, grid: Area, into: Area, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query("update area set to_on = greatest($2, from_on), size_flag = null where area = $1")
        .bind(grid.code())
        .bind(civil_date(now))
        .execute(tx.db())
        .await?;
    sqlx::query(
        "with ended as (
            update post
            set to_at = greatest($2, from_at + interval '1 microsecond')
            where area = $1
                and (to_at is null or to_at > $2)
            returning id
        )
        update session s
        set revoked_at = $2
        from ended
        where s.post_id = ended.id
            and s.revoked_at is null",
    )
    .bind(grid.code())
    .bind(now)
    .execute(tx.db())
    .await?;
    sqlx::query("update unit set area = $2 where area = $1")
        .bind(grid.code())
        .bind(into.code())
        .execute(tx.db())
        .await?;
    Ok(())
}

/// Every door of both grids looks different to somebody: it came, it went, or its cell has another number.
async fn tell(tx: &mut Tx, grids: &[Area], now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query(
        "insert into outbox (area, topic, dwelling_id, created_at)
        select d.area, 'household', d.id, $2
        from dwelling d
        where d.area = any($1)
            and d.cell is not null
        order by d.id",
    )
    .bind(codes(grids))
    .bind(now)
    .execute(tx.db())
    .await?;
    Ok(())
}

fn codes(areas: &[Area]) -> Vec<i64> {
    areas.iter().map(|area| area.code()).collect()
}

/// Whether grids of a city were ever changed by hand, so that an import must not lay them out anew.
pub(crate) async fn is_regridded(tx: &mut Tx, county: County) -> Result<bool, StoreError> {
    let range = Area::city(county).range();
    let row = sqlx::query("select exists (select 1 from area_change where from_area >= $1 and from_area < $2)")
        .bind(range.lo)
        .bind(range.hi)
        .fetch_one(tx.db())
        .await?;
    Ok(row.try_get(0)?)
}
