//! `/register/{entry}`: one entry of the register: look, ring, change, close.

use domain::id::EntryId;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::register::{EntryFile, EntryRow, view as view_entry};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ErrorPanel, Field, format};
use wording::{Lang, Word};

use crate::register_form::EntryForm;
use crate::register_list::place;
use crate::request;

/// One entry.
#[component]
pub fn RegisterPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("item")).unwrap_or_default();
    let content = Suspend::new(async move {
        match find(&asked).await {
            Ok(file) => view! { <File file=file /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/areas".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <main class="page" id="content">
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(asked: &str) -> Result<EntryFile, AppError> {
    let (service, actor) = request::acting()?;
    let entry: EntryId = asked.parse().map_err(|_no_id| AppError::NotFound.answered())?;
    view_entry(&service, &actor, entry).await.map_err(request::answered)
}

#[component]
fn File(file: EntryFile) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let EntryFile { row, offer, may_dial } = file;
    let kind = if lang == Lang::Zh { row.kind_name.0.clone() } else { row.kind_name.1.clone() };
    let made_up = row.is_synthetic.then(|| view! { <span class="tag tag--quiet">{say(Word::EntrySynthetic)}</span> });
    let dial = may_dial.then(|| {
        view! {
            <a class="button button--primary" rel="external" href=format!("/register/{}/call", row.entry)>
                {say(Word::Dial)}
            </a>
        }
    });
    let edit = offer.map(|offer| {
        view! {
            <section class="card" aria-labelledby="change">
                <h2 class="card__title" id="change">
                    {say(Word::ChangeEntry)}
                </h2>
                <EntryForm offer=offer area=row.area entry=Some(row.clone()) building=String::new() />
            </section>
            <Close row=row.clone() />
        }
    });
    view! {
        <Title text=row.name.clone() />
        <p class="crumbs">
            <a href=format!("/areas/{}/register", row.area)>{say(Word::Register)}</a>
        </p>
        <h1 class="page__title">{row.name.clone()}</h1>
        <p class="page__facts">{kind} " · " {place(&row, lang)} " " {made_up}</p>
        {facts(&row)}
        {dial}
        {edit}
    }
}

fn facts(row: &EntryRow) -> impl IntoView + use<> {
    let position = row.position.map(|at| format!("{:.5}, {:.5}", at.lon, at.lat));
    let phone = row.phone.as_ref().map(domain::phone::Phone::masked);
    let day = |day: Option<chrono::NaiveDate>| day.map(format::date);
    let lines = [
        (Word::RegisterContact, Some(row.contact.clone()).filter(|text| !text.is_empty())),
        (Word::FieldPhone, phone),
        (Word::RegisterUnit, Some(row.unit_in_charge.clone()).filter(|text| !text.is_empty())),
        (Word::RegisterPosition, position),
        (Word::RegisterFrom, day(row.from_on)),
        (Word::EntryClosed, day(row.to_on)),
    ];
    let lines = lines.into_iter().filter_map(|(word, value)| {
        let value = value?;
        Some(view! {
            <div class="figure">
                <dt class="figure__name">{say(word)}</dt>
                <dd>{value}</dd>
            </div>
        })
    });
    view! { <dl class="figures">{lines.collect_view()}</dl> }
}

#[component]
fn Close(row: EntryRow) -> impl IntoView {
    let lang = use_lang();
    let refused = Refused::find("register-close");
    let day = refused.as_ref().and_then(|refused| refused.value("day")).unwrap_or_default().to_owned();
    let error = refused.map(Refused::alert);
    let label = Signal::derive(move || Word::EntryUntil.text(lang.get()).to_owned());
    view! {
        <details class="card">
            <summary>{say(Word::CloseEntry)}</summary>
            {error}
            <form class="form" method="post" action="/form/register-close">
                <input type="hidden" name="back" value=format!("/register/{}", row.entry) />
                <input type="hidden" name="entry" value=row.entry.to_string() />
                <input type="hidden" name="revision" value=row.revision.to_string() />
                <Field name="day" label=label kind="date" value=day />
                <Button>{say(Word::CloseEntry)}</Button>
            </form>
        </details>
    }
}
