//! Connections and transactions: whose eyes a statement sees with.

use std::time::Duration;

use domain::actor::Actor;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions, PgRow};
use sqlx::{
    AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _, PgConnection, Postgres, Row, Transaction,
};
use vault::Keyring;

use crate::StoreError;
use crate::key::SearchKey;

/// How long a request waits for a free connection.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);

/// The database as the serving process has it: a pool of connections of the role `gezhi_app`. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    pool: PgPool,
    keyring: Keyring,
}

/// An open transaction. Dropping it rolls back.
#[derive(Debug)]
pub struct Tx {
    inner: Transaction<'static, Postgres>,
    keyring: Keyring,
}

impl Store {
    /// Connects and makes sure that row-level security binds the connection's role and that the schema is there.
    /// `key` is what tails of numbers are searched under.
    ///
    /// *Errors*: [`StoreError::UnsafeRole`] for a superuser, an owner of tables, a role with `bypassrls`, or one that
    /// inherits from such a role.
    pub async fn open(url: &str, connections: u32, keyring: Keyring) -> Result<Self, StoreError> {
        let options: PgConnectOptions = url.parse().map_err(StoreError::from)?;
        Self::open_with(options, connections, keyring).await
    }

    /// The same with parsed options.
    pub async fn open_with(options: PgConnectOptions, connections: u32, keyring: Keyring) -> Result<Self, StoreError> {
        let options = options.application_name("gezhi").options([
            ("timezone", "UTC"),
            ("lock_timeout", "10s"),
            ("idle_in_transaction_session_timeout", "120s"),
        ]);
        // One connection first: what the others prepare needs the schema that is checked here.
        let mut first = options.connect().await?;
        refuse_unsafe_role(&mut first).await?;
        crate::provision::check_schema(&mut first).await?;
        first.close().await?;
        let pool = PgPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .test_before_acquire(false)
            .after_connect(|connection, _| {
                Box::pin(async move {
                    connection.execute(crate::session::PREPARE).await?;
                    Ok(())
                })
            })
            .connect_with(options)
            .await?;
        Ok(Self { pool, keyring })
    }

    /// Begins a transaction that sees what the actor's session may see. One round trip.
    pub async fn begin(&self, actor: &Actor) -> Result<Tx, StoreError> {
        self.begin_session(&actor.session_key).await
    }

    /// Begins a transaction that sees what the actor's session may see, and writes nothing but that it looked.
    ///
    /// Its commit does not wait for the disk: a crash of the machine (not of the process) may lose the audit rows of the last
    /// half second of looks. Changes never go this way.
    pub async fn begin_look(&self, actor: &Actor) -> Result<Tx, StoreError> {
        self.begin_with(&actor.session_key, "; set local synchronous_commit = off").await
    }

    /// The same for looks by key: ids and tokens say nothing that would change a plan, so that each statement is planned once
    /// a connection. Planning took longer than finding.
    pub async fn begin_lookup(&self, actor: &Actor) -> Result<Tx, StoreError> {
        let more = "; set local synchronous_commit = off; set local plan_cache_mode = force_generic_plan";
        self.begin_with(&actor.session_key, more).await
    }

    /// Begins a transaction for work that thinks for longer than any request may, such as taking a list in.
    pub async fn begin_work(&self, actor: &Actor) -> Result<Tx, StoreError> {
        self.begin_with(&actor.session_key, "; set local idle_in_transaction_session_timeout = '15min'").await
    }

    /// Begins a transaction under a session that has not been looked up yet.
    pub async fn begin_session(&self, key: &[u8; 32]) -> Result<Tx, StoreError> {
        self.begin_with(key, "").await
    }

    async fn begin_with(&self, key: &[u8; 32], more: &str) -> Result<Tx, StoreError> {
        let statement = format!("begin; {}{more}", seen_by(key));
        Ok(self.tx(self.pool.begin_with(AssertSqlSafe(statement)).await?))
    }

    /// The first row of a statement that each connection prepared, as a session sees it. One round trip: several statements
    /// in one message are one transaction.
    pub(crate) async fn execute_as(&self, key: &[u8; 32], prepared: &'static str) -> Result<Option<PgRow>, StoreError> {
        let statement = format!("{}; {prepared}", seen_by(key));
        Ok(sqlx::raw_sql(AssertSqlSafe(statement)).fetch_all(&self.pool).await?.pop())
    }

    fn tx(&self, inner: Transaction<'static, Postgres>) -> Tx {
        Tx { inner, keyring: self.keyring.clone() }
    }

    /// The keys that sealed columns and audit chains use.
    pub fn keyring(&self) -> &Keyring {
        &self.keyring
    }

    /// What tails of numbers are searched under.
    pub fn key(&self) -> SearchKey {
        SearchKey::of(&self.keyring)
    }

    /// Begins a transaction that sees public geometry only.
    pub async fn begin_public(&self) -> Result<Tx, StoreError> {
        Ok(self.tx(self.pool.begin().await?))
    }

    /// Begins a transaction that sees and may change everything: for the sequencer, imports, the seed, and totals that are
    /// made anonymous before anybody sees them. Never for a request of an account.
    pub async fn begin_system(&self) -> Result<Tx, StoreError> {
        // An import or a seed thinks for longer than any request may.
        self.begin_as("begin; set local role gezhi_system; set local idle_in_transaction_session_timeout = 0").await
    }

    /// Begins a transaction with a statement of this crate.
    pub(crate) async fn begin_as(&self, statement: &'static str) -> Result<Tx, StoreError> {
        Ok(self.tx(self.pool.begin_with(statement).await?))
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("select 1").execute(&self.pool).await?;
        Ok(())
    }

    /// Closes all connections.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

async fn refuse_unsafe_role(connection: &mut PgConnection) -> Result<(), StoreError> {
    let row = sqlx::query(
        "select
            current_user::text as role,
            r.rolsuper,
            r.rolbypassrls,
            exists (
                select 1
                from pg_class c
                where c.relnamespace = 'public'::regnamespace
                    and c.relkind in ('r', 'p')
                    and pg_has_role(current_user, c.relowner, 'usage')
            ) as owns,
            coalesce(pg_has_role(current_user, (select oid from pg_roles where rolname = 'gezhi_system'), 'usage'), false)
                as is_system
        from pg_roles r
        where r.rolname = current_user",
    )
    .fetch_one(connection)
    .await?;
    let role: String = row.try_get("role")?;
    let faults = [
        ("rolsuper", "is a superuser, which ignores row-level security"),
        ("rolbypassrls", "has bypassrls, which ignores row-level security"),
        ("owns", "owns tables or inherits from their owner"),
        ("is_system", "inherits from gezhi_system, which sees everything"),
    ];
    for (column, why) in faults {
        if row.try_get::<bool, _>(column)? {
            return Err(StoreError::UnsafeRole { role, why });
        }
    }
    Ok(())
}

/// What tells the policies whose session it is, up to the end of the transaction. Digits and letters only.
fn seen_by(key: &[u8; 32]) -> String {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let mut statement = String::from("set local gezhi.session = '");
    for byte in key {
        statement.push(char::from(HEX[usize::from(byte >> 4)]));
        statement.push(char::from(HEX[usize::from(byte & 15)]));
    }
    statement.push('\'');
    statement
}

impl Tx {
    /// A transaction of a connection that a test made.
    #[cfg(feature = "testing")]
    pub(crate) fn of(inner: Transaction<'static, Postgres>, keyring: Keyring) -> Self {
        Self { inner, keyring }
    }

    /// Sends a statement of a test.
    #[cfg(feature = "testing")]
    pub async fn send(&mut self, statement: String) -> Result<u64, StoreError> {
        Ok(sqlx::query(AssertSqlSafe(statement)).execute(&mut *self.inner).await?.rows_affected())
    }

    /// Makes everything done in it permanent and visible.
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.inner.commit().await?)
    }

    /// Marks a point to return to.
    pub async fn mark(&mut self) -> Result<(), StoreError> {
        sqlx::query("savepoint work").execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Undoes everything since the mark; rows that were locked before it stay locked.
    pub async fn return_to_mark(&mut self) -> Result<(), StoreError> {
        sqlx::query("rollback to savepoint work").execute(&mut *self.inner).await?;
        Ok(())
    }

    /// Undoes everything done in it.
    pub async fn rollback(self) -> Result<(), StoreError> {
        Ok(self.inner.rollback().await?)
    }

    /// What tails of numbers are searched under.
    pub fn key(&self) -> SearchKey {
        SearchKey::of(&self.keyring)
    }

    /// The keys for the sealed columns.
    pub(crate) fn keyring(&self) -> &Keyring {
        &self.keyring
    }

    /// The connection, for the queries of this crate.
    pub(crate) fn db(&mut self) -> &mut PgConnection {
        &mut self.inner
    }
}
