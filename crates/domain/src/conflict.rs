//! One field that two changed: what becomes of a write that was made without sight of the newest value (three-way merge).
//!
//! The three values are compared and never looked into, so they may as well be keyed codes that say nothing. Not here: where both sides
//! are kept until somebody decides (`service::conflict`), a form that shows several fields ([`crate::doorstep`]), merging two files about
//! one person ([`crate::file`]).

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

/// What becomes of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meeting {
    /// Nobody changed it meanwhile: it is written.
    Apply,
    /// It says already what was to be written.
    Same,
    /// Somebody wrote something else meanwhile: both sides are kept, and somebody decides.
    Conflict,
}

/// Compares what the writer saw, what it says now, and what is to be written.
pub fn meet<T: PartialEq>(base: &T, current: &T, mine: &T) -> Meeting {
    if current == mine {
        Meeting::Same
    } else if current == base {
        Meeting::Apply
    } else {
        Meeting::Conflict
    }
}

/// What a writer knew of a value: what the form showed, or what says there now where that is what the writer's own last write left.
pub fn seen<'a, T: PartialEq>(shown: &'a T, own: Option<&T>, current: &'a T) -> &'a T {
    if own == Some(current) { current } else { shown }
}

/// One side of a conflict as it is kept. It may be of a field that is masked, so `Debug` says nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Held(String);

impl Held {
    /// The text itself: only for storing, and for whoever may see the field.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl FromStr for Held {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Held(…)")
    }
}

/// Which side of a conflict is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// 保留我的: what came in late is written after all.
    Mine,
    /// 用对方的: it stays as it is.
    Theirs,
}

impl Side {
    /// Both with their stored words.
    pub const ALL: [(Self, &'static str); 2] = [(Self::Mine, "mine"), (Self::Theirs, "theirs")];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Theirs => "theirs",
        }
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == slug).map(|(side, _)| side)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_a_value_that_somebody_else_wrote_meanwhile_is_a_conflict() {
        assert_eq!(meet(&1, &1, &2), Meeting::Apply);
        assert_eq!(meet(&1, &2, &2), Meeting::Same);
        assert_eq!(meet(&1, &1, &1), Meeting::Same);
        assert_eq!(meet(&1, &3, &2), Meeting::Conflict);
    }

    /// A write as a device queued it: its number, the field, what the device saw, what was typed, and the write of the same device
    /// that it saw there, if it was one.
    #[derive(Clone, Debug)]
    struct Write {
        operation: usize,
        field: usize,
        base: u8,
        mine: u8,
        after: Option<usize>,
    }

    /// What the server does, in small: a register of operations, values with their histories, and an inbox.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    struct Server {
        known: BTreeMap<usize, (bool, u8)>,
        values: [u8; FIELDS],
        history: Vec<(usize, usize, u8)>,
        inbox: Vec<(usize, usize, u8, u8)>,
    }

    const FIELDS: usize = 3;

    impl Server {
        /// Takes a write in; says whether it lies in the inbox.
        fn take(&mut self, write: &Write) -> bool {
            if let Some((in_inbox, _)) = self.known.get(&write.operation) {
                return *in_inbox;
            }
            let current = self.values[write.field];
            // What one's own earlier write left there is known to whoever wrote it.
            let own = write.after.and_then(|after| self.known.get(&after));
            let own = own.and_then(|(in_inbox, now)| (!in_inbox).then_some(now));
            let meeting = meet(seen(&write.base, own, &current), &current, &write.mine);
            match meeting {
                Meeting::Apply => {
                    self.values[write.field] = write.mine;
                    self.history.push((write.operation, write.field, write.mine));
                }
                Meeting::Same => self.history.push((write.operation, write.field, write.mine)),
                Meeting::Conflict => self.inbox.push((write.operation, write.field, write.mine, current)),
            }
            let in_inbox = meeting == Meeting::Conflict;
            self.known.insert(write.operation, (in_inbox, self.values[write.field]));
            in_inbox
        }
    }

    /// A device: what it saw last of each field, what it wrote there last, and what waits to be sent.
    #[derive(Clone, Debug, Default)]
    struct Device {
        seen: [u8; FIELDS],
        wrote: [Option<usize>; FIELDS],
        waiting: Vec<Write>,
    }

    #[derive(Clone, Debug)]
    enum Act {
        /// A device makes a write of a field.
        Make { device: usize, field: usize, mine: u8 },
        /// A device sends one of those that wait (in order, or not); the answer gets lost or not, twice or not.
        Send { device: usize, nth: usize, is_lost: bool, is_doubled: bool },
        /// A device looks at the server's values.
        Look { device: usize },
    }

    fn act() -> impl Strategy<Value = Act> {
        let device = 0..2usize;
        prop_oneof![
            (device.clone(), 0..FIELDS, 1..6u8).prop_map(|(device, field, mine)| Act::Make { device, field, mine }),
            (device.clone(), 0..4usize, any::<bool>(), any::<bool>())
                .prop_map(|(device, nth, is_lost, is_doubled)| Act::Send { device, nth, is_lost, is_doubled }),
            device.prop_map(|device| Act::Look { device }),
        ]
    }

    /// Plays a history to its end: everything is sent at last. Returns the server, one that got nothing twice, and all writes.
    fn play(acts: &[Act]) -> (Server, Server, Vec<Write>) {
        let (mut server, mut once) = (Server::default(), Server::default());
        let mut devices = [Device::default(), Device::default()];
        let mut all = Vec::new();
        let mut arrived = std::collections::BTreeSet::new();
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
                Act::Make { device, field, mine } => {
                    let own = &mut devices[device];
                    let write =
                        Write { operation: all.len(), field, base: own.seen[field], mine, after: own.wrote[field] };
                    own.wrote[field] = Some(write.operation);
                    own.waiting.push(write.clone());
                    all.push(write);
                }
                Act::Send { device, nth, is_lost, is_doubled } => {
                    let waiting = &mut devices[device].waiting;
                    if !waiting.is_empty() {
                        let at = nth % waiting.len();
                        deliver(&mut server, &waiting[at], 1 + usize::from(is_doubled));
                        // A tab that is killed before the answer sends again; only an answer takes it out of the queue.
                        if !is_lost {
                            waiting.remove(at);
                        }
                    }
                }
                Act::Look { device } => devices[device].seen = server.values,
            }
        }
        for device in &devices {
            for write in &device.waiting {
                deliver(&mut server, write, 2);
            }
        }
        (server, once, all)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

        #[test]
        fn a_history_of_two_devices_comes_out_the_same_however_often_each_write_arrives(
            acts in proptest::collection::vec(act(), 0..40),
        ) {
            let (server, once, all) = play(&acts);

            prop_assert_eq!(&server, &once);
            // Nothing is lost silently: each write stands in the history or in the inbox, exactly once.
            let mut found: Vec<_> = server.history.iter().map(|(operation, ..)| *operation).collect();
            found.extend(server.inbox.iter().map(|(operation, ..)| *operation));
            found.sort_unstable();
            prop_assert_eq!(found, (0..all.len()).collect::<Vec<_>>());
            // And each with what was typed, in the inbox beside what it would have overwritten.
            for (operation, field, mine) in &server.history {
                prop_assert_eq!((all[*operation].field, all[*operation].mine), (*field, *mine));
            }
            for (operation, field, mine, theirs) in &server.inbox {
                prop_assert_eq!((all[*operation].field, all[*operation].mine), (*field, *mine));
                prop_assert_ne!(mine, theirs);
            }
        }

        #[test]
        fn one_device_alone_that_sends_in_order_has_no_conflict_with_itself(mine in proptest::collection::vec(1..6u8, 0..12)) {
            let make = |mine: &u8| Act::Make { device: 0, field: 0, mine: *mine };
            let sends = mine.iter().map(|_| Act::Send { device: 0, nth: 0, is_lost: false, is_doubled: true });
            let acts: Vec<_> = mine.iter().map(make).chain(sends).collect();

            let (server, _, _) = play(&acts);

            prop_assert_eq!(server.inbox.len(), 0);
            prop_assert_eq!(server.values[0], mine.last().copied().unwrap_or(0));
        }
    }
}
