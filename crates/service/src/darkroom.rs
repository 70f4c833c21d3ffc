//! Where pictures are worked on: one at a time, away from the threads that answer requests.
//!
//! Not here: what is done to a picture (`picture`), and what for ([`crate::photo`], [`crate::media`]).

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use picture::{Picture, PictureError};
use tokio::sync::Semaphore;

use crate::ServiceError;

/// How many uploads may wait for the one that is decoded: each holds its file in memory.
const QUEUE: usize = 8;

/// The queue and the turn at working. Clones share both.
#[derive(Clone, Debug)]
pub(crate) struct Darkroom {
    turn: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
}

impl Default for Darkroom {
    fn default() -> Self {
        Self { turn: Arc::new(Semaphore::new(1)), waiting: Arc::default() }
    }
}

/// Counts an upload for as long as it waits or is worked on, however that ends.
struct Place(Arc<AtomicUsize>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Darkroom {
    /// Does some work on a picture when its turn comes.
    ///
    /// *Errors*: `Busy` when too many wait; what the work says of the picture is its answer.
    pub(crate) async fn work<W>(&self, work: W) -> Result<Result<Picture, PictureError>, ServiceError>
    where
        W: FnOnce() -> Result<Picture, PictureError> + Send + 'static,
    {
        let place = Place(Arc::clone(&self.waiting));
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= QUEUE {
            return Err(ServiceError::Busy);
        }
        let turn = Arc::clone(&self.turn).acquire_owned().await.map_err(ServiceError::internal)?;
        let done = tokio::task::spawn_blocking(move || {
            let worked = work();
            drop((turn, place));
            worked
        });
        done.await.map_err(ServiceError::internal)
    }
}
