//! The label dictionary, and what a set of labels means on the map.

use domain::area::County;
use domain::cell::{Badge, Label, LabelCode, LabelKind};
use sqlx::Row;

use crate::{StoreError, Tx, row};

/// SQL for the three columns that follow from a household's label bits; `$bits` and `$county` are SQL texts.
///
/// Classes are of the first label by rank of each kind. The badge is of the most important label: care before elder before
/// any other.
macro_rules! marks_of_labels {
    ($bits:literal, $county:literal) => {
        concat!(
            "label_class = coalesce((select min(l.class) from label l where l.county = ",
            $county,
            " and l.kind = 'everyday' and ((",
            $bits,
            ") >> (l.code - 1)) & 1 = 1), 1),
            key_group_class = coalesce((select min(l.class) from label l where l.county = ",
            $county,
            " and l.kind = 'key_group' and ((",
            $bits,
            ") >> (l.code - 1)) & 1 = 1), 1),
            badge = coalesce((select l.badge from label l where l.county = ",
            $county,
            " and l.badge > 0 and ((",
            $bits,
            ") >> (l.code - 1)) & 1 = 1
                order by l.badge = 2 desc, l.badge = 1 desc limit 1), 0)"
        )
    };
}
pub(crate) use marks_of_labels;

/// The city's dictionary by rank.
pub async fn dictionary(tx: &mut Tx, county: County) -> Result<Vec<Label>, StoreError> {
    let rows = sqlx::query(
        "select code, kind, class, glyph, name_zh, name_en, badge, retired_at is not null as is_retired
        from label
        where county = $1
        order by rank",
    )
    .bind(county.code())
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Label {
                code: LabelCode(row::count(row, "code")? as u8),
                kind: row::parse(row.try_get::<&str, _>("kind")?, kind_from_slug, "label.kind")?,
                class: row::count(row, "class")? as u8,
                glyph: row.try_get("glyph")?,
                name_zh: row.try_get("name_zh")?,
                name_en: row.try_get("name_en")?,
                badge: Badge::from_number(row::count(row, "badge")? as u8),
                is_retired: row.try_get("is_retired")?,
            })
        })
        .collect()
}

/// Writes a dictionary; words that are there already stay as they are.
pub async fn write_dictionary(tx: &mut Tx, county: County, labels: &[Label]) -> Result<(), StoreError> {
    for (label, rank) in labels.iter().zip(1i16..) {
        sqlx::query(
            "insert into label (county, code, kind, rank, class, glyph, name_zh, name_en, badge)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            on conflict (county, code) do nothing",
        )
        .bind(county.code())
        .bind(i16::from(label.code.0))
        .bind(kind_slug(label.kind))
        .bind(rank)
        .bind(i16::from(label.class))
        .bind(&label.glyph)
        .bind(&label.name_zh)
        .bind(&label.name_en)
        .bind(label.badge as i16)
        .execute(tx.db())
        .await?;
    }
    Ok(())
}

/// The codes in a set of label bits, in the order of the codes.
pub fn codes(bits: i32) -> Vec<LabelCode> {
    (1..=31u8).filter(|code| bits >> (code - 1) & 1 == 1).map(LabelCode).collect()
}

/// The bit of a code; none for a code that is out of range.
pub fn bit(code: LabelCode) -> i32 {
    if (1..=31).contains(&code.0) { 1 << (code.0 - 1) } else { 0 }
}

pub(crate) fn kind_slug(kind: LabelKind) -> &'static str {
    match kind {
        LabelKind::Everyday => "everyday",
        LabelKind::KeyGroup => "key_group",
    }
}

fn kind_from_slug(slug: &str) -> Option<LabelKind> {
    [LabelKind::Everyday, LabelKind::KeyGroup].into_iter().find(|kind| kind_slug(*kind) == slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_and_codes_say_the_same() {
        let bits = bit(LabelCode(1)) | bit(LabelCode(13)) | bit(LabelCode(31));

        assert_eq!(codes(bits), [LabelCode(1), LabelCode(13), LabelCode(31)]);
        assert_eq!(bit(LabelCode(0)) | bit(LabelCode(32)), 0);
    }
}
