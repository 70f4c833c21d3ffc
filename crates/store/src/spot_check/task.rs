//! What inspectors have to ask: their own tasks through their own eyes, and the system's part in it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::actor::Actor;
use domain::area::Area;
use domain::household::Occupancy;
use domain::id::{DwellingId, PostId};
use domain::person::Relation;
use domain::phone::Phone;
use domain::spot_check::{Finding, Hint, Mode, OnFile, OnFilePerson, State};
use sqlx::Row;
use sqlx::postgres::PgRow;
use vault::{Nonces, Place};

use crate::{StoreError, Tx, row, sealed};

/// A household that an inspector asks: where it is, and nothing of what is on file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskLine {
    /// Its number.
    pub id: i64,
    /// Street and community.
    pub place: String,
    /// The estate, or street and house number.
    pub estate: String,
    /// Building, unit and door.
    pub door: String,
    /// How it stands.
    pub state: State,
    /// How often nobody answered.
    pub tries: u16,
    /// Whether the number was given.
    pub is_dialled: bool,
    /// Until when.
    pub until_on: NaiveDate,
}

macro_rules! task_sql {
    ($filter:literal) => {
        concat!(
            "select t.id, t.state, t.tries, t.dialled_at is not null as is_dialled, t.until_on,
                coalesce(
                    (
                        select string_agg(a.name, ' ' order by a.level)
                        from area a
                        where a.area in (t.area - t.area % 1000, t.area - t.area % 1000000)
                    ),
                    ''
                ) as place,
                coalesce(e.name, concat_ws(' ', b.street, b.house_number), '') as estate,
                concat(b.number, '-', d.unit, '-', d.shown) as door
            from spot_task t
            join dwelling d on d.id = t.dwelling_id
            join building b on b.id = d.building_id
            left join estate e on e.id = b.estate_id
            where t.inspector_post = $1 and ",
            $filter
        )
    };
}

/// What a post has to ask, as one walks, and what it asked in rounds that are open.
pub async fn tasks(tx: &mut Tx, post: PostId) -> Result<Vec<TaskLine>, StoreError> {
    let rows = sqlx::query(task_sql!(
        "not t.is_closed order by t.state <> 'open', t.area, e.name nulls last, b.estate_id, b.number, d.unit, d.floor, d.door, d.id"
    ))
    .bind(post.number())
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(line).collect()
}

/// One task of a post in a round that is open.
pub async fn task(tx: &mut Tx, post: PostId, id: i64) -> Result<Option<TaskLine>, StoreError> {
    let found = sqlx::query(task_sql!("not t.is_closed and t.id = $2"))
        .bind(post.number())
        .bind(id)
        .fetch_optional(tx.db())
        .await?;
    found.as_ref().map(line).transpose()
}

fn line(row: &PgRow) -> Result<TaskLine, StoreError> {
    Ok(TaskLine {
        id: row.try_get("id")?,
        place: row.try_get("place")?,
        estate: row.try_get("estate")?,
        door: row.try_get("door")?,
        state: row::parse(row.try_get::<&str, _>("state")?, State::from_slug, "spot_task.state")?,
        tries: row::count(row, "tries")?,
        is_dialled: row.try_get("is_dialled")?,
        until_on: row.try_get("until_on")?,
    })
}

/// An open task, locked.
#[derive(Clone, Copy, Debug)]
pub struct Open {
    /// Its number.
    pub id: i64,
    /// The round.
    pub round: i64,
    /// The grid.
    pub area: Area,
    /// The household.
    pub dwelling: DwellingId,
    /// Who asks, and for which street that post is.
    pub inspector: (PostId, Area),
    /// How often nobody answered.
    pub tries: u16,
    /// Whether the number was given.
    pub is_dialled: bool,
    /// Until when.
    pub until_on: NaiveDate,
}

/// Locks a task of a post that is still to be asked; nothing when it is not, or no longer. In a transaction of the system.
pub async fn lock(tx: &mut Tx, post: PostId, id: i64) -> Result<Option<Open>, StoreError> {
    let found = sqlx::query(
        "select id, round_id, area, dwelling_id, inspector_area, tries, dialled_at is not null as is_dialled, until_on
        from spot_task
        where id = $1 and inspector_post = $2 and state = 'open'
        for update",
    )
    .bind(id)
    .bind(post.number())
    .fetch_optional(tx.db())
    .await?;
    let open = |row: PgRow| {
        Ok(Open {
            id: row.try_get("id")?,
            round: row.try_get("round_id")?,
            area: row::area(&row, "area")?,
            dwelling: row::parse(row.try_get("dwelling_id")?, DwellingId::new_checked, "spot_task.dwelling_id")?,
            inspector: (post, row::area(&row, "inspector_area")?),
            tries: row::count(&row, "tries")?,
            is_dialled: row.try_get("is_dialled")?,
            until_on: row.try_get("until_on")?,
        })
    };
    found.map(open).transpose()
}

/// A try that nobody answered.
#[derive(Clone, Copy, Debug)]
pub struct TryMade {
    /// How.
    pub mode: Mode,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether it was the last one: the household is given up.
    pub is_last: bool,
}

/// Writes down that nobody answered. In a transaction of the system.
pub async fn add_try(tx: &mut Tx, actor: &Actor, task: &Open, made: TryMade) -> Result<(), StoreError> {
    sqlx::query(
        "insert into spot_try (task_id, number, area, inspector_post, mode, at, account_id)
        values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(task.id)
    .bind(task.tries as i16 + 1)
    .bind(task.area.code())
    .bind(task.inspector.0.number())
    .bind(made.mode.slug())
    .bind(made.at)
    .bind(actor.account.number())
    .execute(tx.db())
    .await?;
    sqlx::query(
        "update spot_task set tries = tries + 1, state = case when $2 then 'given_up' else state end where id = $1",
    )
    .bind(task.id)
    .bind(made.is_last)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Remembers that the number was given, so that it is not compared. In a transaction of the system.
pub async fn mark_dialled(tx: &mut Tx, task: &Open, at: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query("update spot_task set dialled_at = coalesce(dialled_at, $2) where id = $1")
        .bind(task.id)
        .bind(at)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// What the register says of a household on a day. For the comparison alone, in a transaction of the system: nothing of it goes
/// out.
pub async fn on_file(tx: &mut Tx, dwelling: DwellingId, day: NaiveDate) -> Result<OnFile, StoreError> {
    let occupancy: Option<i16> = sqlx::query_scalar("select occupancy from household where id = $1")
        .bind(dwelling.number())
        .fetch_optional(tx.db())
        .await?;
    let rows = sqlx::query(
        "select r.id, r.name, s.relation, r.phone_sealed
        from stay s
        join resident m on m.id = s.resident_id
        join resident r on r.id = coalesce(m.merged_into, m.id)
        where s.dwelling_id = $1
            and s.kind in ('both', 'actual')
            and (s.from_on is null or s.from_on <= $2)
            and (s.to_on is null or s.to_on > $2)
        order by s.relation <> 'head', r.id",
    )
    .bind(dwelling.number())
    .bind(day)
    .fetch_all(tx.db())
    .await?;
    let mut people = Vec::with_capacity(rows.len());
    for row in &rows {
        let id: i64 = row.try_get("id")?;
        let phone: Option<Phone> = sealed::open(tx.keyring(), row, sealed::phone_place(id))?;
        let tail = |phone: &Phone| phone.reveal().chars().rev().take(4).collect::<Vec<_>>().into_iter().rev().collect();
        people.push(OnFilePerson {
            name: row.try_get::<String, _>("name")?.chars().filter(|sign| !sign.is_whitespace()).collect(),
            relation: row::parse(row.try_get::<&str, _>("relation")?, Relation::from_slug, "stay.relation")?,
            phone_tail: phone.as_ref().map(tail),
        });
    }
    Ok(OnFile { occupancy: occupancy.map_or(Occupancy::Unknown, Occupancy::from_number), people })
}

/// What came of a task.
#[derive(Clone, Copy, Debug)]
pub struct Answered<'a> {
    /// How it was asked.
    pub mode: Mode,
    /// When.
    pub at: DateTime<Utc>,
    /// What the comparison came to.
    pub finding: &'a Finding,
    /// How content they are.
    pub satisfaction: Option<u8>,
    /// What the keeper of the file should look at again.
    pub hints: &'a [Hint],
}

/// Writes down what came of a task, and seals what was said where the register says something else. In a transaction of the system.
pub async fn answer(
    tx: &mut Tx,
    (actor, nonces): (&Actor, &mut Nonces),
    task: &Open,
    answered: Answered<'_>,
) -> Result<(), StoreError> {
    let finding = answered.finding;
    sqlx::query(
        "update spot_task
        set state = 'done', mode = $2, answered_at = $3, account_id = $4, filled = $5, required = $6, matching = $7, verified = $8,
            satisfaction = $9
        where id = $1",
    )
    .bind(task.id)
    .bind(answered.mode.slug())
    .bind(answered.at)
    .bind(actor.account.number())
    .bind(finding.filled as i16)
    .bind(finding.required as i16)
    .bind(finding.matching as i16)
    .bind(finding.verified as i16)
    .bind(answered.satisfaction.map(i16::from))
    .execute(tx.db())
    .await?;
    if answered.hints.is_empty() {
        return Ok(());
    }
    let text = serde_json::to_vec(answered.hints)
        .map_err(|_no_json| StoreError::Unreadable { column: "spot_hint.found_sealed" })?;
    let sealed = tx.keyring().seal(hint_place(task.id), nonces.draw(), &text)?;
    sqlx::query("insert into spot_hint (task_id, area, found_sealed) values ($1, $2, $3)")
        .bind(task.id)
        .bind(task.area.code())
        .bind(sealed)
        .execute(tx.db())
        .await?;
    Ok(())
}

pub(crate) fn hint_place(task: i64) -> Place {
    Place { table: "spot_hint", column: "found_sealed", row: task }
}
