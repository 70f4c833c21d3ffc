//! 小区群转录: the copied text of a chat group, split into messages, and what a case's text is made of. Nothing of a text is lost,
//! and any text parses.
//!
//! Not here: who may take a case in (`service`), and which words a member is called by instead of the name.

mod head;
mod place;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use place::{Mention, places_in};

use self::head::{Head, colon_head, time_head};

/// The most signs of a copied text.
pub const MOST_SIGNS: usize = 20_000;
/// The most messages that are taken in at once.
pub const MOST_MESSAGES: usize = 60;

/// One message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Exactly what stood there, line ends included: all of them in a row are the text.
    pub raw: String,
    /// Who said it, as the head names them.
    pub name: Option<String>,
    /// When, as the head says it; nothing when it does not.
    pub time: String,
    /// What was said.
    pub words: String,
}

/// Splits a text into messages. Heads are `张三 10:30` above what was said, or `张三: ` before it, whichever there are more of; what
/// stands above the first head is a message of nobody.
pub fn split(text: &str) -> Vec<Message> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let timed: Vec<Option<Head<'_>>> = lines.iter().map(|line| time_head(line)).collect();
    let named: Vec<Option<Head<'_>>> = lines.iter().map(|line| colon_head(line)).collect();
    let count = |heads: &[Option<Head<'_>>]| heads.iter().flatten().count();
    let heads = if count(&timed) >= count(&named) { timed } else { named };
    let mut messages: Vec<Message> = Vec::new();
    for (line, head) in lines.into_iter().zip(heads) {
        match (head, messages.last_mut()) {
            (None, Some(message)) => {
                message.raw.push_str(line);
                message.words.push_str(line);
            }
            (None, None) => messages.push(message(line, None)),
            (Some(head), _) => messages.push(message(line, Some(head))),
        }
    }
    for message in &mut messages {
        message.words = message.words.trim().to_owned();
    }
    messages
}

fn message(line: &str, head: Option<Head<'_>>) -> Message {
    let raw = line.to_owned();
    match head {
        Some(head) => {
            Message { raw, name: Some(head.name.to_owned()), time: head.time.to_owned(), words: head.words.to_owned() }
        }
        None => Message { words: raw.clone(), raw, name: None, time: String::new() },
    }
}

/// What becomes of a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lot {
    /// It begins a case.
    New,
    /// It belongs to the case before it.
    Previous,
    /// It is left out.
    #[default]
    Out,
}

impl Lot {
    /// Every lot with its word.
    pub const ALL: [(Self, &'static str); 3] = [(Self::New, "new"), (Self::Previous, "previous"), (Self::Out, "out")];

    /// The word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(lot, _)| *lot == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(lot, _)| *lot)
    }
}

/// The messages of each case, by their places in the list. What belongs to the previous begins a case where there is none.
pub fn cases(lots: &[Lot]) -> Vec<Vec<usize>> {
    let mut cases: Vec<Vec<usize>> = Vec::new();
    for (at, lot) in lots.iter().enumerate() {
        match (lot, cases.last_mut()) {
            (Lot::Out, _) => {}
            (Lot::Previous, Some(case)) => case.push(at),
            (Lot::Previous | Lot::New, _) => cases.push(vec![at]),
        }
    }
    cases
}

/// The members of a chat in the order in which they first speak, each once: nothing but the order is told of them.
pub fn members(messages: &[Message]) -> Vec<&str> {
    let mut members: Vec<&str> = Vec::new();
    for name in messages.iter().filter_map(|message| message.name.as_deref()) {
        if !members.contains(&name) {
            members.push(name);
        }
    }
    members
}

/// The letter of a member: A to Z, then AA, AB and so on.
pub fn letter(member: usize) -> String {
    let last = char::from(b'A' + (member % 26) as u8);
    match member / 26 {
        0 => last.to_string(),
        before => format!("{}{last}", letter(before - 1)),
    }
}

/// What somebody said, with every member's name of two signs or more replaced by what `called` says of the member. The longest name
/// wins where several stand at one place.
pub fn without_names(words: &str, members: &[&str], called: &dyn Fn(usize) -> String) -> String {
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, name) in members.iter().enumerate().filter(|(_, name)| name.chars().nth(1).is_some()) {
        names.entry(name).or_insert(at);
    }
    let mut longest_first: Vec<_> = names.into_iter().collect();
    longest_first.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    let (mut written, mut rest) = (String::new(), words);
    while let Some(sign) = rest.chars().next() {
        if let Some((name, at)) = longest_first.iter().find(|(name, _)| rest.starts_with(name)) {
            written.push_str(&called(*at));
            rest = &rest[name.len()..];
        } else {
            written.push(sign);
            rest = &rest[sign.len_utf8()..];
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TIMED: &str = "张三 10:30\n3号楼二单元楼道灯坏了\n好几天了\n\n李四 10:31\n我们这也是 @张三\n";

    fn bare(text: &str) -> String {
        text.chars().filter(|sign| !sign.is_whitespace() && !matches!(sign, ':' | '：')).collect()
    }

    /// Texts that look like chats more often than chance does.
    fn chat() -> impl Strategy<Value = String> {
        let line = prop_oneof![
            "[\u{4e00}-\u{4e40}]{1,4} [0-2]?[0-9]:[0-5][0-9]",
            "[\u{4e00}-\u{4e40}a-c]{1,4}[:：] ?[\u{4e00}-\u{4e40} 0-9:]{0,12}",
            "\\PC{0,24}",
            Just(String::new()),
        ];
        let ending = prop_oneof![Just("\n"), Just("\r\n"), Just("\n\n")];
        prop::collection::vec((line, ending), 0..12)
            .prop_map(|lines| lines.into_iter().map(|(line, ending)| line + ending).collect())
    }

    #[test]
    fn heads_with_a_time_stand_above_what_was_said() {
        let messages = split(TIMED);

        assert_eq!(messages.len(), 2);
        assert_eq!((messages[0].name.as_deref(), messages[0].time.as_str()), (Some("张三"), "10:30"));
        assert_eq!(messages[0].words, "3号楼二单元楼道灯坏了\n好几天了");
        assert_eq!((messages[1].name.as_deref(), messages[1].words.as_str()), (Some("李四"), "我们这也是 @张三"));
    }

    #[test]
    fn heads_with_a_colon_stand_before_what_was_said() {
        let messages = split("前言\n张三：水停到 22:30\nhttp://a.example 看这里\n李四: 知道了\n地址：3号楼\n");
        let said: Vec<_> = messages.iter().map(|one| (one.name.as_deref(), one.words.as_str())).collect();

        assert_eq!(
            said,
            [
                (None, "前言"),
                (Some("张三"), "水停到 22:30\nhttp://a.example 看这里"),
                (Some("李四"), "知道了\n地址：3号楼")
            ]
        );
    }

    #[test]
    fn dates_and_parts_of_the_day_belong_to_the_time() {
        for head in ["张三 2026/11/23 10:30:05", "张三 昨天 10:30", "张三  11月23日 下午3:20", "张 三 2026-11-23 10:30"]
        {
            let messages = split(&format!("{head}\n灯坏了"));

            assert_eq!(messages.len(), 1, "{head}");
            assert!(
                messages[0].name.as_deref().is_some_and(|name| name.starts_with('张') && name.ends_with(['张', '三']))
            );
            assert!(messages[0].time.ends_with(|sign: char| sign.is_ascii_digit()), "{head}");
            assert_eq!(messages[0].words, "灯坏了");
        }
    }

    #[test]
    fn names_become_letters_in_heads_and_in_what_was_said() {
        let messages = split(TIMED);
        let members = members(&messages);
        let called = |member: usize| format!("住户{}", letter(member));

        assert_eq!(members, ["张三", "李四"]);
        assert_eq!(without_names(&messages[1].words, &members, &called), "我们这也是 @住户A");
        assert_eq!((letter(25), letter(26), letter(52)), ("Z".to_owned(), "AA".to_owned(), "BA".to_owned()));
    }

    #[test]
    fn what_belongs_to_the_previous_begins_a_case_where_there_is_none() {
        use Lot::{New, Out, Previous};

        assert_eq!(cases(&[Previous, Out, Previous, New, Previous]), [vec![0, 2], vec![3, 4]]);
        assert!(cases(&[Out, Out]).is_empty());
    }

    proptest! {
        #[test]
        fn nothing_of_any_text_is_lost(text in prop_oneof![chat(), any::<String>()]) {
            let messages = split(&text);

            let whole: String = messages.iter().map(|message| message.raw.as_str()).collect();
            prop_assert_eq!(&whole, &text);
            for message in &messages {
                let parts = format!("{}{}{}", message.name.as_deref().unwrap_or_default(), message.time, message.words);
                prop_assert_eq!(bare(&parts), bare(&message.raw));
            }
        }

        #[test]
        fn every_message_that_is_not_left_out_is_in_one_case(lots in prop::collection::vec(0..3_usize, 0..40)) {
            let lots: Vec<Lot> = lots.into_iter().map(|at| Lot::ALL[at].0).collect();

            let placed: Vec<usize> = cases(&lots).concat();

            let wanted: Vec<usize> = (0..lots.len()).filter(|at| lots[*at] != Lot::Out).collect();
            prop_assert_eq!(placed, wanted);
        }

        #[test]
        fn no_members_name_is_left(text in chat()) {
            let messages = split(&text);
            let members = members(&messages);
            for message in &messages {
                let written = without_names(&message.words, &members, &|member| format!("<{member}>"));
                for name in members.iter().filter(|name| name.chars().count() > 1) {
                    // A new name may arise across a replacement; nothing of what stood there whole is left.
                    prop_assert!(!written.split(['<', '>']).any(|part| part.contains(name)), "{} in {}", name, written);
                }
            }
        }
    }
}
