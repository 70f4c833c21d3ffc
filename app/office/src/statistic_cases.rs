//! `/statistics/cases`: the cases behind one number, exactly those that it counted.

use domain::case::QueueLine;
use domain::figure::Which;
use leptos::prelude::*;
use leptos_meta::Title;
use service::figure::{Listed, PAGE, cases};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::{EmptyState, ErrorPanel, Lamp, Table, case, figure, format, name};
use wording::{Lang, Phrase, Word};

use crate::request;
use crate::statistic_address::{Asked, which};

/// The list.
#[component]
pub fn StatisticCases() -> impl IntoView {
    let lang = use_lang();
    let (which, skip) = (which(), skip());
    let content = Suspend::new(async move {
        match find(&which, skip).await {
            Ok((asked, found)) => view! { <Content asked=asked found=found which=which skip=skip /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/statistics".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::StatisticsCases.text(lang.get_untracked()) />
        <main class="page" id="content">
            <h1 class="page__title">{say(Word::StatisticsCases)}</h1>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

fn skip() -> u32 {
    request::query("skip").and_then(|skip| skip.parse().ok()).unwrap_or_default()
}

async fn find(which: &Which, skip: u32) -> Result<(Asked, Listed), AppError> {
    let (service, actor) = request::acting()?;
    let asked = Asked::read(actor.area, service.today()).ok_or_else(|| AppError::NotFound.answered())?;
    let scope = (asked.area, asked.period);
    let found = cases(&service, &actor, scope, which, skip).await.map_err(request::answered)?;
    Ok((asked, found))
}

/// What the number says, in words.
fn said(asked: Asked, found: &Listed, which: &Which, lang: Lang) -> String {
    let area = found.path.last().map(|(_, name)| name.clone()).unwrap_or_default();
    let (from, to) = (format::date(asked.period.from()), format::date(asked.period.to()));
    let period = Phrase::FromTo { from: &from, to: &to }.text(lang);
    match which {
        Which::Rate { figure, side, by, key } => {
            let none = (String::new(), String::new());
            let row = found.row.as_ref().unwrap_or(&none);
            let row = key.as_ref().map(|key| figure::row(*by, key, row, lang)).unwrap_or_default();
            let (name, side) = (figure::name(*figure).text(lang), figure::side(*side).text(lang));
            let parts = [area, period, row, name.to_owned(), side.to_owned()];
            // Without a division into rows there is nothing to name.
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
        }
        Which::Lit { light, lit } => {
            let light = name::light(*light).text(lang).to_owned();
            [area, light, figure::lit(*lit).text(lang).to_owned()].join(" · ")
        }
        Which::Square { square, .. } => [area, period, square.slug()].join(" · "),
    }
}

#[component]
fn Content(asked: Asked, found: Listed, which: Which, skip: u32) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let said = said(asked, &found, &which, lang.get_untracked());
    let total = format::number(found.total);
    let list = if found.lines.is_empty() {
        let (title, hint) = (text(Word::StatisticsCasesNone), text(Word::StatisticsCasesNoneHint));
        view! { <EmptyState title=title hint=hint icon=Icon::Info /> }.into_any()
    } else {
        let head = || {
            let columns = [
                Word::StatisticsCase,
                Word::StatisticsLight,
                Word::StatisticsByCategory,
                Word::StatisticsByUnit,
                Word::StatisticsReportedAt,
            ];
            columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
        };
        let rows = found.lines.into_iter().map(row).collect_view();
        view! {
            <Table caption=text(Word::StatisticsCases) head=head>
                {rows}
            </Table>
        }
        .into_any()
    };
    view! {
        <p class="crumbs">
            <a href=asked.href()>{say(Word::StatisticsBack)}</a>
        </p>
        <p class="page__facts">{said}</p>
        <p role="status" data-total=found.total.to_string()>
            {move || Phrase::FigureCases { count: &total }.text(lang.get())}
        </p>
        {list}
        <Pages asked=asked which=which skip=skip total=found.total />
    }
}

fn row(line: QueueLine) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let label = move |word: Word| word.text(lang);
    let category = match &line.category {
        Some(_) => case::names(&line.category_name, lang).to_owned(),
        None => Word::CaseNoCategory.text(lang).to_owned(),
    };
    let holder = case::names(&line.holder_name, lang).to_owned();
    view! {
        <tr data-case=line.case.to_string()>
            <th scope="row" class="table__main">
                <a href=format!("/cases?axis=all&case={}", line.case)>{line.title}</a>
                " "
                <span class="statistic__version">{line.place}</span>
            </th>
            <td data-label=label(Word::StatisticsLight)>
                <Lamp light=line.phase.light() />
            </td>
            <td data-label=label(Word::StatisticsByCategory)>{category}</td>
            <td data-label=label(Word::StatisticsByUnit)>{holder}</td>
            <td data-label=label(Word::StatisticsReportedAt)>{format::moment(line.reported_at)}</td>
        </tr>
    }
}

#[component]
fn Pages(asked: Asked, which: Which, skip: u32, total: i64) -> impl IntoView {
    let lang = use_lang();
    let size = u32::from(PAGE);
    let pages = u32::try_from(total).unwrap_or(u32::MAX).div_ceil(size);
    let page = skip / size + 1;
    let step = |skip: u32, word: Word, rel: &'static str| {
        view! { <a class="button" rel=rel href=asked.cases(&which, skip)>{say(word)}</a> }
    };
    let previous = (skip > 0).then(|| step(skip.saturating_sub(size), Word::PreviousPage, "prev"));
    let next = (page < pages).then(|| step(skip + size, Word::NextPage, "next"));
    (pages > 1).then(|| {
        view! {
            <nav class="actions" aria-label=say(Word::StatisticsPages)>
                {previous}
                <span>{move || Phrase::PageOf { page, pages }.text(lang.get())}</span>
                {next}
            </nav>
        }
    })
}
