//! One case: its light, what it is about, the steps that are possible, and how it came here.

use domain::case::{CaseLine, CaseMoment, Step};
use leptos::prelude::*;
use ui::language::say;
use ui::{Lamp, format, name};
use wording::Word;

use crate::address::use_here;
use crate::household::CardActions;

/// A case on a card or in a list.
#[component]
pub fn CaseItem(
    /// The case.
    case: CaseLine,
    /// What can be done.
    actions: CardActions,
    /// Say where it is.
    #[prop(optional)]
    with_place: bool,
) -> impl IntoView {
    let steps = case.light.steps().iter().map(|step| step_form(&case, *step, actions)).collect_view();
    let history = history(case.history.clone());
    let place = with_place.then(|| view! { <p class="case-item__place">{case.place.clone()}</p> });
    view! {
        <article class="case-item" data-case=case.case.to_string() data-light=case.light.number().to_string()>
            <header class="case-item__head">
                <Lamp light=case.light />
                <time class="case-item__time" title=say(Word::ChangedAt)>{format::moment(case.changed_at)}</time>
            </header>
            <p class="case-item__title">{case.title.clone()}</p>
            {place}
            <div class="case-item__steps">{steps}</div>
            {history}
        </article>
    }
}

/// A step as a form of its own; WebAssembly takes it over.
pub fn step_form(case: &CaseLine, step: Step, actions: CardActions) -> impl IntoView + use<> {
    let here = use_here();
    let (id, version) = (case.case, case.version);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        actions.step.dispatch((id, version, step));
    };
    let class = match step {
        Step::SendBack | Step::Reopen => "button button--quiet",
        _ => "button button--primary",
    };
    view! {
        <form method="post" action="/form/case-step" on:submit=submit>
            <input type="hidden" name="case" value=id.to_string() />
            <input type="hidden" name="version" value=version.to_string() />
            <input type="hidden" name="step" value=step.slug() />
            <input type="hidden" name="back" value=here />
            <button type="submit" class=class disabled=actions.busy>{say(name::step(step))}</button>
        </form>
    }
}

fn history(moments: Vec<CaseMoment>) -> impl IntoView {
    let lines = moments.into_iter().map(|moment| {
        view! {
            <li class="history__line">
                <Lamp light=moment.light />
                <time>{format::moment(moment.at)}</time>
                <span class="history__by">{moment.by}</span>
            </li>
        }
    });
    let lines = lines.collect_view();
    view! {
        <details class="history">
            <summary>{say(Word::History)}</summary>
            <ol class="history__list">{lines}</ol>
        </details>
    }
}
