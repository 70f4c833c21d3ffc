//! Residence certificates: what the register says about a tenant, numbers without gaps, rows that are never deleted.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::actor::Actor;
use domain::area::{Area, County};
use domain::certificate::{Claim, Code, Issued, Line, Number, PublicFacts, Standing};
use domain::clock::civil_date;
use domain::id::{CertificateId, DwellingId, ResidentId};
use domain::person::{IdNumber, Sex, mask_name};
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::{StoreError, Tx, row, sealed};

/// A person as a certificate needs it. Not `Debug`: it holds a name and an identity number.
pub struct Applicant {
    /// The grid of the tenancy, or of the home when there is none.
    pub area: Area,
    /// The name.
    pub name: String,
    /// The sex.
    pub sex: Sex,
    /// The identity number.
    pub id_number: Option<IdNumber>,
    /// Whether the file was checked against a document.
    pub is_checked: bool,
    /// Where the person is a tenant today.
    pub tenancy: Option<Tenancy>,
}

/// A tenancy of today.
#[derive(Clone)]
pub struct Tenancy {
    /// Where.
    pub dwelling: DwellingId,
    /// Since when; nothing when nobody knows.
    pub since_on: Option<NaiveDate>,
    /// The address, from the community down to the door.
    pub place: String,
}

/// A person with today's tenancy; nothing when there is none, it died, was merged away, or may not be known.
pub async fn applicant(tx: &mut Tx, resident: ResidentId, today: NaiveDate) -> Result<Option<Applicant>, StoreError> {
    let found = sqlx::query(
        "select r.id, coalesce(t.area, r.area) as area, r.name, r.sex, r.id_number_sealed,
            r.status = 'checked' as is_checked, t.dwelling_id, t.from_on, t.place
        from resident r
        left join lateral (
            select s.area, s.dwelling_id, s.from_on,
                concat(c.name, e.name, b.number, '号楼', d.unit, '单元', d.shown, '室') as place
            from stay s
            join resident m on m.id = s.resident_id
            join dwelling d on d.id = s.dwelling_id
            join building b on b.id = d.building_id
            left join estate e on e.id = b.estate_id
            left join area c on c.area = b.area - b.area % 1000
            where (m.id = r.id or m.merged_into = r.id)
                and s.relation = 'tenant'
                and s.kind in ('both', 'actual')
                and (s.from_on is null or s.from_on <= $2)
                and (s.to_on is null or s.to_on > $2)
            order by s.id desc
            limit 1
        ) t on true
        where r.id = $1
            and r.merged_into is null
            and r.died_on is null",
    )
    .bind(resident.number())
    .bind(today)
    .fetch_optional(tx.db())
    .await?;
    found.map(|row| read_applicant(tx, &row)).transpose()
}

fn read_applicant(tx: &Tx, row: &PgRow) -> Result<Applicant, StoreError> {
    let dwelling: Option<i64> = row.try_get("dwelling_id")?;
    let tenancy = dwelling.map(|id| {
        Ok::<_, StoreError>(Tenancy {
            dwelling: row::parse(id, DwellingId::new_checked, "stay.dwelling_id")?,
            since_on: row::date(row, "from_on")?,
            place: row.try_get("place")?,
        })
    });
    Ok(Applicant {
        area: row::area(row, "area")?,
        name: row.try_get("name")?,
        sex: Sex::from_number(row.try_get("sex")?),
        id_number: sealed::open(tx.keyring(), row, sealed::id_number_place(row.try_get("id")?))?,
        is_checked: row.try_get("is_checked")?,
        tenancy: tenancy.transpose()?,
    })
}

/// Names of a dwelling's owners and landlords on a day: only to be compared with, never to be shown. A landlord's file lies
/// where the landlord lives, so only a transaction of the system sees all of them.
pub async fn landlords(tx: &mut Tx, dwelling: DwellingId, day: NaiveDate) -> Result<Vec<String>, StoreError> {
    let names = sqlx::query_scalar(
        "select r.name
        from stay s
        join resident m on m.id = s.resident_id
        join resident r on r.id = coalesce(m.merged_into, m.id)
        where s.dwelling_id = $1
            and s.relation in ('owner', 'landlord')
            and (s.from_on is null or s.from_on <= $2)
            and (s.to_on is null or s.to_on > $2)",
    )
    .bind(dwelling.number())
    .bind(day)
    .fetch_all(tx.db())
    .await?;
    Ok(names)
}

/// The next number of a county and year. It is given when the transaction commits, and again when it does not.
pub async fn next_number(tx: &mut Tx, county: County, day: NaiveDate) -> Result<Number, StoreError> {
    let serial: i32 = sqlx::query_scalar(
        "insert into certificate_serial (county, year, last)
        values ($1, $2, 1)
        on conflict on constraint certificate_serial_pkey do update set last = certificate_serial.last + 1
        returning last",
    )
    .bind(county.code())
    .bind(day.year() as i16)
    .fetch_one(tx.db())
    .await?;
    Ok(Number { county, year: day.year() as u16, serial: serial as u32 })
}

/// What a new row holds beside claim and applicant.
pub struct NewCertificate<'a> {
    /// Its number.
    pub number: Number,
    /// Its code.
    pub code: &'a Code,
    /// Whose residence.
    pub resident: ResidentId,
    /// The person.
    pub applicant: &'a Applicant,
    /// Where.
    pub tenancy: &'a Tenancy,
    /// What was claimed.
    pub claim: &'a Claim,
    /// Its last day.
    pub valid_until_on: NaiveDate,
    /// The issuing body.
    pub issuer: &'a str,
    /// Its telephone.
    pub issuer_phone: &'a str,
}

/// Writes a certificate.
pub async fn add(
    tx: &mut Tx,
    actor: &Actor,
    new: &NewCertificate<'_>,
    now: DateTime<Utc>,
) -> Result<CertificateId, StoreError> {
    let id = new.number.id();
    sqlx::query(
        "insert into certificate (id, area, year, serial, code, resident_id, dwelling_id, holder, landlord, place, since_on,
            lease_from_on, lease_until_on, purpose, valid_until_on, issuer, issuer_phone, account_id, post_id, issued_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
    )
    .bind(id.number())
    .bind(new.applicant.area.code())
    .bind(new.number.year as i16)
    .bind(new.number.serial as i32)
    .bind(new.code.as_str())
    .bind(new.resident.number())
    .bind(new.tenancy.dwelling.number())
    .bind(&new.applicant.name)
    .bind(new.claim.landlord.trim())
    .bind(&new.tenancy.place)
    .bind(new.tenancy.since_on)
    .bind(new.claim.lease_from_on)
    .bind(new.claim.lease_until_on)
    .bind(new.claim.purpose.trim())
    .bind(new.valid_until_on)
    .bind(new.issuer)
    .bind(new.issuer_phone)
    .bind(actor.account.number())
    .bind(actor.post.number())
    .bind(now)
    .execute(tx.db())
    .await?;
    Ok(id)
}

/// The telephone that a post gave last as the issuer's.
pub async fn last_phone(tx: &mut Tx, actor: &Actor) -> Result<Option<String>, StoreError> {
    let phone = sqlx::query_scalar("select issuer_phone from certificate where post_id = $1 order by id desc limit 1")
        .bind(actor.post.number())
        .fetch_optional(tx.db())
        .await?;
    Ok(phone)
}

/// A person's certificates, the newest first.
pub async fn of_resident(tx: &mut Tx, resident: ResidentId, today: NaiveDate) -> Result<Vec<Line>, StoreError> {
    let rows = sqlx::query(
        "select id, year, serial, purpose, issued_at, valid_until_on, revoke_reason
        from certificate
        where resident_id = $1
        order by id desc",
    )
    .bind(resident.number())
    .fetch_all(tx.db())
    .await?;
    let line = |row: &PgRow| {
        let (valid_until_on, revoke_reason) = (row.try_get("valid_until_on")?, row.try_get("revoke_reason")?);
        let revoke_reason: Option<String> = revoke_reason;
        Ok(Line {
            certificate: id(row)?,
            number: number(row)?.to_string(),
            standing: Standing::on(valid_until_on, revoke_reason.is_some(), today),
            purpose: row.try_get("purpose")?,
            issued_at: row::instant(row, "issued_at")?,
            valid_until_on,
            revoke_reason,
        })
    };
    rows.iter().map(line).collect()
}

/// One certificate with its grid, without masks.
pub async fn one(tx: &mut Tx, id: CertificateId) -> Result<Option<(Area, Issued)>, StoreError> {
    let found = sqlx::query(
        "select id, area, year, serial, code, resident_id, dwelling_id, holder, landlord, place, since_on, lease_from_on,
            lease_until_on, purpose, valid_until_on, issuer, issuer_phone, issued_at, revoked_at is not null as is_revoked
        from certificate
        where id = $1",
    )
    .bind(id.number())
    .fetch_optional(tx.db())
    .await?;
    found.as_ref().map(|row| Ok((row::area(row, "area")?, issued(row)?))).transpose()
}

fn issued(row: &PgRow) -> Result<Issued, StoreError> {
    let code: &str = row.try_get("code")?;
    Ok(Issued {
        number: number(row)?,
        code: code.parse().map_err(|_unreadable| StoreError::Unreadable { column: "certificate.code" })?,
        resident: row::parse(row.try_get("resident_id")?, ResidentId::new_checked, "certificate.resident_id")?,
        dwelling: row::parse(row.try_get("dwelling_id")?, DwellingId::new_checked, "certificate.dwelling_id")?,
        holder: row.try_get("holder")?,
        landlord: row.try_get("landlord")?,
        place: row.try_get("place")?,
        since_on: row::date(row, "since_on")?,
        lease_on: (row.try_get("lease_from_on")?, row.try_get("lease_until_on")?),
        purpose: row.try_get("purpose")?,
        valid_until_on: row.try_get("valid_until_on")?,
        issuer: row.try_get("issuer")?,
        issuer_phone: row.try_get("issuer_phone")?,
        issued_at: row::instant(row, "issued_at")?,
        is_revoked: row.try_get("is_revoked")?,
    })
}

fn id(row: &PgRow) -> Result<CertificateId, StoreError> {
    row::parse(row.try_get("id")?, CertificateId::new_checked, "certificate.id")
}

fn number(row: &PgRow) -> Result<Number, StoreError> {
    let county = (id(row)?.number() / 1_000_000_000_000) as i32;
    let (year, serial): (i16, i32) = (row.try_get("year")?, row.try_get("serial")?);
    let county = row::parse(county, County::new_checked, "certificate.id")?;
    Ok(Number { county, year: year as u16, serial: serial as u32 })
}

/// Revokes a certificate; `false` when it is revoked already.
pub async fn revoke(
    tx: &mut Tx,
    actor: &Actor,
    id: CertificateId,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "update certificate set revoked_at = $2, revoked_by = $3, revoke_reason = $4
        where id = $1 and revoked_at is null",
    )
    .bind(id.number())
    .bind(now)
    .bind(actor.account.number())
    .bind(reason)
    .execute(tx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What anybody with a code of a city may know; nothing for a code that is not of that city. Only a transaction of the system
/// sees it: who asks has no session.
pub async fn public(
    tx: &mut Tx,
    county: County,
    code: &Code,
    today: NaiveDate,
) -> Result<Option<PublicFacts>, StoreError> {
    let found = sqlx::query(
        "select id, year, serial, holder, issuer, issued_at, valid_until_on, revoked_at is not null as is_revoked
        from certificate
        where code = $1
            and id / 1000000000000 = $2",
    )
    .bind(code.as_str())
    .bind(i64::from(county.code()))
    .fetch_optional(tx.db())
    .await?;
    let facts = |row: PgRow| {
        let valid_until_on = row.try_get("valid_until_on")?;
        Ok(PublicFacts {
            standing: Standing::on(valid_until_on, row.try_get("is_revoked")?, today),
            holder: mask_name(row.try_get("holder")?),
            number: number(&row)?.to_string(),
            issuer: row.try_get("issuer")?,
            issued_on: civil_date(row::instant(&row, "issued_at")?),
            valid_until_on,
        })
    };
    found.map(facts).transpose()
}
