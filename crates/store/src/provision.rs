//! Roles, databases and migrations: what an administrator does once, before the process serves.
//!
//! Three roles: `gezhi_owner` owns the tables and runs migrations; `gezhi_app` serves and is bound by row-level security;
//! `gezhi_system` can't log in and is what `gezhi_app` turns into for system tasks (`set local role`). `gezhi_app` does
//! not inherit its rights, so that a statement outside such a transaction sees nothing. The owner does inherit them, because
//! forced row-level security would hide the rows from a migration that moves data.

use std::collections::HashSet;

use sqlx::migrate::{Migrate, Migrator};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};

use crate::StoreError;

/// The role that owns the tables.
pub const OWNER_ROLE: &str = "gezhi_owner";
/// The role that serves.
pub const APP_ROLE: &str = "gezhi_app";
/// The role of system tasks.
pub const SYSTEM_ROLE: &str = "gezhi_system";

/// Serialises provisioning of one cluster by several processes ("gezhi" in ASCII).
const PROVISION_LOCK: i64 = 0x67_65_7a_68_69;

pub(crate) static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// Makes the three roles, or updates their passwords, connected as somebody who may make roles.
pub async fn make_roles(admin_url: &str, owner_password: &str, app_password: &str) -> Result<(), StoreError> {
    let mut admin = connect(admin_url).await?;
    lock(&mut admin).await?;
    make_roles_on(&mut admin, owner_password, app_password).await?;
    admin.close().await?;
    Ok(())
}

pub(crate) async fn make_roles_on(
    admin: &mut PgConnection,
    owner_password: &str,
    app_password: &str,
) -> Result<(), StoreError> {
    let roles = [
        (OWNER_ROLE, format!("login inherit password {}", literal(owner_password))),
        (APP_ROLE, format!("login noinherit password {}", literal(app_password))),
        (SYSTEM_ROLE, "nologin".to_owned()),
    ];
    for (role, attributes) in roles {
        let exists: bool = sqlx::query_scalar("select exists (select 1 from pg_roles where rolname = $1)")
            .bind(role)
            .fetch_one(&mut *admin)
            .await?;
        let verb = if exists { "alter" } else { "create" };
        run(admin, format!("{verb} role {role} {attributes}")).await?;
    }
    run(admin, format!("grant {SYSTEM_ROLE} to {APP_ROLE}, {OWNER_ROLE}")).await
}

/// Makes a database that belongs to the owner role, unless it exists. Says whether it was made.
pub async fn make_database(admin_url: &str, name: &str) -> Result<bool, StoreError> {
    let mut admin = connect(admin_url).await?;
    lock(&mut admin).await?;
    let made = make_database_on(&mut admin, name).await?;
    admin.close().await?;
    Ok(made)
}

pub(crate) async fn make_database_on(admin: &mut PgConnection, name: &str) -> Result<bool, StoreError> {
    let exists: bool = sqlx::query_scalar("select exists (select 1 from pg_database where datname = $1)")
        .bind(name)
        .fetch_one(&mut *admin)
        .await?;
    if exists {
        return Ok(false);
    }
    let database = quoted(name);
    for statement in [
        format!("create database {database} owner {OWNER_ROLE} template template0 encoding 'UTF8'"),
        format!("revoke all on database {database} from public"),
        format!("grant connect on database {database} to {APP_ROLE}"),
        format!("grant temporary on database {database} to {SYSTEM_ROLE}"),
    ] {
        run(admin, statement).await?;
    }
    Ok(true)
}

/// Brings the schema up to date, connected as the owner. Returns how many migrations were run.
pub async fn migrate(owner_url: &str) -> Result<usize, StoreError> {
    let mut owner = connect(owner_url).await?;
    let done = migrate_on(&mut owner).await?;
    owner.close().await?;
    Ok(done)
}

pub(crate) async fn migrate_on(owner: &mut PgConnection) -> Result<usize, StoreError> {
    owner.ensure_migrations_table("_sqlx_migrations").await.map_err(StoreError::Schema)?;
    let before = applied(owner).await?.len();
    MIGRATIONS.run_direct(None, owner, false).await.map_err(StoreError::Schema)?;
    sqlx::query("grant select on _sqlx_migrations to gezhi_app").execute(&mut *owner).await?;
    let done = applied(owner).await?.len() - before;
    if before > 0 && done > 0 {
        analyze(owner).await?;
    }
    Ok(done)
}

/// Lets the planner know what is in all tables. A column that a migration added has no statistics until a tenth of its rows
/// changed, and is taken for something that half a percent of any table fits.
async fn analyze(owner: &mut PgConnection) -> Result<(), StoreError> {
    let tables: Vec<String> = sqlx::query_scalar(
        "select oid::regclass::text
        from pg_class
        where relnamespace = 'public'::regnamespace
            and relkind = 'r'
            and pg_has_role(current_user, relowner, 'usage')",
    )
    .fetch_all(&mut *owner)
    .await?;
    run(owner, format!("analyze {}", tables.join(", "))).await
}

/// How many migrations of this version the database still lacks.
pub async fn pending(owner_url: &str) -> Result<usize, StoreError> {
    let mut owner = connect(owner_url).await?;
    owner.ensure_migrations_table("_sqlx_migrations").await.map_err(StoreError::Schema)?;
    let applied = applied(&mut owner).await?;
    Ok(MIGRATIONS.iter().filter(|migration| !applied.contains(&migration.version)).count())
}

/// Fails unless all migrations of this version are applied. Newer ones don't disturb: migrations only ever expand first.
pub(crate) async fn check_schema(connection: &mut PgConnection) -> Result<(), StoreError> {
    let versions: Vec<i64> = sqlx::query_scalar("select version from _sqlx_migrations where success")
        .fetch_all(connection)
        .await
        .map_err(|error| StoreError::Schema(error.into()))?;
    let applied: HashSet<i64> = versions.into_iter().collect();
    let missing = MIGRATIONS.iter().find(|migration| !applied.contains(&migration.version));
    match missing {
        None => Ok(()),
        Some(migration) => Err(StoreError::Schema(sqlx::migrate::MigrateError::VersionMissing(migration.version))),
    }
}

async fn applied(owner: &mut PgConnection) -> Result<HashSet<i64>, StoreError> {
    let list = owner.list_applied_migrations("_sqlx_migrations").await.map_err(StoreError::Schema)?;
    Ok(list.into_iter().map(|migration| migration.version).collect())
}

pub(crate) async fn connect(url: &str) -> Result<PgConnection, StoreError> {
    let options: PgConnectOptions = url.parse()?;
    Ok(options.connect().await?)
}

pub(crate) async fn lock(admin: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query("select pg_advisory_lock($1)").bind(PROVISION_LOCK).execute(admin).await?;
    Ok(())
}

pub(crate) async fn run(connection: &mut PgConnection, statement: String) -> Result<(), StoreError> {
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(connection).await?;
    Ok(())
}

/// A quoted identifier.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A quoted string.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
