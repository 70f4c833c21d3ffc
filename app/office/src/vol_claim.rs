//! Claiming a wish, and one's own claim: how the resident is reached, leaving, and saying that it is done.

use domain::id::WishId;
use domain::wish::{Claim, ClaimState, MOST_SEATS, State};
use leptos::prelude::*;
use ui::language::say;
use ui::refused::Refused;
use ui::{Button, ButtonKind};
use wording::field::VolWord;

use crate::unit_list::Wrong;

/// How a resident is reached, after who holds a place asked for it. In the context of that one answer only.
#[derive(Clone, Debug)]
pub struct Reached {
    /// Of which wish.
    pub wish: WishId,
    /// How they are called.
    pub name: Option<String>,
    /// Where they can be rung.
    pub phone: Option<String>,
    /// Where exactly to come.
    pub door: Option<String>,
}

fn here(wish: WishId) -> impl IntoView {
    view! {
        <input type="hidden" name="back" value=format!("/vol/{wish}") />
        <input type="hidden" name="wish" value=wish.to_string() />
    }
}

/// The form that claims places.
#[component]
pub fn ClaimForm(wish: WishId, slots: u8, free: u8, tools: Vec<String>) -> impl IntoView {
    let refused = Refused::find("wish-claim");
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).unwrap_or_default().to_owned();
    let brought = typed("tool");
    let brings = |tool: &str| brought.lines().any(|line| line == tool);
    let ticks = tools.iter().map(|tool| {
        view! {
            <label class="tick">
                <input type="checkbox" name="tool" value=tool.clone() checked=brings(tool) />
                <span>{tool.clone()}</span>
            </label>
        }
    });
    let ticks = ticks.collect_view();
    let tools = (!tools.is_empty()).then(|| {
        view! {
            <fieldset class="ticks">
                <legend class="field__label">{say(VolWord::Bring)}</legend>
                {ticks}
            </fieldset>
        }
    });
    // Who waits may wait for more than are free now.
    let most = if free == 0 { slots } else { free }.min(MOST_SEATS);
    let seats = Some(typed("seats")).filter(|seats| !seats.is_empty()).unwrap_or_else(|| "1".to_owned());
    let waits = if free == 0 {
        view! {
            <input type="hidden" name="waits" value="1" />
            <p class="form__hint">{say(VolWord::Full)}</p>
        }
        .into_any()
    } else {
        view! {
            <label class="tick">
                <input type="checkbox" name="waits" value="1" checked=!typed("waits").is_empty() />
                <span>{say(VolWord::Waits)}</span>
            </label>
        }
        .into_any()
    };
    let button = if free == 0 { VolWord::WaitNow } else { VolWord::Claim };
    view! {
        <form class="card form" method="post" action="/form/wish-claim">
            {here(wish)} {tools} <div class="field">
                <label class="field__label" for="field-seats">
                    {say(VolWord::Seats)}
                </label>
                <span class="field__hint" id="field-seats-hint">
                    {say(VolWord::SeatsHint)}
                </span>
                <input
                    class="field__input"
                    id="field-seats"
                    type="number"
                    inputmode="numeric"
                    name="seats"
                    min="1"
                    max=most
                    required=true
                    value=seats
                    aria-describedby="field-seats-hint"
                />
            </div> {waits} <Button kind=ButtonKind::Primary>{say(button)}</Button>
        </form>
    }
}

/// One's own claim, and what may be done with it.
#[component]
pub fn Own(wish: WishId, state: State, claim: Claim, tools: Vec<String>) -> impl IntoView {
    let (title, hint) = match claim.state {
        ClaimState::Held => (VolWord::YouHold, None),
        ClaimState::Waiting => (VolWord::YouWait, Some(VolWord::YouWaitHint)),
        ClaimState::NoShow => (VolWord::YouMissed, Some(VolWord::YouMissedHint)),
        ClaimState::Served { .. } => (VolWord::YouServed, None),
        ClaimState::Left => (VolWord::StateLeft, None),
    };
    let minutes = match claim.state {
        ClaimState::Served { minutes } => Some(view! { <p>{minutes} " " {say(VolWord::Minutes)}</p> }),
        _ => None,
    };
    let brings = (!tools.is_empty()).then(|| view! { <p>{say(VolWord::YouBring)} " " {tools.join("、")}</p> });
    let is_open = state == State::Published;
    let holds = is_open && claim.state == ClaimState::Held;
    let waits = is_open && claim.state == ClaimState::Waiting;
    view! {
        <section class="card" aria-labelledby="own" data-claim=claim.state.slug()>
            <h2 class="card__title" id="own">
                {say(title)}
            </h2>
            {hint.map(|hint| view! { <p class="form__hint">{say(hint)}</p> })}
            <p>{say(VolWord::People)} " " {claim.seats}</p>
            {brings}
            {minutes}
        </section>
        {holds.then(|| view! { <Reach wish=wish /> })}
        {holds.then(|| view! { <FinishForm wish=wish /> })}
        {(holds || waits).then(|| view! { <LeaveForm wish=wish /> })}
    }
}

#[component]
fn Reach(wish: WishId) -> impl IntoView {
    let reached = use_context::<Reached>().filter(|reached| reached.wish == wish);
    let body = match reached {
        Some(reached) => view! { <Details reached=reached /> }.into_any(),
        None => view! {
            <form class="form" method="post" action="/form/wish-contact">
                <Wrong form="wish-contact" />
                {here(wish)}
                <Button kind=ButtonKind::Primary>{say(VolWord::ContactShow)}</Button>
            </form>
        }
        .into_any(),
    };
    view! {
        <section class="card" aria-labelledby="contact">
            <h2 class="card__title" id="contact">
                {say(VolWord::Contact)}
            </h2>
            <p class="form__hint">{say(VolWord::ContactHint)}</p>
            {body}
        </section>
    }
}

#[component]
fn Details(reached: Reached) -> impl IntoView {
    if reached.name.is_none() && reached.phone.is_none() && reached.door.is_none() {
        return view! { <p role="status">{say(VolWord::ContactNone)}</p> }.into_any();
    }
    let line = |word: VolWord, value: AnyView| {
        view! {
            <dt>{say(word)}</dt>
            <dd>{value}</dd>
        }
    };
    let name = reached.name.map(|name| line(VolWord::ContactName, name.into_any()));
    let phone = reached.phone.map(|phone| {
        let link = view! {
            <a class="button" href=format!("tel:{phone}")>
                {phone.clone()}
            </a>
        };
        line(VolWord::ContactPhone, link.into_any())
    });
    let door = reached.door.map(|door| line(VolWord::ContactDoor, door.into_any()));
    view! { <dl class="vol__facts" role="status">{name} {phone} {door}</dl> }.into_any()
}

#[component]
fn LeaveForm(wish: WishId) -> impl IntoView {
    view! {
        <form class="card form" method="post" action="/form/wish-leave">
            <Wrong form="wish-leave" />
            {here(wish)}
            <p class="form__hint">{say(VolWord::LeaveHint)}</p>
            <Button>{say(VolWord::Leave)}</Button>
        </form>
    }
}

#[component]
fn FinishForm(wish: WishId) -> impl IntoView {
    let refused = Refused::find("wish-finish");
    let words = refused.as_ref().and_then(|refused| refused.value("words")).unwrap_or_default().to_owned();
    view! {
        <form class="card form" method="post" action="/form/wish-finish">
            <Wrong form="wish-finish" />
            {here(wish)}
            <p class="form__hint">{say(VolWord::FinishHint)}</p>
            <div class="field">
                <label class="field__label" for="field-words">
                    {say(VolWord::FinishWords)}
                </label>
                <textarea class="field__input" id="field-words" name="words" rows="3" maxlength="300">
                    {words}
                </textarea>
            </div>
            <Button>{say(VolWord::Finish)}</Button>
        </form>
    }
}
