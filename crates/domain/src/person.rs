//! People in a household's file: what is shown of them to whom, and the identity number.
//!
//! Masks are applied on the server, in [`PersonFacts::masked`], so that nothing unmasked is on its way to a browser before
//! somebody asked for it with a [`Reason`]. Not here: who may ask ([`crate::actor`]), and where it is written down (`store`).

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::id::ResidentId;
use crate::medical_note::MedicalNote;
use crate::phone::Phone;

/// Sex as GB/T 2261.1 codes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sex {
    /// 未知, code 0.
    Unknown,
    /// 男, code 1.
    Male,
    /// 女, code 2.
    Female,
    /// 未说明, code 9.
    NotSaid,
}

impl Sex {
    /// The stored code.
    pub fn number(self) -> i16 {
        match self {
            Self::Unknown => 0,
            Self::Male => 1,
            Self::Female => 2,
            Self::NotSaid => 9,
        }
    }

    /// Reads the code; anything else is unknown.
    pub fn from_number(number: i16) -> Self {
        match number {
            1 => Self::Male,
            2 => Self::Female,
            9 => Self::NotSaid,
            _ => Self::Unknown,
        }
    }
}

/// Relation to the head of the household 与户主关系.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Relation {
    /// 户主.
    Head,
    /// 配偶.
    Spouse,
    /// 子女.
    Child,
    /// 父母.
    Parent,
    /// 孙子女.
    Grandchild,
    /// 租户.
    Tenant,
    /// 产权人: owns the dwelling.
    Owner,
    /// 房东: owns the dwelling and lets it.
    Landlord,
    /// 其他.
    Other,
}

impl Relation {
    /// Every relation with its stored word.
    pub const ALL: [(Self, &'static str); 9] = [
        (Self::Head, "head"),
        (Self::Spouse, "spouse"),
        (Self::Child, "child"),
        (Self::Parent, "parent"),
        (Self::Grandchild, "grandchild"),
        (Self::Tenant, "tenant"),
        (Self::Owner, "owner"),
        (Self::Landlord, "landlord"),
        (Self::Other, "other"),
    ];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.into_iter().find(|(relation, _)| *relation == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == slug).map(|(relation, _)| relation)
    }
}

/// Why an identity number is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdNumberError {
    /// Not 17 digits and a digit or X.
    #[error("an identity number has 17 digits and then a digit or X")]
    Form,
    /// The eight digits of the birthday are no date.
    #[error("digits 7 to 14 are no date")]
    Birthday,
    /// The last sign does not belong to the others.
    #[error("the last sign does not fit the others: one of them is mistyped")]
    Check,
}

/// A citizen identity number 公民身份号码 of 18 signs (GB 11643-1999), with a date and a check sign that fit.
///
/// `Debug` shows the mask only, so that no log line ever holds the number.
#[derive(Clone, PartialEq, Eq)]
pub struct IdNumber(String);

/// Position weights of GB 11643-1999.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// Check signs by the weighted sum modulo 11.
const CHECKS: [u8; 11] = *b"10X98765432";

/// The check sign for the first 17 digits (GB 11643-1999, after ISO 7064 MOD 11-2).
pub fn check_sign(head: &[u8]) -> char {
    let sum: u32 = head.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    char::from(CHECKS[sum as usize % 11])
}

impl IdNumber {
    /// The number itself: only for storing, and for an answer that was asked for with a reason.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The birthday in it.
    pub fn born_on(&self) -> Option<NaiveDate> {
        NaiveDate::parse_from_str(&self.0[6..14], "%Y%m%d").ok()
    }

    /// The sex in it: the last digit of the sequence is odd for men.
    pub fn sex(&self) -> Sex {
        if self.0.as_bytes()[16] % 2 == 1 { Sex::Male } else { Sex::Female }
    }

    /// The first three and the last four signs.
    pub fn masked(&self) -> String {
        format!("{}***********{}", &self.0[..3], &self.0[14..])
    }
}

impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("IdNumber").field(&self.masked()).finish()
    }
}

impl FromStr for IdNumber {
    type Err = IdNumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim().to_ascii_uppercase();
        let signs = text.as_bytes();
        let is_formed = signs.len() == 18
            && signs[..17].iter().all(u8::is_ascii_digit)
            && (signs[17].is_ascii_digit() || signs[17] == b'X');
        if !is_formed {
            return Err(IdNumberError::Form);
        }
        let number = Self(text.clone());
        if number.born_on().is_none() {
            return Err(IdNumberError::Birthday);
        }
        if check_sign(&signs[..17]) == char::from(signs[17]) { Ok(number) } else { Err(IdNumberError::Check) }
    }
}

/// The first sign of a name, and a star for each of the others, two at most.
pub fn mask_name(name: &str) -> String {
    let mut signs = name.chars();
    let first: String = signs.by_ref().take(1).collect();
    format!("{first}{}", "*".repeat(signs.count().clamp(1, 2)))
}

/// Full years of age on a day; nothing before the birthday.
pub fn age_years(born_on: NaiveDate, today: NaiveDate) -> Option<u32> {
    let had_birthday = (today.month(), today.day()) >= (born_on.month(), born_on.day());
    u32::try_from(today.year() - born_on.year() - i32::from(!had_birthday)).ok()
}

/// A person as the file holds them. Not serialisable: what leaves the server is [`MaskedPerson`] or [`FullPerson`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonFacts {
    /// Who.
    pub resident: ResidentId,
    /// Name.
    pub name: String,
    /// Sex.
    pub sex: Sex,
    /// Birthday.
    pub born_on: Option<NaiveDate>,
    /// Relation to the head.
    pub relation: Relation,
    /// Identity number.
    pub id_number: Option<IdNumber>,
    /// Whether the file was checked against a document 已核对; unchecked ones 待核实 are outside counts and certificates.
    pub is_checked: bool,
    /// Telephone.
    pub phone: Option<Phone>,
    /// What helpers must know.
    pub medical_note: Option<MedicalNote>,
}

impl PersonFacts {
    /// What everybody sees who may see the household.
    pub fn masked(&self, today: NaiveDate) -> MaskedPerson {
        MaskedPerson {
            resident: self.resident,
            name: mask_name(&self.name),
            sex: self.sex,
            age_years: self.born_on.and_then(|born_on| age_years(born_on, today)),
            relation: self.relation,
            id_number: self.id_number.as_ref().map(IdNumber::masked),
            is_checked: self.is_checked,
            phone: self.phone.as_ref().map(Phone::masked),
            has_medical_note: self.medical_note.is_some(),
        }
    }

    /// Everything, for who asked with a reason.
    pub fn full(&self) -> FullPerson {
        FullPerson {
            resident: self.resident,
            name: self.name.clone(),
            born_on: self.born_on,
            id_number: self.id_number.as_ref().map(|number| number.reveal().to_owned()),
            phone: self.phone.as_ref().map(|phone| phone.reveal().to_owned()),
            medical_note: self.medical_note.as_ref().map(|note| note.reveal().to_owned()),
        }
    }
}

/// A person with masked name and number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaskedPerson {
    /// Who.
    pub resident: ResidentId,
    /// Such as 张*.
    pub name: String,
    /// Sex.
    pub sex: Sex,
    /// Age in full years.
    pub age_years: Option<u32>,
    /// Relation to the head.
    pub relation: Relation,
    /// Such as 222***********002X.
    pub id_number: Option<String>,
    /// Whether the file was checked against a document.
    pub is_checked: bool,
    /// Such as 138****1234.
    pub phone: Option<String>,
    /// Whether there is a note on the person's health.
    pub has_medical_note: bool,
}

/// A person without masks.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FullPerson {
    /// Who.
    pub resident: ResidentId,
    /// Name.
    pub name: String,
    /// Birthday.
    pub born_on: Option<NaiveDate>,
    /// Identity number.
    pub id_number: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// What helpers must know.
    pub medical_note: Option<String>,
}

impl fmt::Debug for FullPerson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FullPerson").field("resident", &self.resident).finish_non_exhaustive()
    }
}

/// Why somebody looks behind a mask; it is written to the audit trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Reason {
    /// 上门核实: checking the file at the door.
    Verify,
    /// 代办事项: doing something for the person.
    Service,
    /// 更正资料: the file is wrong.
    Correct,
    /// 紧急救助: somebody is in danger.
    Emergency,
}

impl Reason {
    /// All reasons with their stored words.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Verify, "verify"),
        (Self::Service, "service"),
        (Self::Correct, "correct"),
        (Self::Emergency, "emergency"),
    ];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.into_iter().find(|(reason, _)| *reason == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == slug).map(|(reason, _)| reason)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn known_numbers_are_taken_and_a_changed_sign_is_not() {
        // Test vectors that are printed in GB 11643-1999.
        for good in ["11010519491231002X", "440524188001010014", "11010519491231002x"] {
            assert!(good.parse::<IdNumber>().is_ok(), "{good}");
        }
        assert_eq!("110105194912310021".parse::<IdNumber>(), Err(IdNumberError::Check));
        assert_eq!("11010519491331002X".parse::<IdNumber>(), Err(IdNumberError::Birthday));
        assert_eq!("1101051949123100".parse::<IdNumber>(), Err(IdNumberError::Form));
    }

    #[test]
    fn neither_the_mask_nor_a_log_line_holds_the_number() {
        let number: IdNumber = "11010519491231002X".parse().unwrap();

        assert_eq!(number.masked(), "110***********002X");
        assert!(!format!("{number:?}").contains("19491231"));
        let full = FullPerson {
            resident: ResidentId::new(crate::area::County::new_checked(990_001).unwrap(), 1),
            name: "张三".into(),
            born_on: None,
            id_number: Some("11010519491231002X".into()),
            phone: None,
            medical_note: None,
        };
        assert!(!format!("{full:?}").contains("张三"));
    }

    #[test]
    fn a_name_keeps_its_first_sign_and_loses_its_length() {
        assert_eq!(mask_name("张三"), "张*");
        assert_eq!(mask_name("欧阳建国"), "欧**");
        assert_eq!(mask_name("王"), "王*");
        assert_eq!(mask_name("Айгүл Серікқызы"), "А**");
    }

    #[test]
    fn age_counts_full_years() {
        assert_eq!(age_years(day("2000-03-01"), day("2026-02-28")), Some(25));
        assert_eq!(age_years(day("2000-03-01"), day("2026-03-01")), Some(26));
        assert_eq!(age_years(day("2027-01-01"), day("2026-03-01")), None);
    }

    proptest! {
        #[test]
        fn any_text_is_refused_or_comes_back_unchanged(text in "[0-9xX ]{0,20}") {
            if let Ok(number) = text.parse::<IdNumber>() {
                prop_assert_eq!(number.reveal(), text.trim().to_uppercase());
            }
        }

        #[test]
        fn one_mistyped_digit_is_always_noticed(at in 0usize..17, to in 0u8..10) {
            let good = "11010519491231002X";
            let mut signs = good.as_bytes().to_vec();
            signs[at] = b'0' + to;
            let text = String::from_utf8(signs).unwrap();
            prop_assert_eq!(text.parse::<IdNumber>().is_ok(), text == good);
        }
    }
}
