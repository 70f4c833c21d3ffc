//! `/report`: somebody reports a problem without an account. First the place, one step a page, or at once by the code at a
//! building; then one form. Complete without script, for old telephones; no door is offered and nobody's name is shown.

use domain::area::{Area, Level};
use domain::geo::LonLat;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::use_query_map;
use service::building::BuildingLine;
use service::report::{Next, Place, next};
use service::{Service, ServiceError};
use ui::ErrorPanel;
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::script::{HERE, Script};
use wording::{Phrase, Word};

use crate::report_form::ReportForm;
use crate::say::{title, word as in_tongue};

/// The page.
#[component]
pub fn ReportPage() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok(Next::Form(form)) => view! { <ReportForm form=*form /> }.into_any(),
            Ok(Next::Areas(path, below)) => view! { <Areas path=path below=below /> }.into_any(),
            Ok(Next::Buildings(path, buildings)) => view! { <Buildings path=path buildings=buildings /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/report".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::ReportTitle.text(lang.get_untracked()) />
        <Meta name="description" content=Word::ReportLead.text(lang.get_untracked()) />
        <main class="public report" id="content">
            <h1 class="public__heading">{title(Word::ReportTitle)}</h1>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find() -> Result<Next, AppError> {
    let service = use_context::<Service>().ok_or_else(|| AppError::Unavailable.answered())?;
    let place = place().map_err(|()| AppError::NotFound.answered())?;
    next(&service, place).await.map_err(told)
}

/// What a resident may know of a refusal; the request's line in the log has the rest.
pub(crate) fn told(error: ServiceError) -> AppError {
    match error {
        ServiceError::NotFound => AppError::NotFound.answered(),
        _ => AppError::Unavailable.answered(),
    }
}

/// What the address says: `b` a building, `x` and `y` a point, `area` (with `here` when nobody knows better).
fn place() -> Result<Option<Place>, ()> {
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

#[component]
fn Areas(path: Vec<(Area, String)>, below: Vec<(Area, String)>) -> impl IntoView {
    let is_first = path.last().is_none_or(|(area, _)| area.level() == Level::City);
    let word = if is_first { Word::ReportPickStreet } else { Word::ReportPickCommunity };
    let lines = below.into_iter().map(|(area, name)| choice(format!("/report?area={area}"), name)).collect_view();
    let refused = Refused::find("report").map(Refused::alert);
    let here = is_first.then(|| {
        view! {
            {refused}
            <p class="public__lead">{say(Word::ReportLead)}</p>
            <Here />
        }
    });
    view! {
        {here}
        {trail(&path)}
        <section aria-labelledby="pick">
            <h2 class="report__heading" id="pick">
                {in_tongue(word)}
            </h2>
            <ul class="report__choices">{lines}</ul>
        </section>
    }
}

#[component]
fn Buildings(path: Vec<(Area, String)>, buildings: Vec<BuildingLine>) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let elsewhere = path
        .last()
        .map(|(area, _)| choice(format!("/report?area={area}&here=1"), Word::ReportNoBuilding.text(lang).to_owned()));
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
            Some(choice(format!("/report?b={}", line.building), number.or(line.source)?))
        });
        let lines = lines.collect_view();
        view! {
            <h3 class="report__heading">{name}</h3>
            <ul class="report__choices">{lines}</ul>
        }
    });
    let groups = groups.collect_view();
    view! {
        {trail(&path)}
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
pub(crate) fn trail(path: &[(Area, String)]) -> impl IntoView + use<> {
    let chosen: Vec<_> = path.iter().filter(|(area, _)| area.level() != Level::City).cloned().collect();
    (!chosen.is_empty()).then(|| {
        let names = chosen.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(" · ");
        view! {
            <p class="report__trail">
                <strong>{names}</strong>
                " "
                <a href="/report">{in_tongue(Word::ReportOtherPlace)}</a>
            </p>
        }
    })
}

/// The button that asks the device; hidden without script.
#[component]
fn Here() -> impl IntoView {
    let lang = use_lang().get_untracked();
    view! {
        <div
            class="report__here"
            data-here=""
            data-to="/report"
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
