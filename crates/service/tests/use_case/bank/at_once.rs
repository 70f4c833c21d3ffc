//! Many hands at once on a real PostgreSQL: the sum stays nothing at every moment, and no balance is beyond its rules.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::actor::{Actor, Role};
use domain::bank::{Points, TransferKind};
use domain::id::{BankItemId, BankTransferId};
use service::bank::{self, Asked, Giving, Redeeming, Serving, Target};
use service::{Service, ServiceError};
use tokio::sync::Mutex;

use super::{be_generous, community, credit, number, put_up, serving, try_credit, volunteer};
use crate::house::House;

/// Hands, deeds of each, and things of each kind in stock.
const HANDS: u32 = 5;
const DEEDS: u32 = 40;
const STOCK: u32 = 8;

/// Numbers that look like chance and come out the same again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

#[derive(Clone)]
struct Scene {
    s: Service,
    keepers: Vec<Actor>,
    volunteers: Vec<Actor>,
    item: BankItemId,
    done: Arc<Mutex<Vec<BankTransferId>>>,
}

impl Scene {
    async fn new(house: &House) -> Self {
        be_generous(house).await;
        let keepers = vec![
            house.community().await,
            house.db.actor(Role::Community, community(1), 170).await,
            house.street().await,
        ];
        let mut volunteers = Vec::new();
        for serial in 301..305 {
            volunteers.push(volunteer(house, serial).await);
        }
        let item = put_up(&house.s, &keepers[0], 20, STOCK).await;
        Self { s: house.s.clone(), keepers, volunteers, item, done: Arc::default() }
    }

    /// One deed, and in half of the cases the same once more.
    async fn perform(&self, dice: &mut Dice, serial: u32) -> Result<(), ServiceError> {
        let operation = number(serial);
        let pick = |dice: &mut Dice, actors: &[Actor]| actors[dice.roll(actors.len() as u64) as usize].clone();
        let (keeper, who) = (pick(dice, &self.keepers), pick(dice, &self.volunteers));
        let kind = dice.roll(10);
        let (amount, twice) = (dice.roll(6_000) as i64, dice.roll(2) == 0);
        let (wish, minutes) = (1 + dice.roll(40) as i64, dice.roll(200) as u32);
        let other = dice.roll(4);
        let mut last = None;
        for _ in 0..=u8::from(twice) {
            let transfer = match kind {
                0..=3 => {
                    let serving = Serving { served_on: self.s.today(), ..serving(&who, wish, minutes) };
                    try_credit(&self.s, &keeper, &serving).await?.unwrap().transfer
                }
                4..=6 => {
                    let login = format!("test-{}", 301 + other);
                    let target = if amount % 5 == 0 { Target::Pool(community(1)) } else { Target::Volunteer(&login) };
                    let points = Points::from_cents(amount);
                    bank::donate(&self.s, &who, Giving { operation, target, points, reason: "" }).await?
                }
                7 => {
                    let price = Points::whole(20);
                    bank::redeem(&self.s, &who, Redeeming { operation, item: self.item, price }).await?
                }
                _ => {
                    let known = self.done.lock().await.clone();
                    let Some(of) = known.get(amount as usize % known.len().max(1)).copied() else { return Ok(()) };
                    bank::reverse(&self.s, &keeper, (operation, of), "又错了").await?
                }
            };
            assert!(last.is_none_or(|last| last == transfer), "the same number is the same transfer");
            last = Some(transfer);
        }
        self.done.lock().await.extend(last);
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_many_hands_do_at_once_the_books_come_out_even() {
    let house = House::new().await;
    let scene = Scene::new(&house).await;
    let is_over = Arc::new(AtomicBool::new(false));
    // Somebody counts all the time.
    let (s, over) = (scene.s.clone(), Arc::clone(&is_over));
    let counting = tokio::spawn(async move {
        let mut counts = 0;
        while !over.load(Ordering::Relaxed) {
            let found = bank::verify(&s).await.unwrap();
            assert!(found.is_even(), "{found:?}");
            counts += 1;
        }
        counts
    });
    let hands: Vec<_> = (0..HANDS)
        .map(|hand| {
            let scene = scene.clone();
            tokio::spawn(async move {
                let mut dice = Dice(u64::from(hand) * 7_919 + 17);
                let (mut done, mut refused) = (0, BTreeMap::<String, u32>::new());
                for deed in 0..DEEDS {
                    match scene.perform(&mut dice, hand * 1_000 + deed).await {
                        Ok(()) => done += 1,
                        Err(ServiceError::Bank(why)) => *refused.entry(format!("{why:?}")).or_default() += 1,
                        Err(other) => panic!("hands at once are in nobody's way: {other:?}"),
                    }
                }
                (done, refused)
            })
        })
        .collect();
    let mut done = 0;
    for hand in hands {
        let (count, refused) = hand.await.unwrap();
        assert!(!refused.is_empty(), "some of it is against the rules");
        done += count;
    }
    is_over.store(true, Ordering::Relaxed);
    assert!(counting.await.unwrap() > 0);

    assert!(done > HANDS * DEEDS / 4, "{done} deeds were done");
    let found = bank::verify(&scene.s).await.unwrap();
    assert!(found.is_even(), "{found:?}");
    assert_eq!(found.movements, found.transfers * 2);
    keeps_its_rules(&scene).await;
}

async fn keeps_its_rules(scene: &Scene) {
    let most = super::generous().balance_most;
    let (mut credited, mut redeemed) = (BTreeMap::<(i64, usize), u32>::new(), 0);
    for (at, who) in scene.volunteers.iter().enumerate() {
        let Some(statement) = bank::own(&scene.s, who, None).await.unwrap().statement else { continue };
        let balance = statement.account.standing.balance;
        assert!(balance >= Points::NONE && balance <= most, "{balance}");
        let mut sum = Points::NONE;
        for line in &statement.lines {
            sum = sum + line.points;
            if let Some((wish, ..)) = line.service {
                *credited.entry((wish, at)).or_default() += 1;
            }
            redeemed += u32::from(line.kind == TransferKind::Redeem && !line.is_reversed);
        }
        assert_eq!((sum, statement.closing), (balance, balance), "the statement adds up");
    }
    assert!(credited.values().all(|count| *count == 1), "a wish credits each volunteer once: {credited:?}");
    let left = bank::items(&scene.s, &scene.keepers[0]).await.unwrap().items[0].stock;
    assert_eq!(left + redeemed, STOCK, "what is not there was redeemed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_take_the_same_at_once_one_gets_it() {
    let house = House::new().await;
    let scene = Scene::new(&house).await;
    let (keeper, s) = (&scene.keepers[0], &scene.s);
    let item = put_up(s, keeper, 20, 1).await;
    for (wish, who) in scene.volunteers.iter().enumerate() {
        let serving = Serving { served_on: s.today(), ..serving(who, wish as i64 + 1, 120) };
        credit(s, keeper, &serving).await;
    }
    let tries = scene.volunteers.iter().cloned().enumerate().map(|(at, who)| {
        let s = s.clone();
        let redeeming = Redeeming { operation: number(at as u32), item, price: Points::whole(20) };
        tokio::spawn(async move { bank::redeem(&s, &who, redeeming).await.is_ok() })
    });
    let tries: Vec<_> = tries.collect();
    let mut won = 0;
    for one in tries {
        won += u32::from(one.await.unwrap());
    }
    assert_eq!(won, 1);

    let one = scene.volunteers[0].clone();
    let credits: Vec<_> = (0..5)
        .map(|_| {
            let (s, keeper, serving) = (s.clone(), keeper.clone(), serving(&one, 99, 60));
            tokio::spawn(async move { credit(&s, &keeper, &serving).await })
        })
        .collect();
    let mut new = 0;
    for one in credits {
        new += u32::from(one.await.unwrap().is_new);
    }
    assert_eq!(new, 1, "five confirmations of one wish credit it once");
    let asked = Asked { area: keeper.area, text: "", page: 0, month: None };
    assert_eq!(bank::accounts(s, keeper, asked).await.unwrap().count, 4);
}
