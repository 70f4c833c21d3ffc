//! The second factor of one's own account: a secret that a telephone shares (RFC 6238: SHA-1, six digits, thirty seconds,
//! which is what every authenticator reads), and ten recovery codes on paper.
//!
//! A code is taken once; wrong ones count like wrong passwords. Who has lost both turns to the security administrator.

use std::fmt::Write as _;

use domain::account::Failures;
use domain::actor::Actor;
use domain::id::AccountId;
use serde_json::json;
use sha2::{Digest, Sha256};
use store::Tx;
use store::audit::{self, Record};
use store::totp::Factor;
use totp_rs::{Algorithm, Builder, Secret, Totp};

use crate::{Service, ServiceError, password};

/// Bytes of a secret: as long as its hash (RFC 4226, 4).
const SECRET: usize = 20;
/// Seconds of a step.
const STEP_S: u64 = 30;
/// How many steps a telephone's clock may be off, either way.
const SKEW: u16 = 1;
/// How many recovery codes there are.
const CODES: usize = 10;

/// How an account's second factor stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// There is none.
    None,
    /// A secret was drawn and is still to be proved.
    Begun {
        /// The secret, to type where no code can be scanned.
        secret: String,
    },
    /// It asks for codes.
    On {
        /// How many recovery codes are good.
        codes_left: i64,
    },
}

/// How one's own second factor stands.
pub async fn view(s: &Service, actor: &Actor) -> Result<Standing, ServiceError> {
    let mut tx = s.store.begin_system().await?;
    let found = store::totp::find(&mut tx, actor.account).await?;
    tx.commit().await?;
    Ok(match found {
        None => Standing::None,
        Some(factor) if factor.is_confirmed => Standing::On { codes_left: factor.codes_left },
        Some(factor) => Standing::Begun { secret: base32(&factor) },
    })
}

/// What an authenticator scans: the secret that is still to be proved, as an `otpauth` address.
///
/// *Errors*: `NotFound` when there is none, also when it was proved: then nobody sees it any more.
pub async fn address(s: &Service, actor: &Actor) -> Result<String, ServiceError> {
    let mut tx = s.store.begin_system().await?;
    let found = store::totp::find(&mut tx, actor.account).await?;
    let login = store::account::login(&mut tx, actor.account).await?.ok_or(ServiceError::NotFound)?;
    tx.commit().await?;
    let factor = found.filter(|factor| !factor.is_confirmed).ok_or(ServiceError::NotFound)?;
    let name: String = login.as_str().bytes().fold(String::new(), |mut name, byte| {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' => name.push(char::from(byte)),
            other => write!(name, "%{other:02X}").expect("a string takes any text"),
        }
        name
    });
    Ok(format!("otpauth://totp/Gezhi:{name}?secret={}&issuer=Gezhi", base32(&factor)))
}

/// Draws a secret that has to be proved next.
///
/// *Errors*: `Conflict` when the account has a proved one: that has to be taken off first.
pub async fn begin(s: &Service, actor: &Actor) -> Result<(), ServiceError> {
    let secret = s.entropy.token()?;
    let mut nonces = s.nonces()?;
    let mut tx = s.store.begin_system().await?;
    if !store::totp::begin(&mut tx, &mut nonces, actor.account, &secret[..SECRET], s.now()).await? {
        return Err(ServiceError::Conflict);
    }
    write(s, &mut tx, actor, "begin_totp").await?;
    tx.commit().await?;
    Ok(())
}

/// Proves the secret that was drawn, which turns the second factor on. Returns the recovery codes, to be told once.
///
/// *Errors*: `Invalid` for a wrong code, `Conflict` when there is nothing to prove, `WrongLogin` while locked.
pub async fn confirm(s: &Service, actor: &Actor, code: &str) -> Result<Vec<String>, ServiceError> {
    let mut codes = Vec::with_capacity(CODES);
    for _ in 0..CODES {
        codes.push(password::one_time(s.entropy.token()?).reveal().to_owned());
    }
    let hashes: Vec<[u8; 32]> = codes.iter().map(|code| hash(actor.account, code)).collect();
    let mut tx = s.store.begin_system().await?;
    let factor = store::totp::find(&mut tx, actor.account).await?;
    let factor = factor.filter(|factor| !factor.is_confirmed).ok_or(ServiceError::Conflict)?;
    if !compare(s, &mut tx, actor, &factor, code).await? {
        tx.commit().await?;
        return Err(wrong());
    }
    store::totp::set_codes(&mut tx, actor.account, &hashes).await?;
    store::totp::proved(&mut tx, actor.session_key).await?;
    store::session::revoke_all(&mut tx, actor.account, Some(actor.session_key)).await?;
    write(s, &mut tx, actor, "confirm_totp").await?;
    tx.commit().await?;
    Ok(codes)
}

/// Proves the second factor at the log-in, by a code of the telephone or a recovery code.
///
/// *Errors*: `Invalid` for a wrong or used code, `Conflict` when the account has no factor, `WrongLogin` while locked.
pub async fn prove(s: &Service, actor: &Actor, code: &str) -> Result<(), ServiceError> {
    let mut tx = s.store.begin_system().await?;
    let factor = store::totp::find(&mut tx, actor.account).await?;
    let factor = factor.filter(|factor| factor.is_confirmed).ok_or(ServiceError::Conflict)?;
    let is_right = compare(s, &mut tx, actor, &factor, code).await?;
    if is_right {
        store::totp::proved(&mut tx, actor.session_key).await?;
    }
    write(s, &mut tx, actor, if is_right { "prove_totp" } else { "totp_refused" }).await?;
    tx.commit().await?;
    if is_right { Ok(()) } else { Err(wrong()) }
}

/// Takes one's own second factor off, proved by a code.
///
/// *Errors*: `Forbidden` where the post's role demands one; otherwise those of [`prove`].
pub async fn remove(s: &Service, actor: &Actor, code: &str) -> Result<(), ServiceError> {
    let mut tx = s.store.begin_system().await?;
    if store::setting::read(&mut tx, actor.area.county()).await?.demands_totp(actor.role) {
        return Err(ServiceError::Forbidden);
    }
    let factor = store::totp::find(&mut tx, actor.account).await?.ok_or(ServiceError::Conflict)?;
    let is_right = !factor.is_confirmed || compare(s, &mut tx, actor, &factor, code).await?;
    if is_right {
        store::totp::remove(&mut tx, actor.account).await?;
    }
    write(s, &mut tx, actor, if is_right { "remove_totp" } else { "totp_refused" }).await?;
    tx.commit().await?;
    if is_right { Ok(()) } else { Err(wrong()) }
}

/// Takes a code if it is right and new, and counts it if it is wrong.
async fn compare(s: &Service, tx: &mut Tx, actor: &Actor, factor: &Factor, code: &str) -> Result<bool, ServiceError> {
    let credential = store::account::credential_of(tx, actor.account).await?.ok_or(ServiceError::WrongLogin)?;
    if credential.failures.is_locked(s.now()) {
        return Err(ServiceError::WrongLogin);
    }
    let code = code.trim().replace(' ', "");
    let step = step_of(factor, &code, s.now().timestamp().unsigned_abs()).filter(|step| *step > factor.last_step);
    let is_right = if let Some(step) = step {
        store::totp::took(tx, actor.account, step, s.now()).await?;
        true
    } else {
        factor.is_confirmed && store::totp::use_code(tx, actor.account, hash(actor.account, &code), s.now()).await?
    };
    let rule = store::setting::read(tx, actor.area.county()).await?.lock_rule();
    let failures = if is_right { Failures::default() } else { credential.failures.and_one_more(s.now(), rule) };
    store::account::set_failures(tx, actor.account, failures).await?;
    Ok(is_right)
}

/// The step that a code belongs to, if it is one of the present ones.
fn step_of(factor: &Factor, code: &str, now_s: u64) -> Option<i64> {
    if code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    totp(factor).check(code, now_s).and_then(|step| i64::try_from(step).ok())
}

fn totp(factor: &Factor) -> Totp {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(SKEW)
        .with_step_duration(STEP_S)
        .with_secret(factor.secret.to_vec())
        .build_noncompliant()
}

fn base32(factor: &Factor) -> String {
    Secret::from(factor.secret.to_vec()).to_base32()
}

/// What is kept of a recovery code.
fn hash(account: AccountId, code: &str) -> [u8; 32] {
    Sha256::new().chain_update(account.number().to_be_bytes()).chain_update(code.to_lowercase()).finalize().into()
}

fn wrong() -> ServiceError {
    ServiceError::invalid("code", "the code is wrong, or was used before: wait for the next one")
}

async fn write(s: &Service, tx: &mut Tx, actor: &Actor, action: &'static str) -> Result<(), ServiceError> {
    let record = Record::Account(actor.account);
    Ok(audit::write(tx, actor, s.now(), actor.area, action, record, Some(json!({}))).await?)
}
