//! A form of several fields, decided field by field; and histories of two devices that fill it in.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

fn form(fields: &[(&str, u8, u8)]) -> BTreeMap<String, Claim<u8>> {
    fields.iter().map(|(slug, shown, mine)| ((*slug).to_owned(), Claim { shown: *shown, mine: *mine })).collect()
}

fn own(left: &[(&str, u8)]) -> BTreeMap<String, u8> {
    left.iter().map(|(slug, left)| ((*slug).to_owned(), *left)).collect()
}

#[test]
fn nothing_that_is_masked_is_gone_through_at_the_door() {
    let shown: Vec<_> = fields().map(|field| field.slug).collect();

    assert!(fields().all(|field| !field.masked && GROUPS.contains(&field.group)));
    for masked in ["name", "born_on", "former_name", "sex", "phone", "id_number", "medical_note"] {
        assert!(!shown.contains(&masked) && field(masked).is_none(), "{masked}");
    }
    assert_eq!(shown.len(), 15);
}

#[test]
fn each_field_is_decided_on_its_own() {
    let form = form(&[("left", 1, 1), ("stale", 1, 1), ("written", 1, 2), ("same", 1, 2), ("late", 1, 2)]);
    let current = |slug: &str| match slug {
        "left" | "written" => 1,
        "same" => 2,
        _ => 3,
    };

    let verdict = judge(&form, &BTreeMap::new(), current);

    assert_eq!(verdict.fates["left"], Fate::Untouched { is_seen: true });
    assert_eq!(verdict.fates["stale"], Fate::Untouched { is_seen: false });
    assert_eq!(verdict.met(Meeting::Apply).collect::<Vec<_>>(), ["written"]);
    assert_eq!(verdict.met(Meeting::Same).collect::<Vec<_>>(), ["same"]);
    assert_eq!(verdict.met(Meeting::Conflict).collect::<Vec<_>>(), ["late"]);
    assert_eq!(verdict.left, own(&[("written", 2), ("same", 2)]));
}

#[test]
fn what_ones_own_writes_left_is_as_good_as_seen_however_many_forms_lie_between() {
    // A kept page shows 1 all day long.
    let first = judge(&form(&[("a", 1, 2), ("b", 1, 1)]), &BTreeMap::new(), |_| 1);
    let second = judge(&form(&[("a", 1, 1), ("b", 1, 5)]), &first.left, |slug| if slug == "a" { 2 } else { 1 });
    assert_eq!(second.fates["a"], Fate::Untouched { is_seen: true });
    let third = judge(&form(&[("a", 1, 3)]), &second.left, |_| 2);
    assert_eq!(third.fates["a"], Fate::Met(Meeting::Apply));

    // Somebody else wrote 9 between: what was left is there no more.
    let overtaken = judge(&form(&[("a", 1, 3)]), &second.left, |_| 9);
    assert_eq!(overtaken.fates["a"], Fate::Met(Meeting::Conflict));
    assert_eq!(overtaken.left, own(&[("b", 5)]));
}

#[test]
fn a_group_is_verified_when_all_of_it_was_shown_and_stands_as_seen() {
    let whole: Vec<_> = fields().map(|field| (field.slug, 1, 1)).collect();
    let verified = |fields: &[(&str, u8, u8)], current: &dyn Fn(&str) -> u8| {
        judge(&form(fields), &BTreeMap::new(), current).verified().collect::<Vec<_>>()
    };

    assert_eq!(verified(&whole, &|_| 1), [Group::Residence, Group::Background], "names are not on it");
    assert_eq!(verified(&whole[1..], &|_| 1), [Group::Residence, Group::Background]);
    let without_workplace: Vec<_> = whole.iter().filter(|(slug, ..)| *slug != "workplace").copied().collect();
    assert_eq!(verified(&without_workplace, &|_| 1), [Group::Residence]);
    assert_eq!(verified(&whole, &|slug| if slug == "permit" { 7 } else { 1 }), [Group::Background], "overtaken");
    let changed: Vec<_> = whole.iter().map(|(slug, ..)| (*slug, 1, if *slug == "marital" { 2 } else { 1 })).collect();
    assert_eq!(verified(&changed, &|_| 1), [Group::Residence, Group::Background]);
}

const SLUGS: [&str; 3] = ["a", "b", "c"];

/// A form as a device queued it: of each field what the device saw and what was typed; and the device's form before it.
#[derive(Clone, Debug)]
struct Write {
    operation: usize,
    claims: BTreeMap<String, Claim<u8>>,
    after: Option<usize>,
}

/// The server in small: a register of operations, the file, and where each typed field went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Server {
    known: BTreeMap<usize, BTreeMap<String, u8>>,
    file: BTreeMap<String, u8>,
    history: Vec<(usize, String, u8)>,
    inbox: Vec<(usize, String, u8, u8)>,
}

impl Server {
    fn now(&self, slug: &str) -> u8 {
        self.file.get(slug).copied().unwrap_or_default()
    }

    fn take(&mut self, write: &Write) {
        if self.known.contains_key(&write.operation) {
            return;
        }
        let own = write.after.and_then(|after| self.known.get(&after)).cloned().unwrap_or_default();
        let verdict = judge(&write.claims, &own, |slug| self.now(slug));
        for (slug, fate) in &verdict.fates {
            let mine = write.claims[slug].mine;
            match fate {
                Fate::Untouched { .. } => {}
                Fate::Met(Meeting::Conflict) => {
                    self.inbox.push((write.operation, slug.clone(), mine, self.now(slug)));
                }
                Fate::Met(_) => {
                    self.file.insert(slug.clone(), mine);
                    self.history.push((write.operation, slug.clone(), mine));
                }
            }
        }
        self.known.insert(write.operation, verdict.left);
    }
}

#[derive(Clone, Debug, Default)]
struct Device {
    seen: BTreeMap<String, u8>,
    last: Option<usize>,
    waiting: Vec<Write>,
}

#[derive(Clone, Debug)]
enum Act {
    /// A device fills the form in: of each field what is typed, or nothing.
    Make { device: usize, typed: [Option<u8>; 3] },
    /// A device sends one of those that wait, in order or not; its answer is lost or not, it comes twice or not.
    Send { device: usize, nth: usize, is_lost: bool, is_doubled: bool },
    /// A device opens the page anew.
    Look { device: usize },
}

fn act() -> impl Strategy<Value = Act> {
    let device = 0..2usize;
    let typed = proptest::array::uniform3(proptest::option::of(1..5u8));
    prop_oneof![
        (device.clone(), typed).prop_map(|(device, typed)| Act::Make { device, typed }),
        (device.clone(), 0..4usize, any::<bool>(), any::<bool>())
            .prop_map(|(device, nth, is_lost, is_doubled)| Act::Send { device, nth, is_lost, is_doubled }),
        device.prop_map(|device| Act::Look { device }),
    ]
}

fn fill_in(device: &mut Device, operation: usize, typed: [Option<u8>; 3]) -> Write {
    let claims = SLUGS.iter().zip(typed).map(|(slug, typed)| {
        let shown = device.seen.get(*slug).copied().unwrap_or_default();
        ((*slug).to_owned(), Claim { shown, mine: typed.unwrap_or(shown) })
    });
    let write = Write { operation, claims: claims.collect(), after: device.last };
    device.last = Some(operation);
    device.waiting.push(write.clone());
    write
}

/// Plays a history to its end. Returns the server, one that got nothing twice, and all writes.
fn play(acts: &[Act]) -> (Server, Server, Vec<Write>) {
    let (mut server, mut once) = (Server::default(), Server::default());
    let mut devices = [Device::default(), Device::default()];
    let (mut all, mut arrived) = (Vec::new(), BTreeSet::new());
    let mut deliver = |server: &mut Server, write: &Write, times: usize| {
        for _ in 0..times {
            server.take(write);
        }
        if arrived.insert(write.operation) {
            once.take(write);
        }
    };
    for act in acts {
        match *act {
            Act::Make { device, typed } => all.push(fill_in(&mut devices[device], all.len(), typed)),
            Act::Send { device, nth, is_lost, is_doubled } => {
                let waiting = &mut devices[device].waiting;
                if !waiting.is_empty() {
                    let at = nth % waiting.len();
                    deliver(&mut server, &waiting[at], 1 + usize::from(is_doubled));
                    if !is_lost {
                        waiting.remove(at);
                    }
                }
            }
            Act::Look { device } => devices[device].seen = server.file.clone(),
        }
    }
    for write in devices.iter().flat_map(|device| &device.waiting) {
        deliver(&mut server, write, 2);
    }
    (server, once, all)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn every_field_that_was_typed_ends_in_the_file_or_in_the_inbox_once(acts in proptest::collection::vec(act(), 0..40)) {
        let (server, once, all) = play(&acts);

        prop_assert_eq!(&server, &once, "however often each came in");
        let typed = all.iter().flat_map(|write| {
            let touched = write.claims.iter().filter(|(_, claim)| claim.mine != claim.shown);
            touched.map(|(slug, claim)| (write.operation, slug.clone(), claim.mine))
        });
        let mut found = server.history.clone();
        found.extend(server.inbox.iter().map(|(operation, slug, mine, _)| (*operation, slug.clone(), *mine)));
        found.sort();
        prop_assert_eq!(found, typed.collect::<Vec<_>>(), "and nothing that was left as it was shown");
        prop_assert!(server.inbox.iter().all(|(_, _, mine, theirs)| mine != theirs));
    }

    #[test]
    fn one_device_alone_that_sends_in_order_has_no_conflict_with_itself(
        forms in proptest::collection::vec(proptest::array::uniform3(proptest::option::of(1..5u8)), 0..12),
    ) {
        let makes = forms.iter().map(|typed| Act::Make { device: 0, typed: *typed });
        let sends = forms.iter().map(|_| Act::Send { device: 0, nth: 0, is_lost: false, is_doubled: true });
        let acts: Vec<_> = makes.chain(sends).collect();

        let (server, _, _) = play(&acts);

        prop_assert_eq!(server.inbox.len(), 0);
        for (at, slug) in SLUGS.iter().enumerate() {
            let last = forms.iter().rev().find_map(|typed| typed[at]).unwrap_or_default();
            prop_assert_eq!(server.now(slug), last, "{}", slug);
        }
    }
}
