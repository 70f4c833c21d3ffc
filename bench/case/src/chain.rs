//! Steps on many cases by many clients at once: a street accepts a case and passes it on to a department, which accepts it and
//! returns it. Every fourth step the case stands as it began.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use bench_city::{City, percentile, processor_us};
use domain::actor::{Actor, Role};
use domain::case::{Kind, Note, Step};
use domain::id::{CaseId, UnitId};
use serde_json::{Value, json};
use service::Service;
use service::case::{Taken, step};
use sqlx::{Connection as _, Executor as _, Row as _};
use tokio::task::JoinSet;

use crate::staff;

/// Cases of each client.
const CASES: i64 = 32;
/// The version that they begin at; `sql/reset.sql` says it too.
const VERSION: i32 = 7001;

/// The clients and what they need.
pub struct Chain {
    desk: Arc<Desk>,
    clients: Vec<Client>,
}

/// Who acts.
struct Desk {
    service: Service,
    street: Actor,
    department: Actor,
    unit: UnitId,
    excuse: Note,
}

/// One client's cases: as many in a row as it has doors in a row of one grid.
#[derive(Clone, Copy)]
struct Client {
    area: i64,
    first_door: i64,
    first_case: i64,
}

impl Chain {
    /// Reads the clients and lets the two offices in.
    pub async fn open(city: &City) -> anyhow::Result<Self> {
        let mut admin = city.admin().await?;
        let rows = sqlx::query(include_str!("../sql/client.sql")).fetch_all(&mut admin).await?;
        admin.close().await?;
        let unit: i64 = rows.first().context("the first street has doors in a row")?.try_get("unit_id")?;
        let client = |row: &sqlx::postgres::PgRow| {
            anyhow::Ok(Client {
                area: row.try_get("area")?,
                first_door: row.try_get("first_door")?,
                first_case: row.try_get("first_case")?,
            })
        };
        let desk = Desk {
            service: city.service.clone(),
            street: staff::demo(city, Role::Street).await?,
            department: staff::demo(city, Role::Department).await?,
            unit: UnitId::new_checked(unit).context("units have ids")?,
            excuse: Note::new("不归我单位管").context("a note has signs")?,
        };
        let mut chain = Self { desk: Arc::new(desk), clients: rows.iter().map(client).collect::<Result<_, _>>()? };
        chain.reset(city).await?;
        Ok(chain)
    }

    /// What a script of the same statements has to know.
    pub fn described(&self) -> Value {
        let client = |client: &Client| {
            let Client { area, first_door, first_case } = client;
            json!({ "area": area.to_string(), "door": first_door.to_string(), "case": first_case.to_string() })
        };
        let clients: Vec<Value> = self.clients.iter().map(client).collect();
        json!({ "clients": clients, "cases": CASES, "version": VERSION })
    }

    /// Makes all their cases anew and lets PostgreSQL write down what it has, so that every round begins alike.
    pub async fn reset(&mut self, city: &City) -> anyhow::Result<()> {
        let mut admin = city.admin().await?;
        sqlx::raw_sql(include_str!("../sql/reset.sql")).execute(&mut admin).await?;
        admin.execute("checkpoint").await?;
        Ok(admin.close().await?)
    }

    /// The first client's first case through its four steps.
    pub async fn cycle_once(&self) -> anyhow::Result<Value> {
        let client = self.clients.first().context("there is a client")?;
        let mut version = VERSION;
        let mut times = Vec::new();
        self.desk.cycle(client.first_case, &mut version, &mut times).await?;
        Ok(json!({ "version": version }))
    }

    /// All clients at once for some seconds; what they do in the first `warm` seconds does not count.
    pub async fn run(&self, warm: f64, seconds: f64) -> anyhow::Result<Value> {
        let began = Instant::now() + Duration::from_secs_f64(warm);
        let until = began + Duration::from_secs_f64(seconds);
        let mut clients = JoinSet::new();
        for client in self.clients.clone() {
            clients.spawn(work(Arc::clone(&self.desk), client, (began, until)));
        }
        tokio::time::sleep_until(began.into()).await;
        let used = processor_us()?;
        let mut times: Vec<f64> = Vec::new();
        while let Some(done) = clients.join_next().await {
            times.extend(done??);
        }
        let took = began.elapsed().as_secs_f64();
        Ok(json!({
            "transitions": times.len(),
            "per_second": times.len() as f64 / took,
            "p50_ms": percentile(&mut times, 0.5),
            "p99_ms": percentile(&mut times, 0.99),
            "cpu_us": (processor_us()? - used) / times.len() as f64,
        }))
    }
}

/// One client: case after case, each through a whole cycle.
async fn work(desk: Arc<Desk>, client: Client, (began, until): (Instant, Instant)) -> anyhow::Result<Vec<f64>> {
    let mut versions = vec![VERSION; CASES as usize];
    let mut times = Vec::new();
    for at in (0..versions.len()).cycle() {
        let now = Instant::now();
        if now >= until {
            break;
        }
        if now < began {
            times.clear();
        }
        desk.cycle(client.first_case + at as i64, &mut versions[at], &mut times).await?;
    }
    Ok(times)
}

impl Desk {
    async fn cycle(&self, case: i64, version: &mut i32, times: &mut Vec<f64>) -> anyhow::Result<()> {
        let case = CaseId::new_checked(case).context("cases have ids")?;
        let returned = Taken { note: Some(self.excuse.clone()), ..Taken::plain(Kind::Return) };
        let passed_on = Taken { step: Step::PassOn(self.unit), note: None, pictures: Vec::new() };
        let steps = [
            (&self.street, Taken::plain(Kind::Accept)),
            (&self.street, passed_on),
            (&self.department, Taken::plain(Kind::Accept)),
            (&self.department, returned),
        ];
        for (actor, taken) in steps {
            let began = Instant::now();
            let sheet = step(&self.service, actor, case, *version, taken).await?;
            times.push(began.elapsed().as_secs_f64() * 1000.0);
            *version = sheet.line.version;
        }
        Ok(())
    }
}
