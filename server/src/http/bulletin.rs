//! A bulletin as a file: `GET /supervision/bulletins/{bulletin}/bulletin.pdf` and `…/bulletin.xlsx`.

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::actor::Actor;
use domain::bulletin::{Bulletin, Line};
use domain::id::BulletinId;
use service::bulletin::one;
use sheet::Format;
use ui::error::AppError;
use ui::{bulletin as called, format, name};
use wording::{Lang, Phrase, Word};

use super::listing::Paper;
use super::refusal::Refusal;
use crate::state::AppState;

/// The pages to print.
pub async fn pdf(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(bulletin): Path<String>,
) -> Result<Response, Refusal> {
    let found = find(&state, &actor, &bulletin).await?;
    let name = format!("bulletin-{}-{}.pdf", found.number.0, found.number.1);
    paper(&found).pdf(&state, &name).await
}

/// The table.
pub async fn xlsx(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(bulletin): Path<String>,
) -> Result<Response, Refusal> {
    let found = find(&state, &actor, &bulletin).await?;
    let name = format!("bulletin-{}-{}.xlsx", found.number.0, found.number.1);
    paper(&found).table(Format::Xlsx, &name).await
}

async fn find(state: &AppState, actor: &Actor, bulletin: &str) -> Result<Bulletin, Refusal> {
    let bulletin: BulletinId = bulletin.parse().map_err(|_no_id| AppError::NotFound)?;
    Ok(one(&state.service, actor, bulletin).await?)
}

fn say(word: Word) -> String {
    word.text(Lang::Zh).to_owned()
}

fn paper(found: &Bulletin) -> Paper {
    let [reminders, inquiries, supervised] = found.body.in_period;
    let mut lines = vec![
        format!("{} – {}", format::date(found.from_on), format::date(found.until_on)),
        Phrase::BulletinInPeriod { reminders, inquiries, supervised }.text(Lang::Zh),
    ];
    lines.extend(found.body.tallies.iter().map(|tally| {
        let (unit, all, inquired, supervised) = (&*tally.name.0, tally.all, tally.inquired, tally.supervised);
        Phrase::BulletinTally { unit, all, inquired, supervised }.text(Lang::Zh)
    }));
    let columns = [
        (Word::CaseHolder, 2.0),
        (Word::BulletinCase, 2.2),
        (Word::BulletinCategory, 2.0),
        (Word::TrailLight, 1.2),
        (Word::BulletinSince, 1.4),
        (Word::BulletinDays, 0.8),
        (Word::SupervisionMarks, 2.0),
    ];
    Paper {
        title: called::title(found, Lang::Zh),
        lines,
        columns: columns.map(|(word, share)| (say(word), share)).to_vec(),
        rows: found.body.lines.iter().map(row).collect(),
        mark: format!("{} · {}", found.by.0, format::moment(found.published_at)),
        made_at: found.published_at,
    }
}

fn row(line: &Line) -> Vec<String> {
    vec![
        line.holder_name.0.clone(),
        line.case.to_string(),
        line.category.0.clone(),
        say(name::light(line.light)),
        format::date(line.since_on),
        line.days.to_string(),
        line.marks.iter().map(|mark| say(ui::case::watch(*mark))).collect::<Vec<_>>().join("、"),
    ]
}
