//! `/vol/branches`: what party branches (`?by=branch`) or units (`?by=unit`) of an area's volunteers did.

use domain::area::Area;
use leptos::prelude::*;
use leptos_meta::Title;
use service::wish::{Branches, branches};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::{EmptyState, ErrorPanel, Tab, Table, Tabs, format};
use wording::Word;
use wording::field::VolWord;

use crate::request;
use crate::vol_word as called;

/// The page.
#[component]
pub fn VolBranches() -> impl IntoView {
    let lang = use_lang();
    let area = request::query("area");
    let by_unit = request::query("by").as_deref() == Some("unit");
    let content = Suspend::new(async move {
        match find(area, by_unit).await {
            Ok(found) => view! { <Content found=found by_unit=by_unit /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/vol/branches".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=VolWord::Branches.text(lang.get_untracked()) />
        <main class="page" id="content">
            <h1 class="page__title">{say(VolWord::Branches)}</h1>
            <p class="page__facts">{say(VolWord::BranchesHint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(area: Option<String>, by_unit: bool) -> Result<Branches, AppError> {
    let (service, actor) = request::acting()?;
    let area = area.map(|area| area.parse().map_err(|_no_area| AppError::NotFound.answered())).transpose()?;
    branches(&service, &actor, area, by_unit).await.map_err(request::answered)
}

fn query(area: Area, by_unit: bool) -> String {
    format!("area={area}&by={}", if by_unit { "unit" } else { "branch" })
}

#[component]
fn Content(found: Branches, by_unit: bool) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: VolWord| Signal::derive(move || word.text(lang.get()).to_owned());
    let Some((area, _)) = found.path.last().cloned() else { return ().into_any() };
    let ways = [(false, VolWord::ByBranch), (true, VolWord::ByUnit)].map(|(units, word)| {
        let href = format!("/vol/branches?{}", query(area, units));
        view! {
            <Tab href=href current=Signal::stored(units == by_unit)>
                {say(word)}
            </Tab>
        }
    });
    let areas = found.path.iter().chain(&found.below).map(|(one, name)| {
        let current = (*one == area).then_some("true");
        view! {
            <li>
                <a href=format!("/vol/branches?{}", query(*one, by_unit)) aria-current=current>
                    {name.clone()}
                </a>
            </li>
        }
    });
    let areas = areas.collect_view();
    let list = if found.rows.is_empty() {
        view! { <EmptyState title=text(VolWord::BranchesNone) hint=text(VolWord::BranchesNoneHint) icon=Icon::People /> }
            .into_any()
    } else {
        view! { <Rows found=found by_unit=by_unit area=area /> }.into_any()
    };
    view! {
        <Tabs label=text(VolWord::Branches)>{ways.into_iter().collect_view()}</Tabs>
        <nav class="chip-row" aria-label=say(Word::StatisticsAreas)>
            <ul class="notice__areas">{areas}</ul>
        </nav>
        {list}
    }
    .into_any()
}

#[component]
fn Rows(found: Branches, by_unit: bool, area: Area) -> impl IntoView {
    let lang = use_lang();
    let now = lang.get_untracked();
    let first = if by_unit { VolWord::Unit } else { VolWord::Branch };
    let head = move || {
        let words = [first, VolWord::Members, VolWord::ClaimCount, VolWord::ServedCount, VolWord::ServedHours];
        words.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let rows = found.rows.into_iter().map(move |row| {
        view! {
            <tr>
                <th scope="row" class="table__main">
                    {row.name}
                </th>
                <td data-label=VolWord::Members.text(now)>{format::number(row.members)}</td>
                <td data-label=VolWord::ClaimCount.text(now)>{format::number(row.claims)}</td>
                <td data-label=VolWord::ServedCount.text(now)>{format::number(row.served)}</td>
                <td data-label=VolWord::ServedHours.text(now)>{called::hours(row.minutes, now)}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let caption = Signal::derive(move || VolWord::Branches.text(lang.get()).to_owned());
    view! {
        <p>
            <a class="button" rel="external" href=format!("/vol/branches/branches.xlsx?{}", query(area, by_unit))>
                {say(VolWord::Xlsx)}
            </a>
        </p>
        <Table caption=caption head=head>
            {rows}
        </Table>
    }
}
