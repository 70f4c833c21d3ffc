//! Sending a report without an account, with its pictures, once however often; and 我也遇到 instead of a second one.

use domain::area::Area;
use domain::case::{Ground, Report, Reporter, Source, Title};
use domain::category::{CategoryCode, suggest};
use domain::deadline::Urgency;
use domain::gate::Form as GateForm;
use domain::id::{CaseId, MediaId};
use domain::media::{Capture, MOST_OF_NOBODY, Purpose, Subject};
use domain::operation::OperationId;
use store::Tx;
use store::case::Writer;
use store::media::Step;
use store::open311::Met;

use super::place::spot;
use crate::case::{join_as_nobody, locate, take_in};
use crate::gate::{self, Entered};
use crate::{Service, ServiceError, media, reporter};

/// The most signs of a resident's words.
const WORDS: usize = 500;
/// What the tokens of staged pictures are made for.
const PURPOSE: &str = "picture of nobody";

/// A report as a resident sends it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    /// Drawn with the page.
    pub operation: OperationId,
    /// A building, a point or an area.
    pub ground: Ground,
    /// What is wrong; may be empty with a picture.
    pub words: String,
    /// What it is about, if it was chosen; the words suggest it otherwise.
    pub category: Option<CategoryCode>,
    /// Pictures that were staged by the same sender ([`picture_of`]).
    pub pictures: Vec<MediaId>,
    /// Who reports it, if they say so.
    pub reporter: Reporter,
}

/// Takes a resident's report in. The same operation again gives the case of the first time.
///
/// *Errors*: `Gate` when it is not taken in; `NotFound` for a place that the city does not have; `Invalid` names what is missing or
/// too much.
pub async fn send(s: &Service, sent: Sent, entered: &Entered) -> Result<CaseId, ServiceError> {
    entered.must_be(GateForm::Report, sent.operation)?;
    let words = sent.words.trim();
    if words.chars().count() > WORDS || (words.is_empty() && sent.pictures.is_empty()) {
        return Err(ServiceError::invalid(
            "words",
            format!("say in up to {WORDS} signs what is wrong, or add a photo"),
        ));
    }
    if sent.pictures.len() > MOST_OF_NOBODY {
        return Err(ServiceError::invalid("photo", format!("at most {MOST_OF_NOBODY} photos")));
    }
    let city = Area::city(s.county().await?);
    let mut tx = s.store.begin_system().await?;
    store::case::hold_operation(&mut tx, sent.operation).await?;
    if let Some(case) = store::case::reported_before(&mut tx, Writer::Nobody, sent.operation).await? {
        return Ok(case);
    }
    spot(&mut tx, city, sent.ground).await?;
    let ground = locate(&mut tx, city, sent.ground).await?;
    let report = report(&mut tx, &sent, words).await?;
    let is_suspect = gate::admit(s, &mut tx, city.county(), entered, (words, sent.reporter.phone.as_ref())).await?;
    let case = take_in(s, &mut tx, Writer::Nobody, &ground, &report).await?;
    if is_suspect {
        store::gate::suspect_case(&mut tx, case).await?;
    }
    reporter::add(s, &mut tx, (case, ground.area), &sent.reporter).await?;
    let to = Step { subject: Subject::Case(case), version: 1, area: ground.area, purpose: Purpose::Report };
    media::attach_as(&mut tx, Writer::Nobody, to, &report.pictures).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(case)
}

async fn report(tx: &mut Tx, sent: &Sent, words: &str) -> Result<Report, ServiceError> {
    let category = match &sent.category {
        Some(code) => Some(code.clone()),
        None => suggest(&store::case::categories(tx).await?, words).map(|(code, _)| code.clone()),
    };
    let urgency = match &category {
        Some(code) => store::category::one(tx, code).await?.map(|category| category.urgency),
        None => None,
    };
    Ok(Report {
        operation: sent.operation,
        source: Source::Resident,
        ground: sent.ground,
        title: Title::of_words(words),
        detail: words.to_owned(),
        category,
        urgency: urgency.unwrap_or(Urgency::Ordinary),
        pictures: sent.pictures.clone(),
    })
}

/// Keeps a resident's picture for a day, until a report takes it. Answers with the token that the report names it by: its number
/// alone is easily guessed, and would let strangers take it.
///
/// *Errors*: as [`media::stage`].
pub async fn stage(
    s: &Service,
    bytes: Vec<u8>,
    capture: Capture,
    operation: OperationId,
) -> Result<String, ServiceError> {
    let city = Area::city(s.county().await?);
    let media = media::stage_as(s, (Writer::Nobody, city), bytes, capture, operation).await?;
    Ok(token(s, media))
}

fn token(s: &Service, media: MediaId) -> String {
    format!("{media}-{:016x}", s.store.keyring().digest(PURPOSE, &media.to_string()))
}

/// The picture of a token; nothing for a token that is none.
pub fn picture_of(s: &Service, text: &str) -> Option<MediaId> {
    let media: MediaId = text.split('-').next()?.parse().ok()?;
    let expected = token(s, media);
    // Every sign is looked at, so that the time of the answer says nothing of how many were right.
    let differs = expected.bytes().zip(text.bytes()).fold(0, |differs, (one, other)| differs | (one ^ other));
    (expected.len() == text.len() && differs == 0).then_some(media)
}

/// What the public may know of an open case; nothing of any other.
pub async fn met(s: &Service, case: CaseId) -> Result<Option<Met>, ServiceError> {
    let county = s.county().await?;
    let mut tx = s.store.begin_system().await?;
    let found = store::open311::met_case(&mut tx, county, case).await?;
    tx.commit().await?;
    Ok(found)
}

/// 我也遇到: one more resident who waits for an open case that the public may know of.
///
/// *Errors*: `NotFound` for any other case; `Conflict` when it ended meanwhile; `TooMany` when many joined today.
pub async fn join(s: &Service, case: CaseId) -> Result<(), ServiceError> {
    let county = s.county().await?;
    let mut tx = s.store.begin_system().await?;
    store::open311::met_case(&mut tx, county, case).await?.ok_or(ServiceError::NotFound)?;
    join_as_nobody(s, &mut tx, case).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(())
}
