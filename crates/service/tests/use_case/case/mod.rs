//! Cases: Longjing's day and what must not happen on it.

mod bulk;
mod clock;
mod conflict;
mod day;
mod hint;
mod idle;
mod judge;
mod kept;
mod list;
mod report;
mod tamper;
mod trail;

use chrono::{DateTime, TimeDelta, Utc};
use domain::actor::Actor;
use domain::case::{Ground, Kind, Note, Report, Source, Step, Title};
use domain::deadline::Urgency;
use domain::id::MediaId;
use domain::operation::OperationId;
use service::case::Taken;
use store::testing::now;

use crate::house::House;

/// A step with all that it could need: words, and a picture where the kind takes one.
pub async fn with_picture(house: &House, who: &Actor, kind: Kind) -> Taken {
    let pictures = if matches!(kind, Kind::Finish | Kind::Check) { vec![staged(house, who).await] } else { Vec::new() };
    Taken { step: Step::Plain(kind), note: Note::new("已查看"), pictures }
}

/// A picture that somebody staged.
async fn staged(house: &House, who: &Actor) -> MediaId {
    crate::media::stage(house, who, 1).await.unwrap()
}

/// A service over the same city, some minutes later.
fn later(house: &House, minutes: i64) -> service::Service {
    crate::house::service_at(house.db.store.clone(), at(minutes))
}

fn at(minutes: i64) -> DateTime<Utc> {
    now() + TimeDelta::minutes(minutes)
}

fn words(step: Step, text: &str) -> Taken {
    Taken { step, note: Note::new(text), pictures: Vec::new() }
}

pub fn report_of(house: &House, serial: u8) -> Report {
    Report {
        operation: OperationId::new([serial; 16]),
        source: Source::Grid,
        ground: Ground::Dwelling(house.seat(0).dwelling),
        title: Title::new("楼道灯不亮"),
        detail: "二单元三楼".to_owned(),
        category: None,
        urgency: Urgency::Ordinary,
        pictures: Vec::new(),
    }
}
