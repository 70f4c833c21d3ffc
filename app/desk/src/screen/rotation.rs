//! From area to area: the buttons, the keys, and the time after which the screen goes on by itself.
//!
//! All of it stands in the address, so that a screen comes back as it was after a restart. A hand on pointer or keyboard holds it
//! for a while: whoever looks at something is not carried off.

use domain::area::Area;
use domain::screen::next_on_round;
use leptos::prelude::*;
use ui::icon::{Glyph, Icon};
use ui::language::{say, use_lang};
use ui::link::stay_put;
use wording::{Phrase, Word};

use crate::browser::pulse::use_seconds;
use crate::map::MapContext;
use crate::map::round::Round;
use crate::map::view_state::ViewState;

/// How long a hand holds the screen, seconds.
#[cfg(feature = "hydrate")]
const HELD_S: i64 = 20;

/// The areas on the way, and the time.
#[derive(Clone, Copy)]
pub struct Rotation {
    context: MapContext,
    /// The way round, as it came last.
    round: RwSignal<Vec<(Area, String)>>,
    /// Until when a hand holds it, in seconds of the page.
    held_until: RwSignal<i64>,
}

impl Rotation {
    /// Begins, with hands and keys listened to.
    pub fn begin(context: MapContext) -> Self {
        let seconds = use_seconds();
        let rotation = Self { context, round: RwSignal::new(Vec::new()), held_until: RwSignal::new(0) };
        rotation.go_round(seconds);
        #[cfg(feature = "hydrate")]
        listen::attach(rotation, seconds);
        rotation
    }

    /// Takes over the way round of a board.
    pub fn follow(self, round: &[(Area, String)]) {
        if self.round.with_untracked(|known| known != round) {
            self.round.set(round.to_vec());
        }
    }

    /// Goes on when the time of an area is over. Runs in the browser: effects do.
    fn go_round(self, seconds: Signal<i64>) {
        let since = StoredValue::new((None::<Area>, 0_i64));
        Effect::new(move |_| {
            let now = seconds.get();
            let view = self.context.view.get_untracked();
            let (area, began) = since.get_value();
            let Some(every) = view.round.running().filter(|_| area == view.area) else {
                since.set_value((view.area, now));
                return;
            };
            if now < self.held_until.get_untracked() || now - began < i64::from(every) {
                return;
            }
            since.set_value((view.area, now));
            let next = self.round.with_untracked(|round| step_on(&view, round, false));
            if let Some(next) = next {
                self.context.note(&next);
            }
        });
    }

    /// Holds the screen for a while.
    #[cfg(feature = "hydrate")]
    fn hold(self, now: i64) {
        self.held_until.set(now + HELD_S);
    }
}

/// The state one step on; nothing where there is nowhere to go.
fn step_on(view: &ViewState, round: &[(Area, String)], is_backward: bool) -> Option<ViewState> {
    let (of, _) = round.first()?;
    let here = view.area.unwrap_or(*of);
    Some(view.on_round(*of, next_on_round(round, here, is_backward)?))
}

/// The buttons. Their keys are the arrows, space, and Esc or Home.
pub fn controls(rotation: Rotation, round: Vec<(Area, String)>, path: &[(Area, String)]) -> impl IntoView + use<> {
    let lang = use_lang();
    let context = rotation.context;
    let state = move || context.view.with(|view| view.round);
    let is_alone = round.len() < 2;
    let round = StoredValue::new(round);
    let beside =
        move |is_backward: bool| context.view.with(|view| round.with_value(|round| step_on(view, round, is_backward)));
    let step = move |is_backward: bool, key: &'static str, word: Word, icon: Icon| {
        let href = move || beside(is_backward).map(|view| view.href());
        view! {
            <a {..stay_put()} class="icon-button" href=href aria-label=say(word) title=say(word) data-key=key>
                <Glyph icon=icon />
            </a>
        }
    };
    let toggle = context.href(|view| ViewState { round: view.round.toggled(), ..view.clone() });
    let word = move || match state() {
        Round { every_s: None, .. } => Word::ScreenStart,
        Round { is_paused: true, .. } => Word::ScreenGoOn,
        _ => Word::ScreenPause,
    };
    let does = move || word().text(lang.get());
    let runs = move || state().running().is_some();
    let says = move || match state() {
        Round { every_s: None, .. } => String::new(),
        Round { is_paused: true, .. } => Word::ScreenIsPaused.text(lang.get()).to_owned(),
        Round { every_s: Some(seconds), .. } => Phrase::ScreenEvery { seconds }.text(lang.get()),
    };
    let up = path.len().checked_sub(2).and_then(|at| path.get(at)).map(|(area, _)| *area);
    let up = up.map(|area| {
        let is_root = path.len() == 2;
        let href = context.href(move |view| view.at_area((!is_root).then_some(area)));
        view! {
            <a
                {..stay_put()}
                class="icon-button"
                href=href
                aria-label=say(Word::ScreenUp)
                title=say(Word::ScreenUp)
                data-key="up"
            >
                <Glyph icon=Icon::ChevronUp />
            </a>
        }
    });
    let around = (!is_alone).then(|| {
        view! {
            {step(true, "previous", Word::ScreenPrevious, Icon::ChevronLeft)}
            <a {..stay_put()} class="icon-button" href=toggle aria-label=does title=does data-key="pause">
                <Show when=runs fallback=|| view! { <Glyph icon=Icon::Play /> }>
                    <Glyph icon=Icon::Pause />
                </Show>
            </a>
            {step(false, "next", Word::ScreenNext, Icon::ChevronRight)}
            <span class="screen-rotation__says">{says}</span>
        }
    });
    view! { <nav class="screen-rotation" aria-label=say(Word::ScreenRound)>{up} {around}</nav> }
}

#[cfg(feature = "hydrate")]
mod listen {
    use leptos::ev;
    use leptos::prelude::*;

    use super::Rotation;
    use crate::browser::{press, typing};

    /// Listens for as long as the page lives.
    pub fn attach(rotation: Rotation, seconds: Signal<i64>) {
        Effect::new(move |_| {
            let hold = move || rotation.hold(seconds.get_untracked());
            let moved = window_event_listener(ev::pointermove, move |_| hold());
            let pressed = window_event_listener(ev::pointerdown, move |_| hold());
            let wheel = window_event_listener(ev::wheel, move |_| hold());
            let keys = window_event_listener(ev::keydown, move |event| {
                hold();
                if key(rotation, &event) {
                    event.prevent_default();
                }
            });
            on_cleanup(move || {
                moved.remove();
                pressed.remove();
                wheel.remove();
                keys.remove();
            });
        });
    }

    /// Does what a key means; whether it meant anything. With the map in focus its own keys come first.
    fn key(rotation: Rotation, event: &ev::KeyboardEvent) -> bool {
        if typing::is_typing(event) || event.repeat() {
            return false;
        }
        match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => press::press("next"),
            "ArrowLeft" | "ArrowUp" => press::press("previous"),
            " " if press::is_on_control(event) => false,
            " " => press::press("pause"),
            "Escape" | "Home" => {
                let view = rotation.context.view.get_untracked();
                if view.building.is_some() {
                    rotation.context.go(&view.deselected());
                    return true;
                }
                // On its round the screen may stand at the whole, above which there is nothing: then the round ends.
                press::press("up")
                    || view.area.is_some() && {
                        rotation.context.go(&view.at_area(None));
                        true
                    }
            }
            _ => false,
        }
    }
}
