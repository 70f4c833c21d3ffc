//! Monthly reports: an area's list, one report with what stands behind its numbers, and a worker's own. Counted from work that is
//! recorded anyway; nobody has to do anything for one.
//!
//! Looking at a worker's report leaves a row on the trail. Not here: what a measure counts (`store::month`), how a report may turn
//! (`domain::month`).

mod formula;
mod plan;
mod sweep;
mod write;

use chrono::NaiveDate;
use domain::actor::{Access, Action, Actor};
use domain::area::{Area, County};
use domain::figure::Side;
use domain::id::{AccountId, MonthId};
use domain::month::{Formula, Measure, Objection, Overall, Report, Support, month_before, month_of, support};
use domain::setting::Switch;
use serde_json::json;
use store::Tx;
use store::audit::{self, Record};
use store::month as table;
pub use store::month::Line;

pub use formula::{Formulas, add_formula, formulas};
pub use sweep::sweep;
pub(crate) use sweep::sweep_or_say;
pub(crate) use write::draft_one;
pub use write::{Answering, Objecting, agree, answer, draft, object, publish, show};

use crate::lock::{access, authorise};
use crate::{Service, ServiceError};

/// Months of one's own that are shown.
const OWN: i64 = 12;

/// A report with what is computed from it.
#[derive(Clone, Debug)]
pub struct Row {
    /// The report.
    pub report: Report,
    /// What its formula makes of it.
    pub overall: Option<Overall>,
    /// What it calls for; of workers alone.
    pub support: Vec<Support>,
}

/// The reports of an area and month.
#[derive(Clone, Debug)]
pub struct Months {
    /// The area with what holds it, as far as the post's reaches.
    pub path: Vec<(Area, String)>,
    /// The areas right below it.
    pub below: Vec<(Area, String)>,
    /// The month, by its first day.
    pub month: NaiveDate,
    /// The month that is still running.
    pub this_month: NaiveDate,
    /// The area's own report and those right below it.
    pub rows: Vec<Row>,
    /// Whether the post may draw reports up.
    pub may_draft: bool,
    /// Whether it may show them and answer.
    pub may_keep: bool,
    /// Objections that are open in the area.
    pub open: i64,
    /// Whether the city wants reports told apart by a measure.
    pub is_ranked: bool,
}

/// One report with everything on its page.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The report with what is computed.
    pub row: Row,
    /// The version of the formula that it follows.
    pub formula: Formula,
    /// Objections in their order.
    pub objections: Vec<Objection>,
    /// Whether it is the reader's own.
    pub is_own: bool,
    /// Whether the reader may show it and answer.
    pub may_keep: bool,
    /// Whether the reader may publish it.
    pub may_publish: bool,
    /// Today.
    pub today: NaiveDate,
}

/// The reports of an area in a month; the last month that is over when none is named.
///
/// *Errors*: `Forbidden` for those whom it is about, `NotFound` for everybody else who sees no files, and out of reach.
pub async fn months(s: &Service, actor: &Actor, area: Area, month: Option<NaiveDate>) -> Result<Months, ServiceError> {
    authorise(actor, Action::ViewMonth, area)?;
    let month = month.map_or_else(|| month_before(s.today()), month_of);
    let mut tx = s.store.begin_look(actor).await?;
    let names = store::area::names(&mut tx, area).await?;
    let mut path = Vec::new();
    for above in area.path().into_iter().filter(|above| actor.area.contains(*above)) {
        let own = store::area::names(&mut tx, above).await?.into_iter().find(|(area, _)| *area == above);
        path.push(own.ok_or(ServiceError::NotFound)?);
    }
    let versions = table::versions(&mut tx, area.county()).await?;
    let reports = table::list(&mut tx, area, month, table::Which::Next).await?;
    let before = table::list(&mut tx, area, month_before(month), table::Which::Next).await?;
    let open = table::open_in(&mut tx, area.range(), month).await?;
    let settings = store::setting::read(&mut tx, area.county()).await?;
    let looked =
        reports.iter().filter_map(|report| report.about.worker.as_ref().map(|(account, _)| account.to_string()));
    let looked: Vec<String> = looked.collect();
    if !looked.is_empty() {
        let detail = json!({ "month": month, "reports": looked.len() });
        audit::write(&mut tx, actor, s.now(), area, "view_month", Record::Area(area), Some(detail)).await?;
    }
    tx.commit().await?;
    let rows = reports.into_iter().map(|report| {
        let same = |other: &&Report| other.about.area == report.about.area && worker_of(other) == worker_of(&report);
        let was = before.iter().find(same).cloned();
        row(report, was.as_ref(), &versions)
    });
    let may = |action| access(actor, action, area) == Access::Granted;
    Ok(Months {
        path,
        below: names.into_iter().filter(|(below, _)| *below != area).collect(),
        month,
        this_month: month_of(s.today()),
        rows: rows.collect(),
        may_draft: may(Action::KeepMonth) || may(Action::PublishMonth),
        may_keep: may(Action::KeepMonth),
        open,
        is_ranked: settings.is_on(Switch::MonthRanking),
    })
}

fn worker_of(report: &Report) -> Option<AccountId> {
    report.about.worker.as_ref().map(|(account, _)| *account)
}

fn row(report: Report, before: Option<&Report>, versions: &[Formula]) -> Row {
    let formula = Formula::of_version(versions, report.formula);
    let overall = formula.and_then(|formula| formula.overall(&report.tallies));
    let support = match report.about.worker {
        Some(_) => support(before.map(|before| before.tallies.as_slice()), &report.tallies),
        None => Vec::new(),
    };
    Row { report, overall, support }
}

/// One report: for its worker, and for the offices above.
///
/// *Errors*: `NotFound` when there is none that the post may know of; a draft is none for its worker.
pub async fn sheet(s: &Service, actor: &Actor, id: MonthId) -> Result<Sheet, ServiceError> {
    let mut tx = s.store.begin_look(actor).await?;
    let sheet = read(s, &mut tx, actor, id).await?;
    if !sheet.is_own {
        look(s, &mut tx, actor, &sheet.row.report, "view_month").await?;
    }
    tx.commit().await?;
    Ok(sheet)
}

/// The same to be taken away as a file, which stands on the trail for everybody.
pub async fn export(s: &Service, actor: &Actor, id: MonthId) -> Result<Sheet, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let sheet = read(s, &mut tx, actor, id).await?;
    look(s, &mut tx, actor, &sheet.row.report, "export_month").await?;
    tx.commit().await?;
    Ok(sheet)
}

async fn read(s: &Service, tx: &mut Tx, actor: &Actor, id: MonthId) -> Result<Sheet, ServiceError> {
    let report = table::one(tx, id).await?.ok_or(ServiceError::NotFound)?;
    let is_own = is_own(actor, &report);
    authorise_on(actor, &report)?;
    let versions = table::versions(tx, report.about.area.county()).await?;
    let objections = table::objections(tx, id).await?;
    let before = table::list(tx, report.about.area, month_before(report.month), table::Which::All).await?;
    let same = |other: &&Report| other.about.area == report.about.area && worker_of(other) == worker_of(&report);
    let was = before.iter().find(same).cloned();
    let formula = Formula::of_version(&versions, report.formula).ok_or(ServiceError::NotFound)?;
    let may = |action| access(actor, action, report.about.area) == Access::Granted;
    let (may_keep, may_publish) = (may(Action::KeepMonth), may(Action::PublishMonth));
    let row = row(report, was.as_ref(), &versions);
    Ok(Sheet { row, formula, objections, is_own, may_keep, may_publish, today: s.today() })
}

async fn look(
    s: &Service,
    tx: &mut Tx,
    actor: &Actor,
    report: &Report,
    action: &'static str,
) -> Result<(), ServiceError> {
    let area = report.about.area;
    let record = worker_of(report).map_or(Record::Area(area), Record::Account);
    let detail = json!({ "month": report.month, "report": report.id.to_string() });
    Ok(audit::write(tx, actor, s.now(), area, action, record, Some(detail)).await?)
}

fn is_own(actor: &Actor, report: &Report) -> bool {
    worker_of(report) == Some(actor.account) && access(actor, Action::OwnMonth, actor.area) == Access::Granted
}

fn authorise_on(actor: &Actor, report: &Report) -> Result<(), ServiceError> {
    if is_own(actor, report) && report.state.is_shown() {
        return Ok(());
    }
    // Of a colleague's report there is nothing to know.
    authorise(actor, Action::ViewMonth, report.about.area).map_err(|_nothing| ServiceError::NotFound)
}

/// The acting worker's own months, the newest first.
///
/// *Errors*: `Forbidden` for those who have none but see others', `NotFound` for everybody else.
pub async fn own(s: &Service, actor: &Actor) -> Result<Vec<Sheet>, ServiceError> {
    authorise(actor, Action::OwnMonth, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let reports = table::of_worker(&mut tx, actor.account, OWN).await?;
    let mut sheets = Vec::new();
    for report in reports.into_iter().filter(|report| report.state.is_shown()) {
        sheets.push(read(s, &mut tx, actor, report.id).await?);
    }
    tx.commit().await?;
    Ok(sheets)
}

/// The records behind a number of a report, as far as the reader sees them, and how many there are.
///
/// *Errors*: as [`sheet`].
pub async fn behind(
    s: &Service,
    actor: &Actor,
    id: MonthId,
    (measure, side): (Measure, Side),
) -> Result<(Report, Vec<Line>, usize), ServiceError> {
    let mut tx = s.store.begin_look(actor).await?;
    let report = table::one(&mut tx, id).await?.ok_or(ServiceError::NotFound)?;
    authorise_on(actor, &report)?;
    let (part, rest) = table::records(&mut tx, id, measure).await?.ok_or(ServiceError::NotFound)?;
    let records = match side {
        Side::Part => part,
        Side::Rest => rest,
        Side::Whole => part.into_iter().chain(rest).collect(),
    };
    let lines = table::lines(&mut tx, &records).await?;
    if !is_own(actor, &report) {
        look(s, &mut tx, actor, &report, "view_month").await?;
    }
    tx.commit().await?;
    Ok((report, lines, records.len()))
}

/// The formula of a month.
async fn formula_of(tx: &mut Tx, county: County, month: NaiveDate) -> Result<Formula, ServiceError> {
    Ok(Formula::of_month(&table::versions(tx, county).await?, month))
}
