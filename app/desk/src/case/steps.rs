//! What can be done with a case now, as buttons. A step that needs something is a link to its form.

use domain::case::{Aim, Kind, Need, Offer, Sheet, Step};
use domain::id::CaseId;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use ui::case;
use ui::language::say;
use ui::link::stay_put;
use wording::Word;

use super::context::CaseContext;

/// The steps of every day; the others stand behind one more tap.
const USUAL: [Kind; 16] = [
    Kind::Accept,
    Kind::Claim,
    Kind::Finish,
    Kind::Check,
    Kind::FailCheck,
    Kind::Evaluate,
    Kind::SendBack,
    Kind::PassOn,
    Kind::PassUp,
    Kind::PassDown,
    Kind::Return,
    Kind::Answer,
    Kind::Sign,
    Kind::FinishPart,
    Kind::Grant,
    Kind::Deny,
];

/// The steps that move a case towards its end: the first of them is the one next step.
const FORWARD: [Kind; 7] =
    [Kind::Accept, Kind::Claim, Kind::Finish, Kind::Check, Kind::Evaluate, Kind::Sign, Kind::FinishPart];

/// The key that presses a step's button.
fn key(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::Accept => "a",
        Kind::Finish => "f",
        Kind::PassOn => "p",
        Kind::PassUp => "u",
        Kind::Return => "r",
        Kind::Evaluate => "e",
        _ => return None,
    })
}

/// Whether a step can be taken by its button alone.
fn is_plain(offer: Offer) -> bool {
    let needs = offer.needs;
    needs.note != Need::Must && needs.picture != Need::Must && needs.aim == Aim::Nothing
}

/// All steps that are offered.
pub fn steps(sheet: &Sheet, context: CaseContext) -> impl IntoView + use<> {
    let (case, version) = (sheet.line.case, sheet.line.version);
    let offers: Vec<Offer> = sheet.offers.iter().copied().filter(|offer| offer.kind != Kind::Tick).collect();
    let next = FORWARD.into_iter().find(|kind| offers.iter().any(|offer| offer.kind == *kind));
    let (usual, more): (Vec<_>, Vec<_>) = offers.into_iter().partition(|offer| USUAL.contains(&offer.kind));
    let none = (usual.is_empty() && more.is_empty())
        .then(|| view! { <p class="case-steps__none">{say(Word::CaseNoSteps)}</p> });
    let button = move |offer: Offer| one(offer, (case, version), next, context);
    let usual = usual.into_iter().map(button).collect_view();
    let more = (!more.is_empty()).then(|| {
        let more = more.into_iter().map(button).collect_view();
        view! {
            <details class="case-steps__more">
                <summary>{say(Word::CaseMoreSteps)}</summary>
                <div class="case-steps__row">{more}</div>
            </details>
        }
    });
    view! {
        <div class="case-steps" role="group" aria-label=say(Word::CaseSteps)>
            <div class="case-steps__row">{usual}</div>
            {none}
            {more}
        </div>
    }
}

fn one(offer: Offer, (case, version): (CaseId, i32), next: Option<Kind>, context: CaseContext) -> impl IntoView {
    let kind = offer.kind;
    let class = if next == Some(kind) { "button button--primary" } else { "button" };
    let href = context.href(move |view| view.stepping(kind));
    if !is_plain(offer) {
        let open = move |_| context.seen.set(Some((case, version)));
        return view! {
            <a
                {..stay_put()}
                class=class
                href=href
                data-step=kind.slug()
                data-key=key(kind)
                aria-keyshortcuts=key(kind)
                on:click=open
            >
                {say(case::step(kind))}
            </a>
        }
        .into_any();
    }
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        context.take((case, version, Step::Plain(kind), None, Vec::new()));
    };
    let back = Signal::derive(move || context.view.get().still().href());
    let may_more = offer.needs.note == Need::May || offer.needs.picture == Need::May;
    let with_more = may_more.then(|| {
        view! {
            <a
                {..stay_put()}
                class="button case-steps__with"
                href=href
                data-with=kind.slug()
                title=say(Word::CaseWithNote)
            >
                <span aria-hidden="true">"＋"</span>
                <span class="visually-hidden">{say(case::step(kind))} " " {say(Word::CaseWithNote)}</span>
            </a>
        }
    });
    view! {
        <form class="case-steps__step" method="post" action="/form/case-step" on:submit=submit>
            <input type="hidden" name="case" value=case.to_string() />
            <input type="hidden" name="version" value=version.to_string() />
            <input type="hidden" name="step" value=kind.slug() />
            <input type="hidden" name="back" value=back />
            <button
                type="submit"
                class=class
                disabled=context.busy
                data-step=kind.slug()
                data-key=key(kind)
                aria-keyshortcuts=key(kind)
            >
                {say(case::step(kind))}
            </button>
            {with_more}
        </form>
    }
    .into_any()
}
