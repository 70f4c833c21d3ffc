//! A monthly report as a file: `GET /months/{month}/month.pdf` and `…/month.xlsx`.

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::actor::Actor;
use domain::id::MonthId;
use domain::month::Kind;
use service::month::{Sheet, export};
use sheet::Format;
use ui::error::AppError;
use ui::{format, month as called};
use wording::Lang;
use wording::field::MonthWord;

use super::listing::Paper;
use super::refusal::Refusal;
use crate::state::AppState;

/// The pages to print.
pub async fn pdf(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(month): Path<String>,
) -> Result<Response, Refusal> {
    let found = find(&state, &actor, &month).await?;
    paper(&found).pdf(&state, &name(&found, "pdf")).await
}

/// The table.
pub async fn xlsx(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(month): Path<String>,
) -> Result<Response, Refusal> {
    let found = find(&state, &actor, &month).await?;
    paper(&found).table(Format::Xlsx, &name(&found, "xlsx")).await
}

async fn find(state: &AppState, actor: &Actor, month: &str) -> Result<Sheet, Refusal> {
    let month: MonthId = month.parse().map_err(|_no_id| AppError::NotFound)?;
    Ok(export(&state.service, actor, month).await?)
}

fn name(found: &Sheet, kind: &str) -> String {
    format!("month-{}-{}.{kind}", called::month(found.row.report.month), found.row.report.about.area)
}

fn say(word: MonthWord) -> String {
    word.text(Lang::Zh).to_owned()
}

fn paper(found: &Sheet) -> Paper {
    let report = &found.row.report;
    let about = match &report.about.worker {
        Some((_, name)) => format!("{} {name}", report.about.area_name),
        None => report.about.area_name.clone(),
    };
    let mut lines = vec![
        format!("{}：{}", say(MonthWord::State), say(called::state(report.state))),
        format!("{}：{}", say(MonthWord::Overall), called::overall(found.row.overall)),
        format!("{} {}", say(MonthWord::Formula), report.formula),
    ];
    lines.extend(found.objections.iter().map(|one| {
        let to = one.measure.map_or(MonthWord::ObjectWhole, called::measure);
        let answer = one.answer.as_ref().map_or_else(|| say(MonthWord::AnswerOpen), |answer| answer.words.clone());
        format!("{}（{}）：{} — {answer}", say(MonthWord::Objections), say(to), one.words)
    }));
    let columns =
        [(MonthWord::Report, 3.0), (MonthWord::Number, 1.2), (MonthWord::OutOf, 1.4), (MonthWord::Weight, 0.8)];
    let row = |tally: &domain::month::Tally| {
        let weight = match tally.measure.kind() {
            Kind::Share => found.formula.weight(tally.measure).to_string(),
            Kind::Count => String::new(),
        };
        vec![say(called::measure(tally.measure)), called::number(tally), called::stands_on(tally), weight]
    };
    Paper {
        title: format!("{about} {} {}", called::month(report.month), say(MonthWord::Report)),
        lines,
        columns: columns.map(|(word, share)| (say(word), share)).to_vec(),
        rows: report.tallies.iter().map(row).collect(),
        mark: format!("{} · {}", say(called::state(report.state)), format::moment(report.counted_at)),
        made_at: report.counted_at,
    }
}
