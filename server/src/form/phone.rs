//! Forms of the grid worker's phone that no other page has.
//!
//! - `POST /m/find`: `q`, and `door` when a door was typed. Leads to the one household that is meant, else to all that was found.
//! - `GET /m/h/{dwelling}/call/{resident}`: leads to `tel:` with the number, and writes down who asked; a link, as a notice's sheet
//!   has it.

use std::collections::BTreeSet;

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::actor::Actor;
use domain::id::{DwellingId, ResidentId};
use domain::search::{Hit, Target};
use service::search::{Scope, find as find_all};
use service::{Service, question, resident};
use ui::error::AppError;

use super::Fields;
use super::notice::ring;
use crate::http::refusal::Refusal;
use crate::page::{self, Surface, Visit};
use crate::state::AppState;

const HOME: &str = "/m";
/// More than one is as good as all: the page shows them.
const HIT_LIMIT: u16 = 20;

/// Leads to what is meant.
pub async fn find(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let Some(text) = fields.get("q") else { return Redirect::to(HOME).into_response() };
    match meant(&state.service, &actor, text, fields.is_on("door")).await {
        Ok(page) => Redirect::to(&page).into_response(),
        Err(error) => page::again_on(&state, Surface::Field, visit, "phone-find", fields.and_back(HOME), error).await,
    }
}

async fn meant(s: &Service, actor: &Actor, text: &str, is_door: bool) -> Result<String, AppError> {
    let scope = Scope { area: actor.area, near: None, limit: HIT_LIMIT };
    let hits = find_all(s, actor, text, scope).await.map_err(|error| Refusal::from(error).0)?;
    if let Some(dwelling) = only_home(&hits, is_door) {
        return Ok(format!("/m/h/{dwelling}"));
    }
    let asked = question::keep(s, actor, text).await.map_err(|error| Refusal::from(error).0)?;
    Ok(format!("{HOME}?asked={asked}"))
}

/// The household that all hits are about. Digits of a door may be somebody's, too: who typed a door means the door.
fn only_home(hits: &[Hit], is_door: bool) -> Option<DwellingId> {
    let doors = hits.iter().map(|hit| match hit.target {
        Target::Dwelling(dwelling, _) => Some(dwelling),
        Target::Person(_, dwelling, _) if !is_door => Some(dwelling),
        _ => None,
    });
    let doors: Option<BTreeSet<DwellingId>> = if is_door { Some(doors.flatten().collect()) } else { doors.collect() };
    doors.filter(|doors| doors.len() == 1)?.first().copied()
}

/// Rings somebody who lives behind a door.
pub async fn dial(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    Path((dwelling, who)): Path<(DwellingId, ResidentId)>,
) -> Response {
    match resident::dial(&state.service, &actor, dwelling, who).await {
        Ok(phone) => ring(phone.reveal()),
        Err(error) => Refusal::from(error).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use domain::area::County;
    use domain::id::BuildingId;

    use super::*;

    fn hit(is_person: bool, serial: u64) -> Hit {
        let county = County::new_checked(990_001).unwrap();
        let (dwelling, building) = (DwellingId::new(county, serial), BuildingId::new(county, 1));
        let target = if is_person {
            Target::Person(ResidentId::new(county, 9), dwelling, building)
        } else {
            Target::Dwelling(dwelling, building)
        };
        Hit { target, title: String::new(), place: String::new(), age_years: None, formerly: None }
    }

    #[test]
    fn one_household_is_led_to_and_two_are_shown() {
        let one = [hit(false, 1), hit(true, 1)];
        let two = [hit(false, 1), hit(true, 2)];

        assert_eq!(only_home(&one, false), only_home(&one, true));
        assert!(only_home(&one, false).is_some());
        assert_eq!(only_home(&two, false), None);
        assert_eq!(only_home(&two, true), only_home(&one, true), "whose number ends in these digits was not asked");
        assert_eq!(only_home(&[], true), None);
    }
}
