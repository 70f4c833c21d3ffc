//! `/months/{report}`: one monthly report with its numbers, what they stand on, what was objected and answered, and publishing.

use domain::area::Level;
use domain::figure::{By, Side, Which};
use domain::id::MonthId;
use domain::month::{Kind, LONGEST_WORDS, Objection, Report, State, Tally, month_of, period_of};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::month::{Sheet, sheet};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::{Button, ButtonKind, ErrorPanel, LinkButton, Table, case, format, month as called};

use wording::field::MonthWord;

use crate::month_list;
use crate::request;
use crate::statistic_address::Asked;
use crate::unit_list::Wrong;

/// The page.
#[component]
pub fn MonthPage() -> impl IntoView {
    let lang = use_lang();
    let asked = use_params_map().with_untracked(|params| params.get("month")).unwrap_or_default();
    let content = Suspend::new(async move {
        match find(&asked).await {
            Ok(found) => view! { <Content found=found /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/months".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=MonthWord::Report.text(lang.get_untracked()) />
        <main class="page" id="content">
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(asked: &str) -> Result<Sheet, AppError> {
    let (service, actor) = request::acting()?;
    let id: MonthId = asked.parse().map_err(|_no_id| AppError::NotFound.answered())?;
    sheet(&service, &actor, id).await.map_err(request::answered)
}

/// Whom and which month a report is about.
pub fn title(report: &Report) -> String {
    let month = called::month(report.month);
    match &report.about.worker {
        Some((_, name)) => format!("{name} · {} · {month}", report.about.area_name),
        None => format!("{} · {month}", report.about.area_name),
    }
}

/// Where the records behind a number are; nothing where there are none. A worker's are kept with the report; an area's cases are those
/// of the page of statistics, and its other numbers are those of its workers.
fn behind(report: &Report, tally: &Tally) -> Option<String> {
    if tally.whole == 0 {
        return None;
    }
    if report.about.worker.is_some() {
        return Some(format!("/months/{}/{}", report.id, tally.measure.slug()));
    }
    if let Some(figure) = tally.measure.figure() {
        let asked = Asked { area: report.about.area, period: period_of(report.month)?, by: By::All };
        let which = Which::Rate { figure, side: Side::Whole, by: By::All, key: None };
        return Some(asked.cases(&which, 0));
    }
    Some(month_list::href(report.about.area, report.month))
}

#[component]
fn Content(found: Sheet) -> impl IntoView {
    let lang = use_lang();
    let now = lang.get_untracked();
    let text = move |word: MonthWord| Signal::derive(move || word.text(lang.get()).to_owned());
    let report = &found.row.report;
    let back = match report.about.area.level() {
        Level::Grid => report.about.area.parent().unwrap_or(report.about.area),
        _ => report.about.area,
    };
    let crumb = if found.is_own {
        view! { <a href="/m/month">{say(MonthWord::OwnTitle)}</a> }.into_any()
    } else {
        view! { <a href=month_list::href(back, report.month)>{say(MonthWord::Reports)}</a> }.into_any()
    };
    let rows = report.tallies.iter().map(|tally| number_row(&found, tally)).collect_view();
    let head = || {
        let columns = [MonthWord::Report, MonthWord::Number, MonthWord::OutOf, MonthWord::Weight];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let support = found.row.support.iter().map(|one| view! { <li>{called::support(*one, now)}</li> }).collect_view();
    let support = (!found.row.support.is_empty()).then(|| {
        view! {
            <section class="card" aria-labelledby="support">
                <h2 class="card__title" id="support">
                    {say(MonthWord::SupportTasks)}
                </h2>
                <p class="form__hint">{say(MonthWord::SupportHint)}</p>
                <ul>{support}</ul>
            </section>
        }
    });
    let until = report.state.until_on().map(|until| {
        view! { <>" · " {say(MonthWord::UntilOn)} " " {format::date(until)}</> }
    });
    let href = format!("/months/{}", report.id);
    view! {
        <p class="crumbs">{crumb}</p>
        <h1 class="page__title">{title(report)}</h1>
        <p class="page__facts">
            {say(called::state(report.state))} {until} " · " {format::moment(report.counted_at)} " · "
            <a href="/months/formula">{say(MonthWord::Formula)} " " {report.formula.to_string()}</a>
        </p>
        <p>
            {say(MonthWord::Overall)} ": " <strong>{called::overall(found.row.overall)}</strong>
        </p>
        <p>
            <LinkButton href=format!("{href}/month.pdf")>"PDF"</LinkButton>
            " "
            <LinkButton href=format!("{href}/month.xlsx")>"Excel"</LinkButton>
        </p>
        <Table caption=text(MonthWord::Report) head=head>
            {rows}
        </Table>
        {support}
        <Thread found=found.clone() />
        <Publish found=found.clone() />
    }
}

fn number_row(found: &Sheet, tally: &Tally) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    let label = move |word: MonthWord| word.text(lang);
    let weight = match tally.measure.kind() {
        Kind::Share => found.formula.weight(tally.measure).to_string(),
        Kind::Count => String::new(),
    };
    let number = called::number(tally);
    let number = match behind(&found.row.report, tally) {
        Some(href) => view! { <a href=href>{number}</a> }.into_any(),
        None => number.into_any(),
    };
    view! {
        <tr data-measure=tally.measure.slug()>
            <th scope="row" class="table__main">{say(called::measure(tally.measure))}</th>
            <td data-label=label(MonthWord::Number)>{number}</td>
            <td data-label=label(MonthWord::OutOf)>{called::stands_on(tally)}</td>
            <td data-label=label(MonthWord::Weight)>{weight}</td>
        </tr>
    }
}

/// What was objected and answered.
#[component]
fn Thread(found: Sheet) -> impl IntoView {
    let report = &found.row.report;
    if report.about.worker.is_none() {
        return ().into_any();
    }
    let href = format!("/months/{}", report.id);
    let may_answer = found.may_keep && matches!(report.state, State::Objected { .. });
    let list = if found.objections.is_empty() {
        view! { <p class="form__hint">{say(MonthWord::ObjectionsNone)}</p> }.into_any()
    } else {
        let all = found.objections.iter().map(|one| objection(one, may_answer, &href)).collect_view();
        view! { <ul class="month__thread">{all}</ul> }.into_any()
    };
    view! {
        <section class="card" aria-labelledby="objections">
            <h2 class="card__title" id="objections">
                {say(MonthWord::Objections)}
            </h2>
            <Wrong form="month-answer" />
            {list}
        </section>
    }
    .into_any()
}

fn objection(one: &Objection, may_answer: bool, back: &str) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    let to = one.measure.map_or(MonthWord::ObjectWhole, called::measure);
    let answer = match &one.answer {
        Some(answer) => {
            let word = if answer.is_upheld { MonthWord::AnswerIsUpheld } else { MonthWord::AnswerExplained };
            let by = format!("{} · {}", case::names(&answer.by, lang), format::moment(answer.at));
            view! {
                <p>
                    <strong>{say(word)}</strong>
                    ": "
                    {answer.words.clone()}
                    " "
                    <small>{by}</small>
                </p>
            }
            .into_any()
        }
        None if may_answer => view! { <AnswerForm id=one.id back=back.to_owned() /> }.into_any(),
        None => view! { <p>{say(MonthWord::AnswerOpen)}</p> }.into_any(),
    };
    view! {
        <li data-objection=one.id.to_string()>
            <p>
                <strong>{say(to)}</strong>
                ": "
                {one.words.clone()}
                " "
                <small>{format::moment(one.made_at)}</small>
            </p>
            {answer}
        </li>
    }
}

#[component]
fn AnswerForm(id: i64, back: String) -> impl IntoView {
    let field = format!("answer-{id}");
    view! {
        <form class="form" method="post" action="/form/month-answer">
            <input type="hidden" name="back" value=back />
            <input type="hidden" name="objection" value=id.to_string() />
            <div class="field">
                <label class="field__label" for=field.clone()>
                    {say(MonthWord::AnswerWords)}
                </label>
                <textarea class="field__input" id=field name="words" rows="3" required maxlength=LONGEST_WORDS.to_string()></textarea>
            </div>
            <label class="tick">
                <input type="checkbox" name="upheld" value="1" />
                " "
                {say(MonthWord::AnswerUpheld)}
            </label>
            <Button kind=ButtonKind::Primary>{say(MonthWord::Answer)}</Button>
        </form>
    }
}

/// Publishing, or what stands in its way.
#[component]
fn Publish(found: Sheet) -> impl IntoView {
    let report = &found.row.report;
    if !found.may_publish || matches!(report.state, State::Published { .. }) {
        return ().into_any();
    }
    let is_open = found.objections.iter().any(|one| one.answer.is_none());
    let in_time = report.state.until_on().is_some_and(|until| found.today <= until);
    let blocked = if report.month >= month_of(found.today) {
        Some(MonthWord::BlockedRunning)
    } else if is_open {
        Some(MonthWord::BlockedOpen)
    } else if report.about.worker.is_some() && report.state == State::Draft {
        Some(MonthWord::BlockedDraft)
    } else if in_time {
        Some(MonthWord::BlockedTime)
    } else {
        None
    };
    let act = match blocked {
        Some(word) => view! { <p class="form__hint">{say(word)}</p> }.into_any(),
        None => view! {
            <form class="form" method="post" action="/form/month-publish">
                <input type="hidden" name="back" value=format!("/months/{}", report.id) />
                <input type="hidden" name="report" value=report.id.to_string() />
                <input type="hidden" name="revision" value=report.revision.to_string() />
                <p class="form__hint">{say(MonthWord::PublishForGood)}</p>
                <Button kind=ButtonKind::Primary>{say(MonthWord::Publish)}</Button>
            </form>
        }
        .into_any(),
    };
    view! {
        <section class="card" aria-labelledby="publish">
            <h2 class="card__title" id="publish">
                {say(MonthWord::Publish)}
            </h2>
            <Wrong form="month-publish" />
            {act}
        </section>
    }
    .into_any()
}
