//! Open streams and whether their sessions still hold: one question a second for all of them, not one each.
//!
//! A request asks for its session anyway; a stream was let in long ago, and must notice when its account is locked, logged
//! out, or acts under another post.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::actor::Actor;
use domain::id::PostId;
use tokio::sync::Notify;
use tokio::time::{MissedTickBehavior, interval};

use crate::Service;

/// How often sessions are looked at again.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// Everybody who listens. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Guests {
    next: Arc<AtomicU64>,
    present: Arc<Mutex<HashMap<u64, Seat>>>,
}

#[derive(Clone, Debug)]
struct Seat {
    session_key: [u8; 32],
    post: PostId,
    door: Arc<Door>,
}

#[derive(Debug, Default)]
struct Door {
    is_shown: AtomicBool,
    knock: Notify,
}

/// One listener's place; dropping it gives it up.
#[derive(Debug)]
pub(crate) struct Guest {
    number: u64,
    door: Arc<Door>,
    guests: Guests,
}

impl Guests {
    /// Takes a place for somebody who acts.
    pub fn enter(&self, actor: &Actor) -> Guest {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let door = Arc::<Door>::default();
        let seat = Seat { session_key: actor.session_key, post: actor.post, door: Arc::clone(&door) };
        self.present.lock().unwrap_or_else(PoisonError::into_inner).insert(number, seat);
        Guest { number, door, guests: self.clone() }
    }

    fn seats(&self) -> Vec<Seat> {
        self.present.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }
}

impl Guest {
    /// Ends when the session no longer holds.
    pub async fn shown_out(&self) {
        while !self.door.is_shown.load(Ordering::Acquire) {
            self.door.knock.notified().await;
        }
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        self.guests.present.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.number);
    }
}

/// Shows out everybody whose session ended, for as long as it is awaited.
pub(crate) async fn watch(s: &Service) {
    let mut ticks = interval(LOOK_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let seats = s.live.guests.seats();
        if seats.is_empty() {
            continue;
        }
        match ended(s, &seats).await {
            Ok(keys) => {
                for seat in seats.iter().filter(|seat| keys.contains(&(seat.session_key, seat.post))) {
                    seat.door.is_shown.store(true, Ordering::Release);
                    seat.door.knock.notify_one();
                }
            }
            // The database is away for a moment: what was granted stays so until it can be asked again.
            Err(error) => tracing::debug!(%error, "sessions of open streams were not looked at"),
        }
    }
}

async fn ended(s: &Service, seats: &[Seat]) -> Result<Vec<([u8; 32], PostId)>, store::StoreError> {
    let asked: Vec<_> = seats.iter().map(|seat| (seat.session_key, seat.post)).collect();
    let mut tx = s.store.begin_system().await?;
    let ended = store::session::ended(&mut tx, &asked).await?;
    tx.commit().await?;
    Ok(ended)
}
