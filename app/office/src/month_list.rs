//! `/months`: the monthly reports of an area (`?area=`, `?month=2026-11`), how they stand, and what may be done with all of them.

use chrono::NaiveDate;
use domain::area::Area;
use domain::month::{Measure, State, month_before, tally_of};
use domain::sample::interval::{groups, wilson_of};
use leptos::prelude::*;
use leptos_meta::Title;
use service::month::{Months, Row, months};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::{Button, ButtonKind, EmptyState, ErrorPanel, Table, format, month as called};
use wording::Word;
use wording::field::MonthWord;

use crate::request;
use crate::unit_list::Wrong;

/// The address of an area's reports of a month.
pub fn href(area: Area, month: NaiveDate) -> String {
    format!("/months?area={area}&month={}", called::month(month))
}

/// A month of the address, by its first day.
fn month_in(text: &str) -> Option<NaiveDate> {
    format!("{text}-01").parse().ok()
}

/// The page.
#[component]
pub fn MonthList() -> impl IntoView {
    let lang = use_lang();
    let asked = (request::query("area"), request::query("month"));
    let content = Suspend::new(async move {
        match find(asked).await {
            Ok(found) => view! { <Content found=found /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/months".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=MonthWord::Reports.text(lang.get_untracked()) />
        <main class="page" id="content">
            <h1 class="page__title">{say(MonthWord::Reports)}</h1>
            <p class="page__facts">{say(MonthWord::ReportsHint)}</p>
            <p>
                <a href="/months/formula">{say(MonthWord::Formulas)}</a>
            </p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find((area, month): (Option<String>, Option<String>)) -> Result<Months, AppError> {
    let (service, actor) = request::acting()?;
    let area = match area {
        Some(area) => area.parse().map_err(|_no_area| AppError::NotFound.answered())?,
        None => actor.area,
    };
    months(&service, &actor, area, month.as_deref().and_then(month_in)).await.map_err(request::answered)
}

#[component]
fn Content(found: Months) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: MonthWord| Signal::derive(move || word.text(lang.get()).to_owned());
    let Some((area, _)) = found.path.last().cloned() else { return ().into_any() };
    let month = found.month;
    let areas = found.path.iter().chain(found.below.iter().filter(|(below, _)| !is_grid(*below))).map(|(one, name)| {
        let current = (*one == area).then_some("true");
        view! {
            <li>
                <a href=href(*one, month) aria-current=current>
                    {name.clone()}
                </a>
            </li>
        }
    });
    let areas = areas.collect_view();
    let shown = std::iter::successors(Some(found.this_month), |month| Some(month_before(*month))).take(6).map(|one| {
        let current = (one == month).then_some("page");
        view! {
            <a class="top__link" href=href(area, one) aria-current=current>
                {called::month(one)}
            </a>
        }
    });
    let shown = shown.collect_view();
    let head = || {
        let columns =
            [MonthWord::About, MonthWord::State, MonthWord::Overall, MonthWord::UntilOn, MonthWord::SupportTasks];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let list = if found.rows.is_empty() {
        view! { <EmptyState title=text(MonthWord::None) hint=text(MonthWord::NoneHint) icon=Icon::Layers /> }.into_any()
    } else {
        let rows = found.rows.iter().map(report_row).collect_view();
        view! {
            <p class="form__hint">{say(MonthWord::SupportHint)}</p>
            <Table caption=text(MonthWord::Reports) head=head>
                {rows}
            </Table>
        }
        .into_any()
    };
    view! {
        <nav class="actions" aria-label=say(MonthWord::Month)>
            {shown}
        </nav>
        <nav class="chip-row" aria-label=say(Word::StatisticsAreas)>
            <ul class="notice__areas">{areas}</ul>
        </nav>
        <Wrong form="month" />
        {list}
        <Groups found=found.clone() />
        <Acts area=area month=month found=found />
    }
    .into_any()
}

fn is_grid(area: Area) -> bool {
    area.level() == domain::area::Level::Grid
}

fn report_row(row: &Row) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    let label = move |word: MonthWord| word.text(lang);
    let report = &row.report;
    let about = match &report.about.worker {
        Some((_, name)) => format!("{} · {name}", report.about.area_name),
        None => report.about.area_name.clone(),
    };
    let until = report.state.until_on().map(format::date).unwrap_or_default();
    let support: Vec<_> = row.support.iter().map(|one| called::support(*one, lang)).collect();
    view! {
        <tr data-report=report.id.to_string()>
            <th scope="row" class="table__main">
                <a href=format!("/months/{}", report.id)>{about}</a>
            </th>
            <td data-label=label(MonthWord::State)>{say(called::state(report.state))}</td>
            <td data-label=label(MonthWord::Overall)>{called::overall(row.overall)}</td>
            <td data-label=label(MonthWord::UntilOn)>{until}</td>
            <td data-label=label(MonthWord::SupportTasks)>{support.join("; ")}</td>
        </tr>
    }
}

/// Where the city wants it, workers by accuracy: those whose intervals overlap stand together, because nobody can tell them apart.
#[component]
fn Groups(found: Months) -> impl IntoView {
    let accurate = found.rows.iter().filter_map(|row| {
        let (_, name) = row.report.about.worker.as_ref()?;
        let tally = tally_of(&row.report.tallies, Measure::Accurate)?;
        let interval = wilson_of(u32::try_from(tally.part).ok()?, u32::try_from(tally.whole).ok()?)?;
        Some((format!("{name} ({})", called::stands_on(&tally)), interval))
    });
    let groups = if found.is_ranked { groups(accurate.collect()) } else { Vec::new() };
    let items = groups.iter().map(|group| {
        let names: Vec<&str> = group.iter().map(|(name, _)| name.as_str()).collect();
        view! { <li>{names.join(" · ")}</li> }
    });
    let items = items.collect_view();
    (!groups.is_empty()).then(|| {
        view! {
            <section class="card" aria-labelledby="groups">
                <h2 class="card__title" id="groups">
                    {say(MonthWord::Ranking)}
                </h2>
                <p class="form__hint">{say(MonthWord::RankingHint)}</p>
                <ol>{items}</ol>
            </section>
        }
    })
}

/// What may be done with all of an area's reports.
#[component]
fn Acts(area: Area, month: NaiveDate, found: Months) -> impl IntoView {
    let is_over = month < found.this_month;
    let has_drafts = found.rows.iter().any(|row| row.report.state == State::Draft && row.report.about.worker.is_some());
    let hidden = move || {
        view! {
            <input type="hidden" name="back" value=href(area, month) />
            <input type="hidden" name="area" value=area.to_string() />
            <input type="hidden" name="month" value=month.to_string() />
        }
    };
    let draft = (found.may_draft && month <= found.this_month).then(|| {
        view! {
            <form class="form" method="post" action="/form/month-draft">
                {hidden()} <p class="form__hint">{say(MonthWord::DraftHint)}</p> <Button>{say(MonthWord::Draft)}</Button>
            </form>
        }
    });
    let show = (found.may_keep && is_over && has_drafts).then(|| {
        view! {
            <form class="form" method="post" action="/form/month-show">
                {hidden()} <p class="form__hint">{say(MonthWord::ShowHint)}</p>
                <Button kind=ButtonKind::Primary>{say(MonthWord::Show)}</Button>
            </form>
        }
    });
    let any = draft.is_some() || show.is_some();
    any.then(|| {
        view! {
            <section class="card">
                {draft} {show}
            </section>
        }
    })
}
