//! The small city with its actors and a fixed clock, for the tests of the use cases.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use chrono::{DateTime, Utc};
use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::clock::FixedClock;
use domain::id::PostId;
use service::{Entropy, Service, ServiceError};
use store::Store;
use store::post::NewTerm;
use store::testing::{Seat, TestDb, county, grid_of, now};

/// Tokens that count up.
pub struct Counting(AtomicU8);

impl Entropy for Counting {
    fn token(&self) -> Result<[u8; 32], ServiceError> {
        Ok([self.0.fetch_add(1, Ordering::Relaxed); 32])
    }
}

/// A service over a store with the tests' clock.
pub fn service_on(store: Store) -> Service {
    service_at(store, now())
}

/// The same at another time.
pub fn service_at(store: Store, at: DateTime<Utc>) -> Service {
    Service::new(store, Arc::new(FixedClock(at)), Arc::new(Counting(AtomicU8::new(1))))
}

/// The small city, lived in.
pub struct House {
    pub db: TestDb,
    pub s: Service,
    pub seats: Vec<Seat>,
}

impl House {
    pub async fn new() -> Self {
        let db = TestDb::with_city().await;
        db.fill_households().await;
        let seats = db.seats().await;
        Self { s: service_on(db.store.clone()), seats, db }
    }

    /// The whole city.
    pub fn root() -> Area {
        Area::city(county())
    }

    /// The worker of the first grid.
    pub async fn worker(&self) -> Actor {
        self.db.actor(Role::GridWorker, grid_of(1, 1, 1), 101).await
    }

    /// The worker of a grid in another street.
    pub async fn stranger(&self) -> Actor {
        self.db.actor(Role::GridWorker, grid_of(2, 1, 1), 102).await
    }

    /// The community of the worker's grid.
    pub async fn community(&self) -> Actor {
        self.db.actor(Role::Community, grid_of(1, 1, 1).parent().expect("a grid has one"), 105).await
    }

    /// The street of the worker's grid.
    pub async fn street(&self) -> Actor {
        let community = grid_of(1, 1, 1).parent().expect("a grid has one");
        self.db.actor(Role::Street, community.parent().expect("a community has one"), 106).await
    }

    /// A department of the city.
    pub async fn department(&self, serial: u64) -> Actor {
        self.db.department(Self::root(), 200 + serial).await
    }

    /// The command centre.
    pub async fn centre(&self) -> Actor {
        self.db.actor(Role::City, Self::root(), 103).await
    }

    /// The wall screen.
    pub async fn wall(&self) -> Actor {
        self.db.actor(Role::Wall, Self::root(), 104).await
    }

    /// One more post for somebody.
    pub async fn second_post(&self, actor: &Actor, role: Role, area: Area) -> PostId {
        let mut tx = self.db.store.begin_system().await.unwrap();
        let (_, serial) = store::account::next_serials(&mut tx, area.county()).await.unwrap();
        let post = PostId::new(area.county(), serial);
        let new = NewTerm {
            post,
            account: actor.account,
            role: role.slug(),
            area,
            title_zh: "另一个岗位",
            title_en: "Another post",
            unit: None,
            from_at: now() - chrono::TimeDelta::days(400),
            to_at: None,
        };
        assert!(store::post::give_post(&mut tx, &new).await.unwrap());
        tx.commit().await.unwrap();
        post
    }

    /// A seat of the worker's grid.
    pub fn seat(&self, at: usize) -> Seat {
        *self
            .seats
            .iter()
            .filter(|seat| seat.area == grid_of(1, 1, 1))
            .nth(at)
            .expect("the first grid has 64 dwellings")
    }
}
