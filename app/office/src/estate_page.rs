//! `/areas/{area}/estates` and `/estates/{estate}`: estates 小区 with their live counts.

use domain::area::{Area, Level};
use domain::cell::{LegendEntry, Lens};
use domain::export::List;
use domain::id::EstateId;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::estate::{AGE_BANDS, EstateFile, EstateRow, list, view as view_estate};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::{EmptyState, ErrorPanel, LinkButton, Table, format, name};
use wording::{Phrase, Word};

use crate::export_new;
use crate::request;

/// The totals of an estate, in the order of both pages.
const TOTALS: [Word; 5] = [Word::Residents, Word::Households, Word::Dwellings, Word::Buildings, Word::Stairwells];

fn totals(row: &EstateRow) -> [i64; 5] {
    [row.residents, row.households, row.dwellings, row.buildings, row.units]
}

/// The estates of an area.
#[component]
pub fn EstateList() -> impl IntoView {
    let lang = use_lang();
    let asked = use_params_map().with_untracked(|params| params.get("area")).unwrap_or_default();
    let back = format!("/areas/{asked}");
    let content = Suspend::new(async move {
        match rows_of(&asked).await {
            Ok(rows) => view! {
                <Export asked=asked empty=rows.is_empty() />
                <Rows rows=rows />
            }
            .into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/areas".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::Estates.text(lang.get_untracked()).to_owned() />
        <main class="page" id="content">
            <p class="crumbs">
                <a href=back>{say(Word::BackToArea)}</a>
            </p>
            <h1 class="page__title">{say(Word::Estates)}</h1>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn rows_of(asked: &str) -> Result<Vec<EstateRow>, AppError> {
    let (service, actor) = request::acting()?;
    let area: Area = asked.parse().map_err(|_no_area| AppError::NotFound.answered())?;
    list(&service, &actor, area).await.map_err(request::answered)
}

/// The way to a file of the list.
#[component]
fn Export(asked: String, empty: bool) -> impl IntoView {
    let area = asked.parse::<Area>().ok().filter(|_| !empty);
    area.map(|area| {
        let href = export_new::href(area, &List::Estates);
        let stickers = (area.level() >= Level::Community).then(|| {
            view! { <LinkButton href=format!("/areas/{area}/stickers")>{say(Word::Stickers)}</LinkButton> }
        });
        view! {
            <p>
                <LinkButton href=href>{say(Word::ExportTo)}</LinkButton>
                " "
                {stickers}
            </p>
        }
    })
}

#[component]
fn Rows(rows: Vec<EstateRow>) -> impl IntoView {
    let lang = use_lang();
    if rows.is_empty() {
        let title = Signal::derive(move || Word::AreaEmpty.text(lang.get()).to_owned());
        let hint = Signal::derive(move || Word::AreaEmptyHint.text(lang.get()).to_owned());
        return view! { <EmptyState title=title hint=hint icon=Icon::Building /> }.into_any();
    }
    let caption = Signal::derive(move || Word::Estates.text(lang.get()).to_owned());
    let head = || {
        let columns = std::iter::once(Word::Name).chain(TOTALS);
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).collect_view()
    };
    let row = move |row: EstateRow| {
        let cells = TOTALS.into_iter().zip(totals(&row)).map(|(word, count)| {
            view! {
                <td class="table__number" data-label=word.text(lang.get_untracked())>
                    {format::number(count)}
                </td>
            }
        });
        let cells = cells.collect_view();
        view! {
            <tr>
                <th scope="row" class="table__main">
                    <a href=format!("/estates/{}", row.estate)>{row.name}</a>
                </th>
                {cells}
            </tr>
        }
    };
    let rows = rows.into_iter().map(row).collect_view();
    view! {
        <Table caption=caption head=head>
            {rows}
        </Table>
    }
    .into_any()
}

/// One estate.
#[component]
pub fn EstatePage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("estate")).unwrap_or_default();
    let content = Suspend::new(async move {
        match find(&asked).await {
            Ok((file, list_of)) => view! { <File file=file list_of=list_of /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/areas".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <main class="page" id="content">
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

/// The estate, and the area whose list of estates leads back: its own, or the post's when that is narrower.
async fn find(asked: &str) -> Result<(EstateFile, Area), AppError> {
    let (service, actor) = request::acting()?;
    let estate: EstateId = asked.parse().map_err(|_no_id| AppError::NotFound.answered())?;
    let file = view_estate(&service, &actor, estate).await.map_err(request::answered)?;
    let list_of = if actor.area.contains(file.row.area) { file.row.area } else { actor.area };
    Ok((file, list_of))
}

#[component]
fn File(file: EstateFile, list_of: Area) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let class = |lens: Lens, entry: &LegendEntry| {
        (name::class(lens, entry.class, entry.label, &file.labels, lang), entry.cells)
    };
    let occupancy = file.occupancy.iter().map(|entry| class(Lens::Occupancy, entry)).collect();
    let key_groups = file.key_groups.iter().map(|entry| class(Lens::KeyGroup, entry)).collect();
    let sums = TOTALS.into_iter().zip(totals(&file.row)).map(|(word, count)| (word.text(lang).to_owned(), count));
    let sums = sums.collect();
    let buildings = file.buildings.iter().map(|(building, number)| {
        let number = if *number > 0 { *number } else { 0 };
        let text = if number > 0 { Phrase::BuildingNumber { number }.text(lang) } else { "—".to_owned() };
        view! {
            <li>
                <a class="top__link" href=format!("/buildings/{building}")>
                    {text}
                </a>
            </li>
        }
    });
    let buildings = buildings.collect_view();
    view! {
        <Title text=file.row.name.clone() />
        <p class="crumbs">
            <a href=format!("/areas/{list_of}/estates")>{say(Word::Estates)}</a>
        </p>
        <h1 class="page__title">{file.row.name.clone()}</h1>
        <p class="page__facts">{say(Word::CountsOfOwnArea)}</p>
        <p>
            <LinkButton href=export_new::href(list_of, &List::Estate(file.row.estate))>{say(Word::ExportTo)}</LinkButton>
        </p>
        <Counts id="totals" title=Word::Totals lines=sums />
        <Counts id="occupancy" title=Word::ByOccupancy lines=occupancy />
        <Counts id="ages" title=Word::ByAge lines=age_lines(file.ages) />
        <Counts id="groups" title=Word::ByKeyGroup lines=key_groups />
        <section class="card" aria-labelledby="buildings">
            <h2 class="card__title" id="buildings">
                {say(Word::Buildings)}
            </h2>
            <ul>{buildings}</ul>
        </section>
    }
}

fn age_lines(ages: [i64; 6]) -> Vec<(String, i64)> {
    let lang = use_lang().get_untracked();
    let mut youngest = 0;
    let mut lines = Vec::new();
    for (oldest, count) in AGE_BANDS.into_iter().zip(ages) {
        lines.push((Phrase::AgesBetween { youngest, oldest }.text(lang), count));
        youngest = oldest + 1;
    }
    lines.push((Phrase::AgesFrom { youngest }.text(lang), ages[4]));
    lines.push((Word::AgeUnknown.text(lang).to_owned(), ages[5]));
    lines
}

#[component]
fn Counts(id: &'static str, title: Word, lines: Vec<(String, i64)>) -> impl IntoView {
    let lang = use_lang();
    let caption = Signal::derive(move || title.text(lang.get()).to_owned());
    let head =
        || [Word::Name, Word::Count].map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view();
    let rows = lines.into_iter().map(|(text, count)| {
        view! {
            <tr>
                <th scope="row" class="table__main">{text}</th>
                <td class="table__number" data-label=Word::Count.text(lang.get_untracked())>
                    {format::number(count)}
                </td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="card" aria-labelledby=id>
            <h2 class="card__title" id=id>
                {say(title)}
            </h2>
            <Table caption=caption head=head>
                {rows}
            </Table>
        </section>
    }
}
