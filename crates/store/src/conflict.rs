//! Writes that came late and met another value: both sides, sealed, until somebody decides.
//!
//! Not here: what is a conflict (`domain::conflict`), and the files themselves ([`crate::file`], [`crate::sealed`]).

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::area::{Area, AreaRange};
use domain::conflict::{Held, Side};
use domain::file::Group;
use domain::id::{AccountId, ResidentId};
use domain::sync::Sent;
use sqlx::Row;
use sqlx::postgres::PgRow;
use vault::{Keyring, Nonces, Place};

use crate::{StoreError, Tx, row, sealed};

pub(crate) fn mine_place(row: i64) -> Place {
    Place { table: "merge_conflict", column: "mine_sealed", row }
}

pub(crate) fn theirs_place(row: i64) -> Place {
    Place { table: "merge_conflict", column: "theirs_sealed", row }
}

/// What the telephone is called among the fields; the others are called as their columns ([`domain::doorstep`]).
pub const PHONE: &str = "phone";

/// A late write of one field.
#[derive(Debug)]
pub struct Late<'a> {
    /// Whose.
    pub resident: ResidentId,
    /// The person's grid.
    pub area: Area,
    /// Which field.
    pub field: &'a str,
    /// What was to be written; nothing takes the value away.
    pub mine: Option<&'a Held>,
    /// What the file says.
    pub theirs: Option<&'a Held>,
    /// Which operation, and when it was made.
    pub sent: &'a Sent,
}

/// A conflict as it is kept.
#[derive(Clone, Debug)]
pub struct ConflictRow {
    /// Which.
    pub id: i64,
    /// The person's grid.
    pub area: Area,
    /// Whose file.
    pub resident: ResidentId,
    /// Which field.
    pub field: String,
    /// What was to be written.
    pub mine: Option<Held>,
    /// Whose write came late.
    pub account: AccountId,
    /// The title of the post that it was written under, Chinese and English.
    pub by: (String, String),
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// When it came in.
    pub received_at: DateTime<Utc>,
    /// Whether somebody decided.
    pub is_settled: bool,
}

/// Keeps both sides. Returns the conflict's number.
pub async fn keep(
    tx: &mut Tx,
    actor: &Actor,
    nonces: &mut Nonces,
    late: &Late<'_>,
    received: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let id: i64 = sqlx::query_scalar("select nextval('merge_conflict_serial')").fetch_one(tx.db()).await?;
    let mut seal = |place: Place, held: Option<&Held>| {
        held.map(|held| tx.keyring().seal(place, nonces.draw(), held.reveal().as_bytes())).transpose()
    };
    let (mine, theirs) = (seal(mine_place(id), late.mine)?, seal(theirs_place(id), late.theirs)?);
    sqlx::query(
        "insert into merge_conflict
            (id, area, resident_id, field, operation, account_id, post_id, made_at, received_at, mine_sealed, theirs_sealed)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(id)
    .bind(late.area.code())
    .bind(late.resident.number())
    .bind(late.field)
    .bind(&late.sent.operation.bytes()[..])
    .bind(actor.account.number())
    .bind(actor.post.number())
    .bind(late.sent.moment.at)
    .bind(received)
    .bind(mine)
    .bind(theirs)
    .execute(tx.db())
    .await?;
    Ok(id)
}

/// The open conflicts of a scope, the oldest first, as far as this transaction may see.
pub async fn open(tx: &mut Tx, range: AreaRange, limit: i64) -> Result<Vec<ConflictRow>, StoreError> {
    let rows = sqlx::query(
        "select
            c.id, c.area, c.resident_id, c.field, c.mine_sealed, c.account_id, c.made_at, c.received_at, c.settled_at, p.title_zh,
            p.title_en
        from merge_conflict c
        join post p on p.id = c.post_id
        where c.settled_at is null and c.area >= $1 and c.area < $2
        order by c.id
        limit $3",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(|row| conflict(tx.keyring(), row)).collect()
}

/// One conflict, locked until the transaction ends; nothing when there is none or it may not be known.
pub async fn lock(tx: &mut Tx, id: i64) -> Result<Option<ConflictRow>, StoreError> {
    let found = sqlx::query(
        "select
            c.id, c.area, c.resident_id, c.field, c.mine_sealed, c.account_id, c.made_at, c.received_at, c.settled_at, p.title_zh,
            p.title_en
        from merge_conflict c
        join post p on p.id = c.post_id
        where c.id = $1
        for update of c",
    )
    .bind(id)
    .fetch_optional(tx.db())
    .await?;
    found.map(|row| conflict(tx.keyring(), &row)).transpose()
}

fn conflict(keyring: &Keyring, row: &PgRow) -> Result<ConflictRow, StoreError> {
    let id: i64 = row.try_get("id")?;
    Ok(ConflictRow {
        id,
        area: row::area(row, "area")?,
        resident: row::parse(row.try_get("resident_id")?, ResidentId::new_checked, "merge_conflict.resident_id")?,
        field: row.try_get("field")?,
        mine: sealed::open(keyring, row, mine_place(id))?,
        account: row::parse(row.try_get("account_id")?, AccountId::new_checked, "merge_conflict.account_id")?,
        by: (row.try_get("title_zh")?, row.try_get("title_en")?),
        made_at: row::instant(row, "made_at")?,
        received_at: row::instant(row, "received_at")?,
        is_settled: row.try_get::<Option<DateTime<Utc>>, _>("settled_at")?.is_some(),
    })
}

/// Writes down which side was kept.
pub async fn settle(tx: &mut Tx, actor: &Actor, id: i64, side: Side, at: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query("update merge_conflict set settled_at = $2, settled_by = $3, kept = $4 where id = $1")
        .bind(id)
        .bind(at)
        .bind(actor.account.number())
        .bind(side.slug())
        .execute(tx.db())
        .await?;
    Ok(())
}

/// Who last wrote a field of a person's file, and when: the other side of a conflict. As far as this transaction may see the trail.
pub async fn last_writer(
    tx: &mut Tx,
    resident: ResidentId,
    (group, field): (Group, &str),
) -> Result<Option<((String, String), DateTime<Utc>)>, StoreError> {
    let found = sqlx::query(
        "select a.at, p.title_zh, p.title_en
        from audit a
        join post p on p.id = a.post_id
        where a.record_id = $1
            and a.record_kind = 'resident'
            and a.action = 'edit_file'
            and a.detail ->> 'group' = $2
            and a.detail -> 'fields' ? $3
        order by a.at desc, a.id desc
        limit 1",
    )
    .bind(resident.number())
    .bind(group.slug())
    .bind(field)
    .fetch_optional(tx.db())
    .await?;
    found.map(|row| Ok(((row.try_get("title_zh")?, row.try_get("title_en")?), row.try_get("at")?))).transpose()
}

/// Throws away conflicts that were decided before an instant. In a transaction of the system. Returns how many.
pub async fn sweep(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let done = sqlx::query("delete from merge_conflict where settled_at < $1").bind(before).execute(tx.db()).await?;
    Ok(done.rows_affected())
}
