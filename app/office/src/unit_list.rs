//! `/admin/units`: the organisation tree, for the system and the security administrator.

use domain::actor::Role;
use domain::area::Area;
use domain::id::UnitId;
use domain::unit::Kind;
use leptos::prelude::*;
use leptos_meta::Title;
use service::unit::{Branches, UnitRow, tree};
use service::wall::areas;
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Choice, EmptyState, ErrorPanel, Field, Select, Table, format, name};
use wording::{Lang, Word};

use crate::request;
use crate::wall_list::indented;

/// What the page shows.
struct Found {
    tree: Branches,
    /// The areas that a new unit may work for; nothing for whoever may not make one.
    areas: Option<Vec<(Area, String)>>,
}

/// The tree, and the form for a new unit.
#[component]
pub fn UnitList() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok(found) => view! { <Content found=found /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/admin/units".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=format!("{} · {}", Word::Units.text(lang.get_untracked()), Word::Administration.text(lang.get_untracked())) />
        <main class="page" id="content">
            <h1 class="page__title">{say(Word::Units)}</h1>
            <p class="page__facts">{say(Word::UnitsHint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find() -> Result<Found, AppError> {
    let (service, actor) = request::acting()?;
    let tree = tree(&service, &actor).await.map_err(request::answered)?;
    let areas = if actor.role == Role::SystemAdmin {
        Some(areas(&service, &actor).await.map_err(request::answered)?)
    } else {
        None
    };
    Ok(Found { tree, areas })
}

#[component]
fn Content(found: Found) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let form = found.areas.map(|areas| {
        view! {
            <TakeOver />
            <NewUnit tree=found.tree.clone() areas=areas />
        }
    });
    let head = || {
        let columns = [Word::UnitName, Word::UnitKind, Word::UnitArea, Word::UnitStaff, Word::AccountState];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let list = if found.tree.is_empty() {
        view! { <EmptyState title=text(Word::NoUnits) hint=text(Word::NoUnitsHint) icon=Icon::Layers /> }.into_any()
    } else {
        let rows = found.tree.into_iter().map(|(depth, row)| unit_row(depth, row)).collect_view();
        view! {
            <Table caption=text(Word::Units) head=head>
                {rows}
            </Table>
        }
        .into_any()
    };
    view! {
        {list}
        {form}
    }
}

fn unit_row(depth: usize, row: UnitRow) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let label = move |word: Word| word.text(lang);
    let state = row.closed_on.map_or_else(
        || label(Word::AccountOpen).to_owned(),
        |on| format!("{} {}", label(Word::UnitClosed), format::date(on)),
    );
    view! {
        <tr>
            <th scope="row" class="table__main">
                <span aria-hidden="true">{"　".repeat(depth)}</span>
                <a href=format!("/admin/units/{}", row.unit)>{called(&row, lang)}</a>
            </th>
            <td data-label=label(Word::UnitKind)>{say(name::unit_kind(row.kind))}</td>
            <td data-label=label(Word::UnitArea)>{row.area_name}</td>
            <td class="table__number" data-label=label(Word::UnitStaff)>
                {format::number(row.posts)}
            </td>
            <td data-label=label(Word::AccountState)>{state}</td>
        </tr>
    }
}

/// A unit's name in a language, as far as it has one.
pub fn called(row: &UnitRow, lang: Lang) -> String {
    if lang == Lang::Zh || row.name_en.is_empty() { row.name_zh.clone() } else { row.name_en.clone() }
}

/// The open units to choose from, without one and what stands below it; the first choice is none.
pub fn choices(tree: &Branches, lang: Lang, none: Word, without: Option<UnitId>) -> Vec<Choice> {
    let mut choices = vec![Choice { value: String::new(), text: none.text(lang).to_owned() }];
    let mut hidden_below = None;
    for (depth, row) in tree {
        hidden_below = hidden_below.filter(|hidden| depth > hidden);
        if Some(row.unit) == without {
            hidden_below = Some(*depth);
        }
        if hidden_below.is_none() && row.closed_on.is_none() {
            let text = format!("{}{}", "　".repeat(*depth), called(row, lang));
            choices.push(Choice { value: row.unit.to_string(), text });
        }
    }
    choices
}

/// The kinds to choose from.
pub fn kinds(lang: Lang) -> Vec<Choice> {
    let choice = |(kind, slug): (Kind, &'static str)| Choice {
        value: slug.to_owned(),
        text: name::unit_kind(kind).text(lang).to_owned(),
    };
    Kind::ALL.into_iter().map(choice).collect()
}

/// What was wrong with a form of this page, if it was this one.
#[component]
pub fn Wrong(form: &'static str) -> impl IntoView {
    Refused::find(form).map(Refused::alert)
}

#[component]
fn TakeOver() -> impl IntoView {
    view! {
        <form class="card form" method="post" action="/admin/unit/areas">
            <Wrong form="unit-areas" />
            <input type="hidden" name="back" value="/admin/units" />
            <p class="form__hint">{say(Word::TakeOverAreasHint)}</p>
            <Button>{say(Word::TakeOverAreas)}</Button>
        </form>
    }
}

#[component]
fn NewUnit(tree: Branches, areas: Vec<(Area, String)>) -> impl IntoView {
    let lang = use_lang();
    let refused = Refused::find("unit");
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).unwrap_or_default().to_owned();
    let label = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let now = lang.get_untracked();
    let area = |(area, name): (Area, String)| Choice { value: area.to_string(), text: indented(area, &name) };
    let areas = Signal::stored(areas.into_iter().map(area).collect::<Vec<_>>());
    let (tree, kinds) = (Signal::stored(choices(&tree, now, Word::UnitTop, None)), Signal::stored(kinds(now)));
    view! {
        <section class="card" aria-labelledby="new">
            <h2 class="card__title" id="new">
                {say(Word::MakeUnit)}
            </h2>
            <form class="form" method="post" action="/admin/unit">
                <Wrong form="unit" />
                <input type="hidden" name="back" value="/admin/units" />
                <Field name="name_zh" label=label(Word::UnitName) value=typed("name_zh") />
                <Field name="name_en" label=label(Word::UnitNameEn) value=typed("name_en") />
                <Select name="kind" label=label(Word::UnitKind) choices=kinds value=typed("kind") />
                <Select name="parent" label=label(Word::UnitParent) choices=tree value=typed("parent") />
                <Select name="area" label=label(Word::UnitArea) choices=areas value=typed("area") />
                <Button kind=ButtonKind::Primary>{say(Word::MakeUnit)}</Button>
            </form>
        </section>
    }
}
