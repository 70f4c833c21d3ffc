//! Made-up party organisations: a general branch for each community, a branch for each grid, one of an alliance unit; and to
//! which of them the made-up members belong. Every name says that it is an example.

use chrono::{DateTime, Utc};
use domain::area::AreaRange;
use domain::search::spelling::initials_of;
use sqlx::Row;

use crate::{StoreError, Tx};

/// Rows as columns.
#[derive(Default)]
struct Columns {
    id: Vec<i64>,
    area: Vec<i64>,
    kind: Vec<&'static str>,
    name: Vec<String>,
    initials: Vec<String>,
    parent: Vec<Option<i64>>,
    account: Vec<i64>,
}

impl Columns {
    fn push(&mut self, (id, area, account): (i64, i64, i64), kind: &'static str, name: String, parent: Option<i64>) {
        self.id.push(id);
        self.area.push(area);
        self.kind.push(kind);
        self.initials.push(initials_of(&name));
        self.name.push(name);
        self.parent.push(parent);
        self.account.push(account);
    }

    async fn write(&self, tx: &mut Tx, now: DateTime<Utc>) -> Result<(), StoreError> {
        sqlx::query(
            "insert into register_entry (id, area, kind, name, initials, contact, unit_in_charge, from_on, account_id,
                written_at, is_synthetic, parent_id)
            select t.id, t.area, t.kind, t.name, t.initials, '示例书记', '', '2023-07-01', t.account, $8, true, t.parent
            from unnest($1::int8[], $2::int8[], $3::text[], $4::text[], $5::text[], $6::int8[], $7::int8[])
                as t (id, area, kind, name, initials, parent, account)",
        )
        .bind(&self.id)
        .bind(&self.area)
        .bind(&self.kind)
        .bind(&self.name)
        .bind(&self.initials)
        .bind(&self.parent)
        .bind(&self.account)
        .bind(now)
        .execute(tx.db())
        .await?;
        Ok(())
    }
}

/// Writes the organisations of a city in the name of each community's office, and gives every member of the party one.
pub async fn write_party(tx: &mut Tx, city: AreaRange, now: DateTime<Utc>) -> Result<(), StoreError> {
    // Communities stand before their grids: the general branch is there when the grid's branch names it.
    let rows = sqlx::query(
        "select a.area, a.level, a.name, coalesce(c.name, '') as community, p.account_id,
            nextval('register_serial') as first, nextval('register_serial') as second, nextval('register_serial') as third
        from area a
        left join area c on a.level = 4 and c.area = a.area - a.area % 1000
        join (
            select distinct on (area) area, account_id from post where role = 'community' order by area, id
        ) p on p.area = a.area - a.area % 1000
        where a.area >= $1 and a.area < $2 and a.level in (3, 4) and a.to_on is null
        order by a.area",
    )
    .bind(city.lo)
    .bind(city.hi)
    .fetch_all(tx.db())
    .await?;
    let (mut columns, mut general) = (Columns::default(), None);
    for row in &rows {
        let (area, account): (i64, i64) = (row.try_get("area")?, row.try_get("account_id")?);
        let (name, community): (String, String) = (row.try_get("name")?, row.try_get("community")?);
        let id = |serial: i64| (area / 1_000_000_000 * 1_000_000_000_000 + serial, area, account);
        let (first, second, third) = (id(row.try_get("first")?), id(row.try_get("second")?), id(row.try_get("third")?));
        if row.try_get::<i16, _>("level")? == 4 {
            columns.push(first, "organisation.party_branch", format!("示例{community}{name}党支部"), general);
            continue;
        }
        general = Some(first.0);
        columns.push(first, "organisation.party_general", format!("示例{name}党总支"), None);
        columns.push(second, "organisation.alliance", format!("示例{name}共建单位"), None);
        columns.push(third, "organisation.party_branch", format!("示例{name}共建单位党支部"), Some(second.0));
    }
    columns.write(tx, now).await?;
    members(tx, city).await
}

/// Every third serving member belongs to the alliance unit's branch, everybody else to the grid's.
async fn members(tx: &mut Tx, city: AreaRange) -> Result<(), StoreError> {
    sqlx::query(
        "update resident r
        set party_organisation = e.id
        from register_entry e
        where e.kind = 'organisation.party_branch'
            and e.is_synthetic
            and e.area = case when r.party = 'serving' and r.id % 3 = 0 then r.area - r.area % 1000 else r.area end
            and r.party is not null
            and r.is_synthetic
            and r.area >= $1
            and r.area < $2",
    )
    .bind(city.lo)
    .bind(city.hi)
    .execute(tx.db())
    .await?;
    Ok(())
}
