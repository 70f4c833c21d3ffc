//! Draws a plan as SVG, to be looked at: `cargo run --release -p cityplan --example draw -- demo data out.svg [x y half_m]`.
//!
//! Profiles: whole, demo, district, small. With a middle in metres and half a side, only that square is drawn.
#![expect(clippy::print_stderr, reason = "an example for people")]

use std::fmt::Write;
use std::fs::File;
use std::ops::ControlFlow;
use std::time::Instant;

use cityplan::{CityPlan, LandClass, Parameter, RingDm, RoadClass, Sources, plan_city, read};
use domain::area::{County, Level};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, profile, data, out, window @ ..] = arguments.as_slice() else {
        return Err("usage: draw PROFILE DATA_DIR OUT.svg [x y half_m]".into());
    };
    let open = |name: &str| File::open(format!("{data}/astana-{name}.geojson.gz"));
    let sources = Sources {
        buildings: Box::new(open("buildings")?),
        roads: Some(Box::new(open("roads")?)),
        land: Some(Box::new(open("land")?)),
        places: Some(Box::new(open("places")?)),
        areas: None,
    };
    let start = Instant::now();
    let county = County::new_checked(990_001).ok_or("county")?;
    let mut last = None;
    let mut progress = |stage, _, _| {
        if last != Some(stage) {
            eprintln!("{:7.2} s {stage:?}", start.elapsed().as_secs_f64());
            last = Some(stage);
        }
        ControlFlow::Continue(())
    };
    let survey = read(sources, &mut progress)?;
    let mut parameter = match profile.as_str() {
        "demo" => Parameter::demo(county),
        "small" => Parameter::small(county),
        "district" => Parameter::district(county),
        _ => Parameter::whole(county),
    };
    if let Some(area_m2) = std::env::var("FLAT_AREA_M2").ok().and_then(|text| text.parse().ok()) {
        parameter.flat_area_m2 = area_m2;
    }
    let plan = plan_city(survey, &parameter, &mut progress)?;
    eprintln!("{:7.2} s done", start.elapsed().as_secs_f64());
    tell(&plan);
    let window: Vec<f64> = window.iter().filter_map(|n| n.parse().ok()).collect();
    std::fs::write(out, svg(&plan, &window)?)?;
    Ok(())
}

fn tell(plan: &CityPlan) {
    let report = &plan.report;
    let share = f64::from(report.grids_in_size) / f64::from(report.areas.grids) * 100.0;
    eprintln!(
        "{:?}, {} dwellings, {:.1} % of grids in size, {} surroundings",
        report.areas, report.dwellings, share, report.surroundings
    );
    let planned = || plan.buildings.iter().filter(|building| building.capacity() > 0 && building.place.is_some());
    eprintln!(
        "  lived in: {} buildings, {} of one floor, {} with a courtyard, {} of twelve floors or more",
        planned().count(),
        planned().filter(|building| building.floors == 1).count(),
        planned().filter(|building| building.rings.len() > 1).count(),
        planned().filter(|building| building.floors >= 12).count(),
    );
    let mut why = std::collections::BTreeMap::new();
    for flagged in &report.flagged {
        why.entry(flagged.why).or_insert_with(Vec::new).push(flagged.dwellings);
    }
    for (why, sizes) in why {
        eprintln!("  {why:?}: {} {:?}", sizes.len(), &sizes[..sizes.len().min(40)]);
    }
    for level in [Level::Street, Level::Community, Level::Grid] {
        let mut compactness: Vec<f64> =
            plan.areas.iter().filter(|area| area.level == level).map(|a| compact(&a.rings, a.area_m2)).collect();
        compactness.sort_by(f64::total_cmp);
        let at = |share: f64| compactness[((compactness.len() - 1) as f64 * share) as usize];
        eprintln!("  {level:?} compactness 4πA/P²: 5 % {:.2}, median {:.2}", at(0.05), at(0.5));
    }
    for area in plan.areas.iter().filter(|area| area.level <= Level::Street) {
        eprintln!("  {} {} {} dwellings {:.2} km²", area.area, area.name, area.dwellings, area.area_m2 / 1e6);
    }
    let mut estates: Vec<u32> = plan.estates.iter().map(|estate| estate.dwellings).collect();
    estates.sort_unstable();
    eprintln!("  estates {} median {:?} largest {:?}", estates.len(), estates.get(estates.len() / 2), estates.last());
}

fn compact(rings: &[RingDm], area_m2: f64) -> f64 {
    let ring = &rings[0];
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    let perimeter_m: f64 = pairs.map(|(a, b)| f64::from(a[0] - b[0]).hypot(f64::from(a[1] - b[1])) / 10.0).sum();
    4.0 * std::f64::consts::PI * area_m2 / perimeter_m.powi(2)
}

/// The corners of what is drawn.
fn view(plan: &CityPlan, window: &[f64]) -> [[i32; 2]; 2] {
    if let [x, y, half] = window {
        return [[x - half, y - half], [x + half, y + half]].map(|p| p.map(|n| (n * 10.0) as i32));
    }
    let city = plan.areas[0].rings[0].iter();
    let far = |axis: usize| {
        let values = city.clone().map(|point| point[axis]);
        (values.clone().min().unwrap_or(0), values.max().unwrap_or(0))
    };
    let ((west, east), (south, north)) = (far(0), far(1));
    [[west - 500, south - 500], [east + 500, north + 500]]
}

fn svg(plan: &CityPlan, window: &[f64]) -> Result<String, std::fmt::Error> {
    let [low, high] = view(plan, window);
    let (width, height) = (high[0] - low[0], high[1] - low[1]);
    let unit = f64::from(width.max(height)) / 1600.0;
    let mut svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='{:.0}' height='{:.0}' viewBox='{} {} {width} {height}' style='background:#f4f1ea'>",
        f64::from(width) / unit,
        f64::from(height) / unit,
        low[0],
        -high[1],
    );
    let is_seen = |ring: &[[i32; 2]]| {
        ring.iter()
            .any(|p| p[0] > low[0] - 5_000 && p[0] < high[0] + 5_000 && p[1] > low[1] - 5_000 && p[1] < high[1] + 5_000)
    };
    for land in plan.land.iter().filter(|land| is_seen(&land.rings[0])) {
        let fill = match land.class {
            LandClass::Water => "#a9cbe0",
            LandClass::Park | LandClass::Grass | LandClass::Wood => "#cfe0bd",
            _ => "#e8e2d6",
        };
        write!(svg, "<path d='{}' fill='{fill}' fill-rule='evenodd'/>", path(&land.rings))?;
    }
    for area in plan.areas.iter().filter(|area| area.level == Level::Grid && is_seen(&area.rings[0])) {
        let hue = area.area.parent().map_or(0, |parent| parent.code() / 1_000 * 47 % 360);
        let light = 60 + area.area.number() * 37 % 25;
        let dash = if area.flag.is_some() { " stroke='#d00'" } else { " stroke='#555'" };
        write!(
            svg,
            "<path d='{}' fill='hsl({hue},55%,{light}%)' fill-opacity='.45'{dash} stroke-width='{}' fill-rule='evenodd'/>",
            path(&area.rings),
            unit
        )?;
    }
    for road in plan.roads.iter().filter(|road| is_seen(&road.line) && road.class < RoadClass::Path) {
        let width = if road.class <= RoadClass::Secondary {
            1.6
        } else if road.class <= RoadClass::Living {
            0.9
        } else {
            0.35
        };
        write!(svg, "<path d='{}' fill='none' stroke='#fff' stroke-width='{:.1}'/>", line(&road.line), width * unit)?;
    }
    for building in plan.buildings.iter().filter(|building| is_seen(&building.rings[0])) {
        let fill = match (building.place.is_some(), building.capacity()) {
            (false, _) => "#ccc",
            (true, 0) => "#998",
            _ => "#433",
        };
        write!(svg, "<path d='{}' fill='{fill}' fill-rule='evenodd'/>", path(&building.rings))?;
    }
    for estate in plan.estates.iter().filter(|estate| is_seen(&estate.rings[0])) {
        write!(
            svg,
            "<path d='{}' fill='none' stroke='#06c' stroke-dasharray='{1} {1}' stroke-width='{2:.1}'/>",
            path(&estate.rings),
            unit * 3.0,
            unit * 0.7
        )?;
    }
    for (level, width) in [(Level::Community, 2.2), (Level::Street, 4.5)] {
        for area in plan.areas.iter().filter(|area| area.level == level) {
            let colour = if level == Level::Street { "#a11" } else { "#222" };
            write!(
                svg,
                "<path d='{}' fill='none' stroke='{colour}' stroke-width='{:.1}' stroke-linejoin='round'/>",
                path(&area.rings),
                width * unit
            )?;
        }
    }
    let text = |svg: &mut String, at: [i32; 2], size: f64, text: &str| {
        write!(
            svg,
            "<text x='{}' y='{}' font-size='{:.0}' text-anchor='middle' font-family='Noto Sans CJK SC' stroke='#fff' stroke-width='{:.1}' paint-order='stroke'>{text}</text>",
            at[0],
            -at[1],
            size * unit,
            unit * 3.0
        )
    };
    for area in &plan.areas {
        match area.level {
            Level::Street => text(&mut svg, area.label_point, 22.0, &area.name)?,
            Level::Community if f64::from(width) / unit < 12.0 * 1600.0 => {
                text(&mut svg, area.label_point, 12.0, &area.name)?;
            }
            Level::Grid if window.len() == 3 => {
                text(&mut svg, area.label_point, 9.0, &format!("{} {}户", area.name, area.dwellings))?;
            }
            _ => {}
        }
    }
    svg.push_str("</svg>");
    Ok(svg)
}

fn path(rings: &[RingDm]) -> String {
    rings.iter().map(|ring| line(ring) + "Z").collect()
}

fn line(points: &[[i32; 2]]) -> String {
    let mut line = String::from("M");
    for [x, y] in points {
        let _ = write!(line, "{x} {} ", -y);
    }
    line
}
