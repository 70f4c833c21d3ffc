//! `/areas/{area}/watch-lists` and `/watch-lists/{list}`: households that are looked after every day for a while.

use domain::area::Area;
use domain::cell::Label;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::watch_list::{ItemRow, ListPage, ListRow, Lists, lists, view as view_list};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Choice, EmptyState, ErrorPanel, Field, Select, Table, case, format, visit};
use wording::field::{VisitWay, VisitWord};
use wording::{Lang, Phrase, Word};

use crate::request;
use crate::unit_list::Wrong;

/// The lists of an area.
#[component]
pub fn WatchLists() -> impl IntoView {
    let lang = use_lang();
    let asked = use_params_map().with_untracked(|params| params.get("area")).unwrap_or_default();
    let with_ended = request::query("ended").is_some();
    let back = format!("/areas/{asked}");
    let content = Suspend::new(async move {
        match find(&asked, with_ended).await {
            Ok((area, found)) => view! { <AllLists area=area found=found with_ended=with_ended /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/areas".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=VisitWay::WatchLists.text(lang.get_untracked()) />
        <main class="page" id="content">
            <p class="crumbs">
                <a href=back>{say(Word::BackToArea)}</a>
            </p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(asked: &str, with_ended: bool) -> Result<(Area, Lists), AppError> {
    let (service, actor) = request::acting()?;
    let area: Area = asked.parse().map_err(|_no_area| AppError::NotFound.answered())?;
    Ok((area, lists(&service, &actor, area, with_ended).await.map_err(request::answered)?))
}

#[component]
fn AllLists(area: Area, found: Lists, with_ended: bool) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: VisitWord| Signal::derive(move || word.text(lang.get()).to_owned());
    let name = found.path.last().map(|(_, name)| name.clone()).unwrap_or_default();
    let back = format!("/areas/{area}/watch-lists");
    let (other, word) = if with_ended {
        (back.clone(), VisitWord::WatchHideEnded)
    } else {
        (format!("{back}?ended=1"), VisitWord::WatchShowEnded)
    };
    let list = if found.lists.is_empty() {
        let (title, hint) = (text(VisitWord::WatchEmpty), text(VisitWord::WatchEmptyHint));
        view! { <EmptyState title=title hint=hint icon=Icon::Eye /> }.into_any()
    } else {
        let head = || {
            let columns = [
                VisitWord::WatchName,
                VisitWord::WatchReason,
                VisitWord::WatchUntil,
                VisitWord::WatchBy,
                VisitWord::WatchState,
            ];
            columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
        };
        let rows = found.lists.into_iter().map(list_row).collect_view();
        view! {
            <Table caption=Signal::derive(move || VisitWay::WatchLists.text(lang.get()).to_owned()) head=head>
                {rows}
            </Table>
        }
        .into_any()
    };
    let form = found.may_make.then(|| view! { <NewList area=area labels=found.labels back=back /> });
    view! {
        <h1 class="page__title">{say(VisitWay::WatchLists)} " · " {name}</h1>
        <p class="page__facts">{say(VisitWord::WatchHint)}</p>
        <p>
            <a href=other>{say(word)}</a>
        </p>
        {list}
        {form}
    }
}

fn list_row(row: ListRow) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let label = move |word: VisitWord| word.text(lang);
    let state = if row.ended_at.is_some() {
        label(VisitWord::WatchEnded).to_owned()
    } else {
        Phrase::WatchSize { checked: row.checked, households: row.households }.text(lang)
    };
    let by = case::names(&row.by, lang).to_owned();
    view! {
        <tr data-list=row.id.to_string()>
            <th scope="row" class="table__main">
                <a href=format!("/watch-lists/{}", row.id)>{row.name}</a>
            </th>
            <td data-label=label(VisitWord::WatchReason)>{row.reason}</td>
            <td data-label=label(VisitWord::WatchUntil)>
                {format::date(row.term.from_on)} " – " {format::date(row.term.until_on)}
            </td>
            <td data-label=label(VisitWord::WatchBy)>{by}</td>
            <td data-label=label(VisitWord::WatchState)>{state}</td>
        </tr>
    }
}

#[component]
fn NewList(area: Area, labels: Vec<Label>, back: String) -> impl IntoView {
    let lang = use_lang();
    let refused = Refused::find("watch-list");
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).unwrap_or_default().to_owned();
    let label = move |word: VisitWord| Signal::derive(move || word.text(lang.get()).to_owned());
    let now = lang.get_untracked();
    let none = Choice { value: String::new(), text: VisitWord::WatchNoFilter.text(now).to_owned() };
    let choice = |label: Label| Choice {
        value: label.code.0.to_string(),
        text: if now == Lang::Zh { label.name_zh } else { label.name_en },
    };
    let choices: Vec<Choice> = std::iter::once(none).chain(labels.into_iter().map(choice)).collect();
    view! {
        <section class="card" aria-labelledby="new">
            <h2 class="card__title" id="new">
                {say(VisitWord::WatchMake)}
            </h2>
            <form class="form" method="post" action="/form/watch-list">
                <Wrong form="watch-list" />
                <input type="hidden" name="back" value=back />
                <input type="hidden" name="area" value=area.to_string() />
                <Field name="name" label=label(VisitWord::WatchName) value=typed("name") />
                <Field name="reason" label=label(VisitWord::WatchReason) value=typed("reason") />
                <Field name="from_on" label=label(VisitWord::WatchFrom) kind="date" value=typed("from_on") />
                <Field name="until_on" label=label(VisitWord::WatchUntil) kind="date" value=typed("until_on") />
                <Select
                    name="label"
                    label=label(VisitWord::WatchFilter)
                    choices=Signal::stored(choices)
                    value=typed("label")
                />
                <Field name="dwellings" label=label(VisitWord::WatchDwellings) value=typed("dwellings") />
                <Button kind=ButtonKind::Primary>{say(VisitWord::WatchMake)}</Button>
            </form>
        </section>
    }
}

/// One list with today's checks.
#[component]
pub fn WatchListPage() -> impl IntoView {
    let lang = use_lang();
    let asked = use_params_map().with_untracked(|params| params.get("watch")).unwrap_or_default();
    let content = Suspend::new(async move {
        match find_one(&asked).await {
            Ok(found) => view! { <OneList found=found /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/areas".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=VisitWay::WatchLists.text(lang.get_untracked()) />
        <main class="page" id="content">
            <Wrong form="watch-list-end" />
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find_one(asked: &str) -> Result<(ListPage, Area), AppError> {
    let (service, actor) = request::acting()?;
    let list: i64 = asked.parse().map_err(|_no_number| AppError::NotFound.answered())?;
    let found = view_list(&service, &actor, list, None).await.map_err(request::answered)?;
    // Back to the lists of the nearest area that this post may open.
    let area = if actor.area.contains(found.list.area) { found.list.area } else { actor.area };
    Ok((found, area))
}

#[component]
fn OneList(found: (ListPage, Area)) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: VisitWord| Signal::derive(move || word.text(lang.get()).to_owned());
    let (ListPage { list, items, may_end, .. }, area) = found;
    let (checked, households) = (list.checked, list.households);
    let size = move || Phrase::WatchSize { checked, households }.text(lang.get());
    let head = || {
        let columns = [VisitWord::Household, VisitWord::WatchState, VisitWord::MadeAt, VisitWord::MadeBy];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let rows = items.into_iter().map(item_row).collect_view();
    let ended =
        list.ended_at.map(|at| view! { <p class="tag">{say(VisitWord::WatchEnded)} " " {format::moment(at)}</p> });
    let id = list.id.to_string();
    let end = may_end.then(|| {
        view! {
            <form method="post" action="/form/watch-list-end">
                <input type="hidden" name="list" value=id.clone() />
                <input type="hidden" name="back" value=format!("/watch-lists/{id}") />
                <Button>{say(VisitWord::WatchEnd)}</Button>
            </form>
        }
    });
    view! {
        <p class="crumbs">
            <a href=format!("/areas/{area}/watch-lists")>{say(VisitWord::WatchBack)}</a>
        </p>
        <h1 class="page__title">{list.name}</h1>
        <p class="page__facts">
            {list.reason} " · " {format::date(list.term.from_on)} " – " {format::date(list.term.until_on)} " · " {size}
        </p>
        {ended}
        <Table caption=text(VisitWord::WatchItems) head=head>
            {rows}
        </Table>
        {end}
    }
}

fn item_row(item: ItemRow) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let label = move |word: VisitWord| word.text(lang);
    let (state, at, by) = match item.check {
        Some((outcome, at, by)) => (visit::watch_outcome(outcome), format::moment(at), by),
        None => (VisitWord::WatchNotYet, "—".to_owned(), "—".to_owned()),
    };
    view! {
        <tr>
            <th scope="row" class="table__main">
                <a rel="external" href=format!("/households/{}", item.dwelling)>{item.place}</a>
            </th>
            <td data-label=label(VisitWord::WatchState)>{say(state)}</td>
            <td data-label=label(VisitWord::MadeAt)>{at}</td>
            <td data-label=label(VisitWord::MadeBy)>{by}</td>
        </tr>
    }
}
