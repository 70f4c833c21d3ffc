//! The cell board: units × floors × doors as an accessible grid, the flat twin of the building on the map.

use std::collections::BTreeSet;

use domain::cell::Label;
use domain::household::{Board, BoardCell};
use domain::id::{BuildingId, DwellingId};
use leptos::ev;
use leptos::prelude::*;
use ui::EmptyState;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::link::stay_put;
use wording::{Lang, Phrase, Word};

use super::cell;
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
    let walk = move |event: ev::KeyboardEvent| {
        let next = active.get_untracked().and_then(|from| grid.step(from, &event.key()));
        if let Some(next) = next {
            event.prevent_default();
            active.set(Some(next));
            focus(&element_id(next));
        }
    };
    let parts = Parts { board: StoredValue::new(board), labels: StoredValue::new(labels), selected, active, href };
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
    let number = found.door.number().to_string();
    let index = found.cell.to_string();
    let byte = found.byte.0.to_string();
    let full_name = move || in_words(parts, &found, lang.get());
    let href = move || parts.href.run((building, dwelling));
    let selected = move || parts.selected.get() == Some(dwelling);
    let reachable = move || if parts.active.get() == Some(dwelling) { "0" } else { "-1" };
    view! {
        <a
            {..stay_put()}
            class=class
            class:is-selected=selected
            id=element_id(dwelling)
            href=href
            tabindex=reachable
            aria-current=move || selected().then_some("true")
            aria-label=full_name
            data-cell=index
            data-byte=byte
            on:focus=move |_| parts.active.set(Some(dwelling))
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

/// Who is next to whom on the board, for arrow keys.
#[derive(Clone)]
struct Grid(Vec<Vec<Option<DwellingId>>>);

impl Grid {
    fn new(board: &Board, floors: &[u16], columns: &[(u16, u16)]) -> Self {
        let mut rows = vec![vec![None; columns.len()]; floors.len()];
        for cell in &board.cells {
            let row = floors.iter().position(|floor| *floor == cell.door.floor);
            let column = columns.iter().position(|column| *column == (cell.door.unit, cell.door.door));
            if let (Some(row), Some(column)) = (row, column) {
                rows[row][column] = Some(cell.dwelling);
            }
        }
        Self(rows)
    }

    /// The household that a key leads to; holes are jumped over.
    fn step(&self, from: DwellingId, key: &str) -> Option<DwellingId> {
        let row = self.0.iter().position(|row| row.contains(&Some(from)))?;
        let column = self.0[row].iter().position(|cell| *cell == Some(from))?;
        let line: Vec<_> = match key {
            "ArrowLeft" => self.0[row][..column].iter().rev().copied().collect(),
            "ArrowRight" => self.0[row][column + 1..].to_vec(),
            "ArrowUp" => self.0[..row].iter().rev().map(|row| row[column]).collect(),
            "ArrowDown" => self.0[row + 1..].iter().map(|row| row[column]).collect(),
            "Home" => self.0[row][..column].to_vec(),
            "End" => self.0[row][column + 1..].iter().rev().copied().collect(),
            _ => return None,
        };
        line.into_iter().flatten().next()
    }
}

#[cfg(test)]
mod tests {
    use domain::area::County;

    use super::*;

    fn id(serial: u64) -> DwellingId {
        DwellingId::new(County::new_checked(990_001).unwrap(), serial)
    }

    #[test]
    fn arrows_walk_the_board_and_jump_over_holes() {
        let grid = Grid(vec![
            vec![Some(id(5)), None, Some(id(6))],
            vec![Some(id(3)), Some(id(4)), None],
            vec![Some(id(0)), Some(id(1)), Some(id(2))],
        ]);

        assert_eq!(grid.step(id(5), "ArrowRight"), Some(id(6)));
        assert_eq!(grid.step(id(2), "ArrowUp"), Some(id(6)));
        assert_eq!(grid.step(id(6), "ArrowDown"), Some(id(2)));
        assert_eq!(grid.step(id(2), "Home"), Some(id(0)));
        assert_eq!(grid.step(id(0), "ArrowDown"), None);
    }
}
