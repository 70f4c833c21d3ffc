//! Whether two texts are nearly the same: a simhash of their pairs of letters (Charikar 2002), 64 bits that differ little where the
//! words do. Digits and signs do not count, because programs vary them.

/// Texts whose traces differ in no more bits are copies. Texts that have nothing to do with each other differ in 32 ± 4.
pub const NEAR_BITS: i32 = 10;
/// Below so many letters a text is short.
const SHORT: usize = 10;
/// FNV-1a, 64 bits.
const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;

/// What is kept of a text to find its copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The simhash.
    pub bits: u64,
    /// Whether the text is so short that people choose it independently.
    pub is_short: bool,
}

impl Trace {
    /// The trace of a text; nothing for one without letters, such as a photo's.
    pub fn of(words: &str) -> Option<Self> {
        let letters: Vec<char> =
            words.chars().filter(|sign| sign.is_alphabetic()).flat_map(char::to_lowercase).collect();
        let is_short = letters.len() < SHORT;
        let mut sums = [0_i32; 64];
        let mut add = |piece: &[char]| {
            let hash = hash(piece);
            for (bit, sum) in sums.iter_mut().enumerate() {
                *sum += if hash >> bit & 1 == 1 { 1 } else { -1 };
            }
        };
        match letters.as_slice() {
            [] => return None,
            [one] => add(&[*one]),
            several => several.windows(2).for_each(&mut add),
        }
        let bits = sums.iter().enumerate().filter(|(_, sum)| **sum > 0).fold(0, |bits, (bit, _)| bits | 1_u64 << bit);
        Some(Self { bits, is_short })
    }

    /// In how many bits two traces differ.
    pub fn distance(self, other: Self) -> i32 {
        (self.bits ^ other.bits).count_ones() as i32
    }
}

fn hash(piece: &[char]) -> u64 {
    let bytes = piece.iter().flat_map(|sign| u32::from(*sign).to_be_bytes());
    let hash = bytes.fold(BASIS, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME));
    // The last bytes of FNV reach few bits: mixed once more (the finaliser of MurmurHash3).
    let hash = (hash ^ hash >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let hash = (hash ^ hash >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ hash >> 33
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn distance(one: &str, other: &str) -> i32 {
        Trace::of(one).unwrap().distance(Trace::of(other).unwrap())
    }

    #[test]
    fn copies_are_near_and_other_matters_are_far() {
        let said = "低价办理各种证件发票，加微信联系我，当天到账，诚信可靠，欢迎来电咨询办理";
        for copy in [
            "低价办理各种证件发票 加微信联系我 当天到账 诚信可靠 欢迎来电咨询办理 8817",
            "【低价办理各种证件发票】加微信联系我，当天到账，诚信可靠，欢迎来电咨询办理！！！",
            "低价办理各种证件发票，加微信联系我，当天到账，诚信可靠，欢迎来电咨询办里",
        ] {
            assert!(distance(said, copy) <= NEAR_BITS, "{copy}: {}", distance(said, copy));
        }
        for other in [
            "三单元楼道的灯坏了一个星期，老人晚上下楼看不见台阶，请派人来修",
            "小区东门的下水道又堵了，污水漫到路上，孩子上学都要绕着走",
            "请志愿者周末帮忙理发，奶奶腿脚不便下不了楼，谢谢你们",
        ] {
            assert!(distance(said, other) > NEAR_BITS, "{other}: {}", distance(said, other));
        }
    }

    #[test]
    fn what_has_no_letters_has_no_trace_and_few_letters_are_short() {
        assert_eq!(Trace::of(" 123 ！？ "), None);
        assert!(Trace::of("停电了").unwrap().is_short);
        assert!(Trace::of("灯").unwrap().is_short);
        assert!(!Trace::of("三单元楼道的灯坏了一个星期").unwrap().is_short);
    }

    proptest! {
        #[test]
        fn digits_signs_and_case_hide_no_copy(words in "[a-z\u{4e00}-\u{9fa5}]{1,40}", noise in "[0-9 .,!-]{0,12}") {
            let hidden = format!("{noise}{}{noise}", words.to_uppercase());

            prop_assert_eq!(Trace::of(&words).unwrap(), Trace::of(&hidden).unwrap());
        }
    }
}
