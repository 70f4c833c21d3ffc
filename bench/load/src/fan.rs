//! Many event streams at once: when the first and the last of them got each event, by the clock that PostgreSQL stamps commits with.
//!
//! Streams of any server: an event counts when it has an id, and is named `frame` or not at all.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, bail};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::task::JoinSet;

use crate::http::{self, Connection};

/// What to hold.
pub struct Order {
    pub port: u16,
    pub path: String,
    /// One a stream; empty for none.
    pub cookies: Vec<String>,
    pub time: Duration,
}

/// Who got an event: how many, and the first and last of them in microseconds since 1970.
#[derive(Clone, Copy)]
struct Heard {
    count: u64,
    first_us: u64,
    last_us: u64,
    bytes: u64,
}

type Board = Arc<Mutex<BTreeMap<String, Heard>>>;

/// Holds the streams, answers each `report` and says at the end how many still stand.
pub async fn listen(order: Order) -> anyhow::Result<Value> {
    let board = Board::default();
    let mut streams = JoinSet::new();
    for cookie in &order.cookies {
        let mut connection = Connection::open(order.port).await?;
        let status = connection.start(&http::stream(&order.path, cookie)).await?;
        if status != 200 {
            bail!("a stream was refused with {status}");
        }
        streams.spawn(follow(connection, Arc::clone(&board)));
    }
    eprintln!("ready");
    let _ended_or_late = tokio::time::timeout(order.time, reports(&board)).await;
    let mut lost = 0;
    while streams.try_join_next().is_some() {
        lost += 1;
    }
    Ok(json!({ "streams": order.cookies.len(), "lost": lost }))
}

async fn reports(board: &Board) -> anyhow::Result<()> {
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        if line != "report" {
            break;
        }
        let heard = std::mem::take(&mut *board.lock().unwrap_or_else(PoisonError::into_inner));
        let event = |(id, heard): (&String, &Heard)| {
            let Heard { count, first_us, last_us, bytes } = heard;
            json!({ "id": id, "count": count, "first_us": first_us, "last_us": last_us, "bytes": bytes / count })
        };
        let mut out = std::io::stdout();
        writeln!(out, "{}", json!({ "events": heard.iter().map(event).collect::<Vec<_>>() }))?;
        out.flush().context("tell")?;
    }
    Ok(())
}

/// One event as its lines come in.
#[derive(Default)]
struct Event {
    id: String,
    is_other: bool,
    bytes: u64,
}

async fn follow(connection: Connection, board: Board) {
    let mut stream = connection.stream;
    let mut buffer = vec![0; 4096];
    // A line may come in two pieces, and a piece of a chunk's frame is a line that says nothing.
    let mut rest: Vec<u8> = Vec::new();
    let mut event = Event::default();
    while let Ok(length) = stream.read(&mut buffer).await {
        if length == 0 {
            break;
        }
        let now_us = now_us();
        rest.extend_from_slice(&buffer[..length]);
        let mut from = 0;
        while let Some(end) = rest[from..].iter().position(|byte| *byte == b'\n') {
            line(&rest[from..from + end], &mut event, &board, now_us);
            from += end + 1;
        }
        rest.drain(..from);
    }
}

fn line(line: &[u8], event: &mut Event, board: &Board, now_us: u64) {
    if line.is_empty() {
        let event = std::mem::take(event);
        if !event.id.is_empty() && !event.is_other {
            let mut board = board.lock().unwrap_or_else(PoisonError::into_inner);
            let heard =
                board.entry(event.id).or_insert(Heard { count: 0, first_us: now_us, last_us: now_us, bytes: 0 });
            heard.count += 1;
            heard.first_us = heard.first_us.min(now_us);
            heard.last_us = heard.last_us.max(now_us);
            heard.bytes += event.bytes;
        }
    } else if let Some(id) = after(line, b"id:") {
        String::from_utf8_lossy(id).trim().clone_into(&mut event.id);
    } else if let Some(name) = after(line, b"event:") {
        event.is_other = name.trim_ascii() != b"frame";
    } else if let Some(data) = after(line, b"data:") {
        event.bytes += data.trim_ascii().len() as u64;
    }
}

fn after<'a>(line: &'a [u8], field: &[u8]) -> Option<&'a [u8]> {
    line.strip_prefix(field)
}

#[expect(clippy::disallowed_methods, reason = "compared with the moments of PostgreSQL's commits")]
fn now_us() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_micros() as u64)
}
