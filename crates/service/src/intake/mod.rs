//! Lists of people taken in from files: upload, check, write, undo. Each step works in the background, in one transaction, and
//! shows how far it is; whoever dies with it leaves the city as it was.
//!
//! Check and write make the same plan ([`work`]): what is written is what was shown, or nothing.

use chrono::NaiveDate;
use domain::actor::{Action, Actor};
use domain::id::{IntakeId, ResidentId};
use domain::intake::{
    self as rule, Batch, COLUMNS, ColumnSpec, Found, ListKind, MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Mapping, Reason,
    State,
};
use serde_json::json;
use sheet::{Cells, Limits, SheetError};
use store::Tx;
use store::audit::{self, Record};
use store::intake::{self as rows, NewBatch};

use crate::lock::authorise;
use crate::{Service, ServiceError};

mod look;
mod undo;
mod work;
mod write;

pub use undo::undo;
pub use work::{check, write};

/// Batches of a list.
const LISTED: i64 = 50;
/// Faults that a page shows; the file to download has all.
const SHOWN: i64 = 200;
/// Signs of a cell that are read; no field takes more.
const CELL_SIGNS: usize = 400;

/// A batch as a page shows it.
#[derive(Clone, Debug)]
pub struct View {
    /// The batch.
    pub batch: Batch,
    /// The first of its faults.
    pub faults: Vec<Found>,
    /// The headings of its file with what each column holds; empty once the file is gone.
    pub columns: Vec<(String, String)>,
    /// People who were changed later, when that kept it from being undone.
    pub touched: Vec<ResidentId>,
    /// Whether it can be undone.
    pub may_undo: bool,
}

/// Why a file was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// It is no table, or too large.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// It has headings and nothing below.
    #[error("there are no rows below the headings")]
    NoRows,
}

/// The batches of one's area, the latest first.
pub async fn list(s: &Service, actor: &Actor) -> Result<Vec<Batch>, ServiceError> {
    authorise(actor, Action::TakeIn, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let batches = rows::list(&mut tx, ListKind::People, actor.area.range(), LISTED).await?;
    tx.commit().await?;
    Ok(batches)
}

/// Takes a file and, when all columns that it needs are known, begins to check it.
///
/// *Errors*: `Invalid` for the field `file` when it is no table.
pub async fn upload(
    s: &Service,
    actor: &Actor,
    file_name: &str,
    file: Vec<u8>,
    as_of_on: Option<NaiveDate>,
) -> Result<IntakeId, ServiceError> {
    authorise(actor, Action::TakeIn, actor.area)?;
    if file.len() > MOST_BYTES {
        return Err(unusable(SheetError::TooLarge.into()));
    }
    let today = s.today();
    let as_of_on = as_of_on.unwrap_or(today);
    if as_of_on > today {
        return Err(ServiceError::invalid("as_of_on", "the day has not come yet"));
    }
    let (file, headings, count) = away(move || PEOPLE.headings(file)).await?.map_err(unusable)?;
    let mut tx = s.store.begin(actor).await?;
    rows::prune(&mut tx, actor.area.range(), s.now()).await?;
    let remembered = rows::remembered(&mut tx, actor).await?;
    let meant = rule::mapping(&COLUMNS, &headings, |heading| remembered.get(heading).cloned());
    let mapping = slugs(&meant);
    let file_name: String = file_name.chars().filter(|sign| !sign.is_control()).take(120).collect();
    let new = NewBatch {
        kind: ListKind::People,
        file_name: &file_name,
        file: &file,
        headings: &headings,
        mapping: &mapping,
        rows: count,
        as_of_on,
    };
    let batch = rows::add(&mut tx, actor, &new, &mut s.nonces()?, s.now()).await?;
    let detail = json!({ "rows": count });
    audit::write(&mut tx, actor, s.now(), actor.area, "upload_list", Record::Intake(batch), Some(detail)).await?;
    tx.commit().await?;
    if rule::missing(&COLUMNS, &meant).is_empty() {
        check(s, actor, batch).await?;
    }
    Ok(batch)
}

pub(crate) fn unusable(why: Unusable) -> ServiceError {
    ServiceError::invalid("file", why.to_string())
}

/// The words of a mapping, as they are stored.
pub(crate) fn slugs(mapping: &Mapping) -> Vec<String> {
    mapping.iter().map(|column| column.map(|column| column.slug).unwrap_or_default().to_owned()).collect()
}

/// Runs something that takes long away from the threads that answer requests.
pub(crate) async fn away<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, ServiceError> {
    tokio::task::spawn_blocking(work).await.map_err(ServiceError::internal)
}

/// What a kind of list looks like, and how much of it is read.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    pub(crate) columns: &'static [ColumnSpec],
    pub(crate) limits: Limits,
}

/// A list of people.
const PEOPLE: Shape =
    Shape { columns: &COLUMNS, limits: Limits { rows: MOST_ROWS + 20, columns: MOST_COLUMNS, signs: CELL_SIGNS } };

impl Shape {
    /// A file with its headings, and how many rows below have something in them.
    pub(crate) fn headings(self, file: Vec<u8>) -> Result<(Vec<u8>, Vec<String>, u32), Unusable> {
        let cells = self.cells(&file)?;
        let at = rule::heading_row(self.columns, &cells).ok_or(SheetError::Empty)?;
        let count = cells.iter().skip(at + 1).filter(|row| is_filled(row)).count();
        if count == 0 {
            return Err(Unusable::NoRows);
        }
        Ok((file, cells.into_iter().nth(at).unwrap_or_default(), count as u32))
    }

    /// All cells of a file.
    pub(crate) fn cells(self, file: &[u8]) -> Result<Cells, SheetError> {
        sheet::read(file, self.limits)
    }

    /// What somebody says that the columns of a file hold, or why that can't be.
    ///
    /// *Errors*: `Invalid` for `mapping` when a column that no file can do without is missing, or two hold the same.
    pub(crate) fn chosen(self, headings: &[String], chosen: &[String]) -> Result<Mapping, ServiceError> {
        let known = |slug: &String| self.columns.iter().find(|column| column.slug == *slug);
        let mut meant: Mapping = chosen.iter().map(known).collect();
        meant.resize(headings.len(), None);
        let mut seen = std::collections::BTreeSet::new();
        let is_twice = meant.iter().flatten().any(|column| !seen.insert(column.slug));
        if is_twice || !rule::missing(self.columns, &meant).is_empty() {
            return Err(ServiceError::invalid("mapping", "a needed column is missing, or two columns hold the same"));
        }
        Ok(meant)
    }
}

/// Whether a row has something in it and is no explanation of a template.
pub(crate) fn is_filled(row: &[String]) -> bool {
    let first = row.iter().find(|cell| !cell.is_empty());
    first.is_some_and(|cell| !cell.starts_with(sheet::EXPLAINS))
}

/// Says what a file's columns hold, remembers it for the next file, and checks the file.
///
/// *Errors*: `Invalid` for `mapping` when a column that no file can do without is missing, or two hold the same.
pub async fn map(
    s: &Service,
    actor: &Actor,
    batch: IntakeId,
    chosen: &[String],
    as_of_on: Option<NaiveDate>,
) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let known = find(&mut tx, actor, batch).await?;
    let (headings, _) = rows::headings(&mut tx, batch).await?.ok_or(ServiceError::Conflict)?;
    if known.state.is_at_work() || known.written_at.is_some() {
        return Err(ServiceError::Conflict);
    }
    let mapping = slugs(&PEOPLE.chosen(&headings, chosen)?);
    let named = headings.iter().map(|heading| rule::plain_heading(heading)).zip(mapping.iter().cloned());
    let named: Vec<_> = named.filter(|(heading, _)| !heading.is_empty()).collect();
    rows::remember(&mut tx, actor, &named).await?;
    rows::set_mapping(&mut tx, batch, &mapping, as_of_on.unwrap_or(known.as_of_on).min(s.today())).await?;
    tx.commit().await?;
    check(s, actor, batch).await
}

/// A batch that the actor may know of, brought up to date when whoever worked on it is gone.
async fn find(tx: &mut Tx, actor: &Actor, batch: IntakeId) -> Result<Batch, ServiceError> {
    let found = rows::read(tx, ListKind::People, batch).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::TakeIn, found.area)?;
    if found.state.is_at_work() && rows::claim(tx, batch).await? {
        // The step's transaction is gone, and with it all that it did.
        rows::advance(tx, batch, (found.state, state_before(found.state)), Some(Reason::BrokenOff)).await?;
        return rows::read(tx, ListKind::People, batch).await?.ok_or(ServiceError::NotFound);
    }
    Ok(found)
}

/// Where a batch falls back to when a step comes to nothing.
fn state_before(state: State) -> State {
    match state {
        State::Checking => State::Uploaded,
        State::Writing => State::Checked,
        State::Undoing => State::Written,
        other => other,
    }
}

/// Everything about one batch.
pub async fn view(s: &Service, actor: &Actor, batch: IntakeId) -> Result<View, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let batch = find(&mut tx, actor, batch).await?;
    let faults = rows::faults(&mut tx, batch.batch, SHOWN).await?;
    let columns = rows::headings(&mut tx, batch.batch).await?.map(|(headings, mapping)| {
        headings.into_iter().zip(mapping.into_iter().chain(std::iter::repeat(String::new()))).collect()
    });
    let is_written = batch.state == State::Written;
    let may_undo = is_written && rows::undo::changed(&mut tx, batch.batch).await?.is_whole;
    let touched = if is_written && batch.reason == Some(Reason::Touched) {
        rows::undo::touched(&mut tx, batch.batch, 20).await?
    } else {
        Vec::new()
    };
    tx.commit().await?;
    Ok(View { batch, faults, columns: columns.unwrap_or_default(), touched, may_undo })
}

/// All faults of a batch, for a file to download.
pub async fn faults(s: &Service, actor: &Actor, batch: IntakeId) -> Result<Vec<Found>, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    find(&mut tx, actor, batch).await?;
    let faults = rows::faults(&mut tx, batch, i64::MAX).await?;
    tx.commit().await?;
    Ok(faults)
}

/// Asks the running step to stop; it looks between two pieces of its work.
pub async fn stop(s: &Service, actor: &Actor, batch: IntakeId) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    find(&mut tx, actor, batch).await?;
    rows::ask_to_stop(&mut tx, batch).await?;
    tx.commit().await?;
    Ok(())
}

/// The words that template and check know: the dictionary's lists by name, and the names of key groups.
pub async fn vocabulary(s: &Service, actor: &Actor) -> Result<Vec<(String, Vec<String>)>, ServiceError> {
    authorise(actor, Action::TakeIn, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let words = crate::party::words(&mut tx, actor.area).await?;
    tx.commit().await?;
    let mut lists: Vec<(String, Vec<String>)> = Vec::new();
    for word in words.into_iter().filter(|word| word.is_offered) {
        match lists.iter_mut().find(|(kind, _)| *kind == word.kind) {
            Some((_, names)) => names.push(word.name_zh),
            None => lists.push((word.kind, vec![word.name_zh])),
        }
    }
    Ok(lists)
}
