//! Forms of those who serve. All name the page they stand on in `back`.
//!
//! - `POST /form/wish-claim`: `wish`, `seats`, `waits` when it is ticked, `tool` for each that they bring.
//! - `POST /form/wish-leave`, `POST /form/wish-contact`: `wish`. The latter answers with the page, so that no address leads to how
//!   somebody is reached.
//! - `POST /form/wish-finish`: `wish`, `words`.
//! - `POST /form/vol-me`: `skill`, `free`, each as often as it is ticked.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use domain::actor::Actor;
use domain::id::WishId;
use domain::phone::Phone;
use domain::wish::{FreeTimes, Kind, Part, WEEK};
use office::Reached;
use service::wish::{self, Claimed};
use ui::error::AppError;

use super::several::Several;
use super::{Fields, answer_in_office};
use crate::http::refusal::Refusal;
use crate::page::{self, Surface, Visit};
use crate::state::AppState;

/// Claims places, or says that somebody was faster.
pub async fn claim(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    several: Several,
) -> Response {
    let tools: Vec<String> = several.all("tool").map(str::to_owned).collect();
    let fields = several.fields();
    let done = async {
        let wish: WishId = fields.read("wish")?;
        let seats = fields.read("seats")?;
        let claimed = wish::claim(&state.service, &actor, wish, (seats, fields.is_on("waits")), &tools).await;
        match claimed.map_err(|error| Refusal::from(error).0)? {
            Claimed::In(_) => Ok(()),
            // The page looks by itself which other one is open.
            Claimed::Late(_) => Err(AppError::Conflict),
        }
    };
    let done = done.await;
    answer_in_office(&state, visit, "wish-claim", fields, done).await
}

/// Gives places back.
pub async fn leave(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let done = wish::leave(&state.service, &actor, fields.read("wish")?).await;
        done.map_err(|error| Refusal::from(error).0)
    };
    let done: Result<(), AppError> = done.await;
    answer_in_office(&state, visit, "wish-leave", fields, done).await
}

/// Says that it is done.
pub async fn finish(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let done = async {
        let words = fields.get("words").unwrap_or_default();
        let done = wish::finish(&state.service, &actor, fields.read("wish")?, words).await;
        done.map_err(|error| Refusal::from(error).0)
    };
    let done: Result<(), AppError> = done.await;
    answer_in_office(&state, visit, "wish-finish", fields, done).await
}

/// Shows how the resident is reached, on the page of this one answer.
pub async fn contact(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    fields: Fields,
) -> Response {
    let found = async {
        let wish: WishId = fields.read("wish")?;
        let contact = wish::contact_of(&state.service, &actor, wish).await.map_err(|error| Refusal::from(error).0)?;
        Ok(Reached {
            wish,
            name: contact.name.as_ref().map(|name| name.reveal().to_owned()),
            phone: contact.phone.as_ref().map(|phone| Phone::reveal(phone).to_owned()),
            door: contact.door,
        })
    };
    let found: Result<Reached, AppError> = found.await;
    match found {
        Ok(reached) => page::heard(&state, visit, &fields.back(), reached).await,
        Err(error) => page::again_on(&state, Surface::Office, visit, "wish-contact", fields, error).await,
    }
}

/// Writes down what somebody likes to serve and when they are free: `skill` and `free` (`weekday-part`, from 0) for each that is
/// ticked.
pub async fn describe(
    State(state): State<AppState>,
    Extension(actor): Extension<Actor>,
    visit: Visit,
    several: Several,
) -> Response {
    let fields = several.fields().and_back("/vol/me");
    let done = async {
        let skills: Option<Vec<Kind>> = several.all("skill").map(Kind::from_slug).collect();
        let skills = skills.ok_or_else(|| AppError::Invalid { field: "skill".to_owned() })?;
        let free = several.all("free").try_fold(FreeTimes::default(), ticked);
        let free = free.ok_or_else(|| AppError::Invalid { field: "free".to_owned() })?;
        wish::describe(&state.service, &actor, &skills, free).await.map_err(|error| Refusal::from(error).0)
    };
    let done: Result<(), AppError> = done.await;
    answer_in_office(&state, visit, "vol-me", fields, done).await
}

fn ticked(free: FreeTimes, text: &str) -> Option<FreeTimes> {
    let (day, part) = text.split_once('-')?;
    let day = WEEK.get(day.parse::<usize>().ok()?)?;
    let part = Part::ALL.get(part.parse::<usize>().ok()?)?;
    Some(free.with(*day, *part))
}
