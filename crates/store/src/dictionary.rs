//! The dictionary as administrators change it: words are added, renamed, moved and retired, never deleted.

use chrono::{DateTime, Utc};
use domain::area::County;
use domain::cell::LabelKind;
use domain::file::view::DictionaryWord;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::label::kind_slug;
use crate::{StoreError, Tx};

/// All words, by list and rank.
pub async fn words(tx: &mut Tx) -> Result<Vec<DictionaryWord>, StoreError> {
    let rows = sqlx::query("select kind, code, name_zh, name_en, is_offered from dictionary order by kind, rank, code")
        .fetch_all(tx.db())
        .await?;
    rows.iter().map(word).collect()
}

/// A row of `kind, code, name_zh, name_en, is_offered`.
pub(crate) fn word(row: &PgRow) -> Result<DictionaryWord, StoreError> {
    Ok(DictionaryWord {
        kind: row.try_get("kind")?,
        code: row.try_get("code")?,
        name_zh: row.try_get("name_zh")?,
        name_en: row.try_get("name_en")?,
        is_offered: row.try_get("is_offered")?,
    })
}

/// Adds a word at the end of its list, or renames the one with this code. False for a list that there is not.
pub async fn write(tx: &mut Tx, (kind, code): (&str, &str), name_zh: &str, name_en: &str) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "insert into dictionary (kind, code, rank, name_zh, name_en)
        select $1, $2, max(d.rank) + 1, $3, $4
        from dictionary d
        where d.kind = $1
        group by d.kind
        on conflict (kind, code) do update set name_zh = excluded.name_zh, name_en = excluded.name_en",
    )
    .bind(kind)
    .bind(code)
    .bind(name_zh)
    .bind(name_en)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Puts the words of a list into this order.
pub async fn order(tx: &mut Tx, kind: &str, codes: &[&str]) -> Result<(), StoreError> {
    sqlx::query(
        "update dictionary d
        set rank = t.rank
        from unnest($2::text[]) with ordinality as t (code, rank)
        where d.kind = $1
            and d.code = t.code",
    )
    .bind(kind)
    .bind(codes)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Retires a word, or offers it again. False when there is none.
pub async fn set_offered(tx: &mut Tx, (kind, code): (&str, &str), is_offered: bool) -> Result<bool, StoreError> {
    let done = sqlx::query("update dictionary set is_offered = $3 where kind = $1 and code = $2")
        .bind(kind)
        .bind(code)
        .bind(is_offered)
        .execute(tx.db())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Renames a label. False when there is none.
pub async fn rename_label(
    tx: &mut Tx,
    (county, code): (County, u8),
    (glyph, name_zh, name_en): (&str, &str, &str),
) -> Result<bool, StoreError> {
    let done = sqlx::query("update label set glyph = $3, name_zh = $4, name_en = $5 where county = $1 and code = $2")
        .bind(county.code())
        .bind(i16::from(code))
        .bind(glyph)
        .bind(name_zh)
        .bind(name_en)
        .execute(tx.db())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Retires an everyday label at an instant, or offers it again. False when there is none.
pub async fn set_label_retired(
    tx: &mut Tx,
    (county, code): (County, u8),
    retired_at: Option<DateTime<Utc>>,
) -> Result<bool, StoreError> {
    let done = sqlx::query("update label set retired_at = $3 where county = $1 and code = $2 and kind = 'everyday'")
        .bind(county.code())
        .bind(i16::from(code))
        .bind(retired_at)
        .execute(tx.db())
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Adds a label at the end. False when the city has as many as cells can show: 31, and 13 of a kind.
pub async fn add_label(
    tx: &mut Tx,
    county: County,
    kind: LabelKind,
    (glyph, name_zh, name_en): (&str, &str, &str),
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "insert into label (county, code, kind, rank, class, glyph, name_zh, name_en, badge)
        select $1, n.code, $2, n.rank, n.class, $3, $4, $5, 3
        from (
            select
                (select min(c) from generate_series(1, 31) c where c not in (select l.code from label l where l.county = $1)) as code,
                (select coalesce(max(l.rank), 0) + 1 from label l where l.county = $1) as rank,
                (
                    select min(c)
                    from generate_series(2, 14) c
                    where c not in (select l.class from label l where l.county = $1 and l.kind = $2)
                ) as class
        ) n
        where n.code is not null
            and n.class is not null",
    )
    .bind(county.code())
    .bind(kind_slug(kind))
    .bind(glyph)
    .bind(name_zh)
    .bind(name_en)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}
