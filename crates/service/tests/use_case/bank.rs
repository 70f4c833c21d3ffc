//! The love bank: credited once, given away, redeemed, taken back; whatever happens at once, the books come out even.

use chrono::{Days, NaiveDate, TimeDelta};
use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::bank::{AccountKind, HintKind, Points, Refusal, Rule, TransferKind};
use domain::id::{BankItemId, BankTransferId};
use domain::operation::OperationId;
use service::bank::{self, Asked, Credited, Giving, NewItem, Place, Redeeming, Serving, Statement, Target};
use service::{Service, ServiceError};
use store::testing::{county, grid_of, now};

use crate::house::{House, service_at};

mod at_once;

fn community(street: u16) -> Area {
    grid_of(street, 1, 1).parent().unwrap()
}

async fn volunteer(house: &House, serial: u64) -> Actor {
    house.db.actor(Role::Volunteer, community(1), serial).await
}

fn serving(volunteer: &Actor, wish: i64, minutes: u32) -> Serving {
    let served_on = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    Serving { wish, volunteer: volunteer.account, area: grid_of(1, 1, 1), served_on, minutes }
}

async fn try_credit(s: &Service, keeper: &Actor, serving: &Serving) -> Result<Option<Credited>, ServiceError> {
    let mut tx = s.store.begin_system().await.unwrap();
    let credited = bank::credit(&mut tx, keeper, s.now(), serving).await?;
    tx.commit().await.unwrap();
    Ok(credited)
}

async fn credit(s: &Service, keeper: &Actor, serving: &Serving) -> Credited {
    try_credit(s, keeper, serving).await.unwrap().unwrap()
}

fn number(serial: u32) -> OperationId {
    let mut bytes = [7; 16];
    bytes[..4].copy_from_slice(&serial.to_be_bytes());
    OperationId::new(bytes)
}

/// Under which two hours are fifty points and accounts fill up within a test.
fn generous() -> Rule {
    Rule {
        from_on: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap(),
        hourly: Points::whole(25),
        balance_most: Points::whole(250),
        redeem_from: Points::whole(50),
        note: "for a test".to_owned(),
        ..Rule::first()
    }
}

/// The rules of today are generous.
async fn be_generous(house: &House) {
    let centre = house.db.actor(Role::City, House::root(), 180).await;
    bank::add_rule(&house.s, &centre, generous()).await.unwrap();
}

async fn put_up(s: &Service, keeper: &Actor, price: i64, stock: u32) -> BankItemId {
    let new = NewItem { name: "理发一次".to_owned(), price: Points::whole(price), stock, is_offered: true };
    bank::keep_item(s, keeper, Place::New(keeper.area), new).await.unwrap()
}

async fn own(s: &Service, actor: &Actor) -> Statement {
    bank::own(s, actor, None).await.unwrap().statement.unwrap()
}

async fn balance(s: &Service, actor: &Actor) -> Points {
    own(s, actor).await.account.standing.balance
}

fn why(result: Result<BankTransferId, ServiceError>) -> Refusal {
    match result {
        Err(ServiceError::Bank(why)) => why,
        other => panic!("{other:?}"),
    }
}

async fn served_today(house: &House, keeper: &Actor, who: &Actor, wish: i64) -> Credited {
    let serving = Serving { served_on: house.s.today(), ..serving(who, wish, 120) };
    credit(&house.s, keeper, &serving).await
}

#[tokio::test]
async fn a_wish_credits_its_volunteer_once_by_the_rule_of_the_day() {
    let house = House::new().await;
    let (keeper, volunteer) = (house.community().await, volunteer(&house, 301).await);
    assert!(bank::own(&house.s, &volunteer, None).await.unwrap().statement.is_none(), "nothing was opened");

    let first = credit(&house.s, &keeper, &serving(&volunteer, 1, 100)).await;
    let again = credit(&house.s, &keeper, &serving(&volunteer, 1, 60)).await;
    let short = credit(&house.s, &keeper, &serving(&volunteer, 2, 29)).await;
    be_generous(&house).await;
    let yesterday = credit(&house.s, &keeper, &serving(&volunteer, 3, 600)).await;

    assert_eq!((first.points, first.is_new), (Points::from_cents(150), true));
    assert_eq!(again, Credited { is_new: false, ..first });
    assert_eq!(short.points, Points::NONE, "it is written down that it was too short");
    assert_eq!(yesterday.points, Points::whole(2), "the day of the service counts, and an activity at most two hours");
    let statement = own(&house.s, &volunteer).await;
    assert_eq!((statement.opening, statement.closing), (Points::NONE, Points::from_cents(350)));
    let lines: Vec<_> = statement.lines.iter().map(|line| (line.kind, line.points.cents(), line.rule)).collect();
    assert_eq!(lines, [150, 0, 200].map(|cents| (TransferKind::Credit, cents, 1)));
    assert_eq!(house.db.audit_rows("credit_bank").await.len(), 3);
    let december = service_at(house.db.store.clone(), now() + TimeDelta::days(20));
    let next = own(&december, &volunteer).await;
    assert_eq!((next.opening, next.closing, next.lines.len()), (Points::from_cents(350), Points::from_cents(350), 0));
    assert!(bank::verify(&house.s).await.unwrap().is_even());
}

#[tokio::test]
async fn nobody_but_volunteers_is_credited_and_nobody_credits_themself() {
    let house = House::new().await;
    let keeper = house.community().await;
    let who = volunteer(&house, 301).await;
    let worker = house.worker().await;
    for other in [&worker, &house.department(1).await, &house.street().await] {
        let credited = try_credit(&house.s, &keeper, &serving(other, 1, 60)).await.unwrap();
        assert_eq!(credited, None, "{:?} has no account", other.role);
    }
    house.second_post(&keeper, Role::Volunteer, keeper.area).await;
    let own = try_credit(&house.s, &keeper, &serving(&keeper, 1, 60)).await;
    assert!(matches!(own, Err(ServiceError::Forbidden)), "{own:?}");
    let tomorrow = Serving { served_on: house.s.today() + Days::new(1), ..serving(&who, 1, 60) };
    let early = try_credit(&house.s, &keeper, &tomorrow).await;
    assert!(matches!(early, Err(ServiceError::Invalid { field: "served_on", .. })), "{early:?}");
    let far = house.db.actor(Role::Community, community(2), 152).await;
    let elsewhere = try_credit(&house.s, &far, &serving(&who, 1, 60)).await;
    assert!(matches!(elsewhere, Err(ServiceError::NotFound)), "{elsewhere:?}");
    for by in [worker, house.centre().await] {
        let refused = try_credit(&house.s, &by, &serving(&who, 1, 60)).await;
        // A worker's grid does not reach up to its community.
        assert!(matches!(refused, Err(ServiceError::Forbidden | ServiceError::NotFound)), "{:?}", by.role);
    }
    assert_eq!(bank::verify(&house.s).await.unwrap().transfers, 0);
}

#[tokio::test]
async fn points_are_given_to_a_pool_and_to_another_volunteer_and_twice_sent_given_once() {
    let house = House::new().await;
    let (keeper, giver, taker) = (house.community().await, volunteer(&house, 301).await, volunteer(&house, 302).await);
    credit(&house.s, &keeper, &serving(&giver, 1, 120)).await;
    let half = Points::from_cents(50);
    let giving = Giving { operation: number(1), target: Target::Volunteer("test-302"), points: half, reason: "谢谢" };

    let first = bank::donate(&house.s, &giver, giving).await.unwrap();
    assert_eq!(bank::donate(&house.s, &giver, giving).await.unwrap(), first);
    let pool = Giving { operation: number(2), target: Target::Pool(keeper.area), points: Points::whole(1), reason: "" };
    bank::donate(&house.s, &giver, pool).await.unwrap();

    assert_eq!((balance(&house.s, &giver).await, balance(&house.s, &taker).await), (half, half));
    let got = own(&house.s, &taker).await.lines.remove(0);
    assert_eq!((got.other.as_deref(), got.reason.as_deref()), (Some("test-301"), Some("谢谢")));
    let all = bank::accounts(&house.s, &keeper, Asked { area: keeper.area, text: "", page: 0, month: None });
    let pool_holds = all.await.unwrap().totals.into_iter().find(|(kind, _)| *kind == AccountKind::Pool).unwrap().1;
    assert_eq!(pool_holds, Points::whole(1));

    let more = |target, points| Giving { operation: number(3), target, points, reason: "" };
    let to = |login| Target::Volunteer(login);
    let give = |giving| bank::donate(&house.s, &giver, giving);
    assert_eq!(why(give(more(to("test-302"), Points::whole(1))).await), Refusal::Short);
    assert_eq!(why(give(more(to("test-302"), Points::NONE)).await), Refusal::Nothing);
    assert_eq!(why(give(more(to("test-301"), half)).await), Refusal::Mismatch);
    for login in ["nobody", "", "test-105", "不是 登录名"] {
        let refused = give(more(to(login), half)).await;
        assert!(matches!(refused, Err(ServiceError::Invalid { field: "login", .. })), "{login}: {refused:?}");
    }
    for area in [community(2), keeper.area.parent().unwrap(), grid_of(1, 1, 1)] {
        let refused = give(more(Target::Pool(area), half)).await;
        assert!(matches!(refused, Err(ServiceError::Invalid { field: "pool", .. })), "{refused:?}");
    }
    let stolen = bank::donate(&house.s, &taker, giving).await;
    assert!(matches!(stolen, Err(ServiceError::Bank(Refusal::Mismatch))), "{stolen:?}");
    let stolen = Giving { target: to("test-301"), ..giving };
    let stolen = bank::donate(&house.s, &taker, stolen).await;
    assert!(matches!(stolen, Err(ServiceError::Conflict)), "another's number: {stolen:?}");
    assert_eq!(house.db.audit_rows("donate_bank").await.len(), 2);
}

#[tokio::test]
async fn a_thing_is_redeemed_while_there_is_one_and_the_balance_reaches() {
    let house = House::new().await;
    be_generous(&house).await;
    let (keeper, first, second) = (house.community().await, volunteer(&house, 301).await, volunteer(&house, 302).await);
    let item = put_up(&house.s, &keeper, 30, 1).await;
    let take = |serial, price| Redeeming { operation: number(serial), item, price: Points::whole(price) };
    assert_eq!(why(bank::redeem(&house.s, &first, take(1, 30)).await), Refusal::Early);
    for (wish, who) in [(1, &first), (2, &second), (3, &second)] {
        served_today(&house, &keeper, who, wish).await;
    }
    let changed = bank::redeem(&house.s, &first, take(1, 20)).await;
    assert!(matches!(changed, Err(ServiceError::Conflict)), "the price is not the one that was shown: {changed:?}");

    let transfer = bank::redeem(&house.s, &first, take(1, 30)).await.unwrap();

    assert_eq!(bank::redeem(&house.s, &first, take(1, 30)).await.unwrap(), transfer, "sent twice");
    assert_eq!(balance(&house.s, &first).await, Points::whole(20));
    assert_eq!(why(bank::redeem(&house.s, &first, take(2, 30)).await), Refusal::SoldOut);
    assert_eq!(why(bank::redeem(&house.s, &second, take(3, 30)).await), Refusal::SoldOut);
    bank::reverse(&house.s, &keeper, (number(4), transfer), "没有来取").await.unwrap();
    assert_eq!(balance(&house.s, &first).await, Points::whole(50));
    bank::redeem(&house.s, &second, take(3, 30)).await.unwrap();
    let items = bank::items(&house.s, &keeper).await.unwrap().items;
    assert_eq!(items[0].stock, 0, "what was taken back was there again, and is gone again");
    let stale = bank::keep_item(
        &house.s,
        &keeper,
        Place::Old(item, 1),
        NewItem { name: "x".to_owned(), price: Points::whole(1), stock: 1, is_offered: true },
    );
    assert!(matches!(stale.await, Err(ServiceError::Conflict)), "its stock changed meanwhile");
    let far = house.db.actor(Role::Community, community(2), 152).await;
    let new = NewItem { name: "x".to_owned(), price: Points::whole(1), stock: 1, is_offered: true };
    for place in [Place::Old(item, items[0].revision), Place::New(keeper.area)] {
        let refused = bank::keep_item(&house.s, &far, place, new.clone()).await;
        assert!(matches!(refused, Err(ServiceError::NotFound)), "{refused:?}");
    }
}

#[tokio::test]
async fn a_community_takes_back_with_a_reason_what_is_still_there_and_once() {
    let house = House::new().await;
    let (keeper, giver, taker) = (house.community().await, volunteer(&house, 301).await, volunteer(&house, 302).await);
    let credited = credit(&house.s, &keeper, &serving(&giver, 1, 120)).await.transfer;
    let giving = |serial, points| Giving {
        operation: number(serial),
        target: Target::Volunteer("test-302"),
        points,
        reason: "",
    };
    let given = bank::donate(&house.s, &giver, giving(1, Points::whole(1))).await.unwrap();

    let reverse = |serial, transfer| bank::reverse(&house.s, &keeper, (number(serial), transfer), "记错了人");
    assert_eq!(why(reverse(2, credited).await), Refusal::Short, "half of it was given away");
    let silent = bank::reverse(&house.s, &keeper, (number(3), given), "  ").await;
    assert!(matches!(silent, Err(ServiceError::Invalid { field: "reason", .. })), "{silent:?}");
    let back = reverse(3, given).await.unwrap();
    assert_eq!(reverse(3, given).await.unwrap(), back, "sent twice");
    assert_eq!(why(reverse(4, given).await), Refusal::Final);
    assert_eq!(why(reverse(4, back).await), Refusal::Final);
    reverse(5, credited).await.unwrap();

    assert_eq!((balance(&house.s, &giver).await, balance(&house.s, &taker).await), (Points::NONE, Points::NONE));
    let again = credit(&house.s, &keeper, &serving(&giver, 1, 120)).await;
    assert!(!again.is_new, "the wish was credited, and taken back: another call changes nothing");
    let lines = own(&house.s, &giver).await.lines;
    let told: Vec<_> = lines.iter().map(|line| (line.kind, line.points.cents(), line.is_reversed)).collect();
    let (credit, donate, reverse) = (TransferKind::Credit, TransferKind::Donate, TransferKind::Reverse);
    assert_eq!(told, [(credit, 200, true), (donate, -100, true), (reverse, 100, false), (reverse, -200, false)]);
    assert_eq!(lines[3].reason.as_deref(), Some("记错了人"), "its volunteer reads why");
    assert_eq!(house.db.audit_rows("reverse_bank").await.len(), 2);
    assert!(bank::verify(&house.s).await.unwrap().is_even());
}

#[tokio::test]
async fn of_anybody_elses_account_there_is_nothing_to_know() {
    let house = House::new().await;
    let (keeper, who, beside) = (house.community().await, volunteer(&house, 301).await, volunteer(&house, 302).await);
    let transfer = credit(&house.s, &keeper, &serving(&who, 1, 120)).await.transfer;
    let account = own(&house.s, &who).await.account.standing.account;
    for seer in [&keeper, &house.street().await, &house.centre().await] {
        let seen = bank::statement(&house.s, seer, account, None).await.unwrap();
        assert_eq!((seen.closing, seen.is_own), (Points::whole(2), false), "{:?}", seer.role);
    }
    assert_eq!(house.db.audit_rows("view_bank").await.len(), 3);
    bank::export(&house.s, &who, account, None).await.unwrap();
    assert_eq!(house.db.audit_rows("export_bank").await.len(), 1, "one's own as well");
    let far = house.db.actor(Role::Community, community(2), 152).await;
    let city = House::root();
    let admin = house.db.actor(Role::SystemAdmin, city, 160).await;
    let auditor = house.db.actor(Role::AuditAdmin, city, 161).await;
    for other in
        [beside, far.clone(), house.worker().await, house.department(1).await, house.wall().await, admin, auditor]
    {
        let seen = bank::statement(&house.s, &other, account, None).await;
        assert!(matches!(seen, Err(ServiceError::NotFound)), "{:?}", other.role);
        let taken = bank::reverse(&house.s, &other, (number(1), transfer), "x").await;
        assert!(matches!(taken, Err(ServiceError::NotFound | ServiceError::Forbidden)), "{:?}", other.role);
        let list = bank::accounts(&house.s, &other, Asked { area: keeper.area, text: "", page: 0, month: None }).await;
        assert!(matches!(list, Err(ServiceError::NotFound | ServiceError::Forbidden)), "{:?}", other.role);
    }
    let elsewhere = bank::reverse(&house.s, &far, (number(1), transfer), "x").await;
    assert!(matches!(elsewhere, Err(ServiceError::NotFound)), "{elsewhere:?}");
    assert!(matches!(bank::own(&house.s, &keeper, None).await, Err(ServiceError::Forbidden)));
}

#[tokio::test]
async fn another_version_of_the_rules_holds_from_its_day_and_takes_nothing_away() {
    let house = House::new().await;
    let (centre, keeper, who) = (house.centre().await, house.community().await, volunteer(&house, 301).await);
    let past = Rule { from_on: house.s.today() - Days::new(1), ..generous() };
    let past = bank::add_rule(&house.s, &centre, past).await;
    assert!(matches!(past, Err(ServiceError::Invalid { field: "from_on", .. })), "{past:?}");
    let senseless = Rule { redeem_from: Points::whole(1_000), ..generous() };
    let senseless = bank::add_rule(&house.s, &centre, senseless).await;
    assert!(matches!(senseless, Err(ServiceError::Invalid { field: "redeem_from", .. })), "{senseless:?}");
    let forbidden = bank::add_rule(&house.s, &keeper, generous()).await;
    assert!(matches!(forbidden, Err(ServiceError::Forbidden)), "{forbidden:?}");

    be_generous(&house).await;
    for wish in 1..=6 {
        served_today(&house, &keeper, &who, wish).await;
    }
    assert_eq!(balance(&house.s, &who).await, Points::whole(250), "the account is full");
    let small = Rule { balance_most: Points::whole(100), ..generous() };
    bank::add_rule(&house.s, &centre, small).await.unwrap();
    let nothing = served_today(&house, &keeper, &who, 7).await;
    assert_eq!((nothing.points, balance(&house.s, &who).await), (Points::NONE, Points::whole(250)));
    let pool =
        Giving { operation: number(1), target: Target::Pool(keeper.area), points: Points::whole(10), reason: "" };
    bank::donate(&house.s, &who, pool).await.unwrap();
    let seen = bank::rules(&house.s, &who).await.unwrap();
    let versions: Vec<i32> = seen.versions.iter().map(|one| one.version).collect();
    assert_eq!((versions, seen.current.version, seen.may_keep), (vec![3, 2, 1], 3, false));
}

#[tokio::test]
async fn what_is_unusual_is_hinted_at_and_what_was_taken_back_is_not() {
    let house = House::new().await;
    let (keeper, busy, friend) = (house.community().await, volunteer(&house, 301).await, volunteer(&house, 302).await);
    let today = house.s.today();
    let mut last = None;
    for wish in 1..=13 {
        let served_on = today - Days::new(wish);
        last =
            Some(credit(&house.s, &keeper, &Serving { served_on, ..serving(&busy, wish as i64, 60) }).await.transfer);
    }
    for wish in 20..=24 {
        credit(&house.s, &keeper, &serving(&friend, wish, 120)).await;
    }
    let late = Serving { served_on: today - Days::new(40), ..serving(&friend, 30, 60) };
    credit(&house.s, &keeper, &late).await;
    for serial in 1..=4 {
        let (from, to) = if serial % 2 == 0 { (&busy, "test-302") } else { (&friend, "test-301") };
        let points = Points::from_cents(50);
        let giving = Giving { operation: number(serial), target: Target::Volunteer(to), points, reason: "" };
        bank::donate(&house.s, from, giving).await.unwrap();
    }
    let hints = async || {
        let asked = Asked { area: keeper.area, text: "", page: 0, month: None };
        let found = bank::accounts(&house.s, &keeper, asked).await.unwrap().hints;
        found.into_iter().map(|hint| (hint.kind, hint.name, hint.count)).collect::<Vec<_>>()
    };

    let found = hints().await;
    let (one, two) = ("test-301".to_owned(), "test-302".to_owned());
    assert!(found.contains(&(HintKind::Keeper, one.clone(), 13)), "{found:?}");
    assert!(found.contains(&(HintKind::Day, two.clone(), 600)), "{found:?}");
    assert!(found.contains(&(HintKind::Late, two, 40)), "{found:?}");
    assert!(found.iter().any(|hint| (hint.0, hint.2) == (HintKind::Pair, 4)), "{found:?}");
    assert_eq!(found.len(), 4);
    bank::reverse(&house.s, &keeper, (number(9), last.unwrap()), "重复").await.unwrap();
    assert!(!hints().await.iter().any(|hint| hint.0 == HintKind::Keeper));
}

#[tokio::test]
async fn accounts_are_found_by_name_and_come_in_pages() {
    let house = House::new().await;
    let keeper = house.community().await;
    for serial in 400..455 {
        let who = volunteer(&house, serial).await;
        credit(&house.s, &keeper, &serving(&who, 1, 60)).await;
    }
    let asked = |text, page| Asked { area: keeper.area, text, page, month: None };

    let first = bank::accounts(&house.s, &keeper, asked("", 0)).await.unwrap();
    let second = bank::accounts(&house.s, &keeper, asked("", 1)).await.unwrap();
    let found = bank::accounts(&house.s, &keeper, asked(" TEST-42 ", 0)).await.unwrap();

    assert_eq!((first.rows.len(), second.rows.len(), first.count), (50, 5, 55));
    assert_eq!((found.rows.len(), found.count), (10, 10));
    assert_eq!(first.offices.len(), 1);
    let sum: Points = first.totals.iter().map(|(_, points)| *points).sum();
    assert_eq!(sum, Points::NONE);
    let like = bank::accounts(&house.s, &keeper, asked("%", 0)).await.unwrap();
    assert_eq!(like.count, 0, "a sign of the language of patterns is only a sign");
    assert_eq!(county(), keeper.area.county());
}
