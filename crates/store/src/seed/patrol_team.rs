//! Made-up volunteer patrol teams of a demo city, and their patrols.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{StoreError, Tx};

/// Stands between the members of a team in a column; in no name.
pub const BETWEEN_MEMBERS: &str = "、";

/// Teams and their patrols, as columns.
#[derive(Debug, Default)]
pub struct TeamColumns {
    /// Their ids.
    pub id: Vec<i64>,
    /// Where they patrol.
    pub area: Vec<i64>,
    /// What they are called.
    pub name: Vec<String>,
    /// Who is in them ([`BETWEEN_MEMBERS`]).
    pub members: Vec<String>,
    /// Who made them.
    pub account: Vec<i64>,
    /// Their patrols.
    pub patrol: TeamPatrolColumns,
}

/// Patrols of teams, as columns.
#[derive(Debug, Default)]
pub struct TeamPatrolColumns {
    /// Teams.
    pub team: Vec<i64>,
    /// Civil days.
    pub day: Vec<NaiveDate>,
    /// Where.
    pub area: Vec<i64>,
    /// Who went ([`BETWEEN_MEMBERS`]).
    pub members: Vec<String>,
    /// What they saw.
    pub note: Vec<&'static str>,
    /// Who wrote it down.
    pub account: Vec<i64>,
    /// When.
    pub written_at: Vec<DateTime<Utc>>,
}

/// Adds teams that were made at a time, with their patrols.
pub async fn write_teams(tx: &mut Tx, rows: &TeamColumns, made_at: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query(
        "insert into patrol_team (id, area, name, members, account_id, made_at)
        select id, area, name, string_to_array(members, $6), account_id, $7
        from unnest($1::int8[], $2::int8[], $3::text[], $4::text[], $5::int8[])
            as t (id, area, name, members, account_id)",
    )
    .bind(&rows.id)
    .bind(&rows.area)
    .bind(&rows.name)
    .bind(&rows.members)
    .bind(&rows.account)
    .bind(BETWEEN_MEMBERS)
    .bind(made_at)
    .execute(tx.db())
    .await?;
    let patrol = &rows.patrol;
    sqlx::query(
        "insert into team_patrol (team_id, day, area, members, note, account_id, written_at)
        select team, day, area, string_to_array(members, $8), note, account_id, written_at
        from unnest($1::int8[], $2::date[], $3::int8[], $4::text[], $5::text[], $6::int8[], $7::timestamptz[])
            as t (team, day, area, members, note, account_id, written_at)",
    )
    .bind(&patrol.team)
    .bind(&patrol.day)
    .bind(&patrol.area)
    .bind(&patrol.members)
    .bind(&patrol.note)
    .bind(&patrol.account)
    .bind(&patrol.written_at)
    .bind(BETWEEN_MEMBERS)
    .execute(tx.db())
    .await?;
    Ok(())
}
