//! Borders of areas: which one holds a point. Topology as drawn on maps is `cityplan`'s business.

use domain::area::{Area, AreaRange, Level};
use sqlx::Row;

use crate::shape::{Ring, unpack};
use crate::{StoreError, Tx, row};

/// An area with its border.
#[derive(Clone, Debug)]
pub struct Border {
    /// Which.
    pub area: Area,
    /// What it is called.
    pub name: String,
    rings: Vec<Ring>,
}

impl Border {
    /// Its rings in decimetres from the city's origin; holes are rings as well.
    pub fn rings(&self) -> &[Ring] {
        &self.rings
    }

    /// Whether a point in decimetres lies inside: a ray to the right crosses the rings an odd number of times.
    pub fn holds(&self, (x, y): (i32, i32)) -> bool {
        let (x, y) = (f64::from(x), f64::from(y));
        let crossings = self.rings.iter().flat_map(|ring| {
            let next = ring.iter().cycle().skip(1);
            ring.iter().zip(next).map(|(a, b)| (a.map(f64::from), b.map(f64::from)))
        });
        let crossed = crossings
            .filter(|([ax, ay], [bx, by])| (*ay > y) != (*by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax);
        crossed.count() % 2 == 1
    }
}

/// The borders of the open areas of a level in a range.
pub async fn borders(tx: &mut Tx, range: AreaRange, level: Level) -> Result<Vec<Border>, StoreError> {
    let rows = sqlx::query(
        "select area, name, rings
        from area
        where area >= $1
            and area < $2
            and level = $3
            and to_on is null
        order by area",
    )
    .bind(range.lo)
    .bind(range.hi)
    .bind(level.number())
    .fetch_all(tx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let rings: Vec<u8> = row.try_get("rings")?;
            Ok(Border {
                area: row::area(row, "area")?,
                name: row.try_get("name")?,
                rings: unpack(&rings, "area.rings")?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::area::County;

    #[test]
    fn a_hole_is_outside_and_a_yard_beside_it_inside() {
        let square = |from: i32, to: i32| vec![[from, from], [to, from], [to, to], [from, to]];
        let area = Area::city(County::new_checked(990_001).unwrap());
        let border = Border { area, name: String::new(), rings: vec![square(0, 100), square(40, 60)] };

        assert!(border.holds((10, 10)));
        assert!(!border.holds((50, 50)));
        assert!(!border.holds((150, 50)));
    }
}
