//! `/vol`: open wishes (`?kind=`, `?area=`, `?page=`), one's own claims (`?list=mine`) and one's unit's (`?list=unit`).

use domain::area::Area;
use domain::wish::{ClaimState, Kind};
use leptos::prelude::*;
use leptos_meta::Title;
use service::wish::{Mine, Offer, Offers, Served, mine, offers, served};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::{Button, Choice, EmptyState, ErrorPanel, Select, Tab, Tabs, format};
use wording::field::VolWord;

use crate::request;
use crate::vol_word as called;

/// Which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum List {
    Open,
    Mine,
    Unit,
}

impl List {
    const ALL: [(Self, &'static str, VolWord); 3] = [
        (Self::Open, "/vol", VolWord::Open),
        (Self::Mine, "/vol?list=mine", VolWord::Mine),
        (Self::Unit, "/vol?list=unit", VolWord::Unit),
    ];

    fn asked() -> Self {
        match request::query("list").as_deref() {
            Some("mine") => Self::Mine,
            Some("unit") => Self::Unit,
            _ => Self::Open,
        }
    }
}

/// What a list shows.
enum Found {
    Open(Box<Offers>, Option<Kind>, u16),
    Claims(Mine),
}

/// The page.
#[component]
pub fn VolList() -> impl IntoView {
    let lang = use_lang();
    let list = List::asked();
    let asked = (request::query("area"), request::query("kind"), request::query("page"));
    let content = Suspend::new(async move {
        match find(list, asked).await {
            Ok((found, served)) => view! { <Content list=list found=found served=served /> }.into_any(),
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href="/vol".to_owned() /> }.into_any(),
        }
    });
    let label = Signal::derive(move || VolWord::Vol.text(lang.get()).to_owned());
    let tabs = List::ALL.map(|(one, href, word)| {
        view! {
            <Tab href=href.to_owned() current=Signal::stored(one == list)>
                {say(word)}
            </Tab>
        }
    });
    view! {
        <Title text=VolWord::Vol.text(lang.get_untracked()) />
        <main class="page" id="content">
            <h1 class="page__title">{say(VolWord::Vol)}</h1>
            <Tabs label=label>{tabs.into_iter().collect_view()}</Tabs>
            <p>
                <a href="/vol/me">{say(VolWord::Me)}</a>
            </p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(
    list: List,
    (area, kind, page): (Option<String>, Option<String>, Option<String>),
) -> Result<(Found, Served), AppError> {
    let (service, actor) = request::acting()?;
    let served = served(&service, &actor).await.map_err(request::answered)?;
    let found = match list {
        List::Open => {
            let area = area.map(|area| area.parse().map_err(|_no_area| AppError::NotFound.answered())).transpose()?;
            let kind = kind.as_deref().and_then(Kind::from_slug);
            let page = page.and_then(|page| page.parse().ok()).unwrap_or_default();
            let found = offers(&service, &actor, area, kind, page).await.map_err(request::answered)?;
            Found::Open(Box::new(found), kind, page)
        }
        List::Mine | List::Unit => {
            Found::Claims(mine(&service, &actor, list == List::Unit).await.map_err(request::answered)?)
        }
    };
    Ok((found, served))
}

#[component]
fn Content(list: List, found: Found, served: Served) -> impl IntoView {
    let has_unit = served.unit.is_some();
    let body = match found {
        Found::Open(offers, kind, page) => view! { <Open found=*offers kind=kind page=page /> }.into_any(),
        Found::Claims(mine) => view! { <Claims mine=mine list=list has_unit=has_unit /> }.into_any(),
    };
    view! {
        {body}
        <Hours served=served />
    }
}

#[component]
fn Hours(served: Served) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let line = |hours: i64, times: Option<i64>| {
        let times = times.map(|times| format!(" · {} {}", format::number(times), VolWord::Times.text(lang)));
        format!("{}{}", called::hours(hours, lang), times.unwrap_or_default())
    };
    let unit = served.unit.map(|(name, hours)| {
        view! {
            <dt>{say(VolWord::HoursUnit)} " · " {name}</dt>
            <dd>{line(hours.minutes, Some(hours.times))}</dd>
        }
    });
    view! {
        <section class="card" aria-labelledby="hours">
            <h2 class="card__title" id="hours">
                {say(VolWord::Hours)}
            </h2>
            <p class="form__hint">{say(VolWord::HoursHint)}</p>
            <dl class="vol__facts">
                <dt>{say(VolWord::HoursOwn)}</dt>
                <dd>{line(served.own.minutes, Some(served.own.times))}</dd>
                <dt>{say(VolWord::HoursMonth)}</dt>
                <dd>{line(served.own.recent, None)}</dd>
                {unit}
            </dl>
        </section>
    }
}

#[component]
fn Open(found: Offers, kind: Option<Kind>, page: u16) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: VolWord| Signal::derive(move || word.text(lang.get()).to_owned());
    let kind_slug = kind.map(Kind::slug).unwrap_or_default();
    let more = found.has_more.then(|| {
        let href = format!("/vol?area={}&kind={kind_slug}&page={}", found.area, page + 1);
        view! {
            <p>
                <a class="button" href=href>
                    {say(VolWord::More)}
                </a>
            </p>
        }
    });
    let list = if found.rows.is_empty() {
        view! { <EmptyState title=text(VolWord::OpenNone) hint=text(VolWord::OpenNoneHint) icon=Icon::People /> }
            .into_any()
    } else {
        let rows = found.rows.iter().map(offer_row).collect_view();
        view! { <ul class="vol__list">{rows}</ul> }.into_any()
    };
    view! {
        <LookFor area=found.area path=found.path.clone() below=found.below.clone() kind=kind_slug />
        {list}
        {more}
    }
}

#[component]
fn LookFor(area: Area, path: Vec<(Area, String)>, below: Vec<(Area, String)>, kind: &'static str) -> impl IntoView {
    let lang = use_lang();
    let now = lang.get_untracked();
    let text = move |word: VolWord| Signal::derive(move || word.text(lang.get()).to_owned());
    let kinds = Kind::ALL.into_iter().map(|(kind, slug)| (slug, called::kind(kind).text(now)));
    let kinds = std::iter::once(("", VolWord::AnyKind.text(now))).chain(kinds);
    let choice = |(value, text): (&str, &str)| Choice { value: value.to_owned(), text: text.to_owned() };
    let kinds: Vec<Choice> = kinds.map(choice).collect();
    let areas = path.into_iter().chain(below).map(|(one, name)| Choice { value: one.to_string(), text: name });
    let areas: Vec<Choice> = areas.collect();
    view! {
        <details class="more vol__look" open=!kind.is_empty()>
            <summary class="button">{say(VolWord::Look)}</summary>
            <form class="filter" method="get" action="/vol">
                <Select
                    name="kind"
                    label=text(VolWord::Kind)
                    choices=Signal::stored(kinds)
                    value=Signal::stored(kind.to_owned())
                />
                <Select
                    name="area"
                    label=text(VolWord::Area)
                    choices=Signal::stored(areas)
                    value=Signal::stored(area.to_string())
                />
                <Button>{say(VolWord::Show)}</Button>
            </form>
        </details>
    }
}

/// What stands beside a line, in words.
fn mark(word: VolWord) -> impl IntoView {
    view! { <strong class="vol__mark">{say(word)}</strong> }
}

fn offer_row(offer: &Offer) -> impl IntoView + use<> {
    let wish = &offer.wish;
    let free = u16::from(wish.slots).saturating_sub(wish.taken);
    let places = if free == 0 || wish.waiting > 0 {
        view! { <span>{say(VolWord::Full)}</span> }.into_any()
    } else {
        view! { <span>{say(VolWord::Free)} " " {free} " / " {wish.slots}</span> }.into_any()
    };
    view! {
        <li class="vol__wish">
            <a class="vol__title" href=format!("/vol/{}", wish.wish)>
                {wish.title.clone()}
            </a>
            <small>
                {say(called::kind(wish.kind))} " · " {wish.community.1.clone()} " · "
                {called::times(wish.starts_at, wish.ends_at)} " · " {places}
            </small>
            <span class="vol__marks">
                {offer.own.map(|state| mark(called::claim(state)))} {offer.is_units.then(|| mark(VolWord::OfferedToUs))}
                {offer.is_near.then(|| mark(VolWord::NearYou))}
            </span>
        </li>
    }
}

#[component]
fn Claims(mine: Mine, list: List, has_unit: bool) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: VolWord| Signal::derive(move || word.text(lang.get()).to_owned());
    let (none, hint) = match list {
        List::Unit if !has_unit => (VolWord::NoUnit, VolWord::NoUnitHint),
        List::Unit => (VolWord::UnitNone, VolWord::UnitNoneHint),
        _ => (VolWord::MineNone, VolWord::MineNoneHint),
    };
    if mine.claims.is_empty() {
        return view! { <EmptyState title=text(none) hint=text(hint) icon=Icon::People /> }.into_any();
    }
    let rows = mine.claims.iter().map(|(wish, claim)| {
        let who = (list == List::Unit).then(|| format!("{} · ", claim.name));
        let when = wish.starts_at.zip(wish.ends_at).map(|(from, to)| format!(" · {}", called::times(from, to)));
        let minutes = match claim.claim.state {
            ClaimState::Served { minutes } => {
                Some(view! { <span>" · " {minutes} " " {say(VolWord::Minutes)} " × " {claim.claim.seats}</span> })
            }
            _ => None,
        };
        let title = wish.title.clone();
        // What is not on the board any more has no page for who served.
        let title = if wish.standing.state.is_public() {
            view! {
                <a class="vol__title" href=format!("/vol/{}", wish.wish)>
                    {title}
                </a>
            }
            .into_any()
        } else {
            view! { <span class="vol__title">{title}</span> }.into_any()
        };
        view! {
            <li class="vol__wish" data-claim=claim.claim.state.slug()>
                {title}
                <small>{who} {say(called::wish(wish.standing.state))} {when}</small>
                <span class="vol__marks">{mark(called::claim(claim.claim.state))} {minutes}</span>
            </li>
        }
    });
    view! { <ul class="vol__list">{rows.collect_view()}</ul> }.into_any()
}
