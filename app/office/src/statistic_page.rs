//! `/statistics`: rates about cases, how long lights have been lit, what came and went; for an area (`area`), a period (`from`, `to`) and
//! told apart by something (`by`). Every number leads to its cases.

use chrono::NaiveDate;
use domain::area::Area;
use domain::figure::{By, Span};
use leptos::prelude::*;
use leptos_meta::Title;
use service::figure::{Statistics, statistics};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::{Button, Choice, ErrorPanel, Field, LinkButton, Select, figure, format};
use wording::{Phrase, Word};

use crate::request;
use crate::statistic_address::Asked;
use crate::statistic_table::{FlowTable, LitTable, RateTable, RowTable};

/// The page.
#[component]
pub fn StatisticPage() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok((asked, today, found)) => view! { <Content asked=asked today=today found=found /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/statistics".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::Statistics.text(lang.get_untracked()) />
        <main class="page" id="content">
            <h1 class="page__title">{say(Word::Statistics)}</h1>
            <p class="page__facts">{say(Word::StatisticsHint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find() -> Result<(Asked, NaiveDate, Statistics), AppError> {
    let (service, actor) = request::acting()?;
    let today = service.today();
    let asked = Asked::read(actor.area, today).ok_or_else(|| AppError::NotFound.answered())?;
    let found = statistics(&service, &actor, asked.area, asked.period, asked.by).await.map_err(request::answered)?;
    Ok((asked, today, found))
}

#[component]
fn Content(asked: Asked, today: NaiveDate, found: Statistics) -> impl IntoView {
    let lang = use_lang();
    let at = format::moment(found.at);
    let recurring = found.sees_root_causes.then(|| {
        let href = format!("/statistics/recurring?area={}", asked.area);
        view! { <LinkButton href=href>{say(Word::Recurring)}</LinkButton> }
    });
    let Statistics { path, below, totals, rows, lit, flow, definitions, .. } = found;
    let rows = (asked.by != By::All).then(|| view! { <RowTable asked=asked rates=rows /> });
    view! {
        <Areas asked=asked path=path below=below />
        <Periods asked=asked today=today />
        <p class="actions">
            <LinkButton href=format!("/statistics/heat?area={}", asked.area)>{say(Word::Heat)}</LinkButton>
            {recurring}
        </p>
        <p class="page__facts">{move || Phrase::FigureAsOf { time: &at }.text(lang.get())}</p>
        <RateTable asked=asked rates=totals definitions=definitions />
        {rows}
        <LitTable asked=asked counts=lit />
        <FlowTable days=flow />
    }
}

/// The way up and down between areas.
#[component]
pub fn Areas(asked: Asked, path: Vec<(Area, String)>, below: Vec<(Area, String)>) -> impl IntoView {
    let links = path.into_iter().chain(below).map(|(area, name)| {
        let current = (area == asked.area).then_some("true");
        view! {
            <li>
                <a href=Asked { area, ..asked }.href() aria-current=current>
                    {name}
                </a>
            </li>
        }
    });
    let links = links.collect_view();
    view! {
        <nav class="chip-row" aria-label=say(Word::StatisticsAreas)>
            <ul class="notice__areas">{links}</ul>
        </nav>
    }
}

/// Periods of every day as links, any other as a form of choices.
#[component]
fn Periods(asked: Asked, today: NaiveDate) -> impl IntoView {
    let lang = use_lang();
    let label = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let links = Span::ALL.map(|span| {
        let period = span.around(today);
        let current = (period == asked.period).then_some("page");
        view! {
            <a class="top__link" href=Asked { period, ..asked }.href() aria-current=current>
                {say(figure::span(span))}
            </a>
        }
    });
    let links = links.collect_view();
    let ways = By::ALL.map(|(by, slug)| Choice {
        value: slug.to_owned(),
        text: figure::by(by).text(lang.get_untracked()).to_owned(),
    });
    let (from, to) = (format::date(asked.period.from()), format::date(asked.period.to()));
    view! {
        <nav class="actions" aria-label=say(Word::StatisticsPeriod)>
            {links}
        </nav>
        <form class="filter" method="get" action="/statistics">
            <input type="hidden" name="area" value=asked.area.to_string() />
            <Field name="from" label=label(Word::StatisticsFrom) kind="date" value=from />
            <Field name="to" label=label(Word::StatisticsTo) kind="date" value=to />
            <Select
                name="by"
                label=label(Word::StatisticsBy)
                choices=Signal::stored(ways.to_vec())
                value=asked.by.slug().to_owned()
            />
            <Button>{say(Word::StatisticsShow)}</Button>
        </form>
    }
}
