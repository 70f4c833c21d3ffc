//! What the parts of the desk of cases share: the address's state, the steps on their way, and when to load again.

use std::time::Duration;

use domain::case::{Note, Step};
use domain::id::{CaseId, MediaId};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use ui::error::AppError;

use super::api::{self, SheetView};
use super::bulk::Bulk;
use super::view::CaseView;
use crate::browser::live::use_case_news;
use crate::browser::pulse::{soon, use_pulse};

/// How often lists load again by themselves.
const EVERY: Duration = Duration::from_secs(20);

/// How long after news they load: several at once are one load.
const SOON: Duration = Duration::from_millis(250);

/// A step that is sent: case, the version that was seen, step, words, pictures.
pub type Sent = (CaseId, i32, Step, Option<Note>, Vec<MediaId>);

/// Shared by everything on the page.
#[derive(Clone, Copy)]
pub struct CaseContext {
    /// The address's state.
    pub view: Memo<CaseView>,
    /// Takes a step.
    pub step: Action<Sent, Result<SheetView, AppError>>,
    /// Takes the last step back: case, version.
    pub undo: Action<(CaseId, i32), Result<SheetView, AppError>>,
    /// Whether something is on its way.
    pub busy: Signal<bool>,
    /// The case and the version that one acted upon last, or whose form one opened.
    pub seen: RwSignal<Option<(CaseId, i32)>>,
    /// The version of the sheet that is shown now.
    pub version: RwSignal<i32>,
    /// Ticked cases and what is done with them.
    pub bulk: Bulk,
    pulse: Signal<u32>,
    navigate: Callback<CaseView>,
}

impl CaseContext {
    /// Makes the context of one page, inside a router.
    pub fn new() -> Self {
        let query = use_query_map();
        let view = Memo::new(move |_| CaseView::parse(|name| query.with(|query| query.get(name))));
        let step = Action::new(|(case, version, step, note, pictures): &Sent| {
            api::step(*case, *version, step.clone(), note.clone(), pictures.clone())
        });
        let undo = Action::new(|(case, version): &(CaseId, i32)| api::undo(*case, *version));
        let navigate = use_navigate();
        let pulse = use_pulse(EVERY);
        use_case_news(soon(pulse, SOON));
        let context = Self {
            view,
            step,
            undo,
            busy: Signal::derive(move || step.pending().get() || undo.pending().get()),
            seen: RwSignal::new(None),
            version: RwSignal::new(0),
            bulk: Bulk::new(view),
            pulse: pulse.into(),
            navigate: Callback::new(move |view: CaseView| {
                navigate(&view.href(), NavigateOptions { scroll: false, ..NavigateOptions::default() });
            }),
        };
        context.close_forms_of_steps_taken();
        context
    }

    /// A step that was taken needs its form no more; one that was refused keeps it.
    fn close_forms_of_steps_taken(self) {
        Effect::new(move |_| {
            let taken = self.step.value().with(|answer| answer.as_ref().is_some_and(Result::is_ok));
            if taken {
                self.seen.set(None);
                let view = self.view.get_untracked();
                if view.step.is_some() {
                    self.go(view.still());
                }
            }
        });
    }

    /// Rises whenever an answer came or it is time to look again.
    pub fn turn(self) -> (usize, u32) {
        (self.step.version().get() + self.undo.version().get() + self.bulk.turn(), self.pulse.get())
    }

    /// The last answer, when it was a refusal.
    pub fn error(self) -> Option<AppError> {
        let refused = |answer: &Option<Result<SheetView, AppError>>| answer.as_ref()?.as_ref().err().cloned();
        self.step.value().with(refused).or_else(|| self.undo.value().with(refused)).or_else(|| self.bulk.error())
    }

    /// Sends a step.
    pub fn take(self, sent: Sent) {
        self.undo.value().set(None);
        self.bulk.dismiss();
        self.seen.set(Some((sent.0, sent.1)));
        self.step.dispatch(sent);
    }

    /// Takes a step back.
    pub fn take_back(self, case: CaseId, version: i32) {
        self.step.value().set(None);
        self.undo.dispatch((case, version));
    }

    /// Goes to a state; Back leads here again.
    pub fn go(self, view: CaseView) {
        self.navigate.run(view);
    }

    /// The address of a state made from the present one.
    pub fn href(self, make: impl Fn(CaseView) -> CaseView + Send + Sync + 'static) -> Signal<String> {
        Signal::derive(move || make(self.view.get()).href())
    }
}
