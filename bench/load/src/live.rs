//! Subscribers of the live stream: how long after a mark each of them sees the next frame.
//!
//! Marks are made by whoever starts this: `mark\n` on standard input right before a change is sent.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::bail;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::sync::watch;

use crate::Order;
use crate::http::{self, Connection};

/// Mark number and instant; number 0 is before the first.
type Mark = (u64, Instant);

/// Holds the streams and reports microseconds from each mark to each subscriber's next frame.
pub async fn listen(order: Order) -> anyhow::Result<Value> {
    let (marker, marks) = watch::channel((0u64, Instant::now()));
    let times = Arc::new(Mutex::new(Vec::new()));
    let request = http::request("/live", &order.cookie);
    let mut subscribers = tokio::task::JoinSet::new();
    for _ in 0..order.connections {
        let mut connection = Connection::open(order.port).await?;
        let status = connection.start(&request).await?;
        if status != 200 {
            bail!("the live stream was refused with {status}");
        }
        subscribers.spawn(follow(connection, marks.clone(), Arc::clone(&times)));
    }
    eprintln!("ready");
    let marked = tokio::time::timeout(order.time, read_marks(marker)).await;
    let count = marked.unwrap_or(Ok(0))?;
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    subscribers.abort_all();
    while subscribers.join_next().await.is_some() {}
    let Ok(mut times) = times.lock() else { bail!("a subscriber failed") };
    times.sort_unstable();
    let at = |share: f64| times.get((times.len() as f64 * share) as usize).copied().unwrap_or(0);
    Ok(json!({
        "marks": count,
        "frames": times.len(),
        "expected": count * order.connections as u64,
        "p50_us": at(0.5),
        "p99_us": at(0.99),
        "worst_us": times.last().copied().unwrap_or(0),
    }))
}

async fn read_marks(marker: watch::Sender<Mark>) -> anyhow::Result<u64> {
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    let mut count = 0;
    while let Some(line) = lines.next_line().await? {
        if line == "end" {
            break;
        }
        count += 1;
        marker.send_replace((count, Instant::now()));
    }
    Ok(count)
}

async fn follow(mut connection: Connection, marks: watch::Receiver<Mark>, times: Arc<Mutex<Vec<u64>>>) {
    let mut seen = 0;
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(length) = connection.stream.read(&mut buffer).await {
        if length == 0 {
            break;
        }
        let arrived = Instant::now();
        let is_frame = contains(&buffer[..length], b"event: frame") || contains(&buffer[..length], b"event:frame");
        let (number, at) = *marks.borrow();
        if is_frame && number > seen {
            seen = number;
            if let Ok(mut times) = times.lock() {
                times.push(arrived.duration_since(at).as_micros() as u64);
            }
        }
    }
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}
