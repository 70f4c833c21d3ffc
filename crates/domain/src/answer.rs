//! Answer templates 答复模板: texts that a desk keeps for the words of its steps, with places to be filled in.
//!
//! Not here: whose they are ([`crate::case::Desk`]), and what the step does with its words.

use serde::{Deserialize, Serialize};

use crate::case::Kind;
use crate::category::CategoryCode;

/// The most templates of a desk.
pub const MOST: usize = 200;

/// The longest name, in signs.
pub const LONGEST_NAME: usize = 30;

/// The longest text, in signs: filled in, it still is a note's length.
pub const LONGEST_BODY: usize = 800;

/// What a text may leave open, as desks write it: the case's number, its place, today.
pub const PLACEHOLDERS: [&str; 3] = ["{编号}", "{地点}", "{日期}"];

/// A template as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What the desk calls it.
    pub name: String,
    /// The text.
    pub body: String,
    /// Only for cases about this.
    pub category: Option<CategoryCode>,
}

/// A template as its desk keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its number.
    pub id: i64,
    /// What it says.
    pub draft: Draft,
    /// Its category's name in Chinese and English; empty without one.
    pub category_name: (String, String),
    /// Rises with every change.
    pub revision: i32,
}

/// A template with its places filled in for one case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What the desk calls it.
    pub name: String,
    /// The words.
    pub text: String,
}

/// What is wrong with a draft: the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongField(pub &'static str);

impl Draft {
    /// Trims and checks what was typed.
    ///
    /// *Errors*: the field that is empty, too long, or has signs that no page shows.
    pub fn new_checked(name: &str, body: &str, category: Option<CategoryCode>) -> Result<Self, WrongField> {
        let (name, body) = (name.trim(), body.trim().replace('\r', ""));
        let is_plain = |sign: char| !sign.is_control() || sign == '\n';
        if !(1..=LONGEST_NAME).contains(&name.chars().count()) || name.chars().any(char::is_control) {
            return Err(WrongField("name"));
        }
        if !(1..=LONGEST_BODY).contains(&body.chars().count()) || !body.chars().all(is_plain) {
            return Err(WrongField("body"));
        }
        Ok(Self { name: name.to_owned(), body, category })
    }
}

/// Whether the words of a step are an answer to somebody, so that templates are offered.
pub fn serves(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Finish
            | Kind::FinishPart
            | Kind::Answer
            | Kind::Return
            | Kind::Refuse
            | Kind::SendBack
            | Kind::FailCheck
            | Kind::Deny
            | Kind::GiveHelp
            | Kind::Reply
    )
}

/// Fills the places of a text in, `values` in the order of [`PLACEHOLDERS`]. What a value says is not filled in again.
pub fn fill(body: &str, values: [&str; 3]) -> String {
    let mut filled = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = rest.find('{') {
        filled.push_str(&rest[..at]);
        rest = &rest[at..];
        let found = PLACEHOLDERS.iter().zip(values).find(|(place, _)| rest.starts_with(**place));
        if let Some((place, value)) = found {
            filled.push_str(value);
            rest = &rest[place.len()..];
        } else {
            filled.push('{');
            rest = &rest[1..];
        }
    }
    filled.push_str(rest);
    filled
}

/// The words of a form after a template was chosen: what another template put there gives way, what somebody typed stays.
pub fn chosen(typed: &str, from_template: &str, text: &str) -> String {
    if typed.trim().is_empty() || typed == from_template { text.to_owned() } else { format!("{typed}\n{text}") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn places_are_filled_in_once() {
        let values = ["990001-7", "{日期}路", "2026-11-23"];

        assert_eq!(
            fill("您好，{编号}（{地点}）已于{日期}办结。", values),
            "您好，990001-7（{日期}路）已于2026-11-23办结。"
        );
        assert_eq!(fill("{{编号}} {x} {", values), "{990001-7} {x} {");
    }

    #[test]
    fn what_was_typed_stays_and_another_template_gives_way() {
        assert_eq!(chosen(" ", "", "甲"), "甲");
        assert_eq!(chosen("甲", "甲", "乙"), "乙");
        assert_eq!(chosen("我写的", "甲", "乙"), "我写的\n乙");
    }

    #[test]
    fn a_draft_has_a_name_and_words() {
        assert_eq!(Draft::new_checked(" ", "x", None), Err(WrongField("name")));
        assert_eq!(Draft::new_checked("a\nb", "x", None), Err(WrongField("name")));
        assert_eq!(Draft::new_checked("a", " \n ", None), Err(WrongField("body")));
        assert_eq!(Draft::new_checked("a", &"字".repeat(LONGEST_BODY + 1), None), Err(WrongField("body")));
        assert_eq!(Draft::new_checked(" a ", "x\r\ny ", None).unwrap().body, "x\ny");
    }

    proptest! {
        #[test]
        fn a_text_without_places_stays_as_it_is(text in "[^{]{0,40}", value in ".{0,10}") {
            prop_assert_eq!(fill(&text, [&value, &value, &value]), text);
        }

        #[test]
        fn no_text_makes_it_fail(text in ".{0,60}", value in ".{0,10}") {
            fill(&text, [&value, &value, &value]);
        }
    }
}
