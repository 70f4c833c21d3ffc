//! `/wishes/{wish}`: one wish as anybody may read it, with the ways to help, to say the same, and to pass it on.

use domain::wish::State;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::{use_params_map, use_query_map};
use service::wish::{PublicRow, one};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::wish::{self, KindGlyph};
use ui::{ButtonKind, ErrorPanel, LinkButton};
use wording::Lang;
use wording::public::WishWord;

use super::card::{Places, PlusOne, supporters, times};
use super::{fact, service};
use crate::report::told;

/// The page.
#[component]
pub fn WishPage() -> impl IntoView {
    let wish = use_params_map().with_untracked(|params| params.get("wish")).unwrap_or_default();
    let content = Suspend::new(async move {
        match find(&wish).await {
            Ok(row) => view! { <Wish row=row /> }.into_any(),
            Err(error) => {
                let lang = use_lang().get_untracked();
                view! {
                    <Title text=WishWord::Board.text(lang) />
                    <h1 class="public__heading">{say(WishWord::Gone)}</h1>
                    <ErrorPanel error=Signal::stored(error) retry_href="/wishes".to_owned() />
                }
                .into_any()
            }
        }
    });
    view! {
        <main class="public report" id="content">
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(wish: &str) -> Result<PublicRow, AppError> {
    let wish = wish.parse().map_err(|_no_id| AppError::NotFound.answered())?;
    one(&service()?, wish).await.map_err(told)?.ok_or_else(|| AppError::NotFound.answered())
}

#[component]
fn Wish(row: PublicRow) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let is_open = row.state == State::Published;
    let was_counted = use_query_map().with_untracked(|query| query.get("supported").is_some());
    let counted = was_counted.then(|| view! { <p role="status">{say(WishWord::PlusDone)}</p> });
    let refused = Refused::find("support").map(Refused::alert);
    let ways = is_open.then(|| view! { <Ways row=row.clone() /> });
    let thanks = (!row.thanks.is_empty()).then(|| view! { <blockquote>{row.thanks.clone()}</blockquote> });
    let about = format!("{} · {} · {}", wish::kind(row.kind).text(lang), row.community.1, times(&row));
    view! {
        <Title text=row.title.clone() />
        <Meta name="description" content=about.clone() />
        <Meta property="og:type" content="article" />
        <Meta property="og:title" content=row.title.clone() />
        <Meta property="og:description" content=about />
        <h1 class="public__heading">{row.title.clone()}</h1>
        <p class="follow__state" role="status">
            <KindGlyph kind=row.kind />
            " "
            {say(wish::kind(row.kind))}
            " · "
            {say(wish::state(row.state))}
        </p>
        {counted}
        {refused}
        {thanks}
        {facts(row.clone(), lang)}
        {ways}
        <Share row=row />
    }
}

/// Content, time, place, people, tools, safety: 都得写清楚.
fn facts(row: PublicRow, lang: Lang) -> impl IntoView {
    let tools = if row.tools.is_empty() { WishWord::ToolsNone.text(lang).to_owned() } else { row.tools.join("、") };
    let repeat = row.repeat.map(|repeat| fact(WishWord::Repeat, wish::repeat(repeat).text(lang)));
    let place = if row.place == row.community.1 { row.place } else { format!("{} · {}", row.community.1, row.place) };
    let when = format!("{} – {}", ui::format::moment(row.starts_at), ui::format::moment(row.ends_at));
    let places = view! { <Places slots=row.slots taken=row.taken waiting=row.waiting /> };
    view! {
        <dl class="figures">
            {fact(WishWord::Content, row.content)} {fact(WishWord::Times, when)} {repeat}
            {fact(WishWord::Place, place)} {fact(WishWord::Places, places)} {fact(WishWord::Tools, tools)}
            {fact(WishWord::Safety, row.safety)}
        </dl>
    }
}

/// What one can do about an open wish.
#[component]
fn Ways(row: PublicRow) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let many = supporters(row.supporters, lang);
    view! {
        <section class="public__totals">
            <p class="public__ways">
                <LinkButton href=format!("/vol/{}", row.wish) kind=ButtonKind::Primary rel="external">
                    {say(WishWord::Claim)}
                </LinkButton>
                <LinkButton href=format!("/wishes/{}/calendar.ics", row.wish) rel="external">
                    {say(WishWord::Calendar)}
                </LinkButton>
            </p>
            <p class="public__note">{say(WishWord::ClaimHint)}</p>
            <PlusOne wish=row.wish described="supporters".to_owned() />
            <p id="supporters">{many}</p>
        </section>
    }
}

/// The page's own address, to be passed on.
#[component]
fn Share(row: PublicRow) -> impl IntoView {
    let lang = use_lang().get_untracked();
    view! {
        <section class="report__link" aria-labelledby="share">
            <h2 class="report__heading" id="share">
                {say(WishWord::Share)}
            </h2>
            <p>
                {say(WishWord::ShareHint)} " "
                <a href=format!("/wishes/{}", row.wish)>{format!("/wishes/{}", row.wish)}</a>
            </p>
            <img
                class="scan"
                src=format!("/wishes/{}/link.svg", row.wish)
                alt=WishWord::ShareCode.text(lang)
                width="200"
                height="200"
                loading="lazy"
            />
            <p>
                <a href="/wishes">{say(WishWord::Board)}</a>
            </p>
        </section>
    }
}
