//! What can be wrong with a row of a list, each kind with a word of its own.

/// What is wrong. How it is said, and what to do about it, stands in the wording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// Neither building, unit nor door, or one of them is missing.
    DoorMissing,
    /// Not the number of a building, unit or door.
    DoorForm,
    /// No estate of this name.
    EstateUnknown,
    /// No such building in the estate.
    BuildingUnknown,
    /// No such door in the building.
    DoorUnknown,
    /// Several buildings have this number: the estate decides.
    DoorAmbiguous,
    /// The door lies outside the area that the sender writes.
    DoorElsewhere,
    /// No name.
    NameMissing,
    /// A formula's fault instead of a value.
    CellError,
    /// A number that a spreadsheet has rounded.
    Rounded,
    /// Longer than the field.
    TooLong,
    /// Not 17 digits and a digit or X.
    IdForm,
    /// The digits of the birthday are no date.
    IdBirthday,
    /// The check sign does not fit.
    IdCheck,
    /// The number stands in an earlier row.
    IdTwice,
    /// Several files have this number.
    IdSeveralFiles,
    /// The person is on file with another number.
    IdOther,
    /// Checked against a document, but without its number.
    CheckedWithoutId,
    /// Not a sex.
    SexWord,
    /// Sex and identity number disagree.
    SexDisagrees,
    /// Not a date.
    DateForm,
    /// A day that has not come yet.
    DateInFuture,
    /// A day more than 130 years ago.
    DateTooEarly,
    /// A day before one that must come first.
    DateOrder,
    /// Birthday and identity number disagree.
    BirthdayDisagrees,
    /// No telephone number.
    PhoneForm,
    /// Not one of the dictionary's words.
    WordUnknown,
    /// Not a relation.
    RelationWord,
    /// Not a way to belong to a dwelling.
    StayWord,
    /// Not a use of a dwelling.
    OccupancyWord,
    /// Neither checked nor unchecked.
    CheckedWord,
    /// No such key group.
    KeyGroupUnknown,
    /// Another row of the household is its head.
    HeadTwice,
    /// The household has another head on file.
    HeadExists,
    /// Rows of one household disagree about its use.
    OccupancyTwice,
    /// The person stands in an earlier row.
    PersonTwice,
    /// Somebody of this name is on file at this door, and nothing says whether it is the same person.
    PersonUnclear,
    /// The person is written down as dead.
    PersonDead,
    /// The person's stay on file began later than this one.
    StayOrder,
    /// A work order without its number.
    OrderMissing,
    /// Not the number of a work order.
    OrderForm,
    /// The work order stands in an earlier row.
    OrderTwice,
    /// Another area took this work order in.
    OrderElsewhere,
    /// A work order that says nothing.
    OrderSilent,
    /// Neither a moment nor a span of time.
    DueForm,
    /// No word for how urgent something is.
    UrgencyWord,
    /// Neither yes nor no.
    YesOrNo,
}

impl Fault {
    /// All kinds with their stored words.
    pub const ALL: [(Self, &'static str); 47] = [
        (Self::DoorMissing, "door_missing"),
        (Self::DoorForm, "door_form"),
        (Self::EstateUnknown, "estate_unknown"),
        (Self::BuildingUnknown, "building_unknown"),
        (Self::DoorUnknown, "door_unknown"),
        (Self::DoorAmbiguous, "door_ambiguous"),
        (Self::DoorElsewhere, "door_elsewhere"),
        (Self::NameMissing, "name_missing"),
        (Self::CellError, "cell_error"),
        (Self::Rounded, "rounded"),
        (Self::TooLong, "too_long"),
        (Self::IdForm, "id_form"),
        (Self::IdBirthday, "id_birthday"),
        (Self::IdCheck, "id_check"),
        (Self::IdTwice, "id_twice"),
        (Self::IdSeveralFiles, "id_several_files"),
        (Self::IdOther, "id_other"),
        (Self::CheckedWithoutId, "checked_without_id"),
        (Self::SexWord, "sex_word"),
        (Self::SexDisagrees, "sex_disagrees"),
        (Self::DateForm, "date_form"),
        (Self::DateInFuture, "date_in_future"),
        (Self::DateTooEarly, "date_too_early"),
        (Self::DateOrder, "date_order"),
        (Self::BirthdayDisagrees, "birthday_disagrees"),
        (Self::PhoneForm, "phone_form"),
        (Self::WordUnknown, "word_unknown"),
        (Self::RelationWord, "relation_word"),
        (Self::StayWord, "stay_word"),
        (Self::OccupancyWord, "occupancy_word"),
        (Self::CheckedWord, "checked_word"),
        (Self::KeyGroupUnknown, "key_group_unknown"),
        (Self::HeadTwice, "head_twice"),
        (Self::HeadExists, "head_exists"),
        (Self::OccupancyTwice, "occupancy_twice"),
        (Self::PersonTwice, "person_twice"),
        (Self::PersonUnclear, "person_unclear"),
        (Self::PersonDead, "person_dead"),
        (Self::StayOrder, "stay_order"),
        (Self::OrderMissing, "order_missing"),
        (Self::OrderForm, "order_form"),
        (Self::OrderTwice, "order_twice"),
        (Self::OrderElsewhere, "order_elsewhere"),
        (Self::OrderSilent, "order_silent"),
        (Self::DueForm, "due_form"),
        (Self::UrgencyWord, "urgency_word"),
        (Self::YesOrNo, "yes_or_no"),
    ];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.into_iter().find(|(fault, _)| *fault == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == slug).map(|(fault, _)| fault)
    }
}

/// A fault with the place where it was found. Never holds the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Row of the sheet, from 1.
    pub row: u32,
    /// The column's word.
    pub field: String,
    /// What is wrong.
    pub fault: Fault,
    /// What the value looks like: see [`shape`].
    pub shape: String,
    /// The row that it contradicts.
    pub other_row: Option<u32>,
}

impl Found {
    /// A fault of one cell.
    pub fn new(row: u32, field: &str, fault: Fault, value: &str) -> Self {
        Self { row, field: field.to_owned(), fault, shape: shape(value), other_row: None }
    }

    /// A fault that another row takes part in.
    #[must_use]
    pub fn with(mut self, other_row: u32) -> Self {
        self.other_row = Some(other_row);
        self
    }
}

/// Signs of a shape at most.
const SHAPE_SIGNS: usize = 24;

/// What a value looks like without being it: digits are 9, Latin letters A, other letters 字; long ones are cut.
pub fn shape(value: &str) -> String {
    let masked = |sign: char| match sign {
        sign if sign.is_ascii_digit() => '9',
        sign if sign.is_ascii_alphabetic() => 'A',
        sign if sign.is_alphanumeric() => '字',
        sign if sign.is_control() => ' ',
        sign => sign,
    };
    let mut shape: String = value.chars().take(SHAPE_SIGNS).map(masked).collect();
    if value.chars().count() > SHAPE_SIGNS {
        shape.push('…');
    }
    shape
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_kind_has_its_own_word() {
        for (at, (fault, slug)) in Fault::ALL.into_iter().enumerate() {
            assert_eq!(Fault::from_slug(slug), Some(fault));
            assert!(Fault::ALL[..at].iter().all(|(other, _)| *other != fault), "{slug}");
        }
    }

    proptest! {
        #[test]
        fn a_shape_says_nothing_but_the_shape(value in "\\PC{0,40}") {
            let shape = shape(&value);
            prop_assert!(shape.chars().all(|sign| !sign.is_alphanumeric() || ['9', 'A', '字'].contains(&sign)));
            prop_assert!(shape.chars().count() <= SHAPE_SIGNS + 1);
        }
    }
}
