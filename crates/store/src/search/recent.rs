//! The households and people that an account looked at last, out of its own trail of looks.

use chrono::NaiveDate;
use domain::actor::Actor;
use domain::id::{BuildingId, DwellingId, ResidentId};
use domain::person::{age_years, mask_name};
use domain::search::{Hit, Target};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::household::{door, source};
use crate::{StoreError, Tx, row};

/// How many looks back: the same household is looked at many times.
const LOOKS: i64 = 200;

/// The last `limit` of them, the latest first, as far as the session may still see them.
pub async fn recent(tx: &mut Tx, actor: &Actor, limit: i64, today: NaiveDate) -> Result<Vec<Hit>, StoreError> {
    let rows = sqlx::query(
        "select w.kind, d.id as dwelling_id, d.building_id, d.unit, d.floor, d.door, d.number as given, b.number, b.street, b.house_number,
            e.name as estate, r.id as resident_id, r.name, r.born_on
        from (
            select l.record_kind as kind, l.record_id as id, max(l.id) as last
            from (
                select a.id, a.record_kind, a.record_id
                from audit a
                where a.account_id = $1 and a.action in ('view_card', 'view_file', 'view_household')
                order by a.id desc
                limit $2
            ) l
            group by 1, 2
        ) w
        left join resident r on r.id = w.id and w.kind = 'resident' and r.merged_into is null
        left join lateral (
            select s.dwelling_id
            from stay s
            where s.resident_id = r.id and s.to_on is null
            order by s.kind in ('both', 'actual') desc, s.id
            limit 1
        ) s on true
        join household h on h.id = case w.kind when 'household' then w.id else s.dwelling_id end
        join dwelling d on d.id = h.id
        join building b on b.id = d.building_id
        left join estate e on e.id = b.estate_id
        order by w.last desc
        limit $3",
    )
    .bind(actor.account.number())
    .bind(LOOKS)
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(|row| hit(row, today)).collect()
}

fn hit(row: &PgRow, today: NaiveDate) -> Result<Hit, StoreError> {
    let dwelling = row::parse(row.try_get("dwelling_id")?, DwellingId::new_checked, "dwelling.id")?;
    let building = row::parse(row.try_get("building_id")?, BuildingId::new_checked, "dwelling.building_id")?;
    let (number, door) = (row.try_get::<Option<i32>, _>("number")?.unwrap_or(0), door(row)?);
    let short = format!("{number}-{}-{}", door.unit, door.number());
    let place = row.try_get::<Option<String>, _>("estate")?.or(source(row)?).unwrap_or_default();
    let Some(resident) = row.try_get::<Option<i64>, _>("resident_id")? else {
        return Ok(Hit {
            target: Target::Dwelling(dwelling, building),
            title: short,
            place,
            age_years: None,
            formerly: None,
        });
    };
    let resident = row::parse(resident, ResidentId::new_checked, "resident.id")?;
    Ok(Hit {
        target: Target::Person(resident, dwelling, building),
        title: mask_name(row.try_get::<&str, _>("name")?),
        place: if place.is_empty() { short } else { format!("{short} · {place}") },
        age_years: row::date(row, "born_on")?.and_then(|born_on| age_years(born_on, today)),
        formerly: None,
    })
}
