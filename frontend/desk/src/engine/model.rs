//! The one truth of the map: geometry, one byte per cell, and the open cases. Both drawings read it, only the engine writes.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use citypack::index::unit_of_column;
use citypack::{Point, StatePack};
use domain::area::{Area, Level};
use domain::case::Beacon;
use domain::cell::{CellByte, Lens};
use domain::door::DoorNumber;
use domain::geo::{Frame, Metre};
use domain::household::Door;
use domain::id::{BuildingId, CaseId};
use domain::live::{LiveBeacon, LiveCell, LiveFrame};
use scene::City;

use crate::plane::{self, Bounds};

/// The city and what its cells show now.
pub struct Model {
    /// The geometry and the numbering of the cells.
    pub city: Rc<City>,
    /// Between degrees and metres.
    pub frame: Frame,
    /// One display byte per cell.
    pub bytes: Vec<u8>,
    /// Open cases by id.
    pub beacons: BTreeMap<CaseId, Beacon>,
    /// Numbers of doors that have another than their place gives; empty where there is no door any more.
    numbers: HashMap<u32, String>,
    /// The number up to which the bytes are complete.
    pub state_seq: i64,
    /// The lens whose classes the bytes hold; for a moment another than the view's.
    pub lens: Lens,
    /// Whether the bytes are those of a filter: cells that show nothing don't fit, and stay so until the next pack.
    pub filtered: bool,
    revisions: HashMap<u32, i64>,
    by_serial: HashMap<u64, u32>,
    shapes: RefCell<HashMap<Area, Rc<Shape>>>,
}

/// An area's outline.
pub struct Shape {
    /// Outlines and holes in any order.
    pub rings: Vec<Vec<Point>>,
    /// The box round them.
    pub bounds: Bounds,
}

impl Model {
    /// A city whose cells show nothing yet.
    pub fn new(city: City, lens: Lens) -> Self {
        let by_serial = (0u32..).zip(&city.pack.buildings).map(|(at, building)| (building.serial, at)).collect();
        Self {
            frame: city.frame(),
            bytes: vec![0; city.index.cells() as usize],
            beacons: BTreeMap::new(),
            numbers: HashMap::new(),
            state_seq: 0,
            lens,
            filtered: false,
            revisions: HashMap::new(),
            by_serial,
            shapes: RefCell::new(HashMap::new()),
            city: Rc::new(city),
        }
    }

    /// Takes the bytes of a state pack; cells outside it show nothing.
    pub fn take_state(&mut self, pack: StatePack, lens: Lens, filtered: bool) {
        pack.apply(&mut self.bytes);
        self.numbers = pack.numbers.into_iter().collect();
        self.lens = lens;
        self.filtered = filtered;
        self.state_seq = pack.revision as i64;
        // Revisions guard single changes between two packs; this pack is newer than all of them.
        self.revisions.clear();
    }

    /// Takes a live frame. Returns the cells that look different now.
    pub fn take_frame(&mut self, frame: &LiveFrame) -> Vec<u32> {
        if frame.seq <= self.state_seq {
            return Vec::new();
        }
        frame.cells.iter().filter(|cell| self.take_cell(cell)).map(|cell| cell.cell).collect()
    }

    fn take_cell(&mut self, cell: &LiveCell) -> bool {
        let known = self.revisions.get(&cell.cell).copied().unwrap_or(i64::MIN);
        let byte = cell.bytes[usize::from(self.lens.number())];
        let (Some(byte), Some(place)) = (byte, self.bytes.get_mut(cell.cell as usize)) else { return false };
        if cell.revision < known {
            return false;
        }
        match &cell.number {
            Some(number) => self.numbers.insert(cell.cell, number.clone()),
            None => self.numbers.remove(&cell.cell),
        };
        if self.filtered && *place == 0 {
            return false;
        }
        self.revisions.insert(cell.cell, cell.revision);
        let changed = *place != byte;
        *place = byte;
        changed
    }

    /// Takes a change of a case. Returns whether the map looks different.
    pub fn take_beacon(&mut self, change: &LiveBeacon) -> bool {
        match &change.beacon {
            Some(beacon) if beacon.light.is_open() => {
                self.beacons.insert(change.case, beacon.clone()).as_ref() != Some(beacon)
            }
            _ => self.beacons.remove(&change.case).is_some(),
        }
    }

    /// What a cell shows.
    pub fn byte(&self, cell: u32) -> CellByte {
        CellByte(self.bytes.get(cell as usize).copied().unwrap_or(0))
    }

    /// The index of a building.
    pub fn building(&self, id: BuildingId) -> Option<u32> {
        self.by_serial.get(&id.serial()).copied()
    }

    /// The id of a building.
    pub fn building_id(&self, building: u32) -> Option<BuildingId> {
        let county = self.city.pack.areas.first()?.area.county();
        self.city.pack.buildings.get(building as usize).map(|building| BuildingId::new(county, building.serial))
    }

    /// The grid that a building lies in; nothing for the surroundings.
    pub fn grid_of(&self, building: u32) -> Option<Area> {
        let area = self.city.pack.buildings.get(building as usize)?.area?;
        self.city.pack.areas.get(area as usize).map(|entry| entry.area)
    }

    /// The building that a cell belongs to.
    pub fn building_of(&self, cell: u32) -> Option<u32> {
        self.city.index.slot(&self.city.pack, cell).map(|slot| slot.building)
    }

    /// The door of a cell, with its number as it was given; nothing where there is no door any more.
    pub fn door(&self, cell: u32) -> Option<Door> {
        let given = match self.numbers.get(&cell) {
            Some(number) => Some(DoorNumber::new_checked(number)?),
            None => None,
        };
        let slot = self.city.index.slot(&self.city.pack, cell)?;
        let building = self.city.pack.buildings.get(slot.building as usize)?;
        let unit = unit_of_column(slot.column, building.columns, building.units);
        let first = (0..=slot.column)
            .rev()
            .take_while(|column| unit_of_column(*column, building.columns, building.units) == unit)
            .last()
            .unwrap_or(slot.column);
        Some(Door { given, ..Door::new(unit + 1, slot.floor, slot.column - first + 1) })
    }

    /// The box round a building's outline.
    pub fn building_bounds(&self, building: u32) -> Option<Bounds> {
        let print = self.city.footprint(building)?;
        Some(Bounds { low: Metre { x: print.min.x, y: print.min.y }, high: Metre { x: print.max.x, y: print.max.y } })
    }

    /// An area's outline; nothing for an area that the city does not have.
    pub fn shape(&self, area: Area) -> Option<Rc<Shape>> {
        if let Some(shape) = self.shapes.borrow().get(&area) {
            return Some(Rc::clone(shape));
        }
        let rings = self.city.pack.outline(area);
        let bounds = Bounds::around(rings.iter().flatten().map(|point| point.to_metre()))?;
        let shape = Rc::new(Shape { rings, bounds });
        self.shapes.borrow_mut().insert(area, Rc::clone(&shape));
        Some(shape)
    }

    /// The areas one level below.
    pub fn children(&self, area: Area) -> impl Iterator<Item = (Area, &str, Metre)> {
        let level = area.level().child();
        let start = self.city.pack.areas.partition_point(|entry| entry.area < area);
        self.city.pack.areas[start..]
            .iter()
            .take_while(move |entry| area.contains(entry.area))
            .filter(move |entry| Some(entry.area.level()) == level)
            .map(|entry| (entry.area, entry.name.as_str(), entry.label.to_metre()))
    }

    /// The area of a level that a point lies in.
    pub fn area_at(&self, point: Metre, level: Level) -> Option<Area> {
        let mut area = Area::city(self.city.pack.areas.first()?.area.county());
        while area.level() < level {
            let child = self.children(area).map(|(child, _, _)| child).find(|child| {
                self.shape(*child)
                    .is_some_and(|shape| shape.bounds.contains(point) && plane::inside(&shape.rings, point))
            });
            area = child?;
        }
        Some(area)
    }

    /// Where an area's name stands.
    pub fn label_point(&self, area: Area) -> Option<Metre> {
        self.city.pack.area_index(area).map(|index| self.city.pack.areas[index].label.to_metre())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use citypack::{AreaEntry, Building, Kind};
    use domain::area::County;
    use domain::geo::LonLat;

    pub(crate) fn model() -> Model {
        let city = Area::city(County::new_checked(990_001).unwrap());
        let grid = city.child(1).unwrap().child(1).unwrap().child(1).unwrap();
        let areas = grid.path().into_iter();
        let areas = areas.map(|area| AreaEntry { area, name: area.to_string(), label: Point::default() }).collect();
        let ring = [(0, 0), (400, 0), (400, 120), (0, 120)].map(|(x, y)| Point { x, y }).to_vec();
        let building = Building {
            serial: 7,
            area: Some(3),
            estate: None,
            number: 1,
            kind: Kind::Apartments,
            floors: 5,
            floor_height_dm: 30,
            columns: 6,
            units: 3,
            first_floor: 1,
            rings: vec![ring],
        };
        let city = citypack::City {
            scene_version: 1,
            origin: LonLat { lon: 71.4, lat: 51.1 },
            attribution: String::new(),
            areas,
            borders: Vec::new(),
            estates: Vec::new(),
            buildings: vec![building],
            roads: Vec::new(),
            land: Vec::new(),
        };
        Model::new(City::new(city), Lens::Occupancy)
    }

    fn frame(seq: i64, revision: i64, byte: u8) -> LiveFrame {
        let cell = LiveCell { cell: 3, revision, bytes: [Some(byte), None, None, None, None], number: None };
        LiveFrame { seq, scene_version: 1, cells: vec![cell], beacons: Vec::new() }
    }

    #[test]
    fn an_older_revision_never_overwrites_a_newer_one() {
        let mut model = model();

        assert_eq!(model.take_frame(&frame(1, 5, 0x21)), [3]);
        assert!(model.take_frame(&frame(2, 4, 0x02)).is_empty());
        assert_eq!(model.bytes[3], 0x21);
    }

    #[test]
    fn a_frame_that_the_state_pack_already_has_changes_nothing() {
        let mut model = model();
        model.state_seq = 10;

        assert!(model.take_frame(&frame(10, 5, 0x21)).is_empty());
        assert_eq!(model.take_frame(&frame(11, 5, 0x21)), [3]);
    }

    #[test]
    fn a_door_has_the_number_that_it_was_given_until_a_live_frame_gives_another_or_none() {
        let mut model = model();
        let pack = StatePack {
            scene_version: 1,
            lens: 0,
            revision: 1,
            runs: Vec::new(),
            bytes: Vec::new(),
            numbers: vec![(7, "202甲".to_owned())],
        };
        let shown = |model: &Model| model.door(7).map(|door| door.number().to_string());

        model.take_state(pack, Lens::Occupancy, false);
        assert_eq!(shown(&model).as_deref(), Some("202甲"));
        for (seq, told, expected) in [(2, Some("9"), Some("9")), (3, Some(""), None), (4, None, Some("202"))] {
            let number = told.map(str::to_owned);
            let cell = LiveCell { cell: 7, revision: seq, bytes: [Some(1), None, None, None, None], number };
            model.take_frame(&LiveFrame { seq, scene_version: 1, cells: vec![cell], beacons: Vec::new() });
            assert_eq!(shown(&model).as_deref(), expected);
        }
    }

    #[test]
    fn doors_count_from_one_on_every_landing() {
        let model = model();

        let doors: Vec<_> =
            (6..12).filter_map(|cell| model.door(cell)).map(|door| (door.unit, door.number().to_string())).collect();

        assert_eq!(
            doors,
            [(1, 201), (1, 202), (2, 201), (2, 202), (3, 201), (3, 202)]
                .map(|(unit, number): (u16, u32)| (unit, number.to_string()))
        );
    }
}
