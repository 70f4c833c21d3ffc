//! What is unusual about the accounts of an area: counted here, judged by people.

use chrono::{DateTime, Utc};
use domain::area::AreaRange;
use domain::bank::{Hint, HintKind};
use domain::id::BankAccountId;
use sqlx::Row;

use crate::{StoreError, Tx, row};

/// How many hints are worth reading.
const MOST: i64 = 100;

/// What was unusual in a time, as far as the session sees; what was taken back is not counted.
pub async fn hints(
    tx: &mut Tx,
    range: AreaRange,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<Hint>, StoreError> {
    let rows = sqlx::query(
        "with seen as materialized (
            select t.*
            from bank_transfer t
            where t.at >= $3 and t.at < $4 and t.kind in ('credit', 'donate')
                and not exists (select 1 from bank_transfer r where r.reverses = t.id)
        ),
        found as (
            select 'keeper' as kind, to_account as account, by_account as other, null::date as day, count(*) as count
            from seen
            where kind = 'credit'
            group by to_account, by_account
            having count(*) > $5
            union all
            select 'pair', least(from_account, to_account),
                min(case when from_account < to_account then to_owner else from_owner end), null, count(*)
            from seen
            where kind = 'donate' and to_owner is not null
            group by least(from_account, to_account), greatest(from_account, to_account)
            having count(*) > $6
            union all
            select 'day', to_account, null, served_on, sum(minutes)
            from seen
            where kind = 'credit'
            group by to_account, served_on
            having sum(minutes) > $7
            union all
            select 'late', to_account, by_account, served_on, max((at at time zone 'UTC')::date - served_on)
            from seen
            where kind = 'credit' and (at at time zone 'UTC')::date - served_on > $8
            group by to_account, by_account, served_on
        )
        select f.kind, f.account, coalesce(nullif(k.name, ''), k.login, '') as name,
            coalesce(nullif(o.name, ''), o.login) as other, f.day, f.count::int8 as count
        from found f
        join bank_account b on b.id = f.account
        left join account k on k.id = b.owner_id
        left join account o on o.id = f.other
        where b.area >= $1 and b.area < $2
        order by f.kind, f.count desc, f.account, f.day
        limit $9",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(from)
    .bind(until)
    .bind(HintKind::Keeper.most())
    .bind(HintKind::Pair.most())
    .bind(HintKind::Day.most())
    .bind(HintKind::Late.most())
    .bind(MOST)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Hint {
                kind: row::parse(row.try_get::<&str, _>("kind")?, HintKind::from_slug, "bank hint")?,
                account: row::parse(row.try_get("account")?, BankAccountId::new_checked, "bank_account.id")?,
                name: row.try_get("name")?,
                other: row.try_get("other")?,
                on: row.try_get("day")?,
                count: row.try_get("count")?,
            })
        })
        .collect()
}
