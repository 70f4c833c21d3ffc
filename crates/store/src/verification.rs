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

/// Writes down that groups of people were verified, unless a later verification is known. Each is a person, a group and the
/// person's grid.
pub async fn put_all(
    tx: &mut Tx,
    actor: &Actor,
    verified: &[(i64, Group, Area)],
    method: Method,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into verification (subject_id, field_group, area, verified_at, account_id, method)
        select subject_id, field_group, area, $4, $5, $6
        from unnest($1::int8[], $2::text[], $3::int8[]) as t (subject_id, field_group, area)
        on conflict (subject_id, field_group) do update set
            area = excluded.area,
            verified_at = excluded.verified_at,
            account_id = excluded.account_id,
            method = excluded.method
        where verification.verified_at <= excluded.verified_at",
    )
    .bind(verified.iter().map(|row| row.0).collect::<Vec<_>>())
    .bind(verified.iter().map(|row| row.1.slug()).collect::<Vec<_>>())
    .bind(verified.iter().map(|row| row.2.code()).collect::<Vec<_>>())
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

/// Reads who lives behind doors; those where nobody does are left out.
pub async fn living(
    tx: &mut Tx,
    dwellings: &[DwellingId],
    today: NaiveDate,
) -> Result<HashMap<DwellingId, Living>, StoreError> {
    let people = sqlx::query(concat!(
        "select s.dwelling_id, s.id, s.is_tenant, r.status = 'checked' as is_checked, ",
        values_sql!(),
        ", r.born_on as birthday, coalesce(k.bits, 0) as bits
        from (
            select s.dwelling_id, coalesce(m.merged_into, m.id) as id, bool_or(s.relation = 'tenant') as is_tenant
            from stay s
            join resident m on m.id = s.resident_id
            where s.dwelling_id = any($1)
                and s.kind in ('both', 'actual')
                and (s.from_on is null or s.from_on <= $2)
                and (s.to_on is null or s.to_on > $2)
            group by 1, 2
        ) s
        join resident r on r.id = s.id
        left join lateral (
            select bit_or(1 << (k.code - 1)) as bits from resident_key_group k where k.resident_id = r.id
        ) k on true
        where r.died_on is null"
    ))
    .bind(dwellings.iter().map(|dwelling| dwelling.number()).collect::<Vec<_>>())
    .bind(today)
    .fetch_all(tx.db())
    .await?;
    let ids: Vec<i64> = people.iter().map(|row| row.try_get("id")).collect::<Result<_, _>>()?;
    let verified = by_subject(tx, &ids).await?;
    let mut found: HashMap<DwellingId, Living> = HashMap::new();
    for (row, id) in people.iter().zip(ids) {
        let dwelling = row::parse(row.try_get("dwelling_id")?, DwellingId::new_checked, "stay.dwelling_id")?;
        let living = found.entry(dwelling).or_default();
        living.key_group_bits |= row.try_get::<i32, _>("bits")?;
        if row.try_get::<bool, _>("is_checked")? {
            living.people.push(person_state(row, verified.get(&id), today)?);
        }
    }
    Ok(found)
}

fn person_state(
    row: &PgRow,
    verified: Option<&Vec<(Group, NaiveDate)>>,
    today: NaiveDate,
) -> Result<PersonState, StoreError> {
    let years = row::date(row, "birthday")?.and_then(|born_on| age_years(born_on, today));
    let (filled, required) = completeness(&values(row)?);
    let is_elder = years.is_some_and(|years| years >= ELDER_YEARS);
    let traits = Traits { is_tenant: row.try_get("is_tenant")?, is_elder };
    Ok(PersonState { filled, required, traits, verified: verified.cloned().unwrap_or_default() })
}

/// The days on which dwellings' own groups were verified.
pub async fn of_dwellings(tx: &mut Tx, dwellings: &[DwellingId]) -> Result<HashMap<DwellingId, NaiveDate>, StoreError> {
    let rows = sqlx::query(
        "select subject_id, verified_at from verification where subject_id = any($1) and field_group = 'dwelling'",
    )
    .bind(dwellings.iter().map(|dwelling| dwelling.number()).collect::<Vec<_>>())
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let dwelling = row::parse(row.try_get("subject_id")?, DwellingId::new_checked, "verification.subject_id")?;
            Ok((dwelling, civil_date(row::instant(row, "verified_at")?)))
        })
        .collect()
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

/// A household's row, locked: grid, revision, the day since which all was verified, whether it is made up.
#[derive(Clone, Copy, Debug)]
pub struct HouseholdLock {
    /// The dwelling.
    pub dwelling: DwellingId,
    /// The grid.
    pub area: Area,
    /// The revision.
    pub revision: i64,
    /// The day since which every group was verified.
    pub verified_on: Option<NaiveDate>,
    /// Whether its records are made up.
    pub is_synthetic: bool,
    /// Whether the door is none any more.
    pub is_closed: bool,
}

/// Locks households' rows until the transaction ends, in the order of their ids; unknown ones are left out.
pub async fn lock_households(tx: &mut Tx, dwellings: &[DwellingId]) -> Result<Vec<HouseholdLock>, StoreError> {
    let rows = sqlx::query(
        "select h.id, h.area, h.revision, h.verified_on, h.is_synthetic, d.closed_on is not null as is_closed
        from household h
        join dwelling d on d.id = h.id
        where h.id = any($1)
        order by h.id
        for update of h",
    )
    .bind(dwellings.iter().map(|dwelling| dwelling.number()).collect::<Vec<_>>())
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(HouseholdLock {
                dwelling: row::parse(row.try_get("id")?, DwellingId::new_checked, "household.id")?,
                area: row::area(row, "area")?,
                revision: row.try_get("revision")?,
                verified_on: row::date(row, "verified_on")?,
                is_synthetic: row.try_get("is_synthetic")?,
                is_closed: row.try_get("is_closed")?,
            })
        })
        .collect()
}

/// What a household's row is to carry of its people.
#[derive(Clone, Copy, Debug)]
pub struct Settled {
    /// Which.
    pub dwelling: DwellingId,
    /// How many people count.
    pub residents: usize,
    /// Completeness and freshness.
    pub state: FileState,
    /// The key groups of its people before and after, as label bits.
    pub bits: (i32, i32),
}

/// Writes what households' rows carry of their people: number, completeness, freshness, and the key groups that came or
/// went with them. Labels that were put on by hand stay.
pub async fn settle(tx: &mut Tx, rows: &[Settled]) -> Result<(), StoreError> {
    sqlx::query(concat!(
        "update household h set
            residents = t.residents,
            filled = t.filled,
            required = t.required,
            verified_on = t.verified_on,
            fresh_until = t.fresh_until,
            label_bits = (h.label_bits & ~t.gone) | t.bits, ",
        crate::label::marks_of_labels!("(h.label_bits & ~t.gone) | t.bits", "(h.id / 1000000000000)::int4"),
        ", revision = h.revision + 1
        from unnest($1::int8[], $2::int2[], $3::int2[], $4::int2[], $5::date[], $6::date[], $7::int4[], $8::int4[])
            as t (id, residents, filled, required, verified_on, fresh_until, gone, bits)
        where h.id = t.id"
    ))
    .bind(rows.iter().map(|row| row.dwelling.number()).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.residents as i16).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.state.filled as i16).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.state.required as i16).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.state.verified_on).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.state.fresh_until).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.bits.0 & !row.bits.1).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.bits.1).collect::<Vec<_>>())
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
