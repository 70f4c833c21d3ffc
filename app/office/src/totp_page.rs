//! `/account/totp` and `/login/code`: the second factor of one's own account, set up, proved and taken off.

use leptos::prelude::*;
use leptos_meta::Title;
use service::totp::{Standing, view as view_totp};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::{Button, ButtonKind, ErrorPanel, Field, LinkButton};
use wording::{Phrase, Word};

use crate::issued::{Issued, Told};
use crate::request;
use crate::unit_list::Wrong;

/// Setting it up, or taking it off.
#[component]
pub fn TotpPage() -> impl IntoView {
    view! { <Frame title=Word::Totp back="/account/totp" at_log_in=false /> }
}

/// Proving it at the log-in; setting it up where the post's role demands one.
#[component]
pub fn CodePage() -> impl IntoView {
    view! { <Frame title=Word::TotpProve back="/login/code" at_log_in=true /> }
}

#[component]
fn Frame(title: Word, back: &'static str, at_log_in: bool) -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok(standing) => view! { <Parts standing=standing back=back at_log_in=at_log_in /> }.into_any(),
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href=back.to_owned() /> }.into_any(),
        }
    });
    view! {
        <Title text=format!("{} · {}", title.text(lang.get_untracked()), Word::Product.text(lang.get_untracked())) />
        <main class="page page--narrow" id="content">
            <h1 class="page__title">{say(title)}</h1>
            <Issued />
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find() -> Result<Standing, AppError> {
    let (service, actor) = request::acting()?;
    view_totp(&service, &actor).await.map_err(request::answered)
}

#[component]
fn Parts(standing: Standing, back: &'static str, at_log_in: bool) -> impl IntoView {
    let next = request::next();
    let was_just_set_up = use_context::<Told>().is_some();
    match standing {
        _ if was_just_set_up => {
            let onward = if at_log_in { next } else { "/account".to_owned() };
            view! { <LinkButton href=onward>{say(Word::TotpOnward)}</LinkButton> }.into_any()
        }
        Standing::None => view! { <Begin back=back at_log_in=at_log_in /> }.into_any(),
        Standing::Begun { secret } => view! { <Confirm back=back secret=secret /> }.into_any(),
        Standing::On { .. } if at_log_in => {
            view! { <Ask action="/login/code" back=back next=next button=Word::LogIn hint=Word::TotpProveHint /> }
                .into_any()
        }
        Standing::On { codes_left } => view! { <On codes_left=codes_left back=back /> }.into_any(),
    }
}

#[component]
fn Begin(back: &'static str, at_log_in: bool) -> impl IntoView {
    let hint = if at_log_in { Word::TotpDemanded } else { Word::TotpHint };
    view! {
        <form class="form card" method="post" action="/account/totp">
            <Wrong form="totp" />
            <input type="hidden" name="back" value=back />
            <p>{say(hint)}</p>
            <Button kind=ButtonKind::Primary>{say(Word::TotpBegin)}</Button>
        </form>
    }
}

#[component]
fn Confirm(back: &'static str, secret: String) -> impl IntoView {
    let lang = use_lang();
    let alt = move || Word::TotpScan.text(lang.get());
    view! {
        <section class="card">
            <p>{say(Word::TotpScanHint)}</p>
            <img class="scan" src="/account/totp/code.svg" alt=alt width="220" height="220" />
            <p class="form__hint">{say(Word::TotpSecret)} " " <code class="issued__password">{secret}</code></p>
        </section>
        <Ask
            action="/account/totp/confirm"
            back=back
            next=String::new()
            button=Word::TotpConfirm
            hint=Word::TotpConfirmHint
        />
    }
}

#[component]
fn On(codes_left: i64, back: &'static str) -> impl IntoView {
    let lang = use_lang();
    view! {
        <p class="page__facts">{say(Word::TotpIsOn)}</p>
        <p>{move || Phrase::TotpCodesLeft { count: codes_left }.text(lang.get())}</p>
        <Ask
            action="/account/totp/remove"
            back=back
            next=String::new()
            button=Word::TotpRemove
            hint=Word::TotpRemoveHint
        />
    }
}

/// A form with one code.
#[component]
fn Ask(action: &'static str, back: &'static str, next: String, button: Word, hint: Word) -> impl IntoView {
    let lang = use_lang();
    let label = Signal::derive(move || Word::TotpCode.text(lang.get()).to_owned());
    view! {
        <form class="form card" method="post" action=action>
            <Wrong form="totp" />
            <input type="hidden" name="back" value=back />
            <input type="hidden" name="next" value=next />
            <p class="form__hint">{say(hint)}</p>
            <Field name="code" label=label autocomplete="one-time-code" />
            <Button kind=ButtonKind::Primary>{say(button)}</Button>
        </form>
    }
}
