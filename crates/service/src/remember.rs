//! Wide counts and state packs, kept while nothing changed.
//!
//! Counting a district reads 400,000 rows. What came of it is kept together with the last number of the outbox and serves only
//! sessions of the very same area, so that it is never what row-level security would not have counted. What bypasses the
//! outbox (imports, seeds) shows after [`MAX_AGE`].

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::actor::Actor;
use domain::area::{Area, Level};
use store::{StoreError, Tx, sequencer};
use tokio::time::Instant;

/// How long a count may serve.
const MAX_AGE: Duration = Duration::from_secs(10);

/// What a count is good for: the session's area and the outbox's last number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    session: Area,
    sees_people: bool,
    seq: i64,
}

/// Counts by what was counted.
#[derive(Debug)]
pub(crate) struct Remember<K, V> {
    kept: Mutex<HashMap<K, (Stamp, Instant, V)>>,
    most: usize,
}

impl<K: Eq + Hash, V: Clone> Remember<K, V> {
    /// Keeps at most so many.
    pub(crate) fn new(most: usize) -> Self {
        Self { kept: Mutex::default(), most }
    }

    /// The count, if it still holds.
    pub(crate) fn get(&self, key: &K, stamp: Option<Stamp>) -> Option<V> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (then, at, value) = kept.get(key)?;
        (Some(*then) == stamp && at.elapsed() < MAX_AGE).then(|| value.clone())
    }

    /// Keeps a count.
    pub(crate) fn put(&self, key: K, stamp: Option<Stamp>, value: &V) {
        let Some(stamp) = stamp else { return };
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= self.most {
            kept.clear();
        }
        kept.insert(key, (stamp, Instant::now(), value.clone()));
    }
}

/// The same for what the public may know of a whole city: no session asks.
pub(crate) async fn public_stamp(tx: &mut Tx, city: Area) -> Result<Option<Stamp>, StoreError> {
    let (waiting, seq) = sequencer::glance(tx).await?;
    Ok((!waiting).then_some(Stamp { session: city, sees_people: false, seq }))
}

/// What a count made now would be good for; nothing while a change waits for its number, and for areas that are quick to count.
pub(crate) async fn stamp(
    tx: &mut Tx,
    actor: &Actor,
    sees_people: bool,
    scope: Area,
) -> Result<Option<Stamp>, StoreError> {
    if scope.level() > Level::Street {
        return Ok(None);
    }
    let (waiting, seq) = sequencer::glance(tx).await?;
    Ok((!waiting).then_some(Stamp { session: actor.area, sees_people, seq }))
}
