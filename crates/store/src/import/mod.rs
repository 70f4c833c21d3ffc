//! Writes a planned city in one transaction: all of it or nothing, as often as wanted.
//!
//! The same plan again changes nothing; a changed plan updates in place, so that ids and everything known about households
//! stay. Doors that are gone keep their records but lose their cell. Not for reading files or laying out areas (`cityplan`).

pub(crate) mod follow;
mod growth;
mod scene;
mod write;

use std::fmt::Write as _;
use std::ops::ControlFlow;

use chrono::{DateTime, Utc};
use cityplan::CityPlan;
use domain::area::County;
use domain::clock::civil_date;
use serde_json::Value;
use sha2::{Digest, Sha256};

pub(crate) use self::write::{lock, move_dwellings, next_dwelling, scene as write_scene};
use crate::{Store, StoreError, city, door_change, label, regrid, visit};

/// What the plan itself does not say.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where the data comes from, such as `© OpenStreetMap contributors (ODbL)`.
    pub attribution: String,
    /// Wanted dwellings per grid, smallest and largest.
    pub grid_dwellings: (u32, u32),
    /// The parameters, to be kept beside the city.
    pub parameter: Value,
    /// The present.
    pub now: DateTime<Utc>,
}

/// What is being written, for a progress line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Packing the scene.
    Scene,
    /// Areas and estates.
    Area,
    /// Buildings.
    Building,
    /// Dwellings.
    Dwelling,
    /// Roads, land and places.
    Ground,
}

/// Called with stage, done and total; `Break` cancels.
pub type Progress<'a> = dyn FnMut(Stage, u64, u64) -> ControlFlow<()> + Send + 'a;

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Whether the very same city was there already, so that nothing was written.
    pub unchanged: bool,
    /// Whether another city would have been written if people had not changed its grids since: laying them out anew would
    /// undo what they did.
    pub keeps_grids: bool,
    /// The numbering of cells that holds now.
    pub scene_version: u32,
    /// Doors that were not there before.
    pub dwellings_new: u64,
    /// Doors that are no longer in the source; their records are kept.
    pub dwellings_gone: u64,
}

/// Writes a city. Dropping the future or answering `Break` leaves the database as it was.
pub async fn import(
    store: &Store,
    plan: &CityPlan,
    options: &Options,
    progress: &mut Progress<'_>,
) -> Result<Outcome, StoreError> {
    let Some(root) = plan.areas.first() else { return Err(StoreError::Unreadable { column: "plan.areas" }) };
    let county = root.area.county();
    let hash = hash(plan, options);

    let mut tx = store.begin_system().await?;
    lock(&mut tx, county).await?;
    let before = write::before(&mut tx, county).await?;
    if let Some(before) = before.as_ref().filter(|before| before.source_hash == hash) {
        return Ok(Outcome { unchanged: true, scene_version: before.scene_version, ..Outcome::default() });
    }

    if let Some(before) = &before
        && regrid::is_regridded(&mut tx, county).await?
    {
        let scene_version = before.scene_version;
        return Ok(Outcome { unchanged: true, keeps_grids: true, scene_version, ..Outcome::default() });
    }

    let growth = growth::Growth::read(&mut tx, plan).await?;
    let plan = &*growth.applied(plan);
    step(progress, Stage::Scene, 0, 1)?;
    let mut scene = scene::Scene::new(plan, options, before.as_ref().map_or(1, |before| before.scene_version))?;
    if let Some(before) = &before
        && city::scene(&mut tx, county, before.scene_version).await?.as_deref() != Some(&scene.bytes)
    {
        scene.renumber(before.scene_version + 1)?;
    }

    step(progress, Stage::Area, 0, 1)?;
    write::city(&mut tx, plan, options, &scene, &hash).await?;
    write::areas(&mut tx, plan).await?;
    write::estates(&mut tx, county, plan).await?;
    step(progress, Stage::Building, 0, plan.buildings.len() as u64)?;
    write::buildings(&mut tx, county, plan, (&scene, &growth)).await?;
    let mut outcome = Outcome { scene_version: scene.version(), ..Outcome::default() };
    outcome.dwellings_gone = write::retire_dwellings(&mut tx, county).await?;
    outcome.dwellings_new = dwellings(&mut tx, county, &scene, progress).await?;
    follow::dwellings(&mut tx, county).await?;
    write::drop_unused(&mut tx, county, plan).await?;
    door_change::count_closed(&mut tx, county).await?;

    step(progress, Stage::Ground, 0, 1)?;
    write::ground(&mut tx, county, plan).await?;
    write::scene(&mut tx, county, (scene.version(), scene.cells), &scene.bytes, options.now).await?;
    label::write_dictionary(&mut tx, county, &domain::dictionary::default_labels()).await?;
    visit::write_defaults(&mut tx, county, civil_date(options.now), options.now).await?;
    step(progress, Stage::Ground, 1, 1)?;
    tx.commit().await?;
    Ok(outcome)
}

/// Buildings whose dwellings are written by one statement.
const BATCH: u32 = 2_000;

async fn dwellings(
    tx: &mut crate::Tx,
    county: County,
    scene: &scene::Scene,
    progress: &mut Progress<'_>,
) -> Result<u64, StoreError> {
    let end = scene.buildings();
    let mut next = next_dwelling(tx, county).await?;
    let mut made = 0;
    for from in (0..end).step_by(BATCH as usize) {
        step(progress, Stage::Dwelling, u64::from(from), u64::from(end))?;
        let batch = from..(from + BATCH).min(end);
        move_dwellings(tx, county, batch.clone()).await?;
        let new = write::add_dwellings(tx, county, batch, next).await?;
        next += new as i64;
        made += new;
    }
    Ok(made)
}

fn step(progress: &mut Progress<'_>, stage: Stage, done: u64, total: u64) -> Result<(), StoreError> {
    match progress(stage, done, total) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(StoreError::Cancelled),
    }
}

/// The fingerprint of everything that is written. It need not be stable between versions of the program: a difference only
/// means that the city is written once more.
fn hash(plan: &CityPlan, options: &Options) -> Vec<u8> {
    struct Sink(Sha256);
    impl std::fmt::Write for Sink {
        fn write_str(&mut self, text: &str) -> std::fmt::Result {
            self.0.update(text.as_bytes());
            Ok(())
        }
    }
    let mut sink = Sink(Sha256::new());
    // The same city in another layout is packed again.
    let parts = (citypack::pack::FORMAT, &options.attribution, options.grid_dwellings, &options.parameter);
    write!(sink, "{plan:?}{parts:?}").expect("a hash takes any text");
    sink.0.finalize().to_vec()
}

/// How many serial numbers a county has.
pub(crate) const SERIALS: i64 = 1_000_000_000_000;

/// The ids of a county, without the last.
fn ids(county: County) -> (i64, i64) {
    let lo = i64::from(county.code()) * SERIALS;
    (lo, lo + SERIALS)
}

/// The city of a plan.
pub fn county(plan: &CityPlan) -> Option<County> {
    plan.areas.first().map(|area| area.area.county())
}
