//! What every use case works with: store, clock, chance and the live hub.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::actor::{Access, Action, Actor};
use domain::area::{Area, County};
use domain::cell::{LegendEntry, Lens};
use domain::clock::{Clock, civil_date};
use domain::map::AreaSummary;
use domain::operation::OperationId;
use store::city::CityRow;
use store::{Store, Tx};
use tokio::sync::{Mutex, Semaphore};
use vault::Nonces;

use crate::ServiceError;
use crate::chain::AnchorLog;
use crate::darkroom::Darkroom;
use crate::live::LiveHub;
use crate::lock::access;
use crate::map::ScenePack;
use crate::object::Objects;
use crate::password::Hasher;
use crate::place::Gazetteers;
use crate::public::Overview;
use crate::remember::Remember;
use crate::seed::Profile;

/// Where session tokens, salts and one-time passwords come from.
pub trait Entropy: Send + Sync {
    /// Thirty-two bytes that nobody can guess.
    fn token(&self) -> Result<[u8; 32], ServiceError>;
}

/// The operating system's random numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    fn token(&self) -> Result<[u8; 32], ServiceError> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)
            .map_err(|error| ServiceError::internal(std::io::Error::other(error.to_string())))?;
        Ok(bytes)
    }
}

/// The use cases' context. Cheap to clone.
#[derive(Clone)]
pub struct Service {
    /// The database.
    pub store: Store,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where live frames come out.
    pub live: LiveHub,
    /// Where pictures of cases are kept, sealed.
    pub objects: Objects,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) hasher: Hasher,
    pub(crate) darkroom: Darkroom,
    /// Where the audit chains' heads are written down, if anywhere.
    pub(crate) anchors: Option<Arc<dyn AnchorLog>>,
    pub(crate) scenes: Arc<Mutex<HashMap<(County, u32), ScenePack>>>,
    pub(crate) totals: Arc<Totals>,
    pub(crate) gazetteers: Arc<Gazetteers>,
    /// Turns at making a file: each takes memory.
    pub(crate) exports: Arc<Semaphore>,
}

/// Files that are made at once.
const EXPORTS: usize = 2;

/// Wide counts and packs that are kept while nothing changed.
#[derive(Debug)]
pub(crate) struct Totals {
    /// By the area, and whether its children are meant.
    pub(crate) areas: Remember<(Area, bool), Vec<AreaSummary>>,
    /// By lens, scope and day.
    pub(crate) legends: Remember<(Lens, Area, NaiveDate), Vec<LegendEntry>>,
    /// What the public sees of the city.
    pub(crate) overviews: Remember<County, Overview>,
    /// By lens, scope, day and scene version; each up to a megabyte.
    pub(crate) packs: Remember<(Lens, Area, NaiveDate, u32), Vec<u8>>,
}

impl Default for Totals {
    fn default() -> Self {
        Self {
            areas: Remember::new(512),
            legends: Remember::new(512),
            overviews: Remember::new(8),
            packs: Remember::new(32),
        }
    }
}

impl std::fmt::Debug for Service {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Service").finish_non_exhaustive()
    }
}

impl Service {
    /// Puts the context together.
    pub fn new(store: Store, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        Self {
            store,
            clock,
            live: LiveHub::default(),
            objects: Objects::in_memory(),
            entropy,
            hasher: Hasher::default(),
            darkroom: Darkroom::default(),
            anchors: None,
            scenes: Arc::default(),
            totals: Arc::default(),
            gazetteers: Arc::default(),
            exports: Arc::new(Semaphore::new(EXPORTS)),
        }
    }

    /// Keeps pictures of cases there; by default they are kept in memory and gone with the process.
    #[must_use]
    pub fn with_objects(mut self, objects: Objects) -> Self {
        self.objects = objects;
        self
    }

    /// The present.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Today in the city.
    pub fn today(&self) -> NaiveDate {
        civil_date(self.now())
    }

    /// The city that is served: the only one, or the first by code; the demo city only when there is no other.
    pub async fn county(&self) -> Result<County, ServiceError> {
        let mut tx = self.store.begin_public().await?;
        let counties = store::city::counties(&mut tx).await?;
        tx.commit().await?;
        let demo = Profile::county();
        let own = counties.iter().find(|county| **county != demo);
        own.or(counties.first()).copied().ok_or(ServiceError::NotFound)
    }

    /// A number for a form that may be sent twice.
    pub fn draw_operation(&self) -> Result<OperationId, ServiceError> {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&self.entropy.token()?[..16]);
        Ok(OperationId::new(bytes))
    }

    /// Fresh nonces for sealing, for one piece of work.
    pub fn nonces(&self) -> Result<Nonces, ServiceError> {
        Ok(Nonces::new(self.entropy.token()?))
    }

    /// A transaction that may count what the actor sees as totals. A wall screen's session sees no single record, so its
    /// totals are counted by the system.
    pub(crate) async fn begin_totals(&self, actor: &Actor) -> Result<Tx, ServiceError> {
        let tx = if sees_people(actor) { self.store.begin(actor).await } else { self.store.begin_system().await };
        Ok(tx?)
    }
}

/// Whether an account may see single households, or totals only.
pub(crate) fn sees_people(actor: &Actor) -> bool {
    access(actor, Action::ViewHousehold, actor.area) == Access::Granted
}

/// The city that an area lies in.
pub(crate) async fn city_of(tx: &mut Tx, area: Area) -> Result<CityRow, ServiceError> {
    store::city::city(tx, area.county()).await?.ok_or(ServiceError::NotFound)
}
