//! `GET /certificates/{certificate}/pdf`: a residence certificate to print, always in Chinese: it is an official paper.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use chrono::{Datelike, NaiveDate};
use domain::actor::Actor;
use domain::clock::civil_date;
use domain::id::CertificateId;
use paper::{FontFile, Listing, PaperError, Sheet, Typeface};
use service::certificate::{Paper, print};
use tokio::sync::OnceCell;
use ui::error::AppError;
use ui::name;
use wording::{Lang, Word};

use super::refusal::Refusal;
use crate::state::AppState;

/// The font of printed pages: read at the first print and kept. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Press {
    chosen: Option<PathBuf>,
    typeface: Arc<OnceCell<Typeface>>,
}

impl Press {
    /// Prints with the chosen font, else with a known one of the system.
    pub fn new(chosen: Option<PathBuf>) -> Self {
        Self { chosen, typeface: Arc::default() }
    }

    /// Prints a page, away from the threads that answer requests.
    async fn print(&self, sheet: Sheet) -> Result<Vec<u8>, PaperError> {
        let typeface = self.typeface().await?;
        let draw = move || sheet.to_pdf(&typeface);
        tokio::task::spawn_blocking(draw).await.unwrap_or(Err(PaperError::Unwritable))
    }

    /// Likewise a table over several pages.
    pub async fn print_listing(&self, listing: Listing) -> Result<Vec<u8>, PaperError> {
        let typeface = self.typeface().await?;
        let draw = move || listing.to_pdf(&typeface);
        tokio::task::spawn_blocking(draw).await.unwrap_or(Err(PaperError::Unwritable))
    }

    async fn typeface(&self) -> Result<Typeface, PaperError> {
        let chosen = self.chosen.clone();
        let load = || async move {
            let load = move || FontFile::find(chosen.as_deref())?.load();
            tokio::task::spawn_blocking(load).await.unwrap_or(Err(PaperError::NoFont))
        };
        Ok(self.typeface.get_or_try_init(load).await?.clone())
    }
}

/// Sends the paper.
pub async fn pdf(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path(certificate): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let certificate: CertificateId = certificate.parse().map_err(|_no_id| AppError::NotFound)?;
    let paper = print(&state.service, &actor, certificate).await?;
    let address = format!("{}/v/{}", site(&state, &headers), paper.issued.code.as_str());
    let bytes = state.press.print(sheet(&paper, address)).await.map_err(|error| {
        tracing::error!(%error, "a certificate could not be printed");
        AppError::Unavailable
    })?;
    let fixed = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("inline; filename=\"certificate.pdf\"")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((fixed, bytes).into_response())
}

/// Where residents' telephones find this site. Only this machine itself is reached without TLS.
pub(crate) fn site(state: &AppState, headers: &HeaderMap) -> String {
    let asked = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let host = state.settings.public_host.0.as_ref().map_or(asked, |host| host.as_str());
    let is_here = ["localhost", "127.0.0.1", "[::1]"].iter().any(|local| host.starts_with(local));
    format!("{}://{host}", if is_here { "http" } else { "https" })
}

/// What stands on the paper.
fn sheet(paper: &Paper, address: String) -> Sheet {
    let (issued, say) = (&paper.issued, |word: Word| word.text(Lang::Zh).to_owned());
    let (from, until) = issued.lease_on;
    let made_on = civil_date(issued.issued_at);
    let basis = format!("{}（{} 至 {}）", say(Word::CertificateBasisLease), date(from), date(until));
    let facts = [
        (Word::CertificateHolder, issued.holder.clone()),
        (Word::CertificateSex, say(name::sex(paper.sex))),
        (Word::CertificateIdNumber, paper.id_number.reveal().to_owned()),
        (Word::CertificateAddress, issued.place.clone()),
        (Word::CertificateSince, date(issued.since_on.unwrap_or(from))),
        (Word::CertificateBasis, basis),
        (Word::CertificatePurpose, issued.purpose.clone()),
        (Word::CertificateValidity, date(issued.valid_until_on)),
    ];
    Sheet {
        title: say(Word::Certificate),
        number: format!("{} {}", say(Word::CertificateNumber), issued.number),
        facts: facts.into_iter().map(|(word, value)| (say(word), value)).collect(),
        statement: say(Word::CertificateStatement),
        signature: vec![
            format!("{}：{}", say(Word::CertificateIssuer), issued.issuer),
            format!("{}：{}", say(Word::CertificatePhone), issued.issuer_phone),
            say(Word::CertificateSeal),
            date(made_on),
        ],
        code: address,
        code_lines: vec![say(Word::CertificateScan)],
        made_on: (made_on.year() as u16, made_on.month() as u8, made_on.day() as u8),
    }
}

fn date(on: NaiveDate) -> String {
    format!("{}年{}月{}日", on.year(), on.month(), on.day())
}
