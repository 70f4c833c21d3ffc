//! The trail of a case as a file: `GET /cases/{case}/trail.pdf` and `/cases/{case}/trail.csv`.

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::actor::Actor;
use domain::case::{Entry, Sheet};
use domain::id::CaseId;
use service::case::{TakenOut, trail};
use sheet::Format;
use ui::error::AppError;
use ui::{case as called, format, name};
use wording::{Lang, Word};

use super::listing::Paper;
use super::refusal::Refusal;
use crate::state::AppState;

/// How many signs of a link are printed; the whole of it is in the table.
const PRINTED: usize = 16;

/// The pages to print.
pub async fn pdf(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(case): Path<String>,
) -> Result<Response, Refusal> {
    let (case, out) = taken(&state, &actor, &case, "pdf").await?;
    paper(&state, case, out, PRINTED).pdf(&state, &format!("case-{case}.pdf")).await
}

/// The table.
pub async fn csv(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(case): Path<String>,
) -> Result<Response, Refusal> {
    let (case, out) = taken(&state, &actor, &case, "csv").await?;
    paper(&state, case, out, usize::MAX).table(Format::Csv, &format!("case-{case}.csv")).await
}

async fn taken(state: &AppState, actor: &Actor, case: &str, kind: &'static str) -> Result<(CaseId, TakenOut), Refusal> {
    let case: CaseId = case.parse().map_err(|_no_id| AppError::NotFound)?;
    Ok((case, trail(&state.service, actor, case, kind).await?))
}

fn say(word: Word) -> String {
    word.text(Lang::Zh).to_owned()
}

fn paper(state: &AppState, case: CaseId, out: TakenOut, signs: usize) -> Paper {
    let trail = out.trail;
    let head = trail.head.map_or_else(|| "—".to_owned(), |link| hex(&link));
    let whole = say(if trail.is_whole { Word::TrailWhole } else { Word::TrailBroken });
    let mut lines = facts(&trail.sheet);
    lines.push(format!("{}：{head}（{whole}）", say(Word::TrailHead)));
    let columns = [
        (Word::TrailVersion, 0.6),
        (Word::TrailAt, 1.5),
        (Word::TrailStep, 1.3),
        (Word::TrailBy, 1.6),
        (Word::TrailTo, 1.6),
        (Word::TrailLight, 1.0),
        (Word::TrailNote, 2.6),
        (Word::TrailLink, 1.5),
    ];
    let row = |(entry, link): &(Entry, Option<[u8; 32]>)| {
        let mut cells = hop(entry);
        cells.push(link.map(|link| hex(&link).chars().take(signs).collect()).unwrap_or_default());
        cells
    };
    Paper {
        title: format!("{} {case}", say(Word::Trail)),
        lines,
        columns: columns.map(|(word, share)| (say(word), share)).to_vec(),
        rows: trail.hops.iter().map(row).collect(),
        mark: out.mark,
        made_at: state.service.now(),
    }
}

/// What the case is, and how its clocks stand.
fn facts(sheet: &Sheet) -> Vec<String> {
    let (line, times) = (&sheet.line, sheet.times);
    let moment = |at: Option<chrono::DateTime<chrono::Utc>>| at.map_or_else(|| "—".to_owned(), format::moment);
    let said = |word: Word, value: String| format!("{}：{value}", say(word));
    vec![
        said(Word::CaseTitle, line.title.clone()),
        said(Word::TrailPlace, line.place.clone()),
        said(Word::TrailLight, say(called::phase(line.phase))),
        said(Word::CaseHolder, line.holder_name.0.clone()),
        said(Word::ReportedAt, format::moment(line.reported_at)),
        said(Word::TrailAnswer, format!("{} / {}", moment(times.answer_due_at), moment(times.answered_at))),
        said(
            Word::TrailHolderClock,
            format!("{} → {}", format::moment(times.holder_since), moment(times.holder_due_at)),
        ),
        said(Word::TrailBusinessClock, format!("{} / {}", moment(times.business_due_at), moment(times.closed_at))),
    ]
}

fn hop(entry: &Entry) -> Vec<String> {
    let step = say(entry.kind.map_or(Word::DidReport, called::step));
    let undone = if entry.is_undone { format!("（{}）", say(Word::CaseUndone)) } else { String::new() };
    vec![
        entry.version.to_string(),
        format::moment(entry.at),
        format!("{step}{undone}"),
        entry.by.0.clone(),
        entry.to.as_ref().map(|to| to.0.clone()).unwrap_or_default(),
        say(name::light(entry.light)),
        entry.note.clone(),
    ]
}

fn hex(link: &[u8; 32]) -> String {
    let nibbles = link.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    nibbles.filter_map(|nibble| char::from_digit(u32::from(nibble), 16)).collect()
}
