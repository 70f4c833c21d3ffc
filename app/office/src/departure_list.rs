//! `/departures`: people with an open stay in one's area who moved in elsewhere, for whoever keeps the files to end the stay or to say
//! that they are still there.

use domain::stay::StayKind;
use leptos::prelude::*;
use leptos_meta::Title;
use service::departure::{DepartureRow, Sheet, list};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, EmptyState, ErrorPanel, format, name};
use wording::{Phrase, Word};

use crate::request;

/// The list.
#[component]
pub fn DepartureList() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok(sheet) => view! { <Content sheet=sheet /> }.into_any(),
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href="/map".to_owned() /> }.into_any(),
        }
    });
    view! {
        <Title text=Word::Departures.text(lang.get_untracked()) />
        <main class="page" id="content">
            <h1 class="page__title">{say(Word::Departures)}</h1>
            <p class="page__facts">{say(Word::DeparturesHint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find() -> Result<Sheet, AppError> {
    let (service, actor) = request::acting()?;
    list(&service, &actor).await.map_err(request::answered)
}

#[component]
fn Content(sheet: Sheet) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let error = Refused::find("departure").map(Refused::alert);
    let Sheet { open, may_decide } = sheet;
    let lines = if open.is_empty() {
        let (title, hint) = (text(Word::NoDepartures), text(Word::NoDeparturesHint));
        view! { <EmptyState title=title hint=hint icon=Icon::Person /> }.into_any()
    } else {
        let lines = open.into_iter().map(|one| view! { <One departure=one may_decide=may_decide /> }).collect_view();
        view! { <ul class="doors">{lines}</ul> }.into_any()
    };
    view! {
        {error}
        <section class="card" aria-label=say(Word::Departures)>{lines}</section>
    }
}

#[component]
fn One(departure: DepartureRow, may_decide: bool) -> impl IntoView {
    let lang = use_lang();
    let DepartureRow { id, stay, name: who, place, elsewhere, moved_on, .. } = departure;
    let who = who.unwrap_or_else(|| Word::ElsewhereFile.text(lang.get_untracked()).to_owned());
    let day = format::date(moved_on);
    let what = move || match elsewhere {
        StayKind::Registered => Phrase::DepartedRegistered { day: &day }.text(lang.get()),
        StayKind::Actual => Phrase::DepartedLiving { day: &day }.text(lang.get()),
        StayKind::Both | StayKind::Away => Phrase::DepartedBoth { day: &day }.text(lang.get()),
    };
    let button = |verdict: &'static str, word: Word, kind: ButtonKind| {
        view! {
            <form method="post" action="/form/departure">
                <input type="hidden" name="back" value="/departures" />
                <input type="hidden" name="departure" value=id.to_string() />
                <Button kind=kind name="verdict" value=verdict>
                    {say(word)}
                </Button>
            </form>
        }
    };
    let act = may_decide.then(|| {
        view! {
            <div class="doors__act">
                {button("end", Word::EndStay, ButtonKind::Primary)}
                {button("keep", Word::StillHere, ButtonKind::Quiet)}
            </div>
        }
    });
    view! {
        <li class="doors__one" data-departure=id.to_string()>
            <p class="doors__what">
                <a href=format!("/households/{}", stay.dwelling) rel="external">
                    {place}
                </a>
                <strong>{who}</strong>
            </p>
            <p class="doors__who">{say(name::stay_kind(stay.kind))} " · " {say(name::relation(stay.relation))}</p>
            <p class="doors__note">{what}</p>
            {act}
        </li>
    }
}
