//! 拍拍板: whoever holds a case's link follows it and says in the end whether it is solved. No account, no name.
//!
//! The link is the key: a code over the case's number that only this city can make. It opens this one case, and shows nothing
//! of the household, the reporter or the staff's own words.

use chrono::{DateTime, Utc};
use domain::case::{Followed, Hop, Kind, Note, Phase, Verdict, judge as judged, judged_until};
use domain::id::CaseId;
use store::Tx;
use store::case::{CaseRow, Writer, WrittenStep};

use super::clock;
use super::step::{to_micros, write};
use crate::{Service, ServiceError, deadline};

/// What the codes of links are made for.
const PURPOSE: &str = "case link";

/// The code of a case's link: its number, and 64 bits that nobody guesses.
pub fn link_code(s: &Service, case: CaseId) -> String {
    format!("{case}-{:016x}", s.store.keyring().digest(PURPOSE, &case.to_string()))
}

/// The case of a code; nothing when it is not one of ours.
fn case_of(s: &Service, code: &str) -> Option<CaseId> {
    let case: CaseId = code.split('-').next()?.parse().ok()?;
    let expected = link_code(s, case);
    // Every sign is looked at, so that the time of the answer says nothing of how many were right.
    let differs = expected.bytes().zip(code.bytes()).fold(0, |differs, (one, other)| differs | (one ^ other));
    (expected.len() == code.len() && differs == 0).then_some(case)
}

/// The case of a link; nothing for a code that is not one.
pub async fn follow(s: &Service, code: &str) -> Result<Option<Followed>, ServiceError> {
    let Some(case) = case_of(s, code) else { return Ok(None) };
    let mut tx = s.store.begin_system().await?;
    let Some(row) = store::case::read(&mut tx, case).await? else { return Ok(None) };
    let followed = followed(s, &mut tx, &row).await?;
    tx.commit().await?;
    Ok(Some(followed))
}

/// What somebody who just reported is told beside how it stands: until when the next things happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// How it stands.
    pub followed: Followed,
    /// Until when the office accepts it or sends it on.
    pub accept_due_at: Option<DateTime<Utc>>,
    /// Until when somebody answers.
    pub answer_due_at: Option<DateTime<Utc>>,
}

/// The receipt of a link; nothing for a code that is not one.
pub async fn receipt(s: &Service, code: &str) -> Result<Option<Receipt>, ServiceError> {
    let Some(case) = case_of(s, code) else { return Ok(None) };
    let mut tx = s.store.begin_system().await?;
    let Some(row) = store::case::read(&mut tx, case).await? else { return Ok(None) };
    let followed = followed(s, &mut tx, &row).await?;
    tx.commit().await?;
    let is_waiting = matches!(row.standing.phase, Phase::Waiting { .. });
    Ok(Some(Receipt {
        followed,
        accept_due_at: row.times.holder_due_at.filter(|_| is_waiting),
        answer_due_at: row.times.answer_due_at.filter(|_| row.times.answered_at.is_none()),
    }))
}

async fn followed(s: &Service, tx: &mut Tx, row: &CaseRow) -> Result<Followed, ServiceError> {
    let line = store::case::queue_line(tx, row.case).await?.ok_or(ServiceError::NotFound)?;
    let extra = store::case::extra(tx, row.case).await?.ok_or(ServiceError::NotFound)?;
    let entries = store::case::entries(tx, row.case).await?;
    let place = super::first_desk(row.standing.area).as_area().unwrap_or(row.standing.area);
    let names = store::case::offices(tx, &[place]).await?;
    let is_told = |kind: Kind| !matches!(kind, Kind::Remark | Kind::Amend | Kind::Plan | Kind::Tick);
    let shown =
        entries.into_iter().filter(|entry| !entry.is_undone && !entry.is_join && entry.kind.is_none_or(is_told));
    let hops = shown.map(|entry| Hop {
        answer: if entry.kind == Some(Kind::Answer) { entry.note } else { String::new() },
        kind: entry.kind,
        verdict: entry.verdict,
        light: entry.light,
        at: entry.at,
        by: entry.by,
        to: entry.to,
    });
    Ok(Followed {
        case: row.case,
        category: row.category.is_some().then_some(line.category_name),
        area: names.into_iter().next().map(|(_, (zh, _))| zh).unwrap_or_default(),
        phase: row.standing.phase,
        reported_at: row.times.reported_at,
        holder: line.holder_name,
        holder_since: row.times.holder_since,
        due_at: row.times.business_due_at.filter(|_| row.standing.light().is_open()),
        verdict: extra.verdict,
        judged_until: judged_until(&row.standing, row.times.closed_at, s.now()),
        hops: hops.collect(),
    })
}

/// Says whether a case is solved. The last word counts; 未解决 gives it back to who said that it is done.
///
/// *Errors*: `NotFound` for a code that is none; `Conflict` when there is nothing to judge, or not any more.
pub async fn judge(s: &Service, code: &str, verdict: Verdict, words: Option<Note>) -> Result<(), ServiceError> {
    let case = case_of(s, code).ok_or(ServiceError::NotFound)?;
    let mut tx = s.store.begin_system().await?;
    let before = store::case::lock(&mut tx, case).await?.ok_or(ServiceError::NotFound)?;
    let now = to_micros(s.now());
    let turned = judged(&before.standing, before.times.closed_at, verdict, now)?;
    let clocks = deadline::clockwork(&mut tx, before.standing.area.county()).await?;
    let mut after = CaseRow { version: before.version + 1, standing: turned.after, ..before.clone() };
    after.times = clock::after(&clocks, &before, &after, (Kind::Reopen, turned.clock), now);
    let word = store::case::verdict_word(verdict);
    let note = words.as_ref().map_or("", Note::as_str);
    let written = WrittenStep { word, note, to: None, undoes: None, link: [0; 32], at: now };
    write(s, &mut tx, Writer::Nobody, (&before, &after), written).await?;
    store::case::set_verdict(&mut tx, case, verdict).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(())
}
