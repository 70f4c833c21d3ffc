//! Categories of cases in their groups: read by everybody, changed as the system.

use domain::category::{Category, CategoryCode, Closing, Group, Kind};
use domain::deadline::Urgency;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row};

/// What all categories select; `$filter` follows the `from`.
macro_rules! categories_sql {
    ($filter:literal) => {
        concat!(
            "select c.code, c.name_zh, c.name_en, g.kind, c.closing, c.urgency, c.duplicate_radius_m, c.is_sensitive,
                c.needs_milestones, c.is_retired
            from case_category c
            join case_group g on g.code = c.group_code
            ",
            $filter
        )
    };
}

/// The groups, by code.
pub async fn groups(tx: &mut Tx) -> Result<Vec<Group>, StoreError> {
    let rows =
        sqlx::query("select code, name_zh, name_en, kind from case_group order by code").fetch_all(tx.db()).await?;
    rows.iter()
        .map(|row| {
            Ok(Group {
                code: row.try_get("code")?,
                name_zh: row.try_get("name_zh")?,
                name_en: row.try_get("name_en")?,
                kind: kind(row)?,
            })
        })
        .collect()
}

/// The categories, by code, retired ones too.
pub async fn all(tx: &mut Tx) -> Result<Vec<Category>, StoreError> {
    let rows = sqlx::query(categories_sql!("order by c.code")).fetch_all(tx.db()).await?;
    rows.iter().map(category).collect()
}

/// One category.
pub async fn one(tx: &mut Tx, code: &CategoryCode) -> Result<Option<Category>, StoreError> {
    let found = sqlx::query(categories_sql!("where c.code = $1")).bind(code.as_str()).fetch_optional(tx.db()).await?;
    found.as_ref().map(category).transpose()
}

/// Adds a category to its group, or changes the one with this code; whether it is retired stays. False for a group that there
/// is not.
pub async fn write(tx: &mut Tx, category: &Category) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "insert into case_category
            (code, name_zh, name_en, closing, urgency, duplicate_radius_m, is_sensitive, needs_milestones)
        select $1, $2, $3, $4, $5, $6, $7, $8
        from case_group g
        where g.code = left($1, 2)
        on conflict (code) do update set
            name_zh = excluded.name_zh,
            name_en = excluded.name_en,
            closing = excluded.closing,
            urgency = excluded.urgency,
            duplicate_radius_m = excluded.duplicate_radius_m,
            is_sensitive = excluded.is_sensitive,
            needs_milestones = excluded.needs_milestones",
    )
    .bind(category.code.as_str())
    .bind(&category.name_zh)
    .bind(&category.name_en)
    .bind(category.closing.slug())
    .bind(category.urgency.slug())
    .bind(category.duplicate_radius_m as i16)
    .bind(category.is_sensitive)
    .bind(category.needs_milestones)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Retires a category, or offers it again. False when there is none.
pub async fn set_retired(tx: &mut Tx, code: &CategoryCode, is_retired: bool) -> Result<bool, StoreError> {
    let done = sqlx::query("update case_category set is_retired = $2 where code = $1")
        .bind(code.as_str())
        .bind(is_retired)
        .execute(tx.db())
        .await?;
    Ok(done.rows_affected() == 1)
}

fn kind(row: &PgRow) -> Result<Kind, StoreError> {
    row::parse(row.try_get::<&str, _>("kind")?, Kind::from_slug, "case_group.kind")
}

fn category(row: &PgRow) -> Result<Category, StoreError> {
    Ok(Category {
        code: row::parse(row.try_get::<&str, _>("code")?, CategoryCode::new, "case_category.code")?,
        name_zh: row.try_get("name_zh")?,
        name_en: row.try_get("name_en")?,
        kind: kind(row)?,
        closing: row::parse(row.try_get::<&str, _>("closing")?, Closing::from_slug, "case_category.closing")?,
        urgency: row::parse(row.try_get::<&str, _>("urgency")?, Urgency::from_slug, "case_category.urgency")?,
        duplicate_radius_m: row::count(row, "duplicate_radius_m")?,
        is_sensitive: row.try_get("is_sensitive")?,
        needs_milestones: row.try_get("needs_milestones")?,
        is_retired: row.try_get("is_retired")?,
    })
}
