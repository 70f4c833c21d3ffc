//! Made-up base data: what may be in the buildings that nobody lives in, shops and facilities at some of the others, and who
//! speaks for each stairwell.

use chrono::{DateTime, Utc};
use domain::area::AreaRange;
use domain::phone::Phone;
use sqlx::Row;
use vault::Nonces;

use crate::register::seal_phone;
use crate::{StoreError, Tx};

/// The sub-class of a building's use in the source, what it is called in a name, and the unit that looks after it.
const USES: [(&str, &str, &str, &str); 12] = [
    ("school", "organisation.school", "示例学校", "教育局"),
    ("kindergarten", "organisation.kindergarten", "示例幼儿园", "教育局"),
    ("hospital", "organisation.clinic", "示例卫生服务站", "卫生健康局"),
    ("shop", "organisation.shop", "示例商店", "市场监督管理局"),
    ("office", "organisation.enterprise", "示例公司", "市场监督管理局"),
    ("hotel", "house.hotel", "示例旅馆", "公安局"),
    ("industrial", "house.warehouse", "示例仓库", "应急管理局"),
    ("garage", "ground.car_park", "示例停车场", "城市管理局"),
    ("worship", "organisation.worship", "示例活动场所", "民族宗教事务局"),
    ("public", "organisation.government", "示例服务中心", "街道办事处"),
    ("transport", "house.public", "示例站房", "交通运输局"),
    ("construction", "ground.construction", "示例工地", "住房和城乡建设局"),
];

/// Rows as columns.
#[derive(Default)]
struct Columns {
    id: Vec<i64>,
    area: Vec<i64>,
    kind: Vec<&'static str>,
    name: Vec<String>,
    initials: Vec<String>,
    building: Vec<i64>,
    phone: Vec<Vec<u8>>,
    unit: Vec<&'static str>,
    account: Vec<i64>,
}

/// Writes it in the name of each grid's worker, or of the first one where a grid has none. Names say that they are examples.
pub async fn write_register(
    tx: &mut Tx,
    city: AreaRange,
    nonces: &mut Nonces,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let rows = sqlx::query(
        "select b.id, b.area, b.kind, coalesce(p.account_id, k.account_id) as account_id, nextval('register_serial') as serial
        from building b
        cross join (select min(account_id) as account_id from post where role = 'grid_worker' and is_demo) k
        left join post p on p.area = b.area and p.role = 'grid_worker' and p.is_demo
        where b.area >= $1 and b.area < $2 and k.account_id is not null
        order by b.id",
    )
    .bind(city.lo)
    .bind(city.hi)
    .fetch_all(tx.db())
    .await?;
    let mut columns = Columns::default();
    for row in &rows {
        let used_as: &str = row.try_get("kind")?;
        let Some((_, kind, name, unit)) = USES.iter().find(|(slug, ..)| *slug == used_as) else { continue };
        let (serial, area): (i64, i64) = (row.try_get("serial")?, row.try_get("area")?);
        let id = area / 1_000_000_000 * 1_000_000_000_000 + serial;
        let Ok(phone) = format!("160{:08}", serial % 100_000_000).parse::<Phone>() else { continue };
        let name = format!("{name}{serial}号");
        columns.id.push(id);
        columns.area.push(area);
        columns.kind.push(kind);
        columns.initials.push(domain::search::spelling::initials_of(&name));
        columns.name.push(name);
        columns.building.push(row.try_get("id")?);
        columns.phone.push(seal_phone(tx.keyring(), nonces, id, &phone)?);
        columns.unit.push(unit);
        columns.account.push(row.try_get("account_id")?);
    }
    columns.write(tx, now).await?;
    facilities(tx, city, now).await?;
    speakers(tx, city, now).await
}

impl Columns {
    async fn write(&self, tx: &mut Tx, now: DateTime<Utc>) -> Result<(), StoreError> {
        sqlx::query(
            "insert into register_entry (id, area, kind, name, initials, building_id, contact, contact_phone_sealed,
                unit_in_charge, from_on, account_id, written_at, is_synthetic)
            select t.id, t.area, t.kind, t.name, t.initials, t.building, '示例联系人', t.phone, t.unit, '2024-01-01', t.account, $10,
                true
            from unnest($1::int8[], $2::int8[], $3::text[], $4::text[], $5::text[], $6::int8[], $7::bytea[], $8::text[],
                $9::int8[]) as t (id, area, kind, name, initials, building, phone, unit, account)",
        )
        .bind(&self.id)
        .bind(&self.area)
        .bind(&self.kind)
        .bind(&self.name)
        .bind(&self.initials)
        .bind(&self.building)
        .bind(&self.phone)
        .bind(&self.unit)
        .bind(&self.account)
        .bind(now)
        .execute(tx.db())
        .await?;
        Ok(())
    }
}

/// A shop in every third building with stairs, waste points and charging points measured a few metres beside some.
async fn facilities(tx: &mut Tx, city: AreaRange, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query(
        "insert into register_entry (id, area, kind, name, initials, building_id, lon, lat, contact, unit_in_charge, from_on,
            account_id, written_at, is_synthetic)
        select
            b.area / 1000000000 * 1000000000000 + nextval('register_serial'), b.area, k.kind,
            b.number || '号楼' || k.word, b.number || 'hl' || k.initials, case when k.aside_dm = 0 then b.id end,
            case when k.aside_dm > 0 then c.origin_lon + (b.x_dm + k.aside_dm) / (1113200 * cos(radians(c.origin_lat))) end,
            case when k.aside_dm > 0 then c.origin_lat + (b.y_dm + k.aside_dm) / 1113200.0 end,
            '示例联系人', k.unit, '2025-01-01', coalesce(p.account_id, w.account_id), $3, true
        from building b
        join city c on c.county = b.area / 1000000000
        join (select min(account_id) as account_id from post where role = 'grid_worker' and is_demo) w
            on w.account_id is not null
        left join post p on p.area = b.area and p.role = 'grid_worker' and p.is_demo
        join (values ('organisation.shop', '示例便利店', 'slbld', 3, 0, '市场监督管理局'),
            ('object.waste_point', '示例垃圾投放点', 'slljtfd', 3, 200, '城市管理局'),
            ('object.charging', '示例充电点', 'slcdd', 4, 250, '供电公司'))
            as k (kind, word, initials, every, aside_dm, unit) on b.id % k.every = 0
        where b.area >= $1 and b.area < $2 and b.number > 0 and b.units > 0",
    )
    .bind(city.lo)
    .bind(city.hi)
    .bind(now)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// The head of one household of each stairwell speaks for it; in every fourth one also for the joint-household unit.
async fn speakers(tx: &mut Tx, city: AreaRange, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query(
        "with head as (
            select distinct on (d.building_id, d.unit) d.building_id, d.unit, d.area, r.name, b.number
            from dwelling d
            join building b on b.id = d.building_id
            join stay s on s.dwelling_id = d.id and s.relation = 'head' and s.to_on is null
            join resident r on r.id = s.resident_id
            where d.area >= $1 and d.area < $2 and b.number > 0
            order by d.building_id, d.unit, d.id
        )
        insert into register_entry (id, area, kind, name, initials, building_id, contact, unit_in_charge, from_on,
            account_id, written_at, is_synthetic)
        select
            h.area / 1000000000 * 1000000000000 + nextval('register_serial'), h.area, k.kind,
            h.number || '号楼' || h.unit || '单元' || k.word, h.number || 'hl' || h.unit || 'dy' || k.initials,
            h.building_id, h.name, '社区居民委员会', '2025-01-01', coalesce(p.account_id, w.account_id), $3, true
        from head h
        join (select min(account_id) as account_id from post where role = 'grid_worker' and is_demo) w
            on w.account_id is not null
        left join post p on p.area = h.area and p.role = 'grid_worker' and p.is_demo
        join (values ('person.stairwell_head', '楼道长', 'ldz', 1), ('person.joint_household', '联户', 'lh', 4))
            as k (kind, word, initials, every) on (h.building_id + h.unit) % k.every = 0",
    )
    .bind(city.lo)
    .bind(city.hi)
    .bind(now)
    .execute(tx.db())
    .await?;
    Ok(())
}
