//! Filters: which households and people are meant, as conditions on fields and labels.
//!
//! Every condition is typed and can't be wrong once it is read; a household fits when all of them hold. Conditions about
//! people hold together for one person who lives there. The text form holds codes only, so that it may stand in an address:
//! `label:11~age:60-~use:1,2`. Not here: in which area (an argument of whoever asks), and how it is asked (`store::filter`).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::cell::{Label, LabelCode, LabelKind};
use crate::household::Occupancy;
use crate::id::{BuildingId, EntryId};
use crate::person::{Relation, Sex};

/// After so many days without a call at a lived-in household one is due.
pub const VISIT_DUE_DAYS: u16 = 90;
/// The oldest age that can be asked for.
const OLDEST: u8 = 150;
/// The longest time without a call that can be asked for, in days.
const LONGEST_DAYS: u16 = 3_650;
/// The longest text form, in bytes.
pub const LONGEST_TEXT: usize = 300;

/// A code of the dictionary of words: lower-case letters, digits and underscores, 1 to 20.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Code(String);

impl Code {
    /// Reads a code.
    pub fn new_checked(text: &str) -> Option<Self> {
        let sound = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        ((1..=20).contains(&text.len()) && text.bytes().all(sound)).then(|| Self(text.to_owned()))
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Ages in whole years, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Ages {
    from: Option<u8>,
    to: Option<u8>,
}

impl Ages {
    /// Reads a range with one open end at most.
    pub fn new_checked(from: Option<u8>, to: Option<u8>) -> Option<Self> {
        let ends = (from.or(to)?, from.unwrap_or(0), to.unwrap_or(OLDEST));
        (ends.1 <= ends.2 && ends.2 <= OLDEST).then_some(Self { from, to })
    }

    /// The youngest, when there is one.
    pub fn from(self) -> Option<u8> {
        self.from
    }

    /// The oldest, when there is one.
    pub fn to(self) -> Option<u8> {
        self.to
    }
}

/// Party membership.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Party {
    /// Of whatever kind.
    Any,
    /// Of one kind of the dictionary: 预备, 流动, 在职….
    Kind(Code),
}

/// Conditions that one person has to meet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PersonFilter {
    /// Age.
    pub ages: Option<Ages>,
    /// Sex.
    pub sex: Option<SexCode>,
    /// Relation to the head or to the dwelling; tenants are found by it.
    pub relation: Option<RelationCode>,
    /// 人户一致 or 人户分离.
    pub residence_match: Option<Code>,
    /// Party membership.
    pub party: Option<Party>,
    /// The party organisation that keeps the membership.
    pub party_organisation: Option<EntryId>,
    /// A skill.
    pub skill: Option<Code>,
    /// 待核实: not checked against a document yet.
    pub unchecked: bool,
}

impl PersonFilter {
    /// Whether nothing is asked of people.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A sex that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SexCode {
    /// 男.
    Male,
    /// 女.
    Female,
}

impl SexCode {
    /// The same as a person's.
    pub fn sex(self) -> Sex {
        match self {
            Self::Male => Sex::Male,
            Self::Female => Sex::Female,
        }
    }
}

/// A relation that can be asked for, by its stored word.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RelationCode(Code);

impl RelationCode {
    /// Reads the stored word of a relation.
    pub fn new_checked(text: &str) -> Option<Self> {
        Relation::from_slug(text)?;
        Code::new_checked(text).map(Self)
    }

    /// The stored word.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// Which households are meant. Empty means all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Filter {
    /// Only this building.
    pub building: Option<BuildingId>,
    /// With one of these labels, in the order of their codes.
    pub labels: Vec<LabelCode>,
    /// Used in one of these ways, by their numbers (see [`Occupancy::number`]), in their order.
    pub occupancies: Vec<u8>,
    /// Whether all of the file is fresh today; only lived-in households.
    pub fresh: Option<bool>,
    /// Fewer than so many percent of the required fields are filled, 1 to 100; only lived-in households.
    pub filled_below: Option<u8>,
    /// Nobody called for so many days; only households that somebody may live in.
    pub unvisited_days: Option<u16>,
    /// Somebody lives there who fits.
    pub people: PersonFilter,
}

/// How much fits a filter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilterCount {
    /// Households.
    pub households: i64,
    /// Checked people who fit, when something is asked of people; else everybody registered in those households.
    pub people: i64,
}

/// A text that is no filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a filter is made of conditions such as label:11~age:60-")]
pub struct FilterError;

impl Filter {
    /// All households with a label.
    pub fn with_label(label: LabelCode) -> Self {
        Self { labels: vec![label], ..Self::default() }
    }

    /// Whether it means all households.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Takes one condition. A value that can't be read is an error; an empty value is no condition.
    pub fn take(&mut self, key: &str, value: &str) -> Result<(), FilterError> {
        if value.is_empty() {
            return Ok(());
        }
        self.read(key, value).ok_or(FilterError)
    }

    fn read(&mut self, key: &str, value: &str) -> Option<()> {
        let people = &mut self.people;
        match key {
            "b" => self.building = Some(value.parse().ok()?),
            "label" => {
                for code in value.split(',') {
                    let code = code.parse().ok().filter(|code| (1..=31).contains(code))?;
                    self.labels.push(LabelCode(code));
                }
                self.labels.sort_unstable();
                self.labels.dedup();
            }
            "use" => {
                for number in value.split(',') {
                    let number: u8 = number.parse().ok()?;
                    Occupancy::ALL.iter().find(|known| known.number() == i16::from(number))?;
                    self.occupancies.push(number);
                }
                self.occupancies.sort_unstable();
                self.occupancies.dedup();
            }
            "fresh" => self.fresh = Some(one_of(value, [("yes", true), ("no", false)])?),
            "fill" => self.filled_below = Some(value.parse().ok().filter(|percent| (1..=100).contains(percent))?),
            "seen" => self.unvisited_days = Some(value.parse().ok().filter(|days| (1..=LONGEST_DAYS).contains(days))?),
            "age" => people.ages = Some(read_ages(value)?),
            "sex" => people.sex = Some(one_of(value, [("1", SexCode::Male), ("2", SexCode::Female)])?),
            "rel" => people.relation = Some(RelationCode::new_checked(value)?),
            "match" => people.residence_match = Some(Code::new_checked(value)?),
            "party" if value == "any" => people.party = Some(Party::Any),
            "party" => people.party = Some(Party::Kind(Code::new_checked(value)?)),
            "org" => people.party_organisation = Some(value.parse().ok()?),
            "skill" => people.skill = Some(Code::new_checked(value)?),
            "file" => people.unchecked = one_of(value, [("unchecked", true)])?,
            _ => return None,
        }
        Some(())
    }

    fn conditions(&self) -> Vec<(&'static str, String)> {
        let people = &self.people;
        let code = |code: &Option<Code>| code.as_ref().map(|code| code.as_str().to_owned());
        let labels = join(self.labels.iter().map(|label| label.0));
        let occupancies = join(self.occupancies.iter().copied());
        let ages = people.ages.map(|Ages { from, to }| {
            let end = |end: Option<u8>| end.map(|end| end.to_string()).unwrap_or_default();
            format!("{}-{}", end(from), end(to))
        });
        let party = people.party.as_ref().map(|party| match party {
            Party::Any => "any".to_owned(),
            Party::Kind(code) => code.as_str().to_owned(),
        });
        let all = [
            ("b", self.building.map(|building| building.to_string())),
            ("label", labels),
            ("use", occupancies),
            ("fresh", self.fresh.map(|fresh| if fresh { "yes" } else { "no" }.to_owned())),
            ("fill", self.filled_below.map(|percent| percent.to_string())),
            ("seen", self.unvisited_days.map(|days| days.to_string())),
            ("age", ages),
            ("sex", people.sex.map(|sex| sex.sex().number().to_string())),
            ("rel", people.relation.as_ref().map(|relation| relation.as_str().to_owned())),
            ("match", code(&people.residence_match)),
            ("party", party),
            ("org", people.party_organisation.map(|organisation| organisation.to_string())),
            ("skill", code(&people.skill)),
            ("file", people.unchecked.then(|| "unchecked".to_owned())),
        ];
        all.into_iter().filter_map(|(key, value)| Some((key, value?))).collect()
    }
}

fn join(numbers: impl Iterator<Item = u8>) -> Option<String> {
    let text = numbers.map(|number| number.to_string()).collect::<Vec<_>>().join(",");
    (!text.is_empty()).then_some(text)
}

fn one_of<T, const N: usize>(value: &str, known: [(&str, T); N]) -> Option<T> {
    known.into_iter().find(|(word, _)| *word == value).map(|(_, meaning)| meaning)
}

/// `60-`, `-17` or `60-79`.
fn read_ages(value: &str) -> Option<Ages> {
    let (from, to) = value.split_once('-')?;
    let end = |text: &str| if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) };
    Ages::new_checked(end(from)?, end(to)?)
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let conditions: Vec<String> =
            self.conditions().into_iter().map(|(key, value)| format!("{key}:{value}")).collect();
        f.write_str(&conditions.join("~"))
    }
}

impl FromStr for Filter {
    type Err = FilterError;

    fn from_str(text: &str) -> Result<Self, FilterError> {
        let mut filter = Self::default();
        if text.len() > LONGEST_TEXT {
            return Err(FilterError);
        }
        for condition in text.split('~').filter(|condition| !condition.is_empty()) {
            let (key, value) = condition.split_once(':').ok_or(FilterError)?;
            filter.take(key, value)?;
        }
        Ok(filter)
    }
}

/// The questions of every day, one tap each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// A key group 重点人群: 独居老人, 空巢老人, 低保户, 残疾人….
    KeyGroup(LabelCode),
    /// 出租户.
    Rented,
    /// 待核实.
    Unchecked,
    /// 到期未访.
    VisitDue,
}

impl Preset {
    /// All of a city whose dictionary this is: its key groups in their order, then the others.
    pub fn all(labels: &[Label]) -> Vec<Self> {
        let groups = labels.iter().filter(|label| label.kind == LabelKind::KeyGroup);
        let groups = groups.map(|label| Self::KeyGroup(label.code));
        groups.chain([Self::Rented, Self::Unchecked, Self::VisitDue]).collect()
    }

    /// What it asks.
    pub fn filter(self) -> Filter {
        let all = Filter::default();
        match self {
            Self::KeyGroup(label) => Filter::with_label(label),
            Self::Rented => Filter { occupancies: vec![Occupancy::Rented as u8], ..all },
            Self::Unchecked => Filter { people: PersonFilter { unchecked: true, ..PersonFilter::default() }, ..all },
            Self::VisitDue => Filter { unvisited_days: Some(VISIT_DUE_DAYS), ..all },
        }
    }

    /// The one that a filter is, if any.
    pub fn of(filter: &Filter, labels: &[Label]) -> Option<Self> {
        Self::all(labels).into_iter().find(|preset| preset.filter() == *filter)
    }
}

#[cfg(test)]
mod tests {
    use proptest::option;
    use proptest::prelude::*;

    use super::*;
    use crate::area::County;
    use crate::dictionary::default_labels;

    prop_compose! {
        fn any_filter()(
            serials in (option::of(1u64..999), option::of(1u64..999)),
            labels in prop::collection::btree_set(1u8..=31, 0..4),
            occupancies in prop::collection::btree_set(1u8..=6, 0..4),
            fresh in option::of(any::<bool>()),
            filled_below in option::of(1u8..=100),
            unvisited_days in option::of(1u16..=3_650),
            ends in (option::of(0u8..=70), option::of(70u8..=150)),
            sex in option::of(any::<bool>()),
            words in (option::of("[a-z0-9_]{1,20}"), option::of("[a-z0-9_]{1,20}"), option::of("[a-z0-9_]{1,20}")),
            relation in option::of(prop::sample::select(vec!["head", "tenant", "owner"])),
            unchecked: bool,
        ) -> Filter {
            let code = |word: Option<String>| word.and_then(|word| Code::new_checked(&word));
            let (residence_match, party, skill) = words;
            let county = County::new_checked(990_001).unwrap();
            let (building, organisation) = serials;
            Filter {
                building: building.map(|serial| BuildingId::new(county, serial)),
                labels: labels.into_iter().map(LabelCode).collect(),
                occupancies: occupancies.into_iter().collect(),
                fresh,
                filled_below,
                unvisited_days,
                people: PersonFilter {
                    ages: Ages::new_checked(ends.0, ends.1),
                    sex: sex.map(|female| if female { SexCode::Female } else { SexCode::Male }),
                    relation: relation.and_then(RelationCode::new_checked),
                    residence_match: code(residence_match),
                    party: party.map(|word| {
                        if word == "any" { Party::Any } else { Party::Kind(Code::new_checked(&word).unwrap()) }
                    }),
                    party_organisation: organisation.map(|serial| EntryId::new(county, serial)),
                    skill: code(skill),
                    unchecked,
                },
            }
        }
    }

    proptest! {
        #[test]
        fn the_text_says_everything_about_the_filter(filter in any_filter()) {
            prop_assert!(filter.to_string().len() <= LONGEST_TEXT);
            prop_assert_eq!(filter.to_string().parse::<Filter>(), Ok(filter));
        }

        #[test]
        fn any_text_is_a_filter_with_one_way_to_be_written_or_refused(text in "[a-z:~,0-9_-]{0,40}") {
            if let Ok(filter) = text.parse::<Filter>() {
                prop_assert_eq!(filter.to_string().parse::<Filter>(), Ok(filter));
            }
        }
    }

    #[test]
    fn conditions_that_are_none_are_refused() {
        for text in ["label:0", "label:32", "use:7", "age:80-60", "age:", "age:-", "sex:9", "fill:101", "rel:friend"] {
            let refused = text.parse::<Filter>().is_err();
            assert!(refused || text == "age:", "{text}");
        }
        assert!("name:王".parse::<Filter>().is_err() && "skill:水".parse::<Filter>().is_err());
    }

    #[test]
    fn every_preset_is_found_again_by_what_it_asks() {
        let labels = default_labels();
        for preset in Preset::all(&labels) {
            assert_eq!(Preset::of(&preset.filter(), &labels), Some(preset));
        }
        assert_eq!(Preset::of(&Filter::default(), &labels), None);
    }
}
