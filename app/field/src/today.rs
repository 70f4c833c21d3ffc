//! Today's plan on the look-up's page, in short: how much is left, where to begin, who is still to be looked after, and the ways to the
//! rest. Saving a visit is `/m/plan`'s and the household's.

use domain::actor::Actor;
use domain::area::Level;
use domain::visit::plan::{DayPlan, PlanStop};
use leptos::prelude::*;
use service::building::BuildingLine;
use service::visit::plan;
use service::watch_list::{ItemRow, today};
use service::{Service, ServiceError};
use ui::icon::{Glyph, Icon};
use ui::language::{say, use_lang};
use ui::visit;
use wording::field::{PhoneWord, VisitWord};
use wording::{Phrase, Word};

use crate::address;
use crate::frame::PLAN;

/// Buildings shown, in the order of the walk.
const STOPS: usize = 3;
/// Households shown of a building.
const HOMES: usize = 6;
/// Watched households shown.
const WATCHED: usize = 5;

/// What is left of today.
pub struct Today {
    plan: DayPlan,
    /// Watched households that nobody checked yet.
    open: Vec<ItemRow>,
}

/// What is left of today in the post's grid; nothing for who leads several, because plans are made by grid.
pub async fn find(service: &Service, actor: &Actor) -> Result<Option<Today>, ServiceError> {
    if actor.area.level() != Level::Grid {
        return Ok(None);
    }
    let plan = plan(service, actor, service.today()).await?;
    let mut open = today(service, actor).await?;
    open.retain(|item| item.check.is_none());
    Ok(Some(Today { plan, open }))
}

/// The part of the page. `buildings` are the grid's.
pub fn part(found: Today, buildings: &[BuildingLine]) -> impl IntoView + use<> {
    let Today { plan, open } = found;
    let board = match buildings {
        [only] => address::building(only.building),
        _ => "#buildings".to_owned(),
    };
    view! {
        <section class="phone-today" aria-labelledby="today">
            <h2 class="phone__part" id="today">
                {say(VisitWord::PlanOf)}
            </h2>
            {stops(plan)}
            {watched(open)}
            <nav class="phone-acts" aria-labelledby="today">
                <a class="button button--primary" href=PLAN>
                    {say(Word::ShowAll)}
                </a>
                <a class="button" href=board>
                    {say(PhoneWord::GridBoard)}
                </a>
            </nav>
        </section>
    }
}

fn stops(plan: DayPlan) -> AnyView {
    let lang = use_lang();
    if plan.stops.is_empty() {
        return view! { <p class="phone__quiet" data-done="">{say(VisitWord::PlanEmpty)}</p> }.into_any();
    }
    let size = visit::plan_size(&plan);
    let size = move || size.text(lang.get());
    view! {
        <p class="phone__quiet">{size}</p>
        <ol class="phone-rows">{plan.stops.into_iter().take(STOPS).map(stop).collect_view()}</ol>
    }
    .into_any()
}

fn stop(stop: PlanStop) -> impl IntoView {
    let more = stop.households.len().saturating_sub(HOMES);
    let rest = format!("{PLAN}#stop-{}", stop.building);
    let homes = stop.households.into_iter().take(HOMES);
    let homes = homes.map(|home| view! { <a class="button" href=address::household(home.dwelling)>{home.short}</a> });
    view! {
        <li>
            <a class="phone-row" href=address::building(stop.building)>
                <span class="phone-row__name">{stop.name}</span>
                <Glyph icon=Icon::Building />
            </a>
            <div class="phone-today__homes">{homes.collect_view()} {others(more, rest)}</div>
        </li>
    }
}

/// The way to those that are not shown, if there are any.
fn others(count: usize, href: String) -> Option<impl IntoView> {
    let lang = use_lang();
    (count > 0).then(|| {
        view! {
            <a class="button button--quiet" href=href>
                {move || Phrase::MoreHouseholds { count }.text(lang.get())}
            </a>
        }
    })
}

fn watched(open: Vec<ItemRow>) -> Option<impl IntoView> {
    let count = open.len();
    let rows = open.into_iter().take(WATCHED).map(|item| {
        view! {
            <li>
                <a class="phone-row" href=address::household(item.dwelling)>
                    <span class="phone-row__name">{item.place}</span>
                    <span class="phone-row__facts">{item.name}</span>
                </a>
            </li>
        }
    });
    (count > 0).then(|| {
        view! {
            <h3 class="phone__quiet" id="watched-today">
                {say(VisitWord::WatchToday)} " " {count}
            </h3>
            <ul class="phone-rows" aria-labelledby="watched-today">
                {rows.collect_view()}
            </ul>
            {others(count.saturating_sub(WATCHED), format!("{PLAN}#watched"))}
        }
    })
}
