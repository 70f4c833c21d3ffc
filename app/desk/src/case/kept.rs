//! Queues that one keeps under names: links beside the filters. A link is the list's own address, so that it can be given to others; they
//! see by it what they may see. Plain forms: keeping, renaming and removing load the page anew.

use domain::case::{KeptQueue, LONGEST_KEPT, MOST_KEPT};
use leptos::prelude::*;
use ui::language::{say, use_lang};
use ui::later;
use ui::link::stay_put;
use ui::refused::Refused;
use wording::{Phrase, Word};

use super::context::CaseContext;
use super::narrow::Offered;
use super::view::CaseView;

/// The links, and the form that keeps the present list.
#[component]
pub fn Kept(
    /// The page.
    context: CaseContext,
    /// What the account keeps.
    offered: Offered,
) -> impl IntoView {
    let show = later(move || async move { offered.await.unwrap_or_default().kept }, move |kept| list(context, kept));
    view! { <Transition fallback=|| ()>{show}</Transition> }
}

fn list(context: CaseContext, kept: Vec<KeptQueue>) -> impl IntoView {
    let lang = use_lang();
    let count = kept.len();
    let title = move || Phrase::CaseKeptCount { count }.text(lang.get());
    let lines = kept.into_iter().map(|kept| line(context, kept)).collect_view();
    let typed = Refused::find("case-view").and_then(|refused| refused.value("view_name").map(str::to_owned));
    let is_open = typed.is_some();
    let fields = move || {
        let words = context.view.get().kept().queue().words();
        words.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view()
    };
    let keep = (count < MOST_KEPT).then(|| {
        view! {
            <form class="case-kept__form" method="post" action="/form/case-view">
                {fields}
                <input type="hidden" name="back" value=back(context) />
                <label class="field__label" for="view-name">
                    {say(Word::CaseKeptName)}
                </label>
                <input
                    class="field__input"
                    id="view-name"
                    name="view_name"
                    maxlength=LONGEST_KEPT.to_string()
                    required
                    value=typed.unwrap_or_default()
                />
                <button type="submit" class="button">
                    {say(Word::CaseKeep)}
                </button>
            </form>
        }
    });
    view! {
        <details class="case-kept" open=is_open>
            <summary>{title}</summary>
            <ul class="case-kept__list">{lines}</ul>
            {keep}
        </details>
    }
}

fn back(context: CaseContext) -> Signal<String> {
    Signal::derive(move || context.view.get().href())
}

fn line(context: CaseContext, kept: KeptQueue) -> impl IntoView {
    let lang = use_lang();
    let KeptQueue { id, name, queue } = kept;
    let there = CaseView::of(queue);
    let href = there.href();
    let current = move || (context.view.get().kept() == there).then_some("true");
    let field = format!("view-name-{id}");
    let of = name.clone();
    let label = move || Phrase::CaseKeptRename { name: &of }.text(lang.get());
    view! {
        <li class="case-kept__line">
            <a {..stay_put()} href=href aria-current=current>
                {name.clone()}
            </a>
            <details class="case-kept__change">
                <summary>{say(Word::CaseKeptChange)}</summary>
                <form class="case-kept__form" method="post" action="/form/case-view-rename">
                    <input type="hidden" name="view" value=id.to_string() />
                    <input type="hidden" name="back" value=back(context) />
                    <label class="visually-hidden" for=field.clone()>
                        {label}
                    </label>
                    <input
                        class="field__input"
                        id=field
                        name="view_name"
                        maxlength=LONGEST_KEPT.to_string()
                        required
                        value=name
                    />
                    <button type="submit" class="button">
                        {say(Word::CaseKeptRename)}
                    </button>
                </form>
                <form method="post" action="/form/case-view-remove">
                    <input type="hidden" name="view" value=id.to_string() />
                    <input type="hidden" name="back" value=back(context) />
                    <button type="submit" class="button button--quiet">
                        {say(Word::CaseKeptRemove)}
                    </button>
                </form>
            </details>
        </li>
    }
}
