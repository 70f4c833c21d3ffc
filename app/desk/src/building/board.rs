//! The cell board: units × floors × doors as an accessible grid, the flat twin of the building on the map.

use std::collections::BTreeSet;

use domain::cell::Label;
use domain::household::{Board, BoardCell};
use domain::id::{BuildingId, DwellingId};
use leptos::ev;
use leptos::prelude::*;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::link::stay_put;
use ui::{EmptyState, cell};
use wording::{Lang, Phrase, Word};

use super::boxed::{BoxTools, Boxed};
use super::grid::Grid;
use crate::browser::focus::focus;

/// With more columns than this, cells show their character only; the door is in the name and the row and column heads.
const DENSE_FROM: usize = 8;

/// Makes the address of a household.
pub type CellHref = Callback<(BuildingId, DwellingId), String>;

/// A building's cell board.
#[component]
pub fn BoardView(
    /// The board.
    board: Board,
    /// The label dictionary.
    labels: Vec<Label>,
    /// The selected household.
    #[prop(into)]
    selected: Signal<Option<DwellingId>>,
    /// The address of a household.
    href: CellHref,
) -> impl IntoView {
    let lang = use_lang();
    if board.cells.is_empty() {
        let title = Signal::derive(move || Word::BoardNoCells.text(lang.get()).to_owned());
        let hint = Signal::derive(move || Word::BoardNoCellsHint.text(lang.get()).to_owned());
        return view! { <EmptyState title=title hint=hint icon=Icon::Building /> }.into_any();
    }
    let columns: Vec<(u16, u16)> =
        board.cells.iter().map(|cell| (cell.door.unit, cell.door.door)).collect::<BTreeSet<_>>().into_iter().collect();
    let floors: Vec<u16> =
        board.cells.iter().map(|cell| cell.door.floor).collect::<BTreeSet<_>>().into_iter().rev().collect();
    let first = board.cells.first().map(|cell| cell.dwelling);
    let active = RwSignal::new(selected.get_untracked().or(first));
    Effect::new(move |_| {
        if let Some(selected) = selected.get() {
            active.set(Some(selected));
        }
    });
    let dense = columns.len() > DENSE_FROM;
    let grid = Grid::new(&board, &floors, &columns);
    let boxed = Boxed::new(grid.clone(), board.may_edit);
    let walk = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && boxed.is_drawn() {
            boxed.cancel();
            event.prevent_default();
            event.stop_propagation();
        }
        let from = active.get_untracked();
        let next = from.and_then(|from| grid.step(from, &event.key()));
        if let (Some(from), Some(next)) = (from, next) {
            event.prevent_default();
            if event.shift_key() {
                boxed.stretch(from, next);
            }
            active.set(Some(next));
            focus(&element_id(next));
        }
    };
    let dictionary = labels.clone();
    let parts =
        Parts { board: StoredValue::new(board), labels: StoredValue::new(labels), selected, active, href, boxed };
    let head = unit_heads(&columns);
    let rows = floors.into_iter().map(|floor| row(parts, floor, columns.clone())).collect_view();
    view! {
        <div class="board-frame">
            <table class="board" class:board--dense=dense role="grid" aria-label=say(Word::Board) on:keydown=walk>
                {head}
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="board__hint">{say(Word::BoardHint)}</p>
        <BoxTools boxed=boxed labels=dictionary />
    }
    .into_any()
}

/// What every cell needs.
#[derive(Clone, Copy)]
struct Parts {
    board: StoredValue<Board>,
    labels: StoredValue<Vec<Label>>,
    selected: Signal<Option<DwellingId>>,
    active: RwSignal<Option<DwellingId>>,
    href: CellHref,
    boxed: Boxed,
}

fn unit_heads(columns: &[(u16, u16)]) -> impl IntoView + use<> {
    let lang = use_lang();
    let units: BTreeSet<u16> = columns.iter().map(|(unit, _)| *unit).collect();
    let heads = units.into_iter().map(|number| {
        let doors = columns.iter().filter(|(unit, _)| *unit == number).count();
        view! {
            <th class="board__unit" scope="colgroup" colspan=doors.to_string()>
                {move || Phrase::Unit { number }.text(lang.get())}
            </th>
        }
    });
    let heads = heads.collect_view();
    view! {
        <thead>
            <tr>
                <td></td>
                {heads}
            </tr>
        </thead>
    }
}

fn row(parts: Parts, floor: u16, columns: Vec<(u16, u16)>) -> impl IntoView {
    let cells = columns.iter().enumerate().map(|(place, (unit, door))| {
        let starts_unit = place > 0 && columns[place - 1].0 != *unit;
        let found = parts.board.with_value(|board| {
            board
                .cells
                .iter()
                .find(|cell| cell.door.floor == floor && (cell.door.unit, cell.door.door) == (*unit, *door))
                .cloned()
        });
        let class = if starts_unit { "board__cell board__cell--unit" } else { "board__cell" };
        match found {
            Some(found) => view! { <td class=class role="gridcell">{household(parts, found)}</td> }.into_any(),
            None => view! { <td class=class role="gridcell"></td> }.into_any(),
        }
    });
    let cells = cells.collect_view();
    view! {
        <tr>
            <th class="board__floor" scope="row">{floor.to_string()}</th>
            {cells}
        </tr>
    }
}

fn household(parts: Parts, found: BoardCell) -> impl IntoView {
    let lang = use_lang();
    let (lens, building) = parts.board.with_value(|board| (board.lens, board.building));
    let dwelling = found.dwelling;
    let class = cell::classes(lens, &found);
    let (glyph, badge) =
        parts.labels.with_value(|labels| (cell::glyph(lens, &found, labels), cell::badge(&found, labels)));
    let number = found.home.map_or_else(|| found.door.number(), |(_, number)| number).to_string();
    let home = found.lived_in();
    let index = found.cell.to_string();
    let byte = found.byte.0.to_string();
    let full_name = move || in_words(parts, &found, lang.get());
    let href = move || parts.href.run((building, home));
    let selected = move || parts.selected.get() == Some(home);
    let boxed = parts.boxed;
    let in_box = move || boxed.has(home);
    let reachable = move || if parts.active.get() == Some(dwelling) { "0" } else { "-1" };
    view! {
        <a
            {..stay_put()}
            class=class
            class:is-selected=selected
            class:is-boxed=in_box
            draggable="false"
            id=element_id(dwelling)
            href=href
            tabindex=reachable
            aria-current=move || selected().then_some("true")
            aria-label=full_name
            data-cell=index
            data-byte=byte
            on:focus=move |_| parts.active.set(Some(dwelling))
            on:pointerdown=move |event| boxed.press(dwelling, &event)
            on:pointerenter=move |event| boxed.drag(dwelling, &event)
            on:click=move |event| boxed.click(dwelling, &event)
        >
            <span class="cell__glyph" aria-hidden="true">{glyph}</span>
            <span class="cell__door" aria-hidden="true">{number}</span>
            {badge.map(|badge| view! { <span class="badge" aria-hidden="true">{badge}</span> })}
        </a>
    }
}

fn in_words(parts: Parts, found: &BoardCell, lang: Lang) -> String {
    let lens = parts.board.with_value(|board| board.lens);
    parts.labels.with_value(|labels| cell::full_name(lens, found, labels, lang))
}

fn element_id(dwelling: DwellingId) -> String {
    format!("cell-{dwelling}")
}
