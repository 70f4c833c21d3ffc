//! Where households are on a board: who is next to whom, and who is in a box.

use std::collections::{BTreeMap, BTreeSet};

use domain::household::Board;
use domain::id::DwellingId;

/// Who is next to whom on the board, for arrow keys; and whose home the places are that were merged.
#[derive(Clone)]
pub struct Grid(Vec<Vec<Option<DwellingId>>>, BTreeMap<DwellingId, DwellingId>);

impl Grid {
    /// Lays the cells out by floor from the top and by column.
    pub fn new(board: &Board, floors: &[u16], columns: &[(u16, u16)]) -> Self {
        let mut rows = vec![vec![None; columns.len()]; floors.len()];
        for cell in &board.cells {
            let row = floors.iter().position(|floor| *floor == cell.door.floor);
            let column = columns.iter().position(|column| *column == (cell.door.unit, cell.door.door));
            if let (Some(row), Some(column)) = (row, column) {
                rows[row][column] = Some(cell.dwelling);
            }
        }
        let joined = board.cells.iter().filter_map(|cell| Some((cell.dwelling, cell.home?.0)));
        Self(rows, joined.collect())
    }

    /// The household that a key leads to; holes are jumped over.
    pub fn step(&self, from: DwellingId, key: &str) -> Option<DwellingId> {
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

    /// All households in the box between two of them, row by row, each once: a merged place means the home that it is part of.
    pub fn between(&self, one: DwellingId, other: DwellingId) -> Vec<DwellingId> {
        let (Some(one), Some(other)) = (self.place(one), self.place(other)) else { return Vec::new() };
        let rows = one.0.min(other.0)..=one.0.max(other.0);
        let columns = one.1.min(other.1)..=one.1.max(other.1);
        let places = self.0[rows].iter().flat_map(|row| row[columns.clone()].iter().flatten());
        let mut seen = BTreeSet::new();
        let home = |place: &DwellingId| self.1.get(place).copied().unwrap_or(*place);
        places.map(home).filter(|home| seen.insert(*home)).collect()
    }

    fn place(&self, dwelling: DwellingId) -> Option<(usize, usize)> {
        let mut rows = self.0.iter().enumerate();
        rows.find_map(|(row, cells)| Some((row, cells.iter().position(|cell| *cell == Some(dwelling))?)))
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
        let grid = Grid(
            vec![
                vec![Some(id(5)), None, Some(id(6))],
                vec![Some(id(3)), Some(id(4)), None],
                vec![Some(id(0)), Some(id(1)), Some(id(2))],
            ],
            BTreeMap::new(),
        );

        assert_eq!(grid.step(id(5), "ArrowRight"), Some(id(6)));
        assert_eq!(grid.step(id(2), "ArrowUp"), Some(id(6)));
        assert_eq!(grid.step(id(6), "ArrowDown"), Some(id(2)));
        assert_eq!(grid.step(id(2), "Home"), Some(id(0)));
        assert_eq!(grid.step(id(0), "ArrowDown"), None);
    }

    #[test]
    fn a_box_has_the_same_households_from_whichever_corner_it_is_drawn() {
        let grid = Grid(
            vec![
                vec![Some(id(5)), None, Some(id(6))],
                vec![Some(id(3)), Some(id(4)), None],
                vec![Some(id(0)), Some(id(1)), Some(id(2))],
            ],
            BTreeMap::new(),
        );

        assert_eq!(grid.between(id(3), id(1)), [id(3), id(4), id(0), id(1)]);
        assert_eq!(grid.between(id(1), id(3)), grid.between(id(3), id(1)));
        assert_eq!(grid.between(id(6), id(6)), [id(6)]);
        assert_eq!(grid.between(id(6), id(77)), []);
    }

    #[test]
    fn a_merged_place_in_a_box_means_its_home_and_that_only_once() {
        let joined = BTreeMap::from([(id(2), id(1)), (id(4), id(9))]);
        let grid = Grid(vec![vec![Some(id(1)), Some(id(2))], vec![Some(id(3)), Some(id(4))]], joined);

        assert_eq!(grid.between(id(1), id(4)), [id(1), id(3), id(9)]);
        assert_eq!(grid.step(id(1), "ArrowRight"), Some(id(2)), "a merged place is walked to like any other");
    }
}
