//! Marks that would cover each other become one with a number: pure.

use crate::engine::drawing::{Place, Project, Screen};

/// Marks nearer to each other than this become one: near by, and far away where one sees many.
const REACH_PX: [f64; 2] = [44.0, 68.0];
/// Pixels per metre from which on one is near by.
const NEAR: f64 = 1.3;

/// How near to each other marks become one.
pub fn reach_px(project: &dyn Project) -> f64 {
    REACH_PX[usize::from(project.scale_at(Place::on_ground(project.centre())) < NEAR)]
}

/// A mark before clustering.
#[derive(Clone, Debug, PartialEq)]
pub struct Dot<T> {
    /// Where it stands.
    pub at: Screen,
    /// What it stands for.
    pub what: T,
}

/// Joins dots that are nearer than `reach` pixels to an earlier one. The first of a group gives its place.
pub fn cluster<T>(dots: Vec<Dot<T>>, reach: f64) -> Vec<(Screen, Vec<T>)> {
    let mut groups: Vec<(Screen, Vec<T>)> = Vec::new();
    for dot in dots {
        match groups.iter_mut().find(|(at, _)| at.distance(dot.at) < reach) {
            Some((_, members)) => members.push(dot.what),
            None => groups.push((dot.at, vec![dot.what])),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dot_is_in_exactly_one_group_and_groups_keep_apart() {
        let dots = (0..50u32).map(|index| {
            let at = Screen { x: f64::from(index * 37 % 101), y: f64::from(index * 53 % 97) };
            Dot { at, what: index }
        });

        let groups = cluster(dots.collect(), 30.0);

        let mut members: Vec<u32> = groups.iter().flat_map(|(_, members)| members.clone()).collect();
        members.sort_unstable();
        assert_eq!(members, (0..50).collect::<Vec<_>>());
        for (index, (a, _)) in groups.iter().enumerate() {
            assert!(groups[index + 1..].iter().all(|(b, _)| a.distance(*b) >= 30.0));
        }
    }
}
