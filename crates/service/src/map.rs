//! The map's use cases: the city, its areas, the public scene, and what an account may see in its cells.

use std::io::Write as _;

use bytes::Bytes;
use citypack::{Run, StatePack};
use domain::actor::{Action, Actor};
use domain::area::Area;
use domain::case::Beacon;
use domain::cell::{CellByte, LabelKind, LegendEntry, Lens};
use domain::filter::Filter;
use domain::id::{BuildingId, DwellingId};
use domain::map::{AreaSummary, City, Figures};

use crate::context::{city_of, sees_people};
use crate::lock::authorise;
use crate::remember::stamp;
use crate::{Service, ServiceError, screen};

/// Totals below this many are not told to a wall screen or the public.
pub(crate) const K: i64 = 5;
/// Brotli's quality for the scene: 11 would take ten times as long for 5 % less.
const BROTLI_QUALITY: u32 = 9;
/// Brotli's window, 4 MB.
const BROTLI_WINDOW: u32 = 22;

/// The city as the acting account sees it.
pub async fn city(s: &Service, actor: &Actor) -> Result<City, ServiceError> {
    authorise(actor, Action::ViewTotals, actor.area)?;
    let mut tx = s.store.begin_public().await?;
    let row = city_of(&mut tx, actor.area).await?;
    let labels = store::label::dictionary(&mut tx, row.county).await?;
    tx.commit().await?;
    Ok(City {
        name: row.name,
        root: Area::city(row.county),
        scope: actor.area,
        role: actor.role,
        scene_version: row.scene_version,
        attribution: row.attribution,
        synthetic: row.is_synthetic,
        today: s.today(),
        origin: row.origin,
        labels,
    })
}

/// The areas one level below `parent` with their figures.
pub async fn areas(s: &Service, actor: &Actor, parent: Area) -> Result<Vec<AreaSummary>, ServiceError> {
    summaries(s, actor, parent, true).await
}

/// One area with its figures.
pub async fn area(s: &Service, actor: &Actor, area: Area) -> Result<AreaSummary, ServiceError> {
    summaries(s, actor, area, false).await?.pop().ok_or(ServiceError::NotFound)
}

async fn summaries(s: &Service, actor: &Actor, area: Area, children: bool) -> Result<Vec<AreaSummary>, ServiceError> {
    authorise(actor, Action::ViewTotals, area)?;
    let sees_people = sees_people(actor);
    let mut tx = s.begin_totals(actor).await?;
    let stamp = stamp(&mut tx, actor, sees_people, area).await?;
    if let Some(kept) = s.totals.areas.get(&(area, children), stamp) {
        return Ok(kept);
    }
    let mut found = if children {
        store::area::children(&mut tx, area, s.now()).await?
    } else {
        store::area::summary(&mut tx, area, s.now()).await?.into_iter().collect()
    };
    tx.commit().await?;
    if !sees_people {
        for area in &mut found {
            blur(&mut area.figures);
        }
    }
    s.totals.areas.put((area, children), stamp, &found);
    Ok(found)
}

/// Hides small totals of people from viewers that may not see households.
fn blur(figures: &mut Figures) {
    if figures.households < K {
        (figures.filled, figures.required, figures.fresh) = (0, 0, 0);
    }
    let people = [&mut figures.households, &mut figures.residents, &mut figures.fresh];
    for total in people.into_iter().chain(&mut figures.cases) {
        if *total < K {
            *total = 0;
        }
    }
}

/// The packed scene with its compressed forms. Public and immutable. Cheap to clone.
#[derive(Clone, Debug)]
pub struct ScenePack {
    /// The numbering of cells that it has.
    pub version: u32,
    /// As `citypack` encodes it.
    pub bytes: Bytes,
    /// The same, gzip.
    pub gzip: Bytes,
    /// The same, brotli.
    pub brotli: Bytes,
}

/// Whether the served city's scene has the layout that this program's pages read.
pub async fn scene_is_current(s: &Service) -> Result<bool, ServiceError> {
    let county = s.county().await?;
    let mut tx = s.store.begin_public().await?;
    let city = store::city::city(&mut tx, county).await?.ok_or(ServiceError::NotFound)?;
    let pack = store::city::scene(&mut tx, county, city.scene_version).await?;
    tx.commit().await?;
    Ok(pack.is_some_and(|pack| citypack::pack::is_current(&pack)))
}

/// The packed scene of a version, or of the current one. Kept in memory; compressed once.
pub async fn scene_pack(s: &Service, version: Option<u32>) -> Result<ScenePack, ServiceError> {
    let county = s.county().await?;
    let mut tx = s.store.begin_public().await?;
    let city = store::city::city(&mut tx, county).await?.ok_or(ServiceError::NotFound)?;
    let version = version.unwrap_or(city.scene_version);
    // Held while loading: whoever asks meanwhile waits instead of compressing the same scene.
    let mut scenes = s.scenes.lock().await;
    if let Some(pack) = scenes.get(&(county, version)) {
        tx.commit().await?;
        return Ok(pack.clone());
    }
    let bytes = store::city::scene(&mut tx, county, version).await?;
    tx.commit().await?;
    let bytes = Bytes::from(bytes.ok_or(ServiceError::NotFound)?);
    let pack =
        tokio::task::spawn_blocking(move || compress(version, bytes)).await.map_err(ServiceError::internal)??;
    scenes.retain(|(other, kept), _| *other != county || *kept + 1 >= version);
    scenes.insert((county, version), pack.clone());
    Ok(pack)
}

fn compress(version: u32, bytes: Bytes) -> Result<ScenePack, ServiceError> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(&bytes).map_err(ServiceError::internal)?;
    let gzip = gzip.finish().map_err(ServiceError::internal)?.into();
    let mut brotli = brotli::CompressorWriter::new(Vec::new(), 1 << 16, BROTLI_QUALITY, BROTLI_WINDOW);
    brotli.write_all(&bytes).map_err(ServiceError::internal)?;
    let brotli = brotli.into_inner().into();
    Ok(ScenePack { version, bytes, gzip, brotli })
}

/// The display bytes of a scope under a lens, as a `citypack` state pack. Personal: for this account only.
pub async fn state_pack(s: &Service, actor: &Actor, lens: Lens, scope: Area) -> Result<Vec<u8>, ServiceError> {
    authorise(actor, Action::ViewHousehold, scope)?;
    let mut tx = s.store.begin(actor).await?;
    let city = city_of(&mut tx, scope).await?;
    let stamp = stamp(&mut tx, actor, true, scope).await?;
    let key = (lens, scope, s.today(), city.scene_version);
    if let Some(kept) = s.totals.packs.get(&key, stamp) {
        return Ok(kept);
    }
    // Read before the cells: whatever was numbered up to here is in them.
    let (_, seq) = store::outbox::kept(&mut tx).await?;
    let mut dense = vec![0u8; city.cells as usize];
    let (mut start, mut end) = (u32::MAX, 0);
    store::household::display_bytes(&mut tx, lens, scope.range(), s.today(), |cell, byte| {
        if let Some(place) = dense.get_mut(cell as usize) {
            *place = byte;
            (start, end) = (start.min(cell), end.max(cell + 1));
        }
    })
    .await?;
    let numbers = store::household::given_numbers(&mut tx, scope.range()).await?;
    tx.commit().await?;
    // Cells of a scope lie together in the scene's order, so one run holds them all; what is not theirs in it stays 0.
    let bytes = dense.get(start as usize..end as usize).map(<[u8]>::to_vec).unwrap_or_default();
    let pack = StatePack {
        scene_version: city.scene_version,
        lens: lens.number(),
        revision: seq.unsigned_abs(),
        runs: if bytes.is_empty() { Vec::new() } else { vec![Run { start, len: end - start }] },
        bytes,
        numbers,
    };
    let packed = pack.encode().map_err(ServiceError::internal)?;
    s.totals.packs.put(key, stamp, &packed);
    Ok(packed)
}

/// The display bytes of a scope with a filter over them: cells whose households don't fit show nothing.
pub async fn filtered_pack(
    s: &Service,
    actor: &Actor,
    lens: Lens,
    scope: Area,
    filter: &Filter,
) -> Result<Vec<u8>, ServiceError> {
    // Read before the filter is asked: a change in between comes again as a live frame.
    let mut pack = StatePack::decode(&state_pack(s, actor, lens, scope).await?).map_err(ServiceError::internal)?;
    let mut tx = s.store.begin(actor).await?;
    let asked = store::filter::Asked { filter, range: scope.range(), today: s.today() };
    let mut cells = store::filter::cells(&mut tx, asked).await?;
    let joined = store::household::joined_cells(&mut tx, scope.range()).await?;
    cells.extend(joined.into_iter().filter(|(_, home)| cells.contains(home)).map(|(cell, _)| cell).collect::<Vec<_>>());
    tx.commit().await?;
    let places = pack.runs.iter().flat_map(|run| run.start..run.start + run.len);
    for (_, byte) in places.zip(&mut pack.bytes).filter(|(cell, _)| !cells.contains(cell)) {
        *byte = 0;
    }
    pack.encode().map_err(ServiceError::internal)
}

/// The legend of a lens over a scope: every class with the number of its cells, also classes without any.
pub async fn legend(s: &Service, actor: &Actor, lens: Lens, scope: Area) -> Result<Vec<LegendEntry>, ServiceError> {
    authorise(actor, Action::ViewHousehold, scope)?;
    let mut tx = s.store.begin(actor).await?;
    let stamp = stamp(&mut tx, actor, true, scope).await?;
    let key = (lens, scope, s.today());
    if let Some(kept) = s.totals.legends.get(&key, stamp) {
        return Ok(kept);
    }
    let counted = store::household::legend(&mut tx, lens, scope.range(), s.today()).await?;
    let dictionary = store::label::dictionary(&mut tx, scope.county()).await?;
    tx.commit().await?;
    let kind = if lens == Lens::Label { LabelKind::Everyday } else { LabelKind::KeyGroup };
    let mut entries: Vec<LegendEntry> = match lens.fixed_classes() {
        Some(last) => (1..=last).map(|class| LegendEntry { class, label: None, cells: 0 }).collect(),
        None => std::iter::once(LegendEntry { class: 1, label: None, cells: 0 })
            .chain(dictionary.iter().filter(|label| label.kind == kind).map(|label| LegendEntry {
                class: label.class,
                label: Some(label.code).filter(|_| label.class < 15),
                cells: 0,
            }))
            .collect(),
    };
    entries.dedup_by_key(|entry| entry.class);
    for count in counted {
        match entries.iter_mut().find(|entry| entry.class == count.class) {
            Some(entry) => entry.cells = count.cells,
            None => entries.push(count),
        }
    }
    s.totals.legends.put(key, stamp, &entries);
    Ok(entries)
}

/// The legend of a lens over a scope with a filter over it: of every class the households that fit.
pub async fn filtered_legend(
    s: &Service,
    actor: &Actor,
    lens: Lens,
    scope: Area,
    filter: &Filter,
) -> Result<Vec<LegendEntry>, ServiceError> {
    let mut entries = legend(s, actor, lens, scope).await?;
    let pack = StatePack::decode(&state_pack(s, actor, lens, scope).await?).map_err(ServiceError::internal)?;
    let mut tx = s.store.begin(actor).await?;
    // Homes only: the place of a merged door is none of its own, so nobody is counted twice.
    let fitting =
        store::filter::cells(&mut tx, store::filter::Asked { filter, range: scope.range(), today: s.today() }).await?;
    tx.commit().await?;
    for entry in &mut entries {
        entry.cells = 0;
    }
    let places = pack.runs.iter().flat_map(|run| run.start..run.start + run.len);
    for (_, byte) in places.zip(&pack.bytes).filter(|(cell, _)| fitting.contains(cell)) {
        let class = CellByte(*byte).fill();
        if let Some(entry) = entries.iter_mut().find(|entry| entry.class == class) {
            entry.cells += 1;
        }
    }
    Ok(entries)
}

/// The dwelling behind a cell that the browser's picture has.
///
/// *Errors*: `Conflict` when the picture is of an older scene.
pub async fn dwelling_at(
    s: &Service,
    actor: &Actor,
    scene_version: u32,
    cell: u32,
) -> Result<(DwellingId, BuildingId), ServiceError> {
    authorise(actor, Action::ViewHousehold, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let city = city_of(&mut tx, actor.area).await?;
    let found = store::household::at_cell(&mut tx, actor.area.range(), cell).await?;
    tx.commit().await?;
    if city.scene_version != scene_version {
        return Err(ServiceError::Conflict);
    }
    found.ok_or(ServiceError::NotFound)
}

/// The beacons of all open cases of a scope; over their communities for those who see no households.
pub async fn beacons(s: &Service, actor: &Actor, scope: Area) -> Result<Vec<Beacon>, ServiceError> {
    authorise(actor, Action::ViewScreen, scope)?;
    let mut tx = screen::begin(s, actor, scope).await?;
    let beacons = if sees_people(actor) {
        store::case::beacons(&mut tx, scope.range()).await?
    } else {
        store::screen::blunt_beacons(&mut tx, scope.range()).await?
    };
    tx.commit().await?;
    Ok(beacons)
}
