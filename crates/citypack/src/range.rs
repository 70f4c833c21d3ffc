//! Yes-or-no decisions as a fraction of a byte each: an adaptive binary range coder, and whole numbers on top of it.
//!
//! Every decision has a [`Chance`] that learns from the decisions before it; the likelier the answer was, the fewer bits it
//! takes. Encoder and decoder run the same code (see [`Coder`]), so that they can't disagree about a model. Not for text,
//! which HTTP's own compression knows better.

/// The least probability that an answer is ever given, of 2³², so that none is free.
const LEAST: u32 = 1 << 21;
/// The most answers that a chance remembers.
const MEMORY: usize = 1 << 10;
/// Chances that remember so many answers don't change; their quick half is not asked.
const STEADY: u16 = 1000;
/// By which part (of 65,536) a chance moves towards the answer after so many answers.
const SHARE: [u32; MEMORY] = shares();

const fn shares() -> [u32; MEMORY] {
    let mut shares = [0; MEMORY];
    let mut seen = 0;
    while seen < MEMORY {
        shares[seen] = 131_072 / (2 * seen as u32 + 3);
        seen += 1;
    }
    shares
}

/// How many answers the quick half of a chance remembers.
const QUICK: u16 = 24;

/// How many answers a guess about a chance is worth.
const PRIOR: u16 = 6;

/// How likely the answer yes is, learned from the answers so far: the mean of a quick guess and a patient one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chance {
    /// Of 2³².
    quick: u32,
    /// Of 2³².
    patient: u32,
    seen: u16,
}

impl Default for Chance {
    fn default() -> Self {
        Self { quick: 1 << 31, patient: 1 << 31, seen: 0 }
    }
}

impl Chance {
    /// Of 2³².
    fn yes(&self, memory: u16) -> u32 {
        if memory >= STEADY { self.patient } else { self.quick / 2 + self.patient / 2 }
    }

    /// One that thinks yes and no alike, and is not quickly convinced of anything else.
    fn even() -> Self {
        Self { seen: PRIOR, ..Self::default() }
    }

    /// What another that knows nothing yet starts from.
    fn heir(self) -> Self {
        Self { seen: self.seen.min(PRIOR), ..self }
    }

    fn learn(&mut self, answer: bool, memory: u16) {
        move_towards(&mut self.patient, answer, self.seen);
        move_towards(&mut self.quick, answer, self.seen.min(QUICK));
        self.seen += u16::from(self.seen < memory);
    }
}

fn move_towards(yes: &mut u32, answer: bool, seen: u16) {
    let share = u64::from(SHARE[usize::from(seen) % MEMORY]);
    let away = if answer { !*yes } else { *yes };
    let step = ((u64::from(away) * share) >> 16) as u32;
    *yes = if answer { *yes + step } else { *yes - step }.clamp(LEAST, !LEAST);
}

/// Encoder or decoder: the encoder takes the answer it is given, the decoder ignores that and finds its own.
pub(crate) trait Coder {
    /// A decision with odds, which learn from it and remember about `memory` answers (below 1,024).
    fn decide(&mut self, chance: &mut Chance, memory: u16, answer: bool) -> bool;
    /// A decision without odds.
    fn toss(&mut self, answer: bool) -> bool;
}

/// Where the interval is cut in two.
fn cut(low: u64, high: u64, yes: u32) -> u64 {
    low + ((high - low) >> 16) * u64::from(yes >> 16)
}

fn half(low: u64, high: u64) -> u64 {
    low + (high - low) / 2
}

/// Decisions to bytes.
pub(crate) struct Encoder {
    low: u64,
    high: u64,
    bytes: Vec<u8>,
}

impl Default for Encoder {
    fn default() -> Self {
        Self { low: 0, high: u64::MAX, bytes: Vec::new() }
    }
}

impl Encoder {
    fn take(&mut self, answer: bool, middle: u64) {
        if answer {
            self.high = middle;
        } else {
            self.low = middle + 1;
        }
        while (self.low ^ self.high) >> 56 == 0 {
            self.bytes.push((self.high >> 56) as u8);
            self.low <<= 8;
            self.high = self.high << 8 | 0xff;
        }
    }

    /// How many bits everything so far takes.
    #[cfg(test)]
    pub(crate) fn bits(&self) -> f64 {
        8.0 * self.bytes.len() as f64 + 64.0 - ((self.high - self.low) as f64).log2()
    }

    /// All bytes; what follows them is read as zeros.
    pub(crate) fn into_bytes(mut self) -> Vec<u8> {
        // The shortest number in the interval, with zeros behind it.
        for kept in 0..=8u32 {
            let below = if kept == 8 { 0 } else { u64::MAX >> (8 * kept) };
            let number = self.low.checked_add(below).map(|number| number & !below);
            if let Some(number) = number.filter(|number| *number <= self.high) {
                self.bytes.extend_from_slice(&number.to_be_bytes()[..kept as usize]);
                break;
            }
        }
        self.bytes
    }
}

impl Coder for Encoder {
    fn decide(&mut self, chance: &mut Chance, memory: u16, answer: bool) -> bool {
        self.take(answer, cut(self.low, self.high, chance.yes(memory)));
        chance.learn(answer, memory);
        answer
    }

    fn toss(&mut self, answer: bool) -> bool {
        self.take(answer, half(self.low, self.high));
        answer
    }
}

/// Bytes to decisions. Any bytes are decisions; behind their end it reads zeros.
pub(crate) struct Decoder {
    low: u64,
    high: u64,
    code: u64,
    bytes: Vec<u8>,
    at: usize,
}

impl Decoder {
    /// Decodes the bytes from `at` on.
    pub(crate) fn new(bytes: Vec<u8>, at: usize) -> Self {
        let mut decoder = Self { low: 0, high: u64::MAX, code: 0, bytes, at };
        (0..8).for_each(|_| decoder.pull());
        decoder
    }

    fn pull(&mut self) {
        self.code = self.code << 8 | u64::from(self.bytes.get(self.at).copied().unwrap_or(0));
        self.at += 1;
    }

    fn give(&mut self, middle: u64) -> bool {
        let answer = self.code <= middle;
        if answer {
            self.high = middle;
        } else {
            self.low = middle + 1;
        }
        while (self.low ^ self.high) >> 56 == 0 {
            self.low <<= 8;
            self.high = self.high << 8 | 0xff;
            self.pull();
        }
        answer
    }
}

impl Coder for Decoder {
    fn decide(&mut self, chance: &mut Chance, memory: u16, _: bool) -> bool {
        let answer = self.give(cut(self.low, self.high, chance.yes(memory)));
        chance.learn(answer, memory);
        answer
    }

    fn toss(&mut self, _: bool) -> bool {
        self.give(half(self.low, self.high))
    }
}

/// How many situations a [`Number`] tells apart.
pub(crate) const SITUATIONS: usize = 24;
/// How many of a number's highest bits are learned; the ones below are noise.
const LEARNED_BITS: u32 = 4;
/// How many answers the chances of numbers remember.
const NUMBER_MEMORY: u16 = 400;

/// What is known about one kind of whole number: how long it is in each situation, its sign, its highest bits.
pub(crate) struct Number {
    /// In any situation; what a new situation starts from.
    usual: [Chance; 64],
    length: Vec<[Chance; 64]>,
    sign: [Chance; SITUATIONS],
    top: Vec<[Chance; 1 << LEARNED_BITS]>,
}

impl Default for Number {
    fn default() -> Self {
        Self {
            usual: [Chance::default(); 64],
            length: vec![[Chance::default(); 64]; SITUATIONS],
            sign: [Chance::default(); SITUATIONS],
            top: vec![[Chance::even(); 1 << LEARNED_BITS]; 65],
        }
    }
}

impl Number {
    /// Codes a number of 0 and up: first how many bits it has, then the bits.
    pub(crate) fn unsigned(&mut self, coder: &mut impl Coder, situation: usize, value: u64) -> u64 {
        let lengths = &mut self.length[situation.min(SITUATIONS - 1)];
        let wanted = bits(value);
        let mut length = 0;
        while length < 64 {
            let (usual, chance) = (&mut self.usual[length as usize], &mut lengths[length as usize]);
            if chance.seen == 0 {
                *chance = usual.heir();
            }
            let longer = coder.decide(chance, NUMBER_MEMORY, wanted > length);
            usual.learn(longer, NUMBER_MEMORY);
            if !longer {
                break;
            }
            length += 1;
        }
        if length < 2 {
            return u64::from(length);
        }
        let top = &mut self.top[length as usize];
        let mut found = 1u64;
        for place in (0..length - 1).rev() {
            let answer = value >> place & 1 == 1;
            let answer = match top.get_mut(found as usize) {
                Some(chance) => coder.decide(chance, NUMBER_MEMORY, answer),
                None => coder.toss(answer),
            };
            found = found << 1 | u64::from(answer);
        }
        found
    }

    /// Codes a number of either sign.
    pub(crate) fn signed(&mut self, coder: &mut impl Coder, situation: usize, value: i64) -> i64 {
        let size = self.unsigned(coder, situation, value.unsigned_abs());
        let sign = &mut self.sign[situation.min(SITUATIONS - 1)];
        if size > 0 && coder.decide(sign, NUMBER_MEMORY, value < 0) {
            0i64.wrapping_sub_unsigned(size)
        } else {
            size as i64
        }
    }
}

/// How many bits a number has.
pub(crate) fn bits(value: u64) -> u32 {
    64 - value.leading_zeros()
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn decisions_come_back_as_they_went(answers in vec((0usize..3, any::<bool>(), any::<bool>()), 0..3000)) {
            let code = |coder: &mut dyn FnMut(&mut Chance, bool, bool) -> bool| {
                let mut chances = [Chance::default(); 3];
                answers.iter().map(|(which, sure, answer)| coder(&mut chances[*which], *sure, *answer)).collect::<Vec<_>>()
            };
            let mut encoder = Encoder::default();
            let went = code(&mut |chance, sure, answer| if sure { encoder.decide(chance, 100, answer) } else { encoder.toss(answer) });

            let mut decoder = Decoder::new(encoder.into_bytes(), 0);

            let came = code(&mut |chance, sure, _| if sure { decoder.decide(chance, 100, false) } else { decoder.toss(false) });
            prop_assert_eq!(came, went);
        }

        #[test]
        fn numbers_come_back_as_they_went(values in vec((0usize..30, any::<i64>(), 0u32..64), 0..200)) {
            let mut encoder = Encoder::default();
            let mut number = Number::default();
            let went: Vec<i64> = values.iter().map(|(_, value, shift)| value >> shift).collect();
            for ((situation, _, _), value) in values.iter().zip(&went) {
                number.signed(&mut encoder, *situation, *value);
                number.unsigned(&mut encoder, *situation, *value as u64);
            }

            let (mut decoder, mut number) = (Decoder::new(encoder.into_bytes(), 0), Number::default());

            for ((situation, _, _), value) in values.iter().zip(went) {
                prop_assert_eq!(number.signed(&mut decoder, *situation, 0), value);
                prop_assert_eq!(number.unsigned(&mut decoder, *situation, 0), value as u64);
            }
        }
    }

    #[test]
    fn a_likely_answer_takes_little_and_never_nothing() {
        let (mut encoder, mut chance) = (Encoder::default(), Chance::default());

        (0..1_000_000).for_each(|_| _ = encoder.decide(&mut chance, 1000, true));

        let bytes = encoder.into_bytes().len();
        assert!((50..200).contains(&bytes), "{bytes}");
    }

    #[test]
    fn a_skewed_coin_takes_what_it_is_worth() {
        let (mut encoder, mut chance) = (Encoder::default(), Chance::default());
        let mut random = 1u64;

        for _ in 0..100_000 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            encoder.decide(&mut chance, 1000, (random >> 33).is_multiple_of(10));
        }

        // 0.469 bits a toss.
        let bytes = encoder.into_bytes().len();
        assert!((5_800..5_950).contains(&bytes), "{bytes}");
    }
}
