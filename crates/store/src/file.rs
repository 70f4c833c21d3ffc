//! The resident e-file: fields in clear, key groups, skills, duplicates and merges.
//!
//! Sealed fields are written by [`crate::sealed`].

use chrono::{DateTime, NaiveDate, Utc};
use domain::actor::Actor;
use domain::area::Area;
use domain::file::Values;
use domain::file::view::{DictionaryWord, KeyGroup, MergeLine, Namesake};
use domain::id::{DwellingId, ResidentId};
use domain::person::mask_name;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row};

mod begin;
mod find;

pub use begin::add;
pub use find::{Found, found_by, let_find};

/// The columns of [`domain::file::FIELDS`] as text, of a person `r`.
macro_rules! values_sql {
    () => {
        "nullif(r.name, '') as name, nullif(r.sex, 0)::text as sex, r.born_on::text as born_on, r.former_name,
        r.ethnicity, r.native_place, r.registered_address, r.residence_match, r.inflow, r.permit,
        r.permit_from_on::text as permit_from_on, r.permit_until_on::text as permit_until_on, r.marital, r.politics,
        r.party, r.party_organisation::text as party_organisation, r.education, r.occupation, r.workplace"
    };
}
pub(crate) use values_sql;

/// A file as it is stored.
#[derive(Clone, Debug)]
pub struct FileRow {
    /// The grid.
    pub area: Area,
    /// Its fields.
    pub values: Values,
    /// Whether it was checked against a document.
    pub is_checked: bool,
    /// Day of death.
    pub died_on: Option<NaiveDate>,
    /// The file that it was merged into.
    pub merged_into: Option<ResidentId>,
    /// Its revision.
    pub revision: i64,
}

pub(crate) fn values(row: &PgRow) -> Result<Values, StoreError> {
    let mut values = Values::new();
    for field in &domain::file::FIELDS {
        if let Some(value) = row.try_get::<Option<String>, _>(field.slug)? {
            values.insert(field.slug.to_owned(), value);
        }
    }
    Ok(values)
}

/// A file, locked against other changes until the transaction ends.
pub async fn lock(tx: &mut Tx, resident: ResidentId) -> Result<Option<FileRow>, StoreError> {
    let query = concat!(
        "select r.area, r.status = 'checked' as is_checked, r.died_on, r.merged_into, r.revision, ",
        values_sql!(),
        " from resident r where r.id = $1 for update"
    );
    file_row(sqlx::query(query).bind(resident.number()).fetch_optional(tx.db()).await?.as_ref())
}

/// A file to look at.
pub async fn read(tx: &mut Tx, resident: ResidentId) -> Result<Option<FileRow>, StoreError> {
    let query = concat!(
        "select r.area, r.status = 'checked' as is_checked, r.died_on, r.merged_into, r.revision, ",
        values_sql!(),
        " from resident r where r.id = $1"
    );
    file_row(sqlx::query(query).bind(resident.number()).fetch_optional(tx.db()).await?.as_ref())
}

fn file_row(row: Option<&PgRow>) -> Result<Option<FileRow>, StoreError> {
    let Some(row) = row else { return Ok(None) };
    let merged: Option<i64> = row.try_get("merged_into")?;
    Ok(Some(FileRow {
        area: row::area(row, "area")?,
        values: values(row)?,
        is_checked: row.try_get("is_checked")?,
        died_on: row::date(row, "died_on")?,
        merged_into: merged.map(|id| row::parse(id, ResidentId::new_checked, "resident.merged_into")).transpose()?,
        revision: row.try_get("revision")?,
    }))
}

/// Writes a file's fields, and whether it was checked.
pub async fn write(tx: &mut Tx, resident: ResidentId, values: &Values, is_checked: bool) -> Result<(), StoreError> {
    let of = |field: &str| values.get(field).map(String::as_str);
    let mut query = sqlx::query(
        "update resident set
            name = coalesce($3, ''),
            sex = coalesce($4::text::int2, 0),
            born_on = $5::text::date,
            former_name = $6,
            ethnicity = $7,
            native_place = $8,
            registered_address = $9,
            residence_match = $10,
            inflow = $11,
            permit = $12,
            permit_from_on = $13::text::date,
            permit_until_on = $14::text::date,
            marital = $15,
            politics = $16,
            party = $17,
            party_organisation = $18::text::int8,
            education = $19,
            occupation = $20,
            workplace = $21,
            status = case when $2 then 'checked' else 'unchecked' end,
            revision = revision + 1
        where id = $1",
    )
    .bind(resident.number())
    .bind(is_checked);
    for field in &domain::file::FIELDS {
        query = query.bind(of(field.slug));
    }
    query.execute(tx.db()).await?;
    Ok(())
}

/// Marks somebody as dead.
pub async fn set_died(tx: &mut Tx, resident: ResidentId, day: NaiveDate) -> Result<(), StoreError> {
    sqlx::query("update resident set died_on = $2, revision = revision + 1 where id = $1")
        .bind(resident.number())
        .bind(day)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// The dictionary by list and rank.
pub async fn dictionary(tx: &mut Tx) -> Result<Vec<DictionaryWord>, StoreError> {
    let rows = sqlx::query(
        "select kind, code, name_zh, name_en, is_offered from dictionary where kind <> 'register' order by kind, rank",
    )
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(crate::dictionary::word).collect()
}

/// The key groups of a person.
pub async fn key_groups(tx: &mut Tx, resident: ResidentId) -> Result<Vec<KeyGroup>, StoreError> {
    let rows =
        sqlx::query("select code, level, since_on, note from resident_key_group where resident_id = $1 order by code")
            .bind(resident.number())
            .fetch_all(tx.db())
            .await?;
    rows.iter()
        .map(|row| {
            Ok(KeyGroup {
                code: row::count(row, "code")? as u8,
                level: row.try_get("level")?,
                since_on: row::date(row, "since_on")?,
                note: row.try_get("note")?,
            })
        })
        .collect()
}

/// The codes of a person's skills.
pub async fn skills(tx: &mut Tx, resident: ResidentId) -> Result<Vec<String>, StoreError> {
    let query = "select code from resident_skill where resident_id = $1 order by code";
    Ok(sqlx::query_scalar(query).bind(resident.number()).fetch_all(tx.db()).await?)
}

/// Replaces a person's key groups and skills; groups that stay keep what is known about them.
pub async fn write_care(
    tx: &mut Tx,
    resident: ResidentId,
    area: Area,
    groups: &[KeyGroup],
    skills: &[String],
) -> Result<(), StoreError> {
    let codes: Vec<i16> = groups.iter().map(|group| i16::from(group.code)).collect();
    for (statement, keep_groups) in [
        ("delete from resident_key_group where resident_id = $1 and code <> all($2)", true),
        ("delete from resident_skill where resident_id = $1 and code <> all($2)", false),
    ] {
        let query = sqlx::query(statement).bind(resident.number());
        if keep_groups { query.bind(&codes) } else { query.bind(skills) }.execute(tx.db()).await?;
    }
    for group in groups {
        sqlx::query(
            "insert into resident_key_group (resident_id, code, area, level, since_on, note)
            values ($1, $2, $3, $4, $5, $6)
            on conflict (resident_id, code) do update set
                level = excluded.level, since_on = excluded.since_on, note = excluded.note",
        )
        .bind(resident.number())
        .bind(i16::from(group.code))
        .bind(area.code())
        .bind(&group.level)
        .bind(group.since_on)
        .bind(&group.note)
        .execute(tx.db())
        .await?;
    }
    sqlx::query(
        "insert into resident_skill (resident_id, code, area)
        select $1, code, $2 from unnest($3::text[]) as t (code)
        on conflict do nothing",
    )
    .bind(resident.number())
    .bind(area.code())
    .bind(skills)
    .execute(tx.db())
    .await?;
    sqlx::query("update resident set revision = revision + 1 where id = $1")
        .bind(resident.number())
        .execute(tx.db())
        .await?;
    Ok(())
}

/// Files that may be the same person's: the same name and birthday. A missing name or birthday matches nothing.
pub async fn namesakes(
    tx: &mut Tx,
    name: Option<&str>,
    born_on: Option<NaiveDate>,
    except: Option<ResidentId>,
) -> Result<Vec<Namesake>, StoreError> {
    let rows = sqlx::query(
        "select r.id, r.name, r.revision, h.place
        from resident r
        left join lateral (
            select concat_ws(' ', e.name, concat(b.number, '-', d.unit, '-', d.shown)) as place
            from stay s
            join dwelling d on d.id = s.dwelling_id
            join building b on b.id = d.building_id
            left join estate e on e.id = b.estate_id
            where s.resident_id = r.id and s.to_on is null and s.kind in ('both', 'actual')
            limit 1
        ) h on true
        where r.name = $1
            and r.born_on = $2
            and r.merged_into is null
            and r.id is distinct from $3
        order by r.id
        limit 5",
    )
    .bind(name)
    .bind(born_on)
    .bind(except.map(ResidentId::number))
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Namesake {
                resident: row::parse(row.try_get("id")?, ResidentId::new_checked, "resident.id")?,
                name: mask_name(row.try_get("name")?),
                place: row.try_get("place")?,
                revision: row.try_get("revision")?,
            })
        })
        .collect()
}

/// A merge as it was written down.
#[derive(Clone, Debug)]
pub struct MergeRow {
    /// The file that stays.
    pub kept: ResidentId,
    /// The duplicate.
    pub merged: ResidentId,
    /// Fields that the kept file took.
    pub filled: Vec<String>,
    /// Stays that ended.
    pub ended: Vec<i64>,
}

/// Merges: marks the duplicate and writes down what an undo needs.
pub async fn merge(
    tx: &mut Tx,
    actor: &Actor,
    area: Area,
    row: &MergeRow,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query("update resident set merged_into = $2, revision = revision + 1 where id = $1")
        .bind(row.merged.number())
        .bind(row.kept.number())
        .execute(tx.db())
        .await?;
    sqlx::query(
        "insert into resident_merge (area, kept_id, merged_id, filled, ended_stays, account_id, merged_at)
        values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(area.code())
    .bind(row.kept.number())
    .bind(row.merged.number())
    .bind(&row.filled)
    .bind(&row.ended)
    .bind(actor.account.number())
    .bind(at)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// A merge that holds, locked; nothing when it was undone.
pub async fn lock_merge(tx: &mut Tx, id: i64) -> Result<Option<MergeRow>, StoreError> {
    let found = sqlx::query(
        "select kept_id, merged_id, filled, ended_stays from resident_merge where id = $1 and undone_at is null for update",
    )
    .bind(id)
    .fetch_optional(tx.db())
    .await?;
    found
        .map(|row| {
            Ok(MergeRow {
                kept: row::parse(row.try_get("kept_id")?, ResidentId::new_checked, "resident_merge.kept_id")?,
                merged: row::parse(row.try_get("merged_id")?, ResidentId::new_checked, "resident_merge.merged_id")?,
                filled: row.try_get("filled")?,
                ended: row.try_get("ended_stays")?,
            })
        })
        .transpose()
}

/// Undoes a merge's mark.
pub async fn unmerge(tx: &mut Tx, id: i64, merged: ResidentId, at: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query("update resident_merge set undone_at = $2 where id = $1").bind(id).bind(at).execute(tx.db()).await?;
    sqlx::query("update resident set merged_into = null, revision = revision + 1 where id = $1")
        .bind(merged.number())
        .execute(tx.db())
        .await?;
    Ok(())
}

/// The merges into a file that hold, the latest first.
pub async fn merges(tx: &mut Tx, kept: ResidentId) -> Result<Vec<MergeLine>, StoreError> {
    let rows = sqlx::query(
        "select id, merged_id, merged_at from resident_merge where kept_id = $1 and undone_at is null order by id desc",
    )
    .bind(kept.number())
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(MergeLine {
                id: row.try_get("id")?,
                merged: row::parse(row.try_get("merged_id")?, ResidentId::new_checked, "resident_merge.merged_id")?,
                at: row::instant(row, "merged_at")?,
            })
        })
        .collect()
}

/// The doors where a person and its duplicates live now, in the order of their ids.
pub async fn homes(tx: &mut Tx, residents: &[ResidentId]) -> Result<Vec<DwellingId>, StoreError> {
    let ids: Vec<i64> = residents.iter().map(|resident| resident.number()).collect();
    let rows = sqlx::query(
        "select distinct s.dwelling_id
        from stay s
        join resident m on m.id = s.resident_id
        where (m.id = any($1) or m.merged_into = any($1)) and s.to_on is null and s.kind in ('both', 'actual')
        order by 1",
    )
    .bind(ids)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(|row| row::parse(row.try_get(0)?, DwellingId::new_checked, "stay.dwelling_id")).collect()
}
