//! What the community may do with a wish now: one form a step.

use domain::wish::State;
use leptos::prelude::*;
use service::wish::Sheet;
use ui::language::{say, use_lang};
use ui::{Button, ButtonKind, Choice, Field, PictureField, Select};
use wording::WishDesk;

use crate::request;
use crate::unit_list::Wrong;
use crate::wish_order::WishOrder;

/// The forms of a wish's state.
#[component]
pub fn Acts(found: Sheet) -> impl IntoView {
    if !found.may_keep {
        return ().into_any();
    }
    let shown = found.clone();
    let forms = match found.wish.standing.state {
        State::Proposed => view! {
            <Publish found=found.clone() how="publish" word=WishDesk::Publish />
            <End found=found.clone() how="decline" word=WishDesk::Decline />
            <Merge found=found.clone() />
            <Convert found=found />
        }
        .into_any(),
        State::Published => view! {
            <Finish found=found.clone() />
            <Publish found=found.clone() how="amend" word=WishDesk::Amend />
            <Merge found=found.clone() />
            <Convert found=found.clone() />
            <End found=found how="withdraw" word=WishDesk::Withdraw />
        }
        .into_any(),
        State::Done => view! {
            <Confirm found=found.clone() />
            <Publish found=found how="reopen" word=WishDesk::Reopen />
        }
        .into_any(),
        _ => ().into_any(),
    };
    view! {
        {forms}
        <Thanks found=shown />
    }
    .into_any()
}

/// What every form of a wish carries.
#[component]
fn Carried(found: Sheet) -> impl IntoView {
    let wish = found.wish.wish.to_string();
    view! {
        <input type="hidden" name="back" value=format!("/desk/wishes/{wish}") />
        <input type="hidden" name="wish" value=wish />
        <input type="hidden" name="version" value=found.wish.version.to_string() />
    }
}

#[component]
fn Publish(found: Sheet, how: &'static str, word: WishDesk) -> impl IntoView {
    // What is changed later is folded up; what waits to be published is the work at hand.
    let is_open = how == "publish";
    view! {
        <details class="card" open=is_open>
            <summary class="card__title">{say(word)}</summary>
            <form class="form" method="post" action="/form/wish-publish">
                <Wrong form="wish-publish" />
                <Carried found=found.clone() />
                <input type="hidden" name="how" value=how />
                <WishOrder form="wish-publish" wish=Some(found.wish) words=found.words />
                <Button kind=ButtonKind::Primary>{say(word)}</Button>
            </form>
        </details>
    }
}

#[component]
fn End(found: Sheet, how: &'static str, word: WishDesk) -> impl IntoView {
    let lang = use_lang();
    let label = Signal::derive(move || WishDesk::ReasonLabel.text(lang.get()).to_owned());
    view! {
        <details class="card">
            <summary class="card__title">{say(word)}</summary>
            <form class="form" method="post" action="/form/wish-end">
                <Wrong form="wish-end" />
                <Carried found=found />
                <input type="hidden" name="how" value=how />
                <Field name="reason" id=format!("reason-{how}") label=label />
                <Button kind=ButtonKind::Quiet>{say(word)}</Button>
            </form>
        </details>
    }
}

#[component]
fn Merge(found: Sheet) -> impl IntoView {
    let lang = use_lang();
    if found.alike.is_empty() {
        return None;
    }
    let choices: Vec<Choice> = found
        .alike
        .iter()
        .map(|(wish, words)| Choice { value: wish.to_string(), text: words.chars().take(40).collect() })
        .collect();
    let label = Signal::derive(move || WishDesk::MergeInto.text(lang.get()).to_owned());
    Some(view! {
        <details class="card">
            <summary class="card__title">{say(WishDesk::Merge)}</summary>
            <form class="form" method="post" action="/form/wish-merge">
                <Wrong form="wish-merge" />
                <Carried found=found />
                <Select name="into" label=label choices=Signal::stored(choices) />
                <Button kind=ButtonKind::Quiet>{say(WishDesk::Merge)}</Button>
            </form>
        </details>
    })
}

#[component]
fn Convert(found: Sheet) -> impl IntoView {
    view! {
        <details class="card">
            <summary class="card__title">{say(WishDesk::Convert)}</summary>
            <form class="form" method="post" action="/form/wish-convert">
                <Wrong form="wish-convert" />
                <Carried found=found />
                <p>{say(WishDesk::ConvertHint)}</p>
                <Button kind=ButtonKind::Quiet>{say(WishDesk::Convert)}</Button>
            </form>
        </details>
    }
}

#[component]
fn Finish(found: Sheet) -> impl IntoView {
    found.wish.standing.is_claimed.then(|| {
        view! {
            <form class="card form" method="post" action="/form/wish-finish">
                <Wrong form="wish-finish" />
                <Carried found=found.clone() />
                <Button kind=ButtonKind::Primary>{say(WishDesk::Finish)}</Button>
            </form>
        }
    })
}

#[component]
fn Confirm(found: Sheet) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: WishDesk| Signal::derive(move || word.text(lang.get()).to_owned());
    let needs = found.wish.standing.kind.needs_picture();
    let hint = if needs { WishDesk::ConfirmHint } else { WishDesk::ConfirmNoPicture };
    let minutes =
        found.wish.starts_at.zip(found.wish.ends_at).map(|(from, to)| (to - from).num_minutes().clamp(1, 1440));
    let operation = request::acting().and_then(|(service, _)| service.draw_operation().map_err(request::answered));
    let operation = operation.map(|operation| operation.to_string()).unwrap_or_default();
    view! {
        <form class="card form" method="post" action="/form/wish-confirm" enctype="multipart/form-data">
            <h2 class="card__title">{say(WishDesk::Confirm)}</h2>
            <Wrong form="wish-confirm" />
            <Carried found=found />
            <p>{say(hint)}</p>
            <PictureField label=text(WishDesk::Pictures) operation=operation />
            <Field
                name="minutes"
                kind="number"
                label=text(WishDesk::Minutes)
                value=minutes.unwrap_or(60).to_string()
            />
            <Field name="note" label=text(WishDesk::ConfirmNote) />
            <Button kind=ButtonKind::Primary>{say(WishDesk::Confirm)}</Button>
        </form>
    }
}

#[component]
fn Thanks(found: Sheet) -> impl IntoView {
    let lang = use_lang();
    if !found.wish.may_show {
        return None;
    }
    let proposed = found.thanks_proposed.clone();
    let value = if found.wish.thanks.is_empty() { proposed.clone() } else { found.wish.thanks.clone() };
    let label = Signal::derive(move || WishDesk::ThanksProposed.text(lang.get()).to_owned());
    let hint = Signal::derive(move || WishDesk::ThanksHint.text(lang.get()).to_owned());
    Some(view! {
        <form class="card form" method="post" action="/form/wish-thanks">
            <Wrong form="wish-thanks" />
            <Carried found=found />
            <blockquote>{proposed}</blockquote>
            <Field name="thanks" label=label hint=hint value=value />
            <Button kind=ButtonKind::Quiet>{say(WishDesk::ThanksShow)}</Button>
        </form>
    })
}
