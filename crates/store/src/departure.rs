//! What grids are told of people who moved in elsewhere while a stay here is open.
//!
//! Not here: what is left of a stay (`domain::stay`), who ends it (`service::departure`).

use chrono::{DateTime, NaiveDate, Utc};
use domain::actor::Actor;
use domain::area::{Area, AreaRange};
use domain::id::{DwellingId, ResidentId};
use domain::person::{Relation, mask_name};
use domain::stay::{Stay, StayKind};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row};

/// One telling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepartureRow {
    /// Its number.
    pub id: i64,
    /// The grid that is told.
    pub area: Area,
    /// The open stay.
    pub stay: Stay,
    /// Whose, masked; nothing when the file is kept in another grid.
    pub name: Option<String>,
    /// Where the stay is.
    pub place: String,
    /// What the person does elsewhere.
    pub elsewhere: StayKind,
    /// Since when.
    pub moved_on: NaiveDate,
}

/// Tells other grids of people who moved in behind doors of the session's own area. Nobody learns whether there was any to tell.
pub async fn tell(tx: &mut Tx, moved: &[(ResidentId, DwellingId)]) -> Result<(), StoreError> {
    let (residents, doors): (Vec<_>, Vec<_>) =
        moved.iter().map(|(resident, dwelling)| (resident.number(), dwelling.number())).unzip();
    sqlx::query("select tell_departure(t.mover, t.door) from unnest($1::int8[], $2::int8[]) as t (mover, door)")
        .bind(residents)
        .bind(doors)
        .execute(tx.db())
        .await?;
    Ok(())
}

macro_rules! open_sql {
    ($filter:literal) => {
        concat!(
            "select p.id as departure_id, p.area, p.kind as elsewhere, p.moved_on,
                s.id, s.resident_id, s.dwelling_id, s.kind, s.relation, s.from_on, s.to_on, s.end_reason, r.name,
                concat_ws(' ', e.name, concat(b.number, '-', d.unit, '-', d.shown)) as place
            from departure p
            join stay s on s.id = p.stay_id
            left join resident r on r.id = p.resident_id
            join dwelling d on d.id = p.dwelling_id
            join building b on b.id = d.building_id
            left join estate e on e.id = b.estate_id
            where p.state = 'open' and s.to_on is null and ",
            $filter
        )
    };
}

/// What an area was told and has not decided, the oldest first.
pub async fn open(tx: &mut Tx, range: AreaRange, limit: i64) -> Result<Vec<DepartureRow>, StoreError> {
    let rows = sqlx::query(open_sql!("p.area >= $1 and p.area < $2 order by p.told_at, p.id limit $3"))
        .bind(range.lo)
        .bind(range.hi)
        .bind(limit)
        .fetch_all(tx.db())
        .await?;
    rows.iter().map(departure).collect()
}

/// One that is not decided.
pub async fn one(tx: &mut Tx, id: i64) -> Result<Option<DepartureRow>, StoreError> {
    let found = sqlx::query(open_sql!("p.id = $1")).bind(id).fetch_optional(tx.db()).await?;
    found.as_ref().map(departure).transpose()
}

/// How many an area has not decided.
pub async fn waiting(tx: &mut Tx, range: AreaRange) -> Result<i64, StoreError> {
    let count = sqlx::query_scalar(
        "select count(*)
        from departure p
        join stay s on s.id = p.stay_id
        where p.area >= $1 and p.area < $2 and p.state = 'open' and s.to_on is null",
    )
    .bind(range.lo)
    .bind(range.hi)
    .fetch_one(tx.db())
    .await?;
    Ok(count)
}

fn departure(row: &PgRow) -> Result<DepartureRow, StoreError> {
    let name: Option<String> = row.try_get("name")?;
    Ok(DepartureRow {
        id: row.try_get("departure_id")?,
        area: row::area(row, "area")?,
        stay: crate::stay::stay(row)?,
        name: name.map(|name| mask_name(&name)),
        place: row.try_get("place")?,
        elsewhere: row::parse(row.try_get::<&str, _>("elsewhere")?, StayKind::from_slug, "departure.kind")?,
        moved_on: row.try_get("moved_on")?,
    })
}

/// Writes down what became of one; `false` when somebody else was faster.
pub async fn decide(tx: &mut Tx, actor: &Actor, id: i64, ended: bool, at: DateTime<Utc>) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "update departure set state = $2, decided_by = $3, decided_post = $4, decided_at = $5
        where id = $1 and state = 'open'",
    )
    .bind(id)
    .bind(if ended { "ended" } else { "kept" })
    .bind(actor.account.number())
    .bind(actor.post.number())
    .bind(at)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Lets a stay that ended go on as another kind from that day. Unlike [`crate::stay::apply`] it needs no file in sight: the person's
/// may be kept in another grid by now.
pub async fn go_on(
    tx: &mut Tx,
    stay: i64,
    (kind, relation): (StayKind, Relation),
    from_on: NaiveDate,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into stay (area, dwelling_id, resident_id, kind, relation, from_on, is_synthetic)
        select area, dwelling_id, resident_id, $2, $3, $4, is_synthetic
        from stay
        where id = $1",
    )
    .bind(stay)
    .bind(kind.slug())
    .bind(relation.slug())
    .bind(from_on)
    .execute(tx.db())
    .await?;
    Ok(())
}
