//! `/areas/{area}/manage`: a grid is split, merged, or hands buildings over. Choose, see the effect, confirm; no script.

use domain::area::Area;
use domain::id::BuildingId;
use domain::regrid::{Kind, Regrid};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use service::regrid::{ChangeRow, GridFile, view as view_grid};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, ErrorPanel, Table, format};
use wording::{Lang, Phrase, Word};

use crate::grid_effect::Effects;
use crate::request;

/// The value of the target that means a new grid.
const NEW: &str = "new";

/// What was chosen in the address.
#[derive(Clone, Debug, Default)]
struct Choice {
    buildings: Vec<BuildingId>,
    into: Option<String>,
    whole: bool,
    name: Option<String>,
}

impl Choice {
    fn of_request() -> Self {
        let buildings = use_query_map().with_untracked(|query| query.get_all("b")).unwrap_or_default();
        Self {
            buildings: buildings.iter().filter_map(|text| text.parse().ok()).collect(),
            into: request::query("into"),
            whole: request::query("whole").is_some(),
            name: request::query("name"),
        }
    }

    /// The change that this asks for, when enough was chosen.
    fn wish(&self, from: Area) -> Option<Regrid> {
        let into = self.into.as_deref()?;
        if into == NEW {
            return Some(Regrid::Split { from, buildings: self.buildings.clone(), name: self.name.clone() });
        }
        let into: Area = into.parse().ok()?;
        Some(if self.whole {
            Regrid::Merge { from, into }
        } else {
            Regrid::HandOver { from, into, buildings: self.buildings.clone() }
        })
    }
}

/// A grid and what may be done with it.
#[component]
pub fn GridPage() -> impl IntoView {
    let lang = use_lang();
    let asked = use_params_map().with_untracked(|params| params.get("area")).unwrap_or_default();
    let choice = Choice::of_request();
    let content = Suspend::new(async move {
        match find(&asked).await {
            Ok((grid, file)) => view! { <File grid=grid file=file choice=choice /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/areas".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::ManageGrid.text(lang.get_untracked()).to_owned() />
        <main class="page" id="content">
            {Refused::any()
                .map(Refused::alert)} <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(asked: &str) -> Result<(Area, GridFile), AppError> {
    let (service, actor) = request::acting()?;
    let grid: Area = asked.parse().map_err(|_no_area| AppError::NotFound.answered())?;
    let file = view_grid(&service, &actor, grid).await.map_err(request::answered)?;
    Ok((grid, file))
}

#[component]
fn File(grid: Area, file: GridFile, choice: Choice) -> impl IntoView {
    let name = file.path.last().map(|(_, name)| name.clone()).unwrap_or_default();
    let crumbs = file.path.iter().map(|(area, name)| {
        view! { <a href=format!("/areas/{area}")>{name.clone()}</a> " " }
    });
    let crumbs = crumbs.collect_view();
    let wish = choice.wish(grid).filter(|_| file.is_open);
    let effect = wish.map(|wish| match wish.check() {
        Ok(()) => {
            let effects = file.effects(&wish);
            view! { <Effects wish=wish effects=effects wanted=file.wanted /> }.into_any()
        }
        Err(_) => view! { <p class="form__error" role="alert">{say(Word::GridChoiceIncomplete)}</p> }.into_any(),
    });
    let changes = file.changes.clone();
    let state = if file.is_open { None } else { Some(view! { <span class="tag">{say(Word::GridClosed)}</span> }) };
    view! {
        <p class="crumbs">{crumbs}</p>
        <div class="page__head">
            <h1 class="page__title">{name}</h1>
            {state}
        </div>
        {effect}
        {file.is_open.then(|| view! { <Choose grid=grid file=file choice=choice /> })}
        <Changes changes=changes />
    }
}

#[component]
fn Choose(grid: Area, file: GridFile, choice: Choice) -> impl IntoView {
    let lang = use_lang();
    let chosen = choice.buildings.clone();
    let rows = file.buildings.iter().map(|fact| building_row(fact, chosen.contains(&fact.building))).collect_view();
    let own_community = grid.parent();
    let into = choice.into.clone();
    let targets = |same_community: bool| {
        let others = file.near.iter().filter(|near| near.grid != grid && near.closed_on.is_none());
        let others = others.filter(|near| !same_community || near.grid.parent() == own_community);
        let option = |near: &service::regrid::GridFact| {
            let value = near.grid.to_string();
            let selected = into.as_deref() == Some(value.as_str());
            let size = Phrase::Dwellings { count: &format::number(near.size.dwellings) }.text(lang.get_untracked());
            view! {
                <option value=value selected=selected>
                    {format!("{} · {size}", near.name)}
                </option>
            }
        };
        others.map(option).collect_view()
    };
    let (all, same) = (targets(false), targets(true));
    let action = format!("/areas/{grid}/manage");
    let caption = Signal::derive(move || Word::Buildings.text(lang.get()).to_owned());
    let head = || {
        let columns = [Word::Buildings, Word::Address, Word::Dwellings, Word::Households];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    view! {
        <section class="card" aria-labelledby="move">
            <h2 class="card__title" id="move">
                {say(Word::MoveBuildings)}
            </h2>
            <form class="form" method="get" action=action.clone()>
                <Table caption=caption head=head>
                    {rows}
                </Table>
                <div class="field">
                    <label class="field__label" for="into-some">
                        {say(Word::IntoGrid)}
                    </label>
                    <select class="field__input" id="into-some" name="into">
                        <option value=NEW>{say(Word::NewGrid)}</option>
                        {all}
                    </select>
                </div>
                <div class="field">
                    <label class="field__label" for="grid-name">
                        {say(Word::NewGridName)}
                    </label>
                    <input
                        class="field__input"
                        id="grid-name"
                        name="name"
                        maxlength="30"
                        value=choice.name.unwrap_or_default()
                    />
                </div>
                <Button kind=ButtonKind::Primary>{say(Word::SeeEffect)}</Button>
            </form>
        </section>
        <section class="card" aria-labelledby="merge">
            <h2 class="card__title" id="merge">
                {say(Word::MergeGrid)}
            </h2>
            <p class="page__facts">{say(Word::MergeGridHint)}</p>
            <form class="form" method="get" action=action>
                <input type="hidden" name="whole" value="1" />
                <div class="field">
                    <label class="field__label" for="into-whole">
                        {say(Word::IntoGrid)}
                    </label>
                    <select class="field__input" id="into-whole" name="into">
                        {same}
                    </select>
                </div>
                <Button>{say(Word::SeeEffect)}</Button>
            </form>
        </section>
    }
}

fn building_row(fact: &service::regrid::BuildingFact, is_chosen: bool) -> impl IntoView + use<> {
    let lang = use_lang();
    let label = move |word: Word| word.text(lang.get_untracked());
    let numbered = (fact.number > 0).then(|| Phrase::BuildingNumber { number: fact.number }.text(lang.get_untracked()));
    let estate = fact.estate.as_ref().map(|(_, name)| name.clone());
    let title = [estate, numbered].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let source = fact.source.clone().unwrap_or_default();
    let title = if title.is_empty() { source.clone() } else { title };
    view! {
        <tr>
            <th scope="row" class="table__main">
                <label class="tick">
                    <input type="checkbox" name="b" value=fact.building.to_string() checked=is_chosen />
                    " "
                    {title}
                </label>
            </th>
            <td data-label=label(Word::Address)>{source}</td>
            <td class="table__number" data-label=label(Word::Dwellings)>
                {format::number(fact.size.dwellings)}
            </td>
            <td class="table__number" data-label=label(Word::Households)>
                {format::number(fact.size.households)}
            </td>
        </tr>
    }
}

#[component]
fn Changes(changes: Vec<ChangeRow>) -> impl IntoView {
    let lang = use_lang();
    if changes.is_empty() {
        return view! { <p class="page__facts">{say(Word::NoGridChanges)}</p> }.into_any();
    }
    let caption = Signal::derive(move || Word::GridChanges.text(lang.get()).to_owned());
    let head = || {
        let columns = [
            Word::Since,
            Word::GridChange,
            Word::FromGrid,
            Word::IntoGrid,
            Word::Buildings,
            Word::Dwellings,
            Word::Posts,
        ];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let rows = changes.into_iter().map(change_row).collect_view();
    view! {
        <section class="card" aria-labelledby="changes">
            <h2 class="card__title" id="changes">
                {say(Word::GridChanges)}
            </h2>
            <Table caption=caption head=head>
                {rows}
            </Table>
        </section>
    }
    .into_any()
}

fn change_row(change: ChangeRow) -> impl IntoView {
    let lang = use_lang();
    let label = move |word: Word| word.text(lang.get_untracked());
    let title = if lang.get_untracked() == Lang::Zh { change.title_zh } else { change.title_en };
    let kind = match change.kind {
        Kind::Split => Word::GridSplit,
        Kind::Merge => Word::GridMerged,
        Kind::HandOver => Word::GridHandedOver,
    };
    let grid = |(area, name): (Area, String)| view! { <a href=format!("/areas/{area}/manage")>{name}</a> };
    view! {
        <tr>
            <th scope="row" class="table__main">{format::date(change.effective_on)}</th>
            <td data-label=label(Word::GridChange)>{say(kind)}</td>
            <td data-label=label(Word::FromGrid)>{grid(change.from)}</td>
            <td data-label=label(Word::IntoGrid)>{grid(change.into)}</td>
            <td class="table__number" data-label=label(Word::Buildings)>{format::number(change.buildings)}</td>
            <td class="table__number" data-label=label(Word::Dwellings)>{format::number(change.dwellings)}</td>
            <td data-label=label(Word::Posts)>{title}</td>
        </tr>
    }
}
