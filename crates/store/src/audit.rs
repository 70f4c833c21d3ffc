//! The audit trail: who did or saw what, written in the transaction that does it. Rows are only ever added;
//! the sequencer links them into chains afterwards ([`crate::chain`]).

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::area::{Area, AreaRange};
use domain::file::view::Look;
use domain::id::{
    AccountId, CaseId, CertificateId, DwellingId, EntryId, ExportId, IntakeId, NoticeId, PostId, ResidentId, TrackId,
    UnitId, WishId,
};
use serde_json::Value;
use sqlx::Row;

use crate::{StoreError, Tx, row};

/// The account of what the server does by itself: no account has this number.
const ITSELF: i64 = 0;

/// The record that an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Record {
    /// A household.
    Household(DwellingId),
    /// A case.
    Case(CaseId),
    /// A patrol track.
    Track(TrackId),
    /// A person.
    Resident(ResidentId),
    /// An account.
    Account(AccountId),
    /// A post.
    Post(PostId),
    /// A session, by its public number.
    Session(i64),
    /// A unit.
    Unit(UnitId),
    /// An area, when all its records were searched.
    Area(Area),
    /// A notice to households.
    Notice(NoticeId),
    /// A residence certificate.
    Certificate(CertificateId),
    /// A list of people that is taken in.
    Intake(IntakeId),
    /// An entry of the register.
    Entry(EntryId),
    /// A list taken out as a file.
    Export(ExportId),
    /// A wish.
    Wish(WishId),
}

impl Record {
    /// The stored kind and number.
    fn parts(self) -> (&'static str, i64) {
        match self {
            Self::Household(id) => ("household", id.number()),
            Self::Case(id) => ("case", id.number()),
            Self::Track(id) => ("track", id.number()),
            Self::Resident(id) => ("resident", id.number()),
            Self::Account(id) => ("account", id.number()),
            Self::Post(id) => ("post", id.number()),
            Self::Session(id) => ("session", id),
            Self::Unit(id) => ("unit", id.number()),
            Self::Area(area) => ("area", area.code()),
            Self::Notice(id) => ("notice", id.number()),
            Self::Certificate(id) => ("certificate", id.number()),
            Self::Intake(id) => ("intake", id.number()),
            Self::Entry(id) => ("register", id.number()),
            Self::Export(id) => ("export", id.number()),
            Self::Wish(id) => ("wish", id.number()),
        }
    }
}

/// The last entries about a person, as far as the viewer's area reaches.
pub async fn looks(tx: &mut Tx, resident: ResidentId) -> Result<Vec<Look>, StoreError> {
    let rows = sqlx::query(
        "select a.at, a.action, p.title_zh, p.title_en
        from audit a
        join post p on p.id = a.post_id
        where a.record_id = $1 and a.record_kind = 'resident'
        order by a.at desc, a.id desc
        limit 20",
    )
    .bind(resident.number())
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Look {
                at: row.try_get("at")?,
                by: (row.try_get("title_zh")?, row.try_get("title_en")?),
                action: row.try_get("action")?,
            })
        })
        .collect()
}

/// Adds an entry. `detail` says what changed and never holds names, numbers or papers of a person.
pub async fn write(
    tx: &mut Tx,
    actor: &Actor,
    at: DateTime<Utc>,
    area: Area,
    action: &'static str,
    record: Record,
    detail: Option<Value>,
) -> Result<(), StoreError> {
    write_as(tx, (actor.account, Some(actor.post)), at, area, action, record, detail).await
}

/// Adds an entry about somebody who does not act under a post yet, such as a log-in that was refused.
pub async fn write_as(
    tx: &mut Tx,
    (account, post): (AccountId, Option<PostId>),
    at: DateTime<Utc>,
    area: Area,
    action: &'static str,
    record: Record,
    detail: Option<Value>,
) -> Result<(), StoreError> {
    put(tx, (account.number(), post), at, area, action, record, detail).await
}

/// Adds an entry about what the server did by itself, for nobody.
pub async fn write_by_itself(
    tx: &mut Tx,
    at: DateTime<Utc>,
    area: Area,
    action: &'static str,
    record: Record,
    detail: Option<Value>,
) -> Result<(), StoreError> {
    put(tx, (ITSELF, None), at, area, action, record, detail).await
}

async fn put(
    tx: &mut Tx,
    (account, post): (i64, Option<PostId>),
    at: DateTime<Utc>,
    area: Area,
    action: &'static str,
    record: Record,
    detail: Option<Value>,
) -> Result<(), StoreError> {
    let (kind, id) = record.parts();
    sqlx::query(
        "with entry as (
            insert into audit (at, account_id, post_id, area, action, record_kind, record_id, detail)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            returning id
        )
        insert into audit_pending (audit_id)
        select id from entry",
    )
    .bind(at)
    .bind(account)
    .bind(post.map(PostId::number))
    .bind(area.code())
    .bind(action)
    .bind(kind)
    .bind(id)
    .bind(detail)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Adds one entry for each of many records, each with its area.
pub async fn write_each(
    tx: &mut Tx,
    actor: &Actor,
    at: DateTime<Utc>,
    action: &'static str,
    records: impl Iterator<Item = (Record, Area)>,
    detail: &Value,
) -> Result<(), StoreError> {
    let (parts, areas): (Vec<_>, Vec<_>) = records.map(|(record, area)| (record.parts(), area.code())).unzip();
    let (kinds, ids): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
    sqlx::query(
        "with entry as (
            insert into audit (at, account_id, post_id, area, action, record_kind, record_id, detail)
            select $1, $2, $3, t.area, $4, t.kind, t.id, $5
            from unnest($6::text[], $7::int8[], $8::int8[]) as t (kind, id, area)
            returning id
        )
        insert into audit_pending (audit_id)
        select id from entry",
    )
    .bind(at)
    .bind(actor.account.number())
    .bind(actor.post.number())
    .bind(action)
    .bind(detail)
    .bind(kinds)
    .bind(ids)
    .bind(areas)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// One entry as it is read.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its serial number.
    pub id: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Whose login name; empty for what the server did by itself.
    pub login: String,
    /// The post, in Chinese; empty when there was none.
    pub title_zh: String,
    /// The same in English.
    pub title_en: String,
    /// Where.
    pub area: Area,
    /// What was done.
    pub action: String,
    /// Kind of the record.
    pub record_kind: String,
    /// Its number.
    pub record_id: i64,
    /// What changed, and why.
    pub detail: Option<Value>,
}

/// What entries to read: everything that is not said is not asked for.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// Only this action.
    pub action: Option<String>,
    /// Only this account.
    pub login: Option<String>,
    /// Only this record, by its number.
    pub record_id: Option<i64>,
    /// Only entries older than this one.
    pub before: Option<i64>,
}

/// Entries of a range of areas that the session may see, the newest first.
pub async fn read(tx: &mut Tx, scope: AreaRange, question: &Question, limit: i64) -> Result<Vec<Entry>, StoreError> {
    let rows = sqlx::query(
        "select
            e.id, e.at, coalesce(a.login, '') as login,
            coalesce(p.title_zh, '') as title_zh, coalesce(p.title_en, '') as title_en,
            e.area, e.action, e.record_kind, e.record_id, e.detail
        from audit e
        left join account a on a.id = e.account_id
        left join post p on p.id = e.post_id
        where ($1::text is null or e.action = $1)
            and ($2::text is null or a.login = $2)
            and ($3::int8 is null or e.record_id = $3)
            and ($4::int8 is null or e.id < $4)
            and e.area >= $6
            and e.area < $7
        order by e.id desc
        limit $5",
    )
    .bind(&question.action)
    .bind(&question.login)
    .bind(question.record_id)
    .bind(question.before)
    .bind(limit)
    .bind(scope.lo)
    .bind(scope.hi)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Entry {
                id: row.try_get("id")?,
                at: row::instant(row, "at")?,
                login: row.try_get("login")?,
                title_zh: row.try_get("title_zh")?,
                title_en: row.try_get("title_en")?,
                area: row::area(row, "area")?,
                action: row.try_get("action")?,
                record_kind: row.try_get("record_kind")?,
                record_id: row.try_get("record_id")?,
                detail: row.try_get("detail")?,
            })
        })
        .collect()
}
