//! The tables of statistics. Every number that counts cases is a link to them.

use domain::case::Light;
use domain::figure::{By, Definition, Figure, Flow, Lit, LitCount, Rate, Side, Which};
use leptos::prelude::*;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::{EmptyState, Lamp, Table, figure, format};
use wording::{Phrase, Word};

use crate::statistic_address::Asked;

/// Days that the table of what came and went shows.
const DAYS: usize = 31;

fn heads(words: Vec<Word>) -> impl Fn() -> AnyView + Clone + Send + Sync + 'static {
    move || words.iter().map(|word| view! { <th scope="col">{say(*word)}</th> }).collect_view().into_any()
}

/// A number that opens its cases; one without any is only said.
fn number(asked: Asked, which: &Which, count: i64) -> AnyView {
    let shown = format::number(count);
    if count == 0 {
        return shown.into_any();
    }
    view! { <a href=asked.cases(which, 0)>{shown}</a> }.into_any()
}

fn behind(rate: &Rate, by: By, side: Side) -> Which {
    let key = (by != By::All).then(|| rate.key.clone());
    Which::Rate { figure: rate.figure, side, by, key }
}

/// Every figure of the whole area with its formula.
#[component]
pub fn RateTable(asked: Asked, rates: Vec<Rate>, definitions: Vec<Definition>) -> impl IntoView {
    let lang = use_lang();
    let caption = Signal::derive(move || Word::StatisticsRates.text(lang.get()).to_owned());
    let head = heads(vec![
        Word::StatisticsFigure,
        Word::StatisticsShare,
        Word::StatisticsPart,
        Word::StatisticsWhole,
        Word::StatisticsRest,
        Word::StatisticsFormula,
    ]);
    let rows = rates.into_iter().map(|rate| {
        let held = definitions.iter().find(|definition| definition.figure == rate.figure).cloned();
        rate_row(asked, &rate, held)
    });
    let rows = rows.collect_view();
    view! {
        <section aria-labelledby="rates">
            <h2 class="card__title" id="rates">
                {say(Word::StatisticsRates)}
            </h2>
            <Table caption=caption head=head>
                {rows}
            </Table>
        </section>
    }
}

fn rate_row(asked: Asked, rate: &Rate, held: Option<Definition>) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    let label = move |word: Word| word.text(lang);
    let version = held
        .map(|held| Phrase::FigureVersion { version: held.version, day: &format::date(held.valid_from) }.text(lang));
    let side = |side: Side, count: i64| number(asked, &behind(rate, By::All, side), count);
    view! {
        <tr data-figure=rate.figure.slug()>
            <th scope="row" class="table__main">{say(figure::name(rate.figure))}</th>
            <td class="table__number" data-label=label(Word::StatisticsShare)>{figure::share(rate, lang)}</td>
            <td class="table__number" data-label=label(Word::StatisticsPart)>{side(Side::Part, rate.part)}</td>
            <td class="table__number" data-label=label(Word::StatisticsWhole)>{side(Side::Whole, rate.whole)}</td>
            <td class="table__number" data-label=label(Word::StatisticsRest)>{side(Side::Rest, rate.whole - rate.part)}</td>
            <td data-label=label(Word::StatisticsFormula)>
                {say(figure::formula(rate.figure))}
                <span class="statistic__version">{version}</span>
            </td>
        </tr>
    }
}

/// The figures by what was asked for: a line for each row, a column for each figure.
#[component]
pub fn RowTable(asked: Asked, rates: Vec<Rate>) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let title = view! {
        <h2 class="card__title" id="rows">
            {say(Word::StatisticsBy)}
            " "
            {say(figure::by(asked.by))}
        </h2>
    };
    let mut rows: Vec<(String, String, Vec<Rate>)> = Vec::new();
    for rate in rates {
        if let Some((.., own)) = rows.iter_mut().find(|(key, ..)| *key == rate.key) {
            own.push(rate);
        } else {
            let name = figure::row(asked.by, &rate.key, &rate.name, lang.get_untracked());
            rows.push((rate.key.clone(), name, vec![rate]));
        }
    }
    if rows.is_empty() {
        let (none, hint) = (text(Word::StatisticsNone), text(Word::StatisticsNoneHint));
        return view! {
            {title}
            <EmptyState title=none hint=hint icon=Icon::Info />
        }
        .into_any();
    }
    let head =
        heads([Word::StatisticsRow].into_iter().chain(Figure::ALL.iter().map(|one| figure::name(*one))).collect());
    let rows = rows.into_iter().map(|(_, name, own)| row(asked, name, &own)).collect_view();
    view! {
        <section aria-labelledby="rows">
            {title} <Table caption=text(figure::by(asked.by)) head=head>
                {rows}
            </Table>
        </section>
    }
    .into_any()
}

fn row(asked: Asked, name: String, rates: &[Rate]) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    let cells = Figure::ALL.iter().map(|one| {
        let label = figure::name(*one).text(lang);
        let Some(rate) = rates.iter().find(|rate| rate.figure == *one) else {
            return view! { <td data-label=label>"—"</td> }.into_any();
        };
        let side = |side: Side, count: i64| number(asked, &behind(rate, asked.by, side), count);
        view! {
            <td class="table__number" data-label=label>
                {figure::share(rate, lang)}
                <span class="statistic__of">
                    {side(Side::Part, rate.part)} " / " {side(Side::Whole, rate.whole)}
                </span>
            </td>
        }
        .into_any()
    });
    view! {
        <tr>
            <th scope="row" class="table__main">{name}</th>
            {cells.collect_view()}
        </tr>
    }
}

/// How long red and yellow lights have been lit.
#[component]
pub fn LitTable(asked: Asked, counts: Vec<LitCount>) -> impl IntoView {
    let lang = use_lang();
    let caption = Signal::derive(move || Word::StatisticsLit.text(lang.get()).to_owned());
    let head = heads([Word::StatisticsLight].into_iter().chain(Lit::ALL.map(|(lit, _)| figure::lit(lit))).collect());
    let rows = [Light::Red, Light::Yellow].map(|light| {
        let cells = counts.iter().filter(|one| one.light == light).map(|one| {
            let which = Which::Lit { light, lit: one.lit };
            let label = figure::lit(one.lit).text(lang.get_untracked());
            view! { <td class="table__number" data-label=label>{number(asked, &which, one.count)}</td> }
        });
        view! {
            <tr>
                <th scope="row" class="table__main">
                    <Lamp light=light />
                </th>
                {cells.collect_view()}
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section aria-labelledby="lit">
            <h2 class="card__title" id="lit">
                {say(Word::StatisticsLit)}
            </h2>
            <p class="form__hint">{say(Word::StatisticsLitHint)}</p>
            <Table caption=caption head=head>
                {rows}
            </Table>
        </section>
    }
}

/// What came and went, day by day, the latest first.
#[component]
pub fn FlowTable(days: Vec<Flow>) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let most = days.iter().map(|day| day.opened.max(day.closed)).max().unwrap_or(0);
    let title = view! {
        <h2 class="card__title" id="flow">
            {say(Word::StatisticsFlow)}
        </h2>
    };
    if most == 0 {
        let (none, hint) = (text(Word::StatisticsNone), text(Word::StatisticsNoneHint));
        return view! {
            {title}
            <EmptyState title=none hint=hint icon=Icon::Info />
        }
        .into_any();
    }
    let head = heads(vec![Word::StatisticsDay, Word::StatisticsOpened, Word::StatisticsClosed]);
    let rows = days.into_iter().rev().take(DAYS).map(|day| flow_row(day, most)).collect_view();
    view! {
        <section aria-labelledby="flow">
            {title} <p class="form__hint">{say(Word::StatisticsFlowHint)}</p>
            <Table caption=text(Word::StatisticsFlow) head=head>
                {rows}
            </Table>
        </section>
    }
    .into_any()
}

fn flow_row(day: Flow, most: i64) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let bar = |word: Word, count: i64| {
        let label = word.text(lang);
        view! {
            <td class="table__number" data-label=label>
                <meter class="statistic__bar" min="0" max=most.to_string() value=count.to_string() aria-hidden="true"></meter>
                " "
                {format::number(count)}
            </td>
        }
    };
    view! {
        <tr>
            <th scope="row" class="table__main">{format::date(day.on)}</th>
            {bar(Word::StatisticsOpened, day.opened)}
            {bar(Word::StatisticsClosed, day.closed)}
        </tr>
    }
}
