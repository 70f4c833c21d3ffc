//! `/months/{report}/{measure}`: the records behind a number of a worker's report (`?side=part`, `rest` or `whole`).

use domain::figure::Side;
use domain::id::MonthId;
use domain::month::{Measure, Report};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::month::{Line, behind};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::{EmptyState, ErrorPanel, Table, figure, format, month as called};
use wording::field::MonthWord;

use crate::month_page::title;
use crate::request;

/// The page.
#[component]
pub fn MonthBehind() -> impl IntoView {
    let lang = use_lang();
    let param = |name: &str| use_params_map().with_untracked(|params| params.get(name)).unwrap_or_default();
    let (id, measure) = (param("month"), param("measure"));
    let side = request::query("side").as_deref().and_then(Side::from_slug).unwrap_or(Side::Whole);
    let back = format!("/months/{id}");
    let again = back.clone();
    let content = Suspend::new(async move {
        match find(&id, &measure, side).await {
            Ok((report, measure, lines, count)) => {
                view! { <Content report=report measure=measure side=side lines=lines count=count /> }.into_any()
            }
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href=again.clone() /> }.into_any(),
        }
    });
    view! {
        <Title text=MonthWord::Behind.text(lang.get_untracked()) />
        <main class="page" id="content">
            <p class="crumbs">
                <a href=back>{say(MonthWord::Report)}</a>
            </p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(id: &str, measure: &str, side: Side) -> Result<(Report, Measure, Vec<Line>, usize), AppError> {
    let (service, actor) = request::acting()?;
    let unknown = || AppError::NotFound.answered();
    let id: MonthId = id.parse().map_err(|_no_id| unknown())?;
    let measure = Measure::from_slug(measure).ok_or_else(unknown)?;
    let (report, lines, count) = behind(&service, &actor, id, (measure, side)).await.map_err(request::answered)?;
    Ok((report, measure, lines, count))
}

#[component]
fn Content(report: Report, measure: Measure, side: Side, lines: Vec<Line>, count: usize) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: MonthWord| Signal::derive(move || word.text(lang.get()).to_owned());
    let sides = Side::ALL.map(|(one, slug)| {
        let current = (one == side).then_some("page");
        let href = format!("/months/{}/{}?side={slug}", report.id, measure.slug());
        view! {
            <a class="top__link" href=href aria-current=current>
                {say(figure::side(one))}
            </a>
        }
    });
    let list = if lines.is_empty() {
        let (title, hint) = (text(MonthWord::BehindNone), text(MonthWord::BehindNoneHint));
        view! { <EmptyState title=title hint=hint icon=Icon::Layers /> }.into_any()
    } else {
        let rows = lines.into_iter().map(row).collect_view();
        view! {
            <Table caption=text(MonthWord::Behind) head=|| view! { <th scope="col">{say(MonthWord::Behind)}</th> }>
                {rows}
            </Table>
        }
        .into_any()
    };
    view! {
        <h1 class="page__title">{say(called::measure(measure))}</h1>
        <p class="page__facts">{title(&report)} " · n = " {format::number(count as i64)}</p>
        <nav class="actions" aria-label=say(MonthWord::Behind)>
            {sides.into_iter().collect_view()}
        </nav>
        {list}
    }
}

fn row(line: Line) -> impl IntoView {
    let (word, href) = match line.kind {
        'c' => (MonthWord::KindCase, Some(format!("/cases?axis=all&case={}", line.id))),
        'h' => (MonthWord::KindHousehold, Some(format!("/households/{}", line.id))),
        'k' => (MonthWord::KindCheckPoint, None),
        _ => (MonthWord::KindPerson, Some(format!("/people/{}", line.id))),
    };
    let text = if line.text.is_empty() { line.id.to_string() } else { line.text };
    let name = format!("{} {text}", line.place);
    let named = match href {
        Some(href) => view! {
            <a href=href rel="external">
                {name}
            </a>
        }
        .into_any(),
        None => name.into_any(),
    };
    view! {
        <tr>
            <th scope="row" class="table__main">
                {say(word)} " " {named}
            </th>
        </tr>
    }
}
