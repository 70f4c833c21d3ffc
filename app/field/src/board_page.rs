//! `/m/b/{building}?lens=`: a building's cell board, a door for every thumb.

use std::collections::BTreeSet;

use domain::cell::{Label, Lens};
use domain::household::{Board, BoardCell};
use domain::id::BuildingId;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::building::board;
use service::map::city;
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::{EmptyState, ErrorPanel, cell, name};
use wording::field::PhoneWord;
use wording::{Phrase, Word};

use crate::home::building_title;
use crate::{address, request};

/// The lenses that help at doors.
const LENSES: [Lens; 3] = [Lens::Visit, Lens::Occupancy, Lens::Label];

/// The page.
#[component]
pub fn BoardPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("building")).unwrap_or_default();
    let retry = format!("/m/b/{asked}");
    let content = Suspend::new(async move {
        match look(&asked).await {
            Ok((board, labels)) => content(board, labels).into_any(),
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href=retry /> }.into_any(),
        }
    });
    view! {
        <main class="phone" id="content">
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn look(asked: &str) -> Result<(Board, Vec<Label>), AppError> {
    let (service, actor) = request::acting()?;
    let building: BuildingId = asked.parse().map_err(|_no_id| AppError::NotFound.answered())?;
    let lens = request::query("lens").and_then(|lens| Lens::from_slug(&lens)).unwrap_or(Lens::Visit);
    let board = board(&service, &actor, building, lens, None).await.map_err(request::answered)?;
    let labels = city(&service, &actor).await.map_err(request::answered)?.labels;
    Ok((board, labels))
}

fn content(board: Board, labels: Vec<Label>) -> impl IntoView {
    let lang = use_lang();
    let estate = board.estate.as_ref().map(|(_, name)| name.clone());
    let title = building_title(board.number, estate, board.source.clone(), lang.get_untracked());
    let here = address::building(board.building);
    let lenses = LENSES.map(|lens| {
        let current = (lens == board.lens).then_some("page");
        view! {
            <a class="button" href=format!("{here}?lens={}", lens.slug()) rel="external" aria-current=current>
                {say(name::lens(lens))}
            </a>
        }
    });
    let lenses = lenses.into_iter().collect_view();
    view! {
        <Title text=title.clone() />
        <a class="phone-back" href="/m">{say(PhoneWord::OtherBuilding)}</a>
        <h1 class="phone__title">{title}</h1>
        <nav class="phone-acts" aria-label=say(Word::LensSwitch)>{lenses}</nav>
        {cells(&board, &labels)}
    }
}

/// Floors from the top, one table to be pushed sideways when a building is wide.
fn cells(board: &Board, labels: &[Label]) -> AnyView {
    let lang = use_lang();
    if board.cells.is_empty() {
        let title = Signal::derive(move || Word::BoardNoCells.text(lang.get()).to_owned());
        let hint = Signal::derive(move || Word::BoardNoCellsHint.text(lang.get()).to_owned());
        return view! { <EmptyState title=title hint=hint icon=Icon::Building /> }.into_any();
    }
    let columns: BTreeSet<(u16, u16)> = board.cells.iter().map(|cell| (cell.door.unit, cell.door.door)).collect();
    let floors: BTreeSet<u16> = board.cells.iter().map(|cell| cell.door.floor).collect();
    let units: BTreeSet<u16> = columns.iter().map(|(unit, _)| *unit).collect();
    let heads = units.into_iter().map(|number| {
        let doors = columns.iter().filter(|(unit, _)| *unit == number).count();
        view! {
            <th class="board__unit" scope="colgroup" colspan=doors.to_string()>
                {Phrase::Unit { number }.text(lang.get_untracked())}
            </th>
        }
    });
    let heads = heads.collect_view();
    let rows = floors.into_iter().rev().map(|floor| {
        let doors = columns.iter().map(|(unit, door)| {
            let found = board
                .cells
                .iter()
                .find(|cell| cell.door.floor == floor && (cell.door.unit, cell.door.door) == (*unit, *door));
            view! { <td class="board__cell">{found.map(|found| door_link(board.lens, found, labels))}</td> }
        });
        let doors = doors.collect_view();
        view! {
            <tr>
                <th class="board__floor" scope="row">{floor.to_string()}</th>
                {doors}
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <div class="phone-board" tabindex="0" role="region" aria-label=say(Word::Board)>
            <table class="board">
                <thead>
                    <tr>
                        <td></td>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn door_link(lens: Lens, found: &BoardCell, labels: &[Label]) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    let number = found.home.map_or_else(|| found.door.number(), |(_, number)| number).to_string();
    let badge = cell::badge(found, labels).map(|badge| view! { <span class="badge" aria-hidden="true">{badge}</span> });
    view! {
        <a
            class=cell::classes(lens, found)
            href=address::household(found.lived_in())
            rel="external"
            aria-label=cell::full_name(lens, found, labels, lang)
        >
            <span class="cell__glyph" aria-hidden="true">{cell::glyph(lens, found, labels)}</span>
            <span class="cell__door" aria-hidden="true">{number}</span>
            {badge}
        </a>
    }
}
