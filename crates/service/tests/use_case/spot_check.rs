//! Spot-checks: drawn so that an outsider draws the same, asked blind, and told to whose work was checked when it is over.

use std::io::Write as _;
use std::process::{Command, Stdio};

use domain::actor::{Actor, Role};
use domain::household::Occupancy;
use domain::id::DwellingId;
use domain::person::Relation;
use domain::sample::{Design, fingerprint};
use domain::spot_check::{Answer, KeyField, Mode, State};
use service::ServiceError;
use service::spot_check::{self, Tried};
use store::testing::{grid_of, now};

use crate::house::{House, service_at};

/// What nobody may be shown before an answer is in: the name, the telephone and its tail.
const ON_FILE: [&str; 3] = ["欧阳试", "欧**", "16000000016"];

/// A city whose two streets check each other, and a round that is open.
struct Checked {
    house: House,
    centre: Actor,
    /// The offices of the first and of the second street.
    streets: [Actor; 2],
    round: i64,
}

impl Checked {
    async fn new(each: u32) -> Self {
        let house = House::new().await;
        house.db.add_residents().await;
        let centre = house.centre().await;
        let streets = [house.street().await, house.db.actor(Role::Street, grid_of(2, 1, 1).path()[1], 107).await];
        let round = spot_check::draw(&house.s, &centre, Design { each, full: 0 }).await.unwrap();
        Self { house, centre, streets, round }
    }

    /// The first task of the second street's office, which asks in the first street.
    async fn task(&self) -> i64 {
        spot_check::mine(&self.house.s, &self.streets[1]).await.unwrap()[0].id
    }

    async fn close(&self) {
        spot_check::close(&self.house.s, &self.centre, self.round).await.unwrap();
    }
}

fn said() -> Answer {
    Answer {
        occupancy: Occupancy::Other,
        residents: 1,
        name: Some("欧阳试".to_owned()),
        relation: Some(Relation::Head),
        phone_tail: Some("0016".to_owned()),
        satisfaction: Some(4),
    }
}

fn is_not_found<T>(answer: &Result<T, ServiceError>) -> bool {
    matches!(answer, Err(ServiceError::NotFound))
}

#[tokio::test]
async fn an_open_round_is_hidden_from_everybody_whose_work_is_checked() {
    let c = Checked::new(3).await;
    let s = &c.house.s;
    let leader = c.house.db.actor(Role::GridLeader, grid_of(1, 1, 1), 108).await;
    let hidden = [c.house.worker().await, c.house.community().await, c.streets[0].clone(), leader];

    for actor in &hidden {
        let role = actor.role;
        assert_eq!(spot_check::overview(s, actor).await.unwrap().rounds, [], "{role:?}");
        assert!(is_not_found(&spot_check::sheet(s, actor, c.round).await), "{role:?}");
        assert!(is_not_found(&spot_check::proof(s, actor, c.round).await), "{role:?}");
    }
    let supervision = c.house.db.actor(Role::Supervision, House::root(), 109).await;
    let seen = spot_check::sheet(s, &supervision, c.round).await.unwrap();
    assert_eq!(
        (seen.round.seed.clone(), seen.households.len(), seen.hints.len()),
        (None, 0, 0),
        "who draws knows no more"
    );
    let proof = spot_check::proof(s, &c.centre, c.round).await.unwrap();
    assert!(proof.samples.iter().all(|(_, sample)| sample.is_empty()), "the sample is secret with the seed");

    c.close().await;

    for actor in &hidden {
        let sheet = spot_check::sheet(s, actor, c.round).await.unwrap();
        assert!(sheet.tallies.iter().all(|tally| actor.area.contains(tally.area)), "{:?}", actor.role);
        assert!(!sheet.tallies.is_empty());
    }
    let department = c.house.department(1).await;
    assert!(is_not_found(&spot_check::sheet(s, &department, c.round).await));
}

#[tokio::test]
async fn an_inspector_asks_in_another_street_and_learns_nothing_of_the_register() {
    let c = Checked::new(3).await;
    let s = &c.house.s;

    for (at, inspector) in c.streets.iter().enumerate() {
        let tasks = spot_check::mine(s, inspector).await.unwrap();
        assert!(!tasks.is_empty());
        let everything = format!("{tasks:?} {:?}", spot_check::task(s, inspector, tasks[0].id).await.unwrap());
        assert!(ON_FILE.iter().all(|sign| !everything.contains(sign)), "{everything}");
        // The door's own pages stay closed: it is not the inspector's area.
        let other = if at == 0 { grid_of(2, 1, 1) } else { grid_of(1, 1, 1) };
        for seat in c.house.seats.iter().filter(|seat| seat.area == other) {
            let card = service::household::card(s, inspector, seat.dwelling).await;
            assert!(is_not_found(&card));
        }
    }
    let foreign = c.task().await;
    assert!(is_not_found(&spot_check::task(s, &c.streets[0], foreign).await), "another inspector's");
    assert!(is_not_found(&spot_check::answer(s, &c.streets[0], foreign, Mode::Visit, said()).await));
    assert!(is_not_found(&spot_check::nobody(s, &c.streets[0], foreign, Mode::Visit).await));
    assert!(is_not_found(&spot_check::dial(s, &c.streets[0], foreign).await));
    assert!(is_not_found(&spot_check::mine(s, &c.house.worker().await).await));
    assert!(matches!(spot_check::mine(s, &c.centre).await, Err(ServiceError::Forbidden)));
}

#[tokio::test]
async fn an_answer_is_compared_once_and_what_differs_comes_back_when_the_round_is_over() {
    let c = Checked::new(30).await;
    let (s, inspector) = (&c.house.s, &c.streets[1]);
    let tasks: Vec<i64> = spot_check::mine(s, inspector).await.unwrap().iter().map(|task| task.id).collect();
    assert!(tasks.len() > 10);
    let worse = Answer { residents: 3, satisfaction: Some(2), ..said() };
    for (at, task) in tasks.iter().enumerate() {
        let said = if at == 0 { worse.clone() } else { said() };
        spot_check::answer(s, inspector, *task, Mode::Visit, said).await.unwrap();
    }
    let again = spot_check::answer(s, inspector, tasks[0], Mode::Visit, said()).await;
    assert!(matches!(again, Err(ServiceError::Conflict)));
    let nonsense = Answer { phone_tail: Some("16".to_owned()), ..said() };
    let refused = spot_check::answer(s, inspector, tasks[1], Mode::Visit, nonsense).await;
    assert!(matches!(refused, Err(ServiceError::Invalid { field: "phone_tail", .. })));
    let done = spot_check::task(s, inspector, tasks[0]).await.unwrap();
    assert_eq!(done.state, State::Done);
    let trail = c.house.db.audit_rows("answer_spot_check").await.join("\n");
    assert_eq!(trail.lines().count(), tasks.len());
    assert!(ON_FILE.iter().all(|sign| !trail.contains(sign)) && !trail.contains("0016"), "{trail}");

    c.close().await;

    let sheet = spot_check::sheet(s, &c.streets[0], c.round).await.unwrap();
    let (done, rated) =
        sheet.tallies.iter().fold((0, 0), |(done, rated), tally| (done + tally.done, rated + tally.rated));
    assert_eq!((done as usize, rated), (tasks.len(), done));
    let satisfied: u32 = sheet.tallies.iter().map(|tally| tally.satisfied).sum();
    assert_eq!(satisfied, done - 1);
    let [_, accurate, satisfied] = sheet.figure;
    assert!(accurate.unwrap().interval.low <= accurate.unwrap().interval.share);
    assert_eq!(satisfied.unwrap().n, done, "of the first street alone: the second one's was not asked");
    let wrong: Vec<_> = sheet.hints.iter().flat_map(|line| &line.hints).map(|hint| (hint.field, &*hint.said)).collect();
    assert_eq!(wrong.iter().filter(|(field, _)| *field == KeyField::Residents).count(), 1);
    assert!(wrong.contains(&(KeyField::Residents, "3")));
    let stranger = c.house.stranger().await;
    assert_eq!(spot_check::sheet(s, &stranger, c.round).await.unwrap().hints, [], "not of another grid");
    assert_eq!(c.house.db.audit_rows("view_spot_check").await.len(), 1, "reading what was said leaves a trace");
    assert!(
        is_not_found(&spot_check::task(s, inspector, tasks[0]).await),
        "what was asked is the inspector's no longer"
    );
    let late = spot_check::close(s, &c.centre, c.round).await;
    assert!(matches!(late, Err(ServiceError::Conflict)));
}

#[tokio::test]
async fn whoever_is_not_reached_three_times_is_replaced_by_the_next_of_the_same_list() {
    let c = Checked::new(2).await;
    let (s, inspector) = (&c.house.s, &c.streets[1]);
    let task = c.task().await;

    assert_eq!(spot_check::nobody(s, inspector, task, Mode::Visit).await.unwrap(), Tried::Again);
    assert_eq!(spot_check::nobody(s, inspector, task, Mode::Phone).await.unwrap(), Tried::Again);
    assert_eq!(spot_check::task(s, inspector, task).await.unwrap().tries, 2);
    assert_eq!(spot_check::nobody(s, inspector, task, Mode::Visit).await.unwrap(), Tried::Replaced);
    let fourth = spot_check::nobody(s, inspector, task, Mode::Visit).await;
    assert!(matches!(fourth, Err(ServiceError::Conflict)));
    assert_eq!(c.house.db.count("spot_try").await, 3);
    assert_eq!(c.house.db.audit_rows("try_spot_check").await.len(), 3);

    c.close().await;

    let proof = spot_check::proof(s, &c.centre, c.round).await.unwrap();
    let sheet = spot_check::sheet(s, &c.centre, c.round).await.unwrap();
    let given_up = sheet.households.iter().find(|line| line.state == State::GivenUp).unwrap();
    let (stratum, _) = proof.samples.iter().find(|(stratum, _)| stratum.area == given_up.area).unwrap();
    let order = proof.round.seed.unwrap().parse::<domain::sample::Seed>().unwrap().order(&stratum.eligible);
    let asked: Vec<DwellingId> =
        sheet.households.iter().filter(|line| line.area == given_up.area).map(|line| line.dwelling).collect();
    assert_eq!(asked, order[..3], "the two of the sample, then the next");
}

#[tokio::test]
async fn a_list_comes_to_its_end() {
    let c = Checked::new(30).await;
    let (s, inspector) = (&c.house.s, &c.streets[0]);
    // The second street has eight homes, of which some are empty: all of them are in the sample.
    let task = spot_check::mine(s, inspector).await.unwrap()[0].id;
    for _ in 0..2 {
        spot_check::nobody(s, inspector, task, Mode::Visit).await.unwrap();
    }

    assert_eq!(spot_check::nobody(s, inspector, task, Mode::Visit).await.unwrap(), Tried::Exhausted);
}

#[tokio::test]
async fn who_was_rung_is_not_held_against_the_number_that_was_given() {
    let c = Checked::new(3).await;
    let (s, inspector) = (&c.house.s, &c.streets[1]);
    let task = c.task().await;

    assert_eq!(spot_check::dial(s, inspector, task).await.unwrap().reveal(), "16000000016");
    assert_eq!(c.house.db.audit_rows("dial_resident").await.len(), 1);
    let wrong = Answer { phone_tail: Some("9999".to_owned()), ..said() };
    spot_check::answer(s, inspector, task, Mode::Visit, wrong).await.unwrap();
    c.close().await;

    let sheet = spot_check::sheet(s, &c.streets[0], c.round).await.unwrap();
    assert!(sheet.hints.iter().flat_map(|line| &line.hints).all(|hint| hint.field != KeyField::Phone));
}

#[tokio::test]
async fn one_round_at_a_time_and_those_who_were_checked_are_left_in_peace() {
    let c = Checked::new(3).await;
    let s = &c.house.s;
    let design = Design { each: 30, full: 0 };
    assert!(matches!(spot_check::draw(s, &c.centre, design).await, Err(ServiceError::Conflict)));
    assert!(matches!(spot_check::draw(s, &c.streets[0], design).await, Err(ServiceError::Forbidden)));
    assert!(is_not_found(&spot_check::draw(s, &c.house.community().await, design).await));
    let odd = spot_check::draw(s, &c.centre, Design { each: 0, full: 20 }).await;
    assert!(matches!(odd, Err(ServiceError::Invalid { field: "each", .. })));
    let eligible = spot_check::offer(s, &c.centre).await.unwrap().eligible;
    let task = c.task().await;
    spot_check::answer(s, &c.streets[1], task, Mode::Visit, said()).await.unwrap();
    c.close().await;

    let later = |days| service_at(c.house.db.store.clone(), now() + chrono::TimeDelta::days(days));
    let offer = spot_check::offer(s, &c.centre).await.unwrap();
    let waiting = 6 + 2;
    assert!(eligible < offer.eligible && offer.eligible <= eligible + waiting, "{eligible} {offer:?}");
    assert_eq!(spot_check::offer(&later(89), &c.centre).await.unwrap().eligible, offer.eligible);
    assert_eq!(spot_check::offer(&later(92), &c.centre).await.unwrap().eligible, offer.eligible + 1);
}

#[tokio::test]
async fn a_city_of_one_office_has_nobody_to_send() {
    let house = House::new().await;
    let centre = house.centre().await;

    let drawn = spot_check::draw(&house.s, &centre, Design::CHEAPEST).await;

    assert!(matches!(drawn, Err(ServiceError::Invalid { field: "inspector", .. })));
}

/// Runs a program of the system, as anybody has it.
fn run(program: &str, arguments: &[&str], input: &str) -> String {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a shell and coreutils are there");
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
}

#[tokio::test]
async fn an_outsider_draws_the_same_households_from_what_was_published() {
    let c = Checked::new(3).await;
    let s = &c.house.s;
    let before = spot_check::proof(s, &c.centre, c.round).await.unwrap();
    let trail = c.house.db.audit_rows("draw_spot_check").await.join("");
    assert!(trail.contains(&before.round.commitment) && trail.contains(&before.round.list_hash));
    let tasks = c.house.db.count("spot_task").await;
    c.close().await;

    let proof = spot_check::proof(s, &c.centre, c.round).await.unwrap();
    let seed = proof.round.seed.clone().unwrap();
    assert_eq!(proof.list, before.list, "what was drawn from does not change");
    // Nothing below is ours: coreutils, and a script that reads two texts.
    assert_eq!(run("sha256sum", &[], &seed)[..64], before.round.commitment);
    assert_eq!(run("sha256sum", &[], &proof.list)[..64], before.round.list_hash);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/guide/redraw.sh");
    let redrawn = run("sh", &[script, &seed, "/dev/stdin"], &proof.list);
    let sampled: Vec<&str> = redrawn.lines().filter(|line| line.split(',').nth(2) == Some("1")).collect();
    let sheet = spot_check::sheet(s, &c.centre, c.round).await.unwrap();
    let ours: Vec<String> =
        sheet.households.iter().map(|line| format!("{},{},1,{}", line.area, line.place, line.dwelling)).collect();
    assert_eq!(sampled, ours);
    assert_eq!(ours.len() as i64, tasks);
    assert_eq!(redrawn.lines().count(), proof.list.lines().count() - 1, "every household has its turn");
    // Each post sees the part of its own area: what is said of a home stays with those who keep it.
    let own = spot_check::proof(s, &c.house.worker().await, c.round).await.unwrap();
    assert!(!own.is_whole && fingerprint(&own.list) != own.round.list_hash);
    let grid = grid_of(1, 1, 1).to_string();
    assert!(own.list.lines().skip(1).all(|line| line.starts_with(&grid)));
}
