//! Lays out areas on the ground (first step: one grid over everything; replaced by the real layout).

use domain::area::{Area, Level};

use crate::error::CityError;
use crate::geometry::{area_m2, bounds};
use crate::parameter::{Parameter, Progress, Stage, step};
use crate::plan::{BuildingPlace, CityPlan, PlannedArea, PlannedBuilding, PlannedEstate, RingDm};
use crate::read::Survey;
use crate::report::AreaCount;

/// Divides the ground.
pub(crate) fn lay_out(
    survey: Survey,
    mut buildings: Vec<PlannedBuilding>,
    parameter: &Parameter,
    progress: &mut Progress<'_>,
) -> Result<CityPlan, CityError> {
    step(progress, Stage::Divide, 0, 1)?;
    let city = Area::city(parameter.county);
    let too_many = |level| CityError::TooManyAreas { level, needed: 1 };
    let street = city.child(1).ok_or(too_many("streets"))?;
    let community = street.child(1).ok_or(too_many("communities"))?;
    let grid = community.child(1).ok_or(too_many("grids"))?;
    let points = buildings.iter().flat_map(|b| b.rings.iter().flatten());
    let [[x0, y0], [x1, y1]] = bounds(points).unwrap_or_default();
    let (x0, y0, x1, y1) = (x0 - 500, y0 - 500, x1 + 500, y1 + 500);
    let ring: RingDm = vec![[x0, y0], [x1, y0], [x1, y1], [x0, y1]];
    for (index, building) in buildings.iter_mut().enumerate() {
        building.place = Some(BuildingPlace { grid, estate: 0, number: (index + 1).min(65_535) as u16 });
    }
    let dwellings = buildings.iter().map(PlannedBuilding::dwellings).sum();
    let label_point = [(x0 + x1) / 2, (y0 + y1) / 2];
    let names = [(city, Level::City, "格治市"), (street, Level::Street, "城中街道"), (community, Level::Community, "和平社区"), (grid, Level::Grid, "第1网格")];
    let areas = names.map(|(area, level, name)| PlannedArea {
        area,
        level,
        name: name.to_owned(),
        official_code: None,
        is_synthetic: true,
        rings: vec![ring.clone()],
        label_point,
        area_m2: area_m2(std::slice::from_ref(&ring)),
        dwellings,
        flag: None,
    });
    let estates = vec![PlannedEstate { serial: 1, community, name: "和平花园".to_owned(), rings: vec![ring.clone()], label_point, dwellings }];
    let mut report = survey.report;
    report.areas = AreaCount { streets: 1, communities: 1, grids: 1, estates: 1 };
    report.dwellings = dwellings;
    report.floors_assumed = buildings.iter().filter(|b| b.floors_assumed).count() as u32;
    Ok(CityPlan {
        frame: survey.frame,
        bounds_dm: [[x0, y0], [x1, y1]],
        areas: areas.to_vec(),
        estates,
        buildings,
        roads: survey.roads,
        land: survey.land,
        places: survey.places,
        report,
    })
}
