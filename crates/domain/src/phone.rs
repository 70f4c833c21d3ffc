//! Telephone numbers of mainland China: read, written in one form, masked. Not here: who may see them ([`crate::actor`]).

use std::fmt;
use std::str::FromStr;

/// Why a text is no telephone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a mobile number has 11 digits and begins with 1; a landline has its area code in front, such as 0433-2712345")]
pub struct PhoneError;

/// A mobile number 手机号 or a landline 固定电话 with its area code, in one form: `13812341234` or `0433-2712345`
/// (the numbering plan of the Ministry of Industry and Information Technology, 2017).
///
/// `Debug` shows the mask only, so that no log line ever holds the number.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone(String);

impl Phone {
    /// The number itself: only for storing, and for an answer that was asked for with a reason.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// `138****1234`; of a landline the area code and the last three digits.
    pub fn masked(&self) -> String {
        match self.0.split_once('-') {
            Some((area, local)) => {
                let kept = &local[local.len() - 3..];
                format!("{area}-{}{kept}", "*".repeat(local.len() - 3))
            }
            None => format!("{}****{}", &self.0[..3], &self.0[7..]),
        }
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Phone").field(&self.masked()).finish()
    }
}

impl FromStr for Phone {
    type Err = PhoneError;

    /// Takes spaces, hyphens and brackets between digits, and the country's code in front.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut digits = String::with_capacity(16);
        for sign in text.trim().trim_start_matches('+').chars() {
            match sign {
                '0'..='9' => digits.push(sign),
                ' ' | '-' | '(' | ')' | '（' | '）' => {}
                _ => return Err(PhoneError),
            }
        }
        let is_abroad = text.trim().starts_with('+');
        let national = ["0086", "86"].into_iter().find_map(|code| {
            let rest = digits.strip_prefix(code)?;
            // 86 is no area code, but 0086 could only be the country's.
            (is_abroad || code.starts_with('0') || rest.len() == 11 && rest.starts_with('1')).then_some(rest)
        });
        let mut number = national.unwrap_or(&digits).to_owned();
        if is_abroad && national.is_none() {
            return Err(PhoneError);
        }
        if is_mobile(&number) {
            return Ok(Self(number));
        }
        if national.is_some() && !number.starts_with('0') {
            // From abroad the zero of the area code is left out.
            number.insert(0, '0');
        }
        landline(&number).map(Self).ok_or(PhoneError)
    }
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == 11 && digits.starts_with('1') && matches!(digits.as_bytes()[1], b'3'..=b'9')
}

/// Area codes have three digits (010, 020 to 029) or four (0310 and up); local numbers seven or eight, the first 2 to 8.
fn landline(digits: &str) -> Option<String> {
    let second = *digits.as_bytes().get(1)?;
    let area = if matches!(second, b'1' | b'2') { 3 } else { 4 };
    if !digits.starts_with('0') || second == b'0' || digits.len() <= area {
        return None;
    }
    let (area, local) = digits.split_at(area);
    let is_local = matches!(local.len(), 7 | 8) && matches!(local.as_bytes()[0], b'2'..=b'8');
    is_local.then(|| format!("{area}-{local}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_number_has_one_form_however_it_is_written() {
        for text in
            ["13812341234", " 138 1234 1234", "138-1234-1234", "+86 138 1234 1234", "008613812341234", "8613812341234"]
        {
            assert_eq!(text.parse::<Phone>().unwrap().reveal(), "13812341234", "{text}");
        }
        for text in ["0433-2712345", "(0433) 2712345", "04332712345", "+86 433 2712345", "（0433）271 2345"] {
            assert_eq!(text.parse::<Phone>().unwrap().reveal(), "0433-2712345", "{text}");
        }
        assert_eq!("010-62345678".parse::<Phone>().unwrap().reveal(), "010-62345678");
    }

    #[test]
    fn what_nobody_could_ring_is_refused() {
        for text in [
            "",
            "1381234123",
            "12812341234",
            "2712345",
            "0433-1712345",
            "000-2712345",
            "+1 212 555 0100",
            "1381234123x",
        ] {
            assert!(text.parse::<Phone>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_mask_keeps_what_helps_at_the_door() {
        assert_eq!("13812341234".parse::<Phone>().unwrap().masked(), "138****1234");
        assert_eq!("0433-2712345".parse::<Phone>().unwrap().masked(), "0433-****345");
        assert_eq!(format!("{:?}", "13812341234".parse::<Phone>().unwrap()), "Phone(\"138****1234\")");
    }

    proptest! {
        #[test]
        fn any_text_is_refused_or_read_the_same_again(text in "[0-9+() -]{0,20}|\\PC{0,12}") {
            if let Ok(phone) = text.parse::<Phone>() {
                prop_assert_eq!(phone.reveal().parse::<Phone>().unwrap(), phone.clone());
                prop_assert!(phone.masked().contains("***"));
                prop_assert_ne!(phone.masked(), phone.reveal());
            }
        }
    }
}
