//! What volunteers can do and when they are free, and who of them fits a wish.

use chrono::{DateTime, Utc};
use domain::area::{Area, AreaRange};
use domain::id::{AccountId, UnitId};
use domain::wish::{FreeTimes, Kind};
use sqlx::Row;

use crate::{StoreError, Tx, row};

/// What somebody says of themselves, and what their unit reported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VolunteerProfile {
    /// Kinds of wishes that they like to serve.
    pub skills: Vec<Kind>,
    /// When they are free.
    pub free: FreeTimes,
    /// Whether they are an in-service party member.
    pub is_party_member: bool,
    /// The party branch that they reported to.
    pub organisation: Option<String>,
}

/// Somebody who may fit a wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Their account.
    pub account: AccountId,
    /// Their name.
    pub name: String,
    /// Their unit.
    pub unit: Option<(UnitId, String)>,
    /// What they like to serve.
    pub skills: Vec<Kind>,
    /// When they are free.
    pub free: FreeTimes,
    /// Minutes that they served since an instant.
    pub minutes: i64,
}

/// A branch's or a unit's service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BranchRow {
    /// The party branch or the unit, by name.
    pub name: String,
    /// Volunteers of it.
    pub members: i64,
    /// Claims of them that they did not give back.
    pub claims: i64,
    /// Claims that were served.
    pub served: i64,
    /// Minutes of all who came.
    pub minutes: i64,
}

fn skills(row: &sqlx::postgres::PgRow) -> Result<Vec<Kind>, StoreError> {
    let slugs: Vec<String> = row.try_get("skills")?;
    Ok(slugs.iter().filter_map(|slug| Kind::from_slug(slug)).collect())
}

fn free(row: &sqlx::postgres::PgRow) -> Result<FreeTimes, StoreError> {
    row::parse(row.try_get("free_times")?, FreeTimes::new_checked, "volunteer_profile.free_times")
}

/// Somebody's profile, as far as this transaction may see.
pub async fn profile(tx: &mut Tx, account: AccountId) -> Result<Option<VolunteerProfile>, StoreError> {
    let found = sqlx::query(
        "select v.skills, v.free_times, v.is_party_member, r.name as organisation
        from volunteer_profile v
        left join register_entry r on r.id = v.organisation_id
        where v.account_id = $1",
    )
    .bind(account.number())
    .fetch_optional(tx.db())
    .await?;
    let read = |found: sqlx::postgres::PgRow| {
        Ok(VolunteerProfile {
            skills: skills(&found)?,
            free: free(&found)?,
            is_party_member: found.try_get("is_party_member")?,
            organisation: found.try_get("organisation")?,
        })
    };
    found.map(read).transpose()
}

/// Writes what somebody says of themselves.
pub async fn save_profile(
    tx: &mut Tx,
    (account, area): (AccountId, Area),
    (skills, free): (&[Kind], FreeTimes),
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let skills: Vec<&str> = skills.iter().map(|kind| kind.slug()).collect();
    sqlx::query(
        "insert into volunteer_profile (account_id, area, skills, free_times, changed_at)
        values ($1, $2, $3, $4, $5)
        on conflict (account_id) do update set
            skills = excluded.skills,
            free_times = excluded.free_times,
            changed_at = excluded.changed_at",
    )
    .bind(account.number())
    .bind(area.code())
    .bind(skills)
    .bind(free.bits())
    .bind(at)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Volunteers who serve in an area first, with what they did since an instant, as far as this transaction may see.
pub async fn candidates(
    tx: &mut Tx,
    range: AreaRange,
    since: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Candidate>, StoreError> {
    let rows = sqlx::query(
        "select v.account_id, a.name, v.skills, v.free_times, p.unit_id, u.name_zh as unit,
            coalesce((
                select sum(c.minutes)
                from wish_claim c
                join wish w on w.id = c.wish_id
                where c.account_id = v.account_id and c.state = 'served' and w.starts_at >= $3
            ), 0)::int8 as minutes
        from volunteer_profile v
        join account a on a.id = v.account_id and a.disabled_at is null
        join lateral (
            select unit_id from post where account_id = v.account_id and role = 'volunteer' and to_at is null order by id limit 1
        ) p on true
        left join unit u on u.id = p.unit_id
        where v.area >= $1 and v.area < $2
        order by v.account_id
        limit $4",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(since)
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    let read = |found: &sqlx::postgres::PgRow| {
        let (unit, name): (Option<i64>, Option<String>) = (found.try_get("unit_id")?, found.try_get("unit")?);
        let unit = unit.map(|id| row::parse(id, UnitId::new_checked, "post.unit_id")).transpose()?;
        Ok(Candidate {
            account: row::parse(found.try_get("account_id")?, AccountId::new_checked, "volunteer_profile.account_id")?,
            name: found.try_get("name")?,
            unit: unit.zip(name),
            skills: skills(found)?,
            free: free(found)?,
            minutes: found.try_get("minutes")?,
        })
    };
    rows.iter().map(read).collect()
}

/// What party branches, or units, of an area's volunteers did, as far as this transaction may see: who did most stands first.
pub async fn branches(tx: &mut Tx, range: AreaRange, by_unit: bool) -> Result<Vec<BranchRow>, StoreError> {
    let rows = sqlx::query(
        "select g.name, count(*) as members, coalesce(sum(c.claims), 0)::int8 as claims, coalesce(sum(c.served), 0)::int8 as served,
            coalesce(sum(c.minutes), 0)::int8 as minutes
        from volunteer_profile v
        join lateral (
            select r.name from register_entry r where not $3 and r.id = v.organisation_id
            union all
            (
                select u.name_zh
                from post p
                join unit u on u.id = p.unit_id
                where $3 and p.account_id = v.account_id and p.role = 'volunteer' and p.to_at is null
                order by p.id
                limit 1
            )
        ) g on true
        left join lateral (
            select count(*) filter (where state <> 'left') as claims, count(*) filter (where state = 'served') as served,
                sum(minutes::int8 * seats) as minutes
            from wish_claim
            where account_id = v.account_id
        ) c on true
        where v.area >= $1 and v.area < $2
        group by g.name
        order by minutes desc, g.name",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(by_unit)
    .fetch_all(tx.db())
    .await?;
    let read = |found: &sqlx::postgres::PgRow| {
        Ok(BranchRow {
            name: found.try_get("name")?,
            members: found.try_get("members")?,
            claims: found.try_get("claims")?,
            served: found.try_get("served")?,
            minutes: found.try_get("minutes")?,
        })
    };
    rows.iter().map(read).collect()
}
