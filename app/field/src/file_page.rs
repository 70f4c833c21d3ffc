//! `/m/file/{resident}`: the fields of a person's file that one goes through at the door, to be changed in place. Of each the form carries
//! a token of what it showed, so that what is left alone is never written, and what somebody else wrote meanwhile never overwritten.
//!
//! Not here: the telephone ([`crate::contact_page`]), and what stands behind masks, which no form of the phone shows.

use domain::doorstep::{GROUPS, fields};
use domain::file::Group;
use domain::id::ResidentId;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::doorstep::{Shown, shown};
use ui::entry::{self, Typed, hidden};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::{Button, ButtonKind, ErrorPanel, name};
use wording::Word;
use wording::field::OutboxWord;

use crate::request;

/// The page.
#[component]
pub fn FilePage() -> impl IntoView {
    let lang = use_lang();
    let person = use_params_map().with_untracked(|params| params.get("resident"));
    let content = Suspend::new(async move {
        match find(person.as_deref()).await {
            Ok((person, shown, operation)) => {
                view! { <Form person=person shown=shown operation=operation /> }.into_any()
            }
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href="/m".to_owned() /> }.into_any(),
        }
    });
    view! {
        <Title text=OutboxWord::CheckFile.text(lang.get_untracked()) />
        <main class="phone" id="content">
            <h1 class="phone__title">{say(OutboxWord::CheckFile)}</h1>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(person: Option<&str>) -> Result<(ResidentId, Shown, String), AppError> {
    let (service, actor) = request::acting()?;
    let person = person.and_then(|person| person.parse().ok()).ok_or_else(|| AppError::NotFound.answered())?;
    let shown = shown(&service, &actor, person).await.map_err(request::answered)?;
    let operation = service.draw_operation().map_err(request::answered)?;
    Ok((person, shown, operation.to_string()))
}

#[component]
fn Form(person: ResidentId, shown: Shown, operation: String) -> impl IntoView {
    let typed = Typed::find("doorstep", "person", &person.to_string());
    let next = request::query("next").filter(|next| next.starts_with("/m")).unwrap_or_else(|| "/m".to_owned());
    let next = Some(typed.value("next", &next)).filter(|next| next.starts_with("/m")).unwrap_or_default();
    let groups = GROUPS.map(|group| part(group, &shown, &typed));
    view! {
        <p>
            <strong>{shown.name.clone()}</strong>
        </p>
        <p class="phone__quiet">{say(OutboxWord::CheckFileHint)}</p>
        <form class="phone-form" method="post" action="/m/file" data-outbox="">
            {entry::summary(&typed)}
            {hidden("operation", &operation)}
            {hidden("person", &person)}
            {hidden("back", &format!("/m/file/{person}"))}
            {hidden("next", &next)}
            {groups}
            <Button kind=ButtonKind::Primary>{say(OutboxWord::SaveFile)}</Button>
            <a class="button button--quiet" href=next.clone() rel="external">
                {say(Word::Cancel)}
            </a>
        </form>
    }
}

/// The fields of one group, each with the token of what it shows. A form that was refused keeps the tokens that it came with: what its
/// writer did not see must not count as seen.
fn part(group: Group, shown: &Shown, typed: &Typed) -> impl IntoView + use<> {
    let of_group = fields().filter(|field| field.group == group);
    let lines = of_group.map(|field| {
        let current = shown.values.get(field.slug).map(String::as_str).unwrap_or_default();
        let base = shown.bases.get(field.slug).map(String::as_str).unwrap_or_default();
        let name = format!("base_{}", field.slug);
        let base = typed.value(&name, base);
        view! {
            {entry::field(typed, field, current, &shown.words)}
            <input type="hidden" name=name value=base />
        }
    });
    let lines = lines.collect_view();
    view! {
        <fieldset class="entry__set">
            <legend class="phone__part">{say(name::group(group))}</legend>
            {lines}
        </fieldset>
    }
}
