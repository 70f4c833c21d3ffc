//! The audit chains: sealing committed rows, and walking all chains to see what was done to them.
//!
//! Not here: the links' arithmetic and what a fault is called (`vault::trail`), when to seal and anchor (`service::live`).

use std::collections::HashMap;
use std::fmt::Write;

use futures_util::TryStreamExt;
use sqlx::Row;
use sqlx::postgres::PgRow;
use vault::trail::{Entry, Fault, Head, Kind, Report, Walk};
use vault::{Anchors, Link};

use crate::{Store, StoreError, Tx, sequencer};

/// Digits of a grid behind its community in an area code.
const GRIDS: i64 = 1_000;

/// Whether audit rows wait for their link.
pub async fn is_waiting(tx: &mut Tx) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar("select exists (select 1 from audit_pending)").fetch_one(tx.db()).await?)
}

/// Links up to `limit` committed audit rows, if the holder has the sequencer's lease. Returns how many.
///
/// A row that commits late is linked late: numbers follow what was seen, never the rows' ids.
pub async fn seal(tx: &mut Tx, holder: &str, limit: i64) -> Result<u64, StoreError> {
    if sequencer::held(tx, holder).await?.is_none() {
        return Ok(0);
    }
    let rows = sqlx::query(
        "select a.id, a.account_id, a.post_id, a.area, a.action, a.record_kind, a.record_id, a.detail::text as detail,
            coalesce(to_char(a.at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US BC'), '') as at
        from audit_pending p
        join audit a on a.id = p.audit_id
        where not exists (select 1 from audit_link l where l.audit_id = p.audit_id)
        order by a.id
        limit $1",
    )
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    if rows.is_empty() {
        return Ok(0);
    }
    let mut ends = HashMap::new();
    for head in heads(tx).await? {
        ends.insert(head.chain, head);
    }
    let mut links = Vec::with_capacity(rows.len());
    for row in &rows {
        let id: i64 = row.try_get("id")?;
        let area: i64 = row.try_get("area")?;
        let chain = area - area % GRIDS;
        let end = ends.entry(chain).or_insert(Head { chain, number: 0, link: Link::START });
        end.number += 1;
        end.link = tx.keyring().link(end.link, chain, end.number, &canonical(row)?);
        links.push((id, *end));
    }
    write(tx, &links, &ends).await?;
    Ok(links.len() as u64)
}

async fn write(tx: &mut Tx, links: &[(i64, Head)], ends: &HashMap<i64, Head>) -> Result<(), StoreError> {
    let ids: Vec<i64> = links.iter().map(|(id, _)| *id).collect();
    let chains: Vec<i64> = links.iter().map(|(_, link)| link.chain).collect();
    sqlx::query(
        "insert into audit_link (community, number, audit_id, mac)
        select community, number, audit_id, mac
        from unnest($1::int8[], $2::int8[], $3::int8[], $4::bytea[]) as t (community, number, audit_id, mac)",
    )
    .bind(&chains)
    .bind(links.iter().map(|(_, link)| link.number).collect::<Vec<_>>())
    .bind(&ids)
    .bind(links.iter().map(|(_, link)| link.link.0.to_vec()).collect::<Vec<_>>())
    .execute(tx.db())
    .await?;
    let moved: Vec<&Head> = ends.values().filter(|head| chains.contains(&head.chain)).collect();
    sqlx::query(
        "insert into audit_head (community, number, mac)
        select community, number, mac
        from unnest($1::int8[], $2::int8[], $3::bytea[]) as t (community, number, mac)
        on conflict (community) do update set number = excluded.number, mac = excluded.mac",
    )
    .bind(moved.iter().map(|head| head.chain).collect::<Vec<_>>())
    .bind(moved.iter().map(|head| head.number).collect::<Vec<_>>())
    .bind(moved.iter().map(|head| head.link.0.to_vec()).collect::<Vec<_>>())
    .execute(tx.db())
    .await?;
    sqlx::query("delete from audit_pending where audit_id = any($1)").bind(&ids).execute(tx.db()).await?;
    Ok(())
}

/// The ends of all chains.
pub async fn heads(tx: &mut Tx) -> Result<Vec<Head>, StoreError> {
    let rows =
        sqlx::query("select community, number, mac from audit_head order by community").fetch_all(tx.db()).await?;
    rows.iter()
        .map(|row| Ok(Head { chain: row.try_get("community")?, number: row.try_get("number")?, link: link(row)? }))
        .collect()
}

/// Walks all chains and compares them with the anchors. The transaction must see one state of the database
/// ([`Store::begin_snapshot`]).
pub async fn verify(tx: &mut Tx, anchors: &Anchors) -> Result<Report, StoreError> {
    let keyring = tx.keyring().clone();
    let mut walk = Walk::new(&keyring, heads(tx).await?, &anchors.heads);
    {
        let mut rows = sqlx::query(
            "select l.community, l.number, l.audit_id, l.mac, a.id, a.account_id, a.post_id, a.area, a.action,
                a.record_kind, a.record_id, a.detail::text as detail,
                coalesce(to_char(a.at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US BC'), '') as at
            from audit_link l
            left join audit a on a.id = l.audit_id
            order by l.community, l.number",
        )
        .fetch(tx.db());
        while let Some(row) = rows.try_next().await? {
            let is_there = row.try_get::<Option<i64>, _>("id")?.is_some();
            walk.step(Entry {
                chain: row.try_get("community")?,
                number: row.try_get("number")?,
                // A link that is none fits nowhere.
                link: link(&row).unwrap_or(Link::START),
                audit_id: row.try_get("audit_id")?,
                row: is_there.then(|| canonical(&row)).transpose()?,
            });
        }
    }
    let mut report = walk.finish();
    for fault in &anchors.faults {
        report.blame(*fault);
    }
    unlinked(tx, &mut report).await?;
    pending(tx, &mut report).await?;
    Ok(report)
}

/// Rows that are neither linked nor waiting: written past the program, or their link was taken away.
async fn unlinked(tx: &mut Tx, report: &mut Report) -> Result<(), StoreError> {
    let mut rows = sqlx::query(
        "select a.id, a.area
        from audit a
        where not exists (select 1 from audit_link l where l.audit_id = a.id)
            and not exists (select 1 from audit_pending p where p.audit_id = a.id)
        order by a.area, a.id",
    )
    .fetch(tx.db());
    while let Some(row) = rows.try_next().await? {
        let area: i64 = row.try_get("area")?;
        let audit_id = Some(row.try_get("id")?);
        report.blame(Fault { chain: area - area % GRIDS, number: 0, count: 1, kind: Kind::Inserted, audit_id });
    }
    Ok(())
}

/// Rows that wait: for a moment they may; a row that is gone before it was linked, or was linked already, waits for ever.
async fn pending(tx: &mut Tx, report: &mut Report) -> Result<(), StoreError> {
    let mut rows = sqlx::query(
        "select
            p.audit_id,
            coalesce(a.area, 0) as area,
            a.id is null as is_gone,
            p.written_at < clock_timestamp() - interval '1 minute' as is_late
        from audit_pending p
        left join audit a on a.id = p.audit_id
        order by p.audit_id",
    )
    .fetch(tx.db());
    while let Some(row) = rows.try_next().await? {
        let area: i64 = row.try_get("area")?;
        let (is_gone, is_late): (bool, bool) = (row.try_get("is_gone")?, row.try_get("is_late")?);
        if !is_gone && !is_late {
            report.waiting += 1;
            continue;
        }
        let kind = if is_gone { Kind::Removed } else { Kind::Overdue };
        let audit_id = Some(row.try_get("audit_id")?);
        report.blame(Fault { chain: area - area % GRIDS, number: 0, count: 1, kind, audit_id });
    }
    Ok(())
}

impl Store {
    /// Begins a transaction that sees all of one state of the database and changes nothing, however long it takes.
    pub async fn begin_snapshot(&self) -> Result<Tx, StoreError> {
        self.begin_as(
            "begin isolation level repeatable read, read only; set local role gezhi_system; \
            set local idle_in_transaction_session_timeout = 0",
        )
        .await
    }
}

fn link(row: &PgRow) -> Result<Link, StoreError> {
    Link::from_bytes(row.try_get("mac")?).ok_or(StoreError::Unreadable { column: "audit_link.mac" })
}

/// A row as bytes, the same on every machine and whatever was done to it: every column with its name, length and value.
fn canonical(row: &PgRow) -> Result<Vec<u8>, StoreError> {
    let mut out = Vec::with_capacity(160);
    let mut text = String::with_capacity(24);
    let mut put = |name: &str, value: Option<&str>| {
        out.extend_from_slice(name.as_bytes());
        out.push(0);
        match value {
            Some(value) => {
                out.extend_from_slice(&(value.len() as u64).to_be_bytes());
                out.extend_from_slice(value.as_bytes());
            }
            None => out.extend_from_slice(&u64::MAX.to_be_bytes()),
        }
    };
    for name in ["id", "account_id", "post_id", "area", "record_id"] {
        text.clear();
        let number: Option<i64> = row.try_get(name)?;
        let _infallible = number.map(|number| write!(text, "{number}"));
        put(name, number.map(|_| text.as_str()));
    }
    for name in ["at", "action", "record_kind", "detail"] {
        put(name, row.try_get(name)?);
    }
    Ok(out)
}
