//! How a Chinese name is spelled in Latin letters: readings, initials, and syllables that somebody began to type.
//!
//! Readings come from the crate `pinyin`. A sign that it does not know has none; a name with such a sign is found by its
//! signs only. `ü` is written `v` as on a keyboard; `lue` and `nue` are understood as `lve` and `nve`.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use pinyin::ToPinyinMulti;

/// The most spellings of one name that are kept: the likeliest readings come first.
const SPELLINGS: usize = 12;
/// The most readings of one sign that are looked at.
const READINGS: usize = 4;

/// Family names that are read in another way than the sign in a text. The second spelling is what people type by mistake.
const FAMILY_READINGS: [(&str, &[&[&str]]); 27] = [
    ("单", &[&["shan"], &["dan"]]),
    ("单于", &[&["chan", "yu"], &["dan", "yu"]]),
    ("解", &[&["xie"], &["jie"]]),
    ("仇", &[&["qiu"], &["chou"]]),
    ("曾", &[&["zeng"], &["ceng"]]),
    ("朴", &[&["piao"], &["pu"]]),
    ("尉迟", &[&["yu", "chi"], &["wei", "chi"]]),
    ("万俟", &[&["mo", "qi"], &["wan", "si"]]),
    ("区", &[&["ou"], &["qu"]]),
    ("查", &[&["zha"], &["cha"]]),
    ("任", &[&["ren"]]),
    ("盖", &[&["ge"], &["gai"]]),
    ("华", &[&["hua"]]),
    ("秘", &[&["bi"], &["mi"]]),
    ("冼", &[&["xian"]]),
    ("折", &[&["she"], &["zhe"]]),
    ("黑", &[&["he"], &["hei"]]),
    ("翟", &[&["zhai"], &["di"]]),
    ("乐", &[&["yue"], &["le"]]),
    ("员", &[&["yun"], &["yuan"]]),
    ("覃", &[&["qin"], &["tan"]]),
    ("牟", &[&["mu"], &["mou"]]),
    ("缪", &[&["miao"], &["mou"]]),
    ("长孙", &[&["zhang", "sun"], &["chang", "sun"]]),
    ("澹台", &[&["tan", "tai"]]),
    ("令狐", &[&["ling", "hu"]]),
    ("重", &[&["chong"], &["zhong"]]),
];

/// Two-sign family names whose readings are the usual ones.
const LONG_FAMILIES: [&str; 12] =
    ["欧阳", "司马", "上官", "诸葛", "皇甫", "东方", "慕容", "司徒", "公孙", "夏侯", "端木", "呼延"];

/// One way to spell a name: a syllable for each sign, and how many of them are the family name's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spelling {
    /// The syllables.
    pub syllables: Vec<&'static str>,
    /// How many belong to the family name.
    pub family: usize,
}

impl Spelling {
    /// The first letters of the syllables.
    pub fn initials(&self) -> String {
        self.syllables.iter().filter_map(|syllable| syllable.chars().next()).collect()
    }
}

/// The spellings of a name, the likeliest first; none when it has a sign without a reading.
pub fn spellings(signs: &[char]) -> Vec<Spelling> {
    let (family, mut found) = family(signs);
    for sign in &signs[family..] {
        let readings = readings(*sign);
        if readings.is_empty() {
            return Vec::new();
        }
        // The likeliest readings of every sign stay in front of the odd ones.
        found = readings.iter().flat_map(|reading| found.iter().map(|start| joined(start, reading))).collect();
        found.truncate(SPELLINGS);
    }
    let mut seen = BTreeSet::new();
    found.retain(|spelling| !spelling.is_empty() && seen.insert(spelling.clone()));
    found.into_iter().map(|syllables| Spelling { syllables, family }).collect()
}

fn joined(start: &[&'static str], next: &'static str) -> Vec<&'static str> {
    start.iter().copied().chain([next]).collect()
}

/// How many signs the family name has, and its spellings.
fn family(signs: &[char]) -> (usize, Vec<Vec<&'static str>>) {
    for len in [2, 1] {
        let Some(head) = signs.get(..len) else { continue };
        let head: String = head.iter().collect();
        if signs.len() > len || len == 1 {
            if let Some((_, spellings)) = FAMILY_READINGS.iter().find(|(name, _)| *name == head) {
                return (len, spellings.iter().map(|syllables| syllables.to_vec()).collect());
            }
            if LONG_FAMILIES.contains(&head.as_str()) {
                let usual = head.chars().filter_map(|sign| readings(sign).first().copied()).collect();
                return (len, vec![usual]);
            }
        }
    }
    match signs.first().map(|sign| readings(*sign)) {
        Some(readings) if !readings.is_empty() => (1, readings.into_iter().map(|reading| vec![reading]).collect()),
        _ => (0, vec![Vec::new()]),
    }
}

/// The readings of one sign without tones, the usual one first.
fn readings(sign: char) -> Vec<&'static str> {
    let mut found: Vec<&'static str> = Vec::new();
    for reading in sign.to_pinyin_multi().into_iter().flatten().take(READINGS) {
        let plain = keyboard(reading.plain());
        if plain.bytes().all(|letter| letter.is_ascii_lowercase()) && !found.contains(&plain) {
            found.push(plain);
        }
    }
    found
}

/// What a keyboard has for the syllables with ü.
fn keyboard(plain: &'static str) -> &'static str {
    match plain {
        "lü" => "lv",
        "nü" => "nv",
        "lüe" | "lue" => "lve",
        "nüe" | "nue" => "nve",
        other => other,
    }
}

/// A text as it is typed by its initials: the first letter of each sign's usual reading, letters and digits as they are.
/// Everything else is left out.
pub fn initials_of(text: &str) -> String {
    let initial = |sign: char| {
        if sign.is_ascii_alphanumeric() {
            return Some(sign.to_ascii_lowercase());
        }
        readings(sign).first().and_then(|reading| reading.chars().next())
    };
    text.chars().filter_map(initial).collect()
}

/// What typed letters may become, complete: themselves when they are whole syllables, and with the last syllable ended in
/// every way. `zhangx` is zhangxi, zhangxia, zhangxiao and so on; `xian` is itself, xiang, and xi + an.
pub fn completions(letters: &str) -> Vec<String> {
    let mut starts = vec![false; letters.len() + 1];
    starts[0] = true;
    for at in 0..letters.len() {
        if starts[at] {
            for syllable in begun_with(&letters[at..=at]) {
                if letters[at..].starts_with(syllable) {
                    starts[at + syllable.len()] = true;
                }
            }
        }
    }
    let mut found: Vec<String> = Vec::new();
    if starts[letters.len()] {
        found.push(letters.to_owned());
    }
    for at in (0..letters.len()).filter(|at| starts[*at]) {
        let begun = &letters[at..];
        let ended = begun_with(begun).filter(|syllable| syllable.len() > begun.len());
        for whole in ended.map(|syllable| format!("{}{syllable}", &letters[..at])) {
            if !found.contains(&whole) {
                found.push(whole);
            }
        }
    }
    found
}

fn begun_with(start: &str) -> impl Iterator<Item = &'static str> {
    let all = syllables();
    let from = all.partition_point(|syllable| *syllable < start);
    all[from..].iter().copied().take_while(move |syllable| syllable.starts_with(start))
}

/// All syllables, sorted.
fn syllables() -> &'static [&'static str] {
    static ALL: OnceLock<Vec<&'static str>> = OnceLock::new();
    ALL.get_or_init(|| {
        let signs = ('\u{4e00}'..='\u{9fff}').flat_map(|sign| readings(sign).into_iter().take(2));
        signs.collect::<BTreeSet<_>>().into_iter().collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn initials(name: &str) -> Vec<String> {
        spellings(&name.chars().collect::<Vec<_>>()).iter().map(Spelling::initials).collect()
    }

    #[test]
    fn family_names_are_read_as_family_names() {
        for (name, expected) in [
            ("单小明", "sxm"),
            ("解放", "xf"),
            ("仇英", "qy"),
            ("曾国", "zg"),
            ("朴英子", "pyz"),
            ("尉迟恭", "ycg"),
            ("欧阳修", "oyx"),
        ] {
            assert_eq!(initials(name).first().map(String::as_str), Some(expected), "{name}");
        }
    }

    #[test]
    fn a_sign_of_several_readings_is_spelled_in_each() {
        let found = initials("李乐");

        assert!(found.contains(&"ll".to_owned()) && found.contains(&"ly".to_owned()), "{found:?}");
    }

    #[test]
    fn what_somebody_began_to_type_is_ended_in_every_way() {
        assert!(completions("zhan").contains(&"zhang".to_owned()));
        assert!(completions("zhangx").contains(&"zhangxiao".to_owned()));
        assert_eq!(completions("xian")[0], "xian");
        assert!(completions("lv").contains(&"lv".to_owned()));
        assert!(completions("qqq").is_empty());
    }

    #[test]
    fn there_are_as_many_syllables_as_the_language_has() {
        assert!((380..=480).contains(&syllables().len()), "{}: {:?}", syllables().len(), syllables());
    }

    #[test]
    fn names_in_other_scripts_have_no_spelling() {
        assert!(initials("Айгүл").is_empty());
        assert!(initials("김영희").is_empty());
    }
}
