//! Writes what `bench map` draws: `bench-pack <data folder> <output folder> <scene>…`, scenes being cut, demo, district, million.
//!
//! Each scene gives `<scene>.scene.bin` and `<scene>.state.bin` (`citypack`) and `<scene>.json` (counts and cameras); the
//! cut also gives `cells.bin`, the same cells as plain boxes for the peers. Not for the product: the server makes its
//! packs from the database.

mod boxes;
mod camera;
mod noise;
mod scene;

use std::fs::{self, File};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};
use cityplan::{CityPlan, Extent, Parameter, Sources, Survey};
use domain::area::County;

/// Made-up cities live under a county code that belongs to no province.
const COUNTY: i32 = 990_001;
/// How many cells the cut has, about: what MapLibre GL can hold.
const CUT_CELLS: u32 = 100_000;
/// Floor area of a flat that gives the whole of Astana more than a million cells.
const MILLION_FLAT_AREA_M2: f64 = 34.0;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [data, output, scenes @ ..] = arguments.as_slice() else {
        eprintln!("usage: bench-pack <data folder> <output folder> <cut|demo|district|million>…");
        return ExitCode::FAILURE;
    };
    match write_all(Path::new(data), Path::new(output), scenes) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench-pack: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn write_all(data: &Path, output: &Path, scenes: &[String]) -> anyhow::Result<()> {
    fs::create_dir_all(output).with_context(|| format!("make {}", output.display()))?;
    let survey = survey(data)?;
    for scene in scenes {
        let parameter = parameter(scene)?;
        let plan = cityplan::plan_city(survey.clone(), &parameter, &mut |_, _, _| ControlFlow::Continue(()))?;
        write_scene(output, scene, &plan)?;
    }
    Ok(())
}

fn survey(data: &Path) -> anyhow::Result<Survey> {
    let open = |layer: &str| {
        let path = data.join(format!("astana-{layer}.geojson.gz"));
        File::open(&path).with_context(|| format!("open {}", path.display()))
    };
    let sources = Sources {
        buildings: Box::new(open("buildings")?),
        roads: Some(Box::new(open("roads")?)),
        land: Some(Box::new(open("land")?)),
        places: Some(Box::new(open("places")?)),
        areas: None,
    };
    Ok(cityplan::read(sources, &mut |_, _, _| ControlFlow::Continue(()))?)
}

fn parameter(scene: &str) -> anyhow::Result<Parameter> {
    let county = County::new_checked(COUNTY).context("the county code has six digits")?;
    Ok(match scene {
        "cut" => Parameter { extent: Extent::Dwellings(CUT_CELLS), ..Parameter::whole(county) },
        "demo" => Parameter::demo(county),
        "district" => Parameter::district(county),
        "million" => Parameter { flat_area_m2: MILLION_FLAT_AREA_M2, ..Parameter::whole(county) },
        other => bail!("there is no scene `{other}`"),
    })
}

fn write_scene(output: &Path, name: &str, plan: &CityPlan) -> anyhow::Result<()> {
    let is_cut = name == "cut";
    let mut city = scene::city(plan);
    if is_cut {
        scene::keep_inhabited(&mut city);
    }
    let pack = citypack::encode(&city).with_context(|| format!("encode the scene `{name}`"))?;
    let state = noise::state(&city, County::new_checked(COUNTY).context("the county code has six digits")?)?;
    let about = camera::about(name, &city, plan.report.dwellings);
    let write = |file: String, bytes: &[u8]| {
        let path = output.join(file);
        fs::write(&path, bytes).with_context(|| format!("write {}", path.display()))
    };
    write(format!("{name}.scene.bin"), &pack)?;
    write(format!("{name}.state.bin"), &state.encode()?)?;
    write(format!("{name}.json"), about.to_string().as_bytes())?;
    if is_cut {
        write("cells.bin".to_owned(), &boxes::boxes(&city, &state))?;
    }
    eprintln!(
        "bench-pack: {name}: {} cells, {} buildings, {} bytes",
        plan.report.dwellings,
        city.buildings.len(),
        pack.len()
    );
    Ok(())
}
