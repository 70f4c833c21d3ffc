//! `/m/plan`: what is due today in one's grid, by building in walking order, one tap each; today's watch lists; and what was just saved,
//! to be taken back.
//!
//! Forms post to `server::form::visit`. They carry a number of their own, so that a tap that is sent twice counts once.

use domain::cell::Label;
use domain::operation::OperationId;
use domain::visit::VisitOutcome;
use domain::visit::plan::{DayPlan, DueHousehold, PlanStop};
use domain::watch_list::WatchOutcome;
use leptos::prelude::*;
use leptos_meta::Title;
use service::ServiceError;
use service::visit::{VisitLine, labels, plan, recent};
use service::watch_list::{ItemRow, today};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{EmptyState, ErrorPanel, format, visit};
use wording::Text;
use wording::field::VisitWord;

use crate::request;

/// Where the forms of the page lead back to.
const PAGE: &str = "/m/plan";

/// Today's plan.
#[component]
pub fn PlanPage() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok(found) => view! { <Content found=found /> }.into_any(),
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href=PAGE.to_owned() /> }.into_any(),
        }
    });
    view! {
        <Title text=VisitWord::Plan.text(lang.get_untracked()) />
        <main class="phone" id="content">
            <h1 class="phone__title">{say(VisitWord::Plan)}</h1>
            {Refused::any().map(Refused::alert)}
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

struct Found {
    plan: DayPlan,
    labels: Vec<Label>,
    watched: Vec<(ItemRow, OperationId)>,
    recent: Vec<VisitLine>,
    numbers: Vec<OperationId>,
}

async fn find() -> Result<Found, AppError> {
    let (service, actor) = request::acting()?;
    let found = async {
        let plan = plan(&service, &actor, service.today()).await?;
        let numbers: Result<Vec<_>, ServiceError> = (0..plan.households()).map(|_| service.draw_operation()).collect();
        let watched = today(&service, &actor).await?.into_iter();
        let watched: Result<Vec<_>, ServiceError> = watched.map(|item| Ok((item, service.draw_operation()?))).collect();
        Ok(Found {
            plan,
            numbers: numbers?,
            watched: watched?,
            labels: labels(&service, &actor).await?,
            recent: recent(&service, &actor).await?,
        })
    };
    found.await.map_err(request::answered)
}

#[component]
fn Content(found: Found) -> impl IntoView {
    let lang = use_lang();
    let Found { plan, labels, watched, recent, numbers } = found;
    let size = visit::plan_size(&plan);
    let size = move || size.text(lang.get());
    let list = if plan.stops.is_empty() {
        let text = move |word: VisitWord| Signal::derive(move || word.text(lang.get()).to_owned());
        let (title, hint) = (text(VisitWord::PlanEmpty), text(VisitWord::PlanEmptyHint));
        view! { <EmptyState title=title hint=hint icon=Icon::Check /> }.into_any()
    } else {
        let mut numbers = numbers.into_iter();
        let stops = plan.stops.into_iter().map(|one| {
            let numbers: Vec<OperationId> = numbers.by_ref().take(one.households.len()).collect();
            stop(one, numbers, &labels)
        });
        let stops = stops.collect_view();
        view! {
            <p class="phone__quiet">{size}</p>
            {stops}
        }
        .into_any()
    };
    view! {
        <JustNow recent=recent />
        <Watched watched=watched />
        {list}
        <p class="phone__quiet">{say(VisitWord::PlanHint)}</p>
    }
}

fn stop(stop: PlanStop, numbers: Vec<OperationId>, labels: &[Label]) -> impl IntoView + use<> {
    let id = format!("stop-{}", stop.building);
    let homes = stop.households.into_iter().zip(numbers).map(|(home, number)| household(home, number, labels));
    let homes = homes.collect_view();
    view! {
        <section aria-labelledby=id.clone()>
            <h2 class="phone__part" id=id.clone()>
                {stop.name}
            </h2>
            <ul class="phone-rows">{homes}</ul>
        </section>
    }
}

fn household(home: DueHousehold, number: OperationId, labels: &[Label]) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    let why = visit::due(&home.due, labels, lang);
    let buttons = [VisitOutcome::Unchanged, VisitOutcome::NobodyIn]
        .map(|one| button(one.slug(), visit::outcome(one), one == VisitOutcome::Unchanged));
    view! {
        <li class="phone-due" data-due=home.dwelling.to_string()>
            <a class="phone-row" href=format!("/m/h/{}", home.dwelling)>
                <span class="phone-row__name">{home.short}</span>
                <span class="phone-row__facts">{why}</span>
            </a>
            <form class="phone-acts" method="post" action="/m/visit" data-outbox="" data-outbox-place="">
                <input type="hidden" name="operation" value=number.to_string() />
                <input type="hidden" name="dwelling" value=home.dwelling.to_string() />
                <input type="hidden" name="next" value=PAGE />
                {buttons.into_iter().collect_view()}
            </form>
        </li>
    }
}

fn button(value: &'static str, word: impl Text, is_first: bool) -> impl IntoView {
    let class = if is_first { "button button--primary" } else { "button" };
    view! {
        <button class=class type="submit" name="outcome" value=value>
            {say(word)}
        </button>
    }
}

#[component]
fn JustNow(recent: Vec<VisitLine>) -> impl IntoView {
    let rows = recent.into_iter().map(|line| {
        view! {
            <li class="phone-due" data-visit=line.visit.to_string()>
                <span class="phone-row">
                    <span class="phone-row__name">{line.place}</span>
                    <span class="phone-row__facts">
                        {say(visit::outcome(line.outcome))} " " {format::minute(line.made_at)}
                    </span>
                </span>
                <form class="phone-acts" method="post" action="/m/visit-withdraw">
                    <input type="hidden" name="visit" value=line.visit.to_string() />
                    <input type="hidden" name="next" value=PAGE />
                    <button class="button button--quiet" type="submit">
                        {say(VisitWord::Withdraw)}
                    </button>
                </form>
            </li>
        }
    });
    let rows: Vec<_> = rows.collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section aria-labelledby="just-now">
                <h2 class="phone__part" id="just-now">
                    {say(VisitWord::JustNow)}
                </h2>
                <ul class="phone-rows">{rows}</ul>
            </section>
        }
    })
}

#[component]
fn Watched(watched: Vec<(ItemRow, OperationId)>) -> impl IntoView {
    let rows: Vec<_> = watched.into_iter().map(|(item, number)| watched_one(item, number)).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section aria-labelledby="watched">
                <h2 class="phone__part" id="watched">
                    {say(VisitWord::WatchToday)}
                </h2>
                <ul class="phone-rows">{rows}</ul>
            </section>
        }
    })
}

fn watched_one(item: ItemRow, number: OperationId) -> impl IntoView {
    let state = item.check.as_ref().map_or(VisitWord::WatchNotYet, |(outcome, ..)| visit::watch_outcome(*outcome));
    let at = item.check.as_ref().map(|(_, at, _)| format!(" {}", format::minute(*at)));
    let buttons = WatchOutcome::ALL
        .map(|(one, slug)| button(slug, visit::watch_outcome(one), item.check.is_none() && one == WatchOutcome::Well));
    view! {
        <li class="phone-due" data-watched=item.dwelling.to_string()>
            <a class="phone-row" href=format!("/m/h/{}", item.dwelling)>
                <span class="phone-row__name">{item.place}</span>
                <span class="phone-row__facts">{item.name} " · " {say(state)} {at}</span>
            </a>
            <form class="phone-acts" method="post" action="/m/watch" data-outbox="">
                <input type="hidden" name="operation" value=number.to_string() />
                <input type="hidden" name="list" value=item.list.to_string() />
                <input type="hidden" name="dwelling" value=item.dwelling.to_string() />
                <input type="hidden" name="next" value=PAGE />
                {buttons.into_iter().collect_view()}
            </form>
        </li>
    }
}
