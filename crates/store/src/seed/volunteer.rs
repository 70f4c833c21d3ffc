//! Made-up volunteers: accounts without a password, their posts, and what they can do. Rows as columns, a statement a table.

use chrono::{DateTime, Utc};
use domain::area::Area;
use domain::id::{AccountId, PostId, UnitId};

use crate::{StoreError, Tx};

/// Volunteers, as columns.
#[derive(Debug, Default)]
pub struct VolunteerColumns {
    /// Accounts; their posts have the same numbers.
    pub id: Vec<i64>,
    /// Where their posts are.
    pub area: Vec<i64>,
    /// The communities that they serve in first.
    pub home: Vec<i64>,
    /// Log-in names.
    pub login: Vec<String>,
    /// Names.
    pub name: Vec<String>,
    /// What their posts are called.
    pub title: Vec<String>,
    /// Units.
    pub unit: Vec<Option<i64>>,
    /// Skills, by commas.
    pub skills: Vec<String>,
    /// Free times.
    pub free: Vec<i32>,
    /// Whether they are party members.
    pub is_party: Vec<bool>,
}

/// Writes them; those that are there already are brought up to date. Nobody logs in as them: they have no password, and only the
/// posts of [`crate::session::write_posts`] can be tried.
pub async fn write_volunteers(tx: &mut Tx, rows: &VolunteerColumns, at: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query(
        "insert into account (id, login, name, is_demo, created_at)
        select t.id, t.login, t.name, false, $4
        from unnest($1::int8[], $2::text[], $3::text[]) as t (id, login, name)
        on conflict (id) do update set login = excluded.login, name = excluded.name",
    )
    .bind(&rows.id)
    .bind(&rows.login)
    .bind(&rows.name)
    .bind(at)
    .execute(tx.db())
    .await?;
    sqlx::query(
        "insert into post (id, account_id, role, area, title_zh, title_en, unit_id, is_demo)
        select t.id, t.id, 'volunteer', t.area, t.title, 'Volunteer', t.unit, false
        from unnest($1::int8[], $2::int8[], $3::text[], $4::int8[]) as t (id, area, title, unit)
        on conflict (id) do update set area = excluded.area, title_zh = excluded.title_zh, unit_id = excluded.unit_id",
    )
    .bind(&rows.id)
    .bind(&rows.area)
    .bind(&rows.title)
    .bind(&rows.unit)
    .execute(tx.db())
    .await?;
    write_profiles(tx, rows, at).await
}

/// Writes what they can do; party members report to a branch of their community, if it has one.
async fn write_profiles(tx: &mut Tx, rows: &VolunteerColumns, at: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query(
        "with branch as (
            select id, area - area % 1000 as home, row_number() over w as at, count(*) over (partition by area - area % 1000) as all_of
            from register_entry
            where kind = 'organisation.party_branch' and is_synthetic
            window w as (partition by area - area % 1000 order by id)
        )
        insert into volunteer_profile
            (account_id, area, skills, free_times, is_party_member, organisation_id, changed_at, is_synthetic)
        select t.id, t.home, string_to_array(t.skills, ','), t.free, t.is_party, b.id, $6, true
        from unnest($1::int8[], $2::int8[], $3::text[], $4::int4[], $5::bool[]) as t (id, home, skills, free, is_party)
        left join branch b on t.is_party and b.home = t.home and b.at = t.id % b.all_of + 1
        on conflict (account_id) do update set
            area = excluded.area,
            skills = excluded.skills,
            free_times = excluded.free_times,
            is_party_member = excluded.is_party_member,
            organisation_id = excluded.organisation_id",
    )
    .bind(&rows.id)
    .bind(&rows.home)
    .bind(&rows.skills)
    .bind(&rows.free)
    .bind(&rows.is_party)
    .bind(at)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Gives the volunteer that anybody may try a unit and a profile.
pub async fn describe_volunteer(
    tx: &mut Tx,
    (account, post): (AccountId, PostId),
    home: Area,
    unit: Option<UnitId>,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query("update post set unit_id = $2 where id = $1")
        .bind(post.number())
        .bind(unit.map(UnitId::number))
        .execute(tx.db())
        .await?;
    sqlx::query(
        "insert into volunteer_profile (account_id, area, skills, free_times, is_party_member, changed_at, is_synthetic)
        values ($1, $2, array['tidy', 'repair', 'company'], 2097151, true, $3, true)
        on conflict (account_id) do nothing",
    )
    .bind(account.number())
    .bind(home.code())
    .bind(at)
    .execute(tx.db())
    .await?;
    Ok(())
}
