//! Intervals of shares: what a sample says, and what can't be told apart by it.

use serde::{Deserialize, Serialize};

use super::size::Z;

/// A share with the bounds that hold it in 95 of 100 samples; all from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// The share that was found.
    pub share: f64,
    /// The lower bound.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
}

impl Interval {
    /// Whether two intervals have something in common: then nobody can say whose share is higher.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }
}

/// Wilson's interval (Wilson 1927) of a share among `n` answers; none without answers. `n` may be a fraction: the number of
/// answers that a weighted sample is worth.
pub fn wilson(share: f64, n: f64) -> Option<Interval> {
    if n <= 0.0 {
        return None;
    }
    let spread = Z * Z / n;
    let centre = (share + spread / 2.0) / (1.0 + spread);
    let half = (Z * (share * (1.0 - share) / n + spread / (4.0 * n)).sqrt()) / (1.0 + spread);
    Some(Interval { share, low: (centre - half).clamp(0.0, share), high: (centre + half).clamp(share, 1.0) })
}

/// The same of so many out of so many.
pub fn wilson_of(yes: u32, n: u32) -> Option<Interval> {
    if n == 0 { None } else { wilson(f64::from(yes) / f64::from(n), f64::from(n)) }
}

/// Puts what can't be told apart together: two of different groups never overlap, and groups stand with the highest shares
/// first. Inside a group the order is that of `lines`, because there is no other.
pub fn groups<T>(lines: Vec<(T, Interval)>) -> Vec<Vec<(T, Interval)>> {
    let mut by_low: Vec<(usize, (T, Interval))> = lines.into_iter().enumerate().collect();
    by_low.sort_by(|(_, a), (_, b)| a.1.low.total_cmp(&b.1.low));
    let mut groups: Vec<Vec<(usize, (T, Interval))>> = Vec::new();
    let mut reach = f64::NEG_INFINITY;
    for line in by_low {
        let (low, high) = (line.1.1.low, line.1.1.high);
        match groups.last_mut() {
            Some(group) if low <= reach => group.push(line),
            _ => groups.push(vec![line]),
        }
        reach = reach.max(high);
    }
    groups.reverse();
    let in_order = |mut group: Vec<(usize, (T, Interval))>| {
        group.sort_by_key(|(at, _)| *at);
        group.into_iter().map(|(_, line)| line).collect()
    };
    groups.into_iter().map(in_order).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn percent(yes: u32, n: u32) -> (i32, i32) {
        let interval = wilson_of(yes, n).unwrap();
        ((interval.low * 100.0).round() as i32, (interval.high * 100.0).round() as i32)
    }

    #[test]
    fn the_intervals_are_those_of_the_reference() {
        assert_eq!(percent(18, 20), (70, 97));
        assert_eq!(percent(28, 30), (79, 98));
        assert_eq!(percent(45, 50), (79, 96));
        assert_eq!(wilson_of(0, 0), None);
    }

    #[test]
    fn nobody_is_ranked_above_somebody_who_may_be_better() {
        let of = |yes, n| wilson_of(yes, n).unwrap();
        // 90 % of 20 and 70 % of 20 can't be told apart; 99 % of 500 is better than both.
        let groups = groups(vec![("a", of(14, 20)), ("b", of(495, 500)), ("c", of(18, 20)), ("d", of(5, 500))]);

        let names: Vec<Vec<&str>> = groups.iter().map(|group| group.iter().map(|(name, _)| *name).collect()).collect();
        assert_eq!(names, [vec!["b"], vec!["a", "c"], vec!["d"]]);
    }

    proptest! {
        #[test]
        fn an_interval_holds_its_share_and_more_answers_make_it_narrower(yes in 0_u32..=60, more in 1_u32..60) {
            let n = yes + more;
            let (few, many) = (wilson_of(yes, n).unwrap(), wilson_of(yes * 4, n * 4).unwrap());

            prop_assert!(0.0 <= few.low && few.low <= few.share && few.share <= few.high && few.high <= 1.0);
            prop_assert!(many.high - many.low < few.high - few.low);
        }

        #[test]
        fn two_of_different_groups_never_overlap_and_all_are_there(
            found in prop::collection::vec((0_u32..=40, 1_u32..40), 0..30)
        ) {
            let lines: Vec<(usize, Interval)> = found
                .iter()
                .enumerate()
                .map(|(at, (yes, more))| (at, wilson_of(*yes, yes + more).unwrap()))
                .collect();

            let groups = groups(lines.clone());

            prop_assert_eq!(groups.iter().map(Vec::len).sum::<usize>(), lines.len());
            for (at, group) in groups.iter().enumerate() {
                for other in &groups[at + 1..] {
                    for (_, better) in group {
                        for (_, worse) in other {
                            prop_assert!(worse.high < better.low);
                        }
                    }
                }
            }
        }
    }
}
