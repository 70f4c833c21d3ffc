//! `GET /vol/branches/branches.xlsx`: what party branches (`by=branch`) or units (`by=unit`) of an area's (`area`) volunteers did.

use std::collections::BTreeMap;

use axum::Extension;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::actor::Actor;
use service::wish::{Branches, branches};
use sheet::Format;
use ui::error::AppError;
use ui::format;
use wording::Lang;
use wording::field::VolWord;

use super::listing::Paper;
use super::refusal::Refusal;
use crate::state::AppState;

/// The table as a file.
pub async fn xlsx(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Query(asked): Query<BTreeMap<String, String>>,
) -> Result<Response, Refusal> {
    let area = asked.get("area").map(|area| area.parse().map_err(|_no_area| AppError::NotFound)).transpose()?;
    let by_unit = asked.get("by").is_some_and(|by| by == "unit");
    let found = branches(&state.service, &actor, area, by_unit).await?;
    paper(&found, by_unit, state.service.now()).table(Format::Xlsx, "volunteer-service.xlsx").await
}

fn say(word: VolWord) -> String {
    word.text(Lang::Zh).to_owned()
}

fn paper(found: &Branches, by_unit: bool, now: DateTime<Utc>) -> Paper {
    let first = if by_unit { VolWord::Unit } else { VolWord::Branch };
    let columns = [
        (first, 3.0),
        (VolWord::Members, 1.0),
        (VolWord::ClaimCount, 1.0),
        (VolWord::ServedCount, 1.0),
        (VolWord::ServedHours, 1.2),
    ];
    let place: Vec<&str> = found.path.iter().map(|(_, name)| name.as_str()).collect();
    let row = |row: &store::wish::BranchRow| {
        let tenths = (row.minutes * 10 + 30) / 60;
        let hours = format!("{}.{}", tenths / 10, tenths % 10);
        vec![row.name.clone(), row.members.to_string(), row.claims.to_string(), row.served.to_string(), hours]
    };
    Paper {
        title: format!("{} {}", place.join(" "), say(VolWord::Branches)),
        lines: vec![say(VolWord::BranchesHint)],
        columns: columns.map(|(word, share)| (say(word), share)).to_vec(),
        rows: found.rows.iter().map(row).collect(),
        mark: format!("{} · {}", place.join(" "), format::moment(now)),
        made_at: now,
    }
}
