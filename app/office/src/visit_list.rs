//! `/areas/{area}/visits`: a grid's plan for today, and the visits that were made in an area in a month (`month`, `page`).

use chrono::{Datelike, Months, NaiveDate};
use domain::area::{Area, Level};
use domain::cell::Label;
use domain::visit::VisitOutcome;
use domain::visit::plan::{DayPlan, PlanStop};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::visit::{Records, VisitLine, labels, plan_of, records};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::{EmptyState, ErrorPanel, LinkButton, Table, format, visit};
use wording::field::{VisitWay, VisitWord};
use wording::{Phrase, Word};

use crate::request;

/// Plan and records of an area.
#[component]
pub fn VisitList() -> impl IntoView {
    let lang = use_lang();
    let asked = use_params_map().with_untracked(|params| params.get("area")).unwrap_or_default();
    let month = request::query("month");
    let page: u32 = request::query("page").and_then(|page| page.parse().ok()).unwrap_or_default();
    let back = format!("/areas/{asked}");
    let content = Suspend::new(async move {
        match find(&asked, month, page).await {
            Ok(found) => view! { <Content found=found page=page /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/areas".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=VisitWay::Visits.text(lang.get_untracked()) />
        <main class="page" id="content">
            <p class="crumbs">
                <a href=back>{say(Word::BackToArea)}</a>
            </p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

struct Found {
    area: Area,
    records: Records,
    plan: Option<(DayPlan, Vec<Label>)>,
}

async fn find(asked: &str, month: Option<String>, page: u32) -> Result<Found, AppError> {
    let (service, actor) = request::acting()?;
    let area: Area = asked.parse().map_err(|_no_area| AppError::NotFound.answered())?;
    let day = month.and_then(|month| format!("{month}-01").parse().ok()).unwrap_or_else(|| service.today());
    let records = records(&service, &actor, area, day, page).await.map_err(request::answered)?;
    let plan = if area.level() == Level::Grid && page == 0 {
        let plan = plan_of(&service, &actor, area, service.today(), None).await.map_err(request::answered)?;
        Some((plan, labels(&service, &actor).await.map_err(request::answered)?))
    } else {
        None
    };
    Ok(Found { area, records, plan })
}

#[component]
fn Content(found: Found, page: u32) -> impl IntoView {
    let Found { area, records, plan } = found;
    let name = records.path.last().map(|(_, name)| name.clone()).unwrap_or_default();
    let plan = match plan {
        Some((plan, labels)) => view! { <Plan plan=plan labels=labels /> }.into_any(),
        None if area.level() < Level::Grid => view! { <Below below=records.below.clone() /> }.into_any(),
        None => ().into_any(),
    };
    view! {
        <header class="page__head">
            <h1 class="page__title">{say(VisitWay::Visits)} " · " {name}</h1>
            <div class="actions">
                <LinkButton href="/visit-rules".to_owned()>{say(VisitWord::Rules)}</LinkButton>
                <LinkButton href=format!("/areas/{area}/watch-lists")>{say(VisitWay::WatchLists)}</LinkButton>
            </div>
        </header>
        {plan}
        <Made area=area records=records page=page />
    }
}

#[component]
fn Below(below: Vec<(Area, String)>) -> impl IntoView {
    let areas = below.into_iter().map(|(area, name)| {
        view! {
            <li>
                <a href=format!("/areas/{area}/visits")>{name}</a>
            </li>
        }
    });
    let areas = areas.collect_view();
    view! {
        <nav aria-label=say(VisitWord::Below)>
            <p class="form__hint">{say(VisitWord::PlanPickGrid)}</p>
            <ul class="notice__areas">{areas}</ul>
        </nav>
    }
}

#[component]
fn Plan(plan: DayPlan, labels: Vec<Label>) -> impl IntoView {
    let lang = use_lang();
    let size = visit::plan_size(&plan);
    let size = move || size.text(lang.get());
    let list = if plan.stops.is_empty() {
        let text = move |word: VisitWord| Signal::derive(move || word.text(lang.get()).to_owned());
        let (title, hint) = (text(VisitWord::PlanEmpty), text(VisitWord::PlanEmptyHint));
        view! { <EmptyState title=title hint=hint icon=Icon::Check /> }.into_any()
    } else {
        let stops = plan.stops.into_iter().map(|one| stop(one, &labels)).collect_view();
        view! { <ol class="visit-stops">{stops}</ol> }.into_any()
    };
    view! {
        <section class="card" aria-labelledby="plan">
            <h2 class="card__title" id="plan">
                {say(VisitWord::PlanOf)}
            </h2>
            <p class="page__facts">{size}</p>
            <p class="form__hint">{say(VisitWord::PlanHint)}</p>
            {list}
        </section>
    }
}

fn stop(stop: PlanStop, labels: &[Label]) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    let homes = stop.households.into_iter().map(|home| {
        let why = visit::due(&home.due, labels, lang);
        view! {
            <li data-due=home.dwelling.to_string()>
                <a rel="external" href=format!("/households/{}", home.dwelling)>{home.short}</a>
                <span class="form__hint">" " {why}</span>
            </li>
        }
    });
    let homes = homes.collect_view();
    view! {
        <li class="visit-stops__one">
            <a rel="external" href=format!("/buildings/{}", stop.building)>{stop.name}</a>
            <ul class="visit-stops__homes">{homes}</ul>
        </li>
    }
}

fn href(area: Area, month: NaiveDate, page: u32) -> String {
    let page = if page == 0 { String::new() } else { format!("&page={page}") };
    format!("/areas/{area}/visits?month={}{page}#records", month.format("%Y-%m"))
}

#[component]
fn Made(area: Area, records: Records, page: u32) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: VisitWord| Signal::derive(move || word.text(lang.get()).to_owned());
    let month = records.month;
    let (year, number) = (month.year(), month.month());
    let way = |month: Option<NaiveDate>, word: VisitWord| {
        month.map(|month| view! { <LinkButton href=href(area, month, 0)>{say(word)}</LinkButton> })
    };
    let earlier = way(month.checked_sub_months(Months::new(1)), VisitWord::MonthEarlier);
    let later = way(month.checked_add_months(Months::new(1)), VisitWord::MonthLater);
    let totals = VisitOutcome::ALL.into_iter().zip(records.totals).map(|((outcome, _), count)| {
        view! { <li class="tag tag--quiet">{say(visit::outcome(outcome))} " " {format::number(count)}</li> }
    });
    let totals = totals.collect_view();
    let pages = (page > 0 || records.has_more).then(|| {
        let before = (page > 0)
            .then(|| view! { <LinkButton href=href(area, month, page - 1)>{say(VisitWord::PageEarlier)}</LinkButton> });
        let after = records
            .has_more
            .then(|| view! { <LinkButton href=href(area, month, page + 1)>{say(VisitWord::PageLater)}</LinkButton> });
        view! { <nav class="actions" aria-label=say(VisitWord::Records)>{before} {after}</nav> }
    });
    let list = if records.visits.is_empty() {
        let (title, hint) = (text(VisitWord::RecordsEmpty), text(VisitWord::RecordsEmptyHint));
        view! { <EmptyState title=title hint=hint icon=Icon::List /> }.into_any()
    } else {
        let rows = records.visits.into_iter().map(row).collect_view();
        view! {
            <Table caption=text(VisitWord::Records) head=head>
                {rows}
            </Table>
        }
        .into_any()
    };
    view! {
        <section class="visit-records" aria-labelledby="records">
            <h2 class="card__title" id="records">
                {say(VisitWord::Records)} " · " {move || Phrase::MonthOf { year, month: number }.text(lang.get())}
            </h2>
            <p class="form__hint">{say(VisitWord::RecordsHint)}</p>
            <nav class="actions" aria-label=say(VisitWord::Month)>
                {earlier} {later}
            </nav>
            <ul class="chips">{totals}</ul>
            {list}
            {pages}
        </section>
    }
}

fn head() -> impl IntoView {
    let columns = [VisitWord::Household, VisitWord::Outcome, VisitWord::MadeAt, VisitWord::MadeBy, VisitWord::Note];
    columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
}

fn row(line: VisitLine) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let label = move |word: VisitWord| word.text(lang);
    let position =
        line.has_position.then(|| view! { " " <span class="tag tag--quiet">{say(VisitWord::Position)}</span> });
    view! {
        <tr data-visit=line.visit.to_string()>
            <th scope="row" class="table__main">
                <a rel="external" href=format!("/households/{}", line.dwelling)>{line.place}</a>
            </th>
            <td data-label=label(VisitWord::Outcome)>{say(visit::outcome(line.outcome))} {position}</td>
            <td data-label=label(VisitWord::MadeAt)>{format::moment(line.made_at)}</td>
            <td data-label=label(VisitWord::MadeBy)>{line.by}</td>
            <td data-label=label(VisitWord::Note)>{line.note}</td>
        </tr>
    }
}
