//! Hand-checked walks, and what holds of any.

use proptest::prelude::*;

use super::*;
use crate::geo::Metre;
use crate::patrol::{Fix, length_m, stops};

const FRAME: Frame = Frame { origin: LonLat { lon: 129.4, lat: 42.8 } };

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000 + seconds, 0).unwrap()
}

fn fix(x: f64, y: f64, seconds: i64, accuracy_m: f64) -> RawFix {
    RawFix { position: FRAME.to_lon_lat(Metre { x, y }), at: at(seconds), accuracy_m }
}

fn ground() -> Ground {
    Ground::new(FRAME, &[vec![[-10_000, -10_000], [10_000, -10_000], [10_000, 10_000], [-10_000, 10_000]]])
}

fn window() -> Window {
    Window::of_duty(at(0), at(3_600))
}

fn line(fixes: &[RawFix]) -> Vec<Fix> {
    fixes.iter().map(|fix| Fix { position: fix.position, at: fix.at }).collect()
}

/// East for 100 m, a stay of three minutes, north for 60 m; with everything that receivers do wrong in between.
fn dirty() -> Vec<RawFix> {
    vec![
        fix(0.0, 0.0, 0, 5.0),
        fix(0.0, 0.0, 0, 9.0), // the same second once more, less sure
        fix(20.0, 0.0, 15, 5.0),
        fix(900.0, 0.0, 20, 5.0), // leaps away, and back
        fix(40.0, 0.0, 30, 5.0),
        fix(45.0, 30.0, 35, 80.0), // between houses
        fix(70.0, 0.0, 50, 5.0),
        fix(60.0, 0.0, -86_400, 5.0), // yesterday's clock
        fix(60.0, 0.0, 90_000, 5.0),  // tomorrow's
        fix(100.0, 0.0, 70, 5.0),
        fix(101.0, 0.0, 85, 5.0),  // stands
        fix(101.0, 1.0, 100, 5.0), // stands
        fix(100.0, 1.0, 160, 5.0),
        fix(101.0, 0.0, 200, 5.0), // stands
        fix(100.0, 0.0, 250, 5.0),
        fix(100.0, 30.0, 270, 5.0),
        fix(100.0, 60.0, 290, 5.0),
    ]
}

#[test]
fn a_dirty_walk_becomes_the_line_that_was_walked_with_its_one_stop() {
    let sieved = sift(dirty(), window(), &ground());

    let expected = [(Why::Time, 2), (Why::Duplicate, 1), (Why::Accuracy, 1), (Why::Jump, 1), (Why::Static, 3)];
    assert_eq!(sieved.dropped, Dropped::from(expected));
    let walked = line(&sieved.kept);
    let seconds: Vec<i64> = walked.iter().map(|fix| (fix.at - at(0)).num_seconds()).collect();
    assert_eq!(seconds, [0, 15, 30, 50, 70, 160, 250, 270, 290]);
    // 20 + 20 + 30 + 30, a metre up and a metre down at the stop, 30 + 30.
    assert!((length_m(FRAME, &walked) - 162.0).abs() < 0.5, "{}", length_m(FRAME, &walked));
    let stays = stops(FRAME, &walked);
    assert_eq!(stays.len(), 1);
    assert_eq!(((stays[0].from - at(0)).num_seconds(), (stays[0].until - at(0)).num_seconds()), (70, 250));
}

#[test]
fn who_takes_a_bus_has_a_line_again_when_a_walker_could_have_come_so_far() {
    let walk = [fix(0.0, 0.0, 0, 0.0), fix(200.0, 0.0, 10, 0.0), fix(400.0, 0.0, 20, 0.0), fix(410.0, 0.0, 60, 0.0)];

    let kept = on_foot(walk.to_vec(), FRAME);

    assert_eq!(kept, [walk[0], walk[3]]);
}

#[test]
fn a_leap_at_either_end_goes_as_well() {
    let first = [fix(900.0, 0.0, 0, 0.0), fix(0.0, 0.0, 10, 0.0), fix(10.0, 0.0, 20, 0.0)];
    let last = [fix(0.0, 0.0, 0, 0.0), fix(10.0, 0.0, 10, 0.0), fix(900.0, 0.0, 20, 0.0)];

    assert_eq!(without_jumps(first.to_vec(), FRAME), first[1..]);
    assert_eq!(without_jumps(last.to_vec(), FRAME), last[..2]);
}

#[test]
fn outside_of_the_own_area_nothing_is_kept_and_what_was_dropped_is_counted() {
    let walk = vec![fix(1_050.0, 0.0, 0, 0.0), fix(1_150.0, 0.0, 60, 0.0), fix(1_200.0, 0.0, 120, 0.0)];

    let sieved = sift(walk.clone(), window(), &ground());

    assert_eq!(sieved.kept, walk[..1]);
    assert_eq!(sieved.dropped, Dropped::from([(Why::Area, 2)]));
}

fn walks() -> impl Strategy<Value = Vec<RawFix>> {
    let one = (-1_500.0..1_500.0f64, -1_500.0..1_500.0f64, -600i64..4_200, 0.0..80.0f64);
    prop::collection::vec(one.prop_map(|(x, y, seconds, accuracy_m)| fix(x, y, seconds, accuracy_m)), 0..60)
}

proptest! {
    #[test]
    fn every_fix_is_kept_or_counted_once(walk in walks()) {
        let sieved = sift(walk.clone(), window(), &ground());

        prop_assert_eq!(sieved.kept.len() + sieved.dropped.values().sum::<usize>(), walk.len());
        prop_assert!(sieved.kept.iter().all(|fix| walk.contains(fix)));
    }

    #[test]
    fn a_line_goes_forward_on_foot_on_the_own_ground(walk in walks()) {
        let (kept, ground) = (sift(walk, window(), &ground()).kept, ground());

        prop_assert!(kept.windows(2).all(|pair| pair[0].at.timestamp() < pair[1].at.timestamp()));
        prop_assert!(kept.iter().all(|fix| ground.holds(fix.position) && fix.accuracy_m <= MOST_ACCURACY_M));
    }

    #[test]
    fn the_order_in_which_fixes_arrive_changes_nothing(walk in walks()) {
        let mut turned = once(in_time(walk, window()));
        let straight = sift(turned.clone(), window(), &ground());
        turned.reverse();

        prop_assert_eq!(sift(turned, window(), &ground()), straight);
    }
}
