//! Ticked cases of the desk and what is done with them together. What was ticked is sent with the version that was seen then: what
//! changed since is told case by case. Not here: the bar and the panel ([`super::bulk_bar`], [`super::bulk_result`]).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::case::{BulkLine, Desk, MOST_AT_ONCE, Together};
use domain::id::CaseId;
use domain::route::Reason;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use ui::error::AppError;

use super::api;
use super::view::CaseView;
use crate::browser::focus;

/// The id of the button that dispatches.
pub const SEND: &str = "bulk-send";
/// The id of the choice of where to.
pub const DESK: &str = "bulk-desk";

/// A case with the version that was seen.
pub type Seen = (CaseId, i32);

/// What was done with many cases. The server's form provides it as a context of the page that it answers with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bulked {
    /// Each case with what became of it.
    pub lines: Vec<BulkLine>,
    /// What was done; nothing when it was taken back.
    pub did: Option<Together>,
    /// The server's time.
    pub now: DateTime<Utc>,
}

/// What is sent: the cases, what to do, and where to.
type Sent = (Vec<Seen>, Together, Option<Desk>);

/// Who should have all that is ticked, and why; nothing when they don't agree.
pub type Suggested = Option<(Desk, Reason)>;

/// The ticks of one page, and what they led to.
#[derive(Clone, Copy)]
pub struct Bulk {
    /// Ticked cases with the versions that were seen.
    pub ticks: RwSignal<BTreeMap<CaseId, i32>>,
    /// The cases of the list as it is shown.
    pub lines: RwSignal<Vec<Seen>>,
    /// Where a dispatch leads.
    pub desk: RwSignal<Option<Desk>>,
    /// Where one can lead at all.
    pub desks: RwSignal<Vec<Desk>>,
    /// Why that is suggested.
    pub why: RwSignal<Suggested>,
    /// What was done last.
    pub shown: RwSignal<Option<Bulked>>,
    send: Action<Sent, Result<Bulked, AppError>>,
    undo: Action<Vec<Seen>, Result<Bulked, AppError>>,
    aim: Action<Vec<CaseId>, Result<Suggested, AppError>>,
}

impl Bulk {
    /// Nothing ticked; shows what a form that was posted did.
    pub fn new(view: Memo<CaseView>) -> Self {
        let bulk = Self {
            ticks: RwSignal::default(),
            lines: RwSignal::default(),
            desk: RwSignal::default(),
            desks: RwSignal::default(),
            why: RwSignal::default(),
            shown: RwSignal::new(use_context::<Bulked>()),
            send: Action::new(|(cases, together, to): &Sent| api::bulk(cases.clone(), *together, *to)),
            undo: Action::new(|cases: &Vec<Seen>| api::bulk_undo(cases.clone())),
            aim: Action::new(|cases: &Vec<CaseId>| api::bulk_aim(cases.clone())),
        };
        bulk.forget_with(view);
        bulk.show_answers();
        bulk.lead_to_suggestion();
        bulk
    }

    /// Whether this case is ticked.
    pub fn has(self, case: CaseId) -> bool {
        self.ticks.with(|ticks| ticks.contains_key(&case))
    }

    /// How many are.
    pub fn count(self) -> usize {
        self.ticks.with(BTreeMap::len)
    }

    /// Ticks a case, or takes its tick off.
    pub fn toggle(self, (case, version): Seen) {
        self.ticks.update(|ticks| {
            if ticks.remove(&case).is_none() && ticks.len() < MOST_AT_ONCE {
                ticks.insert(case, version);
            }
        });
    }

    /// Ticks the open case of the list, or its first, and says which one is next.
    pub fn tick(self, open: Option<CaseId>) -> Option<CaseId> {
        let lines = self.lines.get_untracked();
        let at = open.and_then(|open| lines.iter().position(|(case, _)| *case == open)).unwrap_or(0);
        let seen = lines.get(at)?;
        self.toggle(*seen);
        lines.get(at + 1).or(Some(seen)).map(|(case, _)| *case)
    }

    /// Takes all ticks off.
    pub fn clear(self) {
        self.ticks.set(BTreeMap::new());
        self.desk.set(None);
        self.why.set(None);
    }

    /// Does something with what is ticked; a dispatch to nowhere asks where to.
    pub fn act(self, together: Together) {
        let cases: Vec<Seen> =
            self.ticks.with_untracked(|ticks| ticks.iter().map(|(case, version)| (*case, *version)).collect());
        let to = self.desk.get_untracked().filter(|_| together == Together::Dispatch);
        if together.step(to).is_none() {
            return focus::focus(DESK);
        }
        if !cases.is_empty() {
            self.send.dispatch((cases, together, to));
        }
    }

    /// Takes back what was done last.
    pub fn take_back(self) {
        let done = self.shown.with_untracked(|shown| {
            shown.as_ref().map(|shown| shown.lines.iter().filter_map(BulkLine::done).collect::<Vec<_>>())
        });
        if let Some(done) = done.filter(|done| !done.is_empty()) {
            self.undo.dispatch(done);
        }
    }

    /// Takes off the page what was done last, and why it was not.
    pub fn dismiss(self) {
        self.shown.set(None);
        self.send.value().set(None);
        self.undo.value().set(None);
    }

    /// Asks who should have what is ticked, and leads to the button.
    pub fn ask(self) {
        let cases = self.ticks.with_untracked(|ticks| ticks.keys().copied().collect());
        self.aim.dispatch(cases);
    }

    /// Whether something is on its way.
    pub fn is_busy(self) -> bool {
        self.send.pending().get() || self.undo.pending().get()
    }

    /// Rises whenever an answer came.
    pub fn turn(self) -> usize {
        self.send.version().get() + self.undo.version().get()
    }

    /// The last answer, when all of it was refused.
    pub fn error(self) -> Option<AppError> {
        let refused = |answer: &Option<Result<Bulked, AppError>>| answer.as_ref()?.as_ref().err().cloned();
        self.send.value().with(refused).or_else(|| self.undo.value().with(refused))
    }

    /// Another question is another list: its ticks begin anew. Another part of the same list keeps them.
    fn forget_with(self, view: Memo<CaseView>) {
        let asked = Memo::new(move |_| view.get().kept());
        Effect::new(move |last: Option<CaseView>| {
            let now = asked.get();
            if last.is_some_and(|last| last != now) {
                self.clear();
            }
            now
        });
    }

    fn show_answers(self) {
        Effect::new(move |_| {
            if let Some(Ok(answer)) = self.send.value().get() {
                // What was accepted is dispatched next.
                let kept = answer.did == Some(Together::Accept);
                let done = answer.lines.iter().filter_map(BulkLine::done).filter(|_| kept).collect();
                self.ticks.set(done);
                self.undo.value().set(None);
                self.shown.set(Some(answer));
            }
        });
        Effect::new(move |_| {
            if let Some(Ok(answer)) = self.undo.value().get() {
                self.clear();
                self.send.value().set(None);
                self.shown.set(Some(answer));
            }
        });
    }

    fn lead_to_suggestion(self) {
        Effect::new(move |_| {
            let Some(answer) = self.aim.value().get() else { return };
            let desks = self.desks.get_untracked();
            let found = answer.ok().flatten().filter(|(desk, _)| desks.contains(desk));
            if let Some((desk, _)) = found {
                self.desk.set(Some(desk));
            }
            self.why.set(found);
            let to = if self.desk.get_untracked().is_some() { SEND } else { DESK };
            request_animation_frame(move || focus::focus(to));
        });
    }
}

/// The value of a case's box, which a form without script sends.
pub fn value_of((case, version): Seen) -> String {
    format!("{case}:{version}")
}

/// Reads the value of a box.
pub fn seen_of(value: &str) -> Option<Seen> {
    let (case, version) = value.split_once(':')?;
    Some((case.parse().ok()?, version.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_box_sends_is_read_again() {
        let seen = ("990001000000000017".parse().unwrap(), 4);

        assert_eq!(seen_of(&value_of(seen)), Some(seen));
        for wrong in ["", "17", "990001000000000017", "990001000000000017:", "x:1", "990001000000000017:1:2"] {
            assert_eq!(seen_of(wrong), None, "{wrong}");
        }
    }
}
