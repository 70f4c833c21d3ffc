//! Writing many files at once: one statement a table and batch of rows.

use domain::area::{Area, County};
use domain::file::{FIELDS, Values};
use domain::household::Occupancy;
use domain::id::{DwellingId, ResidentId};
use domain::person::IdNumber;
use domain::phone::Phone;
use domain::search::token::Findable;
use vault::Nonces;

use crate::search::index::{self, Entry};
use crate::{StoreError, Tx, row, sealed};

/// A file as it is to be.
#[derive(Clone, Copy, Debug)]
pub struct FileRow<'a> {
    /// Who.
    pub resident: ResidentId,
    /// The grid of a new one.
    pub area: Area,
    /// All fields.
    pub values: &'a Values,
    /// Whether it was checked against a document.
    pub is_checked: bool,
    /// The identity number that it gets; one that it has stays.
    pub id_number: Option<&'a IdNumber>,
    /// The telephone that it gets; nothing leaves the old one.
    pub phone: Option<&'a Phone>,
    /// Whether a new one is made up.
    pub is_synthetic: bool,
}

/// Numbers for so many new files.
pub async fn new_ids(tx: &mut Tx, county: County, count: usize) -> Result<Vec<ResidentId>, StoreError> {
    let serials: Vec<i64> = sqlx::query_scalar("select nextval('resident_serial') from generate_series(1, $1)")
        .bind(count as i32)
        .fetch_all(tx.db())
        .await?;
    Ok(serials.into_iter().map(|serial| ResidentId::new(county, serial as u64)).collect())
}

/// Sealed values with their tokens, as columns.
#[derive(Default)]
struct Sealed {
    number: Vec<Option<Vec<u8>>>,
    number_token: Vec<Option<i64>>,
    phone: Vec<Option<Vec<u8>>>,
    phone_token: Vec<Option<i64>>,
}

impl Sealed {
    fn of(tx: &Tx, nonces: &mut Nonces, rows: &[FileRow<'_>]) -> Result<Self, StoreError> {
        let (keyring, mut all) = (tx.keyring(), Self::default());
        for file in rows {
            let id = file.resident.number();
            let (number, phone) = (file.id_number.map(IdNumber::reveal), file.phone.map(Phone::reveal));
            let mut seal = |place, text: Option<&str>| {
                text.map(|text| keyring.seal(place, nonces.draw(), text.as_bytes())).transpose()
            };
            let token = |purpose, text: Option<&str>| text.map(|text| keyring.token(purpose, text)).transpose();
            all.number.push(seal(sealed::id_number_place(id), number)?);
            all.number_token.push(token(sealed::ID_NUMBER, number)?);
            all.phone.push(seal(sealed::phone_place(id), phone)?);
            all.phone_token.push(token(sealed::PHONE, phone)?);
        }
        Ok(all)
    }
}

/// Begins files and changes those that exist. Not by COPY, which row-level security refuses.
pub async fn files(tx: &mut Tx, rows: &[FileRow<'_>], nonces: &mut Nonces) -> Result<u64, StoreError> {
    let sealed = Sealed::of(tx, nonces, rows)?;
    let mut query = sqlx::query(
        "insert into resident (id, area, status, is_synthetic, id_number_sealed, id_number_token, phone_sealed,
            phone_token, name, sex, born_on, former_name, ethnicity, native_place, registered_address,
            residence_match, inflow, permit, permit_from_on, permit_until_on, marital, politics, party,
            party_organisation, education, occupation, workplace)
        select id, area, case when is_checked then 'checked' else 'unchecked' end, is_synthetic, number, number_token,
            phone, phone_token, coalesce(name, ''), coalesce(sex::int2, 0), born_on::date, former_name, ethnicity,
            native_place, registered_address, residence_match, inflow, permit, permit_from_on::date,
            permit_until_on::date, marital, politics, party, party_organisation::int8, education, occupation, workplace
        from unnest($1::int8[], $2::int8[], $3::bool[], $4::bool[], $5::bytea[], $6::int8[], $7::bytea[], $8::int8[],
            $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[],
            $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $22::text[], $23::text[], $24::text[],
            $25::text[], $26::text[], $27::text[])
            as t (id, area, is_checked, is_synthetic, number, number_token, phone, phone_token, name, sex, born_on,
                former_name, ethnicity, native_place, registered_address, residence_match, inflow, permit,
                permit_from_on, permit_until_on, marital, politics, party, party_organisation, education, occupation,
                workplace)
        on conflict (id) do update set
            status = excluded.status,
            id_number_sealed = coalesce(resident.id_number_sealed, excluded.id_number_sealed),
            id_number_token = coalesce(resident.id_number_token, excluded.id_number_token),
            phone_sealed = coalesce(excluded.phone_sealed, resident.phone_sealed),
            phone_token = coalesce(excluded.phone_token, resident.phone_token),
            name = excluded.name,
            sex = excluded.sex,
            born_on = excluded.born_on,
            former_name = excluded.former_name,
            ethnicity = excluded.ethnicity,
            native_place = excluded.native_place,
            registered_address = excluded.registered_address,
            residence_match = excluded.residence_match,
            inflow = excluded.inflow,
            permit = excluded.permit,
            permit_from_on = excluded.permit_from_on,
            permit_until_on = excluded.permit_until_on,
            marital = excluded.marital,
            politics = excluded.politics,
            party = excluded.party,
            party_organisation = excluded.party_organisation,
            education = excluded.education,
            occupation = excluded.occupation,
            workplace = excluded.workplace,
            revision = resident.revision + 1",
    )
    .bind(rows.iter().map(|file| file.resident.number()).collect::<Vec<_>>())
    .bind(rows.iter().map(|file| file.area.code()).collect::<Vec<_>>())
    .bind(rows.iter().map(|file| file.is_checked).collect::<Vec<_>>())
    .bind(rows.iter().map(|file| file.is_synthetic).collect::<Vec<_>>())
    .bind(sealed.number)
    .bind(sealed.number_token)
    .bind(sealed.phone)
    .bind(sealed.phone_token);
    // In the order of the list of fields, as the columns stand above.
    for field in &FIELDS {
        query = query.bind(rows.iter().map(|file| file.values.get(field.slug).cloned()).collect::<Vec<_>>());
    }
    Ok(query.execute(tx.db()).await?.rows_affected())
}

/// Adds people to key groups; those who belong to one already are left as they are.
pub async fn key_groups(tx: &mut Tx, members: &[(ResidentId, u8, Area)]) -> Result<(), StoreError> {
    sqlx::query(
        "insert into resident_key_group (resident_id, code, area)
        select resident_id, code, area
        from unnest($1::int8[], $2::int2[], $3::int8[]) as t (resident_id, code, area)
        on conflict do nothing",
    )
    .bind(members.iter().map(|member| member.0.number()).collect::<Vec<_>>())
    .bind(members.iter().map(|member| i16::from(member.1)).collect::<Vec<_>>())
    .bind(members.iter().map(|member| member.2.code()).collect::<Vec<_>>())
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Sets how dwellings are used; settling the household raises the revision.
pub async fn occupancies(tx: &mut Tx, uses: &[(DwellingId, Occupancy)]) -> Result<(), StoreError> {
    sqlx::query(
        "update household h set occupancy = t.occupancy
        from unnest($1::int8[], $2::int2[]) as t (id, occupancy)
        where h.id = t.id and h.occupancy <> t.occupancy",
    )
    .bind(uses.iter().map(|(dwelling, _)| dwelling.number()).collect::<Vec<_>>())
    .bind(uses.iter().map(|(_, occupancy)| occupancy.number()).collect::<Vec<_>>())
    .execute(tx.db())
    .await?;
    Ok(())
}

/// The rows of the search index that belong to people as their files are now.
pub async fn tokens(tx: &mut Tx, residents: &[ResidentId]) -> Result<Vec<index::Row>, StoreError> {
    use sqlx::Row;

    let rows = sqlx::query(
        "select r.id, r.area, r.name, r.id_number_sealed, r.phone_sealed
        from unnest($1::int8[]) as t (id)
        join resident r on r.id = t.id",
    )
    .bind(residents.iter().map(|resident| resident.number()).collect::<Vec<_>>())
    .fetch_all(tx.db())
    .await?;
    let mut tokens = Vec::new();
    for found in &rows {
        let resident = row::parse(found.try_get("id")?, ResidentId::new_checked, "resident.id")?;
        let id_number: Option<IdNumber> =
            sealed::open(tx.keyring(), found, sealed::id_number_place(resident.number()))?;
        let phone: Option<Phone> = sealed::open(tx.keyring(), found, sealed::phone_place(resident.number()))?;
        let phones: Vec<&str> = phone.iter().map(Phone::reveal).collect();
        let id_number = id_number.as_ref().map(IdNumber::reveal);
        let findable = Findable { name: found.try_get("name")?, phones: &phones, id_number };
        tokens.extend(index::rows(tx, Entry { resident, area: row::area(found, "area")?, findable }));
    }
    Ok(tokens)
}
