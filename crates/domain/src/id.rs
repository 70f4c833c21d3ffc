//! The registry of typed identities. Every id is immutable and begins with the county's six digits.
//!
//! Not for areas (their codes are mutable and nested, see [`crate::area`]) nor for map indices, which change with a scene.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::area::County;

/// How many serial numbers a county has for each kind of record.
const SERIALS: i64 = 1_000_000_000_000;

/// Text that is no id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an id has 18 digits and begins with the county code")]
pub struct InvalidId;

/// Declares one id type per kind of record.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        ///
        /// Eighteen digits: county (6) and a serial number (12). Written as text on the wire, because a browser's numbers end at 2^53.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(i64);

        impl $name {
            /// The id with this serial number (0 to 10^12 − 1) in a county.
            pub fn new(county: County, serial: u64) -> Self {
                Self(i64::from(county.code()) * SERIALS + (serial % SERIALS as u64) as i64)
            }

            /// Parses a stored number.
            pub fn new_checked(number: i64) -> Option<Self> {
                (100_000..=999_999).contains(&(number / SERIALS)).then_some(Self(number))
            }

            /// The stored number.
            pub fn number(self) -> i64 {
                self.0
            }

            /// The serial number inside the county.
            pub fn serial(self) -> u64 {
                (self.0 % SERIALS) as u64
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                text.parse().ok().and_then(Self::new_checked).ok_or(InvalidId)
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }
    )*};
}

ids! {
    /// A building 楼栋.
    BuildingId;
    /// A residential estate 小区.
    EstateId;
    /// A dwelling 户室: one door, one cell of the map, whether somebody lives there or not.
    DwellingId;
    /// A resident 居民.
    ResidentId;
    /// A case 事件.
    CaseId;
    /// A person's account 账号.
    AccountId;
    /// A post 岗位: one role of one account in one area.
    PostId;
    /// A unit 单位 of the organisation tree.
    UnitId;
    /// A patrol track 巡查轨迹 of one worker on one day.
    TrackId;
    /// A check-point 巡查点.
    CheckPointId;
    /// A volunteer patrol team 义务巡逻队.
    PatrolTeamId;
    /// A notice 通知 to households.
    NoticeId;
    /// A residence certificate 居住证明.
    CertificateId;
    /// A list of people 导入批次 that was uploaded to be taken in.
    IntakeId;
    /// An entry of the register of base data 基础数据.
    EntryId;
    /// A photo 照片 of a person, a document or a dwelling.
    PhotoId;
    /// A picture 照片 that belongs to a case or a work.
    MediaId;
    /// A known work 已知工程: what a unit plans or does anyway.
    WorkId;
    /// A list taken out as a file 导出.
    ExportId;
    /// A proposal to change a door.
    DoorProposalId;
    /// A bulletin 通报 about watched cases.
    BulletinId;
    /// A monthly report 月报 of a worker or an area.
    MonthId;
    /// A wish 微心愿.
    WishId;
    /// A claim 认领 of a wish.
    ClaimId;
    /// An account of the love bank 爱心银行.
    BankAccountId;
    /// A transfer between two accounts of the love bank.
    BankTransferId;
    /// Something that points of the love bank are redeemed for.
    BankItemId;
    /// A text that was searched for, kept for the session that asked.
    QuestionId;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_json_as_text() {
        let id = DwellingId::new(County::new_checked(990_001).unwrap(), 42);

        let json = serde_json::to_string(&id).unwrap();

        assert_eq!(json, "\"990001000000000042\"");
        assert_eq!(serde_json::from_str::<DwellingId>(&json).unwrap(), id);
        assert!(serde_json::from_str::<DwellingId>("\"42\"").is_err());
    }
}
