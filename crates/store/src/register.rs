//! Base data beyond people: entries of the register, their contacts sealed.
//!
//! Not here: the rules of an entry (`domain::register`), who may see one (`service`).

use chrono::{DateTime, NaiveDate, Utc};
use domain::actor::Actor;
use domain::area::{Area, AreaRange};
use domain::geo::LonLat;
use domain::household::EntryLine;
use domain::id::{BuildingId, EntryId};
use domain::phone::Phone;
use domain::register::Draft;
use domain::search::{Hit, Target};
use sqlx::Row;
use sqlx::postgres::PgRow;
use vault::{Keyring, Nonces, Place};

use crate::{StoreError, Tx, row, sealed};

/// An entry as the database has it. `Debug` masks the telephone.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryRow {
    /// The entry.
    pub entry: EntryId,
    /// Its grid.
    pub area: Area,
    /// The grid's name.
    pub area_name: String,
    /// Its sub-class.
    pub kind: String,
    /// What the sub-class is called, in Chinese and English.
    pub kind_name: (String, String),
    /// What it is called.
    pub name: String,
    /// The building that it is in, with its number; 0 for none.
    pub building: Option<(BuildingId, i32)>,
    /// Where it stands.
    pub position: Option<LonLat>,
    /// Whom to ask.
    pub contact: String,
    /// The contact's telephone.
    pub phone: Option<Phone>,
    /// The unit that looks after it.
    pub unit_in_charge: String,
    /// Since when.
    pub from_on: Option<NaiveDate>,
    /// Until when; nothing while it is there.
    pub to_on: Option<NaiveDate>,
    /// Of a party organisation: what it stands under, and what that is called.
    pub parent: Option<(EntryId, String)>,
    /// Rises with every change.
    pub revision: i64,
    /// Whether it is made up.
    pub is_synthetic: bool,
}

/// A sub-class as the dictionary has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindRow {
    /// The code.
    pub kind: String,
    /// Chinese and English.
    pub name: (String, String),
    /// Whether it can still be chosen.
    pub is_offered: bool,
}

fn phone_place(entry: i64) -> Place {
    Place { table: "register_entry", column: "contact_phone_sealed", row: entry }
}

/// The columns of [`EntryRow`], with what comes after them.
macro_rules! entries_sql {
    ($rest:literal) => {
        concat!(
            "select e.id, e.area, a.name as area_name, e.kind, coalesce(k.name_zh, e.kind) as kind_zh,
                coalesce(k.name_en, e.kind) as kind_en, e.name, e.building_id, coalesce(b.number, 0) as number,
                e.lon, e.lat, e.contact, e.contact_phone_sealed, e.unit_in_charge, e.from_on, e.to_on, e.revision,
                e.is_synthetic, e.parent_id, coalesce(u.name, '') as parent_name
            from register_entry e
            join area a on a.area = e.area
            left join building b on b.id = e.building_id
            left join register_entry u on u.id = e.parent_id
            left join dictionary k on k.kind = 'register' and k.code = e.kind
            ",
            $rest
        )
    };
}
pub(crate) use entries_sql;

/// Entries of an area, open ones before closed ones, by sub-class and name; of a class when one is asked for.
pub async fn list(tx: &mut Tx, range: AreaRange, class: Option<&str>, limit: i64) -> Result<Vec<EntryRow>, StoreError> {
    let rows = sqlx::query(entries_sql!(
        "where e.area >= $1
            and e.area < $2
            and ($3::text is null or starts_with(e.kind, $3 || '.'))
        order by e.to_on is not null, coalesce(k.rank, 9999), e.name, e.id
        limit $4"
    ))
    .bind(range.lo)
    .bind(range.hi)
    .bind(class)
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    let keyring = tx.keyring();
    rows.iter().map(|row| entry(keyring, row)).collect()
}

/// One entry, wherever the session sees it.
pub async fn one(tx: &mut Tx, entry_id: EntryId) -> Result<Option<EntryRow>, StoreError> {
    let found = sqlx::query(entries_sql!("where e.id = $1")).bind(entry_id.number()).fetch_optional(tx.db()).await?;
    found.map(|row| entry(tx.keyring(), &row)).transpose()
}

pub(crate) fn entry(keyring: &Keyring, row: &PgRow) -> Result<EntryRow, StoreError> {
    let entry = id(row)?;
    let number: i32 = row.try_get("number")?;
    let (lon, lat): (Option<f64>, Option<f64>) = (row.try_get("lon")?, row.try_get("lat")?);
    let parent: Option<i64> = row.try_get("parent_id")?;
    let parent = parent.map(|id| row::parse(id, EntryId::new_checked, "register_entry.parent_id")).transpose()?;
    Ok(EntryRow {
        entry,
        area: row::area(row, "area")?,
        area_name: row.try_get("area_name")?,
        kind: row.try_get("kind")?,
        kind_name: (row.try_get("kind_zh")?, row.try_get("kind_en")?),
        name: row.try_get("name")?,
        building: building(row)?.map(|building| (building, number)),
        position: lon.zip(lat).and_then(|(lon, lat)| LonLat::new_checked(lon, lat)),
        contact: row.try_get("contact")?,
        phone: sealed::open(keyring, row, phone_place(entry.number()))?,
        unit_in_charge: row.try_get("unit_in_charge")?,
        from_on: row.try_get("from_on")?,
        to_on: row.try_get("to_on")?,
        parent: parent.map(|parent| Ok::<_, StoreError>((parent, row.try_get("parent_name")?))).transpose()?,
        revision: row.try_get("revision")?,
        is_synthetic: row.try_get("is_synthetic")?,
    })
}

/// An entry's id.
pub(crate) fn id(row: &PgRow) -> Result<EntryId, StoreError> {
    row::parse(row.try_get("id")?, EntryId::new_checked, "register_entry.id")
}

/// The building that an entry is in.
pub(crate) fn building(row: &PgRow) -> Result<Option<BuildingId>, StoreError> {
    let id: Option<i64> = row.try_get("building_id")?;
    id.map(|id| row::parse(id, BuildingId::new_checked, "register_entry.building_id")).transpose()
}

/// Open entries in a building, by sub-class and name.
pub async fn in_building(tx: &mut Tx, building: BuildingId) -> Result<Vec<EntryLine>, StoreError> {
    let rows = sqlx::query(
        "select e.id, e.name, coalesce(k.name_zh, e.kind) as kind_zh, coalesce(k.name_en, e.kind) as kind_en
        from register_entry e
        left join dictionary k on k.kind = 'register' and k.code = e.kind
        where e.building_id = $1
            and e.to_on is null
        order by coalesce(k.rank, 9999), e.name, e.id",
    )
    .bind(building.number())
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let kind = (row.try_get("kind_zh")?, row.try_get("kind_en")?);
            Ok(EntryLine { entry: id(row)?, name: row.try_get("name")?, kind })
        })
        .collect()
}

/// The sub-classes in their order.
pub async fn kinds(tx: &mut Tx) -> Result<Vec<KindRow>, StoreError> {
    let rows =
        sqlx::query("select code, name_zh, name_en, is_offered from dictionary where kind = 'register' order by rank")
            .fetch_all(tx.db())
            .await?;
    rows.iter()
        .map(|row| {
            Ok(KindRow {
                kind: row.try_get("code")?,
                name: (row.try_get("name_zh")?, row.try_get("name_en")?),
                is_offered: row.try_get("is_offered")?,
            })
        })
        .collect()
}

/// The grid that a building stands in; nothing for surroundings and buildings that left.
pub async fn grid_of(tx: &mut Tx, building: BuildingId) -> Result<Option<Area>, StoreError> {
    let found = sqlx::query("select area from building where id = $1 and area is not null")
        .bind(building.number())
        .fetch_optional(tx.db())
        .await?;
    found.map(|row| row::area(&row, "area")).transpose()
}

/// Adds an entry in a grid.
pub async fn add(
    tx: &mut Tx,
    actor: &Actor,
    grid: Area,
    draft: &Draft,
    (nonces, now): (&mut Nonces, DateTime<Utc>),
) -> Result<EntryId, StoreError> {
    let serial: i64 = sqlx::query_scalar("select nextval('register_serial')").fetch_one(tx.db()).await?;
    let entry = EntryId::new(grid.county(), serial.unsigned_abs());
    let phone = seal(tx.keyring(), nonces, entry, draft.phone.as_ref())?;
    sqlx::query(
        "insert into register_entry (id, area, kind, name, initials, building_id, lon, lat, contact, contact_phone_sealed,
            unit_in_charge, from_on, account_id, written_at, parent_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(entry.number())
    .bind(grid.code())
    .bind(&draft.kind)
    .bind(&draft.name)
    .bind(draft.initials())
    .bind(draft.building.map(BuildingId::number))
    .bind(draft.position.map(|position| position.lon))
    .bind(draft.position.map(|position| position.lat))
    .bind(&draft.contact)
    .bind(phone)
    .bind(&draft.unit_in_charge)
    .bind(draft.from_on)
    .bind(actor.account.number())
    .bind(now)
    .bind(draft.parent.map(EntryId::number))
    .execute(tx.db())
    .await?;
    Ok(entry)
}

fn seal(
    keyring: &Keyring,
    nonces: &mut Nonces,
    entry: EntryId,
    phone: Option<&Phone>,
) -> Result<Option<Vec<u8>>, StoreError> {
    phone.map(|phone| seal_phone(keyring, nonces, entry.number(), phone)).transpose()
}

/// Seals a contact's telephone for the entry with this number.
pub(crate) fn seal_phone(
    keyring: &Keyring,
    nonces: &mut Nonces,
    entry: i64,
    phone: &Phone,
) -> Result<Vec<u8>, StoreError> {
    Ok(keyring.seal(phone_place(entry), nonces.draw(), phone.reveal().as_bytes())?)
}

/// Changes an entry that is at a revision and not closed; no telephone keeps the old one. False when it is at another.
pub async fn change(
    tx: &mut Tx,
    actor: &Actor,
    (entry, grid, revision): (EntryId, Area, i64),
    draft: &Draft,
    (nonces, now): (&mut Nonces, DateTime<Utc>),
) -> Result<bool, StoreError> {
    let phone = seal(tx.keyring(), nonces, entry, draft.phone.as_ref())?;
    let done = sqlx::query(
        "update register_entry
        set area = $2, kind = $3, name = $4, initials = $5, building_id = $6, lon = $7, lat = $8, contact = $9,
            contact_phone_sealed = coalesce($10, contact_phone_sealed), unit_in_charge = $11, from_on = $12,
            account_id = $13, written_at = $14, parent_id = $16, revision = revision + 1
        where id = $1 and revision = $15 and to_on is null",
    )
    .bind(entry.number())
    .bind(grid.code())
    .bind(&draft.kind)
    .bind(&draft.name)
    .bind(draft.initials())
    .bind(draft.building.map(BuildingId::number))
    .bind(draft.position.map(|position| position.lon))
    .bind(draft.position.map(|position| position.lat))
    .bind(&draft.contact)
    .bind(phone)
    .bind(&draft.unit_in_charge)
    .bind(draft.from_on)
    .bind(actor.account.number())
    .bind(now)
    .bind(revision)
    .bind(draft.parent.map(EntryId::number))
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Closes an entry that is at a revision. False when it is at another, or closed.
pub async fn close(
    tx: &mut Tx,
    actor: &Actor,
    (entry, revision): (EntryId, i64),
    (to_on, now): (NaiveDate, DateTime<Utc>),
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "update register_entry
        set to_on = $3, account_id = $4, written_at = $5, revision = revision + 1
        where id = $1 and revision = $2 and to_on is null",
    )
    .bind(entry.number())
    .bind(revision)
    .bind(to_on)
    .bind(actor.account.number())
    .bind(now)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Open entries of a range, and party organisations of the community above it, whose name has the text, or begins like it in pinyin
/// initials; those that begin with its first two signs come first, then the shortest. Fewer than two signs find nothing.
pub async fn find(
    tx: &mut Tx,
    range: AreaRange,
    above: Option<Area>,
    text: &str,
    limit: i64,
) -> Result<Vec<Hit>, StoreError> {
    let gram: String = text.chars().take(2).collect();
    let rows = sqlx::query(
        "select e.id, e.building_id, e.name, a.name as area_name, coalesce(k.name_zh, e.kind) as kind_zh
        from register_gram g
        join register_entry e on e.id = g.entry_id
        join area a on a.area = e.area
        left join dictionary k on k.kind = 'register' and k.code = e.kind
        where g.gram = $6
            and (g.area >= $1 and g.area < $2 or g.area = $5 and g.is_party)
            and e.to_on is null
            and (position($3 in lower(e.name)) > 0 or starts_with(e.initials, $3))
        order by g.place, g.name_length, g.entry_id
        limit $4",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(text)
    .bind(limit)
    .bind(above.map(Area::code))
    .bind(gram)
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let (kind, area): (String, String) = (row.try_get("kind_zh")?, row.try_get("area_name")?);
            Ok(Hit {
                target: Target::Entry(id(row)?, building(row)?),
                title: row.try_get("name")?,
                place: format!("{kind} · {area}"),
                age_years: None,
                formerly: None,
            })
        })
        .collect()
}

/// Seals the next `limit` contacts after an id with the newest key. Returns the last id and how many; nothing when no row after
/// that id needs it.
pub async fn reseal(
    tx: &mut Tx,
    after: i64,
    limit: i64,
    nonces: &mut Nonces,
) -> Result<Option<(i64, u64)>, StoreError> {
    let key = tx.keyring().current()?.0.to_be_bytes();
    let rows = sqlx::query(
        "select id, contact_phone_sealed
        from register_entry
        where id > $1 and substring(contact_phone_sealed from 2 for 4) <> $2
        order by id
        limit $3
        for update",
    )
    .bind(after)
    .bind(key)
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    let (mut ids, mut phones) = (Vec::new(), Vec::new());
    for row in &rows {
        let id: i64 = row.try_get("id")?;
        let text = tx.keyring().open_text(phone_place(id), row.try_get("contact_phone_sealed")?)?;
        phones.push(tx.keyring().seal(phone_place(id), nonces.draw(), text.as_bytes())?);
        ids.push(id);
    }
    let Some(last) = ids.last().copied() else { return Ok(None) };
    sqlx::query(
        "update register_entry e set contact_phone_sealed = t.phone
        from unnest($1::int8[], $2::bytea[]) as t (id, phone)
        where e.id = t.id",
    )
    .bind(&ids)
    .bind(&phones)
    .execute(tx.db())
    .await?;
    Ok(Some((last, rows.len() as u64)))
}
