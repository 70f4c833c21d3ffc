//! Figures about cases: published rates come out of cases that went the machine's whole way, and every number opens its cases.

mod by;
mod heat;
mod published;
mod rate;

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::actor::Actor;
use domain::area::Area;
use domain::case::{Ground, Kind, Report, Source};
use domain::category::CategoryCode;
use domain::deadline::Urgency;
use domain::figure::{By, Figure, Period, Rate, Side, Which};
use domain::id::CaseId;
use domain::operation::OperationId;
use service::Service;
use service::case::{self, Taken};
use service::figure::{PAGE, cases, rates};
use store::testing::now;

use crate::house::{House, service_at};

/// The small city with those who work on its first grid.
pub struct Crew {
    pub house: House,
    pub worker: Actor,
    pub community: Actor,
    pub street: Actor,
    pub centre: Actor,
}

impl Crew {
    pub async fn new() -> Self {
        let house = House::new().await;
        let (worker, community) = (house.worker().await, house.community().await);
        let (street, centre) = (house.street().await, house.centre().await);
        Self { house, worker, community, street, centre }
    }

    /// Reports something at noon on the first day.
    pub async fn report(&self, report: Report) -> CaseId {
        case::report(&self.house.s, &self.worker, report).await.unwrap()
    }

    /// Takes a step so many hours later.
    pub async fn step(&self, who: &Actor, case: CaseId, (version, hours): (i32, i64), taken: Taken) {
        case::step(&after(&self.house, hours), who, case, version, taken).await.unwrap();
    }

    /// A street lamp, reported by the grid worker and accepted by the community.
    pub async fn accepted(&self, serial: u16) -> CaseId {
        let id = self.report(report(&self.house, serial, LAMP)).await;
        self.step(&self.community, id, (1, 1), Taken::plain(Kind::Accept)).await;
        id
    }
}

/// A street lamp: checked and evaluated.
pub const LAMP: &str = "0102";
/// What a grid worker ends on the spot: unlawful stickers.
pub const STICKERS: &str = "1201";

/// The tests' November with its last day.
pub fn november() -> Period {
    period("2026-11-01", "2026-11-30")
}

pub fn period(from: &str, to: &str) -> Period {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    Period::new(day(from), day(to)).unwrap()
}

/// The service so many hours after the present of the tests.
pub fn after(house: &House, hours: i64) -> Service {
    service_at(house.db.store.clone(), at(hours))
}

pub fn at(hours: i64) -> DateTime<Utc> {
    now() + TimeDelta::hours(hours)
}

/// A report from the first grid.
pub fn report(house: &House, serial: u16, category: &str) -> Report {
    let mut operation = [7; 16];
    operation[..2].copy_from_slice(&serial.to_be_bytes());
    Report {
        operation: OperationId::new(operation),
        source: Source::Grid,
        ground: Ground::Dwelling(house.seat(usize::from(serial) % 60).dwelling),
        title: None,
        detail: String::new(),
        category: CategoryCode::new(category),
        urgency: Urgency::Ordinary,
        pictures: Vec::new(),
    }
}

/// One figure of the whole area.
pub async fn rate(s: &Service, who: &Actor, scope: Area, over: Period, figure: Figure) -> Rate {
    let all = rates(s, who, scope, over, By::All).await.unwrap();
    all.into_iter().find(|rate| rate.figure == figure).unwrap()
}

/// The cases of a side of a row, page by page, and that their total is theirs.
pub async fn behind(
    s: &Service,
    who: &Actor,
    (scope, over): (Area, Period),
    (rate, by, side): (&Rate, By, Side),
) -> BTreeSet<CaseId> {
    let key = (by != By::All).then(|| rate.key.clone());
    let which = Which::Rate { figure: rate.figure, side, by, key };
    let mut found = BTreeSet::new();
    let mut skip = 0;
    loop {
        let page = cases(s, who, (scope, over), &which, skip).await.unwrap();
        skip += u32::from(PAGE);
        found.extend(page.lines.iter().map(|line| line.case));
        if page.lines.len() < usize::from(PAGE) {
            assert_eq!(page.total, found.len() as i64, "{which:?}");
            return found;
        }
    }
}

/// Every number opens as many cases as it says, and what is not in the part is in the rest.
pub async fn opens_its_cases(s: &Service, who: &Actor, scope: Area, over: Period, by: By) {
    for rate in rates(s, who, scope, over, by).await.unwrap() {
        let part = behind(s, who, (scope, over), (&rate, by, Side::Part)).await;
        let rest = behind(s, who, (scope, over), (&rate, by, Side::Rest)).await;
        let whole = behind(s, who, (scope, over), (&rate, by, Side::Whole)).await;
        assert_eq!((part.len() as i64, whole.len() as i64), (rate.part, rate.whole), "{rate:?}");
        assert_eq!(part.union(&rest).copied().collect::<BTreeSet<_>>(), whole, "{rate:?}");
        assert!(part.is_disjoint(&rest), "{rate:?}");
    }
}
