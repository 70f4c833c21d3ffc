//! Hints while a report is written, and 我也遇到: joining a case instead of reporting it again.

use chrono::TimeDelta;
use domain::actor::{Action, Actor};
use domain::area::Level;
use domain::case::{Desk, Double, Ground, Hints, Kind, Note};
use domain::category::CategoryCode;
use domain::id::CaseId;
use domain::spot::Spot;
use store::Tx;
use store::case::{CaseRow, Writer, WrittenStep};

use super::ground::locate;
use super::known;
use super::step::{to_micros, write};
use crate::lock::authorise;
use crate::{Service, ServiceError, duplicate, route, work};

/// The works and doubles that a form shows.
const SHOWN: usize = 5;
/// The word of the timeline's entry about somebody who met the same.
const JOIN: &str = "join";
/// Residents without an account that are written onto one timeline a day: a desk has to read it.
const JOINS_A_DAY: i64 = 60;

/// What somebody should know before a report is sent.
///
/// *Errors*: `NotFound` for ground outside the post's area; `Invalid` for ground or a category that there is not.
pub async fn hints(
    s: &Service,
    actor: &Actor,
    ground: Ground,
    category: Option<&CategoryCode>,
    text: &str,
) -> Result<Hints, ServiceError> {
    authorise(actor, Action::ReportCase, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let spot = spot(&mut tx, actor, ground).await?;
    authorise(actor, Action::ReportCase, spot.area)?;
    let mut works = work::near(&mut tx, &spot, category).await?;
    works.truncate(SHOWN);
    let doubles = match category {
        Some(category) => duplicate::near(&mut tx, s.now(), category, &spot, text).await?,
        None => Vec::new(),
    };
    let doubles = doubles.into_iter().map(|found| Double {
        case: found.case,
        title: found.title,
        light: found.light,
        reported_at: found.reported_at,
        per_mille: found.likeness.per_mille,
    });
    let doubles = doubles.collect();
    let suggestion = match category {
        Some(category) if spot.area.level() == Level::Grid => {
            let found = route::suggest(&mut tx, category, spot.area, s.today()).await?;
            let desk = Desk::from(found.to);
            Some((store::case::desk_names(&mut tx, desk).await?, found.reason))
        }
        _ => None,
    };
    tx.commit().await?;
    Ok(Hints { doubles, works, suggestion })
}

/// A door's building says more than its grid; the rest is as it was said.
async fn spot(tx: &mut Tx, actor: &Actor, ground: Ground) -> Result<Spot, ServiceError> {
    if let Ground::Dwelling(dwelling) = ground {
        return store::spot::of_dwelling(tx, dwelling).await?.ok_or(ServiceError::NotFound);
    }
    if let Ground::Building(building) = ground {
        return store::spot::of_building(tx, building).await?.ok_or(ServiceError::NotFound);
    }
    let located = locate(tx, actor.area, ground).await?;
    Ok(Spot { area: located.area, building: None, at_dm: located.at_dm })
}

/// Words that are added to a case's timeline; they change neither light nor clocks. For whoever was found to be allowed to.
///
/// *Errors*: `NotFound` when one may not know of the case.
pub(crate) async fn remark_on(
    s: &Service,
    tx: &mut Tx,
    actor: &Actor,
    case: CaseId,
    words: Option<Note>,
) -> Result<(), ServiceError> {
    let before = known(tx, actor, case, true).await?;
    add_words(s, tx, Writer::Post(actor), &before, (Kind::Remark.slug(), words)).await
}

async fn add_words(
    s: &Service,
    tx: &mut Tx,
    writer: Writer<'_>,
    before: &CaseRow,
    (word, words): (&'static str, Option<Note>),
) -> Result<(), ServiceError> {
    let after = CaseRow { version: before.version + 1, ..before.clone() };
    let note = words.as_ref().map_or("", Note::as_str);
    let written = WrittenStep { word, note, to: None, undoes: None, link: [0; 32], at: to_micros(s.now()) };
    write(s, tx, writer, (before, &after), written).await
}

/// 我也遇到: one more who waits for an open case. It changes neither light nor clocks, and stands on the timeline.
///
/// *Errors*: `NotFound` when one may not know of it; `Forbidden` for posts that do not report; `Conflict` when it ended meanwhile.
pub async fn join(s: &Service, actor: &Actor, case: CaseId, words: Option<Note>) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let before = known(&mut tx, actor, case, true).await?;
    authorise(actor, Action::ReportCase, actor.area)?;
    if !before.standing.light().is_open() {
        return Err(ServiceError::Conflict);
    }
    add_words(s, &mut tx, Writer::Post(actor), &before, (JOIN, words)).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(())
}

/// The same for a resident without an account, in a transaction of the system, about a case that the public may know of.
///
/// *Errors*: `Conflict` when it ended meanwhile; `TooMany` beyond [`JOINS_A_DAY`].
pub(crate) async fn join_as_nobody(s: &Service, tx: &mut Tx, case: CaseId) -> Result<(), ServiceError> {
    let before = store::case::lock(tx, case).await?.ok_or(ServiceError::NotFound)?;
    if !before.standing.light().is_open() {
        return Err(ServiceError::Conflict);
    }
    if store::case::joins_of_nobody(tx, case, s.now() - TimeDelta::days(1)).await? >= JOINS_A_DAY {
        return Err(ServiceError::TooMany);
    }
    add_words(s, tx, Writer::Nobody, &before, (JOIN, None)).await
}
