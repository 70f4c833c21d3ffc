//! Draws a plan as SVG, to be looked at: `cargo run --release -p cityplan --example draw -- demo data out.svg`.
use std::fs::File;
use std::ops::ControlFlow;

use cityplan::{Parameter, Sources, plan_city, read};
use domain::area::County;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let open = |name: &str| File::open(format!("{}/astana-{name}.geojson.gz", arguments[2]));
    let sources = Sources {
        buildings: Box::new(open("buildings")?),
        roads: Some(Box::new(open("roads")?)),
        land: Some(Box::new(open("land")?)),
        places: Some(Box::new(open("places")?)),
        areas: None,
    };
    let start = std::time::Instant::now();
    let county = County::new_checked(990_001).ok_or("county")?;
    let survey = read(sources, &mut |_, _, _| ControlFlow::Continue(()))?;
    eprintln!("read {:?}", start.elapsed());
    let parameter = match arguments[1].as_str() {
        "demo" => Parameter::demo(county),
        "small" => Parameter::small(county),
        "district" => Parameter::district(county),
        _ => Parameter::whole(county),
    };
    let plan = plan_city(survey, &parameter, &mut |_, _, _| ControlFlow::Continue(()))?;
    eprintln!("planned {:?}", start.elapsed());
    let mut kinds = std::collections::BTreeMap::<_, (u32, u32)>::new();
    for b in &plan.buildings {
        let k = kinds.entry((b.kind, b.floors_assumed)).or_default();
        k.0 += 1;
        k.1 += b.dwellings();
    }
    eprintln!("{kinds:#?}");
    let mut report = plan.report.clone();
    report.buildings.rows.truncate(20);
    report.roads.rows.truncate(5);
    report.land.rows.truncate(5);
    report.places.rows.truncate(5);
    eprintln!("{}", serde_json::to_string(&report)?);
    Ok(())
}
