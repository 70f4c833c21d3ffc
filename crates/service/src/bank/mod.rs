//! The love bank: an account's statement, the accounts of an area, what volunteers do with their points, and the books counted anew.
//!
//! Every operation locks its accounts, asks `domain::bank` and writes two movements and a row on the trail in one transaction. Wishes call
//! [`credit()`] and nothing else. Not here: SQL, and what is unusual about an account (`store::bank` counts, people judge).

mod act;
mod credit;
mod item;
mod rule;

use chrono::{DateTime, NaiveDate, Utc};
use domain::actor::{Access, Action, Actor};
use domain::area::Area;
use domain::bank::{AccountKind, Hint, Points, Rule};
use domain::id::BankAccountId;
use domain::month::{month_of, period_of};
use serde_json::json;
use store::audit::{self, Record};
use store::bank as table;
pub use store::bank::{AccountRow, Difference, Line, Recount};
use store::{Duty, Tx};

pub use act::{Giving, Redeeming, Target, donate, redeem, reverse};
pub use credit::{Credited, Serving, credit};
pub use item::{Item, Items, NewItem, Place, items, keep_item};
pub use rule::{Rules, add_rule, rules};

use crate::lock::{access, authorise};
use crate::{Service, ServiceError};

/// What stands on the trail of a statement that was taken away.
const EXPORT: &str = "export_bank";
/// Accounts on a page.
pub const PAGE: i64 = 50;
/// The most lines of a statement: a community's own accounts have many.
const LINES: i64 = 5_000;
/// The most accounts of communities above the list.
const OFFICES: i64 = 300;

/// The statement of an account for a month.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The account as it stands now.
    pub account: AccountRow,
    /// The month, by its first day.
    pub month: NaiveDate,
    /// The month that is still running.
    pub this_month: NaiveDate,
    /// What it held when the month began, by its movements.
    pub opening: Points,
    /// What it held when the month ended, or holds now.
    pub closing: Points,
    /// What happened, the oldest first.
    pub lines: Vec<Line>,
    /// Whether it is the reader's own.
    pub is_own: bool,
    /// Whether the reader may take transfers back.
    pub may_reverse: bool,
    /// When it was drawn up.
    pub made_at: DateTime<Utc>,
}

/// A volunteer's own page.
#[derive(Clone, Debug)]
pub struct Own {
    /// The statement; nothing before anything was credited.
    pub statement: Option<Statement>,
    /// The rule of today.
    pub rule: Rule,
    /// What can be redeemed, the own community's first.
    pub items: Vec<Item>,
    /// The communities to whose pool something can be given.
    pub communities: Vec<(Area, String)>,
}

/// The accounts of an area.
#[derive(Clone, Debug)]
pub struct Accounts {
    /// The area.
    pub area: Area,
    /// Volunteers' accounts of this page, by name.
    pub rows: Vec<AccountRow>,
    /// How many there are on all pages.
    pub count: i64,
    /// The page, from 0.
    pub page: i64,
    /// The communities' own accounts.
    pub offices: Vec<AccountRow>,
    /// What all accounts of a kind hold together.
    pub totals: Vec<(AccountKind, Points)>,
    /// What was unusual in the month.
    pub hints: Vec<Hint>,
    /// The month that hints are about, by its first day.
    pub month: NaiveDate,
}

/// The acting volunteer's own page, with the statement of a month; the running one when none is named.
///
/// *Errors*: `Forbidden` for those who see others' accounts or know of them, `NotFound` for everybody else.
pub async fn own(s: &Service, actor: &Actor, month: Option<NaiveDate>) -> Result<Own, ServiceError> {
    authorise(actor, Action::OwnBank, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let statement = match table::of_owner(&mut tx, actor.account).await? {
        Some(account) => Some(read(s, &mut tx, actor, account, month).await?),
        None => None,
    };
    let county = actor.area.county();
    let rule = Rule::on_day(&table::versions(&mut tx, county).await?, s.today());
    let mut items = table::items(&mut tx, Area::city(county).range(), false).await?;
    let communities = table::communities(&mut tx, actor.area).await?;
    tx.commit().await?;
    let is_near = |item: &Item| communities.iter().any(|(area, _)| *area == item.area);
    items.sort_by_key(|item| !is_near(item));
    Ok(Own { statement, rule, items, communities })
}

/// The statement of an account: for its volunteer, and for the offices above.
///
/// *Errors*: `NotFound` when there is none that the post may know of.
pub async fn statement(
    s: &Service,
    actor: &Actor,
    account: BankAccountId,
    month: Option<NaiveDate>,
) -> Result<Statement, ServiceError> {
    looked_up(s, actor, (account, month), "view_bank").await
}

/// The same to be taken away as a file, which stands on the trail for everybody.
pub async fn export(
    s: &Service,
    actor: &Actor,
    account: BankAccountId,
    month: Option<NaiveDate>,
) -> Result<Statement, ServiceError> {
    looked_up(s, actor, (account, month), EXPORT).await
}

async fn looked_up(
    s: &Service,
    actor: &Actor,
    (account, month): (BankAccountId, Option<NaiveDate>),
    action: &'static str,
) -> Result<Statement, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let found = table::find(&mut tx, account).await?.ok_or(ServiceError::NotFound)?;
    if !is_own(actor, &found) {
        // Of somebody else's account there is nothing to know.
        authorise(actor, Action::ViewBank, found.area).map_err(|_no| ServiceError::NotFound)?;
    }
    let statement = read(s, &mut tx, actor, found, month).await?;
    let row = &statement.account;
    let record = row.owner.map_or(Record::Area(row.area), Record::Account);
    let detail = Some(json!({ "account": account.to_string(), "month": statement.month }));
    if !statement.is_own {
        audit::write(&mut tx, actor, s.now(), row.area, action, record, detail).await?;
    } else if action == EXPORT {
        // A volunteer's session writes nothing on the trail by itself.
        let duty = s.store.begin_duty(actor, Duty::OwnBank, &[actor.area]).await?;
        let mut noted = duty.ok_or(ServiceError::NotFound)?;
        audit::write(&mut noted, actor, s.now(), row.area, action, record, detail).await?;
        noted.commit().await?;
    }
    tx.commit().await?;
    Ok(statement)
}

fn is_own(actor: &Actor, row: &AccountRow) -> bool {
    row.owner == Some(actor.account) && access(actor, Action::OwnBank, actor.area) == Access::Granted
}

async fn read(
    s: &Service,
    tx: &mut Tx,
    actor: &Actor,
    account: AccountRow,
    month: Option<NaiveDate>,
) -> Result<Statement, ServiceError> {
    let this_month = month_of(s.today());
    let month = month.map_or(this_month, month_of);
    let (from, until) = bounds(month)?;
    let id = account.standing.account;
    let opening = table::sum_before(tx, id, from).await?;
    let closing = table::sum_before(tx, id, until).await?;
    let lines = table::entries(tx, id, (from, until), LINES).await?;
    let may_reverse =
        account.owner != Some(actor.account) && access(actor, Action::KeepBank, account.area) == Access::Granted;
    let is_own = is_own(actor, &account);
    Ok(Statement { account, month, this_month, opening, closing, lines, is_own, may_reverse, made_at: s.now() })
}

/// When a month begins and when the next one does, in the city; nothing where the calendar ends.
fn bounds(month: NaiveDate) -> Result<(DateTime<Utc>, DateTime<Utc>), ServiceError> {
    let period = period_of(month).ok_or_else(|| ServiceError::invalid("month", "a month"))?;
    Ok(period.instants())
}

/// Which accounts are looked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Where.
    pub area: Area,
    /// A part of the name or login; empty for all.
    pub text: &'a str,
    /// The page, from 0.
    pub page: i64,
    /// The month that hints are about; the running one when none is named.
    pub month: Option<NaiveDate>,
}

/// The accounts of an area, a page of them, with what is unusual.
///
/// *Errors*: `Forbidden` for those who only know of accounts, `NotFound` for everybody else and out of reach.
pub async fn accounts(s: &Service, actor: &Actor, asked: Asked<'_>) -> Result<Accounts, ServiceError> {
    authorise(actor, Action::ViewBank, asked.area)?;
    let (range, page) = (asked.area.range(), asked.page.clamp(0, 10_000));
    let month = asked.month.map_or_else(|| month_of(s.today()), month_of);
    let mut tx = s.store.begin(actor).await?;
    let which = table::Which { range, text: asked.text.trim(), limit: PAGE, offset: page * PAGE };
    let (rows, count) = table::list(&mut tx, which).await?;
    let offices = table::offices(&mut tx, range, OFFICES).await?;
    let totals = table::totals(&mut tx, range).await?;
    let hints = table::hints(&mut tx, range, bounds(month)?).await?;
    let detail = json!({ "accounts": rows.len(), "month": month });
    audit::write(&mut tx, actor, s.now(), asked.area, "view_bank", Record::Area(asked.area), Some(detail)).await?;
    tx.commit().await?;
    Ok(Accounts { area: asked.area, rows, count, page, offices, totals, hints, month })
}

/// Counts all balances anew from their movements. For the operator's command line; runs beside a serving process.
pub async fn verify(s: &Service) -> Result<Recount, ServiceError> {
    let mut tx = s.store.begin_snapshot().await?;
    let recount = table::recount(&mut tx).await?;
    tx.rollback().await?;
    Ok(recount)
}
