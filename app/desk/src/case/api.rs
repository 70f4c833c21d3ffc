//! Server functions about cases.

use chrono::{DateTime, Utc};
use domain::answer::Answer;
use domain::area::Area;
#[cfg(feature = "ssr")]
use domain::case::Queue;
use domain::case::{
    Aims, Axis, CaseLine, Choices, Counts, Desk, Ground, Hints, KeptQueue, Light, Note, QueueLine, Sheet, Step,
    Together,
};
use domain::category::CategoryCode;
use domain::id::{CaseId, MediaId};
use domain::route::Reason;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use ui::error::AppError;

use super::bulk::Bulked;
#[cfg(feature = "ssr")]
use crate::{error::answered, request};

/// The most cases that a list shows.
#[cfg(feature = "ssr")]
const LIST_LIMIT: u16 = 200;

/// A queue as it is at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueView {
    /// The cases, the most pressing first.
    pub lines: Vec<QueueLine>,
    /// The counts of the same question.
    pub counts: Counts,
    /// How many open cases each axis has, in the order of [`Axis::ALL`].
    pub axes: [i64; 3],
    /// Whether the post reports cases and takes lists out; departments and supervision do neither.
    pub may_report: bool,
    /// What the post can do with many cases at once; nothing leaves nothing to tick.
    pub together: Vec<Together>,
    /// The server's time, which clocks are held against.
    pub now: DateTime<Utc>,
}

/// What the filters of a queue offer, and what can be done with ticked cases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoicesView {
    /// The choices.
    pub choices: Choices,
    /// What the post can do with many cases at once.
    pub together: Vec<Together>,
    /// The queues that the account keeps under names.
    pub kept: Vec<KeptQueue>,
}

/// A case's sheet as it is at a moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SheetView {
    /// The sheet.
    pub sheet: Sheet,
    /// The server's time, which clocks are held against.
    pub now: DateTime<Utc>,
    /// The number of a form that brings pictures: sent twice, they come in once.
    pub operation: String,
    /// The code of the link by which the resident follows and judges it.
    pub link_code: String,
}

#[cfg(feature = "ssr")]
fn seen(service: &service::Service, sheet: Sheet) -> Result<SheetView, AppError> {
    let link_code = service::case::link_code(service, sheet.line.case);
    Ok(SheetView { sheet, now: service.now(), operation: request::operation(service)?.to_string(), link_code })
}

/// What the form of a report offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportForm {
    /// The number that makes the report come in once, however often it is sent.
    pub operation: String,
    /// Categories, and areas that one may report in.
    pub choices: Aims,
}

/// Open cases of an area, worst light first; the post's own area by default.
#[server(name = OpenCall, prefix = "/api", endpoint = "case/open", input = server_fn::codec::GetUrl)]
pub async fn open(area: Option<Area>) -> Result<Vec<CaseLine>, AppError> {
    let (service, actor) = request::acting()?;
    let area = area.unwrap_or(actor.area);
    service::case::open(&service, &actor, area, LIST_LIMIT).await.map_err(answered)
}

/// A queue of the desk.
#[server(name = QueueCall, prefix = "/api", endpoint = "case/queue", input = server_fn::codec::GetUrl)]
pub async fn queue(
    axis: Axis,
    area: Option<Area>,
    light: Option<Light>,
    late_only: bool,
    supervised_only: bool,
    category: Option<CategoryCode>,
    skip: u16,
) -> Result<QueueView, AppError> {
    let (service, actor) = request::acting()?;
    let asked = Queue { axis, area, light, late_only, supervised_only, category: category.clone(), skip };
    let (lines, counts) = service::case::queue(&service, &actor, asked).await.map_err(answered)?;
    let mut axes = [0; 3];
    for (count, (axis, _)) in axes.iter_mut().zip(Axis::ALL) {
        // Only the counts are wanted: everything is skipped.
        let all = Queue { axis, area, category: category.clone(), skip: u16::MAX, ..Queue::default() };
        let (_, counts) = service::case::queue(&service, &actor, all).await.map_err(answered)?;
        *count = Light::OPEN.iter().map(|light| counts.of(*light)).sum();
    }
    let together = Together::of(&actor.who());
    Ok(QueueView { lines, counts, axes, may_report: actor.role.sees_people(), together, now: service.now() })
}

/// What the filters of a queue offer.
#[server(name = ChoicesCall, prefix = "/api", endpoint = "case/choices", input = server_fn::codec::GetUrl)]
pub async fn choices(
    axis: Axis,
    area: Option<Area>,
    light: Option<Light>,
    late_only: bool,
    supervised_only: bool,
    category: Option<CategoryCode>,
) -> Result<ChoicesView, AppError> {
    let (service, actor) = request::acting()?;
    let asked = Queue { axis, area, light, late_only, supervised_only, category, skip: 0 };
    let choices = service::case::queue_choices(&service, &actor, asked).await.map_err(answered)?;
    let kept = service::case::kept_queues(&service, &actor).await.map_err(answered)?;
    Ok(ChoicesView { choices, together: Together::of(&actor.who()), kept })
}

/// Does one thing with many cases, named with the versions that were seen.
#[server(name = BulkCall, prefix = "/api", endpoint = "case/bulk", input = server_fn::codec::Json)]
pub async fn bulk(cases: Vec<(CaseId, i32)>, together: Together, to: Option<Desk>) -> Result<Bulked, AppError> {
    let (service, actor) = request::acting()?;
    let step = together.step(to).ok_or_else(|| AppError::Invalid { field: "desk".to_owned() }.answered())?;
    let taken = service::case::Taken { step, note: None, pictures: Vec::new() };
    let lines = service::case::bulk(&service, &actor, &cases, &taken).await.map_err(answered)?;
    Ok(Bulked { lines, did: Some(together), now: service.now() })
}

/// Takes back what was done with many cases, within ten seconds.
#[server(name = BulkUndoCall, prefix = "/api", endpoint = "case/bulk_undo", input = server_fn::codec::Json)]
pub async fn bulk_undo(cases: Vec<(CaseId, i32)>) -> Result<Bulked, AppError> {
    let (service, actor) = request::acting()?;
    let lines = service::case::bulk_undo(&service, &actor, &cases).await.map_err(answered)?;
    Ok(Bulked { lines, did: None, now: service.now() })
}

/// Who should have all of these cases, and why; nothing when they don't agree.
#[server(name = BulkAimCall, prefix = "/api", endpoint = "case/bulk_aim", input = server_fn::codec::Json)]
pub async fn bulk_aim(cases: Vec<CaseId>) -> Result<Option<(Desk, Reason)>, AppError> {
    let (service, actor) = request::acting()?;
    service::case::suggest_for_all(&service, &actor, &cases).await.map_err(answered)
}

/// All of a case.
#[server(name = SheetCall, prefix = "/api", endpoint = "case/sheet", input = server_fn::codec::GetUrl)]
pub async fn sheet(case: CaseId) -> Result<SheetView, AppError> {
    let (service, actor) = request::acting()?;
    let sheet = service::case::sheet(&service, &actor, case).await.map_err(answered)?;
    seen(&service, sheet)
}

/// Where a case can be led.
#[server(name = AimsCall, prefix = "/api", endpoint = "case/aims", input = server_fn::codec::GetUrl)]
pub async fn aims(case: CaseId) -> Result<Aims, AppError> {
    let (service, actor) = request::acting()?;
    service::case::aims(&service, &actor, case).await.map_err(answered)
}

/// The texts of one's desk, filled in for a case.
#[server(name = AnswersCall, prefix = "/api", endpoint = "case/answers", input = server_fn::codec::GetUrl)]
pub async fn answers(case: CaseId) -> Result<Vec<Answer>, AppError> {
    let (service, actor) = request::acting()?;
    service::answer::for_case(&service, &actor, case).await.map_err(answered)
}

/// Takes a case one step on.
#[server(name = StepCall, prefix = "/api", endpoint = "case/step", input = server_fn::codec::Json)]
pub async fn step(
    case: CaseId,
    version: i32,
    step: Step,
    note: Option<Note>,
    pictures: Vec<MediaId>,
) -> Result<SheetView, AppError> {
    let (service, actor) = request::acting()?;
    let taken = service::case::Taken { step, note, pictures };
    let sheet = service::case::step(&service, &actor, case, version, taken).await.map_err(answered)?;
    seen(&service, sheet)
}

/// Takes one's last step back, within ten seconds.
#[server(name = UndoCall, prefix = "/api", endpoint = "case/undo")]
pub async fn undo(case: CaseId, version: i32) -> Result<SheetView, AppError> {
    let (service, actor) = request::acting()?;
    let sheet = service::case::undo(&service, &actor, case, version).await.map_err(answered)?;
    seen(&service, sheet)
}

/// What somebody should know before a report is sent.
#[server(name = HintsCall, prefix = "/api", endpoint = "case/hints", input = server_fn::codec::Json)]
pub async fn hints(ground: Ground, category: Option<CategoryCode>, text: String) -> Result<Hints, AppError> {
    let (service, actor) = request::acting()?;
    service::case::hints(&service, &actor, ground, category.as_ref(), &text).await.map_err(answered)
}

/// What the form of a report offers, with a number of its own.
#[server(name = ReportFormCall, prefix = "/api", endpoint = "case/report_form", input = server_fn::codec::GetUrl)]
pub async fn report_form() -> Result<ReportForm, AppError> {
    let (service, actor) = request::acting()?;
    let choices = service::case::report_choices(&service, &actor).await.map_err(answered)?;
    let operation = request::operation(&service)?.to_string();
    Ok(ReportForm { operation, choices })
}
