//! How a case stands, read into the machine's own type.

use chrono::{DateTime, Utc};
use domain::case::{Ask, CoHandler, Desk, Milestone, Phase, Standing};
use domain::category::{CategoryCode, Closing};
use domain::deadline::{Alarm, Urgency};
use domain::id::{AccountId, CaseId, DwellingId};
use serde::{Deserialize, Serialize};
use sqlx::Row;
use sqlx::postgres::PgRow;
use sqlx::types::Json;

use crate::{StoreError, Tx, row};

/// A case as a step finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRow {
    /// Which.
    pub case: CaseId,
    /// The household it is about.
    pub dwelling: Option<DwellingId>,
    /// Its version.
    pub version: i32,
    /// How it stands.
    pub standing: Standing,
    /// Its clocks.
    pub times: Times,
    /// What it is about.
    pub category: Option<CategoryCode>,
    /// How urgent it is.
    pub urgency: Urgency,
    /// What will be done by when.
    pub milestones: Vec<Milestone>,
}

/// The clocks of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    /// When it was reported.
    pub reported_at: DateTime<Utc>,
    /// When the light last changed.
    pub changed_at: DateTime<Utc>,
    /// Until when the reporter should hear from somebody.
    pub answer_due_at: Option<DateTime<Utc>>,
    /// When the reporter did.
    pub answered_at: Option<DateTime<Utc>>,
    /// Since when the holder's clock runs.
    pub holder_since: DateTime<Utc>,
    /// Until when the holder has time.
    pub holder_due_at: Option<DateTime<Utc>>,
    /// Until when the whole of it should be done.
    pub business_due_at: Option<DateTime<Utc>>,
    /// Since when the clocks stand still.
    pub paused_at: Option<DateTime<Utc>>,
    /// When it was said to be done.
    pub finished_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub closed_at: Option<DateTime<Utc>>,
    /// When the server last spoke up about it.
    #[serde(default)]
    pub alarm_at: Option<DateTime<Utc>>,
}

/// Locks a case; nothing when it does not exist or may not be known.
pub async fn lock(tx: &mut Tx, case: CaseId) -> Result<Option<CaseRow>, StoreError> {
    let held = sqlx::query("select 1 from case_file where id = $1 for update")
        .bind(case.number())
        .fetch_optional(tx.db())
        .await?;
    if held.is_none() {
        return Ok(None);
    }
    read(tx, case).await
}

/// Reads how a case stands; nothing when it does not exist or may not be known.
pub async fn read(tx: &mut Tx, case: CaseId) -> Result<Option<CaseRow>, StoreError> {
    let found = sqlx::query(
        "select
            c.*,
            coalesce((
                select json_agg(json_build_object('desk', p.desk::text, 'state', p.co_state) order by p.desk)
                from case_party p
                where p.case_id = c.id and p.co_state is not null
            ), '[]') as co_handlers
        from case_file c
        where c.id = $1",
    )
    .bind(case.number())
    .fetch_optional(tx.db())
    .await?;
    found.as_ref().map(case_row).transpose()
}

fn case_row(row: &PgRow) -> Result<CaseRow, StoreError> {
    Ok(CaseRow {
        case: row::parse(row.try_get("id")?, CaseId::new_checked, "case_file.id")?,
        dwelling: optional(row, "dwelling_id", DwellingId::new_checked)?,
        version: row.try_get("version")?,
        standing: standing(row)?,
        times: times(row)?,
        category: category(row)?,
        urgency: row::parse(row.try_get("urgency")?, Urgency::from_slug, "case_file.urgency")?,
        milestones: row.try_get::<Json<Vec<Milestone>>, _>("milestones")?.0,
    })
}

/// The category of a row, if it has one.
pub(super) fn category(row: &PgRow) -> Result<Option<CategoryCode>, StoreError> {
    let code: Option<String> = row.try_get("category")?;
    code.map(|code| row::parse(code.as_str(), CategoryCode::new, "case_file.category")).transpose()
}

fn standing(row: &PgRow) -> Result<Standing, StoreError> {
    let co_handlers = row.try_get::<Json<Vec<CoHandler>>, _>("co_handlers")?.0;
    Ok(Standing {
        phase: phase(row)?,
        area: row::area(row, "area")?,
        holder: row::parse(row.try_get("holder")?, Desk::new_checked, "case_file.holder")?,
        sender: optional(row, "sender", Desk::new_checked)?,
        reporter: optional(row, "reporter_id", AccountId::new_checked)?,
        co_handlers,
        closing: row::parse(row.try_get("closing")?, Closing::from_slug, "case_file.closing")?,
        needs_help: row.try_get("needs_help")?,
        is_supervised: row.try_get("is_supervised")?,
        is_inquired: row.try_get("is_inquired")?,
        alarm: alarm(row)?,
        rework_count: row::count(row, "rework_count")?,
    })
}

/// How far the server has spoken up about the light of a row.
pub(super) fn alarm(row: &PgRow) -> Result<Option<Alarm>, StoreError> {
    let word: Option<String> = row.try_get("alarm")?;
    word.map(|word| row::parse(word.as_str(), Alarm::from_slug, "case_file.alarm")).transpose()
}

const UNREADABLE: StoreError = StoreError::Unreadable { column: "case_file.phase" };

/// The phase of a row, with what belongs to it.
pub(super) fn phase(row: &PgRow) -> Result<Phase, StoreError> {
    let word: String = row.try_get("phase")?;
    Ok(match word.as_str() {
        "waiting" => Phase::Waiting { in_pool: row.try_get("in_pool")? },
        "working" => Phase::Working {
            is_paused: row.try_get::<Option<DateTime<Utc>>, _>("paused_at")?.is_some(),
            asked: asked(row)?,
        },
        "done" => Phase::Done {
            is_checked: row.try_get("is_checked")?,
            by: optional(row, "finished_by", AccountId::new_checked)?,
        },
        "closed" => Phase::Closed,
        "refused" => Phase::Refused,
        "withdrawn" => Phase::Withdrawn,
        "merged" => Phase::Merged { into: optional(row, "merged_into", CaseId::new_checked)?.ok_or(UNREADABLE)? },
        _ => return Err(UNREADABLE),
    })
}

fn asked(row: &PgRow) -> Result<Option<Ask>, StoreError> {
    let word: Option<String> = row.try_get("asked")?;
    Ok(match word.as_deref() {
        Some("delay") => {
            let days: Option<i16> = row.try_get("asked_days")?;
            let days = days.and_then(|days| u8::try_from(days).ok());
            Some(Ask::Delay { days: days.ok_or(StoreError::Unreadable { column: "case_file.asked_days" })? })
        }
        Some("pause") => Some(Ask::Pause),
        _ => None,
    })
}

fn times(row: &PgRow) -> Result<Times, StoreError> {
    Ok(Times {
        reported_at: row.try_get("reported_at")?,
        changed_at: row.try_get("changed_at")?,
        answer_due_at: row.try_get("answer_due_at")?,
        answered_at: row.try_get("answered_at")?,
        holder_since: row.try_get("holder_since")?,
        holder_due_at: row.try_get("holder_due_at")?,
        business_due_at: row.try_get("business_due_at")?,
        paused_at: row.try_get("paused_at")?,
        finished_at: row.try_get("finished_at")?,
        closed_at: row.try_get("closed_at")?,
        alarm_at: row.try_get("alarm_at")?,
    })
}

/// Reads a column that may be null with a domain type's own constructor.
pub(super) fn optional<T>(
    row: &PgRow,
    column: &'static str,
    parse: impl FnOnce(i64) -> Option<T>,
) -> Result<Option<T>, StoreError> {
    row.try_get::<Option<i64>, _>(column)?.map(|number| row::parse(number, parse, column)).transpose()
}
