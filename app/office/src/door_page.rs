//! `/doors/{dwelling}`: a door as it is, what waits about it, and the forms that propose another number, its removal, its merging or
//! its opening again, and more doors beside it.

use domain::door_change::{Change, Kind, More, Proposal, Removal, Slot};
use domain::id::DwellingId;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::door_change::{DoorFile, view};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Choice, ErrorPanel, Field, Select};
use wording::{Lang, Phrase, Word};

use crate::door_list::Waiting;
use crate::request;

/// One door.
#[component]
pub fn DoorPage() -> impl IntoView {
    let lang = use_lang();
    let asked = use_params_map().with_untracked(|params| params.get("dwelling")).unwrap_or_default();
    let content = Suspend::new(async move {
        match find(&asked).await {
            Ok(file) => view! { <Content file=file /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/doors".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::ChangeDoor.text(lang.get_untracked()) />
        <main class="page" id="content">
            <p class="crumbs">
                <a href="/doors">{say(Word::Doors)}</a>
            </p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(asked: &str) -> Result<DoorFile, AppError> {
    let (service, actor) = request::acting()?;
    let dwelling: DwellingId = asked.parse().map_err(|_no_id| AppError::NotFound.answered())?;
    view(&service, &actor, dwelling).await.map_err(request::answered)
}

/// What a proposal asks for, in one line.
pub fn in_words(proposal: &Proposal, lang: Lang) -> String {
    let was = proposal.was.as_str();
    match proposal.change {
        Change::Renumber { number, .. } => Phrase::DoorToNumber { was, number: number.as_str() }.text(lang),
        Change::Remove { reason, .. } => {
            let reason = why(reason).text(lang);
            format!("{} · {reason}", Phrase::DoorRemoves { was }.text(lang))
        }
        Change::Merge { .. } => {
            let kept = proposal.kept_number.map(String::from).unwrap_or_default();
            Phrase::DoorMerges { was, kept: &kept }.text(lang)
        }
        Change::Open { number, .. } => {
            Phrase::DoorReopens { number: number.unwrap_or(proposal.was).as_str() }.text(lang)
        }
        Change::Add { more: More::Door(None), .. } => Phrase::DoorAdds { was }.text(lang),
        Change::Add { more: More::Door(Some(number)), .. } => {
            Phrase::DoorAddsNumber { was, number: number.as_str() }.text(lang)
        }
        Change::Add { more: More::Column, .. } => Phrase::DoorAddsColumn { was }.text(lang),
        Change::Add { more: More::Floor(doors), .. } => Phrase::DoorAddsFloor { was, doors }.text(lang),
    }
}

#[component]
fn Content(file: DoorFile) -> impl IntoView {
    let lang = use_lang();
    let title = format!("{}-{}", file.place, file.slot.number);
    let people = file.people;
    let state = file.slot.closing.map(|_| view! { <span class="tag tag--care">{say(Word::DoorIsClosed)}</span> });
    let (dwelling, may_decide) = (file.slot.dwelling, file.may_decide);
    let forms = match &file.proposal {
        Some(proposal) => {
            let proposal = proposal.clone();
            view! {
                <section class="card" aria-labelledby="waiting">
                    <h2 class="card__title" id="waiting">{say(Word::DoorsOpen)}</h2>
                    <p class="form__hint">{say(Word::DoorWaits)}</p>
                    <ul class="doors">
                        <Waiting proposal=proposal may_decide=may_decide />
                    </ul>
                </section>
            }
            .into_any()
        }
        None if file.may_propose => view! { <Forms file=file.clone() /> }.into_any(),
        None => ().into_any(),
    };
    view! {
        <div class="page__head">
            <h1 class="page__title">{title}</h1>
            {state}
        </div>
        <p class="page__facts">
            {move || Phrase::DoorPeople { count: people }.text(lang.get())} " · "
            <a href=format!("/households/{dwelling}") rel="external">
                {say(Word::OpenHousehold)}
            </a>
        </p>
        {forms}
    }
}

/// The forms that fit the door: an open one gets another number, goes, becomes part of another or has more doors beside it; a
/// closed one comes back.
#[component]
fn Forms(file: DoorFile) -> impl IntoView {
    let error = Refused::find("door").map(Refused::alert);
    let kinds: &[Kind] = match (file.slot.closing, file.landing.is_empty()) {
        (Some(_), _) => &[Kind::Open],
        (None, true) => &[Kind::Renumber, Kind::Remove, Kind::AddDoor, Kind::AddColumn, Kind::AddFloor],
        (None, false) => &[Kind::Renumber, Kind::Merge, Kind::Remove, Kind::AddDoor, Kind::AddColumn, Kind::AddFloor],
    };
    let forms = kinds.iter().map(|kind| view! { <Propose file=file.clone() kind=*kind /> }).collect_view();
    view! {
        {error}
        {forms}
    }
}

#[component]
fn Propose(file: DoorFile, kind: Kind) -> impl IntoView {
    let lang = use_lang();
    let refused = Refused::find("door").filter(|refused| refused.value("kind") == Some(kind.slug()));
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).unwrap_or_default().to_owned();
    let title = match kind {
        Kind::Renumber => Word::DoorRenumber,
        Kind::Remove => Word::DoorRemove,
        Kind::Merge => Word::DoorMerge,
        Kind::Open => Word::DoorOpen,
        Kind::AddDoor => Word::DoorAddDoor,
        Kind::AddColumn => Word::DoorAddColumn,
        Kind::AddFloor => Word::DoorAddFloor,
    };
    let id = |field: &str| format!("{field}-{}", kind.slug());
    let (back, heading) = (format!("/doors/{}", file.slot.dwelling), id("door"));
    let labelled_by = heading.clone();
    let what = match kind {
        Kind::Renumber => number(Word::DoorNewNumber, typed("number"), id("number")).into_any(),
        Kind::Open => number(Word::DoorKeepNumber, typed("number"), id("number")).into_any(),
        Kind::Remove => removal(&typed("removal")).into_any(),
        Kind::Merge => into(file.landing.clone(), typed("kept")).into_any(),
        Kind::AddDoor => view! {
            <p class="form__hint">{say(Word::DoorAddDoorHint)}</p>
            {number(Word::DoorAddedNumber, typed("number"), id("number"))}
        }
        .into_any(),
        Kind::AddColumn => view! { <p class="form__hint">{say(Word::DoorAddColumnHint)}</p> }.into_any(),
        Kind::AddFloor => {
            let label = Signal::derive(move || Word::DoorsOnFloor.text(lang.get()).to_owned());
            let doors = if typed("doors").is_empty() { "1".to_owned() } else { typed("doors") };
            view! {
                <p class="form__hint">{say(Word::DoorAddFloorHint)}</p>
                <Field name="doors" kind="number" label=label value=doors />
            }
            .into_any()
        }
    };
    let note = Signal::derive(move || Word::DoorNote.text(lang.get()).to_owned());
    let at_once = file.may_decide.then(|| {
        view! {
            <label class="doors__at-once">
                <input type="checkbox" name="at_once" value="1" />
                {say(Word::DoorAtOnce)}
            </label>
        }
    });
    let form = view! {
        <form class="form" method="post" action="/form/door">
            <input type="hidden" name="back" value=back />
            <input type="hidden" name="dwelling" value=file.slot.dwelling.to_string() />
            <input type="hidden" name="kind" value=kind.slug() />
            {what}
            <Field name="note" id=id("note") label=note value=typed("note") />
            {at_once}
            <Button kind=ButtonKind::Primary>{say(Word::DoorPropose)}</Button>
        </form>
    };
    // What is seldom needed waits closed, so that the page stays short in the hand.
    if matches!(kind, Kind::AddDoor | Kind::AddColumn | Kind::AddFloor) {
        let is_open = refused.is_some();
        return view! {
            <details class="card" open=is_open>
                <summary class="card__title">{say(title)}</summary>
                {form}
            </details>
        }
        .into_any();
    }
    view! {
        <section class="card" aria-labelledby=labelled_by>
            <h2 class="card__title" id=heading>{say(title)}</h2>
            {form}
        </section>
    }
    .into_any()
}

fn number(label: Word, value: String, id: String) -> impl IntoView {
    let lang = use_lang();
    let label = Signal::derive(move || label.text(lang.get()).to_owned());
    let hint = Signal::derive(move || Word::DoorNumberHint.text(lang.get()).to_owned());
    view! { <Field name="number" id=id label=label hint=hint value=value /> }
}

fn removal(value: &str) -> impl IntoView + use<> {
    let lang = use_lang();
    let label = Signal::derive(move || Word::DoorRemovalReason.text(lang.get()).to_owned());
    let choices = Removal::ALL.map(|(reason, slug)| Choice {
        value: slug.to_owned(),
        text: why(reason).text(lang.get_untracked()).to_owned(),
    });
    let value = Removal::from_slug(value).map_or(Removal::ALL[0].1, Removal::slug).to_owned();
    view! { <Select name="removal" label=label choices=Signal::stored(choices.to_vec()) value=Signal::stored(value) /> }
}

fn into(landing: Vec<Slot>, value: String) -> impl IntoView {
    let lang = use_lang();
    let label = Signal::derive(move || Word::DoorInto.text(lang.get()).to_owned());
    let choices: Vec<Choice> = landing
        .into_iter()
        .map(|slot| Choice { value: slot.dwelling.to_string(), text: slot.number.to_string() })
        .collect();
    view! {
        <p class="form__hint">{say(Word::DoorMergeHint)}</p>
        <Select name="kept" label=label choices=Signal::stored(choices) value=Signal::stored(value) />
    }
}

/// Why a door is removed.
fn why(reason: Removal) -> Word {
    match reason {
        Removal::Demolished => Word::DoorDemolished,
        Removal::NeverThere => Word::DoorNeverThere,
        Removal::OtherUse => Word::DoorOtherUse,
    }
}
