//! Every server function, called as every role and about records related to the post in every way: own, sibling, cousin,
//! parent, child, of another city, of nobody.
//!
//! A server function that is missing in the table fails the first test: write down who may call it.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::Method;
use chrono::Duration;
use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::case::Light;
use domain::clock::civil_date;
use domain::geo::LonLat;
use domain::patrol::Fix;
use leptos::server_fn;
use store::testing::{county, grid_of, moved, now, other_county};

use crate::house::{Answer, Browser, House};

/// How a function is called.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Call {
    /// In the address.
    Get,
    /// In a form.
    Post,
    /// As JSON.
    Json,
}
use Call::{Get, Json, Post};

/// The statuses for every role, in the order of [`Role::ALL`], about a record in the scope of them all; and whether a record
/// outside one's scope is answered with 404, like one that does not exist, or there is no record to ask for.
pub type Statuses = ([u16; 12], bool);

/// grid worker, grid leader, community, street, department, city, supervision, the three administrators, wall, volunteer
const EVERYBODY: [u16; 12] = [200; 12];
/// About totals: everybody, each in the own area.
const TOTALS: Statuses = (EVERYBODY, true);
/// About households: those who keep or lead files. For the others there is no such thing.
const HOUSEHOLD: Statuses = ([200, 200, 200, 200, 404, 200, 404, 404, 404, 404, 404, 404], true);
/// Changing households: those who keep the files.
const EDIT: Statuses = ([200, 200, 200, 403, 404, 403, 404, 404, 404, 404, 404, 404], true);
/// About oneself: everybody, and there is nothing outside.
const OWN: Statuses = (EVERYBODY, false);
/// About a case: who keeps or leads files, and supervision. A department knows only what was handed to it.
const CASE: Statuses = ([200, 200, 200, 200, 404, 200, 200, 404, 404, 404, 404, 404], true);
/// A remark on it: who has a hand in it.
const CASE_STEP: Statuses = ([403, 403, 200, 200, 404, 200, 200, 404, 404, 404, 404, 404], true);
/// Taking a step back: only who took it, so that here everybody who knows of it comes too late.
const UNDO: Statuses = ([409, 409, 409, 409, 404, 409, 409, 404, 404, 404, 404, 404], true);
/// The command screen: who keeps or leads files, supervision, and walls.
const SCREEN: Statuses = ([200, 200, 200, 200, 404, 200, 200, 404, 404, 404, 200, 404], true);
/// The same about the post's whole area.
const OWN_SCREEN: Statuses = (SCREEN.0, false);
/// About the post's whole area: a foreign record can't be asked for.
const OWN_HOUSEHOLDS: Statuses = (HOUSEHOLD.0, false);

/// Every server function: how it is called, its arguments (`{…}` are filled in), who may.
pub const TABLE: &[(&str, Call, &str, Statuses)] = &[
    ("/api/area/level", Get, "area={area}", TOTALS),
    ("/api/building/board", Get, "building={building}&lens=occupancy", HOUSEHOLD),
    ("/api/case/open", Get, "area={area}", CASE),
    ("/api/case/queue", Get, "axis=all&area={area}&late_only=false&supervised_only=false&skip=0", CASE),
    ("/api/case/choices", Get, "axis=all&area={area}&late_only=false&supervised_only=false", CASE),
    ("/api/case/bulk", Json, r#"{"cases":[["{case}",{version}]],"together":"accept","to":null}"#, CASE),
    ("/api/case/bulk_undo", Json, r#"{"cases":[["{case}",{version}]]}"#, CASE),
    ("/api/case/bulk_aim", Json, r#"{"cases":["{case}"]}"#, CASE),
    ("/api/case/sheet", Get, "case={case}", CASE),
    ("/api/case/answers", Get, "case={case}", CASE),
    ("/api/case/aims", Get, "case={case}", CASE),
    ("/api/case/report_form", Get, "", OWN_HOUSEHOLDS),
    ("/api/case/hints", Json, r#"{"ground":{"dwelling":"{dwelling}"},"category":null,"text":""}"#, HOUSEHOLD),
    (
        "/api/case/step",
        Json,
        r#"{"case":"{case}","version":{version},"step":{"plain":"remark"},"note":"x","pictures":[]}"#,
        CASE_STEP,
    ),
    ("/api/case/undo", Post, "case={case}&version={version}", UNDO),
    ("/api/household/card", Get, "dwelling={dwelling}", HOUSEHOLD),
    ("/api/household/file", Get, "dwelling={dwelling}", HOUSEHOLD),
    ("/api/household/set_label", Post, "dwelling={dwelling}&label=1&on=true&revision={revision}", EDIT),
    ("/api/household/unmask", Post, "resident={dwelling}&reason=Verify", EDIT),
    ("/api/map/beacons", Get, "", OWN_SCREEN),
    ("/api/map/city", Get, "", OWN),
    ("/api/map/dwelling_at", Get, "scene_version=1&cell={cell}", HOUSEHOLD),
    ("/api/map/filter_count", Get, "filter=label:11&area={area}", HOUSEHOLD),
    ("/api/map/layers", Get, "area={area}&classes=organisation,person", TOTALS),
    ("/api/map/legend", Get, "lens=visit&area={area}", HOUSEHOLD),
    ("/api/patrol/track", Get, "worker={worker}&day={day}", HOUSEHOLD),
    ("/api/patrol/workers", Get, "area={area}", HOUSEHOLD),
    ("/api/person/file", Get, "resident={dwelling}", HOUSEHOLD),
    ("/api/screen/board", Get, "area={area}", SCREEN),
    ("/api/screen/tally", Get, "area={area}", SCREEN),
    ("/api/screen/tower", Get, "building={building}", SCREEN),
    ("/api/search/all", Post, "text=3&area={area}", TOTALS),
    ("/api/search/asked", Get, "question={dwelling}", OWN),
    ("/api/search/recent", Get, "", OWN_HOUSEHOLDS),
    ("/api/session/posts", Get, "", OWN),
];

/// The paths of all server functions that change something.
pub fn changes() -> impl Iterator<Item = &'static str> {
    TABLE.iter().filter(|row| row.1 != Get).map(|row| row.0)
}

/// What the arguments of a call are filled in with.
pub struct Record(BTreeMap<&'static str, String>, Actor);

impl Record {
    /// The records of one grid: a household with a case, a worker with a track.
    pub async fn of(house: &House, grid: Area, serial: u64) -> Self {
        let seat = house.seat(grid).await;
        let case = house.db.add_case(&seat, serial, Light::Red).await;
        let worker = house.db.actor(Role::GridWorker, grid, 900 + serial).await.account;
        let fixes =
            [0, 60].map(|s| Fix { position: LonLat { lon: 71.4, lat: 51.1 }, at: now() + Duration::seconds(s) });
        house.db.add_track(&seat, worker, &fixes).await;
        let city = grid.path()[0];
        let viewer = house.db.actor(Role::City, city, 800 + serial).await;
        let facts = BTreeMap::from([
            ("{area}", grid.to_string()),
            ("{building}", seat.building.to_string()),
            // The tests give every dwelling one resident with its own number.
            ("{dwelling}", seat.dwelling.to_string()),
            ("{cell}", seat.cell.to_string()),
            ("{case}", case.to_string()),
            ("{worker}", worker.to_string()),
            ("{day}", civil_date(now()).to_string()),
        ]);
        Self(facts, viewer)
    }

    /// The arguments now: versions and revisions as they are at this moment.
    pub async fn fill(&self, house: &House, arguments: &str) -> String {
        let mut text = arguments.to_owned();
        if ["{revision}", "{version}"].iter().any(|name| text.contains(name)) {
            let dwelling = self.0["{dwelling}"].parse().unwrap();
            let card = service::household::card(&house.service, &self.1, dwelling).await.unwrap();
            let line = card.cases.first().unwrap();
            text =
                text.replace("{revision}", &card.revision.to_string()).replace("{version}", &line.version.to_string());
        }
        for (name, value) in &self.0 {
            text = text.replace(name, value);
        }
        text
    }
}

async fn call(browser: &Browser<'_>, path: &str, how: Call, arguments: &str) -> Answer {
    let (method, address, body) = match how {
        Get => (Method::GET, format!("{path}?{arguments}"), String::new()),
        Post | Json => (Method::POST, path.to_owned(), arguments.to_owned()),
    };
    let kind = if how == Json { "application/json" } else { "application/x-www-form-urlencoded" };
    let request =
        browser.request(method, &address).header("sec-fetch-site", "same-origin").header("content-type", kind);
    browser.ask(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn every_server_function_is_in_the_table() {
    let _registers_them = House::new().await;
    let registered: Vec<(&str, Method)> = server_fn::axum::server_fn_paths().collect();

    for (path, method) in &registered {
        let listed = TABLE.iter().find(|row| row.0 == *path);
        assert!(listed.is_some(), "{path} is not in the table of permissions");
        let reads = listed.is_some_and(|row| row.1 == Get);
        assert_eq!(*method == Method::GET, reads, "{path}");
    }
    for (path, ..) in TABLE {
        assert!(registered.iter().any(|(known, _)| known == path), "{path} is in the table but does not exist");
    }
}

#[tokio::test]
async fn every_role_may_do_what_the_table_says_and_nothing_else() {
    let house = House::new().await;
    let grid = grid_of(1, 1, 1);
    let own = Record::of(&house, grid, 1).await;
    let mut wrong = Vec::new();
    for (at, (role, _)) in Role::ALL.into_iter().enumerate() {
        let area = if role == Role::GridWorker { grid } else { Area::city(county()) };
        let actor = house.db.actor(role, area, 600 + at as u64).await;
        let browser = house.browser_of(&actor).await;
        for (path, how, arguments, (expected, _)) in TABLE {
            let answer = call(&browser, path, *how, &own.fill(&house, arguments).await).await;
            if answer.status.as_u16() != expected[at] {
                let expected = expected[at];
                wrong.push(format!("{path} as {role:?}: {} instead of {expected}: {}", answer.status, answer.text));
            }
        }
    }

    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn what_is_outside_the_scope_does_not_exist_however_it_is_related() {
    let house = House::with_a_second_city().await;
    let (own, sibling, cousin) = (grid_of(1, 1, 1), grid_of(1, 1, 2), grid_of(2, 1, 1));
    let abroad = moved(own, other_county());
    let mut records = BTreeMap::new();
    for (serial, grid) in [(1, own), (2, sibling), (3, cousin), (4, abroad)] {
        records.insert(grid, Record::of(&house, grid, serial).await);
    }
    // Who asks, and which grids are outside their scope.
    let askers = [
        (Role::GridWorker, own, vec![sibling, cousin, abroad]),
        (Role::GridLeader, own, vec![sibling, cousin, abroad]),
        (Role::Community, own.path()[2], vec![cousin, abroad]),
        (Role::Street, own.path()[1], vec![cousin, abroad]),
        (Role::City, own.path()[0], vec![abroad]),
        (Role::City, abroad.path()[0], vec![own, sibling, cousin]),
    ];
    let mut wrong = Vec::new();
    for (serial, (role, area, outside)) in askers.into_iter().enumerate() {
        let actor = house.db.actor(role, area, 700 + serial as u64).await;
        let browser = house.browser_of(&actor).await;
        for (path, how, arguments, _) in TABLE.iter().filter(|row| row.3.1) {
            for grid in &outside {
                let answer = call(&browser, path, *how, &records[grid].fill(&house, arguments).await).await;
                // In another city the same number is another cell: one's own.
                let is_own_cell = arguments.contains("{cell}") && grid.county() != area.county();
                let is_hidden = answer.status.as_u16() == 404
                    || is_own_cell && !answer.text.contains(&records[grid].0["{dwelling}"]);
                if !is_hidden {
                    wrong.push(format!("{path} about {grid} as {role:?} of {area}: {}", answer.status));
                }
            }
            // The parent's own totals are not for whoever has a part of it.
            let parent = arguments.contains("{area}").then(|| area.parent()).flatten();
            if let Some(parent) = parent {
                let about_parent = arguments.replace("{area}", &parent.to_string());
                let answer =
                    call(&browser, path, *how, &records[&grid_in(area)].fill(&house, &about_parent).await).await;
                if answer.status.as_u16() != 404 {
                    wrong.push(format!("{path} about the parent {parent} as {role:?} of {area}: {}", answer.status));
                }
            }
        }
    }

    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A grid with records in an area.
fn grid_in(area: Area) -> Area {
    if area.county() == county() { grid_of(1, 1, 1) } else { moved(grid_of(1, 1, 1), other_county()) }
}

#[tokio::test]
async fn what_is_foreign_and_what_does_not_exist_are_answered_alike() {
    let house = House::new().await;
    let worker = house.browser(Role::GridWorker).await;
    let foreign = Record::of(&house, grid_of(2, 1, 1), 2).await;

    for (path, how, arguments, _) in TABLE.iter().filter(|row| row.3.1) {
        let about_foreign = foreign.fill(&house, arguments).await;
        let about_nothing = ["{building}", "{dwelling}", "{case}", "{worker}"]
            .iter()
            .fold(about_foreign.clone(), |text, name| text.replace(&foreign.0[name], "990001000000777777"))
            .replace(&foreign.0["{area}"], "990001777777777")
            .replace(&format!("cell={}", foreign.0["{cell}"]), "cell=777777");

        let (foreign, nothing) =
            (call(&worker, path, *how, &about_foreign).await, call(&worker, path, *how, &about_nothing).await);

        assert_eq!((foreign.status, &foreign.text), (nothing.status, &nothing.text), "{path}?{about_nothing}");
    }
}

#[tokio::test]
async fn without_a_session_nothing_is_answered() {
    let house = House::new().await;
    let record = Record::of(&house, grid_of(1, 1, 1), 1).await;
    let mut forged = house.stranger();
    forged.forge("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");

    for (path, how, arguments, _) in TABLE {
        for browser in [&house.stranger(), &forged] {
            let answer = call(browser, path, *how, &record.fill(&house, arguments).await).await;

            assert_eq!((answer.status.as_u16(), answer.text.as_str()), (401, "\"NoSession\""), "{path}");
        }
    }
}

#[tokio::test]
async fn arguments_that_cannot_be_read_are_refused_without_being_repeated() {
    let house = House::new().await;
    let browser = house.browser(Role::City).await;

    for (path, how, arguments, _) in TABLE.iter().filter(|row| !row.2.is_empty()) {
        let nonsense = arguments.replace('{', "%3Cb%3E").replace('}', "");
        let answer = call(&browser, path, *how, &nonsense).await;

        assert_eq!(answer.status.as_u16(), 422, "{path}: {}", answer.text);
        assert!(!answer.text.contains("<b>"), "{path}: {}", answer.text);
        assert_eq!(answer.header("cache-control"), "private, no-store");
    }
}

#[tokio::test]
async fn a_failed_call_never_sends_the_browser_away_with_its_error_in_the_address() {
    let house = House::new().await;
    let browser = house.browser(Role::Wall).await;

    let request = browser
        .request(Method::GET, "/api/household/card?dwelling=990001000000777777")
        .header("accept", "text/html")
        .header("referer", "http://127.0.0.1:3000/map");
    let answer = browser.ask(request.body(Body::empty()).unwrap()).await;

    assert_eq!((answer.status.as_u16(), answer.header("location")), (404, ""));
}
