//! Forms of the desk of cases.
//!
//! - `POST /form/case-step`: `case`, `version` (the one that the page showed), `step` (its slug), and what the step needs:
//!   `note`, `unit`, `with` (repeated), `area`, `into`, `days`, `milestone_text` and `milestone_due` (repeated), `tick`,
//!   `category`, `urgency`, `picture` (repeated numbers of staged pictures), `photo` (files) with
//!   what their sender says of them: `captured_at`, `photo_lon`, `photo_lat`, `accuracy_m`, `mocked`. `done` is where it leads when it
//!   was taken, `back` the page that it stands on.
//! - `POST /form/case-undo`: `case`, `version`, `back`.
//! - `GET /cases/{case}/reporter/call`: leads to `tel:` with the number of who reported it, as a notice's sheet does.
//! - `POST /form/case-bulk` and `POST /form/case-bulk-undo`: see [`bulk`].
//! - `POST /form/case-view` and its like: see [`kept`].
//! - `POST /form/case-report` and `POST /form/case-join`: see [`report`].

mod bulk;
mod kept;
mod report;

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use desk::case::taken;
use domain::actor::Actor;
use domain::case::{Note, Step};
use domain::id::{CaseId, MediaId};
use ui::error::AppError;

pub use self::bulk::{bulk, bulk_undo};
pub use self::kept::{keep, remove, rename};
pub(super) use self::report::read as read_report;
pub use self::report::{join, report, report_on_phone};
use super::notice::ring;
use super::several::Several;
use super::upload::{Fault, File};
use super::{Fields, LocalPath, answer, back_to, media};
use crate::http::refusal::Refusal;
use crate::page::{self, Visit};
use crate::state::AppState;

/// Bytes of a form with pictures that are read at all.
pub const MOST_BYTES: usize = 48 << 20;

/// Takes the step and leads back.
pub async fn step(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    sent: Several,
) -> Response {
    let fields = sent.fields();
    match take(&state, &actor, &fields, &sent).await {
        Ok(()) => back_to(&fields.get("done").and_then(LocalPath::new_checked).unwrap_or_else(|| fields.back())),
        Err(error) => page::again(&state, visit, "case-step", fields, error).await,
    }
}

async fn take(state: &AppState, actor: &Actor, fields: &Fields, sent: &Several) -> Result<(), AppError> {
    let (case, version) = (fields.read("case")?, fields.read("version")?);
    let (step, note) = read(sent)?;
    let pictures = pictures(state, actor, sent).await?;
    let taken = service::case::Taken { step, note, pictures };
    let done = service::case::step(&state.service, actor, case, version, taken).await;
    done.map(drop).map_err(|error| Refusal::from(error).0)
}

fn read(sent: &Several) -> Result<(Step, Option<Note>), AppError> {
    taken::read(&sent.pairs).map_err(|field| AppError::Invalid { field: field.to_owned() })
}

/// Pictures that were staged before, and those that the form itself brings.
pub(super) async fn pictures(state: &AppState, actor: &Actor, sent: &Several) -> Result<Vec<MediaId>, AppError> {
    let files: Vec<File> = sent.files.iter().cloned().map(|bytes| File { name: String::new(), bytes }).collect();
    let files = if files.is_empty() { Err(Fault::Missing) } else { Ok(files) };
    media::brought(&state.service, actor, &staged(sent), files).await
}

/// The fields as [`media::brought`] reads them: the numbers of staged pictures in one, and as the place of the pictures what is said of
/// them. A report's own `lon` and `lat` are where the case is.
fn staged(sent: &Several) -> Fields {
    let mut fields = sent.fields();
    for (name, said) in [("lon", "photo_lon"), ("lat", "photo_lat")] {
        match fields.0.remove(said) {
            Some(value) => fields.0.insert(name.to_owned(), value),
            None => fields.0.remove(name),
        };
    }
    let ids = sent.all("picture").collect::<Vec<_>>().join(",");
    fields.0.insert("picture".to_owned(), ids);
    fields
}

/// Takes one's last step back.
pub async fn undo(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = take_back(&state, &actor, &fields).await;
    answer(&state, visit, "case-undo", fields, done).await
}

async fn take_back(state: &AppState, actor: &Actor, fields: &Fields) -> Result<(), AppError> {
    let (case, version) = (fields.read("case")?, fields.read("version")?);
    let done = service::case::undo(&state.service, actor, case, version).await;
    done.map(drop).map_err(|error| Refusal::from(error).0)
}

/// Rings who reported a case.
pub async fn call_reporter(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(case): Path<CaseId>,
) -> Response {
    match service::reporter::call(&state.service, &actor, case).await {
        Ok(phone) => ring(phone.reveal()),
        Err(error) => Refusal::from(error).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(pairs: &[(&str, &str)]) -> Several {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Several { pairs, files: Vec::new() }
    }

    #[test]
    fn a_field_that_is_wrong_is_named() {
        let refused = read(&sent(&[("step", "ask_delay"), ("days", "soon"), ("note", "x")]));

        assert_eq!(refused, Err(AppError::Invalid { field: "days".to_owned() }));
    }

    #[test]
    fn staged_pictures_are_listed_in_one_field() {
        let two = sent(&[("picture", "990001000000000001"), ("picture", "990001000000000002"), ("picture", "")]);

        assert_eq!(staged(&two).get("picture"), Some("990001000000000001,990001000000000002"));
        assert_eq!(staged(&sent(&[])).get("picture"), None);
    }

    #[test]
    fn where_the_case_is_does_not_say_where_a_picture_was_taken() {
        let point = [("lon", "1"), ("lat", "2")];
        let taken = [("lon", "1"), ("lat", "2"), ("photo_lon", "3"), ("photo_lat", "4")];

        assert_eq!((staged(&sent(&point)).get("lon"), staged(&sent(&point)).get("lat")), (None, None));
        assert_eq!((staged(&sent(&taken)).get("lon"), staged(&sent(&taken)).get("lat")), (Some("3"), Some("4")));
    }
}
