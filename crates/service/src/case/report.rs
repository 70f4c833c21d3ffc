//! Reports: a case comes in, once, with its ground, clocks and first entry.

use domain::actor::{Action, Actor};
use domain::area::Area;
use domain::case::{Aims, Desk, Phase, Report, Reporter, Standing, Title};
use domain::category::Closing;
use domain::id::CaseId;
use domain::media::{Purpose, Subject};
use domain::operation::OperationId;
use serde_json::json;
use store::Tx;
use store::case::{NewCase, Writer};

use super::chain::{Said, link};
use super::ground::{Located, locate};
use super::step::to_micros;
use super::{clock, first_desk};
use crate::lock::authorise;
use crate::{Service, ServiceError, deadline, media, reporter};

/// What a case is called when nobody said a word: the photo says it.
const UNNAMED: &str = "随手拍";
/// The most signs beyond the title.
const DETAIL: usize = 2_000;

/// Takes a report in. The same operation twice gives the case of the first time.
///
/// *Errors*: `NotFound` for ground outside the post's area; `Invalid` names what is wrong.
pub async fn report(s: &Service, actor: &Actor, report: Report) -> Result<CaseId, ServiceError> {
    report_of(s, actor, report, &Reporter::default()).await
}

/// The same for somebody without an account, who is written down with it: a caller, a neighbour at the door.
///
/// *Errors*: `NotFound` for ground outside the post's area; `Invalid` names what is wrong.
pub async fn report_of(
    s: &Service,
    actor: &Actor,
    report: Report,
    reporter: &Reporter,
) -> Result<CaseId, ServiceError> {
    authorise(actor, Action::ReportCase, actor.area)?;
    if report.detail.chars().count() > DETAIL {
        return Err(ServiceError::invalid("detail", "at most 2,000 signs"));
    }
    let mut tx = s.store.begin(actor).await?;
    let writer = Writer::Post(actor);
    if let Some(case) = store::case::reported_before(&mut tx, writer, report.operation).await? {
        return Ok(case);
    }
    let ground = locate(&mut tx, actor.area, report.ground).await?;
    authorise(actor, Action::ReportCase, ground.area)?;
    let case = take_in(s, &mut tx, writer, &ground, &report).await?;
    reporter::add(s, &mut tx, (case, ground.area), reporter).await?;
    let to =
        store::media::Step { subject: Subject::Case(case), version: 1, area: ground.area, purpose: Purpose::Report };
    media::attach(&mut tx, actor, to, &report.pictures).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(case)
}

/// The case that came of a report of the actor before, by its number: what is sent again is answered, and compared with nothing.
pub async fn reported(s: &Service, actor: &Actor, operation: OperationId) -> Result<Option<CaseId>, ServiceError> {
    authorise(actor, Action::ReportCase, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    Ok(store::case::reported_before(&mut tx, Writer::Post(actor), operation).await?)
}

/// Writes a report down as a case, with its clocks, first entry, audit row and news, for whoever was found to be allowed to, and whose
/// operation is new. Pictures are the caller's; [`Service::live`] has to be woken after the commit.
///
/// *Errors*: `Invalid` for a category that is no longer offered.
pub(crate) async fn take_in(
    s: &Service,
    tx: &mut Tx,
    writer: Writer<'_>,
    ground: &Located,
    report: &Report,
) -> Result<CaseId, ServiceError> {
    let kind = match &report.category {
        Some(code) => store::case::category(tx, code).await?,
        None => None,
    };
    if report.category.is_some() && kind.is_none() {
        return Err(ServiceError::invalid("category", "there is no such category any more: choose another"));
    }
    let closing = kind.as_ref().map_or(Closing::Checked, |(closing, _)| *closing);
    let standing = begin(writer, ground.area, closing);
    let clocks = deadline::clockwork(tx, ground.area.county()).await?;
    let now = to_micros(s.now());
    let times = clock::begun(&clocks, &standing, (report.category.as_ref(), report.urgency), now);
    let case = store::case::next_id(tx, ground.area.county()).await?;
    let said = Said {
        version: 1,
        word: "report",
        light: standing.light(),
        at: now,
        account: writer.account(),
        post: writer.post(),
        to: Some(standing.holder),
        note: "",
        undoes: None,
    };
    let named = report.title.as_ref().map(Title::as_str).or(kind.as_ref().map(|(_, name)| name.as_str()));
    let new = NewCase {
        case,
        dwelling: ground.dwelling,
        at_dm: ground.at_dm,
        place: &ground.place,
        title: named.unwrap_or(UNNAMED),
        report,
        standing: &standing,
        times: &times,
        link: link(s.store.keyring(), case, None, &said),
    };
    store::case::insert(tx, writer, &new).await?;
    let detail = json!({ "source": report.source.slug(), "has_pictures": !report.pictures.is_empty() });
    let subject = (case, standing.area, ground.dwelling);
    store::case::note(tx, writer, now, subject, "report_case", detail).await?;
    Ok(case)
}

/// What a grid worker can end on the spot stays in their hand; all else goes to the community first.
fn begin(writer: Writer<'_>, area: Area, closing: Closing) -> Standing {
    let own = writer.desk().filter(|desk| *desk == Desk::area(area) && closing == Closing::OnTheSpot);
    let standing = Standing::reported(area, own.unwrap_or_else(|| first_desk(area)), writer.account(), closing);
    match own {
        Some(_) => Standing { phase: Phase::WORKING, ..standing },
        None => standing,
    }
}

/// What the form of a report offers: categories, and the areas that one may report in.
pub async fn report_choices(s: &Service, actor: &Actor) -> Result<Aims, ServiceError> {
    authorise(actor, Action::ReportCase, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let areas: Vec<Area> = store::case::areas_below(&mut tx, actor.area.range()).await?;
    let aims = Aims {
        categories: store::case::categories(&mut tx).await?,
        offices: store::case::offices(&mut tx, &areas).await?,
        ..Aims::default()
    };
    tx.commit().await?;
    Ok(aims)
}
