//! Rates that cities published, out of as many cases as they had.

use std::collections::BTreeSet;

use domain::actor::Actor;
use domain::case::Kind;
use domain::figure::{By, Figure, Side};
use domain::id::CaseId;
use futures_util::{StreamExt, stream};
use service::case::{self, Taken};

use super::{STICKERS, after, behind, period, rate, report};
use crate::house::House;

/// Cases that are in work at once, of the six connections that a test has.
const AT_ONCE: usize = 5;

async fn report_all(house: &House, who: &Actor, count: u16) -> Vec<CaseId> {
    let s = &house.s;
    let one = |serial| async move { case::report(s, who, report(house, serial, STICKERS)).await.unwrap() };
    stream::iter(0..count).map(one).buffered(AT_ONCE).collect().await
}

async fn finish_all(house: &House, who: &Actor, cases: &[CaseId], hours: i64) {
    let s = &after(house, hours);
    let one = |case: CaseId| async move {
        case::step(s, who, case, 1, Taken::plain(Kind::Finish)).await.unwrap();
    };
    stream::iter(cases.iter().copied()).map(one).buffered(AT_ONCE).collect::<()>().await;
}

/// Reported on 21 November 2026, a Saturday, they are due after seven working days, at the end of 1 December's service hours.
#[tokio::test]
async fn tianmens_bulletin_comes_out_of_its_972_cases() {
    let house = House::new().await;
    let (worker, centre) = (house.worker().await, house.centre().await);
    let december = period("2026-12-01", "2026-12-31");
    let all = report_all(&house, &worker, 972).await;
    let (in_time, late) = (&all[..737], &all[737..911]);
    // On 1 December in the morning, and on 5 December.
    finish_all(&house, &worker, in_time, 10 * 24 - 2).await;
    finish_all(&house, &worker, late, 14 * 24).await;
    let s = after(&house, 45 * 24);

    let closing = rate(&s, &centre, House::root(), december, Figure::Closing).await;
    let on_time = rate(&s, &centre, House::root(), december, Figure::OnTime).await;

    assert_eq!((closing.part, closing.whole, closing.percent().as_deref()), (911, 972, Some("93.72")));
    assert_eq!((on_time.part, on_time.whole, on_time.percent().as_deref()), (737, 972, Some("75.82")));
    let set = |cases: &[CaseId]| cases.iter().copied().collect::<BTreeSet<_>>();
    let over = (House::root(), december);
    assert_eq!(behind(&s, &centre, over, (&closing, By::All, Side::Part)).await, set(&all[..911]));
    assert_eq!(behind(&s, &centre, over, (&closing, By::All, Side::Rest)).await, set(&all[911..]));
    assert_eq!(behind(&s, &centre, over, (&on_time, By::All, Side::Part)).await, set(in_time));
    let november = rate(&s, &centre, House::root(), super::november(), Figure::Closing).await;
    assert_eq!(november.whole, 0, "none was due before its deadline");
}

#[tokio::test]
async fn yubeis_rate_is_closed_of_registered() {
    let house = House::new().await;
    let (worker, centre) = (house.worker().await, house.centre().await);
    let all = report_all(&house, &worker, 395).await;
    finish_all(&house, &worker, &all[..371], 24).await;
    let s = after(&house, 48);

    let registered = rate(&s, &centre, House::root(), super::november(), Figure::Registered).await;

    assert_eq!((registered.part, registered.whole, registered.percent().as_deref()), (371, 395, Some("93.92")));
    let opened = behind(&s, &centre, (House::root(), super::november()), (&registered, By::All, Side::Part)).await;
    assert_eq!(opened, all[..371].iter().copied().collect());
}
