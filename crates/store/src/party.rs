//! Party organisations with their members: the tree of an area, who belongs to one, and the words that files choose from.
//!
//! Not here: entering and closing them ([`crate::register`]), the rules ([`domain::party`]).

use chrono::NaiveDate;
use domain::area::{Area, AreaRange};
use domain::file::view::DictionaryWord;
use domain::household::Door;
use domain::id::{BuildingId, DwellingId, EntryId, ResidentId};
use domain::party::LIST;
use domain::person::{Sex, age_years, mask_name};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::household::{door, source};
use crate::register::{EntryRow, entries_sql, entry};
use crate::{StoreError, Tx, row};

/// People `r` who belong to an organisation: living, and not a duplicate.
macro_rules! members_sql {
    () => {
        "r.merged_into is null and r.died_on is null and r.area >= $1 and r.area < $2"
    };
}

/// Open organisations of a range and of the community above it, the highest ranks first.
pub async fn list(tx: &mut Tx, range: AreaRange, above: Option<Area>) -> Result<Vec<EntryRow>, StoreError> {
    let rows = sqlx::query(entries_sql!(
        r"where (e.area >= $1 and e.area < $2 or e.area = $3)
            and e.kind ~ '^organisation\.party_'
            and e.to_on is null
        order by coalesce(k.rank, 9999), e.name, e.id"
    ))
    .bind(range.lo)
    .bind(range.hi)
    .bind(above.map(Area::code))
    .fetch_all(tx.db())
    .await?;
    let keyring = tx.keyring();
    rows.iter().map(|row| entry(keyring, row)).collect()
}

/// Open entries that an organisation can stand under: other organisations that have a rank below them, and alliance units.
pub async fn parents(tx: &mut Tx, range: AreaRange, above: Option<Area>) -> Result<Vec<(EntryId, String)>, StoreError> {
    let rows = sqlx::query(
        r"select e.id, e.name
        from register_entry e
        join dictionary k on k.kind = 'register' and k.code = e.kind
        where (e.area >= $1 and e.area < $2 or e.area = $3)
            and (e.kind ~ '^organisation\.party_' and e.kind <> 'organisation.party_group' or e.kind = 'organisation.alliance')
            and e.to_on is null
        order by k.rank, e.name, e.id",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(above.map(Area::code))
    .fetch_all(tx.db())
    .await?;
    let parent = |row: &PgRow| Ok((id(row, "id")?, row.try_get("name")?));
    rows.iter().map(parent).collect()
}

fn id(row: &PgRow, column: &'static str) -> Result<EntryId, StoreError> {
    row::parse(row.try_get(column)?, EntryId::new_checked, "register_entry.id")
}

/// The organisations that files of an area can name, closed ones too, as words with the entry's number for a code.
pub async fn words(tx: &mut Tx, range: AreaRange) -> Result<Vec<DictionaryWord>, StoreError> {
    let rows = sqlx::query(
        r"select id, name, to_on is null as is_offered
        from register_entry
        where area >= $1 and area < $2 and kind ~ '^organisation\.party_'
        order by name, id",
    )
    .bind(range.lo)
    .bind(range.hi)
    .fetch_all(tx.db())
    .await?;
    let word = |row: &PgRow| {
        let name: String = row.try_get("name")?;
        let code = id(row, "id")?.to_string();
        let is_offered = row.try_get("is_offered")?;
        Ok(DictionaryWord { kind: LIST.to_owned(), code, name_zh: name.clone(), name_en: name, is_offered })
    };
    rows.iter().map(word).collect()
}

/// How many members of one kind an organisation has in a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindCount {
    /// The organisation.
    pub organisation: EntryId,
    /// The kind, a code of the dictionary's list party; empty when the file says none.
    pub kind: String,
    /// Members whose file was checked.
    pub checked: i64,
    /// Members whose file was not.
    pub unchecked: i64,
}

/// The members in a range by organisation and kind.
pub async fn counts(tx: &mut Tx, range: AreaRange) -> Result<Vec<KindCount>, StoreError> {
    let rows = sqlx::query(concat!(
        "select r.party_organisation, coalesce(r.party, '') as kind,
            count(*) filter (where r.status = 'checked') as checked,
            count(*) filter (where r.status <> 'checked') as unchecked
        from resident r
        where r.party_organisation is not null and ",
        members_sql!(),
        " group by 1, 2
        order by 1, 2"
    ))
    .bind(range.lo)
    .bind(range.hi)
    .fetch_all(tx.db())
    .await?;
    let count = |row: &PgRow| {
        Ok(KindCount {
            organisation: id(row, "party_organisation")?,
            kind: row.try_get("kind")?,
            checked: row.try_get("checked")?,
            unchecked: row.try_get("unchecked")?,
        })
    };
    rows.iter().map(count).collect()
}

/// A member, masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub resident: ResidentId,
    /// Such as 张*.
    pub name: String,
    /// Sex.
    pub sex: Sex,
    /// Age in full years.
    pub age_years: Option<u32>,
    /// The kind of membership; empty when the file says none.
    pub kind: String,
    /// Whether the file was checked against a document.
    pub is_checked: bool,
    /// Where they live or are registered; nothing when no door is known.
    pub home: Option<MemberHome>,
}

/// A member's door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberHome {
    /// The dwelling.
    pub dwelling: DwellingId,
    /// Its building.
    pub building: BuildingId,
    /// The estate, or the street and house number in the source.
    pub place: String,
    /// The building's number; 0 for none.
    pub number: i32,
    /// The door.
    pub door: Door,
}

/// The members of an organisation in a range, of one kind when one is asked for, by name; `limit` at most.
pub async fn members(
    tx: &mut Tx,
    (organisation, kind): (EntryId, Option<&str>),
    range: AreaRange,
    (today, limit): (NaiveDate, i64),
) -> Result<Vec<Member>, StoreError> {
    let rows = sqlx::query(concat!(
        "select r.id, r.name, r.sex, r.born_on, coalesce(r.party, '') as kind, r.status = 'checked' as is_checked,
            h.dwelling_id, h.building_id, h.estate, h.street, h.house_number, h.number, h.unit, h.floor, h.door, h.given
        from resident r
        left join lateral (
            select s.dwelling_id, d.building_id, e.name as estate, b.street, b.house_number, b.number, d.unit, d.floor,
                d.door, d.number as given
            from stay s
            join dwelling d on d.id = s.dwelling_id
            join building b on b.id = d.building_id
            left join estate e on e.id = b.estate_id
            where s.resident_id = r.id
                and s.kind in ('both', 'actual', 'registered')
                and (s.from_on is null or s.from_on <= $5)
                and (s.to_on is null or s.to_on > $5)
            order by s.kind = 'registered', s.id
            limit 1
        ) h on true
        where r.party_organisation = $3 and ($4::text is null or coalesce(r.party, '') = $4) and ",
        members_sql!(),
        " order by r.name, r.id
        limit $6"
    ))
    .bind(range.lo)
    .bind(range.hi)
    .bind(organisation.number())
    .bind(kind)
    .bind(today)
    .bind(limit)
    .fetch_all(tx.db())
    .await?;
    rows.iter().map(|row| member(row, today)).collect()
}

fn member(row: &PgRow, today: NaiveDate) -> Result<Member, StoreError> {
    let dwelling: Option<i64> = row.try_get("dwelling_id")?;
    Ok(Member {
        resident: row::parse(row.try_get("id")?, ResidentId::new_checked, "resident.id")?,
        name: mask_name(row.try_get::<&str, _>("name")?),
        sex: Sex::from_number(row.try_get("sex")?),
        age_years: row::date(row, "born_on")?.and_then(|born_on| age_years(born_on, today)),
        kind: row.try_get("kind")?,
        is_checked: row.try_get("is_checked")?,
        home: dwelling.map(|dwelling| home(row, dwelling)).transpose()?,
    })
}

fn home(row: &PgRow, dwelling: i64) -> Result<MemberHome, StoreError> {
    let estate: Option<String> = row.try_get("estate")?;
    Ok(MemberHome {
        dwelling: row::parse(dwelling, DwellingId::new_checked, "stay.dwelling_id")?,
        building: row::parse(row.try_get("building_id")?, BuildingId::new_checked, "dwelling.building_id")?,
        place: estate.or(source(row)?).unwrap_or_default(),
        number: row.try_get::<Option<i32>, _>("number")?.unwrap_or(0),
        door: door(row)?,
    })
}

/// What holds an organisation: the open ones under it, and those who belong to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The sub-classes of those right below.
    pub below: Vec<String>,
    /// Whether it has members.
    pub has_members: bool,
}

/// What holds an organisation.
pub async fn held(tx: &mut Tx, organisation: EntryId) -> Result<Held, StoreError> {
    let below = sqlx::query_scalar("select kind from register_entry where parent_id = $1 and to_on is null")
        .bind(organisation.number())
        .fetch_all(tx.db())
        .await?;
    let has_members = sqlx::query_scalar(
        "select exists (
            select from resident where party_organisation = $1 and merged_into is null and died_on is null
        )",
    )
    .bind(organisation.number())
    .fetch_one(tx.db())
    .await?;
    Ok(Held { below, has_members })
}
