//! `/areas` and `/areas/{code}`: the city as lists with counts, city to building, without script and map.

use domain::area::{Area, Level};
use domain::map::{AreaSummary, Unmeasured};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use ui::error::AppError;
use ui::icon::{Glyph, Icon};
use ui::language::{say, use_lang};
use ui::later;
use ui::{EmptyState, ErrorPanel, LinkButton, Skeleton, Table, Tag, format, name};
use wording::field::{MonthWay, VisitWay};
use wording::{Phrase, Word};

use super::api::{self, BuildingLine, LevelView};
use super::row::{AreaFigures, AreaLights, unmeasured};
use crate::address;
use crate::map::level::building_title;
use crate::map::view_state::ViewState;
use crate::top_bar::TopBar;

/// The plain list of an area.
#[component]
pub fn AreaPage() -> impl IntoView {
    let params = use_params_map();
    let asked = Memo::new(move |_| params.with(|params| params.get("area")));
    let level = Resource::new(
        move || asked.get(),
        |asked| async move {
            match asked.map(|asked| asked.parse::<Area>()) {
                None => api::level(None).await,
                Some(Ok(area)) => api::level(Some(area)).await,
                Some(Err(_)) => Err(AppError::NotFound.answered()),
            }
        },
    );
    let here = address::use_here();
    let show = later(
        move || async move { level.await },
        move |loaded| match loaded {
            Ok(level) => view! { <AreaContent level=level /> }.into_any(),
            Err(error) => {
                let retry = Callback::new(move |()| level.refetch());
                view! { <ErrorPanel error=Signal::stored(error) retry_href=here retry=retry /> }.into_any()
            }
        },
    );
    view! {
        <TopBar />
        <main class="page" id="content">
            <Transition fallback=|| view! { <Skeleton lines=10 /> }>{show}</Transition>
        </main>
    }
}

#[component]
fn AreaContent(level: LevelView) -> impl IntoView {
    let LevelView { path, summary, children, buildings, sees_people, may_manage } = level;
    let is_near = summary.level >= Level::Community;
    let estates = (sees_people && is_near).then(|| {
        view! {
            <a class="button" rel="external" href=format!("{}/estates", address::area(summary.area))>
                {say(Word::Estates)}
            </a>
        }
    });
    let roster = sees_people.then(|| {
        view! {
            <a class="button" rel="external" href=format!("{}/roster", address::area(summary.area))>
                {say(Word::Roster)}
            </a>
        }
    });
    let months = may_manage.then(|| {
        let href = format!("/months?area={}", summary.area);
        view! { <a class="button" rel="external" href=href>{say(MonthWay::Months)}</a> }
    });
    let patrol = sees_people.then(|| {
        view! {
            <a class="button" rel="external" href=format!("{}/patrol", address::area(summary.area))>
                {say(Word::Track)}
            </a>
        }
    });
    let register = sees_people.then(|| {
        view! {
            <a class="button" rel="external" href=format!("{}/register", address::area(summary.area))>
                {say(Word::Register)}
            </a>
        }
    });
    let party = sees_people.then(|| {
        view! {
            <a class="button" rel="external" href=format!("{}/party", address::area(summary.area))>
                {say(Word::PartyOrganisations)}
            </a>
        }
    });
    let visits = sees_people.then(|| {
        let ways = [("visits", VisitWay::Visits), ("watch-lists", VisitWay::WatchLists)];
        let ways = ways.map(|(way, word)| {
            let href = format!("{}/{way}", address::area(summary.area));
            view! { <a class="button" rel="external" href=href>{say(word)}</a> }
        });
        ways.into_iter().collect_view()
    });
    let export = sees_people.then(|| {
        let href = format!("/exports/new?list=areas&area={}", summary.area);
        view! { <a class="button" rel="external" href=href>{say(Word::ExportTo)}</a> }
    });
    let manage = may_manage.then(|| {
        // A plain page of its own: the whole document is loaded.
        view! {
            <a class="button" rel="external" href=format!("{}/manage", address::area(summary.area))>
                {say(Word::ManageGrid)}
            </a>
        }
    });
    let on_map = ViewState { area: Some(summary.area), ..ViewState::default() }.href();
    let table = if summary.level == Level::Grid {
        building_table(buildings, sees_people).into_any()
    } else {
        area_table(children, sees_people).into_any()
    };
    view! {
        <Title text=summary.name.clone() />
        {way_up(path)}
        <header class="page__head">
            <div>
                <Tag tone="tag--quiet">{say(name::level(summary.level))}</Tag>
                <h1 class="page__title">{summary.name.clone()}</h1>
            </div>
            <LinkButton href=on_map icon=Icon::Cube>{say(Word::OnMap)}</LinkButton>
            {estates}
            {roster}
            {months}
            {patrol}
            {register}
            {party}
            {visits}
            {export}
            {manage}
        </header>
        <AreaFigures figures=summary.figures sees_people=sees_people />
        <AreaLights area=summary.area figures=summary.figures linked=sees_people />
        {table}
    }
}

fn way_up(path: Vec<(Area, String)>) -> impl IntoView {
    let last = path.len().saturating_sub(1);
    let items = path.into_iter().enumerate().map(|(place, (area, name))| {
        view! {
            <li class="crumbs__item">
                {(place > 0).then(|| view! { <Glyph icon=Icon::ChevronRight /> })}
                <a class="crumbs__link" href=address::area(area) aria-current=(place == last).then_some("page")>{name}</a>
            </li>
        }
    });
    let items = items.collect_view();
    view! { <nav class="crumbs" aria-label=say(Word::YouAreHere)><ol class="crumbs__list">{items}</ol></nav> }
}

fn nothing_below(icon: Icon) -> impl IntoView {
    let lang = use_lang();
    let title = Signal::derive(move || Word::AreaEmpty.text(lang.get()).to_owned());
    let hint = Signal::derive(move || Word::AreaEmptyHint.text(lang.get()).to_owned());
    view! { <EmptyState title=title hint=hint icon=icon /> }
}

fn area_table(children: Vec<AreaSummary>, sees_people: bool) -> impl IntoView {
    let lang = use_lang();
    if children.is_empty() {
        return nothing_below(Icon::Layers).into_any();
    }
    let caption = Signal::derive(move || Word::Areas.text(lang.get()).to_owned());
    let head = || {
        let columns = [
            Word::Name,
            Word::Residents,
            Word::Households,
            Word::Dwellings,
            Word::Buildings,
            Word::Completeness,
            Word::Freshness,
            Word::OpenCases,
        ];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let rows = children.into_iter().map(|child| area_row(child, sees_people)).collect_view();
    view! { <Table caption=caption head=head>{rows}</Table> }.into_any()
}

fn area_row(child: AreaSummary, sees_people: bool) -> impl IntoView {
    let lang = use_lang();
    let label = move |word: Word| move || word.text(lang.get());
    let figures = child.figures;
    let cell = move |word, value: i64| {
        view! { <td class="table__number" data-label=label(word)>{format::number(value)}</td> }
    };
    let percent = move |word, percent: Result<i64, Unmeasured>| match percent {
        Ok(percent) => {
            view! { <td class="table__number" data-label=label(word)>{format!("{percent}%")}</td> }.into_any()
        }
        Err(why) => {
            let why = unmeasured(why, sees_people);
            view! { <td class="table__number table__number--none" data-label=label(word)>{say(why)}</td> }.into_any()
        }
    };
    let flag = child.outside_size.map(|(lo, hi)| {
        view! {
            <span class="tag tag--care">
                {move || Phrase::GridSize { lo, hi }.text(lang.get())}
            </span>
        }
    });
    view! {
        <tr>
            <th scope="row" class="table__main">
                <a href=address::area(child.area)>{child.name}</a>
                {flag}
            </th>
            {cell(Word::Residents, figures.residents)}
            {cell(Word::Households, figures.households)}
            {cell(Word::Dwellings, figures.dwellings)}
            {cell(Word::Buildings, figures.buildings)}
            {percent(Word::Completeness, figures.complete_percent())}
            {percent(Word::Freshness, figures.fresh_percent())}
            <td data-label=label(Word::OpenCases)>
                <AreaLights area=child.area figures=figures only_some=true linked=sees_people />
            </td>
        </tr>
    }
}

fn building_table(buildings: Vec<BuildingLine>, sees_people: bool) -> impl IntoView {
    let lang = use_lang();
    if buildings.is_empty() {
        return nothing_below(Icon::Building).into_any();
    }
    let caption = Signal::derive(move || Word::Buildings.text(lang.get()).to_owned());
    let head = || {
        let columns = [Word::Name, Word::Address, Word::Floors, Word::Dwellings];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let rows = buildings.into_iter().map(|line| building_row(line, sees_people)).collect_view();
    view! { <Table caption=caption head=head>{rows}</Table> }.into_any()
}

fn building_row(line: BuildingLine, sees_people: bool) -> impl IntoView {
    let lang = use_lang();
    let label = move |word: Word| move || word.text(lang.get());
    let title = building_title(line.number, line.estate, line.source.clone());
    // A building's page shows single doors.
    let title = if sees_people {
        view! { <a href=address::building(line.building)>{title}</a> }.into_any()
    } else {
        title.into_any()
    };
    view! {
        <tr>
            <th scope="row" class="table__main">{title}</th>
            <td data-label=label(Word::Address)>{line.source.unwrap_or_default()}</td>
            <td class="table__number" data-label=label(Word::Floors)>{line.floors.to_string()}</td>
            <td class="table__number" data-label=label(Word::Dwellings)>{format::number(line.dwellings.into())}</td>
        </tr>
    }
}
