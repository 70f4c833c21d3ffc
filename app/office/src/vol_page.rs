//! `/vol/{wish}`: one wish whole, as who serves may know it.

use domain::id::WishId;
use domain::wish::{ClaimState, State};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::wish::{Task, nearest_open, task};
use ui::ErrorPanel;
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use wording::field::VolWord;

use crate::request;
use crate::vol_claim::{ClaimForm, Own};
use crate::vol_word as called;

/// The page.
#[component]
pub fn VolPage() -> impl IntoView {
    let lang = use_lang();
    let asked = use_params_map().with_untracked(|params| params.get("wish")).unwrap_or_default();
    let refused = Refused::find("wish-claim");
    let content = Suspend::new(async move {
        match find(asked, refused).await {
            Ok((found, refusal)) => view! { <Content found=found refusal=refusal /> }.into_any(),
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href="/vol".to_owned() /> }.into_any(),
        }
    });
    view! {
        <Title text=VolWord::Vol.text(lang.get_untracked()) />
        <main class="page" id="content">
            <p class="crumbs">
                <a href="/vol">{say(VolWord::Open)}</a>
                " · "
                <a href="/vol?list=mine">{say(VolWord::Mine)}</a>
            </p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

/// Why a claim did not succeed, as the page says it.
#[derive(Clone, Debug)]
enum Refusal {
    /// They have it already.
    Twice,
    /// Somebody was faster; this one is open.
    Late(Option<(WishId, String)>),
    /// Anything else.
    Other(Refused),
}

async fn find(asked: String, refused: Option<Refused>) -> Result<(Task, Option<Refusal>), AppError> {
    let (service, actor) = request::acting()?;
    let wish: WishId = asked.parse().map_err(|_no_number| AppError::NotFound.answered())?;
    let found = task(&service, &actor, wish).await.map_err(request::answered)?;
    let is_on = found.own.as_ref().is_some_and(|own| matches!(own.claim.state, ClaimState::Held | ClaimState::Waiting));
    let refusal = match refused {
        None => None,
        Some(refused) if refused.error != AppError::Conflict => Some(Refusal::Other(refused)),
        Some(_) if is_on => Some(Refusal::Twice),
        Some(_) => {
            let other = nearest_open(&service, wish).await.map_err(request::answered)?;
            // One that the post may claim.
            let other = other.filter(|other| actor.area.contains(other.community.0));
            Some(Refusal::Late(other.map(|other| (other.wish, other.title))))
        }
    };
    Ok((found, refusal))
}

#[component]
fn Content(found: Task, refusal: Option<Refusal>) -> impl IntoView {
    let is_on = found.own.as_ref().is_some_and(|own| matches!(own.claim.state, ClaimState::Held | ClaimState::Waiting));
    let is_open = found.wish.state == State::Published && !found.is_over;
    let act = match &found.own {
        Some(own) if is_on || found.wish.state != State::Published => {
            let (wish, state) = (found.wish.wish, found.wish.state);
            let claim = own.claim;
            view! { <Own wish=wish state=state claim=claim tools=own.tools.clone() /> }.into_any()
        }
        _ if is_open => {
            let (slots, free, tools) = (found.wish.slots, found.free, found.wish.tools.clone());
            view! { <ClaimForm wish=found.wish.wish slots=slots free=free tools=tools /> }.into_any()
        }
        _ => {
            let word = if found.is_over { VolWord::Over } else { VolWord::NotOpen };
            view! { <p role="status">{say(word)}</p> }.into_any()
        }
    };
    view! {
        <h1 class="page__title">{found.wish.title.clone()}</h1>
        {refusal.map(refusal_view)}
        <Facts found=found />
        {act}
    }
}

fn refusal_view(refusal: Refusal) -> AnyView {
    let body = match refusal {
        Refusal::Other(refused) => return refused.alert(),
        Refusal::Twice => view! { <p>{say(VolWord::Twice)}</p> }.into_any(),
        Refusal::Late(other) => {
            let next = match other {
                Some((wish, title)) => view! {
                    <p>
                        {say(VolWord::LateNext)} <a class="vol__title" href=format!("/vol/{wish}")>
                            {title}
                        </a>
                    </p>
                }
                .into_any(),
                None => view! { <p>{say(VolWord::LateNone)}</p> }.into_any(),
            };
            view! {
                <p>{say(VolWord::Late)}</p>
                {next}
            }
            .into_any()
        }
    };
    view! {
        <div class="form__error" role="alert">
            {body}
        </div>
    }
    .into_any()
}

#[component]
fn Facts(found: Task) -> impl IntoView {
    let wish = found.wish;
    let fact = |word: VolWord, value: AnyView| {
        view! {
            <dt>{say(word)}</dt>
            <dd>{value}</dd>
        }
    };
    let plain = |text: String| view! { <span>{text}</span> }.into_any();
    let place = match found.place {
        Some(place) => plain(place),
        None if wish.kind.is_sensitive() => {
            let community = wish.community.1.clone();
            view! {
                <span>{community}</span>
                <br />
                <small>{say(VolWord::PlaceRough)}</small>
            }
            .into_any()
        }
        None => plain(wish.place.clone()),
    };
    let tools = if wish.tools.is_empty() {
        view! { <span>{say(VolWord::NoTools)}</span> }.into_any()
    } else {
        plain(wish.tools.join("、"))
    };
    let repeat = wish.repeat.map(|repeat| view! { <span>" · " {say(called::repeat(repeat))}</span> });
    let when = called::times(wish.starts_at, wish.ends_at);
    let kind = view! {
        <span>{say(called::kind(wish.kind))}</span>
        {repeat}
    };
    let people = view! {
        <span>{wish.slots}</span>
        " · "
        {say(VolWord::Taken)}
        " "
        {wish.taken}
        " · "
        {say(VolWord::Waiting)}
        " "
        {wish.waiting}
    };
    view! {
        <dl class="vol__facts">
            {fact(VolWord::When, plain(when))} {fact(VolWord::Place, place)}
            {fact(VolWord::Community, plain(wish.community.1.clone()))} {fact(VolWord::Kind, kind.into_any())}
            {fact(VolWord::Content, plain(wish.content.clone()))} {fact(VolWord::Needed, people.into_any())}
            {fact(VolWord::Tools, tools)} {fact(VolWord::Safety, plain(wish.safety.clone()))}
            {found.unit.map(|unit| fact(VolWord::FirstUnit, plain(unit)))}
        </dl>
    }
}
