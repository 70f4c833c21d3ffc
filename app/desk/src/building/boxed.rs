//! A box of households on the board, drawn with the pointer, with Shift and arrows, or by two taps; and the label that all of
//! them get at once. The form leads to a page that says what was done and undoes it.

use domain::cell::Label;
use domain::id::DwellingId;
use leptos::ev::{MouseEvent, PointerEvent};
use leptos::prelude::*;
use ui::language::{say, use_lang};
use ui::{Button, ButtonKind, Choice, Select, name};
use wording::{Phrase, Word};

use super::grid::Grid;

/// The box, and how it is being drawn.
#[derive(Clone, Copy)]
pub struct Boxed {
    may_edit: bool,
    corners: RwSignal<Option<(DwellingId, DwellingId)>>,
    pressed: RwSignal<Option<DwellingId>>,
    by_taps: RwSignal<bool>,
    chosen: Memo<Vec<DwellingId>>,
}

impl Boxed {
    /// No box yet.
    pub fn new(grid: Grid, may_edit: bool) -> Self {
        let grid = StoredValue::new(grid);
        let corners = RwSignal::new(None);
        let chosen = Memo::new(move |_| match corners.get() {
            Some((one, other)) => grid.with_value(|grid| grid.between(one, other)),
            None => Vec::new(),
        });
        Self { may_edit, corners, pressed: RwSignal::new(None), by_taps: RwSignal::new(false), chosen }
    }

    /// Whether a household is in it.
    pub fn has(self, dwelling: DwellingId) -> bool {
        self.chosen.with(|chosen| chosen.contains(&dwelling))
    }

    /// Moves its free corner; the other one is where it began, or where the walk comes from.
    pub fn stretch(self, from: DwellingId, to: DwellingId) {
        if self.may_edit {
            self.corners.update(|corners| *corners = Some((corners.map_or(from, |(one, _)| one), to)));
        }
    }

    /// Whether there is one.
    pub fn is_drawn(self) -> bool {
        self.corners.with_untracked(Option::is_some)
    }

    /// Takes it away.
    pub fn cancel(self) {
        self.by_taps.set(false);
        self.corners.set(None);
    }

    /// A mouse goes down on a household: perhaps a box begins.
    pub fn press(self, dwelling: DwellingId, event: &PointerEvent) {
        if self.may_edit && event.pointer_type() == "mouse" && event.button() == 0 {
            self.pressed.set(Some(dwelling));
        }
    }

    /// The pointer comes over a household with the button still down.
    pub fn drag(self, dwelling: DwellingId, event: &PointerEvent) {
        let Some(pressed) = self.pressed.get_untracked() else { return };
        if event.buttons() & 1 == 0 {
            self.pressed.set(None);
        } else if pressed != dwelling || self.corners.with_untracked(Option::is_some) {
            self.corners.set(Some((pressed, dwelling)));
        }
    }

    /// While boxes are drawn by taps, a tap is a corner and no link.
    pub fn click(self, dwelling: DwellingId, event: &MouseEvent) {
        self.pressed.set(None);
        if self.by_taps.get_untracked() {
            event.prevent_default();
            self.stretch(dwelling, dwelling);
        }
    }
}

/// The switch for taps, and what to do with the box.
#[component]
pub fn BoxTools(
    /// The box.
    boxed: Boxed,
    /// The label dictionary.
    labels: Vec<Label>,
) -> impl IntoView {
    // A box needs WebAssembly: until it is awake there is no switch.
    let awake = RwSignal::new(false);
    Effect::new(move |_| awake.set(boxed.may_edit));
    let pressed = move || if boxed.by_taps.get() { "true" } else { "false" };
    let toggle = move |_| {
        if boxed.by_taps.get_untracked() {
            boxed.cancel();
        } else {
            boxed.by_taps.set(true);
        }
    };
    let labels = StoredValue::new(labels);
    let any = move || boxed.chosen.with(|chosen| !chosen.is_empty());
    view! {
        <div class="box-tools" hidden=move || !awake.get()>
            <button type="button" class="chip box-tools__switch" aria-pressed=pressed on:click=toggle>
                {say(Word::BoxSelect)}
            </button>
            <span class="board__hint">{say(Word::BoxHint)}</span>
            <Show when=any>
                <BoxForm boxed=boxed labels=labels.get_value() />
            </Show>
        </div>
    }
}

/// Which label, whether on or off; then whether that many are meant.
#[component]
fn BoxForm(boxed: Boxed, labels: Vec<Label>) -> impl IntoView {
    let lang = use_lang();
    let asked = RwSignal::new(false);
    let labels: Vec<Label> = labels.into_iter().filter(|label| !label.is_retired).collect();
    let first = labels.first().map(|label| label.code.0.to_string()).unwrap_or_default();
    let (code, way) = (RwSignal::new(first), RwSignal::new("1".to_owned()));
    // Another box or label is another question.
    Effect::new(move |_| {
        boxed.chosen.track();
        code.track();
        way.track();
        asked.set(false);
    });
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let named = StoredValue::new(labels);
    let choices = Signal::derive(move || {
        let choice =
            |label: &Label| Choice { value: label.code.0.to_string(), text: name::label(label, lang.get()).to_owned() };
        named.with_value(|labels| labels.iter().map(choice).collect::<Vec<_>>())
    });
    let ways = Signal::derive(move || {
        let ways = [("1", Word::PutLabelOn), ("0", Word::TakeLabelOff)];
        ways.map(|(value, word)| Choice { value: value.to_owned(), text: word.text(lang.get()).to_owned() }).to_vec()
    });
    let count = move || boxed.chosen.with(Vec::len);
    let doors = move || boxed.chosen.with(|all| all.iter().map(ToString::to_string).collect::<Vec<_>>().join(","));
    let question = move || {
        let found =
            named.with_value(|labels| labels.iter().find(|label| label.code.0.to_string() == code.get()).cloned());
        let (label, count) = (found.map(|label| name::label(&label, lang.get()).to_owned()), count().to_string());
        let label = label.unwrap_or_default();
        if way.with(|way| way == "1") {
            Phrase::PutLabelOnHouseholds { count: &count, label: &label }.text(lang.get())
        } else {
            Phrase::TakeLabelOffHouseholds { count: &count, label: &label }.text(lang.get())
        }
    };
    view! {
        <form class="box-tools__form" method="post" action="/form/bulk-label">
            <p role="status" class="box-tools__count">
                {move || Phrase::BoxedHouseholds { count: count() }.text(lang.get())}
            </p>
            <input type="hidden" name="back" value="/filter" />
            <input type="hidden" name="dwellings" prop:value=doors />
            <input type="hidden" name="expected" prop:value=move || count().to_string() />
            <Select
                name="label"
                label=text(Word::Labels)
                choices=choices
                value=code
                on_change=Callback::new(move |value| code.set(value))
            />
            <Select
                name="on"
                label=text(Word::BulkWay)
                choices=ways
                value=way
                on_change=Callback::new(move |value| way.set(value))
            />
            <div class="actions">
                <button type="button" class="button" hidden=move || asked.get() on:click=move |_| asked.set(true)>
                    {say(Word::BulkNext)}
                </button>
                <button type="button" class="button" on:click=move |_| boxed.cancel()>
                    {say(Word::BoxCancel)}
                </button>
            </div>
            <Show when=move || asked.get()>
                <p role="alert">{question}</p>
                <Button kind=ButtonKind::Primary>{say(Word::BulkConfirm)}</Button>
            </Show>
        </form>
    }
}
