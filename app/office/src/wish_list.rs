//! `/desk/wishes`: the community's desk for wishes, by list (`?list=`) and area (`?area=`).

use domain::area::Area;
use leptos::prelude::*;
use leptos_meta::Title;
use service::wish::{Desk, DeskRow, Page, lists};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::{EmptyState, ErrorPanel, LinkButton, Table, format};
use wording::{WishDesk, Word};

use crate::request;
use crate::wish_name;

/// The desk.
#[component]
pub fn WishList() -> impl IntoView {
    let lang = use_lang();
    let (area, list) = (request::query("area"), request::query("list"));
    let page: u16 = request::query("page").and_then(|page| page.parse().ok()).unwrap_or(0);
    let content = Suspend::new(async move {
        let list = Desk::ALL.iter().find(|(_, slug)| Some(*slug) == list.as_deref());
        let list = list.map_or(Desk::Proposed, |(list, _)| *list);
        match find(area.as_deref(), list, page).await {
            Ok((area, found)) => view! { <Content area=area list=list page=page found=found /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/desk/wishes".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=WishDesk::Wishes.text(lang.get_untracked()) />
        <main class="page" id="content">
            <h1 class="page__title">{say(WishDesk::Wishes)}</h1>
            <p class="page__facts">{say(WishDesk::Hint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(area: Option<&str>, list: Desk, page: u16) -> Result<(Area, Page), AppError> {
    let (service, actor) = request::acting()?;
    let area: Area = match area {
        Some(asked) => asked.parse().map_err(|_no_area| AppError::NotFound.answered())?,
        None => actor.area,
    };
    Ok((area, lists(&service, &actor, area, list, page).await.map_err(request::answered)?))
}

fn href(area: Area, list: Desk, page: u16) -> String {
    let slug = Desk::ALL.iter().find(|(one, _)| *one == list).map_or("", |(_, slug)| slug);
    if page == 0 {
        format!("/desk/wishes?area={area}&list={slug}")
    } else {
        format!("/desk/wishes?area={area}&list={slug}&page={page}")
    }
}

#[component]
fn Content(area: Area, list: Desk, page: u16, found: Page) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: WishDesk| Signal::derive(move || word.text(lang.get()).to_owned());
    let tabs = Desk::ALL.into_iter().zip(found.counts.lists).map(|((one, _), count)| {
        let current = (one == list).then_some("page");
        view! {
            <a class="top__link" href=href(area, one, 0) aria-current=current>
                {say(wish_name::list(one))}
                " "
                <span class="tag">{format::number(count)}</span>
            </a>
        }
    });
    let tabs = tabs.collect_view();
    let new = found.may_propose.then(|| {
        view! {
            <p>
                <LinkButton href=format!("/desk/wishes/new?area={area}") icon=Icon::Plus>
                    {say(WishDesk::New)}
                </LinkButton>
            </p>
        }
    });
    let rows = if found.rows.is_empty() {
        view! { <EmptyState title=text(WishDesk::None) hint=text(WishDesk::NoneHint) icon=Icon::Layers /> }.into_any()
    } else {
        view! { <Rows rows=found.rows /> }.into_any()
    };
    let back = (page > 0).then(|| view! { <a href=href(area, list, page - 1)>{say(WishDesk::PageBack)}</a> });
    let more = found.has_more.then(|| view! { <a href=href(area, list, page + 1)>{say(Word::NextPage)}</a> });
    view! {
        <nav class="actions" aria-label=say(WishDesk::Lists)>
            {tabs}
        </nav>
        {new}
        {rows}
        <p class="actions">{back} {more}</p>
    }
}

#[component]
fn Rows(rows: Vec<DeskRow>) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: WishDesk| Signal::derive(move || word.text(lang.get()).to_owned());
    let head = || {
        let columns = [
            WishDesk::Wish,
            WishDesk::OrderKind,
            WishDesk::Place,
            WishDesk::From,
            WishDesk::Promised,
            WishDesk::Places,
        ];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let rows = rows.into_iter().map(row).collect_view();
    view! {
        <Table caption=text(WishDesk::Wishes) head=head>
            {rows}
        </Table>
    }
}

fn row(row: DeskRow) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let label = move |word: WishDesk| word.text(lang);
    let wish = row.wish;
    let title = if wish.title.is_empty() { row.words } else { wish.title.clone() };
    let unmet = (wish.standing.rework_count > 0 && !wish.standing.state.is_over())
        .then(|| view! { <span class="tag tag--care">{say(WishDesk::Unmet)}</span> });
    let places = wish.published_at.map(|_| format!("{} / {}", row.taken, wish.slots));
    view! {
        <tr>
            <th scope="row" class="table__main">
                <a href=format!("/desk/wishes/{}", wish.wish)>{title}</a>
                " "
                {unmet}
            </th>
            <td data-label=label(WishDesk::OrderKind)>{say(wish_name::kind(wish.standing.kind))}</td>
            <td data-label=label(WishDesk::Place)>{wish.place.clone()}</td>
            <td data-label=label(WishDesk::From)>
                {say(wish_name::origin(wish.origin))} " " {format::moment(wish.proposed_at)}
            </td>
            <td data-label=label(WishDesk::Promised)>{format::date(wish.promised_on)}</td>
            <td data-label=label(WishDesk::Places)>{places}</td>
        </tr>
    }
}
