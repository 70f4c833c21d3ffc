//! Figures of a few cases, worked out by hand.

use domain::actor::Actor;
use domain::case::{Kind, Light, Note, Report, Source, Step, Verdict};
use domain::figure::{By, Figure, Lit};
use service::case::{self, Taken};
use service::figure::{ageing, flow};
use store::case::set_verdict;
use store::testing::grid_of;

use super::{Crew, LAMP, STICKERS, after, november, opens_its_cases, period, rate, report};
use crate::house::House;

const DECEMBER: (&str, &str) = ("2026-12-01", "2026-12-31");

/// A step with a picture of its own, told from others by a number.
async fn shown(house: &House, who: &Actor, kind: Kind, number: u8) -> Taken {
    let picture = crate::media::stage(house, who, number).await.unwrap();
    Taken { step: Step::Plain(kind), note: Note::new("已查看"), pictures: vec![picture] }
}

fn words(step: Step) -> Taken {
    Taken { step, note: Note::new("说明"), pictures: Vec::new() }
}

#[tokio::test]
async fn rework_delay_and_pauses_are_counted_of_what_was_due() {
    let crew = Crew::new().await;
    let (sent_back, delayed, paused, plain, undone) = (
        crew.accepted(1).await,
        crew.accepted(2).await,
        crew.accepted(3).await,
        crew.accepted(4).await,
        crew.accepted(5).await,
    );
    // Sent back by the street: once done and no longer done.
    crew.step(&crew.community, sent_back, (2, 2), shown(&crew.house, &crew.community, Kind::Finish, 1).await).await;
    crew.step(&crew.street, sent_back, (3, 3), words(Step::Plain(Kind::SendBack))).await;
    // Two working days more, and a delay that was granted and taken back at once.
    crew.step(&crew.community, delayed, (2, 2), words(Step::AskDelay(2))).await;
    crew.step(&crew.street, delayed, (3, 3), Taken::plain(Kind::Grant)).await;
    crew.step(&crew.community, undone, (2, 2), words(Step::AskDelay(2))).await;
    crew.step(&crew.street, undone, (3, 3), Taken::plain(Kind::Grant)).await;
    case::undo(&after(&crew.house, 3), &crew.street, undone, 4).await.unwrap();
    crew.step(&crew.community, paused, (2, 2), words(Step::Plain(Kind::AskPause))).await;
    crew.step(&crew.street, paused, (3, 3), Taken::plain(Kind::Grant)).await;
    // Done, looked at by the grid worker, evaluated.
    crew.step(&crew.community, plain, (2, 2), shown(&crew.house, &crew.community, Kind::Finish, 2).await).await;
    crew.step(&crew.worker, plain, (3, 3), shown(&crew.house, &crew.worker, Kind::Check, 3).await).await;
    crew.step(&crew.street, plain, (4, 4), Taken::plain(Kind::Evaluate)).await;
    let s = after(&crew.house, 45 * 24);
    let (root, december) = (House::root(), period(DECEMBER.0, DECEMBER.1));

    let mut found = Vec::new();
    for figure in [Figure::Closing, Figure::Rework, Figure::Delay, Figure::Paused] {
        let rate = rate(&s, &crew.centre, root, december, figure).await;
        found.push((rate.part, rate.whole));
    }

    // Closed early it counts in November; of the other four, one stands still and three are left.
    assert_eq!(found, [(0, 3), (1, 3), (1, 3), (1, 4)]);
    let early = rate(&s, &crew.centre, root, november(), Figure::OnTime).await;
    assert_eq!((early.part, early.whole), (1, 1));
    opens_its_cases(&s, &crew.centre, root, december, By::All).await;
    opens_its_cases(&s, &crew.centre, root, november(), By::Unit).await;
}

#[tokio::test]
async fn of_three_rates_silence_is_in_none_and_its_number_beside_them() {
    let crew = Crew::new().await;
    let verdicts = [
        Some(Verdict::Satisfied),
        Some(Verdict::Mostly),
        Some(Verdict::Dissatisfied),
        Some(Verdict::Unresolved),
        None,
        None,
    ];
    for (serial, verdict) in (1..).zip(verdicts) {
        let sent = Report { source: Source::Hotline, ..report(&crew.house, serial, STICKERS) };
        let id = crew.report(sent).await;
        // The first two are answered at once, the others a day later: their quarter of an hour is over by then.
        let hours = if serial <= 2 { 0 } else { 72 };
        crew.step(&crew.worker, id, (1, hours), words(Step::Plain(Kind::Answer))).await;
        crew.step(&crew.worker, id, (2, 73), Taken::plain(Kind::Finish)).await;
        if let Some(verdict) = verdict {
            let mut owner = crew.house.db.owner_tx().await;
            set_verdict(&mut owner, id, verdict).await.unwrap();
            owner.commit().await.unwrap();
        }
    }
    let s = after(&crew.house, 74);

    let mut found = Vec::new();
    for figure in [Figure::Answer, Figure::Solved, Figure::Satisfied, Figure::Silent] {
        let rate = rate(&s, &crew.centre, House::root(), november(), figure).await;
        found.push((rate.part, rate.whole));
    }

    assert_eq!(found, [(2, 6), (3, 4), (2, 4), (2, 6)]);
    opens_its_cases(&s, &crew.centre, House::root(), november(), By::Channel).await;
}

#[tokio::test]
async fn what_somebody_found_and_ended_needs_no_answer_and_what_is_not_due_yet_is_not_missed() {
    let crew = Crew::new().await;
    crew.report(report(&crew.house, 1, STICKERS)).await;
    let (root, december) = (House::root(), period(DECEMBER.0, DECEMBER.1));
    let (early, late) = (after(&crew.house, 10 * 24 - 6), after(&crew.house, 11 * 24));

    assert_eq!(rate(&early, &crew.centre, root, november(), Figure::Answer).await.whole, 0);
    assert_eq!(rate(&early, &crew.centre, root, december, Figure::Closing).await.whole, 0, "due at half past five");
    assert_eq!(rate(&late, &crew.centre, root, december, Figure::Closing).await.whole, 1);
}

#[tokio::test]
async fn urgent_cases_are_counted_apart_as_well() {
    let crew = Crew::new().await;
    let urgent = Report { urgency: domain::deadline::Urgency::Urgent, ..report(&crew.house, 1, STICKERS) };
    crew.report(urgent).await;
    crew.report(report(&crew.house, 2, STICKERS)).await;
    let s = after(&crew.house, 12 * 24);
    let both = period("2026-11-01", "2026-12-31");

    let urgent = rate(&s, &crew.centre, House::root(), both, Figure::UrgentOnTime).await;
    let all = rate(&s, &crew.centre, House::root(), both, Figure::OnTime).await;

    assert_eq!((urgent.part, urgent.whole, all.whole), (0, 1, 2));
}

#[tokio::test]
async fn lights_are_as_old_as_their_last_change_of_hands() {
    let crew = Crew::new().await;
    let red = crew.report(report(&crew.house, 1, LAMP)).await;
    let passed = crew.report(report(&crew.house, 2, LAMP)).await;
    crew.accepted(3).await;
    crew.step(&crew.community, passed, (1, 72), Taken::plain(Kind::PassUp)).await;
    let s = after(&crew.house, 100);

    let found = ageing(&s, &crew.street, grid_of(1, 1, 1)).await.unwrap();
    let lit: Vec<_> = found.iter().filter(|one| one.count > 0).map(|one| (one.light, one.lit, one.count)).collect();

    assert_eq!(lit, [(Light::Red, Lit::TwoDays, 1), (Light::Red, Lit::Longer, 1), (Light::Yellow, Lit::Longer, 1)]);
    let which = domain::figure::Which::Lit { light: Light::Red, lit: Lit::Longer };
    let listed = service::figure::cases(&s, &crew.street, (crew.street.area, november()), &which, 0).await.unwrap();
    assert_eq!(listed.lines.iter().map(|line| line.case).collect::<Vec<_>>(), [red]);
}

#[tokio::test]
async fn the_flow_names_every_day_with_what_came_and_went() {
    let crew = Crew::new().await;
    let id = crew.report(report(&crew.house, 1, STICKERS)).await;
    crew.report(report(&crew.house, 2, STICKERS)).await;
    crew.step(&crew.worker, id, (1, 24), Taken::plain(Kind::Finish)).await;

    let found = flow(&after(&crew.house, 48), &crew.worker, crew.worker.area, 3).await.unwrap();

    let days: Vec<_> = found.iter().map(|day| (day.on.to_string(), day.opened, day.closed)).collect();
    assert_eq!(
        days,
        [("2026-11-21".to_owned(), 2, 0), ("2026-11-22".to_owned(), 0, 1), ("2026-11-23".to_owned(), 0, 0)]
    );
}
