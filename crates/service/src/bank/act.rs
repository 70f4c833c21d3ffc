//! What volunteers do with their points, and what a community takes back.

use domain::actor::{Action, Actor};
use domain::area::Area;
use domain::bank::{AccountKind, LONGEST_REASON, Operation, Points, Rule, TransferKind, settle};
use domain::id::{AccountId, BankAccountId, BankItemId, BankTransferId};
use domain::operation::OperationId;
use serde_json::{Value, json};
use store::audit::{self, Record};
use store::bank::{self as table, AccountRow, NewTransfer, Past};
use store::{Duty, Tx};

use crate::lock::authorise;
use crate::{Service, ServiceError};

/// Whom points are given to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target<'a> {
    /// Another volunteer, by the login name.
    Volunteer(&'a str),
    /// The pool of a community.
    Pool(Area),
}

/// What is given away.
#[derive(Clone, Copy, Debug)]
pub struct Giving<'a> {
    /// The form's number: sent twice, it is given once.
    pub operation: OperationId,
    /// To whom.
    pub target: Target<'a>,
    /// How much.
    pub points: Points,
    /// Why, if anything is said.
    pub reason: &'a str,
}

/// Gives points of the acting volunteer's away.
///
/// *Errors*: `Forbidden` and `NotFound` for who is no volunteer; `Invalid` when nobody by that name is one, or for a pool elsewhere;
/// `Bank` with the reason of the rules; `Conflict` for a number of somebody else's.
pub async fn donate(s: &Service, actor: &Actor, giving: Giving<'_>) -> Result<BankTransferId, ServiceError> {
    authorise(actor, Action::OwnBank, actor.area)?;
    let reason = reason("reason", giving.reason)?;
    let mut tx = begin_own(s, actor).await?;
    let own = own_account(s, &mut tx, actor.account).await?.ok_or(ServiceError::NotFound)?;
    let to = target(s, &mut tx, actor, giving.target).await?;
    if own == to {
        return Err(domain::bank::Refusal::Mismatch.into());
    }
    let (from, to) = table::lock(&mut tx, (own, to)).await?.ok_or(ServiceError::NotFound)?;
    if let Some(past) = done_before(&mut tx, actor, giving.operation).await? {
        return Ok(past.id);
    }
    let doing = Doing { kind: TransferKind::Donate, operation: giving.operation, item: None, reverses: None, reason };
    let transfer =
        perform(s, &mut tx, actor, (&from, &to), Operation::Donate { points: giving.points }, &doing).await?;
    let detail = json!({
        "transfer": transfer.to_string(), "to": to.standing.account.to_string(), "cents": giving.points.cents(),
    });
    note(s, &mut tx, actor, &from, ("donate_bank", detail)).await?;
    tx.commit().await?;
    Ok(transfer)
}

/// What is taken for points.
#[derive(Clone, Copy, Debug)]
pub struct Redeeming {
    /// The form's number: sent twice, it is taken once.
    pub operation: OperationId,
    /// What.
    pub item: BankItemId,
    /// The price that was shown.
    pub price: Points,
}

/// Takes something for the acting volunteer's points.
///
/// *Errors*: `Forbidden` and `NotFound` for who is no volunteer, and for what there is not; `Bank` with the reason of the rules;
/// `Conflict` when the price changed meanwhile.
pub async fn redeem(s: &Service, actor: &Actor, redeeming: Redeeming) -> Result<BankTransferId, ServiceError> {
    authorise(actor, Action::OwnBank, actor.area)?;
    let mut tx = begin_own(s, actor).await?;
    let item = table::find_item(&mut tx, redeeming.item).await?;
    let item = item.filter(|item| item.area.county() == actor.area.county()).ok_or(ServiceError::NotFound)?;
    let own = own_account(s, &mut tx, actor.account).await?.ok_or(ServiceError::NotFound)?;
    let shop = table::open_office(&mut tx, (AccountKind::Shop, item.area), s.now()).await?;
    let (from, to) = table::lock(&mut tx, (own, shop)).await?.ok_or(ServiceError::NotFound)?;
    if let Some(past) = done_before(&mut tx, actor, redeeming.operation).await? {
        return Ok(past.id);
    }
    if item.price != redeeming.price {
        return Err(ServiceError::Conflict);
    }
    let stock = if item.is_offered { item.stock } else { 0 };
    let doing = Doing {
        kind: TransferKind::Redeem,
        operation: redeeming.operation,
        item: Some(item.id),
        reverses: None,
        reason: None,
    };
    let operation = Operation::Redeem { price: item.price, stock };
    let transfer = perform(s, &mut tx, actor, (&from, &to), operation, &doing).await?;
    table::take(&mut tx, item.id, false).await?;
    let detail = json!({
        "transfer": transfer.to_string(), "item": item.id.to_string(), "cents": item.price.cents(),
    });
    note(s, &mut tx, actor, &from, ("redeem_bank", detail)).await?;
    tx.commit().await?;
    Ok(transfer)
}

/// Takes a transfer back, for the community or street of one of its accounts. What was redeemed is counted as there again.
///
/// *Errors*: `Forbidden` for who may not, and about one's own account; `NotFound` out of reach; `Invalid` without a reason; `Bank` when it
/// was taken back already, or the account that got it holds less by now.
pub async fn reverse(
    s: &Service,
    actor: &Actor,
    (operation, transfer): (OperationId, BankTransferId),
    why: &str,
) -> Result<BankTransferId, ServiceError> {
    authorise(actor, Action::KeepBank, actor.area)?;
    let why = reason("reason", why)?.ok_or_else(|| ServiceError::invalid("reason", "1 to 200 signs"))?;
    let mut tx = s.store.begin_duty(actor, Duty::Bank, &[actor.area]).await?.ok_or(ServiceError::NotFound)?;
    let seen = table::past(&mut tx, transfer).await?.ok_or(ServiceError::NotFound)?;
    if let Some(item) = seen.item {
        table::find_item(&mut tx, item).await?;
    }
    // Back from who got it to who gave it.
    let (from, to) = table::lock(&mut tx, (seen.to, seen.from)).await?.ok_or(ServiceError::NotFound)?;
    let here = authorise(actor, Action::KeepBank, from.area).or_else(|_no| authorise(actor, Action::KeepBank, to.area));
    here.map_err(|_elsewhere| ServiceError::NotFound)?;
    if [from.owner, to.owner].contains(&Some(actor.account)) {
        return Err(ServiceError::Forbidden);
    }
    if let Some(past) = done_before(&mut tx, actor, operation).await? {
        return Ok(past.id);
    }
    // Read again: whoever was quicker held both accounts.
    let past = table::past(&mut tx, transfer).await?.ok_or(ServiceError::NotFound)?;
    let is_final = past.is_reversed || past.kind == TransferKind::Reverse;
    let doing =
        Doing { kind: TransferKind::Reverse, operation, item: past.item, reverses: Some(transfer), reason: Some(why) };
    let back = Operation::Reverse { points: past.points, is_final };
    let done = perform(s, &mut tx, actor, (&from, &to), back, &doing).await?;
    if let Some(item) = past.item {
        table::take(&mut tx, item, true).await?;
    }
    let owner = if from.owner.is_some() { &from } else { &to };
    let detail = json!({
        "transfer": done.to_string(), "of": transfer.to_string(), "cents": past.points.cents(),
    });
    note(s, &mut tx, actor, owner, ("reverse_bank", detail)).await?;
    tx.commit().await?;
    Ok(done)
}

/// What is written of a transfer beside its movements.
struct Doing<'a> {
    kind: TransferKind,
    operation: OperationId,
    item: Option<BankItemId>,
    reverses: Option<BankTransferId>,
    reason: Option<&'a str>,
}

async fn perform(
    s: &Service,
    tx: &mut Tx,
    actor: &Actor,
    (from, to): (&AccountRow, &AccountRow),
    operation: Operation,
    doing: &Doing<'_>,
) -> Result<BankTransferId, ServiceError> {
    let versions = table::versions(tx, from.area.county()).await?;
    let rule = Rule::on_day(&versions, s.today());
    let movements = settle(&rule, operation, &from.standing, &to.standing)?;
    let new = NewTransfer {
        operation: doing.operation,
        kind: doing.kind,
        from,
        to,
        movements,
        service: None,
        item: doing.item,
        reverses: doing.reverses,
        rule: rule.version,
        reason: doing.reason,
        at: s.now(),
    };
    Ok(table::record(tx, actor, &new).await?)
}

async fn begin_own(s: &Service, actor: &Actor) -> Result<Tx, ServiceError> {
    s.store.begin_duty(actor, Duty::OwnBank, &[actor.area]).await?.ok_or(ServiceError::NotFound)
}

/// The account of a volunteer, opened if there is none; nothing for whoever is no volunteer.
async fn own_account(s: &Service, tx: &mut Tx, owner: AccountId) -> Result<Option<BankAccountId>, ServiceError> {
    match table::home(tx, owner).await? {
        Some(home) => Ok(Some(table::open_own(tx, (owner, home), s.now()).await?)),
        None => Ok(None),
    }
}

async fn target(s: &Service, tx: &mut Tx, actor: &Actor, target: Target<'_>) -> Result<BankAccountId, ServiceError> {
    match target {
        Target::Volunteer(login) => {
            let nobody = || ServiceError::invalid("login", "the login name of a volunteer");
            let login = login.trim().parse().map_err(|_no_login| nobody())?;
            let owner = store::account::by_login(tx, actor.area.county(), &login).await?.ok_or_else(nobody)?;
            own_account(s, tx, owner).await?.ok_or_else(nobody)
        }
        Target::Pool(community) => {
            let known = table::communities(tx, actor.area).await?;
            if !known.iter().any(|(area, _)| *area == community) {
                return Err(ServiceError::invalid("pool", "a community"));
            }
            Ok(table::open_office(tx, (AccountKind::Pool, community), s.now()).await?)
        }
    }
}

/// What the same form did before. A number of somebody else's is none of the acting account's business.
async fn done_before(tx: &mut Tx, actor: &Actor, operation: OperationId) -> Result<Option<Past>, ServiceError> {
    match table::done_before(tx, operation).await? {
        Some(past) if past.by != Some(actor.account) => Err(ServiceError::Conflict),
        other => Ok(other),
    }
}

fn reason<'a>(field: &'static str, text: &'a str) -> Result<Option<&'a str>, ServiceError> {
    let text = text.trim();
    if text.chars().count() > LONGEST_REASON || text.chars().any(char::is_control) {
        return Err(ServiceError::invalid(field, format!("{LONGEST_REASON} signs at most, on one line")));
    }
    Ok(Some(text).filter(|text| !text.is_empty()))
}

async fn note(
    s: &Service,
    tx: &mut Tx,
    actor: &Actor,
    account: &AccountRow,
    (action, detail): (&'static str, Value),
) -> Result<(), ServiceError> {
    let record = account.owner.map_or(Record::Area(account.area), Record::Account);
    Ok(audit::write(tx, actor, s.now(), account.area, action, record, Some(detail)).await?)
}
