//! `/statistics/recurring`: what happens again and again at one place (`area`, `state`), and for whoever may, taking and closing it.

use domain::area::Area;
use domain::recurrence::{RootCause, State};
use leptos::prelude::*;
use leptos_meta::Title;
use service::recurrence::{Recurring, list};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, EmptyState, ErrorPanel, Field, Table, case, format};
use wording::Word;

use crate::request;
use crate::unit_list::Wrong;

/// The tasks.
#[component]
pub fn RecurringPage() -> impl IntoView {
    let lang = use_lang();
    let state = request::query("state").and_then(|slug| State::from_slug(&slug));
    let content = Suspend::new(async move {
        match find(state).await {
            Ok((area, found)) => view! { <Content area=area state=state found=found /> }.into_any(),
            Err(error) => {
                let retry = "/statistics/recurring".to_owned();
                view! { <ErrorPanel error=Signal::stored(error) retry_href=retry /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::Recurring.text(lang.get_untracked()) />
        <main class="page" id="content">
            <p class="crumbs">
                <a href="/statistics">{say(Word::StatisticsBack)}</a>
            </p>
            <h1 class="page__title">{say(Word::Recurring)}</h1>
            <p class="page__facts">{say(Word::RecurringHint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(state: Option<State>) -> Result<(Area, Recurring), AppError> {
    let (service, actor) = request::acting()?;
    let area: Area = match request::query("area") {
        Some(asked) => asked.parse().map_err(|_no_area| AppError::NotFound.answered())?,
        None => actor.area,
    };
    Ok((area, list(&service, &actor, area, state).await.map_err(request::answered)?))
}

fn href(area: Area, state: Option<State>) -> String {
    let state = state.map(|state| format!("&state={}", state.slug())).unwrap_or_default();
    format!("/statistics/recurring?area={area}{state}")
}

fn word(state: Option<State>) -> Word {
    match state {
        None => Word::RecurringOpen,
        Some(State::Found) => Word::RecurringFound,
        Some(State::Taken) => Word::RecurringTaken,
        Some(State::Closed) => Word::RecurringClosed,
    }
}

#[component]
fn Content(area: Area, state: Option<State>, found: Recurring) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let Recurring { path, below, tasks, may_keep } = found;
    let areas = path.into_iter().chain(below).map(|(one, name)| {
        let current = (one == area).then_some("true");
        view! {
            <li>
                <a href=href(one, state) aria-current=current>
                    {name}
                </a>
            </li>
        }
    });
    let areas = areas.collect_view();
    let states = [None].into_iter().chain(State::ALL.map(|(one, _)| Some(one))).map(|one| {
        let current = (one == state).then_some("page");
        view! {
            <a class="top__link" href=href(area, one) aria-current=current>
                {say(word(one))}
            </a>
        }
    });
    let states = states.collect_view();
    let rows = if tasks.is_empty() {
        let (title, hint) = (text(Word::RecurringNone), text(Word::RecurringNoneHint));
        view! { <EmptyState title=title hint=hint icon=Icon::Check /> }.into_any()
    } else {
        let head = || {
            let columns = [
                Word::RecurringWhat,
                Word::RecurringCases,
                Word::RecurringFoundOn,
                Word::RecurringState,
                Word::RecurringBy,
                Word::RecurringAct,
            ];
            columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
        };
        let back = href(area, state);
        let rows = tasks.into_iter().map(|task| row(task, may_keep, &back)).collect_view();
        view! {
            <Table caption=text(Word::Recurring) head=head>
                {rows}
            </Table>
        }
        .into_any()
    };
    view! {
        <nav class="actions" aria-label=say(Word::RecurringState)>
            {states}
        </nav>
        <nav class="chip-row" aria-label=say(Word::StatisticsAreas)>
            <ul class="notice__areas">{areas}</ul>
        </nav>
        <Wrong form="root-cause" />
        <Wrong form="root-cause-close" />
        {rows}
    }
}

fn row(task: RootCause, may_keep: bool, back: &str) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    let label = move |word: Word| word.text(lang);
    let cases = task.cases.iter().map(|(id, title)| {
        let title = if title.is_empty() { id.to_string() } else { title.clone() };
        view! {
            <li>
                <a href=format!("/cases?axis=all&case={id}")>{title}</a>
            </li>
        }
    });
    let cases = cases.collect_view();
    let by = task.taken_by.as_ref().map_or_else(|| "—".to_owned(), |by| case::names(by, lang).to_owned());
    let act = match (task.state, may_keep) {
        (State::Closed, _) => task.outcome.clone().into_any(),
        (_, true) => view! { <Acts task=task.clone() back=back.to_owned() /> }.into_any(),
        (_, false) => "—".into_any(),
    };
    let what = case::names(&task.category_name, lang).to_owned();
    view! {
        <tr data-root-cause=task.id.to_string()>
            <th scope="row" class="table__main">
                {what}
                <span class="statistic__version">{task.area_name}</span>
            </th>
            <td data-label=label(Word::RecurringCases)>
                <ul class="filter-page__people">{cases}</ul>
            </td>
            <td data-label=label(Word::RecurringFoundOn)>{format::date(task.found_on)}</td>
            <td data-label=label(Word::RecurringState)>{say(word(Some(task.state)))}</td>
            <td data-label=label(Word::RecurringBy)>{by}</td>
            <td data-label=label(Word::RecurringAct)>{act}</td>
        </tr>
    }
}

#[component]
fn Acts(task: RootCause, back: String) -> impl IntoView {
    let lang = use_lang();
    let label = Signal::derive(move || Word::RecurringOutcome.text(lang.get()).to_owned());
    let refused = Refused::find("root-cause-close");
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).unwrap_or_default().to_owned();
    let own = typed("root_cause") == task.id.to_string();
    let outcome = if own { typed("outcome") } else { String::new() };
    let take = if task.state == State::Found { Word::RecurringTake } else { Word::RecurringTakeOver };
    let hidden = move || {
        view! {
            <input type="hidden" name="back" value=back.clone() />
            <input type="hidden" name="root_cause" value=task.id.to_string() />
            <input type="hidden" name="revision" value=task.revision.to_string() />
        }
    };
    view! {
        <form method="post" action="/form/root-cause">
            {hidden()} <Button>{say(take)}</Button>
        </form>
        <form method="post" action="/form/root-cause-close">
            {hidden()} <Field name="outcome" id=format!("outcome-{}", task.id) label=label value=outcome />
            <Button>{say(Word::RecurringClose)}</Button>
        </form>
    }
}
