//! What is done with reports: drawn up, shown, agreed with or objected to, answered, published.

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::actor::{Action, Actor};
use domain::area::{Area, Level};
use domain::clock::civil_date;
use domain::id::{AccountId, MonthId};
use domain::month::{
    LONGEST_WORDS, Measure, Move, Refusal, Report, State, Subject, Tally, month_of, period_of, tally_of, turn,
};
use domain::setting::Number;
use domain::trail::TrackMode;
use serde_json::{Value, json};
use store::audit::{self, Record};
use store::month::{self as table, Counted, NewAnswer, NewObjection, NewReport, Scope, Wanted};
use store::{Duty, Tx};

use super::plan::visited;
use super::{formula_of, worker_of};
use crate::lock::authorise;
use crate::{Service, ServiceError};

/// Draws up what is missing of an area and month, and counts drafts anew. Returns how many there are. What was shown stays.
///
/// *Errors*: `Forbidden` and `NotFound` for who may not; `Invalid` for a month that has not begun.
pub async fn draft(s: &Service, actor: &Actor, area: Area, month: NaiveDate) -> Result<usize, ServiceError> {
    let may = authorise(actor, Action::KeepMonth, area).or_else(|_no| authorise(actor, Action::PublishMonth, area));
    may?;
    let month = month_of(month);
    if month > s.today() {
        return Err(ServiceError::invalid("month", "a month that has begun"));
    }
    let mut tx = begin(s, actor, Duty::Months, area).await?;
    let scopes = scopes(&mut tx, area, month).await?;
    let mut count = 0;
    for scope in scopes {
        count += usize::from(draft_one(&mut tx, (scope, month), Some(actor.account), s.now()).await?);
    }
    note(s, &mut tx, actor, (area, Record::Area(area)), ("draft_month", json!({ "month": month, "reports": count })))
        .await?;
    tx.commit().await?;
    Ok(count)
}

/// Whom there are reports about in an area: its workers, its communities and streets, and itself.
pub(super) async fn scopes(tx: &mut Tx, area: Area, month: NaiveDate) -> Result<Vec<Scope>, ServiceError> {
    let period = period_of(month).ok_or_else(|| ServiceError::invalid("month", "a month"))?;
    let mut found = table::workers(tx, area.range(), period).await?;
    if area.level() != Level::Grid {
        let areas = store::area::above_grids(tx, area).await?;
        found.extend(areas.into_iter().map(|(area, _)| Scope { area, account: None }));
    }
    Ok(found)
}

/// Draws one report up. False when it is no draft any more.
pub(crate) async fn draft_one(
    tx: &mut Tx,
    (scope, month): (Scope, NaiveDate),
    by: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<bool, ServiceError> {
    let counted = count(tx, (scope, month), now).await?;
    let formula = formula_of(tx, scope.area.county(), month).await?.version;
    let new = NewReport { scope, month, formula, counted: &counted, by };
    Ok(table::put(tx, now, &new).await?.is_some())
}

async fn count(
    tx: &mut Tx,
    (scope, month): (Scope, NaiveDate),
    now: DateTime<Utc>,
) -> Result<Vec<Counted>, ServiceError> {
    let today = civil_date(now);
    let period = period_of(month).ok_or_else(|| ServiceError::invalid("month", "a month"))?;
    let mut counted = table::count(tx, scope, Wanted { period, now, today }).await?;
    counted.push(match scope.account {
        Some(_) => visited(tx, scope.area, period, today).await?,
        None => visited_below(tx, scope.area, month).await?,
    });
    // Where no trails are kept, nobody's ground is looked at either.
    if store::trail::mode(tx, scope.area).await? == TrackMode::Off {
        counted.retain(|one| one.tally.measure != Measure::Covered);
    }
    counted.sort_by_key(|one| one.tally.measure);
    Ok(counted)
}

/// An area's planned visits are those of its grids, each once however many walk it.
async fn visited_below(tx: &mut Tx, area: Area, month: NaiveDate) -> Result<Counted, ServiceError> {
    let mut reports = table::list(tx, area, month, table::Which::All).await?;
    reports.retain(|report| worker_of(report).is_some());
    reports.dedup_by_key(|report| report.about.area);
    let all = reports.iter().filter_map(|report| tally_of(&report.tallies, Measure::Visited));
    let (part, whole) = all.fold((0, 0), |(part, whole), one| (part + one.part, whole + one.whole));
    Ok(Counted { tally: Tally { measure: Measure::Visited, part, whole }, part: Vec::new(), rest: Vec::new() })
}

/// Shows all drafts of an area's workers to them. Returns how many. A month that is still running is not shown.
///
/// *Errors*: `Forbidden` and `NotFound` for who may not; `Invalid` for a month that is not over.
pub async fn show(s: &Service, actor: &Actor, area: Area, month: NaiveDate) -> Result<usize, ServiceError> {
    authorise(actor, Action::KeepMonth, area)?;
    let month = month_of(month);
    if month >= month_of(s.today()) {
        return Err(ServiceError::invalid("month", "a month that is over"));
    }
    let mut tx = begin(s, actor, Duty::Months, area).await?;
    let settings = store::setting::read(&mut tx, area.county()).await?;
    let days = u64::try_from(settings.number(Number::MonthShownDays)).unwrap_or(1);
    let until_on = s.today().checked_add_days(Days::new(days)).unwrap_or(s.today());
    let drafts = table::list(&mut tx, area, month, table::Which::All).await?;
    let mut count = 0;
    for report in drafts.into_iter().filter(|report| report.state == State::Draft && worker_of(report).is_some()) {
        take(s, &mut tx, actor, &report, (Subject::Worker { open: 0 }, Move::Show { until_on })).await?;
        count += 1;
    }
    note(s, &mut tx, actor, (area, Record::Area(area)), ("show_month", json!({ "month": month, "reports": count })))
        .await?;
    tx.commit().await?;
    Ok(count)
}

/// The acting worker says that the own month is right.
///
/// *Errors*: `NotFound` for anybody else's; `Conflict` when it changed meanwhile or stands otherwise.
pub async fn agree(s: &Service, actor: &Actor, which: (MonthId, i64)) -> Result<(), ServiceError> {
    authorise(actor, Action::OwnMonth, actor.area)?;
    let mut tx = begin(s, actor, Duty::OwnMonth, actor.area).await?;
    let report = own_report(&mut tx, actor, which).await?;
    let open = open_of(&mut tx, &report).await?;
    take(s, &mut tx, actor, &report, (Subject::Worker { open }, Move::Agree)).await?;
    note_on(s, &mut tx, actor, &report, "agree_month").await?;
    tx.commit().await?;
    Ok(())
}

/// What a worker objects to.
#[derive(Clone, Copy, Debug)]
pub struct Objecting<'a> {
    /// Against which number; nothing when it is against the whole.
    pub measure: Option<Measure>,
    /// Why.
    pub words: &'a str,
}

/// The acting worker objects to the own month.
///
/// *Errors*: as [`agree`]; `Invalid` without words.
pub async fn object(
    s: &Service,
    actor: &Actor,
    which: (MonthId, i64),
    objecting: Objecting<'_>,
) -> Result<(), ServiceError> {
    authorise(actor, Action::OwnMonth, actor.area)?;
    let words = long_text("words", objecting.words)?;
    let mut tx = begin(s, actor, Duty::OwnMonth, actor.area).await?;
    let report = own_report(&mut tx, actor, which).await?;
    let open = open_of(&mut tx, &report).await? + 1;
    take(s, &mut tx, actor, &report, (Subject::Worker { open }, Move::Object)).await?;
    table::object(&mut tx, actor, &report, s.now(), NewObjection { measure: objecting.measure, words }).await?;
    note_on(s, &mut tx, actor, &report, "object_month").await?;
    tx.commit().await?;
    Ok(())
}

/// The answer to an objection.
#[derive(Clone, Copy, Debug)]
pub struct Answering<'a> {
    /// What is said.
    pub words: &'a str,
    /// Whether the worker was right: then the month is counted anew, from the records as they are now.
    pub is_upheld: bool,
}

/// Answers an objection, for community or street.
///
/// *Errors*: `Forbidden` and `NotFound` for who may not; `Conflict` when it is answered or the report stands otherwise.
pub async fn answer(s: &Service, actor: &Actor, objection: i64, answering: Answering<'_>) -> Result<(), ServiceError> {
    authorise(actor, Action::KeepMonth, actor.area)?;
    let words = long_text("words", answering.words)?;
    let mut tx = begin(s, actor, Duty::Months, actor.area).await?;
    let id = table::report_of(&mut tx, objection).await?.ok_or(ServiceError::NotFound)?;
    let report = table::find(&mut tx, id).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::KeepMonth, report.about.area)?;
    let given = NewAnswer { words, is_upheld: answering.is_upheld };
    if !table::answer(&mut tx, actor, objection, s.now(), given).await? {
        return Err(ServiceError::Conflict);
    }
    let open = open_of(&mut tx, &report).await?;
    take(s, &mut tx, actor, &report, (Subject::Worker { open }, Move::Answer)).await?;
    if answering.is_upheld {
        let scope = Scope { area: report.about.area, account: worker_of(&report) };
        let counted = count(&mut tx, (scope, report.month), s.now()).await?;
        table::recount(&mut tx, id, s.now(), &counted).await?;
    }
    note_on(s, &mut tx, actor, &report, "answer_month").await?;
    tx.commit().await?;
    Ok(())
}

/// Publishes a report, for street or city: it never changes again.
///
/// *Errors*: `Forbidden` and `NotFound` for who may not; `Conflict` when it changed meanwhile, was not shown, an objection is open, or
/// its worker still has time.
pub async fn publish(s: &Service, actor: &Actor, which: (MonthId, i64)) -> Result<(), ServiceError> {
    authorise(actor, Action::PublishMonth, actor.area)?;
    let mut tx = begin(s, actor, Duty::PublishedMonths, actor.area).await?;
    let report = table::find(&mut tx, which.0).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::PublishMonth, report.about.area)?;
    if report.revision != which.1 {
        return Err(ServiceError::Conflict);
    }
    if report.month >= month_of(s.today()) {
        return Err(ServiceError::invalid("month", "a month that is over"));
    }
    let subject = match worker_of(&report) {
        Some(_) => Subject::Worker { open: open_of(&mut tx, &report).await? },
        None => Subject::Area { open: table::open_in(&mut tx, report.about.area.range(), report.month).await? },
    };
    take(s, &mut tx, actor, &report, (subject, Move::Publish)).await?;
    note_on(s, &mut tx, actor, &report, "publish_month").await?;
    tx.commit().await?;
    Ok(())
}

async fn own_report(tx: &mut Tx, actor: &Actor, (id, revision): (MonthId, i64)) -> Result<Report, ServiceError> {
    let report = table::find(tx, id).await?.ok_or(ServiceError::NotFound)?;
    if worker_of(&report) != Some(actor.account) || !report.state.is_shown() {
        return Err(ServiceError::NotFound);
    }
    if report.revision != revision {
        return Err(ServiceError::Conflict);
    }
    Ok(report)
}

async fn open_of(tx: &mut Tx, report: &Report) -> Result<i64, ServiceError> {
    let all = table::objections(tx, report.id).await?;
    Ok(all.iter().filter(|one| one.answer.is_none()).count() as i64)
}

async fn take(
    s: &Service,
    tx: &mut Tx,
    actor: &Actor,
    report: &Report,
    (subject, next): (Subject, Move),
) -> Result<(), ServiceError> {
    let state = turn(report.state, subject, next, (s.today(), s.now())).map_err(refused)?;
    if table::turn(tx, (report.id, report.revision), state, actor).await? {
        Ok(())
    } else {
        Err(ServiceError::Conflict)
    }
}

/// Every refusal is about how the report stands by now: the page says so when it is loaded anew.
fn refused(_why: Refusal) -> ServiceError {
    ServiceError::Conflict
}

fn long_text<'a>(field: &'static str, text: &'a str) -> Result<&'a str, ServiceError> {
    let text = text.trim();
    let signs = text.chars().count();
    if (1..=LONGEST_WORDS).contains(&signs) {
        Ok(text)
    } else {
        Err(ServiceError::invalid(field, format!("1 to {LONGEST_WORDS} signs")))
    }
}

async fn begin(s: &Service, actor: &Actor, duty: Duty, area: Area) -> Result<Tx, ServiceError> {
    s.store.begin_duty(actor, duty, &[area]).await?.ok_or(ServiceError::NotFound)
}

async fn note_on(
    s: &Service,
    tx: &mut Tx,
    actor: &Actor,
    report: &Report,
    action: &'static str,
) -> Result<(), ServiceError> {
    let area = report.about.area;
    let record = worker_of(report).map_or(Record::Area(area), Record::Account);
    let detail = json!({ "month": report.month, "report": report.id.to_string() });
    note(s, tx, actor, (area, record), (action, detail)).await
}

async fn note(
    s: &Service,
    tx: &mut Tx,
    actor: &Actor,
    (area, record): (Area, Record),
    (action, detail): (&'static str, Value),
) -> Result<(), ServiceError> {
    Ok(audit::write(tx, actor, s.now(), area, action, record, Some(detail)).await?)
}
