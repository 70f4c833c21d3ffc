//! Volunteer patrol teams 义务巡逻队 and their patrols.

use chrono::{DateTime, NaiveDate, Utc};
use domain::area::{Area, AreaRange};
use domain::id::{AccountId, PatrolTeamId};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row};

/// A team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Which.
    pub id: PatrolTeamId,
    /// Where it patrols.
    pub area: Area,
    /// What it is called.
    pub name: String,
    /// Who is in it.
    pub members: Vec<String>,
}

/// One of its patrols.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamPatrol {
    /// The team.
    pub team: PatrolTeamId,
    /// The civil day.
    pub day: NaiveDate,
    /// Who went.
    pub members: Vec<String>,
    /// What they saw.
    pub note: String,
}

/// The teams of a range, by area and name.
pub async fn list(tx: &mut Tx, range: AreaRange) -> Result<Vec<Team>, StoreError> {
    let rows = sqlx::query(
        "select id, area, name, members
        from patrol_team
        where area >= $1
            and area < $2
            and ended_at is null
        order by area, name, id",
    )
    .bind(range.lo)
    .bind(range.hi)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(team).collect()
}

/// One that the session sees.
pub async fn one(tx: &mut Tx, id: PatrolTeamId) -> Result<Option<Team>, StoreError> {
    let found = sqlx::query("select id, area, name, members from patrol_team where id = $1 and ended_at is null")
        .bind(id.number())
        .fetch_optional(tx.db())
        .await?;
    found.as_ref().map(team).transpose()
}

/// Makes a team.
pub async fn add(
    tx: &mut Tx,
    area: Area,
    (name, members): (&str, &[String]),
    (by, at): (AccountId, DateTime<Utc>),
) -> Result<PatrolTeamId, StoreError> {
    let serial: i64 = sqlx::query_scalar("select nextval('patrol_team_serial')").fetch_one(tx.db()).await?;
    let id = PatrolTeamId::new(area.county(), serial as u64);
    sqlx::query(
        "insert into patrol_team (id, area, name, members, account_id, made_at) values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id.number())
    .bind(area.code())
    .bind(name)
    .bind(members)
    .bind(by.number())
    .bind(at)
    .execute(tx.db())
    .await?;
    Ok(id)
}

/// Ends a team. False when somebody already did.
pub async fn end(tx: &mut Tx, id: PatrolTeamId, at: DateTime<Utc>) -> Result<bool, StoreError> {
    let done = sqlx::query("update patrol_team set ended_at = $2 where id = $1 and ended_at is null")
        .bind(id.number())
        .bind(at)
        .execute(tx.db())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes a patrol down, in place of what was written of that day.
pub async fn write_patrol(
    tx: &mut Tx,
    (team, area): (PatrolTeamId, Area),
    (day, members, note): (NaiveDate, &[String], &str),
    (by, at): (AccountId, DateTime<Utc>),
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into team_patrol (team_id, day, area, members, note, account_id, written_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict on constraint team_patrol_pkey do update set
            members = excluded.members,
            note = excluded.note,
            account_id = excluded.account_id,
            written_at = excluded.written_at",
    )
    .bind(team.number())
    .bind(day)
    .bind(area.code())
    .bind(members)
    .bind(note)
    .bind(by.number())
    .bind(at)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// The patrols of a range since a day, newest first.
pub async fn patrols(tx: &mut Tx, range: AreaRange, since: NaiveDate) -> Result<Vec<TeamPatrol>, StoreError> {
    let rows = sqlx::query(
        "select team_id, day, members, note
        from team_patrol
        where area >= $1
            and area < $2
            and day >= $3
        order by day desc, team_id",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(since)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(TeamPatrol {
                team: row::parse(row.try_get("team_id")?, PatrolTeamId::new_checked, "team_patrol.team_id")?,
                day: row.try_get("day")?,
                members: row.try_get("members")?,
                note: row.try_get("note")?,
            })
        })
        .collect()
}

fn team(row: &PgRow) -> Result<Team, StoreError> {
    Ok(Team {
        id: row::parse(row.try_get("id")?, PatrolTeamId::new_checked, "patrol_team.id")?,
        area: row::area(row, "area")?,
        name: row.try_get("name")?,
        members: row.try_get("members")?,
    })
}
