//! Stays: reading them with both ends' names, and doing what the rules say.

use chrono::NaiveDate;
use domain::file::view::StayLine;
use domain::id::{DwellingId, ResidentId};
use domain::person::{Relation, mask_name};
use domain::stay::{Change, EndReason, Stay, StayKind};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row};

/// Stays with the file that counts for each: a duplicate's stays are those of the file that it was merged into.
macro_rules! lines_sql {
    ($filter:literal) => {
        concat!(
            "select s.id, coalesce(m.merged_into, s.resident_id) as resident_id, s.dwelling_id, s.kind, s.relation,
                s.from_on, s.to_on, s.end_reason, r.name,
                concat_ws(' ', e.name, concat(b.number, '-', d.unit, '-', d.floor * 100 + d.door)) as place
            from stay s
            left join resident m on m.id = s.resident_id
            left join resident r on r.id = coalesce(m.merged_into, m.id)
            join dwelling d on d.id = s.dwelling_id
            join building b on b.id = d.building_id
            left join estate e on e.id = b.estate_id
            where ",
            $filter,
            " order by s.to_on desc nulls first, s.from_on desc nulls last, s.id desc"
        )
    };
}

/// All stays at a dwelling, open ones first, then the latest.
pub async fn of_dwelling(tx: &mut Tx, dwelling: DwellingId) -> Result<Vec<StayLine>, StoreError> {
    let rows = sqlx::query(lines_sql!("s.dwelling_id = $1")).bind(dwelling.number()).fetch_all(tx.db()).await?;
    rows.iter().map(line).collect()
}

/// All stays of a person and of the duplicates merged into its file.
pub async fn of_resident(tx: &mut Tx, resident: ResidentId) -> Result<Vec<StayLine>, StoreError> {
    let rows =
        sqlx::query(lines_sql!("s.resident_id in (select q.id from resident q where q.id = $1 or q.merged_into = $1)"))
            .bind(resident.number())
            .fetch_all(tx.db())
            .await?;
    rows.iter().map(line).collect()
}

fn line(row: &PgRow) -> Result<StayLine, StoreError> {
    let name: Option<String> = row.try_get("name")?;
    Ok(StayLine { stay: stay(row)?, name: name.map(|name| mask_name(&name)), place: row.try_get("place")? })
}

fn stay(row: &PgRow) -> Result<Stay, StoreError> {
    let reason: Option<&str> = row.try_get("end_reason")?;
    Ok(Stay {
        id: row.try_get("id")?,
        resident: row::parse(row.try_get("resident_id")?, ResidentId::new_checked, "stay.resident_id")?,
        dwelling: row::parse(row.try_get("dwelling_id")?, DwellingId::new_checked, "stay.dwelling_id")?,
        kind: row::parse(row.try_get::<&str, _>("kind")?, StayKind::from_slug, "stay.kind")?,
        relation: row::parse(row.try_get::<&str, _>("relation")?, Relation::from_slug, "stay.relation")?,
        from_on: row::date(row, "from_on")?,
        to_on: row::date(row, "to_on")?,
        end_reason: reason.map(|slug| row::parse(slug, EndReason::from_slug, "stay.end_reason")).transpose()?,
    })
}

/// Does what the rules say. A stay that begins lies in its dwelling's grid and is made up when its person is.
pub async fn apply(tx: &mut Tx, changes: &[Change]) -> Result<(), StoreError> {
    for change in changes {
        match change {
            Change::Close { stay, to_on, reason } => close(tx, *stay, *to_on, *reason).await?,
            Change::Open(new) => {
                sqlx::query(
                    "insert into stay (area, dwelling_id, resident_id, kind, relation, from_on, is_synthetic)
                    select d.area, d.id, r.id, $3, $4, $5, r.is_synthetic
                    from dwelling d, resident r
                    where d.id = $1 and r.id = $2",
                )
                .bind(new.dwelling.number())
                .bind(new.resident.number())
                .bind(new.kind.slug())
                .bind(new.relation.slug())
                .bind(new.from_on)
                .execute(tx.db())
                .await?;
            }
        }
    }
    Ok(())
}

/// Ends one stay.
pub async fn close(tx: &mut Tx, stay: i64, to_on: NaiveDate, reason: EndReason) -> Result<(), StoreError> {
    sqlx::query("update stay set to_on = $2, end_reason = $3 where id = $1 and to_on is null")
        .bind(stay)
        .bind(to_on)
        .bind(reason.slug())
        .execute(tx.db())
        .await?;
    Ok(())
}

/// Opens stays again that ended with a merge, and no others.
pub async fn reopen(tx: &mut Tx, stays: &[i64]) -> Result<(), StoreError> {
    sqlx::query("update stay set to_on = null, end_reason = null where id = any($1) and end_reason = 'merged'")
        .bind(stays)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// A person's area follows the home: the grid of an open stay, one where the person lives before any other.
pub async fn follow_home(tx: &mut Tx, resident: ResidentId) -> Result<(), StoreError> {
    for statement in [
        "update resident r set area = s.area
        from (
            select area from stay
            where resident_id = $1 and to_on is null
            order by kind in ('both', 'actual') desc, id desc
            limit 1
        ) s
        where r.id = $1 and r.area <> s.area",
        "update resident_key_group k set area = r.area from resident r
        where r.id = $1 and k.resident_id = $1 and k.area <> r.area",
        "update resident_skill k set area = r.area from resident r
        where r.id = $1 and k.resident_id = $1 and k.area <> r.area",
        "update resident_merge k set area = r.area from resident r
        where r.id = $1 and k.kept_id = $1 and k.area <> r.area",
        "update verification k set area = r.area from resident r
        where r.id = $1 and k.subject_id = $1 and k.field_group <> 'dwelling' and k.area <> r.area",
    ] {
        sqlx::query(statement).bind(resident.number()).execute(tx.db()).await?;
    }
    Ok(())
}
