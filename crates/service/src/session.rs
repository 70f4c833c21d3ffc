//! Logging in and out, the posts of an account, and where it is logged in.

use std::fmt::Write as _;
use std::time::Duration;

use domain::account::{Login, Password};
use domain::actor::{Actor, Role};
use domain::area::{Area, County};
use domain::id::{AccountId, PostId};
use domain::setting::{Number, Settings};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::account::Credential;
use store::audit::{self, Record};
use store::session::NewSession;
pub use store::session::{Acting, DeviceRow as Device, PostRow as Post};
use store::{StoreError, Tx};

use crate::context::city_of;
use crate::seed::post::administrators;
use crate::{Service, ServiceError};

/// A working day.
const DESK_LONGEST: Duration = Duration::from_hours(12);
/// A working week.
const PHONE_LONGEST: Duration = Duration::from_hours(7 * 24);
/// A wall screen that nobody touches.
const WALL: Duration = Duration::from_hours(90 * 24);
/// The password of all demo accounts; it stands on the log-in page of a demo city.
pub const DEMO_PASSWORD: &str = "demo-gezhi-2026";
/// Longest description of a browser that is kept, in signs.
const LONGEST_DEVICE: usize = 120;

/// A try to log in.
#[derive(Debug)]
pub struct Attempt {
    /// The name as it was typed.
    pub login: String,
    /// The password as it was typed.
    pub password: Password,
    /// What the browser calls itself.
    pub device: String,
}

/// A log-in that succeeded.
#[derive(Debug)]
pub struct Entered {
    /// What the browser keeps.
    pub token: String,
    /// Whether nothing can be done before a new password is set.
    pub must_change_password: bool,
    /// Whether nothing can be done before a second factor is proved.
    pub must_prove: bool,
    /// The role of the post that the session begins under.
    pub role: Role,
}

/// Lets somebody in who knows an account's password.
///
/// *Errors*: `WrongLogin` for an unknown name, a wrong password, a locked account and one without a post: the answer and
/// its time are the same. `Busy` when too many try at once.
pub async fn log_in(s: &Service, attempt: &Attempt) -> Result<Entered, ServiceError> {
    let county = s.county().await?;
    let Ok(login) = attempt.login.parse::<Login>() else {
        s.hasher.is(&attempt.password, None).await?;
        return Err(ServiceError::WrongLogin);
    };
    // Compared outside of any transaction: a queue of hashes must not hold connections.
    let mut tx = s.store.begin_system().await?;
    let found = store::account::credential(&mut tx, county, &login).await?;
    tx.commit().await?;
    let stored = found.as_ref().map(|credential| credential.password_hash.as_str());
    let is_right = s.hasher.is(&attempt.password, stored).await?;
    let Some(found) = found else { return Err(ServiceError::WrongLogin) };
    // Read again under a lock: many tries at once are counted one by one.
    let mut tx = s.store.begin_system().await?;
    let Some(now) = store::account::credential_of(&mut tx, found.account).await? else {
        return Err(ServiceError::WrongLogin);
    };
    let unchanged = now.password_hash == found.password_hash;
    let is_open = unchanged && !now.is_disabled && !now.failures.is_locked(s.now());
    let entered = if is_open && is_right { begin(s, &mut tx, &now, &attempt.device).await? } else { None };
    if entered.is_none() {
        refuse(s, &mut tx, county, &now, is_open && !is_right).await?;
    }
    tx.commit().await?;
    entered.ok_or(ServiceError::WrongLogin)
}

/// Begins a session under the widest post that the account holds now; nothing when it holds none.
async fn begin(
    s: &Service,
    tx: &mut Tx,
    credential: &Credential,
    device: &str,
) -> Result<Option<Entered>, ServiceError> {
    let posts = store::post::posts_of(tx, credential.account).await?;
    let Some(post) = posts.first() else { return Ok(None) };
    let Some(entered) = enter(s, tx, post, device, credential.must_change).await? else { return Ok(None) };
    // With a second factor the right password is half of it: wrong codes are counted on.
    if !entered.must_prove {
        store::account::set_failures(tx, credential.account, domain::account::Failures::default()).await?;
    }
    let who = (credential.account, Some(post.post));
    audit::write_as(tx, who, s.now(), post.area, "log_in", Record::Account(credential.account), None).await?;
    Ok(Some(entered))
}

/// Begins a session under a post; nothing when the post does not hold now.
pub(crate) async fn enter(
    s: &Service,
    tx: &mut Tx,
    post: &Post,
    device: &str,
    must_change_password: bool,
) -> Result<Option<Entered>, ServiceError> {
    let token = new_token(s)?;
    let settings = store::setting::read(tx, post.area.county()).await?;
    let must_prove = settings.demands_totp(post.role) || store::totp::is_confirmed(tx, post.account).await?;
    let (idle, absolute) = lifetimes(&settings, post.role);
    let device = device.chars().filter(|sign| !sign.is_control()).take(LONGEST_DEVICE).collect();
    let key = key(&token);
    let session = NewSession { key, post: post.post, idle, absolute, device, must_change_password, must_prove };
    let started = store::session::start(tx, &session).await?;
    Ok(started.then_some(Entered { token, must_change_password, must_prove, role: post.role }))
}

/// Counts and writes down a wrong password.
pub(crate) async fn refuse(
    s: &Service,
    tx: &mut Tx,
    county: County,
    credential: &Credential,
    counts: bool,
) -> Result<(), StoreError> {
    let rule = store::setting::read(tx, county).await?.lock_rule();
    let failures = if counts { credential.failures.and_one_more(s.now(), rule) } else { credential.failures };
    store::account::set_failures(tx, credential.account, failures).await?;
    let detail = json!({ "failures": failures.count, "locked": failures.is_locked(s.now()) });
    let record = Record::Account(credential.account);
    audit::write_as(tx, (credential.account, None), s.now(), Area::city(county), "log_in_refused", record, Some(detail))
        .await
}

/// How long a session outlives its last request, and how long it lasts at all.
fn lifetimes(settings: &Settings, role: Role) -> (Duration, Duration) {
    let minutes = |number| Duration::from_mins(u64::from(settings.number(number).unsigned_abs()));
    match role {
        Role::GridWorker | Role::GridLeader => (minutes(Number::PhoneIdleMinutes), PHONE_LONGEST),
        Role::Wall => (WALL, WALL),
        _ => (minutes(Number::DeskIdleMinutes), DESK_LONGEST),
    }
}

/// The session behind a browser's token, if it holds.
pub async fn acting(s: &Service, token: &str) -> Result<Option<Acting>, ServiceError> {
    Ok(store::session::acting(&s.store, key(token)).await?)
}

/// The posts that the acting account may take, the widest area first.
pub async fn posts(s: &Service, actor: &Actor) -> Result<Vec<Post>, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let posts = store::post::posts_of(&mut tx, actor.account).await?;
    tx.commit().await?;
    Ok(posts)
}

/// Lets the session act under another post of its account.
///
/// *Errors*: `NotFound` for a post that it does not hold now.
pub async fn act_as(s: &Service, actor: &Actor, post: PostId) -> Result<(), ServiceError> {
    let mut tx = s.store.begin_system().await?;
    if !store::session::act_as(&mut tx, actor.session_key, post).await? {
        return Err(ServiceError::NotFound);
    }
    // A role may demand what the session has not shown yet.
    let role = store::post::posts_of(&mut tx, actor.account).await?.into_iter().find(|held| held.post == post);
    let settings = store::setting::read(&mut tx, actor.area.county()).await?;
    let demanded = role.is_some_and(|held| settings.demands_totp(held.role));
    if demanded && !store::totp::is_confirmed(&mut tx, actor.account).await? {
        store::totp::hold(&mut tx, actor.session_key).await?;
    }
    let who = (actor.account, Some(post));
    audit::write_as(&mut tx, who, s.now(), actor.area, "take_post", Record::Post(post), None).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends the session.
pub async fn log_out(s: &Service, actor: &Actor) -> Result<(), ServiceError> {
    store::session::revoke(&s.store, actor.session_key).await?;
    let mut tx = s.store.begin_system().await?;
    audit::write(&mut tx, actor, s.now(), actor.area, "log_out", Record::Account(actor.account), None).await?;
    tx.commit().await?;
    Ok(())
}

/// Where the account is logged in now, the last used first.
pub async fn devices(s: &Service, actor: &Actor) -> Result<Vec<Device>, ServiceError> {
    let mut tx = s.store.begin_system().await?;
    let devices = store::session::devices(&mut tx, actor.account, Some(actor.session_key)).await?;
    tx.commit().await?;
    Ok(devices)
}

/// Ends another of the account's own sessions.
///
/// *Errors*: `NotFound` for a session that is not its own.
pub async fn end_device(s: &Service, actor: &Actor, session: i64) -> Result<(), ServiceError> {
    let mut tx = s.store.begin_system().await?;
    if !store::session::revoke_one(&mut tx, actor.account, session).await? {
        return Err(ServiceError::NotFound);
    }
    audit::write(&mut tx, actor, s.now(), actor.area, "end_session", Record::Session(session), None).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends all of the account's other sessions. Returns how many.
pub async fn end_other_devices(s: &Service, actor: &Actor) -> Result<u64, ServiceError> {
    let mut tx = s.store.begin_system().await?;
    let ended = store::session::revoke_all(&mut tx, actor.account, Some(actor.session_key)).await?;
    let detail = json!({ "sessions": ended });
    let record = Record::Account(actor.account);
    audit::write(&mut tx, actor, s.now(), actor.area, "end_sessions", record, Some(detail)).await?;
    tx.commit().await?;
    Ok(ended)
}

/// Replaces the account's own password. All its other sessions end, because somebody else may hold them.
///
/// *Errors*: `WrongLogin` when the current password is wrong (counted like a log-in), `WeakPassword` when the new one is
/// too easy or the current one again.
pub async fn change_password(
    s: &Service,
    actor: &Actor,
    current: &Password,
    new: &Password,
) -> Result<(), ServiceError> {
    let mut tx = s.store.begin_system().await?;
    let found = store::account::credential_of(&mut tx, actor.account).await?.ok_or(ServiceError::NotFound)?;
    let login = store::account::login(&mut tx, actor.account).await?.ok_or(ServiceError::NotFound)?;
    tx.commit().await?;
    if found.failures.is_locked(s.now()) || !s.hasher.is(current, Some(&found.password_hash)).await? {
        let mut tx = s.store.begin_system().await?;
        let counts = !found.failures.is_locked(s.now());
        refuse(s, &mut tx, actor.area.county(), &found, counts).await?;
        tx.commit().await?;
        return Err(ServiceError::WrongLogin);
    }
    new.check(&login)?;
    if new == current {
        return Err(domain::account::WeakPassword::Guessable.into());
    }
    let hash = s.hasher.hash(new, s.entropy.token()?).await?;
    let mut tx = s.store.begin_system().await?;
    store::account::set_password(&mut tx, actor.account, &hash, false, s.now()).await?;
    store::session::revoke_all(&mut tx, actor.account, Some(actor.session_key)).await?;
    store::session::password_changed(&mut tx, actor.account).await?;
    let record = Record::Account(actor.account);
    audit::write(&mut tx, actor, s.now(), actor.area, "change_password", record, None).await?;
    tx.commit().await?;
    Ok(())
}

/// A demo account as the log-in page lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoAccount {
    /// Its login name.
    pub login: String,
    /// Its post.
    pub post: Post,
}

/// The served city's demo accounts, the widest area first; none in a city with real people.
pub async fn demo_accounts(s: &Service) -> Result<Vec<DemoAccount>, ServiceError> {
    let county = s.county().await?;
    let mut tx = s.store.begin_system().await?;
    let is_made_up = city_of(&mut tx, Area::city(county)).await?.is_synthetic;
    let found = if is_made_up { store::post::demo_posts(&mut tx, county).await? } else { Vec::new() };
    tx.commit().await?;
    Ok(found.into_iter().map(|(login, post)| DemoAccount { login, post }).collect())
}

/// An account that an administrator of the machine made, with the password to be told once.
#[derive(Debug)]
pub struct FirstAccount {
    /// Its login name.
    pub login: String,
    /// What it is for.
    pub role: Role,
    /// The password that has to be replaced at the first log-in.
    pub password: Password,
}

/// Opens the demo accounts of a city of made-up people, and closes them in any other.
pub async fn open_demo(s: &Service) -> Result<(), ServiceError> {
    let county = s.county().await?;
    let mut tx = s.store.begin_system().await?;
    if !city_of(&mut tx, Area::city(county)).await?.is_synthetic {
        store::account::close_demo(&mut tx, county).await?;
        tx.commit().await?;
        return Ok(());
    }
    store::session::write_posts(&mut tx, &administrators(county, true), s.now()).await?;
    tx.commit().await?;
    let hash = s.hasher.hash(&Password::typed(DEMO_PASSWORD), s.entropy.token()?).await?;
    let mut tx = s.store.begin_system().await?;
    store::account::set_demo_passwords(&mut tx, county, &hash, s.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// Makes the three administrators of the served city when nobody can log in to it yet, each with a one-time password.
///
/// Empty when somebody can.
pub async fn first_accounts(s: &Service) -> Result<Vec<FirstAccount>, ServiceError> {
    let county = s.county().await?;
    let mut tx = s.store.begin_system().await?;
    if store::account::anybody_can_enter(&mut tx, county).await? {
        return Ok(Vec::new());
    }
    tx.commit().await?;
    let mut made = Vec::new();
    for (serial, new) in administrators(county, false).into_iter().enumerate() {
        let password = crate::password::one_time(s.entropy.token()?);
        let hash = s.hasher.hash(&password, s.entropy.token()?).await?;
        let mut tx = s.store.begin_system().await?;
        store::session::write_posts(&mut tx, std::slice::from_ref(&new), s.now()).await?;
        store::account::set_password(&mut tx, new.row.account, &hash, true, s.now()).await?;
        let who = (new.row.account, None);
        let record = Record::Account(new.row.account);
        let detail = json!({ "first": serial + 1 });
        audit::write_as(&mut tx, who, s.now(), new.row.area, "make_account", record, Some(detail)).await?;
        tx.commit().await?;
        made.push(FirstAccount { login: new.login, role: new.row.role, password });
    }
    Ok(made)
}

/// Gives an account a one-time password from the machine's own command line, and ends its sessions: for a forgotten
/// administrator's password. Who may run commands on the machine may do more than that anyway.
///
/// *Errors*: `NotFound` when there is no such account.
pub async fn reset_by_operator(s: &Service, login: &Login) -> Result<Password, ServiceError> {
    let county = s.county().await?;
    let mut tx = s.store.begin_system().await?;
    let account = store::account::by_login(&mut tx, county, login).await?.ok_or(ServiceError::NotFound)?;
    tx.commit().await?;
    let password = crate::password::one_time(s.entropy.token()?);
    set_one_time(s, account, &password).await?;
    Ok(password)
}

/// Stores a one-time password, ends the account's sessions, and writes it down as the account's own affair.
pub(crate) async fn set_one_time(s: &Service, account: AccountId, password: &Password) -> Result<(), ServiceError> {
    let hash = s.hasher.hash(password, s.entropy.token()?).await?;
    let mut tx = s.store.begin_system().await?;
    store::account::set_password(&mut tx, account, &hash, true, s.now()).await?;
    store::session::revoke_all(&mut tx, account, None).await?;
    let city = Area::city(s.county().await?);
    audit::write_as(&mut tx, (account, None), s.now(), city, "reset_password", Record::Account(account), None).await?;
    tx.commit().await?;
    Ok(())
}

/// A secret that nobody can guess, as text for a cookie.
pub(crate) fn new_token(s: &Service) -> Result<String, ServiceError> {
    Ok(hex(&s.entropy.token()?))
}

/// The key of a token's session row: what is stored can't be sent back as a token.
pub(crate) fn key(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes any text");
        text
    })
}
