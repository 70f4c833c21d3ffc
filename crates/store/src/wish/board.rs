//! The public board of wishes: what anybody may read, in columns that say nothing of a person.

use chrono::{DateTime, Utc};
use domain::area::{Area, AreaRange, County};
use domain::id::WishId;
use domain::spot::Spot;
use domain::wish::{Kind, Repeat, State, Verdict};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row};

/// A wish as the public reads it.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicRow {
    /// Its number.
    pub wish: WishId,
    /// Its community, by number and name.
    pub community: (Area, String),
    /// Where it stands.
    pub state: State,
    /// What it is about.
    pub kind: Kind,
    /// In one line.
    pub title: String,
    /// What is to be done.
    pub content: String,
    /// Where to meet; the community alone where more would tell something about a home.
    pub place: String,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// How many are needed.
    pub slots: u8,
    /// How many places are taken.
    pub taken: u16,
    /// How many wait for one.
    pub waiting: u16,
    /// Tools that are needed.
    pub tools: Vec<String>,
    /// What to mind.
    pub safety: String,
    /// How often it comes again.
    pub repeat: Option<Repeat>,
    /// How many wish for it too.
    pub supporters: i32,
    /// Since when it is on the board.
    pub published_at: DateTime<Utc>,
    /// When nothing more came of it.
    pub closed_at: Option<DateTime<Utc>>,
    /// The resident's words, if they may stand there.
    pub thanks: String,
    /// Decimetres east and north of the city's origin; of the community where it is sensitive.
    pub at_dm: Option<(i32, i32)>,
}

/// What is looked for on the board.
#[derive(Clone, Copy, Debug)]
pub struct Board {
    /// Where.
    pub range: AreaRange,
    /// What it is about, or anything.
    pub kind: Option<Kind>,
    /// Only those with free places.
    pub free_only: bool,
    /// The page's first line and how many.
    pub page: (i64, i64),
}

/// Honest numbers of an area.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// On the board now.
    pub open: i64,
    /// Not yet looked at by the community.
    pub proposed: i64,
    /// Ever published.
    pub published: i64,
    /// Confirmed by the community, whatever was said then.
    pub fulfilled: i64,
    /// Said to be satisfied or fairly so.
    pub satisfied: i64,
    /// All who said anything in the end.
    pub judged: i64,
    /// Passed without helpers.
    pub lapsed: i64,
}

macro_rules! public_sql {
    ($rest:literal) => {
        concat!(
            "select w.id, w.state, w.verdict, w.merged_into, w.case_id, w.kind, w.title, w.content, w.place, w.starts_at, w.ends_at,
                w.slots, w.tools, w.safety, w.repeat, w.supporters, w.published_at, w.closed_at, w.may_show, w.thanks,
                coalesce(w.x_dm, b.x_dm) as x_dm, coalesce(w.y_dm, b.y_dm) as y_dm,
                coalesce(m.area, w.area) as community, coalesce(m.name, '') as community_name,
                (select coalesce(sum(c.seats), 0) from wish_claim c where c.wish_id = w.id and c.state in ('held', 'served'))
                    as taken,
                (select count(*) from wish_claim c where c.wish_id = w.id and c.state = 'waiting') as waiting
            from wish w
            left join building b on b.id = w.building_id
            left join area m on m.area = w.area - w.area % 1000
            where w.area >= $1 and w.area < $2 and w.published_at is not null ",
            $rest
        )
    };
}
pub(super) use public_sql;

/// A page of the board: what begins next stands first.
pub async fn board(tx: &mut Tx, wanted: Board) -> Result<Vec<PublicRow>, StoreError> {
    let rows = sqlx::query(public_sql!(
        "and w.state = 'published'
            and ($3::text is null or w.kind = $3)
            and (
                not $4
                or w.slots > (
                    select coalesce(sum(c.seats), 0) from wish_claim c where c.wish_id = w.id and c.state in ('held', 'waiting', 'served')
                )
            )
        order by w.starts_at, w.id
        limit $5 offset $6"
    ))
    .bind(wanted.range.lo)
    .bind(wanted.range.hi)
    .bind(wanted.kind.map(Kind::slug))
    .bind(wanted.free_only)
    .bind(wanted.page.1)
    .bind(wanted.page.0)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(public_row).collect()
}

/// 愿望成真: what came true and may be shown, the latest first.
pub async fn fulfilled(tx: &mut Tx, range: AreaRange, limit: i64) -> Result<Vec<PublicRow>, StoreError> {
    let rows =
        sqlx::query(public_sql!("and w.state = 'archived' and w.may_show order by w.closed_at desc, w.id limit $3"))
            .bind(range.lo)
            .bind(range.hi)
            .bind(limit)
            .fetch_all(tx.db())
            .await?;
    rows.iter().map(public_row).collect()
}

/// One wish that the public may read.
pub async fn public_one(tx: &mut Tx, county: County, wish: WishId) -> Result<Option<PublicRow>, StoreError> {
    let range = Area::city(county).range();
    let found = sqlx::query(public_sql!("and w.id = $3 and w.state in ('published', 'done', 'confirmed', 'archived')"))
        .bind(range.lo)
        .bind(range.hi)
        .bind(wish.number())
        .fetch_optional(tx.db())
        .await?;
    found.as_ref().map(public_row).transpose()
}

/// Open wishes around a spot, the nearest first; of its area where no point is known.
pub async fn near(tx: &mut Tx, spot: &Spot, radius_m: u16, limit: i64) -> Result<Vec<PublicRow>, StoreError> {
    let within = if spot.at_dm.is_some() { Area::city(spot.area.county()) } else { spot.area };
    let (range, (x, y)) = (within.range(), spot.at_dm.unzip());
    let rows = sqlx::query(public_sql!(
        "and w.state = 'published'
            and (
                $3::int4 is null
                or (
                    coalesce(w.x_dm, b.x_dm) between $3 - $5 and $3 + $5
                    and coalesce(w.y_dm, b.y_dm) between $4 - $5 and $4 + $5
                )
            )
        order by
            abs(coalesce(w.x_dm, b.x_dm) - $3) + abs(coalesce(w.y_dm, b.y_dm) - $4) nulls last,
            w.starts_at, w.id
        limit $6"
    ))
    .bind(range.lo)
    .bind(range.hi)
    .bind(x)
    .bind(y)
    .bind(i32::from(radius_m) * 10)
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(public_row).collect()
}

/// Open wishes on the map.
pub async fn markers(tx: &mut Tx, range: AreaRange, limit: i64) -> Result<Vec<PublicRow>, StoreError> {
    let rows = sqlx::query(public_sql!("and w.state = 'published' order by w.published_at desc, w.id limit $3"))
        .bind(range.lo)
        .bind(range.hi)
        .bind(limit)
        .fetch_all(tx.db())
        .await?;
    rows.iter().map(public_row).collect()
}

/// Counts of an area.
pub async fn totals(tx: &mut Tx, range: AreaRange) -> Result<Totals, StoreError> {
    let row = sqlx::query(
        "select
            count(*) filter (where state = 'published') as open,
            count(*) filter (where state = 'proposed') as proposed,
            count(*) filter (where published_at is not null) as published,
            count(*) filter (where confirmed_at is not null and state in ('confirmed', 'archived')) as fulfilled,
            count(*) filter (where verdict in ('satisfied', 'fair')) as satisfied,
            count(*) filter (where verdict is not null or (rework_count > 0 and state in ('done', 'published'))) as judged,
            count(*) filter (where state = 'lapsed') as lapsed
        from wish
        where area >= $1 and area < $2",
    )
    .bind(range.lo)
    .bind(range.hi)
    .fetch_one(tx.db())
    .await?;
    Ok(Totals {
        open: row.try_get("open")?,
        proposed: row.try_get("proposed")?,
        published: row.try_get("published")?,
        fulfilled: row.try_get("fulfilled")?,
        satisfied: row.try_get("satisfied")?,
        judged: row.try_get("judged")?,
        lapsed: row.try_get("lapsed")?,
    })
}

pub(super) fn public_row(row: &PgRow) -> Result<PublicRow, StoreError> {
    let kind = row::parse(row.try_get::<&str, _>("kind")?, Kind::from_slug, "wish.kind")?;
    let community = (row::area(row, "community")?, row.try_get::<String, _>("community_name")?);
    let repeat: Option<&str> = row.try_get("repeat")?;
    let (x_dm, y_dm): (Option<i32>, Option<i32>) = (row.try_get("x_dm")?, row.try_get("y_dm")?);
    let may_show: bool = row.try_get("may_show")?;
    let verdict: Option<&str> = row.try_get("verdict")?;
    let archived = verdict.and_then(Verdict::from_slug);
    let state = match row.try_get::<&str, _>("state")? {
        "done" => State::Done,
        "confirmed" => State::Confirmed,
        "archived" => State::Archived(archived),
        _ => State::Published,
    };
    Ok(PublicRow {
        wish: row::parse(row.try_get("id")?, WishId::new_checked, "wish.id")?,
        place: if kind.is_sensitive() { community.1.clone() } else { row.try_get("place")? },
        community,
        state,
        kind,
        title: row.try_get("title")?,
        content: row.try_get("content")?,
        starts_at: row::instant(row, "starts_at")?,
        ends_at: row::instant(row, "ends_at")?,
        slots: row::parse(row.try_get::<i16, _>("slots")?, |slots| u8::try_from(slots).ok(), "wish.slots")?,
        taken: u16::try_from(row.try_get::<i64, _>("taken")?).unwrap_or(u16::MAX),
        waiting: u16::try_from(row.try_get::<i64, _>("waiting")?).unwrap_or(u16::MAX),
        tools: row.try_get("tools")?,
        safety: row.try_get("safety")?,
        repeat: repeat.map(|slug| row::parse(slug, Repeat::from_slug, "wish.repeat")).transpose()?,
        supporters: row.try_get("supporters")?,
        published_at: row::instant(row, "published_at")?,
        closed_at: row.try_get("closed_at")?,
        thanks: if may_show { row.try_get("thanks")? } else { String::new() },
        at_dm: x_dm.zip(y_dm),
    })
}
