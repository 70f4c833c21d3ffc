//! `/households/{id}`: a household's file as a page: card, who else belongs to it, history, notes, and the forms for moves.

use domain::cell::Label;
use domain::file::view::HouseholdFile;
use domain::id::{BuildingId, DwellingId};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use ui::entry::{self, Typed, hidden};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::{Button, ButtonKind, ErrorPanel, Skeleton, Tag, format, later, name};
use wording::{Phrase, Word};

use super::api::{self, HouseholdPageView};
use super::card::{CardActions, HouseholdView};
use super::{moves, notes};
use crate::address;
use crate::building::CellHref;
use crate::person::stay_list;
use crate::photo;
use crate::top_bar::TopBar;

/// A household's page.
#[component]
pub fn HouseholdPage() -> impl IntoView {
    let lang = use_lang();
    let params = use_params_map();
    let asked =
        Memo::new(move |_| params.with(|params| params.get("dwelling")).and_then(|id| id.parse::<DwellingId>().ok()));
    let actions = CardActions::provide();
    let file = Resource::new(
        move || (asked.get(), actions.version()),
        |(asked, _)| async move {
            match asked {
                Some(dwelling) => api::file(dwelling).await,
                None => Err(AppError::NotFound.answered()),
            }
        },
    );
    let here = address::use_here();
    let show = later(
        move || async move { file.await },
        move |loaded| match loaded {
            Ok(loaded) => content(loaded, actions).into_any(),
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href=here /> }.into_any(),
        },
    );
    view! {
        <Title text=move || Word::HouseholdFile.text(lang.get()) />
        <TopBar />
        <main class="page" id="content">
            <Transition fallback=|| view! { <Skeleton lines=12 /> }>{show}</Transition>
        </main>
    }
}

fn content(loaded: HouseholdPageView, actions: CardActions) -> impl IntoView {
    let HouseholdPageView { file, labels } = loaded;
    let may_edit = file.card.may_edit;
    let href: CellHref = Callback::new(|(_, dwelling): (BuildingId, DwellingId)| address::household(dwelling));
    let others = section(Word::OthersHere, &file.others);
    let past = section(Word::PastStays, &file.past);
    view! {
        <h1 class="visually-hidden">{say(Word::HouseholdFile)}</h1>
        <div class="split">
            <div class="split__main file">
                {state(&file)}
                {may_edit.then(|| moves::forms(&file))}
                {others}
                {past}
                {notes::section(&file)}
                {photo::strip(&file.photos, format!("{}/photos", address::household(file.card.dwelling)))}
            </div>
            <div class="split__side">{card(&file, labels, href, actions)}</div>
        </div>
    }
}

fn card(file: &HouseholdFile, labels: Vec<Label>, href: CellHref, actions: CardActions) -> impl IntoView + use<> {
    view! { <HouseholdView card=file.card.clone() dictionary=labels href=href actions=actions /> }
}

fn section(title: Word, lines: &[domain::file::view::StayLine]) -> Option<impl IntoView + use<>> {
    let lines = lines.to_vec();
    (!lines.is_empty()).then(|| {
        view! {
            <section class="card">
                <h2 class="card__title">{say(title)}</h2>
                {stay_list(lines, false)}
            </section>
        }
    })
}

/// Completeness and freshness, and one tap that says that all is as it was.
fn state(file: &HouseholdFile) -> impl IntoView + use<> {
    let lang = use_lang();
    let (card, state) = (&file.card, file.state);
    let (filled, required) = (state.filled, state.required);
    let (tone, word) = match state.fresh_until {
        None => ("tag--care", Word::NeverVerified),
        Some(until) if until < file.today => ("tag--care", Word::Stale),
        Some(_) => ("tag--quiet", Word::Fresh),
    };
    let until = state.fresh_until.map(format::date);
    let until = move || until.as_ref().map(|day| Phrase::HoldsUntil { day }.text(lang.get()));
    let (dwelling, back) = (card.dwelling, address::household(card.dwelling));
    let through = card.may_edit.then(|| {
        view! {
            <form method="post" action="/form/gone-through">
                {hidden("dwelling", &dwelling)}
                {hidden("revision", &card.revision)}
                {hidden("back", &back)}
                <Button kind=ButtonKind::Primary>{say(Word::GoneThrough)}</Button>
            </form>
        }
    });
    view! {
        <section class="card" data-fresh=word_slug(word)>
            <p class="file__freshness">
                <Tag tone=tone>{say(word)}</Tag>
                <span>{until}</span>
                <span>{say(Word::Completeness)} " " {move || Phrase::FilledOf { filled, required }.text(lang.get())}</span>
            </p>
            {through}
            {card.may_edit.then(|| occupancy(file))}
        </section>
    }
}

fn word_slug(word: Word) -> &'static str {
    if word == Word::Fresh { "fresh" } else { "stale" }
}

fn occupancy(file: &HouseholdFile) -> impl IntoView + use<> {
    let card = &file.card;
    let typed = Typed::find("occupancy", "dwelling", &card.dwelling.to_string());
    let choices = domain::household::Occupancy::ALL.map(|occupancy| {
        let word = name::occupancy(occupancy);
        let texts = [wording::Lang::Zh, wording::Lang::En].map(|lang| word.text(lang).to_owned());
        let [zh, en] = texts;
        (occupancy.number().to_string(), zh, en)
    });
    let current = card.occupancy.number().to_string();
    view! {
        <form class="entry entry--line" method="post" action="/form/occupancy">
            {entry::summary(&typed)}
            {hidden("dwelling", &card.dwelling)}
            {hidden("revision", &card.revision)}
            {hidden("back", &address::household(card.dwelling))}
            {entry::choice(&typed, "occupancy", Word::Occupancy, &current, choices.to_vec())}
            <Button>{say(Word::SetOccupancy)}</Button>
        </form>
    }
}
