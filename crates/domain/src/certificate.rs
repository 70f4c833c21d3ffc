//! Residence certificates 居住证明: what must be true before one is issued, its number, its code, and how it stands.
//!
//! Not here: how it looks on paper (`paper`), and who may issue one ([`crate::actor`]).

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Months, NaiveDate, Utc};

use crate::area::County;
use crate::id::{CertificateId, DwellingId, ResidentId};

/// Longest purpose and longest reason for revoking, in characters.
pub const LONGEST_PURPOSE: usize = 60;
/// Months that a certificate holds, unless the lease ends earlier.
pub const VALID_MONTHS: u32 = 6;
/// Numbers of one county and year.
const SERIALS: u64 = 1_000_000;
/// The signs of a code: Crockford's base 32, without I, L, O and U.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Signs of a code: 80 bits, so that nobody finds another by trying.
const CODE_LEN: usize = 16;

/// What the person brings: the lease, and what the paper is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The landlord as the lease names it.
    pub landlord: String,
    /// The lease's first day.
    pub lease_from_on: NaiveDate,
    /// The lease's last day.
    pub lease_until_on: NaiveDate,
    /// What the paper is for.
    pub purpose: String,
}

/// What the register says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Whether the file was checked against a document (not 待核实).
    pub is_checked: bool,
    /// Whether there is an identity number to print.
    pub has_id_number: bool,
    /// Whether the person lives there today as a tenant.
    pub is_tenant: bool,
    /// Names of the dwelling's owners and landlords today.
    pub landlords: Vec<String>,
}

/// Why no certificate is issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// 待核实: the file was not checked against a document.
    #[error("the file is not checked against a document yet")]
    NotChecked,
    /// Nothing to print as identity number.
    #[error("the file has no identity number")]
    NoIdNumber,
    /// No current stay as tenant.
    #[error("the register does not have this person as a tenant now")]
    NotTenant,
    /// The lease ends before it begins.
    #[error("the lease ends before it begins")]
    LeaseOrder,
    /// The lease has not begun.
    #[error("the lease has not begun yet")]
    LeaseBefore,
    /// The lease has ended.
    #[error("the lease has ended")]
    LeaseEnded,
    /// Nobody is registered as owner or landlord.
    #[error("no owner or landlord is registered for this door")]
    NoLandlord,
    /// Somebody else is.
    #[error("the landlord in the lease is not the registered one")]
    WrongLandlord,
    /// No purpose, or a longer one than [`LONGEST_PURPOSE`].
    #[error("a purpose has 1 to 60 characters")]
    Purpose,
}

impl Refusal {
    /// The form field that it is about; none when the register has to change first.
    pub fn field(self) -> Option<&'static str> {
        match self {
            Self::LeaseBefore => Some("lease_from_on"),
            Self::LeaseOrder | Self::LeaseEnded => Some("lease_until_on"),
            Self::WrongLandlord => Some("landlord"),
            Self::Purpose => Some("purpose"),
            Self::NotChecked | Self::NoIdNumber | Self::NotTenant | Self::NoLandlord => None,
        }
    }
}

/// Compares claim and register on a day; gives the last day on which a certificate may hold.
///
/// *Errors*: the first reason against it, what only the register can mend before what is mistyped.
pub fn check(claim: &Claim, known: &Known, today: NaiveDate) -> Result<NaiveDate, Refusal> {
    let name = plain(&claim.landlord);
    let purpose = claim.purpose.trim().chars().count();
    let rules = [
        (known.is_checked, Refusal::NotChecked),
        (known.has_id_number, Refusal::NoIdNumber),
        (known.is_tenant, Refusal::NotTenant),
        (known.landlords.iter().any(|known| !plain(known).is_empty()), Refusal::NoLandlord),
        (claim.lease_from_on <= claim.lease_until_on, Refusal::LeaseOrder),
        (claim.lease_until_on >= today, Refusal::LeaseEnded),
        (claim.lease_from_on <= today, Refusal::LeaseBefore),
        (!name.is_empty() && known.landlords.iter().any(|known| plain(known) == name), Refusal::WrongLandlord),
        ((1..=LONGEST_PURPOSE).contains(&purpose), Refusal::Purpose),
    ];
    match rules.into_iter().find(|(holds, _)| !holds) {
        Some((_, refusal)) => Err(refusal),
        None => Ok(valid_until(claim.lease_until_on, today)),
    }
}

/// The last day of a certificate that is issued on a day.
fn valid_until(lease_until_on: NaiveDate, today: NaiveDate) -> NaiveDate {
    today.checked_add_months(Months::new(VALID_MONTHS)).unwrap_or(lease_until_on).min(lease_until_on)
}

/// A name without the spaces that people type into it.
fn plain(name: &str) -> String {
    name.chars().filter(|sign| !sign.is_whitespace()).collect()
}

/// The number on the paper: county, year, and a count without gaps, such as `990001-2026-000017`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number {
    /// The county.
    pub county: County,
    /// The civil year.
    pub year: u16,
    /// The count, from 1.
    pub serial: u32,
}

impl Number {
    /// The id of the certificate with this number.
    pub fn id(self) -> CertificateId {
        CertificateId::new(self.county, u64::from(self.year) * SERIALS + u64::from(self.serial))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:04}-{:06}", self.county.code(), self.year, self.serial)
    }
}

/// What the QR code leads to: 16 signs that nobody can guess.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code(String);

/// A text that is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a code has 16 digits and capital letters")]
pub struct InvalidCode;

impl Code {
    /// Makes a code of random bytes.
    pub fn of(random: [u8; CODE_LEN]) -> Self {
        Self(random.iter().map(|byte| char::from(SIGNS[usize::from(byte & 31)])).collect())
    }

    /// The signs.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Code {
    type Err = InvalidCode;

    fn from_str(text: &str) -> Result<Self, InvalidCode> {
        let fits = text.len() == CODE_LEN && text.bytes().all(|sign| SIGNS.contains(&sign));
        fits.then(|| Self(text.to_owned())).ok_or(InvalidCode)
    }
}

/// How a certificate stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It holds.
    Valid,
    /// Its term is over.
    Expired,
    /// It was revoked, whatever its term.
    Revoked,
}

impl Standing {
    /// How a certificate stands on a day.
    pub fn on(valid_until_on: NaiveDate, is_revoked: bool, today: NaiveDate) -> Self {
        match (is_revoked, today <= valid_until_on) {
            (true, _) => Self::Revoked,
            (false, true) => Self::Valid,
            (false, false) => Self::Expired,
        }
    }
}

/// What anybody with the code may know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicFacts {
    /// How it stands.
    pub standing: Standing,
    /// The masked name.
    pub holder: String,
    /// Its number.
    pub number: String,
    /// Who issued it.
    pub issuer: String,
    /// When.
    pub issued_on: NaiveDate,
    /// Its last day.
    pub valid_until_on: NaiveDate,
}

/// A certificate in the list of a person's, masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its id.
    pub certificate: CertificateId,
    /// Its number.
    pub number: String,
    /// How it stands.
    pub standing: Standing,
    /// What it is for.
    pub purpose: String,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
    /// Its last day.
    pub valid_until_on: NaiveDate,
    /// Why it was revoked.
    pub revoke_reason: Option<String>,
}

/// A certificate as it was issued, without masks: only for the paper. `Debug` shows no names.
#[derive(Clone, PartialEq, Eq)]
pub struct Issued {
    /// Its number.
    pub number: Number,
    /// Its code.
    pub code: Code,
    /// Whose residence.
    pub resident: ResidentId,
    /// Where.
    pub dwelling: DwellingId,
    /// The name.
    pub holder: String,
    /// The landlord's name.
    pub landlord: String,
    /// The address.
    pub place: String,
    /// Living there since.
    pub since_on: Option<NaiveDate>,
    /// The lease's first and last day.
    pub lease_on: (NaiveDate, NaiveDate),
    /// What it is for.
    pub purpose: String,
    /// Its last day.
    pub valid_until_on: NaiveDate,
    /// Who issued it.
    pub issuer: String,
    /// The issuer's telephone; may be empty.
    pub issuer_phone: String,
    /// When.
    pub issued_at: DateTime<Utc>,
    /// Whether it was revoked.
    pub is_revoked: bool,
}

impl fmt::Debug for Issued {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Issued").field("number", &self.number).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn claim() -> Claim {
        Claim {
            landlord: "金房东".to_owned(),
            lease_from_on: day("2026-01-01"),
            lease_until_on: day("2027-12-31"),
            purpose: "子女入学".to_owned(),
        }
    }

    fn known() -> Known {
        Known { is_checked: true, has_id_number: true, is_tenant: true, landlords: vec!["金房东".to_owned()] }
    }

    #[test]
    fn each_reason_alone_stands_against_a_certificate() {
        let today = day("2026-11-21");
        let cases: [(Claim, Known, Refusal); 10] = [
            (claim(), Known { is_checked: false, ..known() }, Refusal::NotChecked),
            (claim(), Known { has_id_number: false, ..known() }, Refusal::NoIdNumber),
            (claim(), Known { is_tenant: false, ..known() }, Refusal::NotTenant),
            (claim(), Known { landlords: vec![" ".to_owned()], ..known() }, Refusal::NoLandlord),
            (Claim { lease_until_on: day("2025-01-01"), ..claim() }, known(), Refusal::LeaseOrder),
            (Claim { lease_until_on: day("2026-11-20"), ..claim() }, known(), Refusal::LeaseEnded),
            (Claim { lease_from_on: day("2026-11-22"), ..claim() }, known(), Refusal::LeaseBefore),
            (Claim { landlord: "别人".to_owned(), ..claim() }, known(), Refusal::WrongLandlord),
            (Claim { landlord: String::new(), ..claim() }, known(), Refusal::WrongLandlord),
            (Claim { purpose: " ".to_owned(), ..claim() }, known(), Refusal::Purpose),
        ];
        for (claim, known, expected) in cases {
            assert_eq!(check(&claim, &known, today), Err(expected));
        }
        let spaced = Claim { landlord: " 金 房东".to_owned(), ..claim() };
        assert_eq!(check(&spaced, &known(), today), Ok(day("2027-05-21")));
    }

    #[test]
    fn a_revoked_certificate_never_stands_again() {
        let (until, before, after) = (day("2026-11-21"), day("2026-11-21"), day("2026-11-22"));

        assert_eq!(Standing::on(until, false, before), Standing::Valid);
        assert_eq!(Standing::on(until, false, after), Standing::Expired);
        assert_eq!(Standing::on(until, true, before), Standing::Revoked);
        assert_eq!(Standing::on(until, true, after), Standing::Revoked);
    }

    proptest! {
        #[test]
        fn no_certificate_outlives_its_lease_or_begins_outside_it(from in -400i64..400, long in -10i64..800) {
            let today = day("2026-11-21");
            let lease_from_on = today + chrono::TimeDelta::days(from);
            let lease_until_on = lease_from_on + chrono::TimeDelta::days(long);
            let claim = Claim { lease_from_on, lease_until_on, ..claim() };

            match check(&claim, &known(), today) {
                Ok(until) => prop_assert!(lease_from_on <= today && today <= until && until <= lease_until_on),
                Err(_) => prop_assert!(today < lease_from_on || lease_until_on < today || long < 0),
            }
        }

        #[test]
        fn a_code_is_read_back_and_a_damaged_one_is_none(random: [u8; 16], at in 0usize..16) {
            let code = Code::of(random);
            prop_assert_eq!(code.as_str().parse::<Code>(), Ok(code.clone()));
            let mut damaged = code.as_str().to_owned();
            damaged.replace_range(at..=at, "U");
            prop_assert!(damaged.parse::<Code>().is_err());
        }
    }

    #[test]
    fn a_number_and_its_id_belong_together() {
        let number = Number { county: County::new_checked(990_001).unwrap(), year: 2026, serial: 17 };

        assert_eq!(number.to_string(), "990001-2026-000017");
        assert_eq!(number.id().serial(), 2_026_000_017);
    }
}
