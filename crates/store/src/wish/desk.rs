//! The community's desk for wishes: what waits for it, counted and listed.

use chrono::{DateTime, Utc};
use domain::area::AreaRange;
use domain::id::{UnitId, WishId};
use sqlx::Row;

use super::read::{WishRow, wish_row, wish_sql};
use crate::{StoreError, Tx, row};

/// What stands on the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Desk {
    /// 待审核.
    Proposed,
    /// Looked like a machine's: 存疑.
    Held,
    /// 征集中.
    Published,
    /// 待确认: said to be done, the unmet ones first.
    Done,
    /// 待评价.
    Confirmed,
    /// Everything that is over.
    Over,
}

impl Desk {
    /// Every list with its word in an address.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Proposed, "proposed"),
        (Self::Held, "held"),
        (Self::Published, "published"),
        (Self::Done, "done"),
        (Self::Confirmed, "confirmed"),
        (Self::Over, "over"),
    ];
}

/// A wish on the desk.
#[derive(Clone, Debug, PartialEq)]
pub struct DeskRow {
    /// The wish.
    pub wish: WishRow,
    /// The first words of what was sent in.
    pub words: String,
    /// Places that are taken.
    pub taken: u16,
    /// The unit that it is offered to first.
    pub unit: Option<String>,
}

/// How many stand on each list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// In the order of [`Desk::ALL`].
    pub lists: [i64; 6],
}

/// How many stand on each list of an area.
pub async fn counts(tx: &mut Tx, range: AreaRange) -> Result<Counts, StoreError> {
    let row = sqlx::query(
        "select
            count(*) filter (where state = 'proposed' and not is_held) as a,
            count(*) filter (where state = 'proposed' and is_held) as b,
            count(*) filter (where state = 'published') as c,
            count(*) filter (where state = 'done') as d,
            count(*) filter (where state = 'confirmed') as e,
            count(*) filter (where state not in ('proposed', 'published', 'done', 'confirmed')) as f
        from wish
        where area >= $1 and area < $2",
    )
    .bind(range.lo)
    .bind(range.hi)
    .fetch_one(tx.db())
    .await?;
    let mut counts = Counts::default();
    for (at, column) in ["a", "b", "c", "d", "e", "f"].into_iter().enumerate() {
        counts.lists[at] = row.try_get(column)?;
    }
    Ok(counts)
}

/// One list of an area, a page of it, and how many there are.
pub async fn desk(
    tx: &mut Tx,
    range: AreaRange,
    list: Desk,
    (limit, offset): (i64, i64),
) -> Result<Vec<DeskRow>, StoreError> {
    let states: &[&str] = match list {
        Desk::Proposed | Desk::Held => &["proposed"],
        Desk::Published => &["published"],
        Desk::Done => &["done"],
        Desk::Confirmed => &["confirmed"],
        Desk::Over => &["archived", "declined", "withdrawn", "lapsed", "merged", "converted"],
    };
    // What waits, the longest first; what was unmet before all; what is over, the latest first.
    let rows = sqlx::query(wish_sql!(
        "where w.area >= $1 and w.area < $2 and w.state = any($3) and (w.state <> 'proposed' or w.is_held = $4)
        order by
            case when w.state = 'done' then w.rework_count else 0 end desc,
            case when w.closed_at is null then w.changed_at end,
            w.closed_at desc,
            w.id
        limit $5 offset $6"
    ))
    .bind(range.lo)
    .bind(range.hi)
    .bind(states)
    .bind(list == Desk::Held)
    .bind(limit)
    .bind(offset)
    .fetch_all(tx.db())
    .await?;
    let wishes: Vec<WishRow> = rows.iter().map(wish_row).collect::<Result<_, _>>()?;
    let ids: Vec<i64> = wishes.iter().map(|wish| wish.wish.number()).collect();
    let sides = sqlx::query(
        "select w.id, coalesce(left(c.words, 120), '') as words, u.name_zh as unit,
            (select coalesce(sum(k.seats), 0) from wish_claim k where k.wish_id = w.id and k.state in ('held', 'served')) as taken
        from wish w
        left join wish_contact c on c.wish_id = w.id
        left join unit u on u.id = w.unit_id
        where w.id = any($1)",
    )
    .bind(&ids)
    .fetch_all(tx.db())
    .await?;
    let side = |wish: WishRow| {
        let found = sides.iter().find(|row| row.try_get::<i64, _>("id").is_ok_and(|id| id == wish.wish.number()));
        let row = found.ok_or(StoreError::Unreadable { column: "wish.id" })?;
        Ok(DeskRow {
            words: row.try_get("words")?,
            taken: u16::try_from(row.try_get::<i64, _>("taken")?).unwrap_or(u16::MAX),
            unit: row.try_get("unit")?,
            wish,
        })
    };
    wishes.into_iter().map(side).collect()
}

/// Open wishes that a new one of an area may be the same as, with their words: the latest first.
pub async fn like(
    tx: &mut Tx,
    range: AreaRange,
    but: WishId,
    since: DateTime<Utc>,
) -> Result<Vec<(WishId, String)>, StoreError> {
    let rows = sqlx::query(
        "select w.id, case when w.title = '' then c.words else w.title || ' ' || w.content end as words
        from wish w
        left join wish_contact c on c.wish_id = w.id
        where w.area >= $1 and w.area < $2 and w.id <> $3 and w.proposed_at > $4 and w.state in ('proposed', 'published')
            and not w.is_held
        order by w.proposed_at desc
        limit 200",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(but.number())
    .bind(since)
    .fetch_all(tx.db())
    .await?;
    let read = |row: &sqlx::postgres::PgRow| {
        let words: Option<String> = row.try_get("words")?;
        Ok((row::parse(row.try_get("id")?, WishId::new_checked, "wish.id")?, words.unwrap_or_default()))
    };
    rows.iter().map(read).collect()
}

/// The unit that is tied to a community as its party-alliance unit 党建联盟单位, and open; the first of several.
pub async fn alliance(tx: &mut Tx, range: AreaRange) -> Result<Option<UnitId>, StoreError> {
    let found: Option<i64> = sqlx::query_scalar(
        "select id from unit where kind = 'alliance' and area >= $1 and area < $2 and closed_on is null order by id limit 1",
    )
    .bind(range.lo)
    .bind(range.hi)
    .fetch_optional(tx.db())
    .await?;
    found.map(|id| row::parse(id, UnitId::new_checked, "unit.id")).transpose()
}
