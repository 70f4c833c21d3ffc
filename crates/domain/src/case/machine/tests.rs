//! The machine, walked through from every case that was just reported to wherever it can get.

use std::collections::{HashMap, HashSet, VecDeque};

use super::*;
use crate::actor::Role;
use crate::area::{Area, County};
use crate::case::{Light, Milestone, Note};
use crate::category::CategoryCode;
use crate::deadline::Urgency;
use crate::id::{AccountId, CaseId, UnitId};

fn county() -> County {
    County::new_checked(990_001).unwrap()
}

fn city() -> Area {
    Area::city(county())
}

fn street() -> Area {
    city().child(1).unwrap()
}

fn community() -> Area {
    street().child(1).unwrap()
}

fn grid() -> Area {
    community().child(1).unwrap()
}

fn unit(serial: u64) -> UnitId {
    UnitId::new(county(), serial)
}

fn who(serial: u64, role: Role, area: Area, desk: Option<Desk>) -> Who {
    Who { account: AccountId::new(county(), serial), role, area, desk }
}

fn worker() -> Who {
    who(1, Role::GridWorker, grid(), Some(Desk::area(grid())))
}

fn community_desk() -> Who {
    who(2, Role::Community, community(), Some(Desk::area(community())))
}

fn street_desk() -> Who {
    who(3, Role::Street, street(), Some(Desk::area(street())))
}

fn centre() -> Who {
    who(4, Role::City, city(), Some(Desk::area(city())))
}

fn department(serial: u64) -> Who {
    who(10 + serial, Role::Department, city(), Some(Desk::unit(unit(serial))))
}

fn supervision() -> Who {
    who(5, Role::Supervision, city(), None)
}

fn everybody() -> Vec<Who> {
    let other_street = city().child(2).unwrap();
    vec![
        worker(),
        community_desk(),
        street_desk(),
        centre(),
        department(1),
        department(2),
        supervision(),
        who(6, Role::Street, other_street, Some(Desk::area(other_street))),
        who(7, Role::AuditAdmin, city(), None),
        who(8, Role::GridWorker, community().child(2).unwrap(), Some(Desk::area(community().child(2).unwrap()))),
    ]
}

fn reported(closing: Closing) -> Standing {
    Standing::reported(grid(), Desk::area(community()), Some(worker().account), closing)
}

/// All ways in which a kind of step can be taken here, each with words and a picture.
fn moves(kind: Kind) -> Vec<Move> {
    let steps = match kind {
        Kind::PassOn => vec![Step::PassOn(unit(1))],
        Kind::PassDown => vec![Step::PassDown(community()), Step::PassDown(grid())],
        Kind::Whistle => vec![Step::Whistle { lead: unit(1), with: vec![unit(2)] }],
        Kind::Merge => vec![Step::Merge(CaseId::new(county(), 9))],
        Kind::AskDelay => vec![Step::AskDelay(3)],
        Kind::Plan => vec![Step::Plan(vec![Milestone {
            text: "查勘".to_owned(),
            due_on: chrono::NaiveDate::from_ymd_opt(2026, 12, 1).unwrap(),
            is_done: false,
        }])],
        Kind::Tick => vec![Step::Tick(0)],
        Kind::Amend => {
            vec![Step::Amend { category: CategoryCode::new("0203").unwrap(), urgency: Urgency::Urgent }]
        }
        kind => vec![Step::Plain(kind)],
    };
    steps.into_iter().map(|step| Move { step, note: Note::new("说明"), picture_count: 1 }).collect()
}

/// Every standing that can be reached; counting of rework stops early, or there would be no end.
fn reachable() -> Vec<Standing> {
    let mut found: HashSet<Standing> = HashSet::new();
    let mut open: VecDeque<Standing> = [Closing::Checked, Closing::OnTheSpot].into_iter().map(reported).collect();
    while let Some(standing) = open.pop_front() {
        if standing.rework_count > 1 || !found.insert(standing.clone()) {
            continue;
        }
        open.extend(next(&standing));
    }
    found.into_iter().collect()
}

fn next(standing: &Standing) -> Vec<Standing> {
    let mut found = Vec::new();
    for who in everybody() {
        for kind in offers(&who, standing) {
            found
                .extend(moves(kind).iter().filter_map(|taken| turn(&who, standing, taken).ok()).map(|turn| turn.after));
        }
    }
    found
}

#[test]
fn what_is_offered_can_be_taken_and_nothing_else() {
    for standing in reachable() {
        for who in everybody() {
            let offered = offers(&who, &standing);
            for (kind, _) in Kind::ALL {
                let taken = moves(*kind).iter().any(|taken| turn(&who, &standing, taken).is_ok());
                // An office may be offered to pass down although nothing of these two lies below it.
                if *kind == Kind::PassDown || matches!(kind, Kind::PassOn | Kind::Whistle) {
                    assert!(!taken || offered.contains(kind), "{kind:?} {standing:?}");
                } else {
                    assert_eq!(taken, offered.contains(kind), "{kind:?} {who:?} {standing:?}");
                }
            }
        }
    }
}

#[test]
fn from_every_standing_a_case_can_still_come_to_its_end() {
    let all = reachable();
    let mut before: HashMap<Standing, Vec<Standing>> = HashMap::new();
    for standing in &all {
        for after in next(standing) {
            before.entry(after).or_default().push(standing.clone());
        }
    }
    let mut reached: HashSet<Standing> = HashSet::new();
    let mut open: Vec<Standing> = all.iter().filter(|standing| standing.phase == Phase::Closed).cloned().collect();
    while let Some(standing) = open.pop() {
        if reached.insert(standing.clone()) {
            open.extend(before.get(&standing).into_iter().flatten().cloned());
        }
    }
    for standing in all.iter().filter(|standing| standing.rework_count == 0) {
        let merged = matches!(standing.phase, Phase::Merged { .. });
        assert!(merged || reached.contains(standing), "{standing:?}");
    }
}

#[test]
fn every_hand_over_is_red_again_and_remembers_its_sender() {
    for standing in reachable() {
        for who in everybody() {
            for kind in offers(&who, &standing) {
                for taken in moves(kind) {
                    let Ok(turn) = turn(&who, &standing, &taken) else { continue };
                    let moved = turn.after.holder != standing.holder;
                    assert!(!moved || kind.hands_over(), "{kind:?}");
                    // Who claims or takes over does so by its own will, and has accepted already.
                    if moved && !matches!(kind, Kind::Claim | Kind::TakeOver) {
                        assert_eq!(turn.after.light(), Light::Red, "{kind:?}");
                    }
                    if moved && kind != Kind::Return {
                        assert_eq!(turn.after.sender, Some(standing.holder), "{kind:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn only_the_street_or_the_city_turns_a_checked_case_green_and_nobody_checks_their_own_work() {
    for standing in reachable() {
        for who in everybody() {
            for taken in moves(Kind::Evaluate) {
                if turn(&who, &standing, &taken).is_ok() {
                    assert!(matches!(who.role, Role::Street | Role::City) && who.area.contains(grid()));
                    assert!(matches!(standing.phase, Phase::Done { is_checked: true, .. }));
                }
            }
            if let Phase::Done { by, .. } = standing.phase {
                assert!(by != Some(who.account) || !offers(&who, &standing).contains(&Kind::Check));
            }
        }
    }
}

#[test]
fn whoever_has_no_hand_in_a_case_is_offered_nothing() {
    for standing in reachable() {
        for who in everybody() {
            let hands = Hands::of(&who, &standing);
            assert_eq!(hands.is_empty(), offers(&who, &standing).is_empty(), "{who:?} {standing:?}");
        }
    }
}

#[test]
fn reasons_and_pictures_are_asked_for() {
    let mut done = reported(Closing::Checked);
    done.phase = Phase::WORKING;

    let refused = turn(&community_desk(), &done, &Move::plain(Kind::Finish));
    assert_eq!(refused, Err(Refusal::NeedsPicture));

    let refused = turn(&community_desk(), &done, &Move::plain(Kind::Refuse));
    assert_eq!(refused, Err(Refusal::NeedsNote));

    done.closing = Closing::Signed;
    assert_eq!(turn(&community_desk(), &done, &Move::plain(Kind::Finish)), Err(Refusal::NeedsNote));
}

#[test]
fn longjings_day_goes_from_red_to_green() {
    let mut standing = reported(Closing::Checked);
    let mut lights = [standing.light(); 7];
    let picture = |kind| Move { picture_count: 1, ..Move::plain(kind) };
    let day = [
        (community_desk(), Move::plain(Kind::Accept)),
        (community_desk(), Move { step: Step::PassOn(unit(1)), note: None, picture_count: 0 }),
        (department(1), Move::plain(Kind::Accept)),
        (department(1), picture(Kind::Finish)),
        (worker(), picture(Kind::Check)),
        (street_desk(), Move::plain(Kind::Evaluate)),
    ];
    for (at, (who, taken)) in day.iter().enumerate() {
        standing = turn(who, &standing, taken).unwrap().after;
        lights[at + 1] = standing.light();
    }
    assert_eq!(lights.map(Light::number), [1, 2, 1, 2, 3, 3, 4]);
}

#[test]
fn a_delay_moves_the_clocks_and_a_pause_stops_them_until_somebody_resumes() {
    let mut working = reported(Closing::Checked);
    working.phase = Phase::WORKING;
    let reason = |step| Move { step, note: Note::new("材料未到"), picture_count: 0 };

    let asked = turn(&community_desk(), &working, &reason(Step::AskDelay(5))).unwrap().after;
    assert_eq!(turn(&community_desk(), &asked, &Move::plain(Kind::Grant)), Err(Refusal::NotYours(Kind::Grant)));
    let granted = turn(&street_desk(), &asked, &Move::plain(Kind::Grant)).unwrap();
    assert_eq!((granted.clock, granted.after), (HolderClock::Extend(5), working.clone()));

    let asked = turn(&community_desk(), &working, &reason(Step::Plain(Kind::AskPause))).unwrap().after;
    let paused = turn(&street_desk(), &asked, &Move::plain(Kind::Grant)).unwrap();
    assert_eq!(paused.clock, HolderClock::Pause);
    assert!(paused.after.is_paused() && !offers(&community_desk(), &paused.after).contains(&Kind::Finish));
    let resumed = turn(&community_desk(), &paused.after, &Move::plain(Kind::Resume)).unwrap();
    assert_eq!((resumed.clock, resumed.after), (HolderClock::Resume, working));
}

#[test]
fn a_kind_is_found_by_its_slug() {
    for (kind, slug) in Kind::ALL {
        assert_eq!(Kind::from_slug(slug), Some(*kind));
        assert_eq!(kind.slug(), *slug);
    }
}
