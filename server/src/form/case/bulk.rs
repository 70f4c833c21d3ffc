//! `POST /form/case-bulk` and `POST /form/case-bulk-undo`: one thing done with many cases, or taken back. Both answer with the page that
//! they stand on and what became of each case; sent again, what was moved already is told as changed.
//!
//! Fields: `case` (repeated: number and version that was seen, `id:version`), `step` (`accept`, `dispatch`, `evaluate`), `desk` (where a
//! dispatch leads: a unit or an area), `back`.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use desk::case::bulk::{Bulked, Seen, seen_of};
use domain::actor::Actor;
use domain::case::{Desk, Together};
use service::case::Taken;
use ui::error::AppError;

use crate::form::several::Several;
use crate::http::refusal::Refusal;
use crate::page::{self, Visit};
use crate::state::AppState;

/// Does it with each case and shows what became of them.
pub async fn bulk(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    sent: Several,
) -> Response {
    let done = async {
        let (together, to) = read(&sent)?;
        let step = together.step(to).ok_or_else(|| wrong("desk"))?;
        let taken = Taken { step, note: None, pictures: Vec::new() };
        let lines = service::case::bulk(&state.service, &actor, &cases(&sent)?, &taken).await.map_err(Refusal::from);
        let lines = lines.map_err(|refusal| refusal.0)?;
        Ok(Bulked { lines, did: Some(together), now: state.service.now() })
    };
    let done = done.await;
    answer(&state, visit, "case-bulk", &sent, done).await
}

/// Takes back what was done with each case and shows what became of them.
pub async fn bulk_undo(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    sent: Several,
) -> Response {
    let done = async {
        let lines = service::case::bulk_undo(&state.service, &actor, &cases(&sent)?).await.map_err(Refusal::from);
        Ok(Bulked { lines: lines.map_err(|refusal| refusal.0)?, did: None, now: state.service.now() })
    };
    let done = done.await;
    answer(&state, visit, "case-bulk-undo", &sent, done).await
}

async fn answer(
    state: &AppState,
    visit: Visit,
    form: &'static str,
    sent: &Several,
    done: Result<Bulked, AppError>,
) -> Response {
    let fields = sent.fields();
    let fields = if fields.get("back").is_some() { fields } else { fields.and_back("/cases") };
    match done {
        Ok(bulked) => page::bulked(state, visit, &fields.back(), bulked).await,
        Err(error) => page::again(state, visit, form, fields, error).await,
    }
}

fn wrong(field: &str) -> AppError {
    AppError::Invalid { field: field.to_owned() }
}

fn cases(sent: &Several) -> Result<Vec<Seen>, AppError> {
    let cases: Option<Vec<Seen>> = sent.all("case").map(seen_of).collect();
    cases.filter(|cases| !cases.is_empty()).ok_or_else(|| wrong("case"))
}

fn read(sent: &Several) -> Result<(Together, Option<Desk>), AppError> {
    let together = sent.all("step").next().and_then(Together::from_slug).ok_or_else(|| wrong("step"))?;
    let to = sent.all("desk").next().map(|desk| desk.parse().map_err(|_no_desk| wrong("desk"))).transpose()?;
    Ok((together, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(pairs: &[(&str, &str)]) -> Several {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Several { pairs, files: Vec::new() }
    }

    #[test]
    fn every_ticked_case_is_read_or_none() {
        let two = [("case", "990001000000000001:1"), ("case", "990001000000000002:7")];

        assert_eq!(cases(&sent(&two)).unwrap().len(), 2);
        assert_eq!(cases(&sent(&[])), Err(wrong("case")));
        assert_eq!(cases(&sent(&[two[0], ("case", "990001000000000002")])), Err(wrong("case")));
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert_eq!(read(&sent(&[("step", "finish")])), Err(wrong("step")));
        assert_eq!(read(&sent(&[("step", "dispatch"), ("desk", "here")])), Err(wrong("desk")));
        assert_eq!(read(&sent(&[("step", "dispatch"), ("desk", "")])), Ok((Together::Dispatch, None)));
    }
}
