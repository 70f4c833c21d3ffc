//! Chance as an argument: one seeded stream per thing that is made up, so that the order of work never changes a result.

use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};

/// A stream of chance that belongs to one subject (a grid, a building, a case).
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// The stream of `subject` under `seed`; the same two numbers always give the same stream.
    pub fn new(seed: u64, subject: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&subject.to_le_bytes());
        Self(ChaCha8Rng::from_seed(key))
    }

    /// A whole number below `n`; 0 when `n` is 0.
    pub fn below(&mut self, n: u32) -> u32 {
        ((u64::from(self.0.next_u32()) * u64::from(n)) >> 32) as u32
    }

    /// A whole number from `lo` to `hi`, both included.
    pub fn between(&mut self, lo: i64, hi: i64) -> i64 {
        lo + i64::from(self.below((hi - lo + 1).max(1) as u32))
    }

    /// A fraction from 0 up to, not including, 1.
    pub fn fraction(&mut self) -> f64 {
        f64::from(self.0.next_u32()) / f64::from(u32::MAX) * (1.0 - f64::EPSILON)
    }

    /// True with the given probability.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.fraction() < probability
    }

    /// One of the options; the list must not be empty.
    pub fn pick<'a, T>(&mut self, options: &'a [T]) -> &'a T {
        &options[self.below(options.len() as u32) as usize]
    }

    /// One of the options by weight; the list must not be empty.
    pub fn weighted<T: Copy>(&mut self, options: &[(u32, T)]) -> T {
        let total = options.iter().map(|(weight, _)| weight).sum();
        let mut left = self.below(total);
        for &(weight, option) in options {
            if left < weight {
                return option;
            }
            left -= weight;
        }
        options[options.len() - 1].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_subject_has_the_same_luck() {
        let mut first = Dice::new(7, 1);
        let mut again = Dice::new(7, 1);
        let mut other = Dice::new(7, 2);

        let draw = |dice: &mut Dice| (0..8).map(|_| dice.below(1_000_000)).collect::<Vec<_>>();
        let luck = draw(&mut first);
        assert_eq!(luck, draw(&mut again));
        assert_ne!(luck, draw(&mut other));
    }

    #[test]
    fn weights_are_kept() {
        let mut dice = Dice::new(1, 1);

        let heads = (0..10_000).filter(|_| dice.weighted(&[(1, false), (3, true)])).count();

        assert!((7_300..7_700).contains(&heads), "{heads}");
    }
}
