//! Cases through the product's own service, as the serving role, under row-level security, on a private cluster with fsync on:
//! `bench-case <data folder> <folder for the cluster> <cases> [--quick]`. Quick is the demo city instead of the district.
//!
//! It says on one line of JSON what it made, then answers each line of standard input with one line of JSON:
//! `reset` makes the cases of `transition` anew; `cycle` takes one of them through its four steps, for the log; `run <warm> <seconds>`
//! does so with all clients at once; `queue <rounds>` looks at queues. It ends with its input. What each figure means: `bench/README.md`.

mod chain;
mod queue;
mod staff;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::SystemTime;

use anyhow::{Context as _, bail};
use bench_city::{City, note};
use chrono::{DateTime, Utc};
use domain::clock::Clock;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _};
use tokio::io::{AsyncBufReadExt as _, BufReader};

use crate::chain::Chain;

/// As many as the product has by default.
const CONNECTIONS: u32 = 16;

/// The time of the day: the clocks of cases begin when a step is taken.
#[derive(Debug)]
struct Wall;

impl Clock for Wall {
    #[expect(clippy::disallowed_methods, reason = "what is timed is the real thing")]
    fn now(&self) -> DateTime<Utc> {
        SystemTime::now().into()
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    // On a thread of the runtime, where the server's requests are too.
    let work = async move { tokio::spawn(async move { perform(&arguments).await }).await? };
    let done = runtime.context("cannot start threads").and_then(|runtime| runtime.block_on(work));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench-case: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn perform(arguments: &[String]) -> anyhow::Result<()> {
    let [data, folder, cases, rest @ ..] = arguments else {
        bail!("usage: bench-case <data folder> <folder for the cluster> <cases> [--quick]");
    };
    let quick = rest.iter().any(|word| word == "--quick");
    let cases: u32 = cases.parse().context("the number of cases is a number")?;
    let mut city = City::open(&PathBuf::from(data), Path::new(folder), quick, CONNECTIONS).await?;
    city.service.clock = Arc::new(Wall);
    let outcome = answer(&city, cases).await;
    city.close().await?;
    outcome
}

async fn answer(city: &City, cases: u32) -> anyhow::Result<()> {
    make(city, cases).await?;
    let mut chain = Chain::open(city).await?;
    tell(&chain.described())?;
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        let words: Vec<&str> = line.split(' ').collect();
        let answer = match words.as_slice() {
            ["reset"] => chain.reset(city).await.map(|()| json!({}))?,
            ["cycle"] => chain.cycle_once().await?,
            ["run", warm, seconds] => chain.run(warm.parse()?, seconds.parse()?).await?,
            ["queue", rounds] => queue::looks(city, rounds.parse()?).await?,
            _ => bail!("nobody knows what `{line}` is"),
        };
        tell(&answer)?;
    }
    Ok(())
}

fn tell(answer: &Value) -> anyhow::Result<()> {
    let mut out = std::io::stdout();
    writeln!(out, "{answer}")?;
    Ok(out.flush()?)
}

/// Makes the cases, unless an earlier run made them in a folder that was kept.
async fn make(city: &City, cases: u32) -> anyhow::Result<()> {
    let mut admin = city.admin().await?;
    let made: bool = sqlx::query_scalar(include_str!("../sql/made.sql")).fetch_one(&mut admin).await?;
    if !made {
        note(&format!("making up {cases} cases"));
        admin.execute(AssertSqlSafe(format!("set bench.cases = {cases}"))).await?;
        sqlx::raw_sql(include_str!("../sql/cases.sql")).execute(&mut admin).await?;
        // As the serving process does now and then.
        let mut tx = city.service.store.begin_system().await?;
        store::case::fold_tallies(&mut tx).await?;
        tx.commit().await?;
        for table in
            ["light_tally", "case_file", "case_party", "case_event", "household", "dwelling", "building", "area"]
        {
            // A vacuum wants to be alone.
            admin.execute(AssertSqlSafe(format!("vacuum analyze {table}"))).await?;
        }
        admin.execute("checkpoint").await?;
    }
    Ok(admin.close().await?)
}
