//! Made-up rosters: who serves each grid, and who speaks for its stairwells.

use chrono::NaiveDate;
use domain::area::AreaRange;
use domain::phone::Phone;
use sqlx::Row;
use vault::Nonces;

use crate::{StoreError, Tx, roster};

/// What somebody does in every grid, and what they are called; each name says that it is an example.
const KINDS: [(&str, &str); 6] = [
    ("grid_worker", "示例网格员"),
    ("grid_leader", "示例网格长"),
    ("instructor", "示例指导员"),
    ("assistant", "示例助理员"),
    ("police", "示例民警"),
    ("doctor", "示例医生"),
];
/// Stairwells of each grid whose heads stand on its roster.
const STAIRWELLS: i64 = 4;

/// Rows as columns.
#[derive(Default)]
struct Columns {
    id: Vec<i64>,
    area: Vec<i64>,
    kind: Vec<&'static str>,
    name: Vec<String>,
    phone: Vec<Vec<u8>>,
    account: Vec<Option<i64>>,
}

/// Writes the rosters of a city's grids. The grid worker is the grid's own account; stairwell heads and joint-household
/// representatives are heads of households who live there.
pub async fn write_roster(
    tx: &mut Tx,
    city: AreaRange,
    nonces: &mut Nonces,
    from_on: NaiveDate,
) -> Result<(), StoreError> {
    let rows = sqlx::query(
        "select p.area, p.account_id, k.at, nextval('roster_entry_serial') as id
        from (
            select distinct on (area) area, account_id
            from post
            where role = 'grid_worker' and area >= $1 and area < $2
            order by area, id
        ) p
        cross join generate_series(0, $3 - 1) as k (at)
        order by p.area, k.at",
    )
    .bind(city.lo)
    .bind(city.hi)
    .bind(KINDS.len() as i32)
    .fetch_all(tx.db())
    .await?;
    let mut columns = Columns::default();
    for row in &rows {
        let (id, area, at): (i64, i64, i32) = (row.try_get("id")?, row.try_get("area")?, row.try_get("at")?);
        let (kind, word) = KINDS[at as usize % KINDS.len()];
        // The block 160 has been given to no operator.
        let Ok(phone) = format!("160{:08}", 90_000_000 + id % 10_000_000).parse::<Phone>() else { continue };
        let place = roster::phone_place(id);
        columns.id.push(id);
        columns.area.push(area);
        columns.kind.push(kind);
        columns.name.push(format!("{word}{}", columns.id.len()));
        columns.phone.push(tx.keyring().seal(place, nonces.draw(), phone.reveal().as_bytes())?);
        let account: i64 = row.try_get("account_id")?;
        columns.account.push((kind == "grid_worker").then_some(account));
    }
    columns.write(tx, from_on).await?;
    speakers(tx, city, from_on).await
}

impl Columns {
    async fn write(&self, tx: &mut Tx, from_on: NaiveDate) -> Result<(), StoreError> {
        sqlx::query(
            "insert into roster_entry (id, area, kind, name, phone_sealed, account_id, from_on, is_synthetic)
            select t.id, t.area, t.kind, t.name, t.phone, t.account, $7, true
            from unnest($1::int8[], $2::int8[], $3::text[], $4::text[], $5::bytea[], $6::int8[])
                as t (id, area, kind, name, phone, account)",
        )
        .bind(&self.id)
        .bind(&self.area)
        .bind(&self.kind)
        .bind(&self.name)
        .bind(&self.phone)
        .bind(&self.account)
        .bind(from_on)
        .execute(tx.db())
        .await?;
        Ok(())
    }
}

/// The head of one household of each of a grid's first stairwells speaks for it; of every second one also for the
/// joint-household unit.
async fn speakers(tx: &mut Tx, city: AreaRange, from_on: NaiveDate) -> Result<(), StoreError> {
    sqlx::query(
        "with head as (
            select distinct on (d.building_id, d.unit) d.area, d.building_id, d.unit, b.number, r.name
            from dwelling d
            join building b on b.id = d.building_id
            join stay s on s.dwelling_id = d.id and s.relation = 'head' and s.to_on is null
            join resident r on r.id = s.resident_id
            where d.area >= $1 and d.area < $2 and b.number > 0
            order by d.building_id, d.unit, d.id
        ), placed as (
            select area, number || '号楼' || unit || '单元' as place, name,
                row_number() over (partition by area order by building_id, unit) as at
            from head
        )
        insert into roster_entry (id, area, kind, name, place, from_on, is_synthetic)
        select nextval('roster_entry_serial'), f.area, k.code, f.name, f.place, $3, true
        from placed f
        join (values ('stairwell_head', 1), ('joint_household', 2)) as k (code, every) on f.at % k.every = 0
        where f.at <= $4",
    )
    .bind(city.lo)
    .bind(city.hi)
    .bind(from_on)
    .bind(STAIRWELLS)
    .execute(tx.db())
    .await?;
    Ok(())
}
