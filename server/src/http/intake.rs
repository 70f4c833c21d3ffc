//! Files about lists of people: `GET /import/template.xlsx`, and `GET /import/{batch}/faults.xlsx`.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::actor::Actor;
use domain::file::{FIELDS, Kind};
use domain::id::IntakeId;
use domain::intake::{COLUMNS, ColumnSpec, Found};
use service::intake;
use sheet::{Column, Format, Table, Template, XlsxError};
use ui::error::AppError;
use wording::{Lang, Word};

use super::refusal::Refusal;
use crate::page::Visit;
use crate::state::AppState;

/// Rows of the template that offer lists to choose from.
const TEMPLATE_ROWS: u32 = 5_000;

/// The empty sheet to fill in. Always in Chinese: its headings are part of the format.
pub async fn template(State(state): State<AppState>, Extension(actor): Extension<Actor>) -> Result<Response, Refusal> {
    let lists = intake::vocabulary(&state.service, &actor).await?;
    let columns = COLUMNS.iter().map(|column| offered(column, &lists)).collect();
    let template =
        Template { name: "人员名单".to_owned(), words_name: "选项".to_owned(), columns, rows: TEMPLATE_ROWS };
    Ok(download(made(move || template.to_xlsx()).await?, Format::Xlsx, "gezhi-people.xlsx"))
}

fn offered(column: &ColumnSpec, lists: &[(String, Vec<String>)]) -> Column {
    let of = |kind: &str| lists.iter().find(|(known, _)| known == kind).map(|(_, names)| names.clone());
    let field = FIELDS.iter().find(|field| field.slug == column.slug);
    let choices = match field.map(|field| field.kind) {
        Some(Kind::Word(kind)) => of(kind).unwrap_or_default(),
        Some(Kind::Sex) => vec!["男".to_owned(), "女".to_owned()],
        _ => column.holds.choices().iter().map(|word| (*word).to_owned()).collect(),
    };
    Column {
        heading: column.zh.to_owned(),
        hint: column.hint.to_owned(),
        example: column.example.to_owned(),
        choices,
        is_needed: column.is_needed,
    }
}

/// All faults of a list, to be corrected row by row.
pub async fn faults(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(batch): Path<String>,
    visit: Visit,
) -> Result<Response, Refusal> {
    let batch: IntakeId = batch.parse().map_err(|_no_id| AppError::NotFound)?;
    let faults = intake::faults(&state.service, &actor, batch).await?;
    let table = fault_table(&faults, &COLUMNS, visit.preferences.lang);
    Ok(download(made(move || table.to_bytes(Format::Xlsx)).await?, Format::Xlsx, "gezhi-faults.xlsx"))
}

/// Faults as a table, below the headings that lists of their kind have.
pub(super) fn fault_table(faults: &[Found], specs: &[ColumnSpec], lang: Lang) -> Table {
    let words = [Word::IntakeRow, Word::IntakeColumn, Word::IntakeShape, Word::IntakeRemedy, Word::IntakeOtherRow];
    Table {
        name: Word::IntakeFaults.text(lang).to_owned(),
        marks: Vec::new(),
        headings: words.iter().map(|word| word.text(lang).to_owned()).collect(),
        rows: faults.iter().map(|found| row(found, specs, lang)).collect(),
    }
}

fn row(found: &Found, specs: &[ColumnSpec], lang: Lang) -> Vec<String> {
    let heading = specs
        .iter()
        .find(|column| column.slug == found.field)
        .map(|column| if lang == Lang::Zh { column.zh } else { column.en });
    vec![
        found.row.to_string(),
        heading.unwrap_or_default().to_owned(),
        found.shape.clone(),
        ui::intake::fault(found.fault).text(lang).to_owned(),
        found.other_row.map(|row| row.to_string()).unwrap_or_default(),
    ]
}

/// Makes a file away from the threads that answer requests.
pub(super) async fn made(
    make: impl FnOnce() -> Result<Vec<u8>, XlsxError> + Send + 'static,
) -> Result<Vec<u8>, Refusal> {
    let made = tokio::task::spawn_blocking(make).await;
    let failed = |error: &dyn std::error::Error| {
        tracing::error!(%error, "a sheet could not be made");
        Refusal(AppError::Unavailable)
    };
    made.map_err(|error| failed(&error))?.map_err(|error| failed(&error))
}

/// A file to be saved.
pub(super) fn download(bytes: Vec<u8>, format: Format, name: &'static str) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let fixed = [
        (header::CONTENT_TYPE, HeaderValue::from_static(format.media_type())),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    let mut response = (fixed, bytes).into_response();
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}
