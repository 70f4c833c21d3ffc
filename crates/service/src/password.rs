//! Hashing passwords: Argon2id, a few at a time.
//!
//! One hash costs 19 MiB and some 40 ms (OWASP's least parameters), so whoever may ask for many at once could stop the
//! process. As many run as there are processors, a short queue waits, and the rest is told to come again.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, PasswordHash, Version};
use domain::account::Password;
use tokio::sync::Semaphore;

use crate::ServiceError;

/// Memory of one hash, in KiB; with [`PASSES`] and one lane OWASP's first choice for Argon2id.
const MEMORY_KIB: u32 = 19_456;
/// Passes over that memory.
const PASSES: u32 = 2;
/// How many may wait for their turn.
const QUEUE: usize = 32;
/// Length of a salt in bytes.
const SALT: usize = 16;

/// Hashes and compares. Cheap to clone; clones share the queue.
#[derive(Clone, Debug)]
pub(crate) struct Hasher {
    turns: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
}

impl Default for Hasher {
    fn default() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Self { turns: Arc::new(Semaphore::new(processors)), waiting: Arc::default() }
    }
}

/// Counts somebody who waits, for as long as the wait lasts, however it ends.
struct Place(Arc<AtomicUsize>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Hasher {
    /// The hash to store, with its parameters and salt.
    pub async fn hash(&self, password: &Password, salt: [u8; 32]) -> Result<String, ServiceError> {
        let password = password.clone();
        self.in_turn(move || {
            let hash: PasswordHash =
                argon2()?.hash_password_with_salt(password.reveal().as_bytes(), &salt[..SALT]).map_err(failed)?;
            Ok(hash.to_string())
        })
        .await
    }

    /// Whether a password is the stored one. Without a stored one it takes just as long and says no, so that the time
    /// does not tell which names exist.
    pub async fn is(&self, password: &Password, stored: Option<&str>) -> Result<bool, ServiceError> {
        let (password, stored) = (password.clone(), stored.map(str::to_owned));
        self.in_turn(move || {
            let Some(stored) = stored else {
                argon2()?.hash_password_with_salt(password.reveal().as_bytes(), &[0; SALT]).map_err(failed)?;
                return Ok(false);
            };
            let stored = PasswordHash::new(&stored).map_err(failed)?;
            Ok(argon2()?.verify_password(password.reveal().as_bytes(), &stored).is_ok())
        })
        .await
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, ServiceError> + Send + 'static,
    ) -> Result<T, ServiceError> {
        let place = Place(Arc::clone(&self.waiting));
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= QUEUE {
            return Err(ServiceError::Busy);
        }
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(ServiceError::internal)?;
        drop(place);
        let done = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(turn);
            result
        });
        done.await.map_err(ServiceError::internal)?
    }
}

fn argon2() -> Result<Argon2<'static>, ServiceError> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(|error| failed_text(&error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn failed(error: impl std::fmt::Display) -> ServiceError {
    failed_text(&error.to_string())
}

fn failed_text(text: &str) -> ServiceError {
    ServiceError::internal(std::io::Error::other(text.to_owned()))
}

/// A password that somebody is told once and replaces at the first log-in: sixteen signs in groups of four, none of
/// which looks like another. Eighty bits.
pub(crate) fn one_time(chance: [u8; 32]) -> Password {
    const SIGNS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789+";
    let mut text = String::new();
    for (at, byte) in chance.iter().take(16).enumerate() {
        if at > 0 && at % 4 == 0 {
            text.push('-');
        }
        text.push(char::from(SIGNS[usize::from(byte % 32)]));
    }
    Password::typed(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_found_again_and_no_other() {
        let hasher = Hasher::default();
        let right = Password::typed("three lifts and a stair");

        let stored = hasher.hash(&right, [7; 32]).await.unwrap();

        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(hasher.is(&right, Some(&stored)).await.unwrap());
        assert!(!hasher.is(&Password::typed("three lifts and a stairs"), Some(&stored)).await.unwrap());
        assert!(!hasher.is(&right, None).await.unwrap());
    }

    #[tokio::test]
    async fn beyond_the_queue_one_is_told_to_come_again() {
        let hasher = Hasher { turns: Arc::new(Semaphore::new(0)), waiting: Arc::default() };
        let password = Password::typed("x");
        let mut waiting = Vec::new();
        for _ in 0..QUEUE {
            let (hasher, password) = (hasher.clone(), password.clone());
            waiting.push(tokio::spawn(async move { hasher.is(&password, None).await }));
        }
        tokio::task::yield_now().await;

        assert!(matches!(hasher.is(&password, None).await, Err(ServiceError::Busy)));

        hasher.turns.add_permits(QUEUE);
        for task in waiting {
            assert!(matches!(task.await.unwrap(), Ok(false)));
        }
        assert!(matches!(hasher.is(&password, None).await, Ok(false)), "everybody's place is free again");
    }

    #[test]
    fn one_time_passwords_are_strong_enough() {
        let login = "admin".parse().unwrap();
        let chance = std::array::from_fn(|at| (at * 37) as u8);

        assert_eq!(one_time(chance).check(&login), Ok(()));
    }
}
