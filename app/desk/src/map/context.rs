//! What the parts of the map page share: the address's state, the city, the engine, and what came in live.

use std::rc::Rc;

use domain::id::BuildingId;
use domain::map::City;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use send_wrapper::SendWrapper;
use ui::error::AppError;

use super::api;
use super::bridge::{Destination, Gesture, LiveStatus, MapEngine};
use super::view_state::{Page, ViewState};
use crate::patrol::Replay;

/// Something about the map that the page has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// No WebGL2: the 2D map is shown.
    NoWebGl,
    /// The server's scene is newer than the page's.
    SceneReplaced,
    /// Scene or state could not be loaded.
    Failed,
}

/// Shared by everything on the map page.
#[derive(Clone, Copy)]
pub struct MapContext {
    /// The address's state.
    pub view: Memo<ViewState>,
    /// The city as the acting account sees it.
    pub city: Resource<Result<City, AppError>>,
    /// How fresh the picture is.
    pub live: RwSignal<LiveStatus>,
    /// The cells of the last live change.
    pub changed: RwSignal<Vec<u32>>,
    /// Rises shortly after live changes; lists and counts load again when it does.
    pub pulse: RwSignal<u32>,
    /// Rises at once when the open board or card changed; they load again when it does.
    pub touched: RwSignal<u32>,
    /// How many cells the drawn scene has; nothing until it is drawn.
    pub loaded: RwSignal<Option<u32>>,
    /// What the page has to say about the map.
    pub problem: RwSignal<Option<Problem>>,
    /// The replay of a patrol.
    pub replay: Replay,
    /// What was last clicked on the map itself: no need to fly there.
    pub picked: StoredValue<Option<Picked>>,
    // Only the browser ever fills it, so the wrapper never meets another thread.
    engine: StoredValue<Option<SendWrapper<Rc<dyn MapEngine>>>>,
    navigate: Callback<(String, bool)>,
}

/// Something clicked on the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picked {
    /// A household's cell.
    Cell(u32),
    /// A building.
    Building(BuildingId),
}

impl MapContext {
    /// Makes the context of one page that shows the city, inside a router.
    pub fn provide(page: Page) -> Self {
        let query = use_query_map();
        let view = Memo::new(move |_| {
            let state = ViewState::parse(|name| query.with(|query| query.get(name)));
            ViewState { page, ..state }
        });
        let navigate = use_navigate();
        let context = Self {
            view,
            city: Resource::new(|| (), |()| api::city()),
            live: RwSignal::new(LiveStatus::default()),
            changed: RwSignal::new(Vec::new()),
            pulse: RwSignal::new(0),
            touched: RwSignal::new(0),
            loaded: RwSignal::new(None),
            problem: RwSignal::new(None),
            replay: Replay::new(view),
            picked: StoredValue::new(None),
            engine: StoredValue::new(None),
            navigate: Callback::new(move |(href, replace): (String, bool)| {
                navigate(&href, NavigateOptions { replace, scroll: false, ..NavigateOptions::default() });
            }),
        };
        provide_context(context);
        context
    }

    /// Whether the acting post sees single households; the others see the city's shape and its totals.
    pub async fn sees_cells(self) -> bool {
        self.city.await.is_ok_and(|city| city.role.sees_people())
    }

    /// Goes to a state; Back leads here again.
    pub fn go(self, state: &ViewState) {
        self.navigate.run((state.href(), false));
    }

    /// Notes a state in the address without a step in the history.
    pub fn note(self, state: &ViewState) {
        self.navigate.run((state.href(), true));
    }

    /// The address of a state made from the present one.
    pub fn href(self, make: impl Fn(&ViewState) -> ViewState + Send + Sync + 'static) -> Signal<String> {
        Signal::derive(move || self.view.with(|view| make(view).href()))
    }

    /// Keeps the mounted engine.
    pub fn set_engine(self, engine: Option<Rc<dyn MapEngine>>) {
        self.engine.set_value(engine.map(SendWrapper::new));
    }

    /// The mounted engine; nothing on the server and before it is there.
    pub fn engine(self) -> Option<Rc<dyn MapEngine>> {
        self.engine.try_with_value(|engine| engine.as_ref().map(|engine| Rc::clone(&**engine))).flatten()
    }

    /// Moves the viewpoint by one step.
    pub fn act(self, gesture: Gesture) {
        if let Some(engine) = self.engine() {
            engine.act(gesture);
        }
    }

    /// Flies somewhere.
    pub fn fly_to(self, destination: Destination) {
        if let Some(engine) = self.engine() {
            engine.fly_to(destination);
        }
    }
}

/// The map page around here.
///
/// # Panics
/// Outside of a map page; its parts are private to it.
pub fn use_map() -> MapContext {
    use_context::<MapContext>().expect("the map's parts stand inside the map page, which provides the context")
}
