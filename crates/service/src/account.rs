//! What two of the three administrators do: the system administrator makes accounts, the security administrator says
//! what they may do, locks them and ends their sessions. Neither can do the other's part, and nobody their own.

use chrono::{DateTime, Utc};
use domain::account::{Login, Password};
use domain::actor::{Action, Actor, Role};
use domain::area::{Area, Level};
use domain::id::{AccountId, PostId, UnitId};
use serde_json::json;
pub use store::account::AccountRow;
use store::audit::{self, Record};
use store::post::NewTerm;
pub use store::post::TermRow;
pub use store::session::DeviceRow;
use store::{Duty, Tx};

use crate::lock::authorise;
use crate::{Service, ServiceError, password, unit};

/// Most accounts of one answer; a search word narrows it down.
const LIST_LIMIT: i64 = 200;
/// Longest name of an account or title of a post, in signs.
const LONGEST_NAME: usize = 60;

/// One account with everything that administrators see of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountFile {
    /// The account itself.
    pub row: AccountRow,
    /// Its posts, past ones too.
    pub terms: Vec<TermRow>,
    /// The units that a post may be given in.
    pub units: unit::Branches,
    /// Where it is logged in now.
    pub devices: Vec<DeviceRow>,
}

/// An account that was made or opened anew, with the password to be told once.
#[derive(Debug)]
pub struct Issued {
    /// The account.
    pub account: AccountId,
    /// Its login name.
    pub login: String,
    /// The password that has to be replaced at the first log-in.
    pub password: Password,
}

/// A post to be given.
#[derive(Clone, Debug)]
pub struct Grant {
    /// Who gets it.
    pub account: AccountId,
    /// What it is for.
    pub role: Role,
    /// Where.
    pub area: Area,
    /// The unit that it belongs to; nothing when it stands for its area alone.
    pub unit: Option<UnitId>,
    /// When it begins; at once when nothing is said.
    pub from_at: Option<DateTime<Utc>>,
    /// When it ends; open when nothing is said.
    pub to_at: Option<DateTime<Utc>>,
}

/// The accounts of the city whose login or name contains a word.
///
/// *Errors*: `NotFound` for anybody but the system and the security administrator; the audit administrator is `Forbidden`.
pub async fn list(s: &Service, actor: &Actor, word: &str) -> Result<Vec<AccountRow>, ServiceError> {
    authorise_either(actor)?;
    let mut tx = begin(s, actor, Duty::Administration).await?;
    let rows = store::account::list(&mut tx, actor.area.county(), word.trim(), s.now(), LIST_LIMIT).await?;
    tx.commit().await?;
    Ok(rows)
}

/// One account with its posts and sessions.
pub async fn view(s: &Service, actor: &Actor, account: AccountId) -> Result<AccountFile, ServiceError> {
    authorise_either(actor)?;
    let mut tx = begin(s, actor, Duty::Administration).await?;
    let row = one(s, &mut tx, actor, account).await?;
    let terms = store::post::terms(&mut tx, account).await?;
    let devices = store::session::devices(&mut tx, account, None).await?;
    tx.commit().await?;
    let units = unit::tree(s, actor).await?;
    Ok(AccountFile { row, terms, units, devices })
}

/// Makes an account without a post: nobody can enter with it before the security administrator gives one.
///
/// *Errors*: `Invalid` for a bad login name or name, `Conflict` for a login name that is taken.
pub async fn create(s: &Service, actor: &Actor, login: &str, name: &str) -> Result<Issued, ServiceError> {
    authorise(actor, Action::ManageAccounts, actor.area)?;
    let login: Login = login
        .parse()
        .map_err(|error: domain::account::InvalidLogin| ServiceError::invalid("login", error.to_string()))?;
    let name = short_text("name", name)?;
    let password = password::one_time(s.entropy.token()?);
    let hash = s.hasher.hash(&password, s.entropy.token()?).await?;
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    let county = actor.area.county();
    let (serial, _) = store::account::next_serials(&mut tx, county).await?;
    let account = AccountId::new(county, serial);
    if !store::account::create(&mut tx, account, &login, &name, s.now()).await? {
        return Err(ServiceError::Conflict);
    }
    store::account::set_password(&mut tx, account, &hash, true, s.now()).await?;
    write(s, &mut tx, actor, "make_account", Record::Account(account), json!({})).await?;
    tx.commit().await?;
    Ok(Issued { account, login: login.as_str().to_owned(), password })
}

/// Locks an account, which ends its sessions at once, or opens it again.
pub async fn set_locked(s: &Service, actor: &Actor, account: AccountId, locked: bool) -> Result<(), ServiceError> {
    authorise_on_another(actor, account)?;
    let mut tx = begin(s, actor, Duty::Access).await?;
    one(s, &mut tx, actor, account).await?;
    store::account::set_disabled(&mut tx, account, locked.then(|| s.now())).await?;
    if locked {
        store::export::end_of_account(&mut tx, account).await?;
    }
    if locked {
        store::session::revoke_all(&mut tx, account, None).await?;
    } else {
        store::account::set_failures(&mut tx, account, domain::account::Failures::default()).await?;
    }
    let action = if locked { "lock_account" } else { "open_account" };
    write(s, &mut tx, actor, action, Record::Account(account), json!({})).await?;
    tx.commit().await?;
    Ok(())
}

/// Gives an account a new one-time password and ends its sessions.
pub async fn reset_password(s: &Service, actor: &Actor, account: AccountId) -> Result<Issued, ServiceError> {
    authorise_on_another(actor, account)?;
    let password = password::one_time(s.entropy.token()?);
    let hash = s.hasher.hash(&password, s.entropy.token()?).await?;
    let mut tx = begin(s, actor, Duty::Access).await?;
    let row = one(s, &mut tx, actor, account).await?;
    // A wall screen has nobody who could think of a new password.
    let posts = store::post::posts_of(&mut tx, account).await?;
    let is_wall = !posts.is_empty() && posts.iter().all(|post| post.role == Role::Wall);
    store::account::set_password(&mut tx, account, &hash, !is_wall, s.now()).await?;
    store::session::revoke_all(&mut tx, account, None).await?;
    write(s, &mut tx, actor, "reset_password", Record::Account(account), json!({})).await?;
    tx.commit().await?;
    Ok(Issued { account, login: row.login, password })
}

/// Takes an account's second factor off, for somebody who lost telephone and recovery codes, and ends its sessions.
///
/// *Errors*: `NotFound` for an account without one, `Forbidden` for one's own.
pub async fn reset_totp(s: &Service, actor: &Actor, account: AccountId) -> Result<(), ServiceError> {
    authorise_on_another(actor, account)?;
    let mut tx = begin(s, actor, Duty::Access).await?;
    one(s, &mut tx, actor, account).await?;
    if !store::totp::remove(&mut tx, account).await? {
        return Err(ServiceError::NotFound);
    }
    store::session::revoke_all(&mut tx, account, None).await?;
    write(s, &mut tx, actor, "reset_totp", Record::Account(account), json!({})).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends all sessions of an account. Returns how many.
pub async fn end_sessions(s: &Service, actor: &Actor, account: AccountId) -> Result<u64, ServiceError> {
    authorise_on_another(actor, account)?;
    let mut tx = begin(s, actor, Duty::Access).await?;
    one(s, &mut tx, actor, account).await?;
    let ended = store::session::revoke_all(&mut tx, account, None).await?;
    write(s, &mut tx, actor, "end_sessions", Record::Account(account), json!({ "sessions": ended })).await?;
    tx.commit().await?;
    Ok(ended)
}

/// Gives an account a post.
///
/// *Errors*: `Invalid` when the role does not fit the area's level or the term is over before it began; `Conflict` when
/// the account already is another of the three administrators; `NotFound` for an area that does not exist.
pub async fn give_post(s: &Service, actor: &Actor, grant: &Grant) -> Result<PostId, ServiceError> {
    authorise_on_another(actor, grant.account)?;
    if !actor.area.contains(grant.area) {
        return Err(ServiceError::NotFound);
    }
    if !grant.role.fits(grant.area.level()) {
        return Err(ServiceError::invalid("area", "this role is for another level: choose an area of that level"));
    }
    let from_at = grant.from_at.unwrap_or_else(|| s.now());
    if grant.to_at.is_some_and(|to_at| to_at <= from_at.max(s.now())) {
        return Err(ServiceError::invalid("to_on", "the term would be over already: choose a later day"));
    }
    let mut tx = begin(s, actor, Duty::Access).await?;
    one(s, &mut tx, actor, grant.account).await?;
    let path = store::area::path(&mut tx, grant.area).await?;
    let (_, area) = path.last().filter(|(area, _)| *area == grant.area).ok_or(ServiceError::NotFound)?;
    if !store::regrid::is_open(&mut tx, grant.area).await? {
        return Err(ServiceError::NotFound);
    }
    if let Some(unit) = grant.unit {
        unit::takes_post(s, &mut tx, unit, grant.area).await?;
    }
    let (zh, en) = title(grant.role, grant.area.level(), area);
    let (_, serial) = store::account::next_serials(&mut tx, actor.area.county()).await?;
    let post = PostId::new(actor.area.county(), serial);
    let new = NewTerm {
        post,
        account: grant.account,
        role: grant.role.slug(),
        area: grant.area,
        title_zh: &zh,
        title_en: &en,
        unit: grant.unit,
        from_at,
        to_at: grant.to_at,
    };
    if !store::post::give_post(&mut tx, &new).await? {
        return Err(ServiceError::Conflict);
    }
    let detail = json!({ "account": grant.account.to_string(), "role": grant.role.slug() });
    write(s, &mut tx, actor, "give_post", Record::Post(post), detail).await?;
    tx.commit().await?;
    Ok(post)
}

/// Ends a post now, and with it the sessions that act under it.
///
/// *Errors*: `NotFound` for a post that is not open, `Forbidden` for one's own.
pub async fn end_post(s: &Service, actor: &Actor, post: PostId) -> Result<(), ServiceError> {
    authorise(actor, Action::ManageAccess, actor.area)?;
    let mut tx = begin(s, actor, Duty::Access).await?;
    let holder = store::post::end_post(&mut tx, actor.area.county(), post).await?;
    let holder = holder.ok_or(ServiceError::NotFound)?;
    if holder == actor.account {
        return Err(ServiceError::Forbidden);
    }
    store::export::end_of_post(&mut tx, post).await?;
    let detail = json!({ "account": holder.to_string() });
    write(s, &mut tx, actor, "end_post", Record::Post(post), detail).await?;
    tx.commit().await?;
    Ok(())
}

/// What a post is called: its area and role, never a person's name.
pub(crate) fn title(role: Role, level: Level, area: &str) -> (String, String) {
    let (zh, en) = match role {
        Role::GridWorker => ("网格员", "grid worker"),
        Role::GridLeader if level == Level::Grid => ("网格长", "grid leader"),
        Role::GridLeader => ("网格指导员", "grid instructor"),
        Role::Community => ("", "community office"),
        Role::Street => ("", "street office"),
        Role::Department => ("职能部门", "department"),
        Role::City => ("指挥中心", "command centre"),
        Role::Supervision => ("督查", "supervision"),
        Role::SystemAdmin => ("系统管理员", "system administrator"),
        Role::SecurityAdmin => ("安全管理员", "security administrator"),
        Role::AuditAdmin => ("审计管理员", "audit administrator"),
        Role::Wall => ("大屏", "wall screen"),
        Role::Volunteer => ("志愿者", "volunteer"),
    };
    (format!("{area}{zh}"), format!("{area} {en}"))
}

pub(crate) fn authorise_either(actor: &Actor) -> Result<(), ServiceError> {
    match authorise(actor, Action::ManageAccounts, actor.area) {
        Err(ServiceError::Forbidden) => authorise(actor, Action::ManageAccess, actor.area),
        other => other,
    }
}

/// The security administrator, about anybody else.
pub(crate) fn authorise_on_another(actor: &Actor, account: AccountId) -> Result<(), ServiceError> {
    authorise(actor, Action::ManageAccess, actor.area)?;
    if account == actor.account { Err(ServiceError::Forbidden) } else { Ok(()) }
}

/// The system's transaction for an administrator, once the database has found that the session is one.
pub(crate) async fn begin(s: &Service, actor: &Actor, duty: Duty) -> Result<Tx, ServiceError> {
    s.store.begin_duty(actor, duty, &[actor.area]).await?.ok_or(ServiceError::NotFound)
}

/// An account of the administrator's own city.
pub(crate) async fn one(
    s: &Service,
    tx: &mut Tx,
    actor: &Actor,
    account: AccountId,
) -> Result<AccountRow, ServiceError> {
    let found = store::account::one(tx, actor.area.county(), account, s.now()).await?;
    found.ok_or(ServiceError::NotFound)
}

async fn write(
    s: &Service,
    tx: &mut Tx,
    actor: &Actor,
    action: &'static str,
    record: Record,
    detail: serde_json::Value,
) -> Result<(), ServiceError> {
    Ok(audit::write(tx, actor, s.now(), actor.area, action, record, Some(detail)).await?)
}

pub(crate) fn short_text(field: &'static str, text: &str) -> Result<String, ServiceError> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > LONGEST_NAME || text.chars().any(char::is_control) {
        return Err(ServiceError::invalid(field, format!("1 to {LONGEST_NAME} signs on one line")));
    }
    Ok(text.to_owned())
}
