//! The same search as others would do it: their statements, on their own tables, in the same cluster.

use std::time::Instant;

use domain::actor::Actor;
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row};
use vault::{Keyring, Place};

/// A person to be looked for.
pub struct Sample {
    pub dwelling: i64,
    pub name: String,
    pub id_number: String,
    pub phone: Option<String>,
    pub door: String,
    pub estate: String,
}

/// Makes the peers' tables, unless an earlier run made them in a folder that was kept.
pub async fn make(owner_url: &str) -> anyhow::Result<()> {
    let mut owner = PgConnection::connect(owner_url).await?;
    let made: bool = sqlx::query_scalar(include_str!("../peer/made.sql")).fetch_one(&mut owner).await?;
    if made {
        return Ok(());
    }
    let text = include_str!("../peer/make.sql");
    // A vacuum wants to be alone, so the statements go one by one; none but the block has a semicolon inside.
    let (head, rest) = text.split_once("do $$").unwrap_or((text, ""));
    let (block, tail) = rest.split_once("$$;").unwrap_or(("", ""));
    let statements = head.split(';').map(str::to_owned);
    let all = statements.chain([format!("do $${block}$$")]).chain(tail.split(';').map(str::to_owned));
    for statement in all.filter(|statement| !statement.trim().is_empty()) {
        owner.execute(AssertSqlSafe(statement)).await?;
    }
    owner.close().await?;
    Ok(())
}

/// So many people from all over the city.
pub async fn sample(owner_url: &str, keyring: &Keyring, count: i64) -> anyhow::Result<Vec<Sample>> {
    let mut owner = PgConnection::connect(owner_url).await?;
    let rows = sqlx::query(include_str!("../peer/sample.sql")).bind(count).fetch_all(&mut owner).await?;
    owner.close().await?;
    rows.iter().map(|row| one(row, keyring)).collect()
}

fn one(row: &PgRow, keyring: &Keyring) -> anyhow::Result<Sample> {
    let opened = |column: &'static str| -> anyhow::Result<Option<String>> {
        let place = Place { table: "resident", column, row: row.get("id") };
        let sealed: Option<&[u8]> = row.get(column);
        Ok(sealed.map(|sealed| keyring.open_text(place, sealed)).transpose()?.map(|text| text.to_string()))
    };
    Ok(Sample {
        dwelling: row.get("dwelling_id"),
        name: row.get("name"),
        id_number: opened("id_number_sealed")?.unwrap_or_default(),
        phone: opened("phone_sealed")?,
        door: row.get("door"),
        estate: row.get("estate"),
    })
}

/// A connection of the serving role that runs the peers' statements under an actor's session.
pub struct Peer(PgConnection);

impl Peer {
    pub async fn open(app_url: &str, actor: &Actor) -> anyhow::Result<Self> {
        let mut app = PgConnection::connect(app_url).await?;
        sqlx::query("select set_config('gezhi.session', encode($1, 'hex'), false)")
            .bind(actor.session_key.as_slice())
            .execute(&mut app)
            .await?;
        Ok(Self(app))
    }

    /// Milliseconds of a `LIKE` with `pg_trgm`, without any lock.
    pub async fn trgm_ms(&mut self, text: &str) -> anyhow::Result<f64> {
        self.run_ms(include_str!("../peer/trgm.sql"), text).await
    }

    /// Milliseconds of a GIN look-up of 1- and 2-grams under row-level security.
    pub async fn gin_ms(&mut self, text: &str) -> anyhow::Result<f64> {
        self.run_ms(include_str!("../peer/gin.sql"), text).await
    }

    async fn run_ms(&mut self, statement: &'static str, text: &str) -> anyhow::Result<f64> {
        let began = Instant::now();
        sqlx::query(statement).bind(text).fetch_all(&mut self.0).await?;
        Ok(began.elapsed().as_secs_f64() * 1000.0)
    }
}
