//! The gate before forms without account: ten thousand posts of programs in every manner, counted in the database, and the people
//! among them.

use chrono::TimeDelta;
use domain::case::{Axis, Ground, Kind, Queue, Reporter};
use domain::gate::{self as rule, Form, Reason};
use domain::id::CaseId;
use domain::operation::OperationId;
use service::case::Taken;
use service::gate::{self, Entered, Knock};
use service::report::{self, Sent};
use service::{ServiceError, case};
use store::testing::now;

use crate::house::{House, service_at};

fn operation(serial: u32) -> OperationId {
    let mut bytes = [9; 16];
    bytes[..4].copy_from_slice(&serial.to_be_bytes());
    OperationId::new(bytes)
}

/// A ticket that was drawn so many seconds ago.
async fn drawn(house: &House, form: Form, operation: OperationId, seconds: i64) -> String {
    let early = service_at(house.db.store.clone(), now() - TimeDelta::seconds(seconds));
    let mut tx = early.store.begin_system().await.unwrap();
    let ticket = gate::draw(&early, &mut tx, House::root().county(), (form, operation)).await.unwrap();
    tx.commit().await.unwrap();
    ticket
}

/// What somebody without script comes in with who opened the page a minute ago, from an address of their own.
pub async fn entered_as(house: &House, form: Form, operation: OperationId) -> Entered {
    let ticket = drawn(house, form, operation, 60).await;
    let knock = Knock { ticket, address: operation.to_string(), ..Knock::default() };
    gate::enter(&house.s, form, operation, &knock).unwrap()
}

/// A post of a report that came with a good ticket.
pub async fn entered(house: &House, operation: OperationId) -> Entered {
    entered_as(house, Form::Report, operation).await
}

/// The work that a ticket asks for.
fn work(ticket: &str) -> String {
    let bits = ticket.split('.').nth(1).unwrap().parse().unwrap();
    (0..u32::MAX).map(|number: u32| number.to_string()).find(|proof| rule::is_worked(ticket, proof, bits)).unwrap()
}

fn knock(ticket: &str, address: &str) -> Knock {
    Knock { ticket: ticket.to_owned(), proof: work(ticket), address: address.to_owned(), is_trapped: false }
}

fn sent(house: &House, operation: OperationId, words: &str) -> Sent {
    Sent {
        operation,
        ground: Ground::Building(house.seat(0).building),
        words: words.to_owned(),
        category: None,
        pictures: Vec::new(),
        reporter: Reporter::default(),
    }
}

/// Sends it with its work done, a minute after the page was opened.
async fn send_from(house: &House, address: &str, serial: u32, words: &str) -> Result<CaseId, ServiceError> {
    send(house, address, serial, words, Reporter::default()).await
}

async fn send(
    house: &House,
    address: &str,
    serial: u32,
    words: &str,
    reporter: Reporter,
) -> Result<CaseId, ServiceError> {
    let operation = operation(serial);
    let ticket = drawn(house, Form::Report, operation, 60).await;
    let entered = gate::enter(&house.s, Form::Report, operation, &knock(&ticket, address))?;
    report::send(&house.s, Sent { reporter, ..sent(house, operation, words) }, &entered).await
}

fn refused<T>(outcome: &Result<T, ServiceError>) -> Option<Reason> {
    match outcome {
        Err(ServiceError::Gate(reason)) => Some(*reason),
        _ => None,
    }
}

/// Little work, so that ten thousand proofs take seconds.
async fn easy(house: &House) {
    let mut tx = house.s.store.begin_system().await.unwrap();
    let admin = house.centre().await.account;
    let county = House::root().county();
    store::setting::write(&mut tx, county, ("gate_work_bits", "8"), admin, now()).await.unwrap();
    tx.commit().await.unwrap();
}

/// Words that nobody says twice.
fn noise(serial: u32) -> String {
    let mut state = u64::from(serial).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut sign = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from_u32(0x4e00 + (state % 20_000) as u32).unwrap()
    };
    (0..24).map(|_| sign()).collect()
}

#[tokio::test]
async fn a_ticket_that_is_not_ours_young_old_or_for_something_else_opens_nothing() {
    let house = House::new().await;
    let (own, other) = (operation(1), operation(2));
    let enter = |form, operation, ticket: &str| {
        let knock = Knock { ticket: ticket.to_owned(), ..Knock::default() };
        refused(&gate::enter(&house.s, form, operation, &knock))
    };
    let good = drawn(&house, Form::Report, own, 60).await;
    assert_eq!(enter(Form::Report, own, &good), None);

    assert_eq!(enter(Form::Report, other, &good), Some(Reason::NoTicket), "another operation");
    assert_eq!(enter(Form::Wish, own, &good), Some(Reason::NoTicket), "another form");
    let (claim, code) = good.rsplit_once('.').unwrap();
    let (drawn_at, bits) = claim.split_once('.').unwrap();
    let (later, easier) =
        (format!("{}.{bits}.{code}", drawn_at.parse::<i64>().unwrap() - 9), format!("{drawn_at}.1.{code}"));
    for forged in ["", ".", "1.1.1", &*later, &*easier, &good.to_uppercase(), &good[..good.len() - 1]] {
        let is_same = forged == good;
        assert!(is_same || enter(Form::Report, own, forged) == Some(Reason::NoTicket), "{forged}");
    }
    assert_eq!(enter(Form::Report, own, &drawn(&house, Form::Report, own, 2).await), Some(Reason::Early));
    let old = drawn(&house, Form::Report, own, rule::LONGEST_S + 1).await;
    assert_eq!(enter(Form::Report, own, &old), Some(Reason::Stale));
    let renewed = gate::renew(&house.s, Form::Report, own, &old).await.unwrap().unwrap();
    assert_eq!(enter(Form::Report, own, &renewed), None, "what was typed can be sent at once");
    assert_eq!(gate::renew(&house.s, Form::Report, other, &old).await.unwrap(), None, "nobody else's is renewed");
}

#[tokio::test]
async fn a_ticket_is_spent_by_what_came_in_with_it_and_by_nothing_that_was_refused() {
    let house = House::new().await;
    let entered = entered(&house, operation(1)).await;
    let empty = report::send(&house.s, sent(&house, operation(1), " "), &entered).await;
    assert!(matches!(empty, Err(ServiceError::Invalid { field: "words", .. })), "{empty:?}");
    assert_eq!(house.db.count("gate_entry").await, 0);

    let case = report::send(&house.s, sent(&house, operation(1), "路灯不亮"), &entered).await.unwrap();
    let again = report::send(&house.s, sent(&house, operation(1), "别的事"), &entered).await.unwrap();

    assert_eq!((case, house.db.count("gate_entry").await), (again, 1), "the same operation is the same report");
    let stolen = report::send(&house.s, sent(&house, operation(2), "路灯不亮"), &entered).await;
    assert_eq!(refused(&stolen), Some(Reason::NoTicket));
}

#[tokio::test]
async fn an_address_and_a_number_have_their_share_and_neighbours_theirs() {
    let house = House::new().await;
    easy(&house).await;
    let community = house.community().await;
    let mut outcomes = Vec::new();
    for serial in 0..8 {
        outcomes.push(send_from(&house, "10.0.0.1", serial, &noise(serial)).await);
    }

    let reasons: Vec<_> = outcomes.iter().map(refused).collect();
    assert_eq!(
        reasons,
        [&[None; 6][..], &[Some(Reason::Address); 2]].concat(),
        "four, two that are marked, and no more"
    );
    let mine = Queue { axis: Axis::Mine, ..Queue::default() };
    let (lines, _) = case::queue(&house.s, &community, mine).await.unwrap();
    let marked: Vec<_> = lines.iter().filter(|line| line.is_suspect).map(|line| line.case).collect();
    let held = [4, 5].map(|at: usize| *outcomes[at].as_ref().unwrap());
    assert!(marked.len() == 2 && held.iter().all(|case| marked.contains(case)), "{marked:?} {held:?}");
    case::step(&house.s, &community, held[0], 1, Taken::plain(Kind::Accept)).await.unwrap();
    let sheet = case::sheet(&house.s, &community, held[0]).await.unwrap();
    assert!(!sheet.line.is_suspect, "whoever accepts it takes the mark off");
    assert!(send_from(&house, "10.0.0.2", 20, &noise(20)).await.is_ok(), "a neighbour is another");

    let caller = || Reporter { phone: "13812341234".parse().ok(), ..Reporter::default() };
    let mut reasons = Vec::new();
    for serial in 30..42 {
        reasons.push(refused(&send(&house, &serial.to_string(), serial, &noise(serial), caller()).await));
    }
    assert_eq!(
        reasons.iter().filter(|reason| reason.is_none()).count(),
        5 + 4,
        "five, and the four that may still be held"
    );
    assert_eq!(reasons.last(), Some(&Some(Reason::Phone)), "from however many addresses");
}

#[tokio::test]
async fn ten_thousand_posts_of_programs_are_twenty_at_most_and_people_come_in_meanwhile() {
    let house = House::new().await;
    easy(&house).await;
    let before = house.db.count("case_file").await;
    let spent = drawn(&house, Form::Report, operation(0), 60).await;
    let entered = gate::enter(&house.s, Form::Report, operation(0), &knock(&spent, "10.9.9.9")).unwrap();
    let human =
        report::send(&house.s, sent(&house, operation(0), "三单元楼道的灯坏了一个星期，老人看不见台阶"), &entered)
            .await;
    human.unwrap();
    let mut reached = 0;
    for serial in 1..=10_000_u32 {
        let own = operation(serial);
        let address = format!("10.{}.{}.1", serial >> 8, serial & 255);
        let outcome = match serial % 20 {
            // No ticket, one of another post, one that was drawn this moment, the field that nobody sees.
            0..=3 => gate::enter(&house.s, Form::Report, own, &Knock { address, ..Knock::default() }).map(drop),
            4..=7 => gate::enter(&house.s, Form::Report, own, &knock(&spent, &address)).map(drop),
            8..=11 => {
                let ticket = drawn(&house, Form::Report, own, 0).await;
                gate::enter(&house.s, Form::Report, own, &knock(&ticket, &address)).map(drop)
            }
            12..=15 => {
                let trapped = Knock { is_trapped: true, ..knock(&spent, &address) };
                gate::enter(&house.s, Form::Report, operation(0), &trapped).map(drop)
            }
            // The same words with other signs, from ever new addresses.
            16..=17 => {
                let words = format!("低价办理各种证件发票，加微信联系我当天到账 {serial}！");
                send_from(&house, &address, serial, &words).await.map(drop)
            }
            // Words that nobody said before, from two addresses.
            _ => send_from(&house, &format!("10.0.0.{}", serial % 2), serial, &noise(serial)).await.map(drop),
        };
        assert!(outcome.is_ok() || refused(&outcome).is_some(), "{outcome:?}");
        reached += u32::from(outcome.is_ok());
    }

    assert!(reached <= 20, "{reached} reached the queue");
    let from_person = send_from(&house, "10.200.0.1", 20_001, "小区东门的下水道又堵了，污水漫到路上").await;
    assert!(from_person.is_ok(), "{from_person:?}");
    let plain = super::gate::entered(&house, operation(20_002)).await;
    report::send(&house.s, sent(&house, operation(20_002), "请修一修健身器材，螺丝松了"), &plain).await.unwrap();
    assert_eq!(house.db.count("case_file").await - before, i64::from(reached) + 3);
    assert_eq!(crate::report::shown_at(&house).await, 0, "and nobody sees one of them before somebody accepted it");
}

#[tokio::test]
async fn addresses_and_numbers_are_forgotten_once_they_are_no_longer_counted() {
    let house = House::new().await;
    easy(&house).await;
    let caller = Reporter { phone: "13812341234".parse().ok(), ..Reporter::default() };
    send(&house, "10.0.0.1", 1, "路灯不亮", caller).await.unwrap();
    let left = async |hours| {
        let mut tx = house.s.store.begin_system().await.unwrap();
        store::gate::sweep(&mut tx, now() + TimeDelta::hours(hours)).await.unwrap();
        tx.commit().await.unwrap();
        let known = ["", " where address_token is not null", " where phone_token is not null"];
        let mut counts = Vec::new();
        for what in known {
            counts.push(house.db.count(&format!("gate_entry{what}")).await);
        }
        counts
    };

    assert_eq!(left(0).await, [1, 1, 1]);
    assert_eq!(left(2).await, [1, 0, 1]);
    assert_eq!(left(25).await, [1, 0, 0]);
    assert_eq!(left(73).await, [0, 0, 0]);
}
