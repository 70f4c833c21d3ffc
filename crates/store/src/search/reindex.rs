//! Making the whole index of people anew: into a shadow table that takes the old one's place.
//!
//! For a new way of making tokens, a new key, or doubt. Readers go on with the old table until the last moment; who changes a
//! person waits for the end. One transaction: a crash leaves the old index as it was.

use std::ops::ControlFlow;

use domain::area::Area;
use domain::id::ResidentId;
use domain::person::IdNumber;
use domain::phone::Phone;
use domain::search::token::{Findable, tokens};
use futures_util::TryStreamExt;
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row};
use vault::Keyring;

use super::index;
use crate::copy::{Value, copy_to};
use crate::key::SearchKey;
use crate::{StoreError, provision, row, sealed};

/// Tokens that are sorted and sent together; 24 bytes each.
const BATCH: usize = 4_000_000;

/// How much was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reindexed {
    /// Residents.
    pub residents: u64,
    /// Their tokens.
    pub tokens: u64,
}

/// Makes the index anew, connected as the owner. Calls `progress` with residents done and total; `Break` leaves the old index.
/// Nothing when it was told to stop.
pub async fn reindex(
    owner_url: &str,
    keyring: &Keyring,
    progress: &mut (dyn FnMut(u64, u64) -> ControlFlow<()> + Send),
) -> Result<Option<Reindexed>, StoreError> {
    let mut owner = provision::connect(owner_url).await?;
    let mut reader = provision::connect(owner_url).await?;
    let mut tx = owner.begin().await?;
    let total: i64 = begin(&mut tx).await?;
    let Some(done) = fill(&mut reader, &mut tx, keyring, total as u64, progress).await? else {
        tx.rollback().await?;
        return Ok(None);
    };
    swap(&mut tx).await?;
    tx.commit().await?;
    for statement in ["vacuum search_token", "analyze search_token"] {
        sqlx::query(statement).execute(&mut owner).await?;
    }
    reader.close().await?;
    owner.close().await?;
    Ok(Some(done))
}

/// Keeps people from changing, and makes the shadow with the old table's comments, locks and rights.
async fn begin(tx: &mut PgConnection) -> Result<i64, StoreError> {
    for statement in [
        "set local maintenance_work_mem = '512MB'",
        "lock table resident, search_token in share row exclusive mode",
        "drop table if exists search_token_shadow",
        "create table search_token_shadow (like search_token including comments including constraints)",
    ] {
        sqlx::query(statement).execute(&mut *tx).await?;
    }
    let copies: Vec<String> = sqlx::query_scalar(
        "select format(
                'create policy %I on search_token_shadow as %s for %s to %s using (%s)%s',
                policyname, permissive, cmd, array_to_string(roles, ', '), qual, ' with check (' || with_check || ')'
            )
        from pg_policies
        where schemaname = 'public'
            and tablename = 'search_token'
        union all
        select format('grant %s on search_token_shadow to %I', privilege_type, grantee)
        from information_schema.role_table_grants
        where table_schema = 'public'
            and table_name = 'search_token'
            and grantee <> current_user
        union all
        select format('comment on table search_token_shadow is %L', obj_description('search_token'::regclass))",
    )
    .fetch_all(&mut *tx)
    .await?;
    for statement in copies {
        sqlx::query(AssertSqlSafe(statement)).execute(&mut *tx).await?;
    }
    Ok(sqlx::query_scalar("select count(*) from resident").fetch_one(tx).await?)
}

async fn fill(
    reader: &mut PgConnection,
    tx: &mut PgConnection,
    keyring: &Keyring,
    total: u64,
    progress: &mut (dyn FnMut(u64, u64) -> ControlFlow<()> + Send),
) -> Result<Option<Reindexed>, StoreError> {
    let key = SearchKey::of(keyring);
    let mut done = Reindexed::default();
    let mut batch: Vec<index::Row> = Vec::with_capacity(BATCH);
    let mut people = sqlx::query("select id, area, name, id_number_sealed, phone_sealed from resident").fetch(reader);
    while let Some(person) = people.try_next().await? {
        let resident = row::parse(person.try_get("id")?, ResidentId::new_checked, "resident.id")?;
        let area: Area = row::area(&person, "area")?;
        let row_id = resident.number();
        let id_number: Option<IdNumber> = sealed::open(keyring, &person, sealed::id_number_place(row_id))?;
        let phone: Option<Phone> = sealed::open(keyring, &person, sealed::phone_place(row_id))?;
        let phones: Vec<&str> = phone.iter().map(Phone::reveal).collect();
        let id_number = id_number.as_ref().map(IdNumber::reveal);
        let findable = Findable { name: person.try_get("name")?, phones: &phones, id_number };
        batch.extend(tokens(findable, &key).into_iter().map(|token| (token, area.code(), resident.number())));
        done.residents += 1;
        if batch.len() > BATCH - 1000 {
            send(tx, &mut batch, &mut done).await?;
        }
        if done.residents.is_multiple_of(10_000) && progress(done.residents, total).is_break() {
            return Ok(None);
        }
    }
    send(tx, &mut batch, &mut done).await?;
    Ok(progress(done.residents, total).is_continue().then_some(done))
}

/// Rows that are written into a new table can be frozen at once: no vacuum has to come before index-only scans.
async fn send(tx: &mut PgConnection, batch: &mut Vec<index::Row>, done: &mut Reindexed) -> Result<(), StoreError> {
    batch.sort_unstable();
    done.tokens += batch.len() as u64;
    let rows = batch.iter().map(|row| [Value::I8(row.0), Value::I8(row.1), Value::I8(row.2)]);
    copy_to(tx, "search_token_shadow (token, area, resident_id)", ", freeze true", rows).await?;
    batch.clear();
    Ok(())
}

/// Rows can't be copied into a locked table, so the locks come last; until then nobody but this transaction sees it.
async fn swap(tx: &mut PgConnection) -> Result<(), StoreError> {
    for statement in [
        "alter table search_token_shadow enable row level security",
        "alter table search_token_shadow force row level security",
        "alter table search_token_shadow add constraint search_token_shadow_pkey primary key (token, area, resident_id)",
        "drop table search_token",
        "alter table search_token_shadow rename to search_token",
        "alter table search_token rename constraint search_token_shadow_pkey to search_token_pkey",
    ] {
        sqlx::query(statement).execute(&mut *tx).await?;
    }
    Ok(())
}
