//! The number on a door: short text such as 302, 302甲 or 3-2.
//!
//! Not for what may happen to a door ([`crate::door_change`]), nor for where it stands ([`crate::household::Door`]).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Room for the longest number in UTF-8.
const BYTES: usize = 20;
/// Words that stand beside a number and are never part of one, because a search takes them away.
const WORDS: [char; 11] = ['号', '楼', '单', '元', '栋', '幢', '座', '室', '户', '第', '门'];

/// The number on a door, in the one way in which it is written: digits, perhaps a hyphen with digits, perhaps one or two
/// letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DoorNumber {
    bytes: [u8; BYTES],
    len: u8,
}

/// The text is not the number of a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidDoorNumber;

impl DoorNumber {
    /// The number that a place in the building gives: floor and two digits of the landing's door, such as 401.
    pub fn of_place(floor: u16, door: u16) -> Self {
        Self::from(u32::from(floor) * 100 + u32::from(door))
    }

    /// Reads what somebody typed; full-width digits, small letters and a trailing 室 mean the same.
    pub fn new_checked(text: &str) -> Option<Self> {
        let text: String = text.trim().trim_end_matches(['室', '号', '户']).trim().chars().map(plain).collect();
        let split = text.find(|sign: char| sign != '-' && !sign.is_ascii_digit()).unwrap_or(text.len());
        let (digits, letters) = text.split_at(split);
        let (main, part) = match digits.split_once('-') {
            Some((main, part)) => (main, Some(part)),
            None => (digits, None),
        };
        let is_sound = is_count(main, 5)
            && part.is_none_or(|part| is_count(part, 4))
            && letters.chars().count() <= 2
            && letters.chars().all(|sign| sign.is_alphabetic() && !WORDS.contains(&sign));
        is_sound.then(|| Self::keep(&text)).flatten()
    }

    /// The number as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.len)]).unwrap_or_default()
    }

    fn keep(text: &str) -> Option<Self> {
        let mut bytes = [0; BYTES];
        bytes.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        Some(Self { bytes, len: text.len() as u8 })
    }
}

fn plain(sign: char) -> char {
    match sign {
        '０'..='９' => char::from(b'0' + (u32::from(sign) - u32::from('０')) as u8),
        '－' | '—' | '–' | '_' => '-',
        other => other.to_ascii_uppercase(),
    }
}

/// Whether a text counts something: digits, not too many, no zero in front.
fn is_count(text: &str, most: usize) -> bool {
    (1..=most).contains(&text.len()) && !text.starts_with('0') && text.bytes().all(|sign| sign.is_ascii_digit())
}

impl From<u32> for DoorNumber {
    fn from(number: u32) -> Self {
        Self::keep(&number.to_string()).unwrap_or(Self { bytes: [0; BYTES], len: 0 })
    }
}

impl fmt::Display for DoorNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl fmt::Debug for DoorNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "DoorNumber({})", self.as_str())
    }
}

impl fmt::Display for InvalidDoorNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("no number of a door")
    }
}

impl FromStr for DoorNumber {
    type Err = InvalidDoorNumber;

    fn from_str(text: &str) -> Result<Self, InvalidDoorNumber> {
        Self::new_checked(text).ok_or(InvalidDoorNumber)
    }
}

impl TryFrom<String> for DoorNumber {
    type Error = InvalidDoorNumber;

    fn try_from(text: String) -> Result<Self, InvalidDoorNumber> {
        text.parse()
    }
}

impl From<DoorNumber> for String {
    fn from(number: DoorNumber) -> Self {
        number.as_str().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_in_one_way() {
        for (typed, kept) in
            [("302", "302"), (" ３０２室", "302"), ("302a", "302A"), ("302甲", "302甲"), ("3—2", "3-2")]
        {
            assert_eq!(DoorNumber::new_checked(typed).map(String::from).as_deref(), Some(kept), "{typed}");
        }
    }

    #[test]
    fn what_a_search_could_not_find_is_no_number() {
        for typed in ["", "0", "甲302", "302室甲", "302甲乙丙", "3-2-1", "123456", "3 2", "302'", "-2", "3-", "30-02"]
        {
            assert_eq!(DoorNumber::new_checked(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_place_gives_the_number_that_most_doors_have() {
        assert_eq!(DoorNumber::of_place(4, 1).as_str(), "401");
        assert_eq!(DoorNumber::of_place(12, 3).as_str(), "1203");
    }
}
