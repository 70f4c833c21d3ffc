//! Each lock alone: with the other one open, an answer holds nothing of a record that is not the asker's, and nothing changes.
//!
//! Row-level security alone is tried in a build of its own (`--features first-lock-open`), in which the policy grants
//! everything; the policy alone with row-level security switched off in the database.

use std::collections::BTreeMap;

use domain::actor::{Actor, Role};
use domain::area::{Area, AreaRange};
use store::testing::{grid_of, moved, other_county};

use crate::house::{Answer, House};
use crate::probe::{Probe, Subject, reads, writes};

/// A city beside another one, and the records of four grids: own, sibling, cousin, abroad.
struct Ground {
    house: House,
    subjects: [Subject; 4],
}

const OWN: usize = 0;
const SIBLING: usize = 1;
const COUSIN: usize = 2;
const ABROAD: usize = 3;

impl Ground {
    async fn new() -> Self {
        let house = House::with_a_second_city().await;
        // Of two cities the made-up one is not served: who asks is at home in the other.
        let at_home = |grid| moved(grid, other_county());
        let [a, b, c] = [grid_of(1, 1, 1), grid_of(1, 1, 2), grid_of(2, 1, 1)].map(at_home);
        let d = grid_of(1, 1, 1);
        let subjects = [
            Subject::of(&house, a, 1).await,
            Subject::of(&house, b, 2).await,
            Subject::of(&house, c, 3).await,
            Subject::of(&house, d, 4).await,
        ];
        Self { house, subjects }
    }

    /// Who asks about what: every role about the nearest record that is not its own, and about one of another city.
    async fn pairs(&self) -> Vec<(Actor, usize)> {
        let own = self.subjects[OWN].seat.area;
        let city = Area::city(other_county());
        let mut pairs = Vec::new();
        for (at, (role, area, nearest)) in [
            (Role::GridWorker, own, SIBLING),
            (Role::GridLeader, own, COUSIN),
            (Role::Community, own.path()[2], COUSIN),
            (Role::Street, own.path()[1], COUSIN),
            (Role::Department, city, OWN),
            (Role::City, city, ABROAD),
            (Role::Supervision, city, OWN),
            (Role::SystemAdmin, city, OWN),
            (Role::SecurityAdmin, city, OWN),
            (Role::AuditAdmin, city, OWN),
            (Role::Wall, city, OWN),
        ]
        .into_iter()
        .enumerate()
        {
            let actor = self.house.db.actor(role, area, 500 + at as u64).await;
            pairs.push((actor.clone(), nearest));
            let watches_all = matches!(role, Role::Department | Role::Supervision);
            if watches_all || matches!(role, Role::GridWorker | Role::AuditAdmin | Role::SecurityAdmin) {
                pairs.push((actor, ABROAD));
            }
        }
        pairs
    }

    /// What every pair about a record is told, and what of it is the other's.
    async fn ask(&self, house: &House, pairs: &[(Actor, usize)], about: usize) -> (Told, Vec<String>) {
        let (mut told, mut leaks) = (BTreeMap::new(), Vec::new());
        let subject = &self.subjects[about];
        for (at, (actor, _)) in pairs.iter().enumerate().filter(|(_, pair)| pair.1 == about) {
            let browser = house.browser_of(actor).await;
            assert_eq!(browser.get("/account").await.status, 200, "its session is one of the served city");
            for probe in reads().into_iter().filter(|probe| concerns(probe, actor, subject)) {
                let answer = probe.send(house, &browser, actor, subject).await;
                leaks.extend(signs(&probe, &answer, actor, subject));
                told.insert((at, format!("{} {}", probe.path, probe.arguments)), normal(&answer));
            }
        }
        (told, leaks)
    }

    /// What every pair changed of what is not theirs.
    async fn change(&self, pairs: &[(Actor, usize)]) -> Vec<String> {
        let mut faults = Vec::new();
        for (actor, subject) in pairs {
            let subject = &self.subjects[*subject];
            let browser = self.house.browser_of(actor).await;
            let range = if actor.role.sees_people() { actor.area.range() } else { AreaRange { lo: 0, hi: 0 } };
            let before = self.house.db.digests_outside(range).await;
            for probe in writes().into_iter().filter(|probe| concerns(probe, actor, subject)) {
                let answer = probe.send(&self.house, &browser, actor, subject).await;
                faults.extend(signs(&probe, &answer, actor, subject));
            }
            let after = self.house.db.digests_outside(range).await;
            let changed: Vec<_> = after.iter().filter(|(table, digest)| before.get(*table) != Some(digest)).collect();
            if !changed.is_empty() {
                faults.push(format!("{:?} changed {changed:?} of {}", actor.role, subject.seat.area));
            }
        }
        faults
    }

    async fn try_everything(mut self) {
        let pairs = self.pairs().await;
        let faults = self.change(&pairs).await;
        assert!(faults.is_empty(), "{faults:#?}");
        // An answer that is not told from a record is the same whatever the record says.
        for about in [OWN, SIBLING, COUSIN, ABROAD] {
            let (told, leaks) = self.ask(&self.house, &pairs, about).await;
            assert!(leaks.is_empty(), "{leaks:#?}");
            self.house.db.scramble(self.subjects[about].seat.area).await;
            self.house = self.house.restarted();
            let (again, _) = self.ask(&self.house, &pairs, about).await;
            let depends: Vec<_> = told
                .iter()
                .filter(|(key, text)| again[*key] != **text)
                .map(|(key, text)| said(&pairs[key.0].0, &key.1, text, &again[key]))
                .collect();
            assert!(depends.is_empty(), "{depends:#?}");
        }
    }
}

/// Answers by pair and probe.
type Told = BTreeMap<(usize, String), String>;

/// Who has a work of their own with a record is not asked about it: accounts of their city are the administrators', the trail
/// is the audit administrator's, a department posts works and counts its cases, supervision watches cases (the second lock
/// lets it write what it watches: that it reports none is the policy's), and only totals are for everybody of the city.
fn concerns(probe: &Probe, actor: &Actor, subject: &Subject) -> bool {
    let is_abroad = actor.area.county() != subject.seat.area.county();
    let is_own_work = match actor.role {
        Role::Department => ["/work", "/ongoing", "/statistics"].iter().any(|own| probe.path.contains(own)),
        Role::Supervision => {
            ["/case", "/chat", "/hotline", "/m/report", "/media", "/work", "/exports/new", "/statistics"]
                .iter()
                .any(|own| probe.path.contains(own))
        }
        role => role.is_administrator() && probe.path.starts_with("/admin/"),
    };
    let is_total = ["/areas/{area}", "/api/area/level", "/map", "/api/search/all"];
    // What a command screen tells of a record has no words and no door (`use_case/screen.rs` looks for them).
    let has_screen = matches!(actor.role, Role::Supervision | Role::Wall)
        && (probe.path.contains("/screen") || probe.path == "/api/map/beacons");
    let has_totals = actor.area.contains(subject.seat.area) && (has_screen || is_total.contains(&probe.path.as_str()));
    let names_only_own = probe.arguments.contains("{own}") || probe.path == "/api/map/dwelling_at";
    let is_allowed = is_own_work || (names_only_own && actor.area.contains(subject.seat.area));
    !has_totals && (is_abroad || !is_allowed)
}

/// What of the canary an answer holds that was not in the question.
fn signs(probe: &Probe, answer: &Answer, actor: &Actor, subject: &Subject) -> Vec<String> {
    let asked = |sign: &String| probe.arguments.contains("{name}") && subject.canary.name.contains(sign.as_str());
    let found = subject.canary.signs().into_iter().filter(|sign| !asked(sign) && answer.text.contains(sign.as_str()));
    let (role, path) = (actor.role, &probe.path);
    found.map(|sign| format!("{path} tells {role:?} of {} about {}: {sign}", actor.area, subject.seat.area)).collect()
}

/// An answer without what differs from one answer to the next.
fn normal(answer: &Answer) -> String {
    let nonce = answer.nonce();
    let text = if nonce.is_empty() { answer.text.clone() } else { answer.text.replace(nonce, "") };
    let text = text.replace(answer.header("x-request-id"), "");
    format!("{} {} {text}", answer.status, answer.header("location"))
}

/// Where two answers part.
fn said(actor: &Actor, probe: &str, then: &str, now: &str) -> String {
    let at = then.bytes().zip(now.bytes()).position(|(a, b)| a != b).unwrap_or_default().saturating_sub(60);
    let part = |text: &str| {
        text.chars().skip(text.get(..at).map_or(0, |start| start.chars().count())).take(160).collect::<String>()
    };
    format!("{probe} as {:?}: {} / {}", actor.role, part(then), part(now))
}

#[cfg(not(feature = "first-lock-open"))]
#[tokio::test]
async fn the_policy_alone_tells_nothing_of_others_and_lets_nobody_change_them() {
    let ground = Ground::new().await;
    ground.house.db.open_second_lock().await;
    ground.try_everything().await;
}

#[cfg(not(feature = "first-lock-open"))]
#[tokio::test]
async fn with_the_second_lock_open_a_query_without_where_sees_everything() {
    let ground = Ground::new().await;
    ground.house.db.open_second_lock().await;
    let wall = ground.house.post(Role::Wall);

    let mut tx = ground.house.db.store.begin(wall).await.unwrap();

    let seen = store::resident::one(&mut tx, ground.subjects[ABROAD].canary.people[0]).await.unwrap();
    assert!(seen.is_some(), "otherwise the test above would prove nothing");
}

#[cfg(feature = "first-lock-open")]
#[tokio::test]
async fn row_level_security_alone_tells_nothing_of_others_and_lets_nobody_change_them() {
    Ground::new().await.try_everything().await;
}

#[cfg(feature = "first-lock-open")]
#[tokio::test]
async fn with_the_first_lock_open_the_policy_is_not_asked() {
    let house = House::new().await;
    let wall = house.browser(Role::Wall).await;

    let answer = wall.get(&format!("/api/map/legend?lens=visit&area={}", grid_of(2, 1, 1))).await;

    assert_eq!(answer.status, 200, "otherwise the test above would prove nothing");
}
