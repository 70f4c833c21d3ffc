//! Changing the key of the sealed fields without a pause: a new key, every field sealed anew, the old key forgotten.
//!
//! For the operator's command line, which has the key file and needs no account. Not here: the file (`vault`).

use std::ops::ControlFlow;

use store::{StoreError, rotation};
use vault::{KeyId, Nonces, VaultError};

use crate::{Service, ServiceError};

/// Residents sealed anew in one transaction: short enough that nobody waits for a row.
pub const BATCH: i64 = 2_000;
/// Photos sealed anew in one transaction.
const PHOTOS: i64 = 20;

/// Called with residents done and in all; `Break` stops between two batches.
pub type Progress<'a> = dyn FnMut(u64, u64) -> ControlFlow<()> + Send + 'a;

/// Why a key was not changed or not forgotten.
#[derive(Debug, thiserror::Error)]
pub enum RotationError {
    /// Somebody stopped it.
    #[error("stopped; everything stays readable: run `gezhi key rotate` again, and it goes on")]
    Cancelled,
    /// Rows still need an old key.
    #[error("{0} rows still have fields sealed with an old key: run `gezhi key rotate`, and it goes on")]
    StillNeeded(i64),
    /// The keys.
    #[error("the keys can't be changed")]
    Vault(#[from] VaultError),
    /// Chance.
    #[error("the system has no random numbers")]
    Chance(#[source] ServiceError),
    /// The database.
    #[error("the database did not take the sealed fields; what was done stays done: run `gezhi key rotate` again")]
    Store(#[from] StoreError),
}

/// What a rotation did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// The key that seals now.
    pub key: KeyId,
    /// Whether it was made just now, or an earlier rotation was gone on with.
    pub is_new: bool,
    /// Residents sealed anew.
    pub residents: u64,
}

/// Adds a key, unless an earlier rotation is not finished, and seals every field with it, `batch` residents at a time
/// ([`BATCH`]). Others read and write meanwhile.
pub async fn rotate(s: &Service, batch: i64, progress: &mut Progress<'_>) -> Result<Rotation, RotationError> {
    let chance = || s.entropy.token().map_err(RotationError::Chance);
    let keyring = s.store.keyring();
    let is_new = keyring.keys()?.len() == 1;
    if is_new {
        keyring.rotate(chance()?, s.now().timestamp())?;
    }
    let key = keyring.current()?;
    let mut nonces = s.nonces().map_err(RotationError::Chance)?;
    let mut residents = 0;
    // Whoever sealed with the old key a moment ago may have written behind the cursor: look until nothing is left.
    loop {
        let total = outstanding(s, key).await?;
        if total == 0 {
            return Ok(Rotation { key, is_new, residents });
        }
        let mut tx = s.store.begin_system().await?;
        rotation::reseal_few(&mut tx, &mut nonces).await?;
        tx.commit().await?;
        let (mut after, mut done) = (i64::MIN, 0);
        loop {
            if progress(done, total as u64).is_break() {
                return Err(RotationError::Cancelled);
            }
            let mut tx = s.store.begin_system().await?;
            let sealed = rotation::reseal(&mut tx, after, batch, &mut nonces).await?;
            tx.commit().await?;
            let Some((last, count)) = sealed else { break };
            after = last;
            done += count;
        }
        residents += done;
        reseal_register(s, batch, &mut nonces).await?;
        reseal_reporters(s, batch, &mut nonces).await?;
        reseal_wishes(s, batch, &mut nonces).await?;
        reseal_photos(s, &mut nonces).await?;
        reseal_media(s, batch, &mut nonces).await?;
    }
}

/// Photos, few at a time: each is as large as ten thousand telephones.
async fn reseal_photos(s: &Service, nonces: &mut Nonces) -> Result<(), RotationError> {
    let mut after = i64::MIN;
    loop {
        let mut tx = s.store.begin_system().await?;
        let sealed = store::photo::reseal(&mut tx, after, PHOTOS, nonces).await?;
        tx.commit().await?;
        let Some((last, _)) = sealed else { return Ok(()) };
        after = last;
    }
}

/// The keys of pictures of cases; what they open stays where it is.
async fn reseal_media(s: &Service, batch: i64, nonces: &mut Nonces) -> Result<(), RotationError> {
    let mut after = i64::MIN;
    loop {
        let mut tx = s.store.begin_system().await?;
        let sealed = store::media::reseal(&mut tx, after, batch, nonces).await?;
        tx.commit().await?;
        let Some((last, _)) = sealed else { return Ok(()) };
        after = last;
    }
}

/// The contacts of the register, which are few beside residents.
async fn reseal_register(s: &Service, batch: i64, nonces: &mut Nonces) -> Result<(), RotationError> {
    let mut after = i64::MIN;
    loop {
        let mut tx = s.store.begin_system().await?;
        let sealed = store::register::reseal(&mut tx, after, batch, nonces).await?;
        tx.commit().await?;
        let Some((last, _)) = sealed else { return Ok(()) };
        after = last;
    }
}

/// Who reported cases: one row a case at most.
async fn reseal_reporters(s: &Service, batch: i64, nonces: &mut Nonces) -> Result<(), RotationError> {
    let mut after = i64::MIN;
    loop {
        let mut tx = s.store.begin_system().await?;
        let sealed = store::reporter::reseal(&mut tx, after, batch, nonces).await?;
        tx.commit().await?;
        let Some((last, _)) = sealed else { return Ok(()) };
        after = last;
    }
}

/// Who sent wishes: one row a wish at most.
async fn reseal_wishes(s: &Service, batch: i64, nonces: &mut Nonces) -> Result<(), RotationError> {
    let mut after = i64::MIN;
    loop {
        let mut tx = s.store.begin_system().await?;
        let sealed = store::wish::reseal(&mut tx, after, batch, nonces).await?;
        tx.commit().await?;
        let Some((last, _)) = sealed else { return Ok(()) };
        after = last;
    }
}

async fn outstanding(s: &Service, key: KeyId) -> Result<i64, StoreError> {
    let mut tx = s.store.begin_system().await?;
    let count = rotation::outstanding(&mut tx, key).await?;
    tx.commit().await?;
    Ok(count)
}

/// Forgets the old keys once no row needs them. Nobody writes sealed fields meanwhile, for as long as counting takes.
///
/// *Errors*: [`RotationError::StillNeeded`]; [`VaultError::TooEarly`] while somebody may still write with an old key.
pub async fn retire(s: &Service) -> Result<Vec<KeyId>, RotationError> {
    let mut tx = s.store.begin_system().await?;
    rotation::hold_writers(&mut tx).await?;
    let keyring = s.store.keyring();
    let left = rotation::outstanding(&mut tx, keyring.current()?).await?;
    if left > 0 {
        return Err(RotationError::StillNeeded(left));
    }
    // Files that wait, and what undoing needs, are sealed as well; they are thrown away rather than sealed anew.
    store::intake::forget_sealed(&mut tx).await?;
    store::question::forget_all(&mut tx).await?;
    let forgotten = keyring.retire(s.now().timestamp())?;
    tx.commit().await?;
    Ok(forgotten)
}
