//! `/wish/done/{code}`: what somebody who just made a wish takes along: the number, what happens next and by when, the link.

use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::use_params_map;
use service::wish::{Followed, follow};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::{ButtonKind, ErrorPanel, LinkButton, format};
use wording::public::WishWord;
use wording::{Phrase, Word};

use super::send::BASE;
use super::{named, service};
use crate::report::told;

/// The receipt of a wish.
#[component]
pub fn WishDonePage() -> impl IntoView {
    let lang = use_lang();
    let code = use_params_map().with_untracked(|params| params.get("code")).unwrap_or_default();
    let content = Suspend::new(async move {
        match find(&code).await {
            Ok(found) => view! { <Done found=found /> }.into_any(),
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href=BASE.to_owned() /> }.into_any(),
        }
    });
    view! {
        <Title text=WishWord::Received.text(lang.get_untracked()) />
        <Meta name="robots" content="noindex" />
        <main class="public report" id="content">
            <h1 class="public__heading">{say(WishWord::Received)}</h1>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(code: &str) -> Result<Followed, AppError> {
    follow(&service()?, code).await.map_err(told)?.ok_or_else(|| AppError::NotFound.answered())
}

#[component]
fn Done(found: Followed) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let Followed { wish, code, kind, office, promised_on, .. } = found;
    let until = Phrase::ReportUntil { moment: &format::date(promised_on) }.text(lang);
    let rest = [WishWord::NextPublish, WishWord::NextServe, WishWord::NextJudge];
    view! {
        <p class="report__number" role="status">
            <span class="report__number-word">{say(WishWord::Number)}</span>
            " "
            <strong data-wish=wish.to_string()>{wish.to_string()}</strong>
        </p>
        <p>{say(ui::wish::kind(kind))} " · " {named(&office, lang)}</p>
        <section aria-labelledby="next">
            <h2 class="report__heading" id="next">
                {say(Word::ReportNextTitle)}
            </h2>
            <ol>
                <li>
                    <strong>{until} " "</strong>
                    {say(WishWord::NextCheck)}
                </li>
                {rest.map(|word| view! { <li>{say(word)}</li> }).into_iter().collect_view()}
            </ol>
        </section>
        <section class="report__link" aria-labelledby="link">
            <h2 class="report__heading" id="link">
                {say(Word::ReportLink)}
            </h2>
            <p>{say(WishWord::LinkHint)}</p>
            <img
                class="scan"
                src=format!("/wish/done/{code}/link.svg")
                alt=Word::ReportLinkCode.text(lang)
                width="200"
                height="200"
            />
            <p class="public__ways">
                <LinkButton href=format!("/t/{code}") kind=ButtonKind::Primary>
                    {say(Word::ReportLink)}
                </LinkButton>
                <LinkButton href=BASE.to_owned()>{say(WishWord::Again)}</LinkButton>
                <LinkButton href="/wishes".to_owned()>{say(WishWord::Board)}</LinkButton>
            </p>
        </section>
    }
}
