//! Wishes written down, and taken on.

use chrono::{DateTime, NaiveDate, Utc};
use domain::area::{Area, County};
use domain::id::{AccountId, BuildingId, UnitId, WishId};
use domain::operation::OperationId;
use domain::wish::{Kind, Origin, State};

use super::read::WishRow;
use crate::{StoreError, Tx};

/// A wish that comes in.
#[derive(Clone, Debug)]
pub struct NewWish<'a> {
    /// Its number.
    pub wish: WishId,
    /// Its grid, or the area that was named.
    pub area: Area,
    /// Its building.
    pub building: Option<BuildingId>,
    /// Decimetres east and north of the city's origin.
    pub at_dm: Option<(i32, i32)>,
    /// The place in words.
    pub place: &'a str,
    /// From whom.
    pub origin: Origin,
    /// What it is about.
    pub kind: Kind,
    /// Makes it come in once.
    pub operation: OperationId,
    /// Who wrote it down; nobody for a resident.
    pub proposed_by: Option<AccountId>,
    /// When.
    pub at: DateTime<Utc>,
    /// By when the community answers.
    pub promised_on: NaiveDate,
    /// Whether it looks like a machine's.
    pub is_held: bool,
    /// The first of those that come again, if it is one of them.
    pub series: Option<WishId>,
}

/// The number of a new wish.
pub async fn next_id(tx: &mut Tx, county: County) -> Result<WishId, StoreError> {
    let serial: i64 = sqlx::query_scalar("select nextval('wish_serial')").fetch_one(tx.db()).await?;
    Ok(WishId::new(county, serial.unsigned_abs()))
}

/// Adds a wish that only the desk knows of.
pub async fn insert(tx: &mut Tx, new: &NewWish<'_>) -> Result<(), StoreError> {
    sqlx::query(
        "insert into wish (id, area, building_id, x_dm, y_dm, origin, state, kind, place, operation, proposed_by, proposed_at,
            promised_on, changed_at, is_held, series)
        values ($1, $2, $3, $4, $5, $6, 'proposed', $7, $8, $9::text::uuid, $10, $11, $12, $11, $13, $14)",
    )
    .bind(new.wish.number())
    .bind(new.area.code())
    .bind(new.building.map(BuildingId::number))
    .bind(new.at_dm.map(|(x_dm, _)| x_dm))
    .bind(new.at_dm.map(|(_, y_dm)| y_dm))
    .bind(new.origin.slug())
    .bind(new.kind.slug())
    .bind(new.place)
    .bind(new.operation.to_string())
    .bind(new.proposed_by.map(AccountId::number))
    .bind(new.at)
    .bind(new.promised_on)
    .bind(new.is_held)
    .bind(new.series.map(WishId::number))
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Writes how a locked wish stands after a step.
pub async fn update(tx: &mut Tx, after: &WishRow) -> Result<(), StoreError> {
    let (verdict, into, case) = match after.standing.state {
        State::Archived(verdict) => (verdict, None, None),
        State::Merged(into) => (None, Some(into), None),
        State::Converted(case) => (None, None, Some(case)),
        _ => (None, None, None),
    };
    sqlx::query(
        "update wish
        set
            version = $2, state = $3, rework_count = $4, kind = $5, title = $6, content = $7, place = $8, starts_at = $9, ends_at = $10,
            slots = $11, tools = $12, safety = $13, repeat = $14, unit_id = $15, is_held = $16, published_at = $17, done_at = $18,
            confirmed_at = $19, closed_at = $20, changed_at = $21, verdict = $22, may_show = $23, thanks = $24, merged_into = $25,
            case_id = $26
        where id = $1",
    )
    .bind(after.wish.number())
    .bind(after.version)
    .bind(after.standing.state.slug())
    .bind(i16::from(after.standing.rework_count))
    .bind(after.standing.kind.slug())
    .bind(&after.title)
    .bind(&after.content)
    .bind(&after.place)
    .bind(after.starts_at)
    .bind(after.ends_at)
    .bind(i16::from(after.slots))
    .bind(&after.tools)
    .bind(&after.safety)
    .bind(after.repeat.map(domain::wish::Repeat::slug))
    .bind(after.unit.map(UnitId::number))
    .bind(after.is_held)
    .bind(after.published_at)
    .bind(after.done_at)
    .bind(after.confirmed_at)
    .bind(after.closed_at)
    .bind(after.changed_at)
    .bind(verdict.map(domain::wish::Verdict::slug))
    .bind(after.may_show)
    .bind(&after.thanks)
    .bind(into.map(WishId::number))
    .bind(case.map(domain::id::CaseId::number))
    .execute(tx.db())
    .await?;
    Ok(())
}
