//! `/m/contact/{resident}`: another telephone number, typed at the door. The form says which number it showed by a token that says nothing
//! about it, so that what somebody else wrote meanwhile is never overwritten unseen.

use domain::id::ResidentId;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::contact::{Shown, shown};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, ErrorPanel, Field};
use wording::field::OutboxWord;

use crate::request;

/// The page.
#[component]
pub fn ContactPage() -> impl IntoView {
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
        <Title text=OutboxWord::ChangePhone.text(lang.get_untracked()) />
        <main class="phone" id="content">
            <h1 class="phone__title">{say(OutboxWord::ChangePhone)}</h1>
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
    let lang = use_lang();
    let text = move |word: OutboxWord| Signal::derive(move || word.text(lang.get()).to_owned());
    let refused = Refused::find("contact");
    let typed = refused.as_ref().and_then(|refused| refused.value("phone")).unwrap_or_default().to_owned();
    let back = format!("/m/contact/{person}");
    let next = request::query("next").filter(|next| next.starts_with("/m")).unwrap_or_else(|| "/m".to_owned());
    view! {
        {refused.map(Refused::alert)}
        <p>
            <strong>{shown.name}</strong>
            " · "
            {say(OutboxWord::PhoneNow)}
            " "
            {shown.phone.unwrap_or_else(|| OutboxWord::NoPhone.text(lang.get_untracked()).to_owned())}
        </p>
        <form class="outbox-acts" method="post" action="/m/contact" data-outbox="">
            <input type="hidden" name="operation" value=operation />
            <input type="hidden" name="person" value=person.to_string() />
            <input type="hidden" name="base" value=shown.base />
            <input type="hidden" name="back" value=back />
            <input type="hidden" name="next" value=next />
            <Field name="phone" label=text(OutboxWord::NewPhone) value=typed kind="tel" autocomplete="off" />
            <label class="tick">
                <input type="checkbox" name="phone_gone" value="1" />
                {say(OutboxWord::PhoneGone)}
            </label>
            <Button kind=ButtonKind::Primary>{say(OutboxWord::SavePhone)}</Button>
        </form>
    }
}
