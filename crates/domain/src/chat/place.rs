//! Which building or door somebody's words name, such as 3号楼2单元401. What is there is the service's to find.

use crate::search::DoorQuery;

/// The longest mention that is looked at, in signs.
const LONGEST: usize = 24;
/// What makes digits a place.
const OF_PLACES: [&str; 6] = ["号楼", "单元", "栋", "幢", "座", "室"];

/// A place that stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// As it stands there.
    pub text: String,
    /// What it may mean, the likeliest first; never empty.
    pub readings: Vec<DoorQuery>,
}

/// The places of a text, in their order: runs of digits with the words of doors between them, or with two hyphens.
pub fn places_in(text: &str) -> Vec<Mention> {
    let mut mentions = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(|sign: char| sign.is_ascii_digit()) {
        let run = run(&rest[at..]);
        if let Some(mention) = mention(run) {
            mentions.push(mention);
        }
        // A run begins with a digit: it is never empty.
        rest = &rest[at + run.len().max(1)..];
    }
    mentions
}

fn run(text: &str) -> &str {
    let belongs = |sign: char| {
        sign.is_ascii_digit()
            || matches!(sign, '-' | '号' | '楼' | '单' | '元' | '栋' | '幢' | '座' | '室' | '户' | '#')
    };
    let end = text.char_indices().take(LONGEST).find(|(_, sign)| !belongs(*sign)).map(|(at, _)| at);
    let longest = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
    &text[..end.unwrap_or(longest)]
}

fn mention(run: &str) -> Option<Mention> {
    let text = run.trim_end_matches('-');
    let is_place = OF_PLACES.iter().any(|word| text.contains(word)) || text.matches('-').count() == 2;
    let readings = if is_place { DoorQuery::parse(text) } else { Vec::new() };
    (!readings.is_empty()).then(|| Mention { text: text.to_owned(), readings })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<String> {
        places_in(text).into_iter().map(|mention| mention.text).collect()
    }

    #[test]
    fn doors_and_buildings_are_places_and_other_numbers_are_none() {
        assert_eq!(found("阳光花园3号楼2单元401漏水，5栋也是"), ["3号楼2单元401", "5栋"]);
        assert_eq!(found("3-2-401 没水"), ["3-2-401"]);
        assert!(found("晚上10点，13900001111，第3次了，2026-11").is_empty());
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in prop_oneof![any::<String>(), "[0-9号楼单元栋室 -]{0,40}"]) {
            for mention in places_in(&text) {
                prop_assert!(text.contains(&mention.text) && !mention.readings.is_empty());
            }
        }
    }
}
