//! The left panel's list: the area in focus with its figures, and what lies one level below.

use domain::area::Level;
use domain::map::AreaSummary;
use leptos::prelude::*;
use ui::error::AppError;
use ui::icon::{Glyph, Icon};
use ui::language::{say, use_lang};
use ui::later;
use ui::link::stay_put;
use ui::{EmptyState, ErrorPanel, Skeleton, Tag, format, name};
use wording::{Phrase, Word};

use super::context::{MapContext, use_map};
use crate::address;
use crate::area::api::{BuildingLine, LevelView};
use crate::area::{AreaFigures, AreaLights};

/// The most buildings that the panel lists; the plain list has them all.
const BUILDING_LIMIT: usize = 120;

/// One level of the city.
#[component]
pub fn LevelPanel(
    /// The level.
    level: Resource<Result<LevelView, AppError>>,
) -> impl IntoView {
    let context = use_map();
    let show = later(
        move || async move { level.await },
        move |loaded| match loaded {
            Ok(level) => view! { <LevelContent level=level /> }.into_any(),
            Err(error) => {
                let retry = Callback::new(move |()| level.refetch());
                let href = context.href(Clone::clone);
                view! { <ErrorPanel error=Signal::stored(error) retry_href=href retry=retry /> }.into_any()
            }
        },
    );
    view! { <Transition fallback=|| view! { <Skeleton lines=8 /> }>{show}</Transition> }
}

#[component]
fn LevelContent(level: LevelView) -> impl IntoView {
    let context = use_map();
    let lang = use_lang();
    let LevelView { summary, children, buildings, sees_people, .. } = level;
    let size = summary.outside_size.map(move |(lo, hi)| {
        view! {
            <p class="level__flag">
                <Glyph icon=Icon::Warning />
                <span>{say(Word::GridSizeFlag)} " · " {move || Phrase::GridSize { lo, hi }.text(lang.get())}</span>
            </p>
        }
    });
    let below = if summary.level == Level::Grid {
        building_list(context, buildings, summary.area).into_any()
    } else {
        area_list(context, children).into_any()
    };
    view! {
        <section class="level" aria-labelledby="level-name">
            <header class="level__head">
                <Tag tone="tag--quiet">{say(name::level(summary.level))}</Tag>
                <h1 class="level__name" id="level-name">{summary.name.clone()}</h1>
                <a class="level__list" href=address::area(summary.area) title=say(Word::ShowList)>
                    <Glyph icon=Icon::List />
                    <span class="visually-hidden">{say(Word::ShowList)}</span>
                </a>
            </header>
            <AreaFigures figures=summary.figures sees_people=sees_people />
            <AreaLights area=summary.area figures=summary.figures linked=sees_people />
            {size}
            {below}
        </section>
    }
}

fn area_list(context: MapContext, children: Vec<AreaSummary>) -> impl IntoView {
    let lang = use_lang();
    if children.is_empty() {
        let title = Signal::derive(move || Word::AreaEmpty.text(lang.get()).to_owned());
        let hint = Signal::derive(move || Word::AreaEmptyHint.text(lang.get()).to_owned());
        return view! { <EmptyState title=title hint=hint icon=Icon::Layers /> }.into_any();
    }
    let rows = children.into_iter().map(move |child| area_row(context, child)).collect_view();
    view! { <ul class="rows" aria-label=say(Word::Areas)>{rows}</ul> }.into_any()
}

fn area_row(context: MapContext, child: AreaSummary) -> impl IntoView {
    let lang = use_lang();
    let AreaSummary { area, name, figures, outside_size, .. } = child;
    let href = context.href(move |view| view.at_area(Some(area)));
    let households = move || Phrase::Households { count: &format::number(figures.households) }.text(lang.get());
    let people = move || Phrase::People { count: &format::number(figures.residents) }.text(lang.get());
    view! {
        <li>
            <a {..stay_put()} class="row" href=href data-area=area.to_string()>
                <span class="row__name">
                    {name}
                    {outside_size.map(|_| view! { <span class="row__flag" title=say(Word::GridSizeFlag)>"!"</span> })}
                </span>
                <span class="row__facts">{households} " · " {people}</span>
                <AreaLights area=area figures=figures only_some=true linked=false />
                <Glyph icon=Icon::ChevronRight />
            </a>
        </li>
    }
}

fn building_list(context: MapContext, buildings: Vec<BuildingLine>, area: domain::area::Area) -> impl IntoView {
    let lang = use_lang();
    if buildings.is_empty() {
        let title = Signal::derive(move || Word::AreaEmpty.text(lang.get()).to_owned());
        let hint = Signal::derive(move || Word::AreaEmptyHint.text(lang.get()).to_owned());
        return view! { <EmptyState title=title hint=hint icon=Icon::Building /> }.into_any();
    }
    let further = buildings.len().saturating_sub(BUILDING_LIMIT);
    let more = (further > 0).then(|| {
        view! {
            <a class="rows__more" href=address::area(area)>
                {move || Phrase::MoreBuildings { count: further }.text(lang.get())}
            </a>
        }
    });
    let rows = buildings.into_iter().take(BUILDING_LIMIT).map(move |line| building_row(context, line)).collect_view();
    view! {
        <ul class="rows" aria-label=say(Word::BuildingsHere)>{rows}</ul>
        {more}
    }
    .into_any()
}

fn building_row(context: MapContext, line: BuildingLine) -> impl IntoView {
    let lang = use_lang();
    let building = line.building;
    let href = context.href(move |view| view.at_building(building));
    let current = move || context.view.with(|view| view.building == Some(building)).then_some("true");
    let facts = move || {
        let floors = Phrase::FloorCount { count: line.floors }.text(lang.get());
        let cells = Phrase::Cells { count: &format::number(line.dwellings.into()) }.text(lang.get());
        format!("{floors} · {cells}")
    };
    let title = building_title(line.number, line.estate.clone(), line.source.clone());
    view! {
        <li>
            <a {..stay_put()} class="row" href=href aria-current=current>
                <span class="row__name">{title}</span>
                <span class="row__facts">{facts}</span>
                <Glyph icon=Icon::ChevronRight />
            </a>
        </li>
    }
}

/// What a building is called: estate and number, else its address in the source map.
pub fn building_title(
    number: i32,
    estate: Option<String>,
    source: Option<String>,
) -> impl Fn() -> String + Send + Sync {
    let lang = use_lang();
    move || {
        let numbered = (number > 0).then(|| Phrase::BuildingNumber { number }.text(lang.get()));
        match (&estate, numbered) {
            (Some(estate), Some(number)) => format!("{estate} {number}"),
            (None, Some(number)) => number,
            (estate, None) => source.clone().or_else(|| estate.clone()).unwrap_or_else(|| "—".to_owned()),
        }
    }
}
