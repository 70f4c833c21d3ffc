//! `/map`: the map in the middle, the levels and the legend at its left, the selection at its right.

use domain::layer::{Classes, Layers};
use leptos::html;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::icon::{Glyph, Icon};
use ui::language::{say, use_lang};
use ui::later;
use wording::Word;

use super::api;
use super::canvas::MapCanvas;
use super::context::MapContext;
use super::controls::{LensSwitch, MapButtons, ModeSwitch};
use super::crumbs::Crumbs;
use super::detail::{Detail, Selection};
use super::filter_bar::FilterBar;
use super::keyboard::Keyboard;
use super::layer::LayerPanel;
use super::legend::LegendPanel;
use super::level::LevelPanel;
use super::live::{Announcer, LiveChip, Notices};
use super::view_state::Page;
use crate::area::api as area_api;
use crate::browser::dialog;
use crate::patrol::{TrackPanel, api as patrol_api};
use crate::search::Search;
use crate::top_bar::TopBar;

/// The map page.
#[component]
pub fn MapPage() -> impl IntoView {
    let context = MapContext::provide(Page::Map);
    let selection = Selection::new(context);
    let area = Memo::new(move |_| context.view.with(|view| view.area));
    let lens = Memo::new(move |_| context.view.with(|view| view.lens));
    let pulse = context.pulse;
    let level = Resource::new(move || (area.get(), pulse.get()), |(area, _)| area_api::level(area));
    let filter = Memo::new(move |_| context.view.with(|view| view.filter.as_ref().map(ToString::to_string)));
    let legend = Resource::new(
        move || (lens.get(), area.get(), filter.get(), pulse.get()),
        move |(lens, area, filter, _)| async move {
            if context.sees_cells().await { api::legend(lens, area, filter).await } else { Ok(Vec::new()) }
        },
    );
    // Apart from what is drawn, so that a switch keeps the focus while its marks come.
    let switches = Resource::new(move || area.get(), |area| api::layers(area, Classes::default()));
    let wanted = Memo::new(move |_| context.view.with(|view| (view.layers, view.unit.is_some())));
    let layers = Resource::new(
        move || (area.get(), wanted.get()),
        |(area, (classes, outlines))| async move {
            if classes.is_empty() && !outlines { Ok(Layers::default()) } else { api::layers(area, classes).await }
        },
    );
    let workers = Resource::new(
        move || area.get(),
        move |area| async move { if context.sees_cells().await { patrol_api::workers(area).await } else { Ok(Vec::new()) } },
    );
    // What the cells show, and who went past them, is nothing for a post that keeps no files.
    let of_cells = later(
        move || context.sees_cells(),
        move |sees| sees.then(|| view! { <LegendPanel legend=legend /> <TrackPanel workers=workers /> }),
    );
    let way = move || async move {
        let path = level.await.map(|level| level.path).unwrap_or_default();
        let board = selection.board.await.and_then(Result::ok);
        let number = board.as_ref().map(|board| board.number);
        // A building says where it lies even when a wider area is in focus.
        let scope = path.first().map(|(area, _)| *area);
        let path = match (board, scope) {
            (Some(board), Some(scope)) => board.areas.into_iter().filter(|(area, _)| scope.contains(*area)).collect(),
            _ => path,
        };
        (path, number)
    };
    let crumbs = later(way, |(path, number)| view! { <Crumbs path=path building=number /> });
    view! {
        <PageTitle context=context />
        <TopBar>
            <Search />
            <LiveChip />
        </TopBar>
        <main class="map-page" id="content">
            <MapCanvas card=selection.card layers=layers />
            <div class="map-page__over">
                <Transition fallback=|| ()>{crumbs}</Transition>
                <FilterBar />
                <div class="map-page__switches">
                    <LensSwitch />
                    <ModeSwitch />
                </div>
            </div>
            <Notices />
            <div class="map-page__panel" role="region" aria-label=say(Word::Panel) tabindex="0">
                <LevelPanel level=level />
                <Transition fallback=|| ()>{of_cells}</Transition>
                <LayerPanel layers=switches />
            </div>
            <Detail selection=selection />
            <MapButtons />
            <Foot context=context />
            <Announcer />
        </main>
    }
}

#[component]
fn PageTitle(context: MapContext) -> impl IntoView {
    let lang = use_lang();
    let name = move || async move { context.city.await.map(|city| city.name).unwrap_or_default() };
    let show = later(name, move |name| {
        view! { <Title text=move || format!("{name} · {}", Word::Map.text(lang.get())) /> }
    });
    view! { <Transition fallback=|| ()>{show}</Transition> }
}

/// Where the map comes from, and the keyboard help.
#[component]
fn Foot(context: MapContext) -> impl IntoView {
    let help = NodeRef::<html::Dialog>::new();
    let attribution = later(
        move || async move { context.city.await.ok() },
        |city| {
            city.map(|city| {
                view! {
                    <span>{city.attribution}</span>
                    {city.synthetic.then(|| view! { <span>{say(Word::SyntheticNotice)}</span> })}
                }
            })
        },
    );
    view! {
        <footer class="map-foot">
            <p class="map-foot__text">
                <Transition fallback=|| ()>{attribution}</Transition>
            </p>
            <button
                type="button"
                class="icon-button map-foot__keys"
                aria-label=say(Word::KeysHelp)
                title=say(Word::KeysHelp)
                on:click=move |_| dialog::open(help)
            >
                <Glyph icon=Icon::Keyboard />
            </button>
            <Keyboard help=help />
        </footer>
    }
}
