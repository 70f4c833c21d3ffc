//! The city's figure out of samples of its grids: each grid weighs what it has of households, whatever was asked there.

use serde::{Deserialize, Serialize};

use super::interval::{Interval, wilson};

/// What was found in one grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its households: its weight.
    pub households: u32,
    /// How many answered yes.
    pub yes: u32,
    /// How many answered.
    pub n: u32,
}

/// A share of the city.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The share and its bounds.
    pub interval: Interval,
    /// Its standard error.
    pub standard_error: f64,
    /// Households that answered.
    pub n: u32,
    /// Grids in which somebody answered; the others are left out.
    pub strata: u32,
}

/// The stratified estimate (Cochran 1977, 5.3): p = Σ Wₕ pₕ, and var p = Σ Wₕ² (1 − nₕ ÷ Nₕ) sₕ² ÷ nₕ, where a grid with a single answer is
/// taken to vary as all do together. The bounds are Wilson's with as many answers as this sample is worth, p (1 − p) ÷ var p; when
/// all answered alike, Σ Wₕ² ÷ nₕ says it. None when nobody answered.
pub fn estimate(parts: &[Part]) -> Option<Estimate> {
    let heard: Vec<&Part> = parts.iter().filter(|part| part.n > 0 && part.households > 0).collect();
    let all: f64 = heard.iter().map(|part| f64::from(part.households)).sum();
    let n: u32 = heard.iter().map(|part| part.n).sum();
    let pooled = f64::from(heard.iter().map(|part| part.yes).sum::<u32>()) / f64::from(n.max(1));
    let (mut yes, mut variance, mut unevenness) = (0.0, 0.0, 0.0);
    for part in &heard {
        let (weight, n) = (f64::from(part.households) / all, f64::from(part.n));
        let own = f64::from(part.yes) / n;
        let varies = if part.n > 1 { n / (n - 1.0) * own * (1.0 - own) } else { pooled * (1.0 - pooled) };
        let rest = (1.0 - n / f64::from(part.households)).max(0.0);
        yes += f64::from(part.households) * own;
        variance += weight * weight * rest * varies / n;
        unevenness += weight * weight / n;
    }
    let share = (yes / all).clamp(0.0, 1.0);
    let worth = if variance > 0.0 && share < 1.0 { share * (1.0 - share) / variance } else { 1.0 / unevenness };
    let strata = u32::try_from(heard.len()).unwrap_or(u32::MAX);
    // Without anybody heard `worth` is no number, and the first line of `wilson` says so.
    let interval = if heard.is_empty() { None } else { wilson(share, worth) }?;
    Some(Estimate { interval, standard_error: variance.sqrt(), n, strata })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_weighs_its_households_and_not_its_answers() {
        let parts = [
            Part { households: 900, yes: 9, n: 10 },
            Part { households: 100, yes: 5, n: 100 },
            Part { households: 50, yes: 0, n: 0 },
        ];

        let found = estimate(&parts).unwrap();

        // 0.9 · 0.9 + 0.1 · 0.05, by hand; the third grid said nothing.
        assert!((found.interval.share - 0.815).abs() < 1e-12);
        // 0.9² · (1 − 1/90) · (10/9 · 0.09) / 10 + 0.1² · 0 = 0.00801, by hand.
        assert!((found.standard_error - 0.00801_f64.sqrt()).abs() < 1e-12);
        assert_eq!((found.n, found.strata), (110, 2));
        assert_eq!(estimate(&parts[2..]), None);
    }

    #[test]
    fn when_all_answer_alike_the_bounds_are_not_at_the_share() {
        let found = estimate(&[Part { households: 300, yes: 3, n: 3 }; 126]).unwrap();

        assert!((found.interval.share - 1.0).abs() < f64::EPSILON);
        assert!(found.interval.low > 0.98 && found.interval.low < 0.995, "{found:?}");
    }
}
