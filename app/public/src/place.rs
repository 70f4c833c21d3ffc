//! Where something is, one step a page: streets, communities, buildings; or the device's own place. For every page that begins with a
//! place (`/report`, `/wish`), each under its own address.

use domain::area::{Area, Level};
use domain::case::Ground;
use domain::geo::LonLat;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use service::building::BuildingLine;
use service::report::Place;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::script::{HERE, Script};
use wording::{Phrase, Word};

use crate::say::word as in_tongue;

/// The page of a ground.
pub(crate) fn address(base: &str, ground: Ground) -> String {
    match ground {
        Ground::Building(building) => format!("{base}?b={building}"),
        Ground::Point(at) => format!("{base}?x={}&y={}", at.lon, at.lat),
        Ground::Area(area) => format!("{base}?area={area}&here=1"),
        Ground::Dwelling(_) => base.to_owned(),
    }
}

/// The ground of a form, as it sends it.
pub(crate) fn place_fields(ground: Ground) -> AnyView {
    let hidden = |name: &'static str, value: String| view! { <input type="hidden" name=name value=value /> };
    match ground {
        Ground::Building(building) => hidden("building", building.to_string()).into_any(),
        Ground::Point(at) => (hidden("lon", at.lon.to_string()), hidden("lat", at.lat.to_string())).into_any(),
        Ground::Area(area) => hidden("area", area.to_string()).into_any(),
        Ground::Dwelling(_) => ().into_any(),
    }
}

/// What the address says: `b` a building, `x` and `y` a point, `area` (with `here` when nobody knows better).
pub(crate) fn place() -> Result<Option<Place>, ()> {
    let query = use_query_map();
    let get = |name: &str| query.with_untracked(|query| query.get(name)).filter(|value| !value.is_empty());
    if let Some(building) = get("b") {
        return building.parse().map(|building| Some(Place::Building(building))).map_err(drop);
    }
    if let (Some(x), Some(y)) = (get("x"), get("y")) {
        let lon_lat = x.parse().ok().zip(y.parse().ok()).and_then(|(lon, lat)| LonLat::new_checked(lon, lat));
        return lon_lat.map(|at| Some(Place::Point(at))).ok_or(());
    }
    let Some(area) = get("area") else { return Ok(None) };
    let area: Area = area.parse().map_err(drop)?;
    Ok(Some(if get("here").is_some() { Place::Somewhere(area) } else { Place::In(area) }))
}

/// Streets, or the communities of one.
#[component]
pub(crate) fn Areas(
    base: &'static str,
    path: Vec<(Area, String)>,
    below: Vec<(Area, String)>,
    /// What the first of these pages says above the streets.
    lead: AnyView,
) -> impl IntoView {
    let is_first = path.last().is_none_or(|(area, _)| area.level() == Level::City);
    let word = if is_first { Word::ReportPickStreet } else { Word::ReportPickCommunity };
    let lines = below.into_iter().map(|(area, name)| choice(format!("{base}?area={area}"), name)).collect_view();
    let refused = Refused::find(base.trim_start_matches('/')).map(Refused::alert);
    let here = is_first.then(|| {
        view! {
            {refused}
            {lead}
            <Here base=base />
        }
    });
    view! {
        {here}
        {trail(&path, base)}
        <section aria-labelledby="pick">
            <h2 class="report__heading" id="pick">
                {in_tongue(word)}
            </h2>
            <ul class="report__choices">{lines}</ul>
        </section>
    }
}

/// The buildings of a community.
#[component]
pub(crate) fn Buildings(base: &'static str, path: Vec<(Area, String)>, buildings: Vec<BuildingLine>) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let elsewhere = path
        .last()
        .map(|(area, _)| choice(format!("{base}?area={area}&here=1"), Word::ReportNoBuilding.text(lang).to_owned()));
    let mut estates: Vec<(String, Vec<BuildingLine>)> = Vec::new();
    for line in buildings {
        let name = line.estate.as_ref().map_or_else(String::new, |(_, name)| name.clone());
        match estates.last_mut().filter(|(known, _)| *known == name) {
            Some((_, lines)) => lines.push(line),
            None => estates.push((name, vec![line])),
        }
    }
    let groups = estates.into_iter().map(|(name, lines)| {
        let lines = lines.into_iter().filter_map(|line| {
            let number = (line.number > 0).then(|| Phrase::BuildingNumber { number: line.number }.text(lang));
            Some(choice(format!("{base}?b={}", line.building), number.or(line.source)?))
        });
        let lines = lines.collect_view();
        view! {
            <h3 class="report__heading">{name}</h3>
            <ul class="report__choices">{lines}</ul>
        }
    });
    let groups = groups.collect_view();
    view! {
        {trail(&path, base)}
        <section aria-labelledby="pick">
            <h2 class="report__heading" id="pick">
                {in_tongue(Word::ReportPickBuilding)}
            </h2>
            <ul class="report__choices">{elsewhere}</ul>
            {groups}
        </section>
    }
}

fn choice(href: String, text: String) -> impl IntoView + use<> {
    view! {
        <li>
            <a class="button report__choice" href=href>
                {text}
            </a>
        </li>
    }
}

/// Where one is among the steps, and the way back to each.
pub(crate) fn trail(path: &[(Area, String)], base: &'static str) -> impl IntoView + use<> {
    let chosen: Vec<_> = path.iter().filter(|(area, _)| area.level() != Level::City).cloned().collect();
    (!chosen.is_empty()).then(|| {
        let names = chosen.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(" · ");
        view! {
            <p class="report__trail">
                <strong>{names}</strong>
                " "
                <a href=base>{in_tongue(Word::ReportOtherPlace)}</a>
            </p>
        }
    })
}

/// The button that asks the device; hidden without script.
#[component]
fn Here(base: &'static str) -> impl IntoView {
    let lang = use_lang().get_untracked();
    view! {
        <div
            class="report__here"
            data-here=""
            data-to=base
            data-word-asking=Word::ReportHereAsking.text(lang)
            data-word-failed=Word::ReportHereFailed.text(lang)
            hidden
        >
            <button class="button button--primary report__choice" type="button">
                {say(Word::ReportHere)}
            </button>
            <p role="status"></p>
        </div>
        <Script name=HERE />
    }
}
