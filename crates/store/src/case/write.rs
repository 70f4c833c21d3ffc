//! Writing cases: a new one, and how one stands after a step, each with its entry on the timeline.

use chrono::{DateTime, Utc};
use domain::area::{Area, County};
use domain::case::{Ask, Desk, Milestone, Phase, Report, Source, Standing};
use domain::category::CategoryCode;
use domain::deadline::{Alarm, Urgency};
use domain::id::{AccountId, CaseId, DwellingId, PostId};
use domain::operation::OperationId;
use serde_json::Value;
use sqlx::types::Json;

use super::before::{CaseRow, Times};
use super::writer::Writer;
use crate::{StoreError, Tx, row};

/// A case that comes in.
#[derive(Clone, Debug)]
pub struct NewCase<'a> {
    /// Which.
    pub case: CaseId,
    /// The household it is about.
    pub dwelling: Option<DwellingId>,
    /// Where it is, decimetres east and north of the origin.
    pub at_dm: Option<(i32, i32)>,
    /// Where it is, in words.
    pub place: &'a str,
    /// What is wrong.
    pub title: &'a str,
    /// What came in.
    pub report: &'a Report,
    /// How it stands.
    pub standing: &'a Standing,
    /// Its clocks.
    pub times: &'a Times,
    /// The link of its first entry.
    pub link: [u8; 32],
}

/// What a step wrote, beside how the case stands afterwards.
#[derive(Clone, Debug)]
pub struct WrittenStep<'a> {
    /// The word of the step, or `undo`.
    pub word: &'static str,
    /// The words that went with it.
    pub note: &'a str,
    /// Where it went.
    pub to: Option<Desk>,
    /// The version that it takes back.
    pub undoes: Option<i32>,
    /// The link of the entry.
    pub link: [u8; 32],
    /// When.
    pub at: DateTime<Utc>,
}

/// The number of a new case.
pub async fn next_id(tx: &mut Tx, county: County) -> Result<CaseId, StoreError> {
    let serial: i64 = sqlx::query_scalar("select nextval('case_serial')").fetch_one(tx.db()).await?;
    Ok(CaseId::new(county, serial as u64))
}

/// The case that came of an operation before, if it was sent already.
pub async fn reported_before(
    tx: &mut Tx,
    writer: Writer<'_>,
    operation: OperationId,
) -> Result<Option<CaseId>, StoreError> {
    let statement = match writer.account() {
        Some(_) => "select id from case_file where reporter_id = $1 and operation = $2",
        None => "select id from case_file where reporter_id is null and $1::int8 is null and operation = $2",
    };
    let found: Option<i64> = sqlx::query_scalar(statement)
        .bind(writer.account().map(AccountId::number))
        .bind(&operation.bytes()[..])
        .fetch_optional(tx.db())
        .await?;
    found.map(|id| row::parse(id, CaseId::new_checked, "case_file.id")).transpose()
}

/// Makes senders without an account wait for each other when they use one number, until the transaction ends: accounts wait at
/// their own row.
pub async fn hold_operation(tx: &mut Tx, operation: OperationId) -> Result<(), StoreError> {
    let key = operation.bytes().iter().take(8).fold(0, |key: i64, byte| key << 8 | i64::from(*byte));
    sqlx::query("select pg_advisory_xact_lock($1)").bind(key).execute(tx.db()).await?;
    Ok(())
}

/// Adds a case with the first entry of its timeline, and lets the household show it.
pub async fn insert(tx: &mut Tx, writer: Writer<'_>, new: &NewCase<'_>) -> Result<(), StoreError> {
    let (report, standing, times) = (new.report, new.standing, new.times);
    sqlx::query(
        "insert into case_file (
            id, area, dwelling_id, x_dm, y_dm, title, light, reported_at, changed_at, phase, holder, reporter_id, source,
            place, detail, urgency, closing, category, operation, answer_due_at, holder_since, holder_due_at,
            business_due_at
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $8, $20, $21)",
    )
    .bind(new.case.number())
    .bind(standing.area.code())
    .bind(new.dwelling.map(DwellingId::number))
    .bind(new.at_dm.map(|(x_dm, _)| x_dm))
    .bind(new.at_dm.map(|(_, y_dm)| y_dm))
    .bind(new.title)
    .bind(standing.light().number())
    .bind(times.reported_at)
    .bind(standing.phase.slug())
    .bind(standing.holder.number())
    .bind(writer.account().map(AccountId::number))
    .bind(Source::slug(report.source))
    .bind(new.place)
    .bind(&report.detail)
    .bind(report.urgency.slug())
    .bind(standing.closing.slug())
    .bind(report.category.as_ref().map(CategoryCode::as_str))
    .bind(&report.operation.bytes()[..])
    .bind(times.answer_due_at)
    .bind(times.holder_due_at)
    .bind(times.business_due_at)
    .execute(tx.db())
    .await?;
    let first = WrittenStep {
        word: "report",
        note: "",
        to: Some(standing.holder),
        undoes: None,
        link: new.link,
        at: times.reported_at,
    };
    add_entry(tx, writer, new.case, (1, standing), None, &first).await?;
    for desk in writer.desk().into_iter().chain([standing.holder]) {
        add_party(tx, writer, new.case, standing.area, desk).await?;
    }
    show_light(tx, new.dwelling).await
}

/// Writes how a locked case stands after a step, the entry on its timeline, and what its household shows.
pub async fn write(
    tx: &mut Tx,
    writer: Writer<'_>,
    before: &CaseRow,
    after: &CaseRow,
    step: &WrittenStep<'_>,
) -> Result<(), StoreError> {
    // A unit that claims from a pool is party to the case before it leaves the pool, or could not see what it writes.
    parties(tx, writer, before, after).await?;
    update(tx, after).await?;
    let kept = (step.undoes.is_none()).then(|| Json(serde_json::json!([before.standing, before.times])));
    add_entry(tx, writer, after.case, (after.version, &after.standing), kept, step).await?;
    if before.standing.light() != after.standing.light() {
        show_light(tx, after.dwelling).await?;
    }
    Ok(())
}

async fn update(tx: &mut Tx, after: &CaseRow) -> Result<(), StoreError> {
    let (standing, times) = (&after.standing, &after.times);
    let (asked, asked_days) = match standing.asked() {
        Some(Ask::Delay { days }) => (Some("delay"), Some(i16::from(days))),
        Some(Ask::Pause) => (Some("pause"), None),
        None => (None, None),
    };
    let (is_checked, finished_by) = match standing.phase {
        Phase::Done { is_checked, by } => (is_checked, by),
        _ => (false, None),
    };
    let merged_into = match standing.phase {
        Phase::Merged { into } => Some(into.number()),
        _ => None,
    };
    sqlx::query(
        "update case_file
        set
            version = $2, light = $3, phase = $4, in_pool = $5, holder = $6, sender = $7, asked = $8, asked_days = $9,
            is_checked = $10, finished_by = $11, merged_into = $12, needs_help = $13, is_supervised = $14,
            rework_count = $15, changed_at = greatest($16, reported_at), answered_at = $17, holder_since = $18,
            holder_due_at = $19, business_due_at = $20, paused_at = $21, finished_at = $22, closed_at = $23,
            category = $24, urgency = $25, milestones = $26, closing = $27, is_inquired = $28, alarm = $29, alarm_at = $30
        where id = $1",
    )
    .bind(after.case.number())
    .bind(after.version)
    .bind(standing.light().number())
    .bind(standing.phase.slug())
    .bind(standing.phase == Phase::Waiting { in_pool: true })
    .bind(standing.holder.number())
    .bind(standing.sender.map(Desk::number))
    .bind(asked)
    .bind(asked_days)
    .bind(is_checked)
    .bind(finished_by.map(AccountId::number))
    .bind(merged_into)
    .bind(standing.needs_help)
    .bind(standing.is_supervised)
    .bind(i16::try_from(standing.rework_count).unwrap_or(i16::MAX))
    .bind(times.changed_at)
    .bind(times.answered_at)
    .bind(times.holder_since)
    .bind(times.holder_due_at)
    .bind(times.business_due_at)
    .bind(times.paused_at)
    .bind(times.finished_at)
    .bind(times.closed_at)
    .bind(after.category.as_ref().map(CategoryCode::as_str))
    .bind(Urgency::slug(after.urgency))
    .bind(Json::<&Vec<Milestone>>(&after.milestones))
    .bind(standing.closing.slug())
    .bind(standing.is_inquired)
    .bind(standing.alarm.map(Alarm::slug))
    .bind(times.alarm_at)
    .execute(tx.db())
    .await?;
    Ok(())
}

async fn add_entry(
    tx: &mut Tx,
    writer: Writer<'_>,
    case: CaseId,
    (version, standing): (i32, &Standing),
    before: Option<Json<Value>>,
    step: &WrittenStep<'_>,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into case_event
            (case_id, version, area, step, light, at, account_id, post_id, by_desk, to_desk, note, undoes, before, link)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(case.number())
    .bind(version)
    .bind(standing.area.code())
    .bind(step.word)
    .bind(standing.light().number())
    .bind(step.at)
    .bind(writer.account().map(AccountId::number))
    .bind(writer.post().map(PostId::number))
    .bind(writer.desk().map(Desk::number))
    .bind(step.to.map(Desk::number))
    .bind(step.note)
    .bind(step.undoes)
    .bind(before)
    .bind(&step.link[..])
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Whoever gets, had or helps with a case goes on seeing it; a whistle that was taken back lets its units go.
async fn parties(tx: &mut Tx, writer: Writer<'_>, before: &CaseRow, after: &CaseRow) -> Result<(), StoreError> {
    let (case, area) = (after.case, after.standing.area);
    if before.standing.holder != after.standing.holder {
        for desk in [before.standing.holder, after.standing.holder] {
            add_party(tx, writer, case, area, desk).await?;
        }
    }
    for co in &after.standing.co_handlers {
        if before.standing.co_state(co.desk) != Some(co.state) {
            sqlx::query(
                "insert into case_party (case_id, desk, area, co_state) values ($1, $2, $3, $4)
                on conflict (case_id, desk) do update set co_state = excluded.co_state",
            )
            .bind(case.number())
            .bind(co.desk.number())
            .bind(area.code())
            .bind(co.state.slug())
            .execute(tx.db())
            .await?;
        }
    }
    for gone in before.standing.co_handlers.iter().filter(|co| after.standing.co_state(co.desk).is_none()) {
        sqlx::query("update case_party set co_state = null where case_id = $1 and desk = $2")
            .bind(case.number())
            .bind(gone.desk.number())
            .execute(tx.db())
            .await?;
    }
    Ok(())
}

/// A department may only write of itself; the offices that it had the case from are parties already.
async fn add_party(tx: &mut Tx, writer: Writer<'_>, case: CaseId, area: Area, desk: Desk) -> Result<(), StoreError> {
    if !writer.may_add(desk, area) {
        return Ok(());
    }
    sqlx::query("insert into case_party (case_id, desk, area) values ($1, $2, $3) on conflict do nothing")
        .bind(case.number())
        .bind(desk.number())
        .bind(area.code())
        .execute(tx.db())
        .await?;
    Ok(())
}

async fn show_light(tx: &mut Tx, dwelling: Option<DwellingId>) -> Result<(), StoreError> {
    if let Some(dwelling) = dwelling {
        sqlx::query("select show_open_light($1)").bind(dwelling.number()).execute(tx.db()).await?;
    }
    Ok(())
}
