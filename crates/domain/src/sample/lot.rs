//! Lot quality assurance (LQAS): whether a grid's files are good enough, from few households. Good for finding bad grids, useless
//! for ranking neighbours.

/// How many are asked, and how many of them may be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Households that are asked.
    pub n: u32,
    /// The most wrong ones with which the grid passes.
    pub accept: u32,
}

/// Twenty households, at most two wrong (field.md 6.1).
pub const TWENTY: Plan = Plan { n: 20, accept: 2 };
/// Thirty households, at most three wrong (field.md 6.1).
pub const THIRTY: Plan = Plan { n: 30, accept: 3 };

/// What came of a grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Good enough.
    Passed,
    /// Too many wrong ones.
    Failed,
    /// Not all of its households have answered, and it may still pass.
    Undecided,
}

impl Plan {
    /// The plan for a grid of which so many are asked; none when they are too few for a verdict.
    pub fn of(size: u32) -> Option<Self> {
        [THIRTY, TWENTY].into_iter().find(|plan| plan.n <= size)
    }

    /// What came of a grid in which `wrong` of the first `done` answers were wrong.
    pub fn verdict(self, done: u32, wrong: u32) -> Verdict {
        if wrong > self.accept {
            Verdict::Failed
        } else if done >= self.n {
            Verdict::Passed
        } else {
            Verdict::Undecided
        }
    }

    /// With which probability a grid passes of whose households `share` are wrong: Σ C(n, k) pᵏ (1 − p)ⁿ⁻ᵏ for k ≤ accept.
    pub fn passes(self, share: f64) -> f64 {
        let (n, mut term, mut sum) = (f64::from(self.n), (1.0 - share).powf(f64::from(self.n)), 0.0);
        for k in 0..=self.accept {
            sum += term;
            let k = f64::from(k);
            term *= (n - k) / (k + 1.0) * share / (1.0 - share);
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHARES: [f64; 4] = [0.02, 0.05, 0.10, 0.20];

    /// Hundredths of a percent.
    fn exact(plan: Plan) -> [i32; 4] {
        SHARES.map(|share| (plan.passes(share) * 10_000.0).round() as i32)
    }

    #[test]
    fn the_operating_characteristics_are_those_of_the_reference() {
        // field.md 6.1 prints 99 / 93 / 68 / 21 and 99.7 / 94 / 65 / 12. The second of them is 92.45 exactly, which rounds to 92:
        // scipy.stats.binom.cdf(2, 20, 0.05) = 0.924516. The reference was rounded up there; all others agree.
        assert_eq!(exact(TWENTY), [9929, 9245, 6769, 2061]);
        assert_eq!(exact(THIRTY), [9971, 9392, 6474, 1227]);
    }

    #[test]
    fn a_grid_fails_as_soon_as_it_can_not_pass_and_passes_when_all_have_answered() {
        assert_eq!(Plan::of(19), None);
        assert_eq!(Plan::of(20), Some(TWENTY));
        assert_eq!(Plan::of(35), Some(THIRTY));
        assert_eq!(TWENTY.verdict(7, 3), Verdict::Failed);
        assert_eq!(TWENTY.verdict(19, 2), Verdict::Undecided);
        assert_eq!(TWENTY.verdict(20, 2), Verdict::Passed);
    }
}
