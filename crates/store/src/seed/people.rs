//! Bulk rows of made-up households and residents.

use chrono::NaiveDate;
use domain::medical_note::MedicalNote;
use domain::person::IdNumber;
use domain::phone::Phone;
use vault::Nonces;

use crate::sealed::SealedColumns;
use crate::{StoreError, Tx};

/// Households' facts, as columns.
#[derive(Debug, Default)]
pub struct HouseholdColumns {
    /// Dwelling ids.
    pub dwelling: Vec<i64>,
    /// Occupancies.
    pub occupancy: Vec<i16>,
    /// Label sets.
    pub label_bits: Vec<i32>,
    /// Fill classes of the first everyday label.
    pub label_class: Vec<i16>,
    /// Fill classes of the first key group.
    pub key_group_class: Vec<i16>,
    /// Badges.
    pub badge: Vec<i16>,
    /// Numbers of residents.
    pub residents: Vec<i16>,
    /// Days of verification.
    pub verified_on: Vec<Option<NaiveDate>>,
    /// Required fields that are filled.
    pub filled: Vec<i16>,
    /// Required fields.
    pub required: Vec<i16>,
    /// Last days on which the whole file is fresh.
    pub fresh_until: Vec<Option<NaiveDate>>,
}

/// Overwrites the facts of households and marks them as made up.
pub async fn write_households(tx: &mut Tx, rows: &HouseholdColumns) -> Result<(), StoreError> {
    sqlx::query(
        "update household h set
            occupancy = t.occupancy,
            label_bits = t.label_bits,
            label_class = t.label_class,
            key_group_class = t.key_group_class,
            badge = t.badge,
            residents = t.residents,
            verified_on = t.verified_on,
            filled = t.filled,
            required = t.required,
            fresh_until = t.fresh_until,
            visited_on = null,
            open_light = 0,
            revision = h.revision + 1,
            is_synthetic = true
        from unnest($1::int8[], $2::int2[], $3::int4[], $4::int2[], $5::int2[], $6::int2[], $7::int2[], $8::date[],
                $9::int2[], $10::int2[], $11::date[])
            as t (id, occupancy, label_bits, label_class, key_group_class, badge, residents, verified_on, filled,
                required, fresh_until)
        where h.id = t.id",
    )
    .bind(&rows.dwelling)
    .bind(&rows.occupancy)
    .bind(&rows.label_bits)
    .bind(&rows.label_class)
    .bind(&rows.key_group_class)
    .bind(&rows.badge)
    .bind(&rows.residents)
    .bind(&rows.verified_on)
    .bind(&rows.filled)
    .bind(&rows.required)
    .bind(&rows.fresh_until)
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Residents, as columns.
#[derive(Debug, Default)]
pub struct ResidentColumns {
    /// Resident ids.
    pub id: Vec<i64>,
    /// Grids.
    pub area: Vec<i64>,
    /// Names.
    pub name: Vec<String>,
    /// Sexes (GB/T 2261.1).
    pub sex: Vec<i16>,
    /// Birthdays.
    pub born_on: Vec<NaiveDate>,
    /// ID numbers that can't belong to anyone.
    pub id_number: Vec<Option<IdNumber>>,
    /// Telephones that nobody answers.
    pub phone: Vec<Option<Phone>>,
    /// Made-up notes on health.
    pub medical_note: Vec<Option<MedicalNote>>,
    /// Whether the file was checked against a document.
    pub is_checked: Vec<bool>,
    /// The further facts, in the order of [`DETAILS`].
    pub detail: [Vec<Option<&'static str>>; DETAILS.len()],
    /// Days on which documents were registered.
    pub permit_from_on: Vec<Option<NaiveDate>>,
    /// Last days of documents.
    pub permit_until_on: Vec<Option<NaiveDate>>,
}

/// The columns of [`ResidentColumns::detail`].
pub const DETAILS: [&str; 12] = [
    "ethnicity",
    "native_place",
    "marital",
    "politics",
    "party",
    "education",
    "occupation",
    "workplace",
    "registered_address",
    "residence_match",
    "inflow",
    "permit",
];

/// Adds residents, marked as made up. Not by COPY, which row-level security refuses.
pub async fn write_residents(tx: &mut Tx, rows: &ResidentColumns, nonces: &mut Nonces) -> Result<(), StoreError> {
    let sealed = SealedColumns::of(tx.keyring(), nonces, rows)?;
    let mut query = sqlx::query(
        "insert into resident
            (id, area, name, sex, born_on, status, permit_from_on, permit_until_on, is_synthetic, ethnicity,
            native_place, marital, politics, party, education, occupation, workplace, registered_address,
            residence_match, inflow, permit, id_number_sealed, id_number_token, phone_sealed, phone_token,
            medical_note_sealed)
        select id, area, name, sex, born_on, case when is_checked then 'checked' else 'unchecked' end,
            permit_from_on, permit_until_on, true, ethnicity, native_place, marital, politics, party, education,
            occupation, workplace, registered_address, residence_match, inflow, permit, number, number_token, phone,
            phone_token, note
        from unnest($1::int8[], $2::int8[], $3::text[], $4::int2[], $5::date[], $6::bool[], $7::date[], $8::date[],
            $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[],
            $17::text[], $18::text[], $19::text[], $20::text[], $21::bytea[], $22::int8[], $23::bytea[], $24::int8[],
            $25::bytea[])
            as t (id, area, name, sex, born_on, is_checked, permit_from_on, permit_until_on, ethnicity,
                native_place, marital, politics, party, education, occupation, workplace, registered_address,
                residence_match, inflow, permit, number, number_token, phone, phone_token, note)",
    )
    .bind(&rows.id)
    .bind(&rows.area)
    .bind(&rows.name)
    .bind(&rows.sex)
    .bind(&rows.born_on)
    .bind(&rows.is_checked)
    .bind(&rows.permit_from_on)
    .bind(&rows.permit_until_on);
    for column in &rows.detail {
        query = query.bind(column);
    }
    query = query
        .bind(&sealed.id_number)
        .bind(&sealed.id_number_token)
        .bind(&sealed.phone)
        .bind(&sealed.phone_token)
        .bind(&sealed.medical_note);
    query.execute(tx.db()).await?;
    Ok(())
}
