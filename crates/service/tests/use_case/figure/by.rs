//! What figures are told apart by, who is shown which, and which version of its formula each follows.

use domain::actor::Role;
use domain::case::{Kind, Note, Report, Source, Step};
use domain::figure::{By, Figure, Side, Which};
use domain::id::UnitId;
use service::case::Taken;
use service::figure::{by_category, cases, rates, statistics};
use service::{ServiceError, case};

use super::{Crew, LAMP, STICKERS, after, behind, november, opens_its_cases, rate, report};
use crate::house::House;

/// Two lamps, of which a department has one, stickers that a resident told of, and a lamp in the other street.
async fn several(crew: &Crew) -> (domain::actor::Actor, domain::id::CaseId) {
    let department = crew.house.department(1).await;
    let unit = UnitId::new_checked(department.desk.unwrap().number()).unwrap();
    let handed = crew.accepted(1).await;
    let on = Taken { step: Step::PassOn(unit), note: Note::new("请处理"), pictures: Vec::new() };
    crew.step(&crew.community, handed, (2, 2), on).await;
    crew.accepted(2).await;
    crew.report(Report { source: Source::Resident, ..report(&crew.house, 3, STICKERS) }).await;
    let stranger = crew.house.stranger().await;
    let elsewhere = domain::case::Ground::Area(stranger.area);
    let there = Report { ground: elsewhere, ..report(&crew.house, 4, LAMP) };
    case::report(&crew.house.s, &stranger, there).await.unwrap();
    (department, handed)
}

async fn rows(crew: &Crew, by: By) -> Vec<(String, i64)> {
    let s = after(&crew.house, 24);
    let found = rates(&s, &crew.centre, House::root(), november(), by).await.unwrap();
    let registered = found.into_iter().filter(|rate| rate.figure == Figure::Registered);
    registered.map(|rate| (if rate.name.0.is_empty() { rate.key } else { rate.name.0 }, rate.whole)).collect()
}

#[tokio::test]
async fn rows_are_areas_desks_groups_channels_and_weeks() {
    let crew = Crew::new().await;
    several(&crew).await;
    let named = |rows: &[(&str, i64)]| rows.iter().map(|(key, n)| ((*key).to_owned(), *n)).collect::<Vec<_>>();

    assert_eq!(rows(&crew, By::Area).await, named(&[("第1号", 3), ("第2号", 1)]));
    assert_eq!(rows(&crew, By::Category).await, named(&[("公用设施", 3), ("宣传广告", 1)]));
    assert_eq!(rows(&crew, By::Channel).await, named(&[("grid", 3), ("resident", 1)]));
    assert_eq!(rows(&crew, By::Week).await, named(&[("2026-11-16", 4)]));
    let desks: Vec<_> = rows(&crew, By::Unit).await;
    assert_eq!(desks.iter().map(|(_, n)| n).sum::<i64>(), 4);
    assert!(desks.contains(&("部门201".to_owned(), 1)), "{desks:?}");
    let s = after(&crew.house, 24);
    for (by, _) in By::ALL {
        opens_its_cases(&s, &crew.centre, House::root(), november(), by).await;
    }
    let groups = by_category(&s, &crew.centre, House::root(), november()).await.unwrap();
    let groups: Vec<_> = groups.into_iter().map(|group| (group.group, group.reported, group.open)).collect();
    assert_eq!(groups, [("01".to_owned(), 3, 3), ("12".to_owned(), 1, 1)]);
}

#[tokio::test]
async fn who_counts_sees_exactly_the_cases_that_count() {
    let crew = Crew::new().await;
    let (department, handed) = several(&crew).await;
    let s = after(&crew.house, 24);
    let registered = async |who| rate(&s, who, crew.community.area, november(), Figure::Registered).await.whole;

    assert_eq!(registered(&crew.community).await, 3);
    assert_eq!(registered(&crew.street).await, 3);
    assert_eq!(registered(&crew.house.wall().await).await, 3, "a screen shows totals");
    let own = rate(&s, &department, House::root(), november(), Figure::Registered).await;
    assert_eq!(own.whole, 1, "a department's figures are about what was handed to it");
    let over = (House::root(), november());
    assert_eq!(behind(&s, &department, over, (&own, By::All, Side::Whole)).await, [handed].into());
}

#[tokio::test]
async fn figures_are_for_offices_departments_and_supervision() {
    let crew = Crew::new().await;
    several(&crew).await;
    let house = &crew.house;
    let supervision = house.db.actor(Role::Supervision, House::root(), 110).await;
    let wall = house.wall().await;
    let s = after(house, 24);
    let which = Which::Rate { figure: Figure::Closing, side: Side::Whole, by: By::All, key: None };

    let seen = statistics(&s, &supervision, House::root(), november(), By::Area).await.unwrap();
    let outside = statistics(&s, &crew.community, House::root(), november(), By::All).await;
    let walked = statistics(&s, &crew.worker, crew.worker.area, november(), By::All).await;
    let screen = cases(&s, &wall, (House::root(), november()), &which, 0).await;

    assert_eq!(seen.totals.len(), Figure::ALL.len());
    assert!(matches!(outside, Err(ServiceError::NotFound)), "{outside:?}");
    assert!(matches!(walked, Err(ServiceError::Forbidden)), "{walked:?}");
    assert!(matches!(screen, Err(ServiceError::NotFound)), "{screen:?}");
}

#[tokio::test]
async fn every_figure_says_which_version_of_its_formula_it_follows() {
    let crew = Crew::new().await;
    let found = statistics(&crew.house.s, &crew.centre, House::root(), november(), By::All).await.unwrap();

    let kept: Vec<_> = found.definitions.iter().map(|one| (one.figure, one.version)).collect();
    assert_eq!(kept, Figure::ALL.iter().map(|figure| (*figure, figure.version())).collect::<Vec<_>>());
    assert!(found.definitions.iter().all(|one| !one.note.is_empty()));
}

#[tokio::test]
async fn a_case_counts_in_one_period_only() {
    let crew = Crew::new().await;
    let early = crew.report(report(&crew.house, 1, STICKERS)).await;
    let late = crew.report(report(&crew.house, 2, STICKERS)).await;
    crew.report(report(&crew.house, 3, STICKERS)).await;
    crew.step(&crew.worker, early, (1, 48), Taken::plain(Kind::Finish)).await;
    crew.step(&crew.worker, late, (1, 20 * 24), Taken::plain(Kind::Finish)).await;
    let s = after(&crew.house, 45 * 24);

    let mut counted = Vec::new();
    for month in ["2026-11-01/2026-11-30", "2026-12-01/2026-12-31", "2027-01-01/2027-01-31"] {
        let (from, to) = month.split_once('/').unwrap();
        let found = rate(&s, &crew.centre, House::root(), super::period(from, to), Figure::Closing).await;
        counted.push((found.part, found.whole));
    }

    assert_eq!(counted, [(1, 1), (1, 2), (0, 0)], "early in November, the others when they were due");
}
