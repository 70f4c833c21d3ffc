//! `/works`: what is planned or being done in an area (`?area=`), by state (`?state=`), and the way to post one.

use domain::area::Area;
use domain::work::{State, Work};
use leptos::prelude::*;
use leptos_meta::Title;
use service::work::{Which, Works, list};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::{EmptyState, ErrorPanel, LinkButton, Table, format, matter};
use wording::{Lang, Word};

use crate::request;

/// The list.
#[component]
pub fn WorkList() -> impl IntoView {
    let lang = use_lang();
    let (area, state) = (request::query("area"), request::query("state"));
    let content = Suspend::new(async move {
        let which = which(state.as_deref());
        match find(area.as_deref(), which).await {
            Ok(found) => view! { <Content found=found which=which /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/works".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::Works.text(lang.get_untracked()) />
        <main class="page" id="content">
            <h1 class="page__title">{say(Word::Works)}</h1>
            <p class="page__facts">{say(Word::WorksHint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

fn which(asked: Option<&str>) -> Which {
    match asked {
        Some("all") => Which::All,
        Some(slug) => State::from_slug(slug).map_or(Which::Open, Which::In),
        None => Which::Open,
    }
}

async fn find(area: Option<&str>, which: Which) -> Result<Works, AppError> {
    let (service, actor) = request::acting()?;
    let area: Area = match area {
        Some(asked) => asked.parse().map_err(|_no_area| AppError::NotFound.answered())?,
        None => actor.area,
    };
    list(&service, &actor, area, which).await.map_err(request::answered)
}

/// The address of a list.
fn href(area: Area, which: Which) -> String {
    let state = match which {
        Which::Open => return format!("/works?area={area}"),
        Which::All => "all",
        Which::In(state) => state.slug(),
    };
    format!("/works?area={area}&state={state}")
}

#[component]
fn Content(found: Works, which: Which) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let Works { path, below, works, today, may_post } = found;
    let Some((area, _)) = path.last().cloned() else { return ().into_any() };
    let new = may_post.then(|| {
        view! {
            <p>
                <LinkButton href=format!("/works/new?area={area}") icon=Icon::Plus>{say(Word::WorkNew)}</LinkButton>
            </p>
        }
    });
    let head = || {
        let columns =
            [Word::WorkTitle, Word::WorkPlace, Word::WorkDates, Word::WorkUnit, Word::WorkState, Word::WorkPublic];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let rows = if works.is_empty() {
        view! { <EmptyState title=text(Word::WorksNone) hint=text(Word::WorksNoneHint) icon=Icon::Layers /> }.into_any()
    } else {
        let rows = works.into_iter().map(|work| row(work, today)).collect_view();
        view! {
            <Table caption=text(Word::Works) head=head>
                {rows}
            </Table>
        }
        .into_any()
    };
    view! {
        <States area=area which=which />
        <Areas path=path below=below which=which />
        {new}
        {rows}
    }
    .into_any()
}

/// The filters as links.
#[component]
fn States(area: Area, which: Which) -> impl IntoView {
    let all = [(Which::Open, Word::WorkOpen)]
        .into_iter()
        .chain(State::ALL.map(|(state, _)| (Which::In(state), matter::work_state(state))))
        .chain([(Which::All, Word::WorkAll)]);
    let links = all.map(|(one, word)| {
        let current = (one == which).then_some("page");
        view! {
            <a class="top__link" href=href(area, one) aria-current=current>
                {say(word)}
            </a>
        }
    });
    let links = links.collect_view();
    view! {
        <nav class="actions" aria-label=say(Word::WorkState)>
            {links}
        </nav>
    }
}

/// The way up and down between areas.
#[component]
fn Areas(path: Vec<(Area, String)>, below: Vec<(Area, String)>, which: Which) -> impl IntoView {
    let own = path.last().map(|(area, _)| *area);
    let links = path.into_iter().chain(below).map(|(area, name)| {
        let current = (Some(area) == own).then_some("true");
        view! {
            <li>
                <a href=href(area, which) aria-current=current>
                    {name}
                </a>
            </li>
        }
    });
    let links = links.collect_view();
    view! {
        <nav class="chip-row" aria-label=say(Word::WorkNarrow)>
            <ul class="notice__areas">{links}</ul>
        </nav>
    }
}

/// First and last day, as far as they are known.
pub fn dates(work: &Work) -> String {
    let until = match (&work.ended, work.draft.ends_on) {
        (Some(ended), _) => format::date(ended.on),
        (None, Some(on)) => format::date(on),
        (None, None) => "…".to_owned(),
    };
    format!("{} – {until}", format::date(work.draft.starts_on))
}

fn row(work: Work, today: chrono::NaiveDate) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let label = move |word: Word| word.text(lang);
    let late = work.is_late(today).then(|| view! { <span class="tag">{say(Word::WorkLate)}</span> });
    let dates = dates(&work);
    let state = matter::work_state(work.state(today));
    let by = if lang == Lang::Zh { work.by.0 } else { work.by.1 };
    let shown = if work.draft.is_public { Word::WorkPublic } else { Word::WorkNotPublic };
    view! {
        <tr>
            <th scope="row" class="table__main">
                <a href=format!("/works/{}", work.work)>{work.draft.title}</a>
            </th>
            <td data-label=label(Word::WorkPlace)>{format!("{} {}", work.area_name, work.draft.place)}</td>
            <td data-label=label(Word::WorkDates)>{dates}</td>
            <td data-label=label(Word::WorkUnit)>{by}</td>
            <td data-label=label(Word::WorkState)>{say(state)} " " {late}</td>
            <td data-label=label(Word::WorkPublic)>{say(shown)}</td>
        </tr>
    }
}
