//! Wishes: who serves, who is told, and what time does.

mod life;
mod race;
mod reach;

use chrono::TimeDelta;
use domain::actor::{Actor, Role};
use domain::case::{Ground, Title};
use domain::gate::Form;
use domain::id::WishId;
use domain::operation::OperationId;
use domain::wish::{Kind, Order, Repeat};
use service::wish::{self, Sent};
use store::testing::{grid_of, now};
use store::wish::{Contact, WishRow};

use crate::gate;
use crate::house::House;

/// What the resident's telephone is in these tests.
const PHONE: &str = "16000000033";

impl House {
    /// Somebody who serves all over the city.
    async fn volunteer(&self, serial: u64) -> Actor {
        self.db.actor(Role::Volunteer, Self::root(), 500 + serial).await
    }

    /// Somebody of the community's office.
    async fn keeper(&self, serial: u64) -> Actor {
        let community = grid_of(1, 1, 1).parent().expect("a grid has one");
        self.db.actor(Role::Community, community, serial).await
    }

    /// A resident's wish that the community published: it begins in a day and takes two hours.
    async fn published(&self, nth: u8, kind: Kind, slots: u8) -> WishId {
        self.published_again(nth, kind, (slots, None)).await
    }

    /// The same, and it comes again.
    async fn published_again(&self, nth: u8, kind: Kind, (slots, repeat): (u8, Option<Repeat>)) -> WishId {
        let contact =
            Contact { name: "王某".parse().ok(), phone: PHONE.parse().ok(), door: Some("3单元502".to_owned()) };
        let sent = Sent {
            operation: OperationId::new([nth; 16]),
            ground: Ground::Building(self.seat(0).building),
            kind,
            words: format!("请帮忙 {nth}"),
            contact,
            pictures: Vec::new(),
        };
        let entered = gate::entered_as(self, Form::Wish, sent.operation).await;
        let wish = wish::send(&self.s, sent, &entered).await.unwrap();
        let community = self.keeper(620 + u64::from(nth)).await;
        let order = Order {
            kind,
            title: Title::of_words(&format!("心愿 {nth}")).unwrap(),
            content: "说说要做什么".to_owned(),
            place: "社区门口".to_owned(),
            starts_at: now() + TimeDelta::hours(24),
            ends_at: now() + TimeDelta::hours(26),
            slots,
            tools: vec!["手套".to_owned(), "梯子".to_owned()],
            safety: "注意安全".to_owned(),
            repeat,
        };
        wish::publish(&self.s, &community, (wish, 1), order).await.unwrap();
        wish
    }

    async fn wish_row(&self, wish: WishId) -> WishRow {
        let mut tx = self.db.store.begin_system().await.unwrap();
        store::wish::read(&mut tx, wish).await.unwrap().unwrap()
    }
}
