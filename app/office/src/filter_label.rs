//! A label on all households of a filter's result: choose it, see how many, confirm; and the page that says what was done.

use domain::cell::Label;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::bulk::{Done, LARGEST, done};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Choice, ErrorPanel, LinkButton, Select, format, name};
use wording::{Phrase, Word};

use crate::filter_page::Asked;
use crate::request;

/// Chooses a label for all that fit; once it is chosen, asks whether that many are meant.
#[component]
pub fn BulkLabel(asked: Asked, labels: Vec<Label>, households: i64) -> impl IntoView {
    let lang = use_lang();
    let refused = Refused::find("bulk-label");
    let typed = |field: &str| {
        let refused = refused.as_ref().and_then(|refused| refused.value(field)).map(str::to_owned);
        refused.or_else(|| request::query(field)).unwrap_or_default()
    };
    let (code, on) = (typed("label"), typed("on") != "0");
    let chosen = labels.iter().find(|label| label.code.0.to_string() == code).cloned();
    let choices = labels.iter().map(|label| Choice {
        value: label.code.0.to_string(),
        text: name::label_to_choose(label, lang.get_untracked()),
    });
    let choices: Vec<Choice> = choices.collect();
    let ways = [("1", Word::PutLabelOn), ("0", Word::TakeLabelOff)]
        .map(|(value, word)| Choice { value: value.to_owned(), text: word.text(lang.get_untracked()).to_owned() });
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let error = refused.map(Refused::alert);
    let is_open = chosen.is_some() || error.is_some();
    let confirm = chosen.map(|label| view! { <Confirm asked=asked.clone() label=label on=on households=households /> });
    let fits = (1..=LARGEST as i64).contains(&households);
    fits.then(|| {
        view! {
            <details class="card" open=is_open id="bulk">
                <summary class="card__title">{say(Word::BulkLabel)}</summary>
                {error}
                <form class="filter" method="get" action="/filter#bulk">
                    <input type="hidden" name="area" value=asked.area.to_string() />
                    <input type="hidden" name="f" value=asked.filter.to_string() />
                    <Select name="label" label=text(Word::Labels) choices=Signal::stored(choices) value=Signal::stored(code) />
                    <Select
                        name="on"
                        label=text(Word::BulkWay)
                        choices=Signal::stored(ways.to_vec())
                        value=Signal::stored(if on { "1" } else { "0" }.to_owned())
                    />
                    <Button>{say(Word::BulkNext)}</Button>
                </form>
                {confirm}
            </details>
        }
    })
}

#[component]
fn Confirm(asked: Asked, label: Label, on: bool, households: i64) -> impl IntoView {
    let lang = use_lang();
    let code = label.code.0.to_string();
    let question = move || {
        let (count, label) = (format::number(households), name::label(&label, lang.get()).to_owned());
        if on {
            Phrase::PutLabelOnHouseholds { count: &count, label: &label }.text(lang.get())
        } else {
            Phrase::TakeLabelOffHouseholds { count: &count, label: &label }.text(lang.get())
        }
    };
    view! {
        <form class="form" method="post" action="/form/bulk-label">
            <p role="status" class="filter-page__count">{question}</p>
            <input type="hidden" name="back" value=asked.href(&asked.filter) />
            <input type="hidden" name="area" value=asked.area.to_string() />
            <input type="hidden" name="f" value=asked.filter.to_string() />
            <input type="hidden" name="label" value=code />
            <input type="hidden" name="on" value=if on { "1" } else { "0" } />
            <input type="hidden" name="expected" value=households.to_string() />
            <Button kind=ButtonKind::Primary>{say(Word::BulkConfirm)}</Button>
        </form>
    }
}

/// `/labels/{bulk}`: what was done to many households, and the way to undo it.
#[component]
pub fn BulkPage() -> impl IntoView {
    let lang = use_lang();
    let asked = use_params_map().with_untracked(|params| params.get("bulk")).unwrap_or_default();
    let content = Suspend::new(async move {
        match find(&asked).await {
            Ok(done) => view! { <What done=done /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/filter".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::BulkLabel.text(lang.get_untracked()) />
        <main class="page page--narrow" id="content">
            <h1 class="page__title">{say(Word::BulkLabel)}</h1>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(asked: &str) -> Result<Done, AppError> {
    let (service, actor) = request::acting()?;
    let bulk: i64 = asked.parse().map_err(|_no_number| AppError::NotFound.answered())?;
    done(&service, &actor, bulk).await.map_err(request::answered)
}

#[component]
fn What(done: Done) -> impl IntoView {
    let lang = use_lang();
    let count = format::number(done.changed as i64);
    let (label, on) = (done.label, done.on);
    let told = move || {
        let label = name::label(&label, lang.get()).to_owned();
        if on {
            Phrase::LabelIsOn { count: &count, label: &label }.text(lang.get())
        } else {
            Phrase::LabelIsOff { count: &count, label: &label }.text(lang.get())
        }
    };
    let undone = done.undone_at.map(|at| view! { <p role="status">{say(Word::Undone)} " " {format::moment(at)}</p> });
    let error = Refused::find("bulk-undo").map(Refused::alert);
    let undo = done.may_undo.then(|| {
        view! {
            <form method="post" action="/form/bulk-undo">
                <input type="hidden" name="back" value=format!("/labels/{}", done.id) />
                <input type="hidden" name="bulk" value=done.id.to_string() />
                <Button>{say(Word::UndoThis)}</Button>
            </form>
        }
    });
    view! {
        <p class="filter-page__count" role="status">
            {told}
        </p>
        <p class="page__facts">{format::moment(done.made_at)}</p>
        {undone}
        {error}
        <div class="actions">
            {undo}
            <LinkButton href="/filter">{say(Word::Filter)}</LinkButton>
            <LinkButton href="/map">{say(Word::Map)}</LinkButton>
        </div>
    }
}
