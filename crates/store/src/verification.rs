//! When, by whom and how field groups were verified, and what a household's file amounts to.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::actor::Actor;
use domain::area::Area;
use domain::clock::civil_date;
use domain::file::{Group, Method, completeness};
use domain::freshness::{ELDER_YEARS, FileState, PersonState, Traits};
use domain::id::DwellingId;
use domain::person::age_years;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::file::{values, values_sql};
use crate::{StoreError, Tx, row};

/// A verification of one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerificationRow {
    /// Which group.
    pub group: Group,
    /// The civil day.
    pub day: NaiveDate,
    /// The post's title, or the log-in.
    pub by: String,
    /// How.
    pub method: Method,
}

/// Writes down that a group of a person or dwelling was verified.
pub async fn put(
    tx: &mut Tx,
    actor: &Actor,
    subject: i64,
    group: Group,
    area: Area,
    method: Method,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into verification (subject_id, field_group, area, verified_at, account_id, method)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (subject_id, field_group) do update set
            area = excluded.area,
            verified_at = excluded.verified_at,
            account_id = excluded.account_id,
            method = excluded.method",
    )
    .bind(subject)
    .bind(group.slug())
    .bind(area.code())
    .bind(at)
    .bind(actor.account.number())
    .bind(method.slug())
    .execute(tx.db())
    .await?;
    Ok(())
}

/// The verifications of a person's groups (or of a dwelling's one).
pub async fn of(tx: &mut Tx, subject: i64, dwelling: bool) -> Result<Vec<VerificationRow>, StoreError> {
    let rows = sqlx::query(
        "select v.field_group, v.verified_at, v.method, coalesce(nullif(a.name, ''), a.login, '') as by
        from verification v
        left join account a on a.id = v.account_id
        where v.subject_id = $1 and (v.field_group = 'dwelling') = $2",
    )
    .bind(subject)
    .bind(dwelling)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(VerificationRow {
                group: group(row)?,
                day: civil_date(row::instant(row, "verified_at")?),
                by: row.try_get("by")?,
                method: row::parse(row.try_get::<&str, _>("method")?, Method::from_slug, "verification.method")?,
            })
        })
        .collect()
}

fn group(row: &PgRow) -> Result<Group, StoreError> {
    row::parse(row.try_get::<&str, _>("field_group")?, Group::from_slug, "verification.field_group")
}

/// Who lives behind a door today, as far as the household's row goes.
#[derive(Clone, Debug, Default)]
pub struct Living {
    /// The checked people's files.
    pub people: Vec<PersonState>,
    /// The key groups of all people, as label bits.
    pub key_group_bits: i32,
}

/// Reads who lives behind a door.
pub async fn living(tx: &mut Tx, dwelling: DwellingId, today: NaiveDate) -> Result<Living, StoreError> {
    let people = sqlx::query(concat!(
        "select s.id, s.is_tenant, r.status = 'checked' as is_checked, ",
        values_sql!(),
        ", r.born_on as birthday,
            coalesce((
                select bit_or(1 << (k.code - 1)) from resident_key_group k where k.resident_id = r.id
            ), 0) as bits
        from (
            select coalesce(m.merged_into, m.id) as id, bool_or(s.relation = 'tenant') as is_tenant
            from stay s
            join resident m on m.id = s.resident_id
            where s.dwelling_id = $1
                and s.kind in ('both', 'actual')
                and (s.from_on is null or s.from_on <= $2)
                and (s.to_on is null or s.to_on > $2)
            group by 1
        ) s
        join resident r on r.id = s.id
        where r.died_on is null"
    ))
    .bind(dwelling.number())
    .bind(today)
    .fetch_all(tx.db())
    .await?;
    let ids: Vec<i64> = people.iter().map(|row| row.try_get("id")).collect::<Result<_, _>>()?;
    let mut verified = by_subject(tx, &ids).await?;
    let mut living = Living::default();
    for (row, id) in people.iter().zip(ids) {
        living.key_group_bits |= row.try_get::<i32, _>("bits")?;
        if !row.try_get::<bool, _>("is_checked")? {
            continue;
        }
        let years = row::date(row, "birthday")?.and_then(|born_on| age_years(born_on, today));
        let (filled, required) = completeness(&values(row)?);
        living.people.push(PersonState {
            filled,
            required,
            traits: Traits {
                is_tenant: row.try_get("is_tenant")?,
                is_elder: years.is_some_and(|years| years >= ELDER_YEARS),
            },
            verified: verified.remove(&id).unwrap_or_default(),
        });
    }
    Ok(living)
}

async fn by_subject(tx: &mut Tx, ids: &[i64]) -> Result<HashMap<i64, Vec<(Group, NaiveDate)>>, StoreError> {
    let rows = sqlx::query(
        "select subject_id, field_group, verified_at
        from verification
        where subject_id = any($1) and field_group <> 'dwelling'",
    )
    .bind(ids)
    .fetch_all(tx.db())
    .await?;
    let mut found: HashMap<i64, Vec<(Group, NaiveDate)>> = HashMap::new();
    for row in &rows {
        let day = civil_date(row::instant(row, "verified_at")?);
        found.entry(row.try_get("subject_id")?).or_default().push((group(row)?, day));
    }
    Ok(found)
}

/// The household's row, locked: grid, revision, the day since which all was verified, whether it is made up.
#[derive(Clone, Copy, Debug)]
pub struct HouseholdLock {
    /// The grid.
    pub area: Area,
    /// The revision.
    pub revision: i64,
    /// The day since which every group was verified.
    pub verified_on: Option<NaiveDate>,
    /// Whether its records are made up.
    pub is_synthetic: bool,
}

/// Locks a household's row until the transaction ends.
pub async fn lock_household(tx: &mut Tx, dwelling: DwellingId) -> Result<Option<HouseholdLock>, StoreError> {
    let found = sqlx::query("select area, revision, verified_on, is_synthetic from household where id = $1 for update")
        .bind(dwelling.number())
        .fetch_optional(tx.db())
        .await?;
    found
        .map(|row| {
            Ok(HouseholdLock {
                area: row::area(&row, "area")?,
                revision: row.try_get("revision")?,
                verified_on: row::date(&row, "verified_on")?,
                is_synthetic: row.try_get("is_synthetic")?,
            })
        })
        .transpose()
}

/// Writes what a household's row carries of its people: number, completeness, freshness, and the key groups that came or
/// went with them. Labels that were put on by hand stay.
pub async fn settle(
    tx: &mut Tx,
    dwelling: DwellingId,
    residents: usize,
    state: FileState,
    (bits_before, bits_after): (i32, i32),
) -> Result<(), StoreError> {
    sqlx::query(concat!(
        "update household set
            residents = $2,
            filled = $3,
            required = $4,
            verified_on = $5,
            fresh_until = $6,
            label_bits = (label_bits & ~$7::int4) | $8::int4, ",
        crate::label::marks_of_labels!("(label_bits & ~$7::int4) | $8::int4", "(id / 1000000000000)::int4"),
        ", revision = revision + 1
        where id = $1"
    ))
    .bind(dwelling.number())
    .bind(residents as i16)
    .bind(state.filled as i16)
    .bind(state.required as i16)
    .bind(state.verified_on)
    .bind(state.fresh_until)
    .bind(bits_before & !bits_after)
    .bind(bits_after)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// What a household's row says about its file.
pub async fn state(tx: &mut Tx, dwelling: DwellingId) -> Result<Option<FileState>, StoreError> {
    let found = sqlx::query("select filled, required, verified_on, fresh_until from household where id = $1")
        .bind(dwelling.number())
        .fetch_optional(tx.db())
        .await?;
    found
        .map(|row| {
            Ok(FileState {
                filled: row::count(&row, "filled")?,
                required: row::count(&row, "required")?,
                verified_on: row::date(&row, "verified_on")?,
                fresh_until: row::date(&row, "fresh_until")?,
            })
        })
        .transpose()
}

/// Sets how a dwelling is used; `settle` raises the revision.
pub async fn set_occupancy(tx: &mut Tx, dwelling: DwellingId, occupancy: i16) -> Result<(), StoreError> {
    sqlx::query("update household set occupancy = $2 where id = $1")
        .bind(dwelling.number())
        .bind(occupancy)
        .execute(tx.db())
        .await?;
    Ok(())
}
