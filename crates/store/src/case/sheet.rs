//! What a case's sheet shows beyond its line: names of desks, the timeline, units to hand it to.

use chrono::{DateTime, Utc};
use domain::area::Area;
use domain::case::{CoState, Desk, Entry, Kind, Light, Names, Party, Verdict};
use domain::id::{AccountId, CaseId, PostId, UnitId};
use sqlx::Row;
use sqlx::postgres::PgRow;
use sqlx::types::Json;

use super::before::{self, Times};
use super::judge::verdict_of;
use crate::{StoreError, Tx, row};

/// What only the sheet shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extra {
    /// What was said beyond the title.
    pub detail: String,
    /// What the resident said in the end.
    pub verdict: Option<Verdict>,
}

/// The words of a case that only its sheet shows.
pub async fn extra(tx: &mut Tx, case: CaseId) -> Result<Option<Extra>, StoreError> {
    let found = sqlx::query("select detail, verdict from case_file where id = $1")
        .bind(case.number())
        .fetch_optional(tx.db())
        .await?;
    found
        .map(|row| {
            let verdict: Option<String> = row.try_get("verdict")?;
            let verdict = verdict.map(|word| row::parse(word.as_str(), Verdict::from_slug, "case_file.verdict"));
            Ok(Extra { detail: row.try_get("detail")?, verdict: verdict.transpose()? })
        })
        .transpose()
}

/// The co-handlers of a case with their names.
pub async fn names_of_parties(tx: &mut Tx, case: CaseId) -> Result<Vec<Party>, StoreError> {
    let rows = sqlx::query(
        "select
            p.desk,
            p.co_state,
            coalesce(a.name, u.name_zh, '') as name_zh,
            coalesce(a.name, nullif(u.name_en, ''), u.name_zh, '') as name_en
        from case_party p
        left join area a on a.area = p.desk
        left join unit u on u.id = p.desk
        where p.case_id = $1 and p.co_state is not null
        order by p.desk",
    )
    .bind(case.number())
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let state: String = row.try_get("co_state")?;
            Ok(Party {
                desk: row::parse(row.try_get("desk")?, Desk::new_checked, "case_party.desk")?,
                name: names(row, "name_zh", "name_en")?,
                state: row::parse(state.as_str(), CoState::from_slug, "case_party.co_state")?,
            })
        })
        .collect()
}

/// What a desk is called in Chinese and English.
pub async fn desk_names(tx: &mut Tx, desk: Desk) -> Result<Names, StoreError> {
    let row = sqlx::query(
        "select
            coalesce((select name from area where area = $1), (select name_zh from unit where id = $1), '') as name_zh,
            coalesce(
                (select name from area where area = $1),
                (select coalesce(nullif(name_en, ''), name_zh) from unit where id = $1),
                ''
            ) as name_en",
    )
    .bind(desk.number())
    .fetch_one(tx.db())
    .await?;
    names(&row, "name_zh", "name_en")
}

fn names(row: &PgRow, zh: &str, en: &str) -> Result<Names, StoreError> {
    Ok((row.try_get(zh)?, row.try_get(en)?))
}

/// The timeline of a case, oldest first.
pub async fn entries(tx: &mut Tx, case: CaseId) -> Result<Vec<Entry>, StoreError> {
    let rows = sqlx::query(
        "select
            v.version,
            v.step,
            v.light,
            v.at,
            v.note,
            v.to_desk is not null as has_moved,
            coalesce(p.title_zh, '') as by_zh,
            coalesce(p.title_en, '') as by_en,
            coalesce(a.name, u.name_zh, '') as to_zh,
            coalesce(a.name, nullif(u.name_en, ''), u.name_zh, '') as to_en,
            exists (select 1 from case_event o where o.case_id = v.case_id and o.undoes = v.version) as is_undone
        from case_event v
        left join post p on p.id = v.post_id
        left join area a on a.area = v.to_desk
        left join unit u on u.id = v.to_desk
        where v.case_id = $1 and v.step <> 'undo'
        order by v.version",
    )
    .bind(case.number())
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let step: String = row.try_get("step")?;
            let has_moved: bool = row.try_get("has_moved")?;
            Ok(Entry {
                version: row.try_get("version")?,
                kind: Kind::from_slug(&step),
                verdict: verdict_of(&step),
                is_join: step == "join",
                light: row::light(row, "light")?,
                at: row.try_get("at")?,
                by: names(row, "by_zh", "by_en")?,
                to: has_moved.then(|| names(row, "to_zh", "to_en")).transpose()?,
                note: row.try_get("note")?,
                is_undone: row.try_get("is_undone")?,
            })
        })
        .collect()
}

/// An entry as the next one is linked to it, and as it is taken back.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryRow {
    /// The case's version after it.
    pub version: i32,
    /// Its word.
    pub step: String,
    /// The light after it.
    pub light: Light,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub account: Option<AccountId>,
    /// Under which post.
    pub post: Option<PostId>,
    /// How the case stood before; nothing for the report.
    pub before: Option<(domain::case::Standing, Times)>,
    /// Its link.
    pub link: Option<[u8; 32]>,
}

/// The last entry of a case's timeline.
pub async fn last_entry(tx: &mut Tx, case: CaseId) -> Result<Option<EntryRow>, StoreError> {
    let found = sqlx::query(
        "select version, step, light, at, account_id, post_id, before, link
        from case_event
        where case_id = $1
        order by version desc
        limit 1",
    )
    .bind(case.number())
    .fetch_optional(tx.db())
    .await?;
    found
        .map(|row| {
            let link: Option<Vec<u8>> = row.try_get("link")?;
            Ok(EntryRow {
                version: row.try_get("version")?,
                step: row.try_get("step")?,
                light: row::light(&row, "light")?,
                at: row.try_get("at")?,
                account: before::optional(&row, "account_id", AccountId::new_checked)?,
                post: before::optional(&row, "post_id", PostId::new_checked)?,
                before: row.try_get::<Option<Json<_>>, _>("before")?.map(|Json(before)| before),
                link: link.and_then(|link| link.try_into().ok()),
            })
        })
        .transpose()
}

/// Units that cases can be handed to: open departments and stations that work for the place, by name.
pub async fn units(tx: &mut Tx, place: Area) -> Result<Vec<(UnitId, Names)>, StoreError> {
    let areas: Vec<i64> = place.path().into_iter().map(Area::code).collect();
    let rows = sqlx::query(
        "select u.id, u.name_zh, coalesce(nullif(u.name_en, ''), u.name_zh) as name_en
        from unit u
        where u.kind in ('department', 'station', 'police', 'hospital')
            and (u.closed_on is null or u.closed_on > (now() at time zone 'Asia/Shanghai')::date)
            and u.area = any($1)
            and exists (
                select 1
                from post p
                where p.unit_id = u.id and p.role = 'department' and (p.to_at is null or p.to_at > now())
            )
        order by u.name_zh, u.id
        limit 500",
    )
    .bind(&areas)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let unit = row::parse(row.try_get("id")?, UnitId::new_checked, "unit.id")?;
            Ok((unit, names(row, "name_zh", "name_en")?))
        })
        .collect()
}

/// The names of areas.
pub async fn offices(tx: &mut Tx, areas: &[Area]) -> Result<Vec<(Area, Names)>, StoreError> {
    let codes: Vec<i64> = areas.iter().map(|area| area.code()).collect();
    let rows = sqlx::query("select area, name from area where area = any($1) order by area desc")
        .bind(&codes)
        .fetch_all(tx.db())
        .await?;
    rows.iter().map(|row| Ok((row::area(row, "area")?, names(row, "name", "name")?))).collect()
}
