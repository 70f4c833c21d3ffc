//! The real application beside the pure machine: random hands take random steps over HTTP, alone and at once, and after each the
//! case has to stand where the machine says. The machine itself is walked through in `domain::case::machine`.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::case::{
    Desk, Ground, Hands, Kind, Light, Milestone, Move, Need, Note, Phase, Refusal, Report, Source, Standing, Step,
    Title, turn,
};
use domain::category::CategoryCode;
use domain::deadline::Urgency;
use domain::id::{CaseId, MediaId, UnitId};
use domain::operation::OperationId;
use serde_json::{Value, json};
use store::testing::{county, grid_of};

use crate::house::{Answer, Browser, House};

/// Cases that are driven, and requests for each.
const CASES: u64 = 8;
const MOVES: u64 = 40;

/// Numbers that look random and are the same every time (Knuth's 64-bit linear congruence).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.roll(from.len())]
    }
}

struct Player<'a> {
    actor: Actor,
    browser: Browser<'a>,
}

/// What the test knows of a case.
struct Model {
    case: CaseId,
    version: i32,
    standing: Standing,
    /// Desks that had a hand in it and go on seeing it.
    parties: BTreeSet<Desk>,
    taken: u64,
}

impl Model {
    /// Whether an account may know of it.
    fn is_known_to(&self, actor: &Actor) -> bool {
        let by_area = actor.role != Role::Department && actor.area.contains(self.standing.area);
        let was_party = actor.desk.is_some_and(|desk| self.parties.contains(&desk));
        by_area || was_party || !Hands::of(&actor.who(), &self.standing).is_empty()
    }

    fn expected(&self, actor: &Actor, taken: &Move) -> Result<Standing, StatusCode> {
        if !self.is_known_to(actor) {
            return Err(StatusCode::NOT_FOUND);
        }
        turn(&actor.who(), &self.standing, taken).map(|turn| turn.after).map_err(|refusal| match refusal {
            Refusal::NotNow(_) => StatusCode::CONFLICT,
            Refusal::NotYours(_) => StatusCode::FORBIDDEN,
            Refusal::NeedsNote | Refusal::NeedsPicture | Refusal::WrongAim => StatusCode::UNPROCESSABLE_ENTITY,
        })
    }

    fn take(&mut self, kind: Kind, after: Standing) {
        if after.light() == Light::Green && self.standing.light() != Light::Green {
            let checked = matches!(self.standing.phase, Phase::Done { is_checked: true, .. });
            let on_the_spot = self.standing.closing != domain::category::Closing::Checked && kind == Kind::Finish;
            assert!(checked && kind == Kind::Evaluate || on_the_spot, "green only after it was verified");
        }
        self.parties.insert(after.holder);
        self.parties.extend(after.co_handlers.iter().map(|co| co.desk));
        self.standing = after;
        self.version += 1;
        self.taken += 1;
    }
}

fn unit_of(actor: &Actor) -> UnitId {
    UnitId::new_checked(actor.desk.unwrap().number()).unwrap()
}

/// A step of a kind with all that it could carry; sometimes without the words that it may need.
fn step_of(dice: &mut Dice, kind: Kind, units: &[UnitId], other: CaseId) -> Step {
    let grid = grid_of(1, 1, 1);
    match kind {
        Kind::PassOn => Step::PassOn(*dice.pick(units)),
        Kind::PassDown => Step::PassDown(*dice.pick(&grid.path())),
        Kind::Whistle => Step::Whistle { lead: *dice.pick(units), with: vec![*dice.pick(units)] },
        Kind::Merge => Step::Merge(other),
        Kind::AskDelay => Step::AskDelay(dice.roll(32) as u8),
        Kind::Plan => {
            let due_on = chrono::NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
            Step::Plan(vec![Milestone { text: "查勘".to_owned(), due_on, is_done: false }])
        }
        // A place in a list that there may not be, and a category, are no part of the machine.
        Kind::Tick | Kind::Amend => Step::Plain(Kind::Remark),
        kind => Step::Plain(kind),
    }
}

async fn send(player: &Player<'_>, model: (CaseId, i32), taken: &Move, pictures: &[MediaId]) -> Answer {
    let body = json!({
        "case": model.0, "version": model.1, "step": taken.step, "note": taken.note, "pictures": pictures,
    });
    let request = player
        .browser
        .request(Method::POST, "/api/case/step")
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, "application/json");
    player.browser.ask(request.body(Body::from(body.to_string())).unwrap()).await
}

fn standing_of(answer: &Answer) -> (i32, Standing) {
    let text = &answer.text;
    let answer: Value = serde_json::from_str(text).unwrap();
    let version = answer["sheet"]["line"]["version"].as_i64().ok_or(text).unwrap() as i32;
    (version, serde_json::from_value(answer["sheet"]["standing"].clone()).unwrap())
}

async fn players(house: &House) -> Vec<Player<'_>> {
    let (city, grid) = (Area::city(county()), grid_of(1, 1, 1));
    let mut actors: Vec<Actor> =
        [Role::GridWorker, Role::Community, Role::Street, Role::City].map(|role| house.post(role).clone()).to_vec();
    actors.push(house.db.department(city, 201).await);
    actors.push(house.db.department(city, 202).await);
    actors.push(house.db.actor(Role::Supervision, city, 31).await);
    actors.push(house.db.actor(Role::GridLeader, grid.path()[2], 32).await);
    actors.push(house.db.actor(Role::GridWorker, grid_of(1, 1, 2), 33).await);
    let mut players = Vec::new();
    for actor in actors {
        players.push(Player { browser: house.browser_of(&actor).await, actor });
    }
    players
}

/// A worker reports; half of the cases are of a category that is ended on the spot.
async fn reported(house: &House, players: &[Player<'_>], serial: u64) -> Model {
    let worker = &players[0].actor;
    let report = Report {
        operation: OperationId::new([serial as u8 + 1; 16]),
        source: Source::Grid,
        ground: Ground::Area(grid_of(1, 1, 1)),
        title: Title::new("楼道灯不亮"),
        detail: String::new(),
        category: serial.is_multiple_of(2).then(|| CategoryCode::new("0203").unwrap()),
        urgency: Urgency::Ordinary,
        pictures: Vec::new(),
    };
    let case = service::case::report(&house.service, worker, report).await.unwrap();
    let sheet = service::case::sheet(&house.service, worker, case).await.unwrap();
    let parties = [worker.desk.unwrap(), sheet.standing.holder].into();
    Model { case, version: 1, standing: sheet.standing, parties, taken: 0 }
}

async fn staged(house: &House, actor: &Actor, dice: &mut Dice) -> Vec<MediaId> {
    let mut number = [0; 16];
    number.fill_with(|| dice.roll(256) as u8);
    let capture = domain::media::Capture::default();
    let operation = OperationId::new(number);
    vec![service::media::stage(&house.service, actor, crate::photo::png(), capture, operation).await.unwrap()]
}

#[tokio::test]
async fn whatever_hands_do_alone_or_at_once_the_application_stands_where_the_machine_does() {
    let house = House::new().await;
    let players = players(&house).await;
    let units = [unit_of(&players[4].actor), unit_of(&players[5].actor)];
    let other = reported(&house, &players, CASES).await.case;
    let mut taken = 0;
    for serial in 0..CASES {
        let mut dice = Dice(serial + 17);
        let mut model = reported(&house, &players, serial).await;
        for at in 0..MOVES {
            taken += round(&house, &players, &units, &mut dice, &mut model, other)
                .await
                .unwrap_or_else(|said| panic!("case {serial}, move {at}: {said}"));
        }
        agrees(&house, &players, &model).await;
    }
    assert!(taken > CASES * 8, "cases moved: {taken}");
}

/// One request, or two at the same version. Answers with how many steps were taken.
async fn round(
    house: &House,
    players: &[Player<'_>],
    units: &[UnitId],
    dice: &mut Dice,
    model: &mut Model,
    other: CaseId,
) -> Result<u64, String> {
    let mut drawn = Vec::new();
    let at_once = dice.roll(4) == 0;
    for _ in 0..=usize::from(at_once) {
        let player = dice.pick(players);
        let offered = domain::case::offers(&player.actor.who(), &model.standing);
        let all: Vec<Kind> = Kind::ALL.iter().map(|(kind, _)| *kind).collect();
        let is_wild = offered.is_empty() || dice.roll(4) == 0;
        let kind = *dice.pick(if is_wild { &all } else { &offered });
        let step = step_of(dice, kind, units, other);
        let needs = step.kind().needs(&model.standing);
        // Supervision brings no pictures.
        let has_picture = needs.picture != Need::No && player.actor.role != Role::Supervision && dice.roll(8) != 0;
        let pictures = if has_picture { staged(house, &player.actor, dice).await } else { Vec::new() };
        let note = if dice.roll(8) == 0 { None } else { Note::new("说明") };
        drawn.push((player, Move { step, note, picture_count: pictures.len() }, pictures));
    }
    let subject = (model.case, model.version);
    let sent = drawn.iter().map(|(player, taken, pictures)| send(player, subject, taken, pictures));
    let answers = futures::future::join_all(sent).await;
    let expected: Vec<_> = drawn.iter().map(|(player, taken, _)| model.expected(&player.actor, taken)).collect();
    let mut won = 0;
    for (((player, taken, _), answer), expected) in drawn.iter().zip(&answers).zip(expected) {
        let said =
            || format!("{:?} {taken:?} of {:?}: {} {}", player.actor.role, model.standing, answer.status, answer.text);
        match expected {
            Ok(after) if answer.status == StatusCode::OK => {
                if standing_of(answer) != (subject.1 + 1, after.clone()) {
                    return Err(format!("{}, expected {after:?}", said()));
                }
                won += 1;
                model.take(taken.step.kind(), after);
            }
            // Of two at once, who comes second is told that the case is another one by now.
            Ok(_) if at_once && answer.status == StatusCode::CONFLICT => {}
            // Or that there is none: what was claimed out of the pool is hidden from the other units by then.
            Ok(_) if at_once && answer.status == StatusCode::NOT_FOUND => {}
            Ok(after) => return Err(format!("{}, expected {after:?}", said())),
            Err(status) if answer.status == status || at_once && answer.status == StatusCode::CONFLICT => {}
            // Who was let in by the other's step may know of it now.
            Err(StatusCode::NOT_FOUND) if at_once => {}
            Err(status) => return Err(format!("{}, expected {status}", said())),
        }
    }
    if won > 1 { Err("two steps were taken at one version".to_owned()) } else { Ok(won) }
}

/// The case as everybody who may know it sees it, its trail, and its light on every list.
async fn agrees(house: &House, players: &[Player<'_>], model: &Model) {
    for player in players {
        let answer = player.browser.get(&format!("/api/case/sheet?case={}", model.case)).await;
        if model.is_known_to(&player.actor) {
            assert_eq!(standing_of(&answer), (model.version, model.standing.clone()), "{:?}", player.actor.role);
        } else {
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{:?}", player.actor.role);
        }
    }
    let sheet = service::case::sheet(&house.service, house.post(Role::City), model.case).await.unwrap();
    assert_eq!(sheet.entries.len() as u64, model.taken + 1, "every step stands on the timeline");
    assert_eq!(sheet.line.phase.light(), model.standing.light());
    assert_eq!(sheet.entries.last().unwrap().light, model.standing.light());
    let number = format!(",case,{},", model.case.number());
    let audited = house.db.audit_rows("step_case").await.into_iter().filter(|row| row.contains(&number)).count();
    assert_eq!(audited as u64, model.taken, "every step was audited");
}
