//! `/m/me`: under which post one works, how the pages look, what the phone keeps, and the way out.

use domain::actor::{Actor, Role};
use domain::id::PostId;
use leptos::prelude::*;
use leptos_meta::Title;
use service::session::{Post, posts};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::preference::Preferences;
use ui::refused::Refused;
use ui::theme::Theme;
use ui::{Button, ButtonKind, ErrorPanel, name};
use wording::field::{MonthWord, OutboxWord, PhoneWord, TrailWord};
use wording::{Lang, Word};

use crate::request;

/// The page.
#[component]
pub fn MePage() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match look().await {
            Ok((current, posts)) => own_posts(current, posts).into_any(),
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href="/m/me".to_owned() /> }.into_any(),
        }
    });
    // Who leads others has no report of the own.
    let has_month = use_context::<Actor>().is_some_and(|actor| actor.role == Role::GridWorker);
    view! {
        <Title text=PhoneWord::Me.text(lang.get_untracked()) />
        <main class="phone" id="content">
            <h1 class="phone__title">{say(PhoneWord::Me)}</h1>
            {Refused::any().map(Refused::alert)}
            <Suspense fallback=|| ()>{content}</Suspense>
            <Look />
            <Keeping />
            <nav class="phone-acts" aria-label=say(PhoneWord::Account)>
                {has_month.then(|| view! { <a class="button" href="/m/month">{say(MonthWord::OwnTitle)}</a> })}
                <a class="button" href="/m/patrol">{say(TrailWord::Trail)}</a>
                <a class="button" href="/account" rel="external">{say(PhoneWord::Account)}</a>
                <a class="button" href="/map" rel="external">{say(PhoneWord::ToDesk)}</a>
            </nav>
            <form method="post" action="/logout">
                <Button>{say(Word::LogOut)}</Button>
            </form>
        </main>
    }
}

async fn look() -> Result<(PostId, Vec<Post>), AppError> {
    let (service, actor) = request::acting()?;
    let posts = posts(&service, &actor).await.map_err(request::answered)?;
    Ok((actor.post, posts))
}

fn own_posts(current: PostId, posts: Vec<Post>) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let row = |post: Post| {
        let title = if lang == Lang::Zh { post.title_zh } else { post.title_en };
        let act = if post.post == current {
            view! { <span class="tag">{say(Word::CurrentPost)}</span> }.into_any()
        } else {
            view! {
                <form method="post" action="/account/post">
                    <input type="hidden" name="post" value=post.post.to_string() />
                    <input type="hidden" name="back" value="/m/me" />
                    <Button kind=ButtonKind::Primary>{say(Word::SwitchPost)}</Button>
                </form>
            }
            .into_any()
        };
        view! {
            <li class="phone-row">
                <span class="phone-row__name">{title}</span>
                {act}
                <span class="phone-row__facts">{say(name::role(post.role))}</span>
            </li>
        }
    };
    view! {
        <section>
            <h2 class="phone__part">{say(Word::MyPosts)}</h2>
            <ul class="phone-rows">{posts.into_iter().map(row).collect_view()}</ul>
        </section>
    }
}

/// Look and language, as links that a cookie remembers.
#[component]
fn Look() -> impl IntoView {
    let preferences = use_context::<Preferences>().unwrap_or_default();
    let theme = |theme: Theme, label: &'static str| {
        let current = (preferences.theme == theme).then_some("true");
        view! {
            <a class="button" href=format!("/m/me?theme={}", theme.slug()) rel="external" aria-current=current>
                {label}
            </a>
        }
    };
    let word = |word: PhoneWord| word.text(preferences.lang);
    let languages = Lang::ALL.map(|lang| {
        let current = (preferences.lang == lang).then_some("true");
        view! {
            <a class="button" href=format!("/m/me?lang={}", lang.slug()) rel="external" lang=lang.tag() aria-current=current>
                {lang.own_name()}
            </a>
        }
    });
    view! {
        <section>
            <h2 class="phone__part" id="look">
                {say(PhoneWord::LookOfPage)}
            </h2>
            <nav class="phone-acts" aria-labelledby="look">
                {theme(Theme::Light, Word::ThemeLight.text(preferences.lang))}
                {theme(Theme::Outdoor, word(PhoneWord::Outdoor))}
                {theme(Theme::Screen, word(PhoneWord::Dark))}
            </nav>
            <h2 class="phone__part" id="language">
                {say(PhoneWord::Language)}
            </h2>
            <nav class="phone-acts" aria-labelledby="language">
                {languages.into_iter().collect_view()}
            </nav>
        </section>
    }
}

/// What the phone keeps, and how the pages come to the home screen.
#[component]
fn Keeping() -> impl IntoView {
    view! {
        <section>
            <h2 class="phone__part">{say(PhoneWord::Kept)}</h2>
            <p>{say(PhoneWord::KeptHint)}</p>
            <p>{say(OutboxWord::OutboxHint)}</p>
            <nav class="phone-acts" aria-label=say(PhoneWord::Kept)>
                <a class="button" href="/m/outbox">{say(OutboxWord::Outbox)}</a>
                <a class="button" href="/m/conflicts">{say(OutboxWord::Conflicts)}</a>
                <a class="button" href="/m/offline">{say(OutboxWord::OfflineTitle)}</a>
            </nav>
            <h2 class="phone__part">{say(PhoneWord::Install)}</h2>
            <p>{say(PhoneWord::InstallHint)}</p>
        </section>
    }
}
