//! `/hotline`: who is calling, and what they say. Complete without script: each step is a form that answers with this page, so
//! that no number gets into an address. With it, hints come while the words are typed (`public/hotline.js`).

use std::collections::BTreeMap;

use domain::actor::{Access, Action, access};
use domain::area::Level;
use domain::case::Aims;
use domain::deadline::Urgency;
use domain::phone::Phone;
use leptos::prelude::*;
use leptos_meta::Title;
use service::hotline::{Caller, Hints};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::script::{HOTLINE, Script};
use ui::{Button, ButtonKind, Choice, ErrorPanel, ErrorText, Field, Select, case};
use wording::{Lang, Word};

use crate::hotline_hint::{CallerCard, HintsCard};
use crate::request;

/// What the last form found. The server's form routes provide it as a context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// Who may be calling, and the number that was typed: it goes on with the report.
    Caller(Caller, Phone),
    /// What the report would repeat, and what was typed.
    Checked(Hints, BTreeMap<String, String>),
}

/// The page.
#[component]
pub fn HotlinePage() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok((choices, operation)) => view! { <Content choices=choices operation=operation /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/hotline".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::Hotline.text(lang.get_untracked()) />
        <main class="page" id="content">
            <h1 class="page__title">{say(Word::Hotline)}</h1>
            <p class="page__facts">{say(Word::HotlineHint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find() -> Result<(Aims, String), AppError> {
    let (service, actor) = request::acting()?;
    match access(&actor, Action::TakeCalls, actor.area) {
        Access::Granted => {}
        Access::Forbidden => return Err(AppError::Forbidden.answered()),
        Access::Unknown => return Err(AppError::NotFound.answered()),
    }
    let choices = service::case::report_choices(&service, &actor).await.map_err(request::answered)?;
    let operation = service.draw_operation().map_err(request::answered)?;
    Ok((choices, operation.to_string()))
}

#[component]
fn Content(choices: Aims, operation: String) -> impl IntoView {
    let heard = use_context::<Heard>();
    let done = request::query("done").filter(|case| case.parse::<domain::id::CaseId>().is_ok()).map(|case| {
        view! {
            <p role="status">
                <a href=format!("/cases?axis=all&case={case}")>{say(Word::HotlineDone)} " " {case.clone()}</a>
            </p>
        }
    });
    let card = match heard.clone() {
        Some(Heard::Caller(caller, _)) => Some(view! { <CallerCard caller=caller /> }),
        _ => None,
    };
    view! {
        {done}
        <LookUp />
        {card}
        <Record choices=choices operation=operation heard=heard />
        <Script name=HOTLINE />
    }
}

#[component]
fn LookUp() -> impl IntoView {
    let lang = use_lang();
    let refused = Refused::find("hotline-caller");
    let error = match refused {
        Some(Refused { error: AppError::Invalid { .. }, .. }) => {
            Some(Word::HotlineBadPhone.text(lang.get_untracked()).to_owned())
        }
        _ => None,
    };
    view! {
        <section class="card" aria-labelledby="caller">
            <h2 class="card__title" id="caller">
                {say(Word::HotlineCaller)}
            </h2>
            <form class="form" method="post" action="/form/hotline-caller">
                <input type="hidden" name="back" value="/hotline" />
                <Field
                    name="phone"
                    id="lookup"
                    label=Signal::derive(move || Word::HotlinePhone.text(lang.get()).to_owned())
                    kind="tel"
                    autocomplete="off"
                    error=Signal::stored(error)
                />
                <Button>{say(Word::HotlineLookUp)}</Button>
            </form>
        </section>
    }
}

/// What was typed before: in a form that was refused or checked.
fn typed(heard: Option<&Heard>) -> BTreeMap<String, String> {
    match (Refused::find("hotline"), heard) {
        (Some(refused), _) => refused.values,
        (None, Some(Heard::Checked(_, values))) => values.clone(),
        (None, Some(Heard::Caller(_, phone))) => BTreeMap::from([("phone".to_owned(), phone.reveal().to_owned())]),
        _ => BTreeMap::new(),
    }
}

#[component]
fn Record(choices: Aims, operation: String, heard: Option<Heard>) -> impl IntoView {
    let lang = use_lang();
    let now = lang.get_untracked();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let values = typed(heard.as_ref());
    let value = |name: &str| values.get(name).cloned().unwrap_or_default();
    let error = Refused::find("hotline").map(|refused| {
        view! {
            <div class="form__error" role="alert">
                <ErrorText error=Signal::stored(refused.error) />
            </div>
        }
    });
    let suggested = match &heard {
        Some(Heard::Checked(hints, _)) => hints.suggested.as_ref().map(|(code, _)| code.as_str().to_owned()),
        _ => None,
    };
    let hints = match heard.clone() {
        Some(Heard::Checked(hints, _)) => Some(view! { <HintsCard hints=hints /> }),
        _ => None,
    };
    let hint = suggested.is_some().then(|| view! { <p class="form__hint">{say(Word::HotlineSuggested)}</p> });
    // The number stays that of the first sending: a form that is sent twice comes in once.
    let operation = Some(value("operation")).filter(|kept| !kept.is_empty()).unwrap_or(operation);
    let urgency = Some(value("urgency")).filter(|kept| !kept.is_empty());
    let areas = areas(&choices);
    let area = Some(value("area")).filter(|kept| !kept.is_empty());
    let area = area.or(areas.first().map(|choice| choice.value.clone())).unwrap_or_default();
    view! {
        <section class="card" aria-labelledby="record">
            <h2 class="card__title" id="record">
                {say(Word::HotlineRecord)}
            </h2>
            {error}
            <form class="form" method="post" action="/form/hotline" data-hotline="">
                <input type="hidden" name="back" value="/hotline" />
                <input type="hidden" name="operation" value=operation />
                <Field
                    name="phone"
                    label=text(Word::HotlinePhone)
                    kind="tel"
                    autocomplete="off"
                    hint=text(Word::HotlinePhoneHint)
                    value=value("phone")
                />
                <Field name="caller" label=text(Word::HotlineName) autocomplete="off" value=value("caller") />
                <label class="tick">
                    <input type="checkbox" name="intake_only" value="1" checked=!value("intake_only").is_empty() />
                    " "
                    {say(Word::HotlineIntakeOnly)}
                </label>
                {doors(heard.as_ref(), &value("dwelling"))}
                <Select name="area" label=text(Word::HotlineArea) choices=Signal::stored(areas) value=area />
                <Field name="title" label=text(Word::CaseTitle) value=value("title") />
                <div class="field">
                    <label class="field__label" for="field-detail">
                        {say(Word::HotlineSaid)}
                    </label>
                    <textarea class="field__input" id="field-detail" name="detail" rows="4" maxlength="2000">
                        {value("detail")}
                    </textarea>
                </div>
                <div data-hints="" role="status">
                    {hints}
                    {hint}
                </div>
                <Select
                    name="category"
                    label=text(Word::CaseCategoryField)
                    choices=Signal::stored(categories(&choices, now))
                    value=suggested.unwrap_or_else(|| value("category"))
                />
                <Select
                    name="urgency"
                    label=text(Word::CaseUrgency)
                    choices=Signal::stored(urgencies(now))
                    value=urgency.unwrap_or_else(|| Urgency::default().slug().to_owned())
                />
                <p>
                    <Button kind=ButtonKind::Primary>{say(Word::HotlineSend)}</Button>
                    " "
                    <button class="button" type="submit" name="check" value="1">
                        {say(Word::HotlineCheck)}
                    </button>
                </p>
            </form>
        </section>
    }
}

/// The doors that it may be about: the caller's, or the one that was chosen; and elsewhere.
fn doors(heard: Option<&Heard>, chosen: &str) -> Option<impl IntoView + use<>> {
    let doors: Vec<(String, String)> = match heard {
        Some(Heard::Caller(caller, _)) => {
            let door = |person: &service::hotline::CallerPerson| {
                (person.dwelling.to_string(), format!("{} · {}", person.door, person.name))
            };
            caller.people.iter().map(door).collect()
        }
        Some(Heard::Checked(hints, _)) if !hints.door.is_empty() => vec![(chosen.to_owned(), hints.door.clone())],
        _ if !chosen.is_empty() => vec![(chosen.to_owned(), chosen.to_owned())],
        _ => Vec::new(),
    };
    let radio = |value: String, words: String, checked: bool| {
        view! {
            <label class="tick">
                <input type="radio" name="dwelling" value=value checked=checked />
                " "
                {words}
            </label>
        }
    };
    (!doors.is_empty()).then(|| {
        let lang = use_lang().get_untracked();
        let lines = doors.into_iter().enumerate().map(|(at, (value, words))| radio(value, words, at == 0));
        let lines = lines.collect_view();
        view! {
            <fieldset class="form__group">
                <legend class="field__label">{say(Word::HotlineWhere)}</legend>
                {lines}
                {radio(String::new(), Word::HotlineElsewhere.text(lang).to_owned(), false)}
            </fieldset>
        }
    })
}

/// From the post's own area down to communities: who rings seldom knows a grid.
fn areas(choices: &Aims) -> Vec<Choice> {
    let mut offices: Vec<_> = choices.offices.iter().filter(|(area, _)| area.level() != Level::Grid).collect();
    offices.sort_by_key(|(area, _)| *area);
    offices.into_iter().map(|(area, name)| Choice { value: area.to_string(), text: name.0.clone() }).collect()
}

fn categories(choices: &Aims, lang: Lang) -> Vec<Choice> {
    let later = Choice { value: String::new(), text: Word::CaseCategoryLater.text(lang).to_owned() };
    let all = choices
        .categories
        .iter()
        .map(|(code, name)| Choice { value: code.as_str().to_owned(), text: case::names(name, lang).to_owned() });
    std::iter::once(later).chain(all).collect()
}

fn urgencies(lang: Lang) -> Vec<Choice> {
    let all = Urgency::ALL.iter();
    all.map(|(urgency, slug)| Choice { value: (*slug).to_owned(), text: case::urgency(*urgency).text(lang).to_owned() })
        .collect()
}
