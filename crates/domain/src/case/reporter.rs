//! Who reported a case without an account 反映人: what is kept of them, and what others see of it.
//!
//! Not here: residents, who have files ([`crate::person`]), and who may be given the number ([`crate::actor`]).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::person::mask_name;
use crate::phone::Phone;

/// Why a text is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a name has 1 to 40 signs on one line")]
pub struct PersonNameError;

/// How somebody is called: 1 to 40 signs on one line, such as 张三 or 王女士.
///
/// `Debug` shows the mask only, so that no log line ever holds the name.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonName(String);

impl PersonName {
    /// The most signs.
    pub const LONGEST: usize = 40;

    /// The name itself: only for storing, and for an answer that was asked for with a reason.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Such as 张*.
    pub fn masked(&self) -> String {
        mask_name(&self.0)
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PersonName").field(&self.masked()).finish()
    }
}

impl FromStr for PersonName {
    type Err = PersonNameError;

    /// Trims and makes every stretch of white space one space.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let fits = (1..=Self::LONGEST).contains(&name.chars().count()) && !name.chars().any(char::is_control);
        if fits { Ok(Self(name)) } else { Err(PersonNameError) }
    }
}

/// Who reported a case without an account. Not serialisable: what leaves the server is [`MaskedReporter`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reporter {
    /// How they are called, if they said so.
    pub name: Option<PersonName>,
    /// Where they can be rung, if they said so.
    pub phone: Option<Phone>,
    /// Whether they asked that only intake sees them 仅受理人员可见.
    pub is_intake_only: bool,
}

impl Reporter {
    /// How many days after a case ended its reporter is kept: as long as a year's appraisal may ring back 回访.
    pub const KEPT_DAYS: u16 = 365;

    /// Whether nothing is known of them.
    pub fn is_nobody(&self) -> bool {
        self.name.is_none() && self.phone.is_none()
    }

    /// What others see.
    pub fn masked(&self, may_call: bool) -> MaskedReporter {
        MaskedReporter {
            name: self.name.as_ref().map(PersonName::masked),
            phone: self.phone.as_ref().map(Phone::masked),
            is_intake_only: self.is_intake_only,
            may_call: may_call && self.phone.is_some(),
        }
    }
}

/// A reporter with masked name and number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaskedReporter {
    /// Such as 张*.
    pub name: Option<String>,
    /// Such as 138****1234.
    pub phone: Option<String>,
    /// Whether only intake sees them.
    pub is_intake_only: bool,
    /// Whether the viewer may be given the number.
    pub may_call: bool,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn neither_the_mask_nor_a_log_line_holds_name_or_number() {
        let reporter =
            Reporter { name: "张三丰".parse().ok(), phone: "13812341234".parse().ok(), is_intake_only: false };

        let masked = reporter.masked(true);

        assert_eq!((masked.name.as_deref(), masked.phone.as_deref()), (Some("张**"), Some("138****1234")));
        let said = format!("{reporter:?}");
        assert!(!said.contains("三丰") && !said.contains("13812341234"), "{said}");
    }

    #[test]
    fn without_a_number_there_is_nobody_to_call() {
        let named = Reporter { name: "王女士".parse().ok(), ..Reporter::default() };

        assert!(!named.masked(true).may_call && !named.is_nobody());
        assert!(Reporter { is_intake_only: true, ..Reporter::default() }.is_nobody());
    }

    proptest! {
        #[test]
        fn any_text_is_refused_or_read_the_same_again(text in "\\PC{0,60}|[ \t\n\u{4e00}-\u{4eff}]{0,50}") {
            if let Ok(name) = text.parse::<PersonName>() {
                prop_assert!((1..=PersonName::LONGEST).contains(&name.reveal().chars().count()));
                prop_assert_eq!(name.reveal().parse::<PersonName>(), Ok(name.clone()));
            }
        }
    }
}
