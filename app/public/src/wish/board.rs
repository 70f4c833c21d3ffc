//! `/wishes`: the public board of wishes by area, the wall of those that came true, and honest numbers. Needs, never identities.

use domain::area::{Area, Level};
use domain::wish::Kind;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::use_query_map;
use service::wish::{Board, PublicRow, Totals, board};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::{Button, ButtonKind, EmptyState, ErrorPanel, LinkButton, format, wish};
use wording::public::WishWord;

use super::card::WishCard;
use super::{fact, service};
use crate::report::told;

/// The last page that an address may ask for.
const LAST_PAGE: u16 = 500;

/// What the address asks for.
#[derive(Clone, Debug, Default, PartialEq)]
struct Asked {
    area: Option<Area>,
    kind: Option<Kind>,
    free_only: bool,
    page: u16,
}

impl Asked {
    fn read() -> Result<Self, AppError> {
        let query = use_query_map();
        let get = |name: &str| query.with_untracked(|query| query.get(name)).filter(|value| !value.is_empty());
        let wrong = || AppError::NotFound.answered();
        let page = get("page").map(|page| page.parse().ok().filter(|page| *page <= LAST_PAGE).ok_or_else(wrong));
        Ok(Self {
            area: get("area").map(|area| area.parse().map_err(|_no_area| wrong())).transpose()?,
            kind: get("kind").map(|kind| Kind::from_slug(&kind).ok_or_else(wrong)).transpose()?,
            free_only: get("free").is_some(),
            page: page.transpose()?.unwrap_or_default(),
        })
    }

    /// The address of the same in another area or on another page.
    fn href(&self, area: Option<Area>, page: u16) -> String {
        let parts = [
            area.map(|area| format!("area={area}")),
            self.kind.map(|kind| format!("kind={}", kind.slug())),
            self.free_only.then(|| "free=1".to_owned()),
            (page > 0).then(|| format!("page={page}")),
        ];
        let query = parts.into_iter().flatten().collect::<Vec<_>>().join("&");
        if query.is_empty() { "/wishes".to_owned() } else { format!("/wishes?{query}") }
    }
}

/// The page.
#[component]
pub fn BoardPage() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok((asked, found)) => view! { <Content asked=asked found=found /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/wishes".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=WishWord::Board.text(lang.get_untracked()) />
        <Meta name="description" content=WishWord::BoardLead.text(lang.get_untracked()) />
        <main class="public" id="content">
            <h1 class="public__heading">{say(WishWord::Board)}</h1>
            <p class="public__lead">{say(WishWord::BoardLead)}</p>
            <p class="public__ways">
                <LinkButton href="/wish".to_owned() kind=ButtonKind::Primary>
                    {say(WishWord::Send)}
                </LinkButton>
                <LinkButton href="/wishes/map".to_owned()>{say(WishWord::Map)}</LinkButton>
                <LinkButton href="/t".to_owned()>{say(WishWord::FindTitle)}</LinkButton>
            </p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find() -> Result<(Asked, Board), AppError> {
    let (service, asked) = (service()?, Asked::read()?);
    let found = board(&service, asked.area, (asked.kind, asked.free_only), asked.page).await.map_err(told)?;
    Ok((asked, found))
}

#[component]
fn Content(asked: Asked, found: Board) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let Board { path, below, open, has_more, wall, totals } = found;
    let is_none = open.is_empty();
    let none = is_none.then(|| {
        view! {
            <EmptyState
                title=Signal::stored(WishWord::OpenNone.text(lang).to_owned())
                hint=Signal::stored(WishWord::OpenNoneHint.text(lang).to_owned())
                icon=Icon::Pin
            />
        }
    });
    let cards = open.into_iter().map(|row| view! { <WishCard row=row /> }).collect_view();
    let pages = view! { <Pages asked=asked.clone() has_more=has_more /> };
    view! {
        <Areas asked=asked.clone() path=path below=below />
        <Filter asked=asked />
        <section class="public__totals" aria-labelledby="open">
            <h2 class="public__heading" id="open">
                {say(WishWord::Open)}
            </h2>
            {none}
            <ul class="public__cards">{cards}</ul>
            {pages}
        </section>
        <Wall wall=wall />
        <Numbers totals=totals />
    }
}

/// Where one is, the ways back, and what lies below.
#[component]
fn Areas(asked: Asked, path: Vec<(Area, String)>, below: Vec<(Area, String)>) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let last = path.len().saturating_sub(1);
    let steps = path.into_iter().enumerate().map(|(at, (area, name))| {
        let to = (area.level() != Level::City).then_some(area);
        let here = (at == last).then_some("page");
        view! {
            {(at > 0).then_some(" › ")}
            <a href=asked.href(to, 0) aria-current=here>
                {name}
            </a>
        }
    });
    let steps = steps.collect_view();
    let lines = below.into_iter().map(|(area, name)| {
        view! {
            <li>
                <a class="button report__choice" href=asked.href(Some(area), 0)>
                    {name}
                </a>
            </li>
        }
    });
    let lines = lines.collect::<Vec<_>>();
    let list = (!lines.is_empty()).then(|| {
        view! {
            <details>
                <summary>{say(WishWord::Below)}</summary>
                <ul class="report__choices">{lines}</ul>
            </details>
        }
    });
    view! {
        <nav class="wish-areas" aria-label=WishWord::Below.text(lang)>
            <p>{steps}</p>
            {list}
        </nav>
    }
}

/// Kind and free places: a form that only reads, with nothing personal in its address.
#[component]
fn Filter(asked: Asked) -> impl IntoView {
    let chosen = asked.kind;
    let options = Kind::ALL.into_iter().map(|(kind, slug)| {
        view! {
            <option value=slug selected=chosen == Some(kind)>
                {say(wish::kind(kind))}
            </option>
        }
    });
    let options = options.collect_view();
    view! {
        <form class="wish-filter" method="get" action="/wishes">
            {asked.area.map(|area| view! { <input type="hidden" name="area" value=area.to_string() /> })}
            <div class="field">
                <label class="field__label" for="wish-kind">
                    {say(WishWord::KindFilter)}
                </label>
                <select class="field__input" id="wish-kind" name="kind">
                    <option value="">{say(WishWord::AllKinds)}</option>
                    {options}
                </select>
            </div>
            <label class="tick">
                <input type="checkbox" name="free" value="1" checked=asked.free_only />
                " "
                {say(WishWord::FreeOnly)}
            </label>
            <Button>{say(WishWord::Show)}</Button>
        </form>
    }
}

#[component]
fn Pages(asked: Asked, has_more: bool) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let previous = asked.page.checked_sub(1).map(|page| (page, WishWord::Previous));
    let next = (has_more && asked.page < LAST_PAGE).then(|| (asked.page + 1, WishWord::Next));
    let links: Vec<_> = previous.into_iter().chain(next).collect();
    (!links.is_empty()).then(|| {
        let links = links
            .into_iter()
            .map(|(page, word)| view! { <LinkButton href=asked.href(asked.area, page)>{say(word)}</LinkButton> });
        view! {
            <nav class="public__ways" aria-label=WishWord::Pages.text(lang)>
                {links.collect_view()}
            </nav>
        }
    })
}

/// 愿望成真: with consent only, and words only as the community let them stand.
#[component]
fn Wall(wall: Vec<PublicRow>) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let none = wall.is_empty().then(|| {
        view! {
            <EmptyState
                title=Signal::stored(WishWord::WallNone.text(lang).to_owned())
                hint=Signal::stored(WishWord::WallNoneHint.text(lang).to_owned())
                icon=Icon::Check
            />
        }
    });
    let cards = wall.into_iter().map(|row| {
        let when = row.closed_at.map(|at| format!(" · {}", &format::moment(at)[..10]));
        let thanks = (!row.thanks.is_empty()).then(|| view! { <blockquote>{row.thanks}</blockquote> });
        view! {
            <li class="public__card" data-wall=row.wish.to_string()>
                <p class="public__note">{say(wish::kind(row.kind))} " · " {row.community.1} {when}</p>
                <h3>
                    <a href=format!("/wishes/{}", row.wish)>{row.title}</a>
                </h3>
                {thanks}
            </li>
        }
    });
    let cards = cards.collect_view();
    view! {
        <section class="public__totals" aria-labelledby="wall">
            <h2 class="public__heading" id="wall">
                {say(WishWord::Wall)}
            </h2>
            {none}
            <ul class="public__cards">{cards}</ul>
        </section>
    }
}

/// Numbers with what they are out of: a share without its n says nothing.
#[component]
fn Numbers(totals: Totals) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let of = |part: i64, all: i64| format!("{} / {}", format::number(part), format::number(all));
    let satisfied = match totals.judged {
        0 => WishWord::TotalsNone.text(lang).to_owned(),
        judged => of(totals.satisfied, judged),
    };
    view! {
        <section class="public__totals" aria-labelledby="numbers">
            <h2 class="public__heading" id="numbers">
                {say(WishWord::TotalsTitle)}
            </h2>
            <dl class="figures figures--wide">
                {fact(WishWord::TotalOpen, format::number(totals.open))}
                {fact(WishWord::TotalFulfilled, of(totals.fulfilled, totals.published))}
                {fact(WishWord::TotalSatisfied, satisfied)}
                {fact(WishWord::TotalLapsed, format::number(totals.lapsed))}
            </dl>
        </section>
    }
}
