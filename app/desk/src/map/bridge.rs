//! The seam between the pages and the map engines: plain values down, plain values up.
//!
//! The desk describes what should be on the map ([`MapView`]); an engine (3D or 2D, in `frontend/desk`) draws it and
//! reports what happened on it ([`MapEvent`]). No Leptos type goes down and no JavaScript value comes up.
//! Not here: how anything is drawn (`scene`, `frontend/desk`), what the URL means ([`super::view_state`]).

use std::rc::Rc;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::area::Area;
use domain::case::Beacon;
use domain::cell::{Label, Lens};
use domain::filter::Filter;
use domain::id::{BuildingId, CaseId, EntryId, UnitId};
use domain::layer::Layers;
use domain::patrol::Track;
use leptos::prelude::{provide_context, use_context};
use send_wrapper::SendWrapper;
use ui::theme::Theme;
use wording::Lang;

/// Which drawing of the city is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// The facades of households, in WebGL2.
    #[default]
    Solid,
    /// Footprints seen from above, in Leaflet.
    Flat,
}

impl Mode {
    /// The word in URLs.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Solid => "3d",
            Self::Flat => "2d",
        }
    }

    /// Reads the word in URLs.
    pub fn from_slug(slug: &str) -> Option<Self> {
        [Self::Solid, Self::Flat].into_iter().find(|mode| mode.slug() == slug)
    }
}

/// A viewpoint in whole units, so that it survives the URL unchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Camera {
    /// The point looked at, decimetres east of the city's origin.
    pub x_dm: i32,
    /// The point looked at, decimetres north of the city's origin.
    pub y_dm: i32,
    /// Distance from that point, decimetres; more than 0. The 2D view makes its zoom from it.
    pub distance_dm: i32,
    /// Compass direction of the view, tenths of a degree clockwise from north, 0 to 3599.
    pub yaw: i32,
    /// Angle below the horizon, tenths of a degree, 0 to 900 (straight down). The 2D view ignores it.
    pub pitch: i32,
}

/// Everything an engine needs in order to draw; the same value always means the same picture.
#[derive(Clone, Debug, PartialEq)]
pub struct MapView {
    /// Which drawing. The factory's engine swaps the drawing when this changes, keeping the viewpoint.
    pub mode: Mode,
    /// What the fills mean; the state pack of this lens is fetched from [`MapView::state_url`].
    pub lens: Lens,
    /// Bit `n` set: cells of fill class `n` are faded out.
    pub hidden: u16,
    /// Who is meant: the state pack shows nothing for all others, and is asked for again when cells change.
    pub filter: Option<Filter>,
    /// The area in focus: its border and its children's names are shown, the rest steps back.
    pub area: Area,
    /// The part of the city whose cells the acting account may see.
    pub scope: Area,
    /// Whether it sees single cells at all; without, the city is drawn blank and no state is fetched.
    pub sees_cells: bool,
    /// The version that cell numbers belong to; another version in a live frame means: reload the scene.
    pub scene_version: u32,
    /// The selected building.
    pub building: Option<BuildingId>,
    /// The selected household's cell in this scene version.
    pub dwelling_cell: Option<u32>,
    /// Colours of the surroundings.
    pub theme: Theme,
    /// The viewpoint of the URL. An engine moves only when this differs from what it reported last
    /// in [`MapEvent::CameraMoved`]; without one it frames the focused area.
    pub camera: Option<Camera>,
    /// Open cases, to stand over their cells. Live frames change them inside the engine.
    pub beacons: Arc<[Beacon]>,
    /// What lies over the area in focus: marks of the register's chosen classes, and units' own grids.
    pub layers: Arc<Layers>,
    /// The unit whose own grids are outlined.
    pub unit: Option<UnitId>,
    /// The trajectory to show.
    pub track: Option<Arc<Track>>,
    /// Trajectories of others on the same day; their heads are lettered from B on, the first one's is A.
    pub others: Vec<Arc<Track>>,
    /// The replay's time; the head of the trail is drawn there.
    pub now: Option<DateTime<Utc>>,
    /// Whether the replay runs. The engine moves its own clock and reports it ([`MapEvent::Replay`], at most 4 per second).
    pub playing: bool,
    /// Replay speed, seconds of the day per second.
    pub speed: u16,
    /// The label dictionary, for the characters of badges and legends on the map.
    pub labels: Arc<[Label]>,
    /// Language of anything the engine writes.
    pub lang: Lang,
}

impl MapView {
    /// All trajectories, the chosen one first; none without it.
    pub fn tracks(&self) -> impl Iterator<Item = &Arc<Track>> {
        let others = self.track.iter().flat_map(|_| &self.others);
        self.track.iter().chain(others)
    }

    /// Where the cells' bytes for this lens come from (`application/octet-stream`, private).
    pub fn state_url(&self) -> String {
        let filter = self.filter.as_ref().map(|filter| format!("&f={filter}")).unwrap_or_default();
        format!("/map/state?lens={}&area={}{filter}", self.lens.slug(), self.scope)
    }

    /// Where the live connection is; `after` is the last sequence number seen.
    pub fn live_url(after: Option<i64>) -> String {
        after.map_or_else(|| "/live".to_owned(), |seq| format!("/live?after={seq}"))
    }
}

/// How fresh the picture is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LiveStatus {
    /// The last sequence number seen.
    pub seq: i64,
    /// The server's time in its last sign of life (hello, beat or frame).
    pub server_time: Option<DateTime<Utc>>,
    /// Set when nothing was heard for 15 seconds: the time since when the picture may be old.
    pub stale: Option<DateTime<Utc>>,
}

/// What happened on the map.
#[derive(Clone, Debug, PartialEq)]
pub enum MapEvent {
    /// The scene is drawn for the first time.
    Loaded {
        /// How many cells it has.
        cells: u32,
    },
    /// A household was clicked.
    CellPicked(u32),
    /// A building without cells, or its roof, was clicked.
    BuildingPicked(BuildingId),
    /// An area's name or ground was clicked at a level where areas are what one picks.
    AreaPicked(Area),
    /// Nothing was clicked.
    GroundPicked,
    /// A beacon was clicked.
    BeaconPicked(CaseId),
    /// A mark of the register was clicked that is in no building.
    EntryPicked(EntryId),
    /// A mark that stands for the entries of an area was clicked.
    EntriesPicked(Area),
    /// The pointer is over a household, or left it.
    CellHovered(Option<u32>),
    /// The viewpoint came to rest after somebody moved it or after a flight (not when [`MapEngine::show`] set it directly).
    CameraMoved(Camera),
    /// A point of the trajectory was clicked.
    TrackPointPicked(DateTime<Utc>),
    /// The replay has come this far.
    Replay(DateTime<Utc>),
    /// The replay reached the end of the day.
    ReplayEnded,
    /// The live connection's state changed; sent on every beat.
    Live(LiveStatus),
    /// These cells look different now, or their case changed.
    CellsChanged(Vec<u32>),
    /// Beacons appeared, changed or went.
    BeaconsChanged,
    /// The live connection could not resume: everything is loaded again, whatever changed meanwhile.
    Reset,
    /// The server's scene is another version than the page's: the page has to be loaded again.
    SceneReplaced,
    /// There is no WebGL2 here, and why; the desk turns to 2D.
    NoWebGl(String),
    /// Scene or state could not be loaded, and why; the desk offers to try again.
    Failed(String),
}

/// Where to fly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// Frame an area.
    Area(Area),
    /// Frame a building.
    Building(BuildingId),
    /// Come close to a household.
    Cell(u32),
}

/// A movement asked for by a key or a button; one press is one comfortable step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gesture {
    /// `+`.
    ZoomIn,
    /// `-`.
    ZoomOut,
    /// Arrow keys.
    PanWest,
    /// Arrow keys.
    PanEast,
    /// Arrow keys.
    PanNorth,
    /// Arrow keys.
    PanSouth,
    /// `Q`.
    TurnLeft,
    /// `E`.
    TurnRight,
    /// `R`: look more from above.
    TiltUp,
    /// `F`: look more from the side.
    TiltDown,
    /// `Home`: frame the focused area, north up.
    Home,
    /// The next household of the selected building, or of the building in the middle (`Tab` walk by `.` and `,`).
    NextCell,
    /// The previous one.
    PreviousCell,
    /// `Enter`: pick what is in the middle of the picture (or hovered by [`Gesture::NextCell`]).
    Pick,
}

/// A mounted map. Dropping the last handle does nothing: call [`MapEngine::destroy`].
pub trait MapEngine {
    /// Shows this view; called for every change, cheap when little changed.
    fn show(&self, view: &MapView);
    /// Moves the viewpoint there, smoothly unless the person prefers reduced motion.
    fn fly_to(&self, destination: Destination);
    /// Does what a key or button asks for.
    fn act(&self, gesture: Gesture);
    /// Tries again after [`MapEvent::Failed`].
    fn retry(&self);
    /// Gives back the container, the context and all listeners.
    fn destroy(&self);
}

/// Makes engines; `frontend/desk` hands one in before it hydrates the page.
pub trait MapEngineFactory {
    /// Draws into the element with this id. Events may come from now on, also during the call.
    fn mount(
        &self,
        container_id: &str,
        scene_url: String,
        view: MapView,
        events: Rc<dyn Fn(MapEvent)>,
    ) -> Rc<dyn MapEngine>;
}

/// The factory as a context value; absent on the server and in pages without WebAssembly.
#[derive(Clone)]
pub struct MapFactory(SendWrapper<Rc<dyn MapEngineFactory>>);

impl MapFactory {
    /// Makes the factory known to the desk; called once, in the browser, inside the root owner.
    pub fn provide(factory: Rc<dyn MapEngineFactory>) {
        provide_context(Self(SendWrapper::new(factory)));
    }

    /// The factory, in the browser.
    pub fn find() -> Option<Rc<dyn MapEngineFactory>> {
        use_context::<Self>().map(|factory| Rc::clone(&factory.0))
    }
}
