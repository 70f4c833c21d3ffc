//! Rings and lines as bytes: points in whole decimetres, each as the step from the one before.
//!
//! Format: number of rings, then for each ring the number of points and the steps (x, y) as zigzag LEB128. PostgreSQL only
//! keeps them; topology is `cityplan`'s business, drawing `citypack`'s.

use crate::StoreError;
use crate::varint::{Reader, put, put_signed};

/// A closed ring, or a line, in decimetres east and north of the city's origin.
pub type Ring = Vec<[i32; 2]>;

/// Packs rings.
pub fn pack(rings: &[Ring]) -> Vec<u8> {
    let points: usize = rings.iter().map(Vec::len).sum();
    let mut out = Vec::with_capacity(4 + points * 4);
    put(&mut out, rings.len() as u64);
    let mut last = [0i64; 2];
    for ring in rings {
        put(&mut out, ring.len() as u64);
        for point in ring {
            for (axis, value) in point.iter().enumerate() {
                put_signed(&mut out, i64::from(*value) - last[axis]);
                last[axis] = i64::from(*value);
            }
        }
    }
    out
}

/// Unpacks rings; any bytes give rings or an error.
pub fn unpack(bytes: &[u8], column: &'static str) -> Result<Vec<Ring>, StoreError> {
    let mut reader = Reader { bytes, column };
    let count = reader.take_len()?;
    let mut rings = Vec::with_capacity(count);
    let mut last = [0i64; 2];
    for _ in 0..count {
        let points = reader.take_len()?;
        let mut ring = Vec::with_capacity(points);
        for _ in 0..points {
            let mut point = [0i32; 2];
            for (axis, value) in point.iter_mut().enumerate() {
                last[axis] = last[axis].wrapping_add(reader.take_signed()?);
                *value = i32::try_from(last[axis]).ok().ok_or(StoreError::Unreadable { column })?;
            }
            ring.push(point);
        }
        rings.push(ring);
    }
    Ok(rings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rings_come_back_as_they_were(rings in prop::collection::vec(prop::collection::vec(any::<[i32; 2]>(), 0..20), 0..5)) {
            prop_assert_eq!(unpack(&pack(&rings), "test").unwrap(), rings);
        }

        #[test]
        fn any_bytes_give_rings_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _rings = unpack(&bytes, "test");
        }
    }
}
