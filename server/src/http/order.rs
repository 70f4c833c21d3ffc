//! Files about hotline orders: `GET /cases/orders/template.xlsx`, `GET /cases/orders/{sheet}/faults.xlsx`, and the sheet that goes back
//! to the hotline, `GET /cases/orders/answers.xlsx`.

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::actor::Actor;
use domain::id::IntakeId;
use domain::order::{COLUMNS, MOST_ROWS};
use service::order::{AnswerRow, answers as became, faults as found, list};
use sheet::{Column, Format, Template};
use ui::error::AppError;
use ui::{case, format, name};
use wording::{Lang, Word};

use super::intake::{download, fault_table, made};
use super::listing::Paper;
use super::refusal::Refusal;
use crate::page::Visit;
use crate::state::AppState;

/// The empty sheet to fill in. Always in Chinese: its headings are part of the format.
pub async fn template(State(state): State<AppState>, Extension(actor): Extension<Actor>) -> Result<Response, Refusal> {
    // Whoever may see the list may have its form.
    list(&state.service, &actor).await?;
    let columns = COLUMNS.iter().map(|column| Column {
        heading: column.zh.to_owned(),
        hint: column.hint.to_owned(),
        example: column.example.to_owned(),
        choices: match column.slug {
            "urgency" => ["一般", "紧急", "特急", "疑难复杂"].map(str::to_owned).to_vec(),
            "is_secret" => ["否", "是"].map(str::to_owned).to_vec(),
            _ => Vec::new(),
        },
        is_needed: column.is_needed,
    });
    let template = Template {
        name: "12345工单".to_owned(),
        words_name: "选项".to_owned(),
        columns: columns.collect(),
        rows: MOST_ROWS as u32,
    };
    Ok(download(made(move || template.to_xlsx()).await?, Format::Xlsx, "gezhi-orders.xlsx"))
}

/// All faults of a sheet, to be corrected row by row.
pub async fn faults(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(batch): Path<String>,
    visit: Visit,
) -> Result<Response, Refusal> {
    let batch: IntakeId = batch.parse().map_err(|_no_id| AppError::NotFound)?;
    let faults = found(&state.service, &actor, batch).await?;
    let table = fault_table(&faults, &COLUMNS, visit.preferences.lang);
    Ok(download(made(move || table.to_bytes(Format::Xlsx)).await?, Format::Xlsx, "gezhi-faults.xlsx"))
}

fn say(word: Word) -> String {
    word.text(Lang::Zh).to_owned()
}

/// What became of every order: number, case, state, who has it, answer, finishing time.
pub async fn answers(State(state): State<AppState>, Extension(actor): Extension<Actor>) -> Result<Response, Refusal> {
    let found = became(&state.service, &actor).await?;
    let columns = [
        (Word::OrderNumber, 1.6),
        (Word::Case, 1.8),
        (Word::CaseTitle, 2.4),
        (Word::OrderState, 1.2),
        (Word::CaseHolder, 1.8),
        (Word::OrderAnswer, 3.0),
        (Word::OrderDue, 1.4),
        (Word::CaseFinishedAt, 1.4),
        (Word::CaseClosedAt, 1.4),
        (Word::OrderOnTime, 0.8),
        (Word::CaseVerdict, 1.2),
    ];
    let paper = Paper {
        title: say(Word::Orders),
        lines: Vec::new(),
        columns: columns.map(|(word, share)| (say(word), share)).to_vec(),
        rows: found.rows.iter().map(row).collect(),
        mark: found.mark,
        made_at: found.at,
    };
    paper.table(Format::Xlsx, "gezhi-orders-answers.xlsx").await
}

fn row(order: &AnswerRow) -> Vec<String> {
    let moment = |at: Option<_>| at.map(format::moment).unwrap_or_default();
    let ended_at = order.finished_at.or(order.closed_at);
    let on_time = ended_at
        .map(|at| say(if at <= order.due_at { Word::OrderInTime } else { Word::OrderLate }))
        .unwrap_or_default();
    vec![
        order.number.clone(),
        order.case.to_string(),
        order.title.clone(),
        say(name::light(order.light)),
        order.holder.clone(),
        order.answer.clone(),
        format::moment(order.due_at),
        moment(order.finished_at),
        moment(order.closed_at),
        on_time,
        if order.closed_at.is_some() { say(case::verdict(order.verdict)) } else { String::new() },
    ]
}
