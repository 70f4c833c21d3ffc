//! Tiles fetched lately, up to a number of bytes; the oldest go first.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Bytes;
use axum::http::HeaderValue;
use tokio::time::Instant;

use super::layer::TileAddress;

/// Most bytes of pictures kept.
const CAPACITY_BYTES: usize = 32 << 20;
/// How long a picture is good for.
pub const FRESH: Duration = Duration::from_hours(24);

/// One picture.
#[derive(Clone, Debug)]
pub struct Tile {
    /// Its media type.
    pub media_type: HeaderValue,
    /// Its bytes.
    pub bytes: Bytes,
}

type Key = (usize, TileAddress);

#[derive(Default)]
struct Shelf {
    tiles: HashMap<Key, (Instant, Tile)>,
    order: VecDeque<Key>,
    bytes: usize,
}

/// A shared shelf of pictures. Cloning shares it.
#[derive(Clone, Default)]
pub struct TileCache(Arc<Mutex<Shelf>>);

impl TileCache {
    /// A picture of the layer with this number, when it is there and fresh.
    pub fn get(&self, layer: usize, address: TileAddress) -> Option<Tile> {
        let shelf = self.0.lock().ok()?;
        let (kept_at, tile) = shelf.tiles.get(&(layer, address))?;
        (kept_at.elapsed() < FRESH).then(|| tile.clone())
    }

    /// Keeps a picture, and gives up the oldest ones when there are too many.
    pub fn put(&self, layer: usize, address: TileAddress, tile: Tile) {
        let Ok(mut shelf) = self.0.lock() else { return };
        let key = (layer, address);
        shelf.bytes += tile.bytes.len();
        match shelf.tiles.insert(key, (Instant::now(), tile)) {
            Some((_, old)) => shelf.bytes -= old.bytes.len(),
            None => shelf.order.push_back(key),
        }
        while shelf.bytes > CAPACITY_BYTES {
            let Some(oldest) = shelf.order.pop_front() else { break };
            if let Some((_, tile)) = shelf.tiles.remove(&oldest) {
                shelf.bytes -= tile.bytes.len();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tile(bytes: usize) -> Tile {
        Tile { media_type: HeaderValue::from_static("image/png"), bytes: Bytes::from(vec![0; bytes]) }
    }

    #[test]
    fn the_shelf_never_holds_more_than_its_capacity() {
        let cache = TileCache::default();

        for x in 0..40 {
            cache.put(0, TileAddress { z: 10, x, y: 0 }, tile(1 << 20));
        }

        assert!(cache.get(0, TileAddress { z: 10, x: 0, y: 0 }).is_none());
        assert!(cache.get(0, TileAddress { z: 10, x: 39, y: 0 }).is_some());
        assert!(cache.0.lock().unwrap().bytes <= CAPACITY_BYTES);
    }

    #[test]
    fn a_picture_that_is_kept_twice_counts_once() {
        let cache = TileCache::default();
        let address = TileAddress { z: 1, x: 0, y: 0 };

        cache.put(0, address, tile(10));
        cache.put(0, address, tile(20));

        assert_eq!(cache.0.lock().unwrap().bytes, 20);
        assert_eq!(cache.get(0, address).unwrap().bytes.len(), 20);
        assert!(cache.get(1, address).is_none());
    }
}
