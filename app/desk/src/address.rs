//! Addresses of the desk's pages, and the page's own address with one parameter changed.

use domain::area::Area;
use domain::case::Axis;
use domain::id::{BuildingId, CaseId, DwellingId, ResidentId};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};

use crate::case::view::CaseView;
use crate::map::view_state::escape;

/// The plain list of an area.
pub fn area(area: Area) -> String {
    format!("/areas/{area}")
}

/// A building's page.
pub fn building(building: BuildingId) -> String {
    format!("/buildings/{building}")
}

/// A household's page.
pub fn household(dwelling: DwellingId) -> String {
    format!("/households/{dwelling}")
}

/// Who near a household can help.
pub fn nearby(dwelling: DwellingId) -> String {
    format!("/households/{dwelling}/nearby")
}

/// A person's page.
pub fn person(resident: ResidentId) -> String {
    format!("/people/{resident}")
}

/// The list of open cases of an area.
pub fn cases(area: Option<Area>) -> String {
    CaseView { axis: Axis::All, area, ..CaseView::default() }.href()
}

/// A case's sheet.
pub fn case(case: CaseId) -> String {
    CaseView::default().at(case).href()
}

/// The present address: forms post it as `back`.
pub fn use_here() -> Signal<String> {
    let (path, query) = (use_location().pathname, use_query_map());
    Signal::derive(move || print(&path.get(), query.with(pairs)))
}

/// The present address with one parameter set.
pub fn use_here_with(name: &'static str, value: impl Fn() -> &'static str + Send + Sync + 'static) -> Signal<String> {
    let (path, query) = (use_location().pathname, use_query_map());
    Signal::derive(move || {
        let others = query.with(pairs).into_iter().filter(|(key, _)| key != name);
        print(&path.get(), others.chain([(name.to_owned(), value().to_owned())]).collect())
    })
}

fn pairs(query: &leptos_router::params::ParamsMap) -> Vec<(String, String)> {
    query.clone().into_iter().map(|(key, value)| (key.into_owned(), value)).collect()
}

fn print(path: &str, pairs: Vec<(String, String)>) -> String {
    let query = pairs.iter().map(|(key, value)| format!("{key}={}", escape(value))).collect::<Vec<_>>().join("&");
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}
