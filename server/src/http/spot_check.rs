//! A round of spot-checks as files: `GET /spot-checks/{round}/round.xlsx` with what came of each grid, and
//! `GET /spot-checks/{round}/list.csv` with what was drawn from, to draw again.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::actor::Actor;
use domain::spot_check::{Measure, Tally};
use service::spot_check::{Sheet, proof, sheet};
use sheet::Format;
use ui::error::AppError;
use ui::{format, spot_check as said};
use wording::Lang;
use wording::field::CheckWord;

use super::listing::Paper;
use super::refusal::Refusal;
use crate::state::AppState;

/// What came of each grid, as far as one's area reaches.
pub async fn xlsx(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(round): Path<String>,
) -> Result<Response, Refusal> {
    let found = sheet(&state.service, &actor, number(&round)?).await?;
    let name = format!("spot-check-{}.xlsx", found.round.month_on.format("%Y-%m"));
    paper(&found).table(Format::Xlsx, &name).await
}

/// What was drawn from, byte for byte as its hash was told.
pub async fn list(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(round): Path<String>,
) -> Result<Response, Refusal> {
    let found = proof(&state.service, &actor, number(&round)?).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"list.csv\""),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, found.list).into_response())
}

fn number(text: &str) -> Result<i64, Refusal> {
    Ok(text.parse().map_err(|_no_number| AppError::NotFound)?)
}

fn say(word: CheckWord) -> String {
    word.text(Lang::Zh).to_owned()
}

fn paper(found: &Sheet) -> Paper {
    let figures = Measure::ALL.into_iter().zip(&found.figure).map(|(measure, figure)| {
        let text = figure.map_or_else(|| say(CheckWord::NobodyAnswered), |figure| said::estimate(figure, Lang::Zh));
        format!("{}：{text}", say(said::measure(measure)))
    });
    let mut lines: Vec<String> = figures.collect();
    lines.push(say(CheckWord::VerdictHint));
    lines.extend(found.round.seed.as_ref().map(|seed| format!("{}：{seed}", say(CheckWord::Seed))));
    let columns = [
        (CheckWord::Grid, 2.0),
        (CheckWord::Households, 1.0),
        (CheckWord::Asked, 1.0),
        (CheckWord::Answered, 1.0),
        (CheckWord::Replaced, 1.0),
        (CheckWord::VerdictOf, 1.2),
        (CheckWord::Complete, 2.0),
        (CheckWord::Accurate, 2.0),
        (CheckWord::Satisfied, 2.0),
        (CheckWord::Completeness, 2.0),
        (CheckWord::Accuracy, 2.0),
    ];
    Paper {
        title: said::title(found.round.month_on, Lang::Zh),
        lines,
        columns: columns.map(|(word, share)| (say(word), share)).to_vec(),
        rows: found.tallies.iter().map(row).collect(),
        mark: format!("{} · {}", found.round.by.0, format::moment(found.round.made_at)),
        made_at: found.round.closed_at.unwrap_or(found.round.made_at),
    }
}

fn row(tally: &Tally) -> Vec<String> {
    let [tally_households, size, done, given_up] =
        [tally.households, tally.size, tally.done, tally.given_up].map(|count| count.to_string());
    let mut cells =
        vec![tally.name.clone(), tally_households, size, done, given_up, say(said::verdict(tally.verdict()))];
    let by_household = Measure::ALL.map(|measure| (tally.interval(measure), tally.of(measure).1));
    let by_field = tally.by_field().map(|found| (found, tally.done));
    cells.extend(
        by_household
            .into_iter()
            .chain(by_field)
            .map(|(found, n)| found.map_or_else(String::new, |found| said::share(found, n, Lang::Zh))),
    );
    cells
}
