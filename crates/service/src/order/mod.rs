//! Sheets of work orders of the city's hotline 12345 工单: uploaded, checked, taken in as cases, and sent back with what became of
//! them.
//!
//! Check and taking in make the same plan ([`plan`]): what is taken in is what was shown, or nothing. A file is small
//! ([`domain::order::MOST_ROWS`]), so both happen while its sender waits. Files, headings and faults are kept like those of lists of
//! people ([`crate::intake`]).

mod answer;
mod ground;
mod plan;
mod write;

use domain::actor::{Action, Actor};
use domain::id::IntakeId;
use domain::intake::{self as rule, Batch, Found, ListKind, MOST_BYTES, MOST_COLUMNS, State};
use domain::order::{COLUMNS, MOST_ROWS, TEXT_SIGNS};
use serde_json::json;
use sheet::{Limits, SheetError};
use store::Tx;
use store::audit::{self, Record};
use store::intake::{self as rows, NewBatch};

pub use answer::{AnswerRow, Answers, answers};
pub use write::{TakenIn, write};

use crate::intake::{Shape, View, away, slugs, unusable};
use crate::lock::authorise;
use crate::{Service, ServiceError};

/// Files of a list.
const LISTED: i64 = 50;
/// Faults that a page shows; the file to download has all.
const SHOWN: i64 = 200;
/// What the remembered headings of orders begin with: the same heading may mean something else in a list of people.
const HEADING: &str = "order:";

/// A sheet of orders.
const ORDERS: Shape = Shape {
    columns: &COLUMNS,
    limits: Limits { rows: MOST_ROWS + 20, columns: MOST_COLUMNS, signs: TEXT_SIGNS + 100 },
};

/// The sheets of one's area, the latest first.
pub async fn list(s: &Service, actor: &Actor) -> Result<Vec<Batch>, ServiceError> {
    authorise(actor, Action::TakeCalls, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let batches = rows::list(&mut tx, ListKind::Orders, actor.area.range(), LISTED).await?;
    tx.commit().await?;
    Ok(batches)
}

/// Takes a file and, when all columns that it needs are known, checks it.
///
/// *Errors*: `Invalid` for the field `file` when it is no table, or has more rows than are taken in at once.
pub async fn upload(s: &Service, actor: &Actor, file_name: &str, file: Vec<u8>) -> Result<IntakeId, ServiceError> {
    authorise(actor, Action::TakeCalls, actor.area)?;
    if file.len() > MOST_BYTES {
        return Err(unusable(SheetError::TooLarge.into()));
    }
    let (file, headings, count) = away(move || ORDERS.headings(file)).await?.map_err(unusable)?;
    if count as usize > MOST_ROWS {
        return Err(unusable(SheetError::TooLarge.into()));
    }
    let mut tx = s.store.begin(actor).await?;
    rows::prune(&mut tx, actor.area.range(), s.now()).await?;
    let remembered = rows::remembered(&mut tx, actor).await?;
    let meant = rule::mapping(&COLUMNS, &headings, |heading| remembered.get(&format!("{HEADING}{heading}")).cloned());
    let file_name: String = file_name.chars().filter(|sign| !sign.is_control()).take(120).collect();
    let new = NewBatch {
        kind: ListKind::Orders,
        file_name: &file_name,
        file: &file,
        headings: &headings,
        mapping: &slugs(&meant),
        rows: count,
        as_of_on: s.today(),
    };
    let batch = rows::add(&mut tx, actor, &new, &mut s.nonces()?, s.now()).await?;
    let detail = json!({ "rows": count });
    audit::write(&mut tx, actor, s.now(), actor.area, "upload_orders", Record::Intake(batch), Some(detail)).await?;
    if rule::missing(&COLUMNS, &meant).is_empty() {
        let found = find(&mut tx, actor, batch).await?;
        check(s, &mut tx, actor, &found).await?;
    }
    tx.commit().await?;
    Ok(batch)
}

/// Says what a file's columns hold, remembers it for the sender's next file, and checks the file.
///
/// *Errors*: `Invalid` for `mapping` when a column that no file can do without is missing, or two hold the same; `Conflict` when it
/// was taken in, or its file is gone.
pub async fn map(s: &Service, actor: &Actor, batch: IntakeId, chosen: &[String]) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let found = find(&mut tx, actor, batch).await?;
    let (headings, _) = rows::headings(&mut tx, batch).await?.ok_or(ServiceError::Conflict)?;
    if found.written_at.is_some() {
        return Err(ServiceError::Conflict);
    }
    let mapping = slugs(&ORDERS.chosen(&headings, chosen)?);
    let named = headings.iter().map(|heading| rule::plain_heading(heading)).zip(mapping.iter().cloned());
    let named = named.filter(|(heading, _)| !heading.is_empty());
    let named: Vec<_> = named.map(|(heading, slug)| (format!("{HEADING}{heading}"), slug)).collect();
    rows::remember(&mut tx, actor, &named).await?;
    rows::set_mapping(&mut tx, batch, &mapping, found.as_of_on).await?;
    check(s, &mut tx, actor, &found).await?;
    tx.commit().await?;
    Ok(())
}

/// Makes the plan of a file and keeps what it comes to.
async fn check(s: &Service, tx: &mut Tx, actor: &Actor, batch: &Batch) -> Result<plan::Prepared, ServiceError> {
    let prepared = plan::prepare(s, tx, actor, batch).await?;
    rows::set_checked(tx, batch, prepared.counts, &prepared.digest, &prepared.faults).await?;
    if batch.state != State::Checked {
        rows::advance(tx, batch.batch, (batch.state, State::Checked), None).await?;
    }
    Ok(prepared)
}

/// A sheet that the actor may know of.
async fn find(tx: &mut Tx, actor: &Actor, batch: IntakeId) -> Result<Batch, ServiceError> {
    let found = rows::read(tx, ListKind::Orders, batch).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::TakeCalls, found.area)?;
    Ok(found)
}

/// Everything about one sheet.
pub async fn view(s: &Service, actor: &Actor, batch: IntakeId) -> Result<View, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let batch = find(&mut tx, actor, batch).await?;
    let faults = rows::faults(&mut tx, batch.batch, SHOWN).await?;
    let columns = rows::headings(&mut tx, batch.batch).await?.map(|(headings, mapping)| {
        headings.into_iter().zip(mapping.into_iter().chain(std::iter::repeat(String::new()))).collect()
    });
    tx.commit().await?;
    Ok(View { batch, faults, columns: columns.unwrap_or_default(), touched: Vec::new(), may_undo: false })
}

/// All faults of a sheet, for a file to download.
pub async fn faults(s: &Service, actor: &Actor, batch: IntakeId) -> Result<Vec<Found>, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    find(&mut tx, actor, batch).await?;
    let faults = rows::faults(&mut tx, batch, i64::MAX).await?;
    tx.commit().await?;
    Ok(faults)
}
