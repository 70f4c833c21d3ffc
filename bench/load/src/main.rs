//! The load of `bench server` and `bench case`: a bounded number of requests or streams from this machine to this machine.
//!
//! `bench-load get <port> <cookie> <connections> <seconds> <path>…` asks for the paths in turn over kept connections.
//! `bench-load live <port> <cookie> <subscribers> <seconds>` holds event streams; a line on standard input is a mark,
//! and each subscriber's first frame after it is timed. Both end by themselves and print one JSON object.
//! `bench-load fan <port> <path> <file of cookies, one a line> <seconds>` holds one event stream a cookie and says for each event
//! when the first and the last of them got it; `report` on standard input asks for what came since.

mod fan;
mod http;
mod live;

use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use serde_json::{Value, json};

use crate::http::Connection;

/// More would measure the machine's limits on open files.
const MOST_CONNECTIONS: usize = 512;
/// Streams of `fan`: each needs a file on both sides, which `bench/case/live.mjs` makes sure of.
const MOST_STREAMS: usize = 4096;
/// A benchmark is short.
const MOST_SECONDS: u64 = 60;
/// Several rounds in turn with a peer's.
const MOST_FAN_SECONDS: u64 = 600;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("bench-load: cannot start threads: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(perform(&arguments)) {
        Ok(result) => {
            let written = writeln!(std::io::stdout(), "{result}");
            if written.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("bench-load: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// What both kinds of load are told.
struct Order {
    port: u16,
    cookie: String,
    connections: usize,
    time: Duration,
}

impl Order {
    fn read([port, cookie, connections, seconds]: [&String; 4]) -> anyhow::Result<Self> {
        let order = Self {
            port: port.parse().context("the port is a number")?,
            cookie: cookie.clone(),
            connections: connections.parse().context("the number of connections is a number")?,
            time: Duration::from_secs(seconds.parse().context("the seconds are a number")?),
        };
        if order.connections == 0 || order.connections > MOST_CONNECTIONS || order.time.as_secs() > MOST_SECONDS {
            bail!("at most {MOST_CONNECTIONS} connections and {MOST_SECONDS} seconds");
        }
        Ok(order)
    }
}

async fn perform(arguments: &[String]) -> anyhow::Result<Value> {
    match arguments {
        [kind, port, cookie, connections, seconds, paths @ ..] if kind == "get" && !paths.is_empty() => {
            get(Order::read([port, cookie, connections, seconds])?, paths.to_vec()).await
        }
        [kind, port, cookie, subscribers, seconds] if kind == "live" => {
            live::listen(Order::read([port, cookie, subscribers, seconds])?).await
        }
        [kind, port, path, file, seconds] if kind == "fan" => {
            let text = std::fs::read_to_string(file).with_context(|| format!("read {file}"))?;
            let cookies: Vec<String> = text.lines().map(str::to_owned).collect();
            let time = Duration::from_secs(seconds.parse().context("the seconds are a number")?);
            if cookies.is_empty() || cookies.len() > MOST_STREAMS || time.as_secs() > MOST_FAN_SECONDS {
                bail!("at most {MOST_STREAMS} streams and {MOST_FAN_SECONDS} seconds");
            }
            let port = port.parse().context("the port is a number")?;
            fan::listen(fan::Order { port, path: path.clone(), cookies, time }).await
        }
        _ => bail!(
            "usage: bench-load get <port> <cookie> <connections> <seconds> <path>… | live <port> <cookie> <subscribers> <seconds> \
             | fan <port> <path> <file of cookies> <seconds>"
        ),
    }
}

async fn get(order: Order, paths: Vec<String>) -> anyhow::Result<Value> {
    let requests: Arc<Vec<String>> = Arc::new(paths.iter().map(|path| http::request(path, &order.cookie)).collect());
    let began = Instant::now();
    let until = began + order.time;
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..order.connections {
        let requests = Arc::clone(&requests);
        tasks.spawn(ask(order.port, requests, number, until));
    }
    let (mut times, mut bytes, mut refused) = (Vec::new(), 0u64, 0u64);
    while let Some(done) = tasks.join_next().await {
        let part = done??;
        times.extend(part.times_us);
        bytes += part.bytes;
        refused += part.refused;
    }
    let seconds = began.elapsed().as_secs_f64();
    times.sort_unstable();
    let at = |share: f64| times.get((times.len() as f64 * share) as usize).copied().unwrap_or(0);
    Ok(json!({
        "requests": times.len(),
        "per_second": times.len() as f64 / seconds,
        "refused": refused,
        "bytes": bytes,
        "p50_us": at(0.5),
        "p99_us": at(0.99),
    }))
}

#[derive(Default)]
struct Part {
    times_us: Vec<u64>,
    bytes: u64,
    refused: u64,
}

async fn ask(port: u16, requests: Arc<Vec<String>>, offset: usize, until: Instant) -> anyhow::Result<Part> {
    let mut connection = Connection::open(port).await?;
    let mut part = Part::default();
    for request in requests.iter().cycle().skip(offset) {
        let began = Instant::now();
        if began >= until {
            break;
        }
        let answer = connection.ask(request).await?;
        part.times_us.push(began.elapsed().as_micros() as u64);
        part.bytes += answer.bytes;
        part.refused += u64::from(answer.status != 200);
    }
    Ok(part)
}
