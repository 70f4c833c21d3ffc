//! The bar of ticked cases: how many, what can be done with them, and the way to take the ticks off. It stands there as soon as a box
//! is ticked (style sheet), and is a form that posts without script.

use domain::case::{Choices, Desk, Names, Together};
use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use ui::language::{say, use_lang};
use ui::{case, later, matter};
use wording::{Phrase, Word};

use super::api::ChoicesView;
use super::bulk::{Bulk, DESK, SEND};
use super::context::CaseContext;
use super::narrow::Offered;

/// The id of the form that the boxes of the list belong to.
pub const FORM: &str = "case-bulk";

/// The bar.
#[component]
pub fn BulkBar(
    /// The page.
    context: CaseContext,
    /// What can be done, and where a dispatch can lead.
    offered: Offered,
) -> impl IntoView {
    let show = later(
        move || async move { offered.await.unwrap_or_default() },
        move |ChoicesView { choices, together, .. }| (!together.is_empty()).then(|| bar(context, &choices, &together)),
    );
    view! { <Transition fallback=|| ()>{show}</Transition> }
}

fn bar(context: CaseContext, choices: &Choices, together: &[Together]) -> impl IntoView + use<> {
    let (lang, bulk) = (use_lang(), context.bulk);
    let back = Signal::derive(move || context.view.get().href());
    let count = move || Phrase::BulkTicked { count: bulk.count() }.text(lang.get());
    let dispatch = together.contains(&Together::Dispatch).then(|| dispatch(bulk, choices));
    let others = together.iter().copied().filter(|together| *together != Together::Dispatch);
    let others = others.map(|together| button(bulk, together, None)).collect_view();
    view! {
        <form method="post"
            class="case-bulk"
            id=FORM
            action="/form/case-bulk"
            aria-label=say(Word::BulkCases)
            data-ticked=move || bulk.count().to_string()
        >
            <input type="hidden" name="back" value=back />
            <p class="case-bulk__count" role="status" hidden=move || bulk.count() == 0>
                {count}
            </p>
            {dispatch}
            <div class="case-bulk__steps">
                {others}
                <button type="reset" class="button button--quiet" on:click=move |_| bulk.clear() aria-keyshortcuts="Escape">
                    {say(Word::BulkClear)}
                </button>
            </div>
        </form>
    }
}

fn button(bulk: Bulk, together: Together, id: Option<&'static str>) -> impl IntoView {
    let (word, key) = match together {
        Together::Accept => (Word::StepAccept, "a"),
        Together::Dispatch => (Word::BulkDispatch, "p"),
        Together::Evaluate => (Word::StepEvaluate, "e"),
    };
    let act = move |event: MouseEvent| {
        event.prevent_default();
        bulk.act(together);
    };
    view! {
        <button
            type="submit"
            class="button"
            id=id
            name="step"
            value=together.slug()
            disabled=move || bulk.is_busy()
            data-key=format!("bulk-{key}")
            aria-keyshortcuts=key
            on:click=act
        >
            {say(word)}
        </button>
    }
}

/// Where to, with the button that Enter presses.
fn dispatch(bulk: Bulk, choices: &Choices) -> impl IntoView + use<> {
    let lang = use_lang();
    let units = choices.units.iter().map(|(unit, names)| (Desk::unit(*unit), names.clone()));
    let offices = choices.offices.iter().map(|(area, names)| (Desk::area(*area), names.clone()));
    let (units, offices): (Vec<_>, Vec<_>) = (units.collect(), offices.collect());
    let all: Vec<(Desk, Names)> = units.iter().chain(&offices).cloned().collect();
    bulk.desks.set(all.iter().map(|(desk, _)| *desk).collect());
    let group = move |word: Word, desks: Vec<(Desk, Names)>| {
        let options = desks.into_iter().map(|(desk, names)| {
            view! { <option value=desk.to_string()>{move || case::names(&names, lang.get()).to_owned()}</option> }
        });
        let options = options.collect_view();
        view! { <optgroup label=say(word)>{options}</optgroup> }
    };
    let why = move || {
        let (desk, why) = bulk.why.get()?;
        let names = all.iter().find(|(known, _)| *known == desk).map(|(_, names)| names.clone())?;
        let (unit, reason) = (case::names(&names, lang.get()), matter::reason(why).text(lang.get()));
        Some(view! { <p class="step-form__why">{Phrase::CaseSuggestion { unit, reason }.text(lang.get())}</p> })
    };
    view! {
        {why}
        <div class="case-bulk__to">
            <label class="field__label" for=DESK>
                {say(Word::BulkTo)}
            </label>
            <select
                class="field__input"
                id=DESK
                name="desk"
                prop:value=move || bulk.desk.get().map(|desk| desk.to_string()).unwrap_or_default()
                on:keydown=move |event: KeyboardEvent| {
                    // Enter sends, as in a line of text; some browsers would open the list instead.
                    if event.key() == "Enter" {
                        event.prevent_default();
                        bulk.act(Together::Dispatch);
                    }
                }
                on:change=move |event| bulk.desk.set(event_target_value(&event).parse().ok())
            >
                <option value="">{say(Word::BulkToChoose)}</option>
                {(!units.is_empty()).then(|| group(Word::BulkUnits, units))}
                {(!offices.is_empty()).then(|| group(Word::BulkOffices, offices))}
            </select>
            {button(bulk, Together::Dispatch, Some(SEND))}
        </div>
    }
}
