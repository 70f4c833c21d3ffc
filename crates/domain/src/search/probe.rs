//! What a text may mean when a person is looked for: the tokens to ask for, the best meaning first.

use super::spelling::completions;
use super::token::{self, KeyedHash, Kind, WORD_END, WORD_START, signs};

/// The most letters that are read as initials.
const INITIALS: usize = 8;
/// The most letters that are read as pinyin.
const LETTERS: usize = 40;

/// One token to ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    /// The token.
    pub token: i64,
    /// What it is of.
    pub kind: Kind,
    /// Whether a person must have all of [`Question::also`], too.
    pub refined: bool,
}

/// All that a text may mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// Tokens by rank.
    pub probes: Vec<Probe>,
    /// The other pairs of signs of a longer piece of a name.
    pub also: Vec<i64>,
}

/// Which sort of thing was asked for, for the audit trail: it says nothing of the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Part of a name.
    Name,
    /// Letters: initials, pinyin, or a name in letters.
    Letters,
    /// Digits of a phone or an identity number.
    Digits,
    /// A door.
    Door,
}

impl Sort {
    /// The stored word.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Letters => "letters",
            Self::Digits => "digits",
            Self::Door => "door",
        }
    }
}

impl Question {
    /// Reads a text. One that can't be about a person asks for nothing.
    pub fn read(text: &str, key: &dyn KeyedHash) -> Self {
        if let Some(digits) = number(text) {
            return Self { probes: digit_probes(&digits, key), also: Vec::new() };
        }
        let signs = signs(text);
        let is_name = !signs.is_empty() && signs.iter().all(|sign| sign.is_alphabetic() || u32::from(*sign) > 0x7f);
        if !is_name {
            return Self::default();
        }
        let mut question = Self {
            probes: vec![Probe { token: token::whole(&signs), kind: Kind::Name, refined: false }],
            also: Vec::new(),
        };
        if signs.iter().all(char::is_ascii_lowercase) {
            question.ask_letters(&signs.iter().collect::<String>());
        }
        question.ask_parts(&signs);
        question.probes.sort_by_key(|probe| rank(probe.kind));
        question
    }

    /// What was asked for.
    pub fn sort(&self) -> Option<Sort> {
        let is_of = |range: std::ops::RangeInclusive<Kind>| self.probes.iter().any(|probe| range.contains(&probe.kind));
        if is_of(Kind::Phone..=Kind::IdTail4) {
            Some(Sort::Digits)
        } else if is_of(Kind::Initials..=Kind::SpellingPart) {
            Some(Sort::Letters)
        } else {
            (!self.probes.is_empty()).then_some(Sort::Name)
        }
    }

    /// Whether a person of that name is meant.
    pub fn means(&self, name: &str) -> bool {
        let tokens = token::name_tokens(name);
        let has_all = self.also.iter().all(|token| tokens.contains(token));
        self.probes.iter().any(|probe| tokens.contains(&probe.token) && (has_all || !probe.refined))
    }

    fn ask(&mut self, kind: Kind, token: i64, refined: bool) {
        self.probes.push(Probe { token, kind, refined });
    }

    fn ask_parts(&mut self, signs: &[char]) {
        let in_letters = token::is_spelled_in_letters(signs);
        if in_letters && signs.len() >= WORD_START {
            let start = &signs[..signs.len().min(WORD_END)];
            self.ask(Kind::WordStart, token::digest_of(Kind::WordStart, start), signs.len() > WORD_END);
        }
        let first = &signs[..signs.len().min(2)];
        self.also = signs.windows(2).skip(1).map(|pair| token::gram(Kind::NamePart, pair)).collect();
        let refined = !self.also.is_empty();
        self.ask(Kind::NameStart, token::gram(Kind::NameStart, first), refined);
        self.ask(Kind::NamePart, token::gram(Kind::NamePart, first), refined);
    }

    fn ask_letters(&mut self, letters: &str) {
        if letters.len() <= INITIALS {
            for kind in [Kind::Initials, Kind::InitialsStart, Kind::InitialsPart] {
                self.ask(kind, token::digest(kind, letters), false);
            }
        }
        // One letter is an initial: every syllable that begins with it says no more.
        if (2..=LETTERS).contains(&letters.len()) {
            for whole in completions(letters) {
                for kind in [Kind::Spelling, Kind::SpellingStart, Kind::SpellingPart] {
                    self.ask(kind, token::digest(kind, &whole), false);
                }
            }
        }
    }
}

/// Names as they are written come before names as they sound; whole before beginning before part.
fn rank(kind: Kind) -> u8 {
    match kind {
        Kind::Name | Kind::Phone | Kind::IdNumber => 0,
        Kind::WordStart => 1,
        Kind::NameStart | Kind::IdTail6 => 2,
        Kind::Initials | Kind::PhoneTail => 4,
        Kind::Spelling | Kind::IdTail4 => 5,
        Kind::NamePart => 3,
        Kind::InitialsStart => 6,
        Kind::SpellingStart => 7,
        Kind::InitialsPart => 8,
        Kind::SpellingPart => 9,
    }
}

/// Digits, with an X at the end of a piece of an identity number.
fn number(text: &str) -> Option<String> {
    let digits = token::digits(text);
    let is_plain = text.chars().filter(|sign| !sign.is_whitespace() && *sign != '-').count() == digits.len();
    let head = digits.trim_end_matches('X');
    let is_number = is_plain && !head.is_empty() && digits.len() - head.len() <= 1 && !head.contains('X');
    is_number.then_some(digits)
}

fn digit_probes(digits: &str, key: &dyn KeyedHash) -> Vec<Probe> {
    let kinds: &[Kind] = match digits.len() {
        4 if digits.ends_with('X') => &[Kind::IdTail4],
        4 => &[Kind::PhoneTail, Kind::IdTail4],
        6 => &[Kind::IdTail6],
        18 => &[Kind::IdNumber],
        7..=15 => &[Kind::Phone],
        _ => &[],
    };
    kinds.iter().map(|kind| Probe { token: token::keyed(*kind, digits, key), kind: *kind, refined: false }).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::spelling::spellings;
    use super::super::token::{Findable, kind_of, tokens};
    use super::*;

    /// Tells purposes apart and hides nothing: what is tested here is which tokens there are.
    #[derive(Debug)]
    struct Plain;

    impl KeyedHash for Plain {
        fn token(&self, purpose: &str, text: &str) -> i64 {
            token::digest(Kind::Name, &format!("{purpose}/{text}"))
        }
    }

    /// Whether a text finds a person as the store looks: one probe, and all others when it is refined.
    fn finds(text: &str, tokens: &[i64]) -> bool {
        let question = Question::read(text, &Plain);
        let has_all = question.also.iter().all(|token| tokens.contains(token));
        question.probes.iter().any(|probe| tokens.contains(&probe.token) && (has_all || !probe.refined))
    }

    fn of(name: &str) -> Vec<i64> {
        tokens(Findable { name, ..Findable::default() }, &Plain)
    }

    #[test]
    fn initials_find_short_and_long_names() {
        assert!(finds("zs", &of("张三")));
        assert!(finds("ZXM", &of("张小明")));
        assert!(finds("zx", &of("张小明")));
        assert!(finds("xm", &of("张小明")));
        assert!(!finds("zs", &of("张小明")));
    }

    #[test]
    fn pinyin_finds_while_it_is_typed() {
        let zhang = of("张小明");
        for text in
            ["zh", "zha", "zhang", "zhangx", "zhangxia", "zhangxiaom", "zhangxiaoming", "Zhang Xiaoming", "xiaoming"]
        {
            assert!(finds(text, &zhang), "{text}");
        }
        assert!(!finds("zhangli", &zhang));
    }

    #[test]
    fn a_piece_of_a_name_in_any_script_finds_it() {
        for (name, piece) in [
            ("欧阳建国", "欧阳建"),
            ("欧阳建国", "建国"),
            ("\u{20bb7}田一郎", "\u{20bb7}"),
            ("王\u{2a6d6}", "\u{2a6d6}"),
            ("Айгүл Серікқызы", "серік"),
            ("Айгүл Серікқызы", "АЙГ"),
            ("买买提·吐尔逊", "吐尔逊"),
            ("བཀྲ་ཤིས", "བཀྲ་ཤིས"),
            ("John Smith", "smith"),
            ("John Smith", "john s"),
            ("김영희", "영희"),
        ] {
            assert!(finds(piece, &of(name)), "{piece} in {name}");
        }
    }

    #[test]
    fn what_is_not_about_a_person_asks_for_nothing() {
        for text in ["", " ", "3-2-401", "阳光花园3号", "%", "1", "12345", "12X4"] {
            assert_eq!(Question::read(text, &Plain), Question::default(), "{text}");
        }
    }

    #[test]
    fn better_matches_are_asked_for_first() {
        let kinds: Vec<Kind> = Question::read("王伟", &Plain).probes.iter().map(|probe| probe.kind).collect();

        assert_eq!(kinds, [Kind::Name, Kind::NameStart, Kind::NamePart]);
    }

    proptest! {
        #[test]
        fn every_search_key_of_a_person_is_among_their_tokens(
            name in "[王李张单解仇曾朴欧阳尉迟明建国乐重行\u{20bb7}\u{2a6d6}a-cА-Гㄱ가-깋ཀ-ང]{1,6}",
            phone in "1[3-9][0-9]{9}",
            id_number in "[0-9]{17}[0-9X]",
        ) {
            let person = Findable { name: &name, phones: &[&phone], id_number: Some(&id_number) };
            let tokens = tokens(person, &Plain);
            let signs = signs(&name);
            for len in [1, 2, 3, signs.len()] {
                for part in signs.windows(len.clamp(1, signs.len())) {
                    let text: String = part.iter().collect();
                    prop_assert!(finds(&text, &tokens), "{text} of {name}");
                }
            }
            for spelling in spellings(&signs) {
                let initials = spelling.initials();
                for len in 1..=initials.len() {
                    prop_assert!(finds(&initials[..len], &tokens), "{} of {name}", &initials[..len]);
                }
                prop_assert!(finds(&spelling.syllables.concat(), &tokens), "{spelling:?} of {name}");
            }
            for tail in [&phone[7..], &phone, &id_number[14..], &id_number[12..], &id_number] {
                prop_assert!(finds(tail, &tokens), "{tail}");
            }
        }

        #[test]
        fn no_token_is_of_two_kinds(name in "\\PC{1,8}", id_number in "[0-9]{17}[0-9X]") {
            let person = Findable { name: &name, phones: &["13800138000"], id_number: Some(&id_number) };
            for token in tokens(person, &Plain) {
                prop_assert!(token > 0);
                prop_assert!(kind_of(token).is_some());
            }
            for (a, b) in [(Kind::NameStart, Kind::NamePart), (Kind::IdTail4, Kind::PhoneTail), (Kind::Initials, Kind::Spelling)] {
                prop_assert_ne!(token::digest(a, &name), token::digest(b, &name));
            }
        }

        #[test]
        fn any_text_is_read_without_fear(text in "\\PC{0,60}") {
            let question = Question::read(&text, &Plain);
            prop_assert!(question.probes.len() < 700, "{}", question.probes.len());
        }
    }
}
