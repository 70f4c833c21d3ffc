//! What the wish machine calls when a community confirmed that a wish was served.

use chrono::{DateTime, NaiveDate, Utc};
use domain::actor::{Action, Actor};
use domain::area::Area;
use domain::bank::{AccountKind, Operation, Points, Rule, TransferKind, settle};
use domain::clock::civil_date;
use domain::id::{AccountId, BankTransferId};
use domain::operation::OperationId;
use serde_json::json;
use store::Tx;
use store::audit::{self, Record};
use store::bank::{self as table, NewTransfer};

use crate::ServiceError;
use crate::lock::authorise;

/// What somebody did for a wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Serving {
    /// The wish's number. A wish credits each volunteer once.
    pub wish: i64,
    /// Whose time it was.
    pub volunteer: AccountId,
    /// Where the wish is: its community's issuer credits it.
    pub area: Area,
    /// The day of the service: the rule of that day holds.
    pub served_on: NaiveDate,
    /// How long it took, as it was confirmed; the rule caps and rounds it.
    pub minutes: u32,
}

/// What it brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credited {
    /// The transfer.
    pub transfer: BankTransferId,
    /// What was credited: nothing, where the time was too short or the account is full.
    pub points: Points,
    /// Whether it was credited just now, and not by an earlier call about the same wish and volunteer.
    pub is_new: bool,
}

/// Credits a volunteer with the time of a wish, in the caller's transaction, and leaves a row on the trail.
///
/// `tx` is one of the system ([`store::Store::begin_duty`] after the caller's own proof); both accounts stay locked until it ends, so
/// this comes last in it. Several volunteers of one wish are credited in the order of their accounts' ids, so that no two confirmations
/// wait for one another. Nothing for whoever is no volunteer, such as a department: only volunteers have accounts.
///
/// *Errors*: `Forbidden` for posts that keep no bank, and for one's own time; `NotFound` out of reach; `Invalid` for a day to come and an
/// area above communities.
pub async fn credit(
    tx: &mut Tx,
    by: &Actor,
    at: DateTime<Utc>,
    serving: &Serving,
) -> Result<Option<Credited>, ServiceError> {
    let community = serving.area.path().get(2).copied();
    let community = community.ok_or_else(|| ServiceError::invalid("area", "a community, or what lies in one"))?;
    authorise(by, Action::KeepBank, community)?;
    if by.account == serving.volunteer {
        return Err(ServiceError::Forbidden);
    }
    if serving.served_on > civil_date(at) {
        return Err(ServiceError::invalid("served_on", "a day that has come"));
    }
    let Some(home) = table::home(tx, serving.volunteer).await? else { return Ok(None) };
    let issuer = table::open_office(tx, (AccountKind::Issuer, community), at).await?;
    let own = table::open_own(tx, (serving.volunteer, home), at).await?;
    let (from, to) = table::lock(tx, (issuer, own)).await?.ok_or(ServiceError::NotFound)?;
    let operation = operation_of(serving);
    if let Some(past) = table::done_before(tx, operation).await? {
        return Ok(Some(Credited { transfer: past.id, points: past.points, is_new: false }));
    }
    let versions = table::versions(tx, community.county()).await?;
    let rule = Rule::on_day(&versions, serving.served_on);
    let movements = settle(&rule, Operation::Credit { minutes: serving.minutes }, &from.standing, &to.standing)?;
    let new = NewTransfer {
        operation,
        kind: TransferKind::Credit,
        from: &from,
        to: &to,
        movements,
        service: Some((serving.wish, serving.served_on, serving.minutes)),
        item: None,
        reverses: None,
        rule: rule.version,
        reason: None,
        at,
    };
    let transfer = table::record(tx, by, &new).await?;
    let [_, got] = movements;
    let detail = json!({
        "transfer": transfer.to_string(), "wish": serving.wish.to_string(), "minutes": serving.minutes,
        "cents": got.points.cents(), "rule": rule.version,
    });
    let record = Record::Account(serving.volunteer);
    audit::write(tx, by, at, community, "credit_bank", record, Some(detail)).await?;
    Ok(Some(Credited { transfer, points: got.points, is_new: true }))
}

/// The number of a credit: the same for the same wish and volunteer, and for no others.
fn operation_of(serving: &Serving) -> OperationId {
    let mut bytes = [0; 16];
    let parts = serving.wish.to_be_bytes().into_iter().chain(serving.volunteer.number().to_be_bytes());
    for (byte, part) in bytes.iter_mut().zip(parts) {
        *byte = part;
    }
    OperationId::new(bytes)
}
