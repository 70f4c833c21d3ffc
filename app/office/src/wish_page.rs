//! `/desk/wishes/{wish}`: one wish whole, with what the community may do now.

use domain::id::WishId;
use domain::wish::State;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::wish::{EventRow, Sheet, sheet};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::{ErrorPanel, format};
use wording::{Lang, WishDesk};

use crate::request;
use crate::wish_act::Acts;
use crate::wish_claims::Claims;
use crate::wish_name;

/// The page.
#[component]
pub fn WishPage() -> impl IntoView {
    let lang = use_lang();
    let asked = use_params_map().with_untracked(|params| params.get("wish")).unwrap_or_default();
    let content = Suspend::new(async move {
        match find(&asked).await {
            Ok(found) => view! { <Content found=found /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/desk/wishes".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=WishDesk::Wish.text(lang.get_untracked()) />
        <main class="page" id="content">
            <p class="crumbs">
                <a href="/desk/wishes">{say(WishDesk::Wishes)}</a>
            </p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(asked: &str) -> Result<Sheet, AppError> {
    let (service, actor) = request::acting()?;
    let wish: WishId = asked.parse().map_err(|_no_wish| AppError::NotFound.answered())?;
    sheet(&service, &actor, wish).await.map_err(request::answered)
}

#[component]
fn Content(found: Sheet) -> impl IntoView {
    let wish = found.wish.clone();
    let title = if wish.title.is_empty() { found.words.chars().take(40).collect() } else { wish.title.clone() };
    let path = found.path.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(" · ");
    let public = wish.standing.state.is_public().then(|| {
        view! { <a href=format!("/wishes/{}", wish.wish) rel="external">{say(WishDesk::OpenPublic)}</a> }
    });
    let follow = format!("/t/{}", found.code);
    let unmet = (wish.standing.rework_count > 0 && !wish.standing.state.is_over())
        .then(|| view! { <span class="tag tag--care">{say(WishDesk::Unmet)}</span> });
    view! {
        <h1 class="page__title">{title}</h1>
        <p class="page__facts">
            <span class="tag">{say(wish_name::state(wish.standing.state))}</span>
            " " {unmet} " " {say(wish_name::kind(wish.standing.kind))} " · " {say(wish_name::origin(wish.origin))} " · "
            {path}
        </p>
        <p class="actions">{public} <a href=follow rel="external">{say(WishDesk::OpenFollow)}</a></p>
        <Facts found=found.clone() />
        <Pictures found=found.clone() />
        <Claims found=found.clone() />
        <Acts found=found.clone() />
        <Timeline events=found.events />
    }
}

#[component]
fn Facts(found: Sheet) -> impl IntoView {
    let wish = found.wish;
    let sender = [found.sender.name, found.sender.phone].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let sender = if sender.is_empty() {
        view! { {say(WishDesk::SenderNone)} }.into_any()
    } else {
        view! { {sender} }.into_any()
    };
    let door = found.has_door.then(|| view! { <p>{say(WishDesk::HasDoor)}</p> });
    let alike = found.alike.into_iter().map(|(other, words)| {
        let words: String = words.chars().take(60).collect();
        view! {
            <li>
                <a href=format!("/desk/wishes/{other}")>{words}</a>
            </li>
        }
    });
    let alike: Vec<_> = alike.collect();
    let alike = (!alike.is_empty()).then(|| {
        view! {
            <dt>{say(WishDesk::Alike)}</dt>
            <dd>
                <ul>{alike.collect_view()}</ul>
            </dd>
        }
    });
    let verdict = match wish.standing.state {
        State::Archived(verdict) => Some(view! { <dd>{say(wish_name::verdict(verdict))}</dd> }),
        _ => None,
    };
    view! {
        <section class="card" aria-labelledby="wish-words">
            <h2 class="card__title" id="wish-words">
                {say(WishDesk::Words)}
            </h2>
            <blockquote class="wish__words">{found.words}</blockquote>
            <p class="field__hint">{say(WishDesk::WordsHint)}</p>
            <dl class="facts">
                <dt>{say(WishDesk::Sender)}</dt>
                <dd>{sender} {door}</dd>
                <dt>{say(WishDesk::Place)}</dt>
                <dd>{wish.place}</dd>
                <dt>{say(WishDesk::Since)}</dt>
                <dd>{format::moment(wish.proposed_at)}</dd>
                <dt>{say(WishDesk::Promised)}</dt>
                <dd>{format::date(wish.promised_on)}</dd>
                <dt>{say(WishDesk::Supporters)}</dt>
                <dd>{wish.supporters}</dd>
                {alike}
                {verdict}
            </dl>
        </section>
    }
}

#[component]
fn Pictures(found: Sheet) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let may_keep = found.may_keep;
    let pictures = found.pictures.into_iter().map(|(media, _, is_released)| {
        let release = may_keep.then(|| {
            view! { <a href=format!("/cases/pictures/{media}/black-out")>{say(WishDesk::PictureRelease)}</a> }
        });
        let public = is_released.then(|| view! { <span class="tag">{say(WishDesk::PicturePublic)}</span> });
        view! {
            <li class="pictures__one">
                <a href=format!("/media/{media}")>
                    <img src=format!("/media/{media}/thumb") alt=WishDesk::Pictures.text(lang) />
                </a>
                {public}
                {release}
            </li>
        }
    });
    let pictures: Vec<_> = pictures.collect();
    (!pictures.is_empty()).then(|| {
        view! {
            <section class="card" aria-labelledby="wish-pictures">
                <h2 class="card__title" id="wish-pictures">
                    {say(WishDesk::Pictures)}
                </h2>
                <ul class="pictures__list">{pictures.collect_view()}</ul>
            </section>
        }
    })
}

#[component]
fn Timeline(events: Vec<EventRow>) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let rows = events.into_iter().rev().map(|event| {
        let by = event.by.map(|(zh, en)| if lang == Lang::Zh { zh } else { en });
        let by = [by, event.unit].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        view! {
            <li>
                <strong>{say(wish_name::step(&event.step))}</strong>
                " "
                <time datetime=event.at.to_rfc3339()>{format::moment(event.at)}</time>
                " "
                {by}
                {(!event.note.is_empty()).then(|| view! { <p>{event.note.clone()}</p> })}
            </li>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="card" aria-labelledby="wish-timeline">
            <h2 class="card__title" id="wish-timeline">
                {say(WishDesk::Timeline)}
            </h2>
            <ol class="wish__timeline">{rows}</ol>
        </section>
    }
}
