//! Bulk rows of made-up files: stays, key groups, skills, verifications and notes.

use chrono::{DateTime, NaiveDate, Utc};
use domain::area::AreaRange;

use crate::{StoreError, Tx};

/// A made-up stay.
#[derive(Clone, Copy, Debug)]
pub struct StayRow {
    /// The dwelling's grid.
    pub area: i64,
    /// Where.
    pub dwelling: i64,
    /// Who.
    pub resident: i64,
    /// How: [`domain::stay::StayKind::slug`].
    pub kind: &'static str,
    /// Relation to head or dwelling.
    pub relation: &'static str,
    /// First day.
    pub from_on: NaiveDate,
    /// First day on which it no longer holds.
    pub to_on: Option<NaiveDate>,
}

/// A made-up member of a key group.
#[derive(Clone, Copy, Debug)]
pub struct KeyGroupRow {
    /// Who.
    pub resident: i64,
    /// The label's code.
    pub code: i16,
    /// The grid.
    pub area: i64,
    /// Grade.
    pub level: Option<&'static str>,
    /// Since when.
    pub since_on: NaiveDate,
}

/// A made-up verification of a field group.
#[derive(Clone, Copy, Debug)]
pub struct VerificationRow {
    /// Person or dwelling.
    pub subject: i64,
    /// [`domain::file::Group::slug`].
    pub group: &'static str,
    /// The grid.
    pub area: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub account: i64,
}

/// Everything of the e-file beside the people themselves.
#[derive(Debug, Default)]
pub struct FileRows {
    /// Stays.
    pub stays: Vec<StayRow>,
    /// Key groups.
    pub key_groups: Vec<KeyGroupRow>,
    /// Skills: person, code, grid.
    pub skills: Vec<(i64, &'static str, i64)>,
    /// Verifications.
    pub verifications: Vec<VerificationRow>,
}

/// Adds the rows, marked as made up where a table has the mark. Not by COPY, which row-level security refuses.
pub async fn write_files(tx: &mut Tx, rows: &FileRows) -> Result<(), StoreError> {
    let column = |of: fn(&StayRow) -> i64| rows.stays.iter().map(of).collect::<Vec<_>>();
    sqlx::query(
        "insert into stay
            (area, dwelling_id, resident_id, kind, relation, from_on, to_on, end_reason, is_synthetic)
        select area, dwelling_id, resident_id, kind, relation, from_on, to_on,
            case when to_on is not null then 'moved' end, true
        from unnest($1::int8[], $2::int8[], $3::int8[], $4::text[], $5::text[], $6::date[], $7::date[])
            as t (area, dwelling_id, resident_id, kind, relation, from_on, to_on)",
    )
    .bind(column(|stay| stay.area))
    .bind(column(|stay| stay.dwelling))
    .bind(column(|stay| stay.resident))
    .bind(rows.stays.iter().map(|stay| stay.kind).collect::<Vec<_>>())
    .bind(rows.stays.iter().map(|stay| stay.relation).collect::<Vec<_>>())
    .bind(rows.stays.iter().map(|stay| stay.from_on).collect::<Vec<_>>())
    .bind(rows.stays.iter().map(|stay| stay.to_on).collect::<Vec<_>>())
    .execute(tx.db())
    .await?;
    write_care(tx, rows).await?;
    sqlx::query(
        "insert into verification (subject_id, field_group, area, verified_at, account_id, method)
        select subject_id, field_group, area, verified_at, account_id, 'door'
        from unnest($1::int8[], $2::text[], $3::int8[], $4::timestamptz[], $5::int8[])
            as t (subject_id, field_group, area, verified_at, account_id)",
    )
    .bind(rows.verifications.iter().map(|row| row.subject).collect::<Vec<_>>())
    .bind(rows.verifications.iter().map(|row| row.group).collect::<Vec<_>>())
    .bind(rows.verifications.iter().map(|row| row.area).collect::<Vec<_>>())
    .bind(rows.verifications.iter().map(|row| row.at).collect::<Vec<_>>())
    .bind(rows.verifications.iter().map(|row| row.account).collect::<Vec<_>>())
    .execute(tx.db())
    .await?;
    Ok(())
}

async fn write_care(tx: &mut Tx, rows: &FileRows) -> Result<(), StoreError> {
    sqlx::query(
        "insert into resident_key_group (resident_id, code, area, level, since_on)
        select resident_id, code, area, level, since_on
        from unnest($1::int8[], $2::int2[], $3::int8[], $4::text[], $5::date[])
            as t (resident_id, code, area, level, since_on)",
    )
    .bind(rows.key_groups.iter().map(|row| row.resident).collect::<Vec<_>>())
    .bind(rows.key_groups.iter().map(|row| row.code).collect::<Vec<_>>())
    .bind(rows.key_groups.iter().map(|row| row.area).collect::<Vec<_>>())
    .bind(rows.key_groups.iter().map(|row| row.level).collect::<Vec<_>>())
    .bind(rows.key_groups.iter().map(|row| row.since_on).collect::<Vec<_>>())
    .execute(tx.db())
    .await?;
    sqlx::query(
        "insert into resident_skill (resident_id, code, area)
        select resident_id, code, area
        from unnest($1::int8[], $2::text[], $3::int8[]) as t (resident_id, code, area)",
    )
    .bind(rows.skills.iter().map(|skill| skill.0).collect::<Vec<_>>())
    .bind(rows.skills.iter().map(|skill| skill.1).collect::<Vec<_>>())
    .bind(rows.skills.iter().map(|skill| skill.2).collect::<Vec<_>>())
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Writes what one has to know about buildings, stairwells and estates, in the name of each grid's worker.
pub async fn write_notes(tx: &mut Tx, city: AreaRange, now: DateTime<Utc>) -> Result<(), StoreError> {
    for statement in [
        "insert into place_note (place, place_id, unit, kind, area, text, written_at, account_id)
        select
            'stairwell', b.id, u.unit, k.kind, b.area,
            case k.kind when 'valve' then '总阀在一层楼梯下的检查口内' else '电表自左向右按门牌号排列，每层一排' end,
            $3, p.account_id
        from building b
        join post p on p.area = b.area and p.role = 'grid_worker' and p.is_demo
        cross join lateral generate_series(1, b.units) as u (unit)
        cross join (values ('valve'), ('meters')) as k (kind)
        where b.area >= $1 and b.area < $2 and b.id % 3 = 0
        on conflict do nothing",
        "insert into estate_note (estate_id, kind, text, written_at, account_id)
        select e.id, 'manager', case when e.id % 3 = 0 then '无物业，由社区代管' else '有物业服务企业，值班室在小区入口' end,
            $3, p.account_id
        from estate e
        cross join lateral (
            select account_id from post where role = 'grid_worker' and is_demo and area >= e.area and area < e.area + 1000
            order by area limit 1
        ) p
        where e.area >= $1 and e.area < $2
        on conflict do nothing",
    ] {
        sqlx::query(statement).bind(city.lo).bind(city.hi).bind(now).execute(tx.db()).await?;
    }
    Ok(())
}
