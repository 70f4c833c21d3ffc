//! What came in through forms without account within three days. In transactions of the system only.
//!
//! In the database and not in memory, so that several processes count together. Not here: what follows from it (`domain::gate`).

use chrono::{DateTime, TimeDelta, Utc};
use domain::gate::{Counts, Form, KEPT_DAYS, NEAR_BITS, Trace};
use domain::id::CaseId;
use domain::operation::OperationId;
use sqlx::Row;

use crate::{StoreError, Tx};

/// What addresses are digested for.
const ADDRESS: &str = "gate_address";
/// What telephone numbers are digested for.
const PHONE: &str = "gate_phone";

/// What of a post is counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Which form.
    pub form: Form,
    /// What its ticket was drawn for.
    pub operation: OperationId,
    /// When it came.
    pub at: DateTime<Utc>,
    /// Digest of its address.
    pub address: i64,
    /// Digest of its number.
    pub phone: Option<i64>,
    /// Its words.
    pub trace: Option<Trace>,
    /// Whether it came without the work of a script.
    pub is_plain: bool,
}

/// The digest of an address.
pub fn address(tx: &Tx, text: &str) -> i64 {
    tx.keyring().digest(ADDRESS, text)
}

/// The digest of a telephone number.
pub fn phone(tx: &Tx, text: &str) -> i64 {
    tx.keyring().digest(PHONE, text)
}

/// Has posts decided one after the other until the transaction ends: two at once would not count each other.
pub async fn hold(tx: &mut Tx) -> Result<(), StoreError> {
    sqlx::query("select pg_advisory_xact_lock(hashtextextended('gate_entry', 0))").execute(tx.db()).await?;
    Ok(())
}

/// What came in before a post.
pub async fn counts(tx: &mut Tx, entry: &Entry) -> Result<Counts, StoreError> {
    let row = sqlx::query(
        "select
            count(*) filter (where e.address_token = $1 and e.at > $5) as address_hour,
            count(*) filter (where e.phone_token = $2 and e.at > $6) as phone_day,
            count(*) filter (where bit_count((e.trace # $3)::bit(64)) <= $4) as copies,
            count(*) filter (where e.is_plain and e.at > $5) as plain_hour,
            count(*) filter (where e.is_held and e.at > $5) as held_hour
        from gate_entry e
        where e.at > $7",
    )
    .bind(entry.address)
    .bind(entry.phone)
    .bind(entry.trace.map(|trace| trace.bits as i64))
    .bind(i64::from(NEAR_BITS))
    .bind(entry.at - TimeDelta::hours(1))
    .bind(entry.at - TimeDelta::days(1))
    .bind(entry.at - TimeDelta::days(KEPT_DAYS.into()))
    .fetch_one(tx.db())
    .await?;
    let count = |name| row.try_get(name).map(|count: i64| u32::try_from(count).unwrap_or(u32::MAX));
    Ok(Counts {
        address_hour: count("address_hour")?,
        phone_day: count("phone_day")?,
        copies: count("copies")?,
        plain_hour: count("plain_hour")?,
        held_hour: count("held_hour")?,
    })
}

/// Writes down that a post comes in, and spends its ticket. Whether it was not spent before.
pub async fn write(tx: &mut Tx, entry: &Entry, is_held: bool) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "insert into gate_entry (operation, form, at, address_token, phone_token, trace, is_plain, is_held)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict on constraint gate_entry_pkey do nothing",
    )
    .bind(&entry.operation.bytes()[..])
    .bind(entry.form.slug())
    .bind(entry.at)
    .bind(entry.address)
    .bind(entry.phone)
    .bind(entry.trace.map(|trace| trace.bits as i64))
    .bind(entry.is_plain)
    .bind(is_held)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Marks a case as one that a program may have sent.
pub async fn suspect_case(tx: &mut Tx, case: CaseId) -> Result<(), StoreError> {
    sqlx::query("update case_file set is_suspect = true where id = $1").bind(case.number()).execute(tx.db()).await?;
    Ok(())
}

/// Forgets what is no longer counted: addresses after an hour, numbers after a day, the rest after [`KEPT_DAYS`].
pub async fn sweep(tx: &mut Tx, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query("delete from gate_entry where at < $1")
        .bind(now - TimeDelta::days(KEPT_DAYS.into()))
        .execute(tx.db())
        .await?;
    sqlx::query("update gate_entry set address_token = null where address_token is not null and at < $1")
        .bind(now - TimeDelta::hours(1))
        .execute(tx.db())
        .await?;
    sqlx::query("update gate_entry set phone_token = null where phone_token is not null and at < $1")
        .bind(now - TimeDelta::days(1))
        .execute(tx.db())
        .await?;
    Ok(())
}
