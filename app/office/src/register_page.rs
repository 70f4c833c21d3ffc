//! `/register/{entry}`: one entry of the register: look, ring, change, close.

use domain::id::EntryId;
use domain::party::Rank;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::party::{Members, members};
use service::register::{EntryFile, EntryRow, view as view_entry};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ErrorPanel, Field, format};
use wording::{Lang, Word};

use crate::party_members;
use crate::register_form::EntryForm;
use crate::register_list::place;
use crate::request;

/// One entry.
#[component]
pub fn RegisterPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("item")).unwrap_or_default();
    let content = Suspend::new(async move {
        match find(&asked).await {
            Ok((file, members)) => view! { <File file=file members=members /> }.into_any(),
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

/// A party organisation's members with the kind that is chosen.
type Chosen = (Option<String>, Members);

/// The entry, and of a party organisation its members.
async fn find(asked: &str) -> Result<(EntryFile, Option<Chosen>), AppError> {
    let (service, actor) = request::acting()?;
    let entry: EntryId = asked.parse().map_err(|_no_id| AppError::NotFound.answered())?;
    let file = view_entry(&service, &actor, entry).await.map_err(request::answered)?;
    if Rank::of_kind(&file.row.kind).is_none() {
        return Ok((file, None));
    }
    // Those whose file says no kind are asked for by a word of their own: an empty one is no question.
    let kind = request::query("kind").map(|kind| if kind == "none" { String::new() } else { kind });
    let found = members(&service, &actor, entry, kind.as_deref()).await.map_err(request::answered)?;
    Ok((file, Some((kind, found))))
}

#[component]
fn File(file: EntryFile, members: Option<Chosen>) -> impl IntoView {
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
    let (list, title) =
        if members.is_some() { ("party", Word::PartyOrganisations) } else { ("register", Word::Register) };
    let area = members.as_ref().map_or(row.area, |(_, found)| found.ground);
    let members = members.map(|(kind, found)| {
        view! { <party_members::Members organisation=row.entry kind=kind found=found /> }
    });
    view! {
        <Title text=row.name.clone() />
        <p class="crumbs">
            <a href=format!("/areas/{area}/{list}")>{say(title)}</a>
        </p>
        <h1 class="page__title">{row.name.clone()}</h1>
        <p class="page__facts">{kind} " · " {place(&row, lang)} " " {made_up}</p>
        {facts(&row)}
        {dial}
        {members}
        {edit}
    }
}

fn facts(row: &EntryRow) -> impl IntoView + use<> {
    let position = row.position.map(|at| format!("{:.5}, {:.5}", at.lon, at.lat));
    let phone = row.phone.as_ref().map(domain::phone::Phone::masked);
    let day = |day: Option<chrono::NaiveDate>| day.map(format::date);
    let is_party = Rank::of_kind(&row.kind).is_some();
    let contact = if is_party { Word::PartySecretary } else { Word::RegisterContact };
    let unit = if is_party { Word::PartyUnit } else { Word::RegisterUnit };
    let lines = [
        (Word::PartyUnder, row.parent.as_ref().map(|(_, name)| name.clone()).filter(|name| !name.is_empty())),
        (contact, Some(row.contact.clone()).filter(|text| !text.is_empty())),
        (Word::FieldPhone, phone),
        (unit, Some(row.unit_in_charge.clone()).filter(|text| !text.is_empty())),
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
    // What was refused is not folded away.
    let is_open = refused.is_some();
    let error = refused.map(|refused| match &refused.error {
        AppError::Invalid { field } if field == "members" => held(),
        _ => refused.alert(),
    });
    let label = Signal::derive(move || Word::EntryUntil.text(lang.get()).to_owned());
    view! {
        <details class="card" open=is_open>
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

/// Why a party organisation can't be closed yet.
fn held() -> AnyView {
    view! {
        <div class="form__error" role="alert">
            <p>{say(Word::PartyHeld)}</p>
        </div>
    }
    .into_any()
}
