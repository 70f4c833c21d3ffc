//! Buildings that change hands take their records along: the area of every record is the area of its door.
//!
//! History (events, audit, tracks) is read as it was, so it stays where it happened.

use domain::area::{Area, County};

use super::ids;
use super::write::run;
use crate::{StoreError, Tx};

/// Records by their door: table and condition that ties `k` to the dwelling `w`.
pub(crate) const BY_DOOR: [(&str, &str); 12] = [
    ("stay", "w.id = k.dwelling_id"),
    ("case_file", "w.id = k.dwelling_id"),
    ("visit", "w.id = k.dwelling_id"),
    ("watch_item", "w.id = k.dwelling_id"),
    ("watch_check", "w.id = k.dwelling_id"),
    ("notice_call", "w.id = k.dwelling_id"),
    ("certificate", "w.id = k.dwelling_id"),
    ("photo", "w.id = k.dwelling_id"),
    ("door_proposal", "w.id = k.dwelling_id"),
    ("departure", "w.id = k.dwelling_id"),
    ("verification", "w.id = k.subject_id and k.field_group = 'dwelling'"),
    ("place_note", "w.id = k.place_id and k.place = 'dwelling'"),
];
/// Records by their person `w`, who has followed the home.
pub(crate) const BY_PERSON: [(&str, &str); 6] = [
    ("resident_key_group", "w.id = k.resident_id"),
    ("resident_skill", "w.id = k.resident_id"),
    ("resident_merge", "w.id = k.kept_id"),
    ("photo", "w.id = k.resident_id"),
    ("merge_conflict", "w.id = k.resident_id"),
    ("verification", "w.id = k.subject_id and k.field_group <> 'dwelling'"),
];

/// Pictures, reporters and orders by their case `w`, which has followed its door.
pub(crate) const OF_CASE: &str = "w.id = k.case_id";

/// The records of a household follow it into its area.
pub(super) async fn dwellings(tx: &mut Tx, county: County) -> Result<(), StoreError> {
    for (table, tie) in BY_DOOR {
        follow(tx, county, table, "dwelling", tie).await?;
    }
    follow(tx, county, "media", "case_file", OF_CASE).await?;
    follow(tx, county, "case_reporter", "case_file", OF_CASE).await?;
    follow(tx, county, "hotline_order", "case_file", OF_CASE).await?;
    follow(tx, county, "place_note", "building", "w.id = k.place_id and k.place <> 'dwelling'").await?;
    follow(tx, county, "register_entry", "building", "w.id = k.building_id").await?;
    follow(tx, county, "work", "building", "w.id = k.building_id").await?;
    let home = "(
        select distinct on (resident_id) resident_id as id, area
        from stay
        where to_on is null
        order by resident_id, kind in ('both', 'actual') desc, id
    )";
    follow(tx, county, "resident", home, "w.id = k.id").await?;
    for (table, tie) in BY_PERSON {
        follow(tx, county, table, "resident", tie).await?;
    }
    crate::search::index::follow_residents(tx, Area::city(county).range()).await?;
    Ok(())
}

async fn follow(tx: &mut Tx, county: County, table: &str, with: &str, tie: &str) -> Result<(), StoreError> {
    let (lo, hi) = ids(county);
    let statement = format!(
        "update {table} k set area = w.area from {with} w
        where {tie} and k.area <> w.area and w.id >= {lo} and w.id < {hi}"
    );
    run(tx, statement).await
}
