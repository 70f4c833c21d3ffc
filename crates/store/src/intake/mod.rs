//! Lists of people that are taken in: the batch and its sealed file, who is at work on it, what was wrong with it.
//!
//! Looking people up is in [`look`], writing in [`write`], undoing in [`undo`].

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::actor::Actor;
use domain::area::AreaRange;
use domain::id::IntakeId;
use domain::intake::{Batch, Counts, Fault, Found, KEPT_DAYS, ListKind, Reason, State, UNDO_DAYS};
use sqlx::Row;
use sqlx::postgres::PgRow;
use vault::{Nonces, Place};

use crate::{StoreError, Tx, row};

mod heading;
pub mod look;
pub mod undo;
pub mod write;

pub use heading::{remember, remembered};

/// A file that was uploaded.
#[derive(Clone, Debug)]
pub struct NewBatch<'a> {
    /// What its rows are.
    pub kind: ListKind,
    /// Its name.
    pub file_name: &'a str,
    /// Its bytes.
    pub file: &'a [u8],
    /// The headings of its columns.
    pub headings: &'a [String],
    /// What its columns hold: words, empty for one that is left alone.
    pub mapping: &'a [String],
    /// Rows below the headings with something in them.
    pub rows: u32,
    /// The day on which the list was true.
    pub as_of_on: NaiveDate,
}

fn place(column: &'static str, batch: IntakeId) -> Place {
    Place { table: "intake_batch", column, row: batch.number() }
}

/// Keeps a file, sealed.
pub async fn add(
    tx: &mut Tx,
    actor: &Actor,
    new: &NewBatch<'_>,
    nonces: &mut Nonces,
    at: DateTime<Utc>,
) -> Result<IntakeId, StoreError> {
    let serial: i64 = sqlx::query_scalar("select nextval('intake_serial')").fetch_one(tx.db()).await?;
    let batch = IntakeId::new(actor.area.county(), serial as u64);
    let headings = serde_json::to_vec(new.headings).unwrap_or_default();
    let file = tx.keyring().seal(place("file_sealed", batch), nonces.draw(), new.file)?;
    let headings = tx.keyring().seal(place("headings_sealed", batch), nonces.draw(), &headings)?;
    sqlx::query(
        "insert into intake_batch (id, area, account_id, post_id, file_name, uploaded_at, as_of_on, file_sealed,
            headings_sealed, mapping, rows_count, kind)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(batch.number())
    .bind(actor.area.code())
    .bind(actor.account.number())
    .bind(actor.post.number())
    .bind(new.file_name)
    .bind(at)
    .bind(new.as_of_on)
    .bind(file)
    .bind(headings)
    .bind(new.mapping)
    .bind(new.rows as i32)
    .bind(new.kind.slug())
    .execute(tx.db())
    .await?;
    sqlx::query("insert into intake_claim (batch_id, area) values ($1, $2)")
        .bind(batch.number())
        .bind(actor.area.code())
        .execute(tx.db())
        .await?;
    Ok(batch)
}

/// Throws away files and earlier states of an area that were kept long enough.
pub async fn prune(tx: &mut Tx, scope: AreaRange, now: DateTime<Utc>) -> Result<(), StoreError> {
    let before = |days: i64| now.checked_sub_days(Days::new(days.unsigned_abs())).unwrap_or(now);
    sqlx::query(
        "update intake_batch set file_sealed = null, headings_sealed = null
        where file_sealed is not null and uploaded_at < $1 and state in ('uploaded', 'checked', 'failed')
            and area >= $2 and area < $3",
    )
    .bind(before(KEPT_DAYS))
    .bind(scope.lo)
    .bind(scope.hi)
    .execute(tx.db())
    .await?;
    sqlx::query(
        "update intake_record r set before_sealed = null
        from intake_batch b
        where b.id = r.batch_id and b.written_at < $1 and r.before_sealed is not null
            and b.area >= $2 and b.area < $3",
    )
    .bind(before(UNDO_DAYS))
    .bind(scope.lo)
    .bind(scope.hi)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Throws away everything that is still sealed, before keys are forgotten: files have to be uploaded again, and written
/// batches can no longer be undone.
pub async fn forget_sealed(tx: &mut Tx) -> Result<(), StoreError> {
    for statement in [
        "update intake_batch set file_sealed = null, headings_sealed = null where file_sealed is not null",
        "delete from intake_record",
    ] {
        sqlx::query(statement).execute(tx.db()).await?;
    }
    Ok(())
}

/// The file and the headings, opened; nothing when they were thrown away.
pub async fn file(tx: &mut Tx, batch: IntakeId) -> Result<Option<Vec<u8>>, StoreError> {
    let sealed: Option<Vec<u8>> = sqlx::query_scalar("select file_sealed from intake_batch where id = $1")
        .bind(batch.number())
        .fetch_optional(tx.db())
        .await?
        .flatten();
    let Some(sealed) = sealed else { return Ok(None) };
    Ok(Some(tx.keyring().open(place("file_sealed", batch), &sealed)?.to_vec()))
}

/// The headings of a batch's file and what its columns hold; nothing when the file was thrown away.
pub async fn headings(tx: &mut Tx, batch: IntakeId) -> Result<Option<(Vec<String>, Vec<String>)>, StoreError> {
    let found = sqlx::query("select headings_sealed, mapping from intake_batch where id = $1")
        .bind(batch.number())
        .fetch_optional(tx.db())
        .await?;
    let Some(found) = found else { return Ok(None) };
    let Some(sealed) = found.try_get::<Option<Vec<u8>>, _>("headings_sealed")? else { return Ok(None) };
    let opened = tx.keyring().open(place("headings_sealed", batch), &sealed)?;
    let headings = serde_json::from_slice(&opened)
        .map_err(|_unreadable| StoreError::Unreadable { column: "intake_batch.headings_sealed" })?;
    Ok(Some((headings, found.try_get("mapping")?)))
}

/// Says what a file's columns hold, and on which day its list was true.
pub async fn set_mapping(
    tx: &mut Tx,
    batch: IntakeId,
    mapping: &[String],
    as_of_on: NaiveDate,
) -> Result<(), StoreError> {
    sqlx::query("update intake_batch set mapping = $2, as_of_on = $3 where id = $1")
        .bind(batch.number())
        .bind(mapping)
        .bind(as_of_on)
        .execute(tx.db())
        .await?;
    Ok(())
}

macro_rules! batch_sql {
    ($filter:literal) => {
        concat!(
            "select b.id, b.kind, b.area, b.file_name, b.uploaded_at, b.as_of_on, b.state, b.reason, b.rows_count, b.new_count,
                b.changed_count, b.same_count, b.faulty_count, b.done_count, b.total_count, b.leaves_out,
                b.file_sealed is not null as has_file, b.written_at, b.undone_at, p.title_zh, p.title_en
            from intake_batch b
            join post p on p.id = b.post_id
            where ",
            $filter
        )
    };
}

/// One batch of a kind.
pub async fn read(tx: &mut Tx, kind: ListKind, batch: IntakeId) -> Result<Option<Batch>, StoreError> {
    let found = sqlx::query(batch_sql!("b.id = $1 and b.kind = $2"))
        .bind(batch.number())
        .bind(kind.slug())
        .fetch_optional(tx.db())
        .await?;
    found.as_ref().map(batch_of).transpose()
}

/// The batches of a kind and an area, the latest first.
pub async fn list(tx: &mut Tx, kind: ListKind, scope: AreaRange, limit: i64) -> Result<Vec<Batch>, StoreError> {
    let rows = sqlx::query(batch_sql!(
        "b.area >= $1 and b.area < $2 and b.kind = $4 order by b.uploaded_at desc, b.id desc limit $3"
    ))
    .bind(scope.lo)
    .bind(scope.hi)
    .bind(limit)
    .bind(kind.slug())
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(batch_of).collect()
}

fn batch_of(row: &PgRow) -> Result<Batch, StoreError> {
    let number = |column: &str| row.try_get::<i32, _>(column).map(|number| number as u32);
    let reason: Option<&str> = row.try_get("reason")?;
    Ok(Batch {
        batch: row::parse(row.try_get("id")?, IntakeId::new_checked, "intake_batch.id")?,
        kind: row::parse(row.try_get::<&str, _>("kind")?, ListKind::from_slug, "intake_batch.kind")?,
        area: row::area(row, "area")?,
        file_name: row.try_get("file_name")?,
        by: (row.try_get("title_zh")?, row.try_get("title_en")?),
        uploaded_at: row::instant(row, "uploaded_at")?,
        as_of_on: row.try_get("as_of_on")?,
        state: row::parse(row.try_get::<&str, _>("state")?, State::from_slug, "intake_batch.state")?,
        reason: reason.map(|slug| row::parse(slug, Reason::from_slug, "intake_batch.reason")).transpose()?,
        counts: Counts {
            rows: number("rows_count")?,
            new: number("new_count")?,
            changed: number("changed_count")?,
            same: number("same_count")?,
            faulty: number("faulty_count")?,
        },
        progress: (number("done_count")?, number("total_count")?),
        leaves_out: row.try_get("leaves_out")?,
        has_file: row.try_get("has_file")?,
        written_at: row.try_get("written_at")?,
        undone_at: row.try_get("undone_at")?,
    })
}

/// Takes the batch's claim until the transaction ends; says whether nobody else has it.
pub async fn claim(tx: &mut Tx, batch: IntakeId) -> Result<bool, StoreError> {
    let found = sqlx::query("select batch_id from intake_claim where batch_id = $1 for update skip locked")
        .bind(batch.number())
        .fetch_optional(tx.db())
        .await?;
    Ok(found.is_some())
}

/// Moves a batch from one state to another and says whether it was in the first.
pub async fn advance(
    tx: &mut Tx,
    batch: IntakeId,
    (from, to): (State, State),
    reason: Option<Reason>,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "update intake_batch set state = $3, reason = $4, done_count = 0, total_count = 0, stop_asked = false
        where id = $1 and state = $2",
    )
    .bind(batch.number())
    .bind(from.slug())
    .bind(to.slug())
    .bind(reason.map(Reason::slug))
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes down how far a step is, and says whether it may go on.
pub async fn report(tx: &mut Tx, batch: IntakeId, (done, total): (u32, u32)) -> Result<bool, StoreError> {
    let asked: Option<bool> = sqlx::query_scalar(
        "update intake_batch set done_count = $2, total_count = $3 where id = $1 returning stop_asked",
    )
    .bind(batch.number())
    .bind(done as i32)
    .bind(total as i32)
    .fetch_optional(tx.db())
    .await?;
    Ok(asked == Some(false))
}

/// Asks the running step to stop.
pub async fn ask_to_stop(tx: &mut Tx, batch: IntakeId) -> Result<(), StoreError> {
    sqlx::query("update intake_batch set stop_asked = true where id = $1")
        .bind(batch.number())
        .execute(tx.db())
        .await?;
    Ok(())
}

/// Writes down what a check found.
pub async fn set_checked(
    tx: &mut Tx,
    batch: &Batch,
    counts: Counts,
    digest: &[u8],
    faults: &[Found],
) -> Result<(), StoreError> {
    sqlx::query(
        "update intake_batch set rows_count = $2, new_count = $3, changed_count = $4, same_count = $5,
            faulty_count = $6, plan_digest = $7
        where id = $1",
    )
    .bind(batch.batch.number())
    .bind(counts.rows as i32)
    .bind(counts.new as i32)
    .bind(counts.changed as i32)
    .bind(counts.same as i32)
    .bind(counts.faulty as i32)
    .bind(digest)
    .execute(tx.db())
    .await?;
    sqlx::query("delete from intake_fault where batch_id = $1").bind(batch.batch.number()).execute(tx.db()).await?;
    sqlx::query(
        "insert into intake_fault (batch_id, area, row_no, place, field, fault, shape, other_row)
        select $1, $2, row_no, place, field, fault, shape, other_row
        from unnest($3::int4[], $4::int4[], $5::text[], $6::text[], $7::text[], $8::int4[])
            as t (row_no, place, field, fault, shape, other_row)",
    )
    .bind(batch.batch.number())
    .bind(batch.area.code())
    .bind(faults.iter().map(|found| found.row as i32).collect::<Vec<_>>())
    .bind((0..faults.len() as i32).collect::<Vec<_>>())
    .bind(faults.iter().map(|found| found.field.as_str()).collect::<Vec<_>>())
    .bind(faults.iter().map(|found| found.fault.slug()).collect::<Vec<_>>())
    .bind(faults.iter().map(|found| found.shape.as_str()).collect::<Vec<_>>())
    .bind(faults.iter().map(|found| found.other_row.map(|row| row as i32)).collect::<Vec<_>>())
    .execute(tx.db())
    .await?;
    Ok(())
}

/// The digest of what the last check found is to be done.
pub async fn digest(tx: &mut Tx, batch: IntakeId) -> Result<Option<Vec<u8>>, StoreError> {
    let found = sqlx::query_scalar("select plan_digest from intake_batch where id = $1");
    Ok(found.bind(batch.number()).fetch_optional(tx.db()).await?.flatten())
}

/// The first faults of a batch by row.
pub async fn faults(tx: &mut Tx, batch: IntakeId, limit: i64) -> Result<Vec<Found>, StoreError> {
    let rows = sqlx::query(
        "select row_no, field, fault, shape, other_row
        from intake_fault
        where batch_id = $1
        order by row_no, place
        limit $2",
    )
    .bind(batch.number())
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Found {
                row: row.try_get::<i32, _>("row_no")? as u32,
                field: row.try_get("field")?,
                fault: row::parse(row.try_get::<&str, _>("fault")?, Fault::from_slug, "intake_fault.fault")?,
                shape: row.try_get("shape")?,
                other_row: row.try_get::<Option<i32>, _>("other_row")?.map(|row| row as u32),
            })
        })
        .collect()
}

/// Marks a batch as written and throws its file away.
pub async fn set_written(tx: &mut Tx, batch: IntakeId, leaves_out: bool, at: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query(
        "update intake_batch set leaves_out = $2, written_at = $3, file_sealed = null, headings_sealed = null
        where id = $1",
    )
    .bind(batch.number())
    .bind(leaves_out)
    .bind(at)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Marks a batch as undone; what it was for is forgotten.
pub async fn set_undone(tx: &mut Tx, batch: IntakeId, at: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query("update intake_batch set undone_at = $2 where id = $1")
        .bind(batch.number())
        .bind(at)
        .execute(tx.db())
        .await?;
    sqlx::query("update intake_record set before_sealed = null where batch_id = $1")
        .bind(batch.number())
        .execute(tx.db())
        .await?;
    Ok(())
}

/// Lets the planner count anew what this transaction wrote about people: see the migration that makes `weigh_people`.
pub async fn weigh(tx: &mut Tx) -> Result<(), StoreError> {
    sqlx::query("select weigh_people()").execute(tx.db()).await?;
    Ok(())
}
