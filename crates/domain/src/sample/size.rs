//! How many households have to be asked for a figure that is exact enough.

/// The normal distribution's bounds of 95 %: field.md 6.1 reckons with 1.96 (n₀ = 384.16).
pub const Z: f64 = 1.96;

/// How many of `population` to ask so that a share is known to ± `points` percentage points at 95 %, whatever it is:
/// n = n₀ ÷ (1 + (n₀ − 1) ÷ N) with n₀ = z² · ¼ ÷ e² (Cochran 1977, 4.4; field.md 6.1), rounded up.
pub fn for_margin(points: f64, population: u32) -> u32 {
    let e = points / 100.0;
    let n0 = Z * Z * 0.25 / (e * e);
    let n = n0 / (1.0 + (n0 - 1.0) / f64::from(population.max(1)));
    // Between 0 and the population, which is no more than it began as.
    (n.ceil() as u32).min(population)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sizes_are_those_of_the_reference() {
        let table = [60_000, 2_000, 670, 300];

        assert_eq!(table.map(|population| for_margin(5.0, population)), [382, 323, 245, 169]);
        assert_eq!(table.map(|population| for_margin(10.0, population)), [96, 92, 85, 73]);
        assert_eq!(for_margin(5.0, 0), 0);
        assert_eq!(for_margin(5.0, 7), 7);
    }
}
