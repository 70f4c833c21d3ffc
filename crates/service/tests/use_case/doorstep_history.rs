//! Two hundred random histories of two phones that go through people's files, against the real service and one database: tabs killed
//! before the answer, forms sent out of order and twice. What comes of them is what the rule says over plain values, whose own histories
//! `domain::doorstep` holds; and each field that was typed stands in the file or in the inbox, once.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use domain::actor::Actor;
use domain::conflict::{Held, Meeting};
use domain::doorstep::{Claim, Fate, judge};
use domain::id::ResidentId;
use domain::operation::OperationId;
use domain::sync::{Kind, Moment, Sent};
use service::contact::Outcome;
use service::doorstep::{self, Sheet, Shown};
use store::testing::{county, now};

use crate::doorstep::{filled, lived_in, operation, page, sent};
use crate::house::House;

const HISTORIES: u64 = 200;
const ACTS: u64 = 9;
/// Fields with what is typed there; an empty text takes the value away.
const TYPED: [(&str, [&str; 4]); 3] = [
    ("marital", ["10", "20", "30", ""]),
    ("native_place", ["甲", "乙", "丙", ""]),
    ("workplace", ["甲", "乙", "丙", "丁"]),
];

/// Numbers that look random and come out the same.
struct Chance(u64);

impl Chance {
    fn below(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len() as u64) as usize]
    }
}

/// A form as a phone queued it.
#[derive(Clone)]
struct Write {
    sent: Sent,
    sheet: Sheet,
    claims: BTreeMap<String, Claim<String>>,
}

struct Phone<'a> {
    actor: &'a Actor,
    seen: Shown,
    last: Option<OperationId>,
    waiting: Vec<Write>,
}

/// What a conflict in the inbox is told by: when it was made, its field, what it says.
type Late = (DateTime<Utc>, String, String);

/// The rule over plain values: what the service has to come to.
#[derive(Default)]
struct Oracle {
    file: BTreeMap<(ResidentId, String), String>,
    left: HashMap<OperationId, BTreeMap<String, String>>,
    inbox: Vec<Late>,
    written: usize,
}

impl Oracle {
    fn now(&self, resident: ResidentId, slug: &str) -> String {
        self.file.get(&(resident, slug.to_owned())).cloned().unwrap_or_default()
    }

    fn values(&self, resident: ResidentId) -> BTreeMap<String, String> {
        let own = self.file.iter().filter(|((whose, _), value)| *whose == resident && !value.is_empty());
        own.map(|((_, slug), value)| (slug.clone(), value.clone())).collect()
    }

    /// Takes a form in; says whether something of it lies in the inbox.
    fn take(&mut self, write: &Write) -> bool {
        let resident = write.sheet.resident;
        let own = write.sheet.after.and_then(|after| self.left.get(&after)).cloned().unwrap_or_default();
        let verdict = judge(&write.claims, &own, |slug| self.now(resident, slug));
        let before = self.inbox.len();
        for (slug, fate) in verdict.fates {
            let mine = write.claims[&slug].mine.clone();
            match fate {
                Fate::Untouched { .. } => {}
                Fate::Met(Meeting::Conflict) => self.inbox.push((write.sent.moment.at, slug, mine)),
                Fate::Met(_) => {
                    self.file.insert((resident, slug), mine);
                    self.written += 1;
                }
            }
        }
        self.left.insert(write.sent.operation, verdict.left);
        self.inbox.len() > before
    }
}

struct World<'a> {
    house: &'a House,
    oracle: Oracle,
    chance: Chance,
    serial: u32,
    typed: usize,
}

impl World<'_> {
    /// A phone fills its page in.
    fn make(&mut self, phone: &mut Phone<'_>, resident: ResidentId) {
        self.serial += 1;
        let mut changes = Vec::new();
        for (slug, texts) in &TYPED {
            if self.chance.below(2) == 0 {
                changes.push((*slug, *self.chance.pick(texts)));
            }
        }
        let shown = |slug: &str| phone.seen.values.get(slug).cloned().unwrap_or_default();
        let mine = |slug: &str| changes.iter().find(|(own, _)| *own == slug).map(|(_, text)| (*text).to_owned());
        let claims: BTreeMap<_, _> = TYPED
            .iter()
            .map(|(slug, _)| {
                let claim = Claim { shown: shown(slug), mine: mine(slug).unwrap_or_else(|| shown(slug)) };
                ((*slug).to_owned(), claim)
            })
            .collect();
        self.typed += claims.values().filter(|claim| claim.mine != claim.shown).count();
        let moment = Moment { at: now() - TimeDelta::seconds(i64::from(self.serial)), said_at: None };
        let sent = Sent { moment, ..sent(self.serial, Kind::File) };
        let sheet = Sheet { after: phone.last, ..filled(resident, &phone.seen, &changes) };
        phone.last = Some(operation(self.serial));
        phone.waiting.push(Write { sent, sheet, claims });
    }

    /// A form comes in, for the first time or again.
    async fn deliver(&mut self, actor: &Actor, write: &Write) {
        let known = self.oracle.left.contains_key(&write.sent.operation);
        let outcome = doorstep::change(&self.house.s, actor, &write.sent, &write.sheet).await.unwrap();
        if !known {
            let is_late = self.oracle.take(write);
            assert_eq!(outcome, if is_late { Outcome::Conflict } else { Outcome::Done }, "{:?}", write.claims);
        }
    }

    /// A phone sends one of those that wait; only an answer that is not lost takes it out of the queue.
    async fn send(&mut self, phone: &mut Phone<'_>) {
        if phone.waiting.is_empty() {
            return;
        }
        let at = self.chance.below(phone.waiting.len() as u64) as usize;
        let write = phone.waiting[at].clone();
        for _ in 0..=self.chance.below(2) {
            self.deliver(phone.actor, &write).await;
        }
        if self.chance.below(3) > 0 {
            phone.waiting.remove(at);
        }
    }

    async fn play(&mut self, actors: [&Actor; 2], resident: ResidentId) {
        let mut phones = Vec::new();
        for actor in actors {
            phones.push(Phone {
                actor,
                seen: page(self.house, actor, resident).await,
                last: None,
                waiting: Vec::new(),
            });
        }
        for _ in 0..ACTS {
            let phone = &mut phones[self.chance.below(2) as usize];
            match self.chance.below(7) {
                0..=2 => self.make(phone, resident),
                3..=5 => self.send(phone).await,
                _ => phone.seen = page(self.house, phone.actor, resident).await,
            }
        }
        for phone in phones {
            for write in &phone.waiting {
                self.deliver(phone.actor, write).await;
            }
        }
    }
}

#[tokio::test]
async fn two_hundred_histories_of_two_phones_end_with_every_typed_field_in_the_file_or_in_the_inbox_once() {
    let (house, worker, _) = lived_in().await;
    let community = house.community().await;
    let mut world = World { house: &house, oracle: Oracle::default(), chance: Chance(20_261_123), serial: 0, typed: 0 };
    for history in 0..HISTORIES {
        let seat = house.seat(history as usize % 60);
        let resident = ResidentId::new(county(), seat.dwelling.serial());
        // Two phones of two people, or two of one account.
        let other = if history % 3 == 0 { &worker } else { &community };
        world.play([&worker, other], resident).await;
        let now = page(&house, &worker, resident).await.values;
        assert_eq!(now, world.oracle.values(resident), "history {history}");
    }

    let mut tx = house.s.store.begin(&worker).await.unwrap();
    let rows = store::conflict::open(&mut tx, worker.area.range(), 100_000).await.unwrap();
    let text = |held: Option<Held>| held.map(|held| held.reveal().to_owned()).unwrap_or_default();
    let mut inbox: Vec<Late> = rows.into_iter().map(|row| (row.made_at, row.field, text(row.mine))).collect();
    inbox.sort();
    world.oracle.inbox.sort();
    assert_eq!(inbox, world.oracle.inbox);
    assert!(inbox.len() > 50 && world.oracle.written > 200, "the histories met each other: {}", inbox.len());
    assert_eq!(inbox.len() + world.oracle.written, world.typed, "nothing was lost, nothing came twice");
    assert_eq!(house.db.count("field_operation").await, i64::from(world.serial));
}
