//! `/admin/walls`: wall screens and their links, for the system administrator.

use domain::area::{Area, Level};
use leptos::prelude::*;
use leptos_meta::Title;
use service::wall::{WallRow, areas, list};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Choice, EmptyState, ErrorPanel, Field, Select, Table, format};
use wording::{Lang, Word};

use crate::issued::Issued;
use crate::request;

/// The screens, and the form for a new one.
#[component]
pub fn WallList() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok((rows, areas)) => view! {
                <Rows rows=rows />
                <NewWall areas=areas />
            }
            .into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/admin/walls".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=format!("{} · {}", Word::Walls.text(lang.get_untracked()), Word::Administration.text(lang.get_untracked())) />
        <main class="page" id="content">
            <h1 class="page__title">{say(Word::Walls)}</h1>
            <p class="page__facts">{say(Word::WallsHint)}</p>
            <Issued />
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find() -> Result<(Vec<WallRow>, Vec<(Area, String)>), AppError> {
    let (service, actor) = request::acting()?;
    let rows = list(&service, &actor).await.map_err(request::answered)?;
    let areas = areas(&service, &actor).await.map_err(request::answered)?;
    Ok((rows, areas))
}

#[component]
fn Rows(rows: Vec<WallRow>) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    if rows.is_empty() {
        let (title, hint) = (text(Word::NoWalls), text(Word::NoWallsHint));
        return view! { <EmptyState title=title hint=hint icon=Icon::Cube /> }.into_any();
    }
    let head = || {
        let columns =
            [Word::WallName, Word::WallShows, Word::MadeAt, Word::WallOpened, Word::SeenAt, Word::AccountState];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let rows = rows.into_iter().map(row).collect_view();
    view! {
        <Table caption=text(Word::Walls) head=head>
            {rows}
        </Table>
    }
    .into_any()
}

fn row(row: WallRow) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let label = move |word: Word| word.text(lang);
    let title = if lang == Lang::Zh { row.title_zh } else { row.title_en };
    let moment = move |at: Option<_>| at.map_or_else(|| label(Word::WallNever).to_owned(), format::moment);
    let state = if row.revoked_at.is_some() {
        view! { <span class="tag">{say(Word::WallRevoked)}</span> }.into_any()
    } else {
        view! {
            <form method="post" action="/admin/wall/revoke">
                <input type="hidden" name="account" value=row.account.to_string() />
                <input type="hidden" name="back" value="/admin/walls" />
                <Button kind=ButtonKind::Quiet>{say(Word::WallRevoke)}</Button>
            </form>
        }
        .into_any()
    };
    view! {
        <tr>
            <th scope="row" class="table__main">{row.name}</th>
            <td data-label=label(Word::WallShows)>{title}</td>
            <td data-label=label(Word::MadeAt)>{format::moment(row.made_at)}</td>
            <td data-label=label(Word::WallOpened)>{moment(row.opened_at)}</td>
            <td data-label=label(Word::SeenAt)>{moment(row.seen_at)}</td>
            <td data-label=label(Word::AccountState)>{state}</td>
        </tr>
    }
}

#[component]
fn NewWall(areas: Vec<(Area, String)>) -> impl IntoView {
    let lang = use_lang();
    let refused = Refused::find("wall");
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).unwrap_or_default().to_owned();
    let (name, area) = (typed("name"), typed("area"));
    let label = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let choices = areas.into_iter().map(|(area, name)| Choice { value: area.to_string(), text: indented(area, &name) });
    let choices = Signal::stored(choices.collect::<Vec<_>>());
    view! {
        <section class="card" aria-labelledby="new">
            <h2 class="card__title" id="new">
                {say(Word::MakeWall)}
            </h2>
            <form class="form" method="post" action="/admin/wall">
                {refused
                    .map(Refused::alert)}
                <input type="hidden" name="back" value="/admin/walls" />
                <Field name="name" label=label(Word::WallName) value=name />
                <Select name="area" label=label(Word::WallShows) choices=choices value=area />
                <Button kind=ButtonKind::Primary>{say(Word::MakeWall)}</Button>
            </form>
        </section>
    }
}

/// A name that stands in as far as its area lies deep.
pub fn indented(area: Area, name: &str) -> String {
    let depth = match area.level() {
        Level::City => 0,
        Level::Street => 1,
        _ => 2,
    };
    format!("{}{name}", "　".repeat(depth))
}
