//! The sizes in which a made-up city comes.

use std::str::FromStr;

use cityplan::Parameter;
use domain::area::County;

/// How large the made-up city is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Longjing's size: 3 streets, 126 grids, about 60,000 residents.
    Demo,
    /// Penglai's size: 11 streets, 1,115 grids, about 390,000 households and a million residents.
    District,
    /// For tests: 2 streets, 12 grids.
    Small,
}

/// A word that is no profile.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the profile is one of demo, district and small")]
pub struct UnknownProfile;

/// The code under which made-up cities live: 99 is no province, so it can't be mistaken for a real county.
pub const DEMO_COUNTY: i32 = 990_001;

impl Profile {
    /// The county code of made-up cities.
    ///
    /// # Panics
    /// Never: the code has six digits.
    pub fn county() -> County {
        County::new_checked(DEMO_COUNTY).expect("six digits")
    }

    /// How the city is to be planned.
    pub fn parameter(self) -> Parameter {
        match self {
            Self::Demo => Parameter::demo(Self::county()),
            Self::District => Parameter::district(Self::county()),
            Self::Small => Parameter::small(Self::county()),
        }
    }

    /// The word used on the command line.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Demo => "demo",
            Self::District => "district",
            Self::Small => "small",
        }
    }
}

impl FromStr for Profile {
    type Err = UnknownProfile;
    fn from_str(word: &str) -> Result<Self, UnknownProfile> {
        [Self::Demo, Self::District, Self::Small]
            .into_iter()
            .find(|profile| profile.slug() == word)
            .ok_or(UnknownProfile)
    }
}
