//! The audit chains' life: sealing what was committed, and writing the chains' heads down outside the database.
//!
//! Not here: the order of the outbox ([`crate::live`] drives both), the walk over all links (`store::chain`).

use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use store::chain;
use tokio::time::Instant;
use vault::trail::{Head, Report};
use vault::{Keyring, Link, anchor_line, read_anchors};

use crate::{Service, ServiceError};

/// Audit rows linked in one transaction.
const BATCH: i64 = 1_000;
/// How often it is looked for rows to link: a reader of the trail can wait a second, an idle database has its rest.
const SEAL: Duration = Duration::from_secs(1);
/// How often heads are written down while they change.
const ANCHOR: Duration = Duration::from_mins(1);
/// How long to wait after a failure.
const RETRY: Duration = Duration::from_secs(5);

/// Somewhere outside the database that lines can be added to.
pub trait AnchorLog: Send + Sync {
    /// Everything that was added so far; empty when nothing was.
    fn read(&self) -> io::Result<String>;

    /// Adds a line, and returns once a crash can't lose it.
    fn append(&self, line: &str) -> io::Result<()>;
}

/// Keeps the chains of one process that leads.
#[derive(Default)]
pub(crate) struct Keeper {
    seal_at: Option<Instant>,
    anchor_at: Option<Instant>,
    /// The heads that were written down last, and the code of that line.
    anchored: HashMap<i64, Head>,
    code: Option<Link>,
}

impl Keeper {
    /// Seals and anchors what is due. A failure is said and tried again: live frames don't wait for it, and a row that waits
    /// too long is a fault of the next verification.
    pub(crate) async fn turn(&mut self, s: &Service, holder: &str) {
        let now = Instant::now();
        if self.seal_at.is_some_and(|at| at > now) {
            return;
        }
        let mut outcome = seal(s, holder).await;
        if outcome.is_ok() && self.anchor_at.is_none_or(|at| at <= now) {
            self.anchor_at = Some(now + ANCHOR);
            outcome = self.anchor(s).await;
        }
        self.seal_at = Some(now + SEAL);
        if let Err(error) = outcome {
            tracing::error!(%error, "the audit chains could not be kept; it is tried again");
            self.seal_at = Some(now + RETRY);
            self.anchor_at = None;
        }
    }

    async fn anchor(&mut self, s: &Service) -> Result<(), ServiceError> {
        let Some(log) = s.anchors.clone() else { return Ok(()) };
        let mut tx = s.store.begin_system().await?;
        let heads = chain::heads(&mut tx).await?;
        tx.commit().await?;
        let moved: Vec<Head> = heads.into_iter().filter(|head| self.anchored.get(&head.chain) != Some(head)).collect();
        if moved.is_empty() {
            return Ok(());
        }
        let (keyring, at_s, known) = (s.store.keyring().clone(), s.now().timestamp(), self.code);
        let lines = moved.clone();
        let code = blocking(move || append(&*log, &keyring, known, at_s, &lines)).await?;
        self.code = Some(code);
        self.anchored.extend(moved.into_iter().map(|head| (head.chain, head)));
        Ok(())
    }
}

async fn seal(s: &Service, holder: &str) -> Result<(), ServiceError> {
    loop {
        let mut tx = s.store.begin_system().await?;
        let done = if chain::is_waiting(&mut tx).await? { chain::seal(&mut tx, holder, BATCH).await? } else { 0 };
        tx.commit().await?;
        if done < BATCH as u64 {
            return Ok(());
        }
    }
}

fn append(log: &dyn AnchorLog, keyring: &Keyring, known: Option<Link>, at_s: i64, heads: &[Head]) -> io::Result<Link> {
    let before = match known {
        Some(code) => code,
        None => read_anchors(keyring, &log.read()?).last.unwrap_or(Link::START),
    };
    let (line, code) = anchor_line(keyring, before, at_s, heads);
    log.append(&line)?;
    Ok(code)
}

/// Walks all audit chains, compares them with the anchors, and says what was done to them. For the operator's command line;
/// runs beside a serving process.
pub async fn verify(s: &Service) -> Result<Report, ServiceError> {
    let log = s.anchors.clone();
    let text = blocking(move || log.map_or_else(|| Ok(String::new()), |log| log.read())).await?;
    let anchors = read_anchors(s.store.keyring(), &text);
    let mut tx = s.store.begin_snapshot().await?;
    let report = chain::verify(&mut tx, &anchors).await?;
    tx.rollback().await?;
    Ok(report)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T, ServiceError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(ServiceError::internal)?.map_err(ServiceError::internal)
}

impl Service {
    /// The same with a place outside the database where the chains' heads are written down.
    #[must_use]
    pub fn with_anchors(mut self, log: Arc<dyn AnchorLog>) -> Self {
        self.anchors = Some(log);
        self
    }
}
