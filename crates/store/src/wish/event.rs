//! The timeline of a wish.

use chrono::{DateTime, Utc};
use domain::area::Area;
use domain::id::{UnitId, WishId};
use sqlx::Row;

use crate::case::Writer;
use crate::{StoreError, Tx, row};

/// A step that is written down.
#[derive(Clone, Copy, Debug)]
pub struct WrittenEvent<'a> {
    /// What was done.
    pub step: &'a str,
    /// Where the wish stands then.
    pub state: &'a str,
    /// When.
    pub at: DateTime<Utc>,
    /// For which unit.
    pub unit: Option<UnitId>,
    /// In these words.
    pub note: &'a str,
    /// Whether who follows the wish reads them.
    pub is_note_public: bool,
}

/// An entry of the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRow {
    /// The wish's version then.
    pub version: i32,
    /// What was done.
    pub step: String,
    /// Where the wish stood then.
    pub state: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, as the post is called in Chinese and English; nothing for a resident and the clock.
    pub by: Option<(String, String)>,
    /// For which unit.
    pub unit: Option<String>,
    /// In these words.
    pub note: String,
    /// Whether who follows the wish reads them.
    pub is_note_public: bool,
}

/// Adds an entry under the wish's new version.
pub async fn add(
    tx: &mut Tx,
    writer: Writer<'_>,
    (wish, area, version): (WishId, Area, i32),
    event: &WrittenEvent<'_>,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into wish_event (wish_id, version, area, step, state, at, account_id, post_id, unit_id, note, is_note_public)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(wish.number())
    .bind(version)
    .bind(area.code())
    .bind(event.step)
    .bind(event.state)
    .bind(event.at)
    .bind(writer.account().map(domain::id::AccountId::number))
    .bind(writer.post().map(domain::id::PostId::number))
    .bind(event.unit.map(UnitId::number))
    .bind(event.note)
    .bind(event.is_note_public)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// The timeline, the first entry first, as far as this transaction may see.
pub async fn events(tx: &mut Tx, wish: WishId) -> Result<Vec<EventRow>, StoreError> {
    let rows = sqlx::query(
        "select e.version, e.step, e.state, e.at, p.title_zh, p.title_en, u.name_zh as unit, e.note, e.is_note_public
        from wish_event e
        left join post p on p.id = e.post_id
        left join unit u on u.id = e.unit_id
        where e.wish_id = $1
        order by e.version",
    )
    .bind(wish.number())
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let (zh, en): (Option<String>, Option<String>) = (row.try_get("title_zh")?, row.try_get("title_en")?);
            Ok(EventRow {
                version: row.try_get("version")?,
                step: row.try_get("step")?,
                state: row.try_get("state")?,
                at: row::instant(row, "at")?,
                by: zh.zip(en),
                unit: row.try_get("unit")?,
                note: row.try_get("note")?,
                is_note_public: row.try_get("is_note_public")?,
            })
        })
        .collect()
}
