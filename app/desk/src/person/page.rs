//! `/people/{id}`: a person's e-file. `?edit=<group>` opens the form of one field group, so that it works without script.

use domain::file::Group;
use domain::file::view::PersonFile;
use domain::id::ResidentId;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::{Banner, BannerKind, ErrorPanel, LinkButton, Skeleton, Tag, format, later, name};
use wording::{Phrase, Word};

use super::api::{self, PersonView};
use super::{group, life, stays};
use crate::address;
use crate::household::person_line;
use crate::photo;
use crate::top_bar::TopBar;

/// A person's page.
#[component]
pub fn PersonPage() -> impl IntoView {
    let lang = use_lang();
    let (params, query) = (use_params_map(), use_query_map());
    let asked =
        Memo::new(move |_| params.with(|params| params.get("resident")).and_then(|id| id.parse::<ResidentId>().ok()));
    let edit = Memo::new(move |_| query.with(|query| query.get("edit")).and_then(|slug| Group::from_slug(&slug)));
    let file = Resource::new(
        move || asked.get(),
        |asked| async move {
            match asked {
                Some(resident) => api::file(resident).await,
                None => Err(AppError::NotFound.answered()),
            }
        },
    );
    let here = address::use_here();
    let show = later(
        move || {
            let edit = edit.get();
            async move { (file.await, edit) }
        },
        move |(loaded, edit)| match loaded {
            Ok(loaded) => content(loaded, edit).into_any(),
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href=here /> }.into_any(),
        },
    );
    view! {
        <Title text=move || Word::PersonFile.text(lang.get()) />
        <TopBar />
        <main class="page" id="content">
            <Transition fallback=|| view! { <Skeleton lines=12 /> }>{show}</Transition>
        </main>
    }
}

fn content(loaded: PersonView, edit: Option<Group>) -> impl IntoView {
    let PersonView { file, labels } = loaded;
    let groups = file.groups.iter().map(|state| group::section(&file, state, &labels, edit)).collect_view();
    view! {
        {head(&file)}
        <div class="split">
            <div class="split__main file">{groups}</div>
            <div class="split__side file">
                <section class="card">
                    <h2 class="card__title">{say(Word::Stays)}</h2>
                    {stays::of_person(&file)}
                </section>
                {photo::strip(&file.photos, format!("{}/photos", address::person(file.person.resident)))}
                {life::merges(&file)}
                {life::death(&file)}
                {looks(&file)}
            </div>
        </div>
    }
}

fn head(file: &PersonFile) -> impl IntoView + use<> {
    let lang = use_lang();
    let merged = file.merged_into.map(|kept| {
        view! {
            <Banner kind=BannerKind::Warning>
                {say(Word::MergedAway)} " " <a href=address::person(kept)>{say(Word::OpenPerson)}</a>
            </Banner>
        }
    });
    let died = file.died_on.map(|day| view! { <Tag>{say(Word::EndDied)} " " {format::date(day)}</Tag> });
    let unchecked = (!file.person.is_checked).then(|| {
        view! { <p class="file__unchecked"><strong>{say(Word::Unchecked)}</strong> " " {say(Word::UncheckedHint)}</p> }
    });
    let (filled, required) =
        file.groups.iter().fold((0, 0), |sum, state| (sum.0 + state.filled, sum.1 + state.required));
    view! {
        <header class="page__head">
            <div>
                <h1 class="page__title">{say(Word::PersonFile)}</h1>
                <p class="page__facts">{move || Phrase::FilledOf { filled, required }.text(lang.get())}</p>
                {died}
            </div>
            <LinkButton href=format!("{}/certificate", address::person(file.person.resident)) rel="external">
                {say(Word::Certificate)}
            </LinkButton>
        </header>
        {merged}
        {person_line(file.person.clone(), file.may_unmask)}
        {unchecked}
    }
}

fn looks(file: &PersonFile) -> impl IntoView + use<> {
    let lang = use_lang();
    let lines = file.looks.iter().cloned().map(|look| {
        let by = move || if lang.get() == wording::Lang::Zh { look.by.0.clone() } else { look.by.1.clone() };
        view! { <li><time>{format::moment(look.at)}</time> " " {by} " · " {say(name::look(&look.action))}</li> }
    });
    let lines = lines.collect_view();
    let none = file.looks.is_empty().then(|| view! { <p class="card__quiet">{say(Word::NoLooks)}</p> });
    let tell = file.may_tell_looks.then(|| {
        let href = format!("{}/looks", address::person(file.person.resident));
        view! { <LinkButton href=href rel="external">{say(Word::TellLooks)}</LinkButton> }
    });
    view! {
        <section class="card">
            <h2 class="card__title">{say(Word::WhoLooked)}</h2>
            <ul class="file__lines">{lines}</ul>
            {none}
            {tell}
        </section>
    }
}
