//! Tables as files to save or print, always in Chinese: they are official papers. Not what is in them.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Datelike, Utc};
use domain::clock::civil_date;
use paper::{Column, Listing};
use sheet::{Format, Table};
use ui::error::AppError;

use super::refusal::Refusal;
use crate::state::AppState;

/// A table before it is a file.
pub(super) struct Paper {
    pub(super) title: String,
    /// Lines above the table.
    pub(super) lines: Vec<String>,
    /// Headings, each with its share of a page's width.
    pub(super) columns: Vec<(String, f32)>,
    pub(super) rows: Vec<Vec<String>>,
    /// At the foot of every page and above the rows of a table: who took it out, and when.
    pub(super) mark: String,
    pub(super) made_at: DateTime<Utc>,
}

impl Paper {
    /// The pages to print.
    pub(super) async fn pdf(self, state: &AppState, name: &str) -> Result<Response, Refusal> {
        let made_on = civil_date(self.made_at);
        let listing = Listing {
            title: self.title,
            lines: self.lines,
            columns: self.columns.into_iter().map(|(heading, share)| Column { heading, share }).collect(),
            rows: self.rows,
            mark: self.mark,
            made_on: (made_on.year() as u16, made_on.month() as u8, made_on.day() as u8),
        };
        let bytes = state.press.print_listing(listing).await.map_err(|error| {
            tracing::error!(%error, "a listing could not be printed");
            AppError::Unavailable
        })?;
        Ok(saved(bytes, "application/pdf", "inline", name))
    }

    /// The table to calculate with.
    pub(super) async fn table(self, format: Format, name: &str) -> Result<Response, Refusal> {
        let marks = std::iter::once(self.title.clone()).chain(self.lines).chain([self.mark]).collect();
        let headings = self.columns.into_iter().map(|(heading, _)| heading).collect();
        let table = Table { name: self.title, marks, headings, rows: self.rows };
        let made = tokio::task::spawn_blocking(move || table.to_bytes(format)).await;
        let bytes = made.ok().and_then(Result::ok).ok_or_else(|| {
            tracing::error!("a table could not be made");
            AppError::Unavailable
        })?;
        Ok(saved(bytes, format.media_type(), "attachment", name))
    }
}

fn saved(bytes: Vec<u8>, media_type: &'static str, how: &str, name: &str) -> Response {
    let fixed = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    let mut response = (fixed, bytes).into_response();
    if let Ok(disposition) = HeaderValue::from_str(&format!("{how}; filename=\"{name}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}
