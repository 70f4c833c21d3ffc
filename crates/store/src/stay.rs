//! Stays: reading them with both ends' names, and doing what the rules say.

use chrono::NaiveDate;
use domain::file::view::StayLine;
use domain::id::{DwellingId, ResidentId};
use domain::person::{Relation, mask_name};
use domain::stay::{Change, EndReason, Opening, Stay, StayKind};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row};

/// Stays with the file that counts for each: a duplicate's stays are those of the file that it was merged into.
macro_rules! lines_sql {
    ($filter:literal) => {
        concat!(
            "select s.id, coalesce(m.merged_into, s.resident_id) as resident_id, s.dwelling_id, s.kind, s.relation,
                s.from_on, s.to_on, s.end_reason, r.name,
                concat_ws(' ', e.name, concat(b.number, '-', d.unit, '-', d.shown)) as place
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

pub(crate) fn stay(row: &PgRow) -> Result<Stay, StoreError> {
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

/// Does what the rules say: first what ends, then what begins, in their order. A stay that begins lies in its dwelling's grid
/// and is made up when its person is. Answers with how many rows that were.
pub async fn apply(tx: &mut Tx, changes: &[Change]) -> Result<u64, StoreError> {
    let closes: Vec<_> = changes.iter().filter_map(closing).collect();
    let opens: Vec<_> = changes.iter().filter_map(opening).collect();
    let closed = sqlx::query(
        "update stay s set to_on = t.to_on, end_reason = t.reason
        from unnest($1::int8[], $2::date[], $3::text[]) as t (id, to_on, reason)
        where s.id = t.id and s.to_on is null",
    )
    .bind(closes.iter().map(|close| close.0).collect::<Vec<_>>())
    .bind(closes.iter().map(|close| close.1).collect::<Vec<_>>())
    .bind(closes.iter().map(|close| close.2.slug()).collect::<Vec<_>>())
    .execute(tx.db())
    .await?;
    let opened = sqlx::query(
        "insert into stay (area, dwelling_id, resident_id, kind, relation, from_on, is_synthetic)
        select d.area, d.id, r.id, t.kind, t.relation, t.from_on, r.is_synthetic
        from unnest($1::int8[], $2::int8[], $3::text[], $4::text[], $5::date[])
            with ordinality as t (dwelling_id, resident_id, kind, relation, from_on, at)
        join dwelling d on d.id = t.dwelling_id
        join resident r on r.id = t.resident_id
        order by t.at",
    )
    .bind(opens.iter().map(|open| open.dwelling.number()).collect::<Vec<_>>())
    .bind(opens.iter().map(|open| open.resident.number()).collect::<Vec<_>>())
    .bind(opens.iter().map(|open| open.kind.slug()).collect::<Vec<_>>())
    .bind(opens.iter().map(|open| open.relation.slug()).collect::<Vec<_>>())
    .bind(opens.iter().map(|open| open.from_on).collect::<Vec<_>>())
    .execute(tx.db())
    .await?;
    Ok(closed.rows_affected() + opened.rows_affected())
}

fn closing(change: &Change) -> Option<(i64, NaiveDate, EndReason)> {
    match change {
        Change::Close { stay, to_on, reason } => Some((*stay, *to_on, *reason)),
        Change::Open(_) => None,
    }
}

fn opening(change: &Change) -> Option<&Opening> {
    match change {
        Change::Open(new) => Some(new),
        Change::Close { .. } => None,
    }
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

/// How many people one statement moves, so that a bad plan stays bearable.
const FOLLOWED: usize = 1_000;

/// People's areas follow their homes: the grid of an open stay, one where the person lives before any other. What hangs on
/// those who moved goes with them.
pub async fn follow_homes(tx: &mut Tx, residents: &[ResidentId]) -> Result<(), StoreError> {
    let ids: Vec<i64> = residents.iter().map(|resident| resident.number()).collect();
    let mut moved: Vec<i64> = Vec::new();
    for some in ids.chunks(FOLLOWED) {
        // Person by person: for all at once, tables that were filled in this very transaction are taken for empty, and every
        // person is compared with every other.
        let rows: Vec<i64> = sqlx::query_scalar(
            "update resident r set area = s.area
            from unnest($1::int8[]) as p (id)
            cross join lateral (
                select t.area
                from stay t
                where t.resident_id = p.id and t.to_on is null
                order by t.kind in ('both', 'actual') desc, t.id desc
                limit 1
            ) s
            where r.id = p.id and r.area <> s.area
            returning r.id",
        )
        .bind(some)
        .fetch_all(tx.db())
        .await?;
        moved.extend(rows);
    }
    follow_people(tx, &moved).await
}

async fn follow_people(tx: &mut Tx, moved: &[i64]) -> Result<(), StoreError> {
    for statement in [
        "update resident_key_group k set area = r.area from resident r
        where r.id = any($1) and k.resident_id = r.id and k.area <> r.area",
        "update resident_skill k set area = r.area from resident r
        where r.id = any($1) and k.resident_id = r.id and k.area <> r.area",
        "update resident_merge k set area = r.area from resident r
        where r.id = any($1) and k.kept_id = r.id and k.area <> r.area",
        "update photo k set area = r.area from resident r
        where r.id = any($1) and k.resident_id = r.id and k.area <> r.area",
        "update merge_conflict k set area = r.area from resident r
        where r.id = any($1) and k.resident_id = r.id and k.area <> r.area",
        "update verification k set area = r.area from resident r
        where r.id = any($1) and k.subject_id = r.id and k.field_group <> 'dwelling' and k.area <> r.area",
    ] {
        for some in moved.chunks(FOLLOWED) {
            sqlx::query(statement).bind(some).execute(tx.db()).await?;
        }
    }
    Ok(())
}

/// The same for one person.
pub async fn follow_home(tx: &mut Tx, resident: ResidentId) -> Result<(), StoreError> {
    follow_homes(tx, &[resident]).await
}
