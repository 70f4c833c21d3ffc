//! Wall screens 大屏: the system administrator makes a token for an area, a screen opens its address, and from then on acts
//! under a wall post that sees totals and no single household. One screen for each token: opening it elsewhere ends the first.

use domain::actor::{Action, Actor, Role};
use domain::area::Area;
use domain::id::{AccountId, PostId};
use serde_json::json;
use store::Duty;
use store::audit::{self, Record};
use store::post::NewTerm;
pub use store::wall::WallRow;

use crate::account::{begin, short_text, title};
use crate::lock::authorise;
use crate::session::{self, Entered};
use crate::{Service, ServiceError};

/// A token that was made, to be told once.
#[derive(Debug)]
pub struct IssuedWall {
    /// The screen's account.
    pub account: AccountId,
    /// What opens it.
    pub token: String,
}

/// The city's wall screens.
///
/// *Errors*: `NotFound` for anybody but the administrators; the security and the audit administrator are `Forbidden`.
pub async fn list(s: &Service, actor: &Actor) -> Result<Vec<WallRow>, ServiceError> {
    authorise(actor, Action::ManageAccounts, actor.area)?;
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    let rows = store::wall::list(&mut tx, actor.area.county()).await?;
    tx.commit().await?;
    Ok(rows)
}

/// The areas that a screen may show, the city first, each followed by what lies in it, down to communities.
pub async fn areas(s: &Service, actor: &Actor) -> Result<Vec<(Area, String)>, ServiceError> {
    authorise(actor, Action::ManageAccounts, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let areas = store::area::above_grids(&mut tx, actor.area).await?;
    tx.commit().await?;
    Ok(areas)
}

/// Makes a screen with its own account, its wall post and a token.
///
/// *Errors*: `Invalid` for a bad name, `NotFound` for an area that does not exist.
pub async fn make(s: &Service, actor: &Actor, area: Area, name: &str) -> Result<IssuedWall, ServiceError> {
    authorise(actor, Action::ManageAccounts, area)?;
    let name = short_text("name", name)?;
    let token = session::new_token(s)?;
    let county = actor.area.county();
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    let path = store::area::path(&mut tx, area).await?;
    let (_, area_name) = path.last().filter(|(found, _)| *found == area).ok_or(ServiceError::NotFound)?;
    if !store::regrid::is_open(&mut tx, area).await? {
        return Err(ServiceError::NotFound);
    }
    let (account, post) = store::account::next_serials(&mut tx, county).await?;
    let login = format!("wall-{}-{account}", county.code()).parse().map_err(ServiceError::internal)?;
    let (account, post) = (AccountId::new(county, account), PostId::new(county, post));
    if !store::account::create(&mut tx, account, &login, &name, s.now()).await? {
        return Err(ServiceError::Conflict);
    }
    let (zh, en) = title(Role::Wall, area.level(), area_name);
    let role = Role::Wall.slug();
    let from_at = s.now();
    let (title_zh, title_en) = (zh.as_str(), en.as_str());
    let new = NewTerm { post, account, role, area, title_zh, title_en, unit: None, from_at, to_at: None };
    store::post::give_post(&mut tx, &new).await?;
    store::wall::add(&mut tx, account, session::key(&token), actor.account, s.now()).await?;
    let detail = json!({ "area": area.to_string() });
    let record = Record::Account(account);
    audit::write(&mut tx, actor, s.now(), area, "make_wall", record, Some(detail)).await?;
    tx.commit().await?;
    Ok(IssuedWall { account, token })
}

/// Revokes a screen's token, and ends its session and its post.
///
/// *Errors*: `NotFound` for a screen that is none or was revoked before.
pub async fn revoke(s: &Service, actor: &Actor, account: AccountId) -> Result<(), ServiceError> {
    authorise(actor, Action::ManageAccounts, actor.area)?;
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    if !store::wall::revoke(&mut tx, actor.area.county(), account, s.now()).await? {
        return Err(ServiceError::NotFound);
    }
    store::session::revoke_all(&mut tx, account, None).await?;
    audit::write(&mut tx, actor, s.now(), actor.area, "revoke_wall", Record::Account(account), None).await?;
    tx.commit().await?;
    Ok(())
}

/// Lets a screen in that knows a token; a screen that was let in with it before is out.
///
/// *Errors*: `NotFound` for every other token.
pub async fn open(s: &Service, token: &str, device: &str) -> Result<Entered, ServiceError> {
    let county = s.county().await?;
    let mut tx = s.store.begin_system().await?;
    let post = store::wall::open(&mut tx, session::key(token), s.now()).await?.ok_or(ServiceError::NotFound)?;
    if post.area.county() != county {
        return Err(ServiceError::NotFound);
    }
    store::session::revoke_all(&mut tx, post.account, None).await?;
    let entered = session::enter(s, &mut tx, &post, device, false).await?.ok_or(ServiceError::NotFound)?;
    let who = (post.account, Some(post.post));
    audit::write_as(&mut tx, who, s.now(), post.area, "open_wall", Record::Account(post.account), None).await?;
    tx.commit().await?;
    Ok(entered)
}
