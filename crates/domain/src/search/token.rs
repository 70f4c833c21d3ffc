//! The tokens by which a person is found: one number each, in a B-tree beside the area.
//!
//! The high bits say what a token is of, so that no name can be mistaken for a tail of digits. Of names: one or two signs
//! packed exactly, longer text as a digest. Of phones and identity numbers: a keyed digest ([`KeyedHash`]), because every
//! four digits could be tried otherwise.
//!
//! Each key is a token of exactly one kind (a whole name is not also kept as its own beginning), so that the kinds can be
//! asked one after the other, the best first, and nobody comes twice.

use std::collections::BTreeSet;
use std::fmt;

use super::spelling::{Spelling, spellings};

/// What a token is of, the best match first among those that one text may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Kind {
    /// A whole name.
    Name = 1,
    /// The first sign or the first two of a longer name.
    NameStart,
    /// The beginning of a word of a name in letters, of [`WORD_START`] to [`WORD_END`] letters.
    WordStart,
    /// One or two signs further on in a name.
    NamePart,
    /// All initials.
    Initials,
    /// The first initials.
    InitialsStart,
    /// The given name's initials, when it has at least two.
    InitialsPart,
    /// A whole name in pinyin.
    Spelling,
    /// The first syllables.
    SpellingStart,
    /// The given name in pinyin.
    SpellingPart,
    /// A phone number.
    Phone,
    /// The last four digits of a phone number.
    PhoneTail,
    /// An identity number.
    IdNumber,
    /// Its last six signs.
    IdTail6,
    /// Its last four signs.
    IdTail4,
}

/// The shortest beginning of a word in letters that has its own token; shorter ones are found as parts.
pub const WORD_START: usize = 3;
/// The longest.
pub const WORD_END: usize = 8;
/// Bits of a token below its kind; the sign bit stays clear.
const PAYLOAD_BITS: u32 = 58;
/// Bits of one sign.
const SIGN_BITS: u32 = 21;

/// A keyed digest of something that must not be guessed from its token: the vault's keyring has one.
pub trait KeyedHash: fmt::Debug + Send + Sync {
    /// A number that nobody can compute without the key. `purpose` keeps equal digits of different meaning apart.
    fn token(&self, purpose: &str, text: &str) -> i64;
}

/// What is known of a person that they can be found by.
#[derive(Clone, Copy, Default)]
pub struct Findable<'a> {
    /// Name, in clear.
    pub name: &'a str,
    /// Phone numbers.
    pub phones: &'a [&'a str],
    /// Identity number.
    pub id_number: Option<&'a str>,
}

/// The tokens of a person, sorted, each once.
pub fn tokens(person: Findable<'_>, key: &dyn KeyedHash) -> Vec<i64> {
    let mut tokens = name_tokens(person.name);
    for phone in person.phones {
        let digits = digits(phone);
        tokens.insert(keyed(Kind::Phone, &digits, key));
        tokens.extend(tail(&digits, 4).map(|tail| keyed(Kind::PhoneTail, tail, key)));
    }
    if let Some(number) = person.id_number {
        let signs = digits(number);
        tokens.insert(keyed(Kind::IdNumber, &signs, key));
        tokens.extend(tail(&signs, 6).map(|tail| keyed(Kind::IdTail6, tail, key)));
        tokens.extend(tail(&signs, 4).map(|tail| keyed(Kind::IdTail4, tail, key)));
    }
    tokens.into_iter().collect()
}

/// The tokens of a name.
pub fn name_tokens(name: &str) -> BTreeSet<i64> {
    let mut tokens = BTreeSet::new();
    let signs = signs(name);
    if !signs.is_empty() {
        add_name(name, &signs, &mut |token| {
            tokens.insert(token);
        });
    }
    tokens
}

fn add_name(name: &str, signs: &[char], add: &mut impl FnMut(i64)) {
    add(whole(signs));
    for len in [1, 2] {
        for (at, part) in signs.windows(len).enumerate() {
            if at > 0 {
                add(gram(Kind::NamePart, part));
            } else if len < signs.len() {
                add(gram(Kind::NameStart, part));
            }
        }
    }
    for word in words(name).filter(|word| is_spelled_in_letters(word)) {
        for len in WORD_START..=word.len().min(WORD_END) {
            add(digest_of(Kind::WordStart, &word[..len]));
        }
    }
    for spelling in spellings(signs) {
        spelling_tokens(&spelling, add);
    }
}

fn spelling_tokens(spelling: &Spelling, add: &mut impl FnMut(i64)) {
    let initials = spelling.initials();
    add(digest(Kind::Initials, &initials));
    for len in 1..initials.len() {
        add(digest(Kind::InitialsStart, &initials[..len]));
    }
    let given = initials.len() - spelling.family;
    if spelling.family > 0 && given >= 2 {
        add(digest(Kind::InitialsPart, &initials[spelling.family..]));
    }
    add(digest(Kind::Spelling, &spelling.syllables.concat()));
    for len in 1..spelling.syllables.len() {
        add(digest(Kind::SpellingStart, &spelling.syllables[..len].concat()));
    }
    if spelling.family > 0 && given >= 1 {
        add(digest(Kind::SpellingPart, &spelling.syllables[spelling.family..].concat()));
    }
}

/// The signs of a name without what stands between its words, in lower case and in the usual width.
pub fn signs(name: &str) -> Vec<char> {
    words(name).flatten().collect()
}

/// The words of a name. A Tibetan tsheg or a middle dot parts them like a space.
fn words(name: &str) -> impl Iterator<Item = Vec<char>> {
    name.split(is_between).filter(|word| !word.is_empty()).map(|word| {
        let usual = word.chars().map(|sign| match sign {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(sign) - 0xfee0).unwrap_or(sign),
            other => other,
        });
        usual.flat_map(char::to_lowercase).collect()
    })
}

fn is_between(sign: char) -> bool {
    sign.is_whitespace()
        || sign.is_control()
        || matches!(sign, '·' | '•' | '・' | '‧' | '˙' | '．' | '.' | '-' | '‐' | '\'' | '’' | '་' | '༌' | ',' | '，')
}

/// Whether a word is of an alphabet, where one or two letters say little.
pub fn is_spelled_in_letters(word: &[char]) -> bool {
    word.iter().all(|sign| matches!(u32::from(*sign), 0x41..0x1100)) && word.iter().any(|sign| sign.is_alphabetic())
}

/// The digits of a number and a closing X, in capital letters and the usual width.
pub fn digits(text: &str) -> String {
    let usual = text.chars().map(|sign| match sign {
        '０'..='９' | 'Ｘ' | 'ｘ' => char::from_u32(u32::from(sign) - 0xfee0).unwrap_or(sign),
        other => other,
    });
    usual
        .filter(|sign| sign.is_ascii_digit() || matches!(sign, 'x' | 'X'))
        .map(|sign| sign.to_ascii_uppercase())
        .collect()
}

fn tail(text: &str, len: usize) -> Option<&str> {
    text.len().checked_sub(len).map(|start| &text[start..])
}

/// The token of a whole name.
pub fn whole(signs: &[char]) -> i64 {
    digest_of(Kind::Name, signs)
}

/// The token of one or two signs of a name.
pub fn gram(kind: Kind, part: &[char]) -> i64 {
    let packed = part.iter().fold(part.len() as u64, |packed, sign| packed << SIGN_BITS | u64::from(u32::from(*sign)));
    of_kind(kind, packed)
}

/// The token of letters.
pub fn digest(kind: Kind, text: &str) -> i64 {
    digest_of(kind, &text.chars().collect::<Vec<_>>())
}

/// FNV-1a over the signs, and `MurmurHash3`'s finaliser, so that the bits that are cut off were mixed in.
pub fn digest_of(kind: Kind, signs: &[char]) -> i64 {
    let mut hash = signs.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, sign| {
        (hash ^ u64::from(u32::from(*sign))).wrapping_mul(0x0100_0000_01b3)
    });
    hash = (hash ^ hash >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ hash >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    of_kind(kind, hash ^ hash >> 33)
}

/// The token of digits, under the key.
pub fn keyed(kind: Kind, text: &str, key: &dyn KeyedHash) -> i64 {
    let purpose = match kind {
        Kind::Phone => "search.phone",
        Kind::PhoneTail => "search.phone_tail4",
        Kind::IdNumber => "search.id_number",
        Kind::IdTail6 => "search.id_tail6",
        _ => "search.id_tail4",
    };
    of_kind(kind, key.token(purpose, text) as u64)
}

fn of_kind(kind: Kind, payload: u64) -> i64 {
    ((kind as u64) << PAYLOAD_BITS | payload & ((1 << PAYLOAD_BITS) - 1)) as i64
}

/// The kind of a token; nothing for a number that is none.
pub fn kind_of(token: i64) -> Option<Kind> {
    const KINDS: [Kind; 15] = [
        Kind::Name,
        Kind::NameStart,
        Kind::WordStart,
        Kind::NamePart,
        Kind::Initials,
        Kind::InitialsStart,
        Kind::InitialsPart,
        Kind::Spelling,
        Kind::SpellingStart,
        Kind::SpellingPart,
        Kind::Phone,
        Kind::PhoneTail,
        Kind::IdNumber,
        Kind::IdTail6,
        Kind::IdTail4,
    ];
    KINDS.into_iter().find(|kind| *kind as i64 == token >> PAYLOAD_BITS)
}
