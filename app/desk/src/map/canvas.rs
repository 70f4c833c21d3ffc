//! The place where the engine draws, and the one effect that tells it what to draw.

use std::rc::Rc;
use std::sync::Arc;

use domain::case::Beacon;
use domain::household::HouseholdCard;
use domain::layer::Layers;
use leptos::prelude::*;
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::later::arrived;
use ui::theme::Theme;
use wording::Word;

use super::bridge::{Destination, MapFactory, MapView};
use super::context::{MapContext, Picked, use_map};
use super::view_state::Page;
use super::{api, event};
use crate::preference::use_preferences;

/// The id of the element that belongs to the engine.
pub const CONTAINER: &str = "city-map";

/// The map. On the server and without WebAssembly it is an empty, named region with a hint.
#[component]
pub fn MapCanvas(
    /// The selected household's card, for its cell.
    card: Resource<Option<Result<HouseholdCard, AppError>>>,
    /// What lies over the area in focus.
    layers: Resource<Result<Layers, AppError>>,
) -> impl IntoView {
    let context = use_map();
    let is_screen = context.view.get_untracked().page == Page::Screen;
    // Live frames bring beacons to whoever sees cells; others on a screen ask again when they hear of a change.
    let city = arrived(context.city);
    let sees_none = move || city.with(|city| matches!(city, Some(Ok(city)) if !city.role.sees_people()));
    let beacons = Resource::new(
        move || (is_screen && sees_none()).then(|| context.pulse.get()),
        move |_| async move { if is_screen || context.sees_cells().await { api::beacons().await } else { Ok(Vec::new()) } },
    );
    drive(context, card, beacons, layers);
    let loading = move || context.loaded.get().is_none() && context.problem.get().is_none();
    view! {
        <div class="map-frame">
            <div
                class="map-frame__canvas"
                id=CONTAINER
                tabindex="0"
                role="application"
                aria-label=say(Word::MapLabel)
            ></div>
            <p class="map-frame__loading" hidden=move || !loading()>
                <span class="spinner" aria-hidden="true"></span>
                {say(Word::MapLoading)}
            </p>
            <noscript>
                <p class="map-frame__plain">{say(Word::MapNeedsScript)}</p>
            </noscript>
        </div>
    }
}

/// Mounts the engine when the city is known and shows it every change. Runs in the browser only: effects do.
fn drive(
    context: MapContext,
    card: Resource<Option<Result<HouseholdCard, AppError>>>,
    beacons: Resource<Result<Vec<Beacon>, AppError>>,
    layers: Resource<Result<Layers, AppError>>,
) {
    let lang = use_lang();
    let preferences = use_preferences();
    let owner = Owner::current();
    let (city, card, beacons) = (arrived(context.city), arrived(card), arrived(beacons));
    let (track, others) = (arrived(context.replay.track), arrived(context.replay.others));
    // Shared, because every move of the viewpoint makes a new view.
    let layers = arrived(layers);
    let layers = Memo::new(move |_| Arc::new(layers.get().and_then(Result::ok).unwrap_or_default()));
    let view = move || -> Option<MapView> {
        let city = city.get()?.ok()?;
        let beacons = beacons.get()?.unwrap_or_default();
        let state = context.view.get();
        // The last household's card stays until the next one's is there; its cell must not be taken for the next one's.
        let card = card.get().flatten().and_then(Result::ok).filter(|card| Some(card.dwelling) == state.dwelling);
        let track = track.get().flatten().and_then(Result::ok);
        let others = others.get().and_then(Result::ok).unwrap_or_default();
        Some(MapView {
            mode: state.mode,
            lens: state.lens,
            hidden: state.hidden,
            filter: state.filter,
            area: state.area.unwrap_or(city.scope),
            scope: city.scope,
            sees_cells: city.role.sees_people(),
            scene_version: city.scene_version,
            building: state.building,
            dwelling_cell: card.map(|card| card.cell),
            theme: if state.page == Page::Screen { Theme::Screen } else { preferences.get().theme },
            camera: state.camera,
            beacons: beacons.into(),
            layers: layers.get(),
            unit: state.unit,
            track: track.map(Arc::new),
            others: others.into_iter().map(Arc::new).collect(),
            now: context.replay.now(),
            playing: context.replay.playing.get(),
            speed: context.replay.speed.get(),
            labels: city.labels.into(),
            lang: lang.get(),
        })
    };
    Effect::new(move |shown: Option<Option<MapView>>| {
        let Some(view) = view() else { return shown.flatten() };
        if let Some(engine) = context.engine() {
            engine.show(&view);
            follow(context, shown.flatten().as_ref(), &view);
        } else if let Some(factory) = MapFactory::find() {
            let scene = scene_url(&view);
            let owner = owner.clone();
            let events = move |event| match &owner {
                Some(owner) => owner.with(|| event::handle(context, event)),
                None => event::handle(context, event),
            };
            let engine = factory.mount(CONTAINER, scene, view.clone(), Rc::new(events));
            context.set_engine(Some(engine));
        }
        Some(view)
    });
    on_cleanup(move || {
        if let Some(engine) = context.engine() {
            engine.destroy();
        }
        context.set_engine(None);
    });
}

fn scene_url(view: &MapView) -> String {
    format!("/map/scene/{}.bin", view.scene_version)
}

/// Flies to what was selected elsewhere than on the map: in a list, on the board, by search.
fn follow(context: MapContext, before: Option<&MapView>, now: &MapView) {
    let Some(before) = before else { return };
    let picked = context.picked.get_value();
    match (now.dwelling_cell, now.building) {
        (Some(cell), _) if now.dwelling_cell != before.dwelling_cell && picked != Some(Picked::Cell(cell)) => {
            context.fly_to(Destination::Cell(cell));
        }
        // On the way to a household whose card is still to come there is no stop at its building.
        (None, Some(_)) if context.view.with_untracked(|view| view.dwelling.is_some()) => {}
        (None, Some(building)) if now.building != before.building && picked != Some(Picked::Building(building)) => {
            context.fly_to(Destination::Building(building));
        }
        _ => {}
    }
}
