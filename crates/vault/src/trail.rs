//! Walks audit chains link by link and says what was done to them. Pure: whoever reads the rows hands them over in order.
//!
//! A link proves its row, its number and the link before. So a changed row fails alone, a removed one leaves a gap, and a
//! rewritten end is noticed by the chain's head or, when that was adjusted too, by an anchor outside the database.

use std::collections::BTreeMap;

use crate::{Keyring, Link};

/// Faults that a report lists; beyond that it only counts.
const LISTED: usize = 10_000;
/// Faulty links of a chain that are compared with each other to tell a swap.
const COMPARED: usize = 200;

/// A link as it is stored, with the row it points at.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The chain: a community's area code.
    pub chain: i64,
    /// The number in the chain, from 1.
    pub number: i64,
    /// The stored link.
    pub link: Link,
    /// The audit row's id.
    pub audit_id: i64,
    /// The row's canonical bytes; nothing when the row is gone.
    pub row: Option<Vec<u8>>,
}

/// The end of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The chain.
    pub chain: i64,
    /// Its last number.
    pub number: i64,
    /// Its last link.
    pub link: Link,
}

/// What was done to a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The row or its link is not what was sealed.
    Changed,
    /// Rows or links are gone.
    Removed,
    /// A link or row that no seal made.
    Inserted,
    /// Two rows changed places.
    Reordered,
    /// It follows a faulty link and does not check either.
    Unproven,
    /// The chain's head is not its last link.
    Head,
    /// The link is another than the anchor outside the database has.
    Rewritten,
    /// The row waits for its seal for more than a minute.
    Overdue,
    /// A line of the anchor file is damaged, or lines before it are missing.
    Anchor,
}

impl Kind {
    /// The word for reports.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Removed => "removed",
            Self::Inserted => "inserted",
            Self::Reordered => "reordered",
            Self::Unproven => "unproven",
            Self::Head => "head",
            Self::Rewritten => "rewritten",
            Self::Overdue => "overdue",
            Self::Anchor => "anchor",
        }
    }
}

/// One fault: where and what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The chain; 0 for the anchor file.
    pub chain: i64,
    /// The number in the chain, or the line of the anchor file; 0 for a row that is in no chain.
    pub number: i64,
    /// How many numbers from there on.
    pub count: i64,
    /// What was done.
    pub kind: Kind,
    /// The audit row, when one is known.
    pub audit_id: Option<i64>,
}

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Chains walked.
    pub chains: u64,
    /// Links checked.
    pub links: u64,
    /// Heads in the anchor file.
    pub anchored: u64,
    /// Rows that wait for their seal, as they may for a moment.
    pub waiting: u64,
    /// The faults, by chain and number; at most ten thousand.
    pub faults: Vec<Fault>,
    /// How many faults there are in all.
    pub fault_count: u64,
}

impl Report {
    /// Whether nothing was done to the trail.
    pub fn is_whole(&self) -> bool {
        self.fault_count == 0
    }

    /// Adds a fault.
    pub fn blame(&mut self, fault: Fault) {
        self.fault_count += 1;
        if self.faults.len() < LISTED {
            self.faults.push(fault);
        }
    }
}

/// A walk over all chains.
pub struct Walk<'a> {
    keyring: &'a Keyring,
    heads: BTreeMap<i64, Head>,
    /// Chain → number → link.
    anchors: BTreeMap<i64, BTreeMap<i64, Link>>,
    chain: Option<Chain>,
    report: Report,
}

/// The chain that is being walked.
struct Chain {
    id: i64,
    next: i64,
    last: Link,
    /// Links that the next one may follow; empty after a gap, where nobody knows.
    before: Vec<Link>,
    suspects: Vec<Suspect>,
}

struct Suspect {
    entry: Entry,
    before: Option<Link>,
    kind: Kind,
}

impl<'a> Walk<'a> {
    /// Begins with the heads in the database and those of the anchor file.
    pub fn new(keyring: &'a Keyring, heads: impl IntoIterator<Item = Head>, anchors: &[Head]) -> Self {
        let mut by_chain: BTreeMap<i64, BTreeMap<i64, Link>> = BTreeMap::new();
        for anchor in anchors {
            by_chain.entry(anchor.chain).or_default().insert(anchor.number, anchor.link);
        }
        let heads = heads.into_iter().map(|head| (head.chain, head)).collect();
        let report = Report { anchored: anchors.len() as u64, ..Report::default() };
        Self { keyring, heads, anchors: by_chain, chain: None, report }
    }

    /// Takes the next link; they come by chain and number.
    pub fn step(&mut self, entry: Entry) {
        if self.chain.as_ref().is_none_or(|chain| chain.id != entry.chain) {
            self.end_chain();
            self.report.chains += 1;
            let (id, last) = (entry.chain, Link::START);
            self.chain = Some(Chain { id, next: 1, last, before: vec![last], suspects: Vec::new() });
        }
        self.report.links += 1;
        let anchored = self.anchors.get(&entry.chain).and_then(|links| links.get(&entry.number)).copied();
        let (chain, number, audit_id, link) = (entry.chain, entry.number, entry.audit_id, entry.link);
        let known = self.report.fault_count;
        let suspects = self.chain.as_ref().map_or(0, |chain| chain.suspects.len());
        if let Some(walked) = &mut self.chain {
            walked.step(self.keyring, &mut self.report, entry);
        }
        let is_new = self.chain.as_ref().is_some_and(|chain| chain.suspects.len() > suspects);
        if anchored.is_some_and(|anchored| anchored != link) && !is_new && self.report.fault_count == known {
            self.report.blame(Fault { chain, number, count: 1, kind: Kind::Rewritten, audit_id: Some(audit_id) });
        }
    }

    fn end_chain(&mut self) {
        let Some(chain) = self.chain.take() else { return };
        let (id, last_number, last) = (chain.id, chain.next - 1, chain.last);
        chain.settle(self.keyring, &mut self.report);
        let fault = |number, count, kind| Fault { chain: id, number, count, kind, audit_id: None };
        let anchored = self.anchors.remove(&id).and_then(|links| links.last_key_value().map(|(number, _)| *number));
        let head = self.heads.remove(&id);
        let ends_at = head.map_or(0, |head| head.number).max(anchored.unwrap_or(0));
        if ends_at > last_number {
            self.report.blame(fault(last_number + 1, ends_at.saturating_sub(last_number), Kind::Removed));
        }
        match head {
            None => self.report.blame(fault(last_number, 1, Kind::Head)),
            Some(head) if head.number < last_number => {
                self.report.blame(fault(head.number + 1, last_number.saturating_sub(head.number), Kind::Inserted));
            }
            Some(head) if head.number == last_number && head.link != last => {
                self.report.blame(fault(last_number, 1, Kind::Head));
            }
            Some(_) => {}
        }
    }

    /// Ends the walk: chains that are known outside but have no link any more are faults as well.
    pub fn finish(mut self) -> Report {
        self.end_chain();
        let mut gone: BTreeMap<i64, i64> = self.heads.values().map(|head| (head.chain, head.number)).collect();
        for (chain, links) in &self.anchors {
            let number = links.last_key_value().map_or(0, |(number, _)| *number);
            let known = gone.entry(*chain).or_default();
            *known = number.max(*known);
        }
        for (chain, count) in gone {
            self.report.blame(Fault { chain, number: 1, count, kind: Kind::Removed, audit_id: None });
        }
        self.report
    }
}

impl Chain {
    fn step(&mut self, keyring: &Keyring, report: &mut Report, entry: Entry) {
        if entry.number != self.next {
            let is_gap = entry.number > self.next;
            let (number, count) =
                if is_gap { (self.next, entry.number.saturating_sub(self.next)) } else { (entry.number, 1) };
            let kind = if is_gap { Kind::Removed } else { Kind::Inserted };
            report.blame(Fault { chain: self.id, number, count, kind, audit_id: None });
            self.before.clear();
        }
        self.next = entry.number.saturating_add(1);
        self.last = entry.link;
        let stored = entry.link;
        let Some(row) = &entry.row else {
            self.before = vec![stored];
            self.suspects.push(Suspect { before: None, kind: Kind::Removed, entry });
            return;
        };
        let Some(first) = self.before.first().copied() else {
            // After a gap the link before is unknown: the next one is checked against this one again.
            self.before = vec![stored];
            return;
        };
        let made = |before: &Link| keyring.link(*before, self.id, entry.number, row);
        if self.before.iter().any(|before| made(before) == stored) {
            self.before = vec![stored];
            return;
        }
        let kind = if self.before.len() > 1 { Kind::Unproven } else { Kind::Changed };
        // Was it the row that changed, or the link? The next link tells.
        self.before = vec![stored, made(&first)];
        self.suspects.push(Suspect { before: Some(first), kind, entry });
    }

    /// Tells swaps from changes, and reports.
    fn settle(mut self, keyring: &Keyring, report: &mut Report) {
        let compared = self.suspects.len().min(COMPARED);
        for i in 0..compared {
            for j in 0..compared {
                if i != j && fits(keyring, &self.suspects[i], &self.suspects[j]) {
                    self.suspects[i].kind = Kind::Reordered;
                    self.suspects[j].kind = Kind::Reordered;
                }
            }
        }
        for Suspect { entry, kind, .. } in self.suspects {
            let audit_id = Some(entry.audit_id);
            report.blame(Fault { chain: entry.chain, number: entry.number, count: 1, kind, audit_id });
        }
    }
}

/// Whether what stands at the other place belongs at this one.
fn fits(keyring: &Keyring, here: &Suspect, there: &Suspect) -> bool {
    let (Some(before), Some(row)) = (here.before, &there.entry.row) else { return false };
    let made = keyring.link(before, here.entry.chain, here.entry.number, row);
    made == there.entry.link || made == here.entry.link
}
