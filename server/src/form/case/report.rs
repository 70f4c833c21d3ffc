//! `POST /form/case-report`: a case that somebody of the staff reports.
//!
//! Fields: `operation` (drawn with the page, so that a form sent twice comes in once), `title`, `detail`, `category`,
//! `urgency`, and where: `dwelling`, or `lon` and `lat`, or `area`; `picture` (repeated numbers of staged pictures),
//! `seen` (the numbers of cases and works that the form showed as hints), `back`. `POST /m/report` is the same for the phone.

use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use domain::actor::{Actor, Role};
use domain::case::{Ground, Note, Report, Source, Title};
use domain::deadline::Urgency;
use domain::geo::LonLat;
use domain::id::{CaseId, MediaId};
use ui::error::AppError;

use super::pictures;
use crate::form::several::Several;
use crate::form::sync::{self, Became};
use crate::form::{Fields, LocalPath, back_to};
use crate::http::refusal::Refusal;
use crate::page::{self, Visit};
use crate::state::AppState;

/// Longer between a press and its sending, in milliseconds, and the report waited for signal.
const AT_ONCE_MS: i64 = 60_000;
/// The most signs of what is said beyond the title.
const DETAIL: usize = 2_000;

/// Takes the report in and leads to the new case.
pub async fn report(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    sent: Several,
) -> Response {
    let mut fields = sent.fields();
    match take_in(&state, &actor, &mut fields, (&sent, Looks::On)).await {
        Ok(case) => back_to(&page_of(case, &fields)),
        Err(error) => page::again(&state, visit, "case-report", on_its_page(fields), error).await,
    }
}

/// `POST /m/report`: the same from the grid worker's phone, answered as every write of the phone ([`crate::form::sync`]).
pub async fn report_on_phone(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    headers: HeaderMap,
    sent: Several,
) -> Response {
    let mut fields = sent.fields();
    if !fields.back().is_on_phone() {
        fields = fields.and_back("/m/report");
    }
    let looks = if has_waited(&fields) { Looks::Away } else { Looks::On };
    let taken = take_in(&state, &actor, &mut fields, (&sent, looks)).await;
    let became = taken.map(|case| {
        fields.0.insert("next".to_owned(), page_of(case, &fields).as_str().to_owned());
        Became::Done
    });
    sync::answer(&state, visit, &headers, "case-report", fields, became).await
}

/// Whether somebody stands before the form and can be asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Looks {
    On,
    Away,
}

/// Whether a report waited for signal. Nobody stands before it any more, and a double is told from others at a desk as well.
fn has_waited(fields: &Fields) -> bool {
    let clock = |name: &str| fields.get(name).and_then(|text| text.parse::<i64>().ok());
    let waited_ms = clock("sent_at").zip(clock("made_at")).map(|(sent, made)| sent.saturating_sub(made));
    waited_ms.is_some_and(|waited_ms| waited_ms > AT_ONCE_MS)
}

/// The page of a case, on the phone for a form that stood there.
fn page_of(case: CaseId, fields: &Fields) -> LocalPath {
    let page = if fields.back().is_on_phone() { format!("/m/cases/{case}") } else { format!("/cases?case={case}") };
    LocalPath::new_checked(&page).unwrap_or_default()
}

async fn take_in(
    state: &AppState,
    actor: &Actor,
    fields: &mut Fields,
    (sent, looks): (&Several, Looks),
) -> Result<CaseId, AppError> {
    let pictures = pictures(state, actor, sent).await?;
    if !pictures.is_empty() {
        // A form that comes back has them already.
        let ids: Vec<String> = pictures.iter().map(MediaId::to_string).collect();
        fields.0.insert("picture".to_owned(), ids.join(","));
    }
    let report = Report { pictures, ..read(fields, source(actor.role))? };
    if looks == Looks::On {
        look(state, actor, fields, &report).await?;
    }
    service::case::report(&state.service, actor, report).await.map_err(|error| Refusal::from(error).0)
}

/// Holds a report up until whoever sends it has seen what it may repeat and which works are known: what the form showed stands in
/// `seen`.
async fn look(state: &AppState, actor: &Actor, fields: &Fields, report: &Report) -> Result<(), AppError> {
    if matches!(report.ground, Ground::Area(_)) && report.category.is_none() {
        return Ok(());
    }
    // A report whose answer was lost is not a double of itself.
    let known = service::case::reported(&state.service, actor, report.operation).await;
    if known.map_err(|error| Refusal::from(error).0)?.is_some() {
        return Ok(());
    }
    let text = report.title.as_ref().map_or("", Title::as_str);
    let hints = service::case::hints(&state.service, actor, report.ground, report.category.as_ref(), text).await;
    let hints = hints.map_err(|error| Refusal::from(error).0)?;
    let seen: Vec<&str> = fields.get("seen").unwrap_or_default().split(',').collect();
    let is_new = hints.ids().any(|id| !seen.contains(&id.as_str()));
    if is_new { Err(AppError::Alike) } else { Ok(()) }
}

/// `POST /form/case-join`: 我也遇到, from the hints inside the form of a report. Fields: `join` (the case), `title`, `back`.
pub async fn join(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    sent: Several,
) -> Response {
    let fields = sent.fields();
    let joined = async {
        let case: CaseId = fields.read("join")?;
        let words = fields.get("title").and_then(Note::new);
        let joined = service::case::join(&state.service, &actor, case, words).await;
        joined.map(|()| case).map_err(|error| Refusal::from(error).0)
    };
    match joined.await {
        Ok(case) => back_to(&page_of(case, &fields)),
        Err(error) => page::again(&state, visit, "case-report", on_its_page(fields), error).await,
    }
}

fn on_its_page(fields: Fields) -> Fields {
    if fields.get("back").is_some() { fields } else { fields.and_back("/cases/new") }
}

/// Who walks a grid finds it on the way; everybody else sits at a desk.
fn source(role: Role) -> Source {
    if matches!(role, Role::GridWorker | Role::GridLeader) { Source::Grid } else { Source::Desk }
}

/// What a form says of a report, without its pictures.
pub(in crate::form) fn read(fields: &Fields, source: Source) -> Result<Report, AppError> {
    let wrong = |field: &str| AppError::Invalid { field: field.to_owned() };
    let title = fields.get("title").map(|text| Title::new(text).ok_or_else(|| wrong("title"))).transpose()?;
    let detail = fields.get("detail").unwrap_or_default();
    if detail.chars().count() > DETAIL {
        return Err(wrong("detail"));
    }
    let urgency = match fields.get("urgency") {
        Some(slug) => Urgency::from_slug(slug).ok_or_else(|| wrong("urgency"))?,
        None => Urgency::default(),
    };
    Ok(Report {
        operation: fields.read("operation")?,
        source,
        ground: ground(fields)?,
        title,
        detail: detail.to_owned(),
        category: fields.read_some("category")?,
        urgency,
        pictures: Vec::new(),
    })
}

/// The most precise of what was said.
fn ground(fields: &Fields) -> Result<Ground, AppError> {
    if let Some(dwelling) = fields.read_some("dwelling")? {
        return Ok(Ground::Dwelling(dwelling));
    }
    if let (Some(lon), Some(lat)) = (fields.read_some("lon")?, fields.read_some("lat")?) {
        let point = LonLat::new_checked(lon, lat).ok_or_else(|| AppError::Invalid { field: "area".to_owned() })?;
        return Ok(Ground::Point(point));
    }
    Ok(Ground::Area(fields.read("area")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBER: &str = "0123456789abcdef0123456789abcdef";

    fn typed(pairs: &[(&str, &str)]) -> Result<Report, AppError> {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        read(&Several { pairs, files: Vec::new() }.fields(), Source::Desk)
    }

    #[test]
    fn nothing_but_the_place_is_needed() {
        let report = typed(&[("operation", NUMBER), ("area", "990001001001001"), ("title", " ")]).unwrap();

        assert_eq!((report.title, report.category, report.urgency), (None, None, Urgency::Ordinary));
        assert!(matches!(report.ground, Ground::Area(_)));
    }

    #[test]
    fn the_most_precise_place_counts() {
        let door = ("dwelling", "990001000000000001");
        let all = [("operation", NUMBER), ("area", "990001001001001"), ("lon", "113.1"), ("lat", "41.0"), door];

        assert!(matches!(typed(&all).unwrap().ground, Ground::Dwelling(_)));
        assert!(matches!(typed(&all[..4]).unwrap().ground, Ground::Point(_)));
    }

    #[test]
    fn what_is_wrong_is_named() {
        let long = "长".repeat(2_001);
        for (field, value) in [
            ("operation", "7"),
            ("title", &*"字".repeat(61)),
            ("detail", &*long),
            ("category", "x"),
            ("urgency", "soon"),
            ("area", "9"),
        ] {
            let mut pairs = vec![("operation", NUMBER), ("area", "990001001001001")];
            pairs.retain(|(name, _)| *name != field);
            pairs.push((field, value));

            assert_eq!(typed(&pairs).unwrap_err(), AppError::Invalid { field: field.to_owned() });
        }
    }
}
