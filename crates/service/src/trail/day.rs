//! A worker's own day: the line, its stops with what they wrote there, and the work that made it.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::actor::{Action, Actor};
use domain::area::Area;
use domain::geo::{Frame, Metre};
use domain::id::{AccountId, DwellingId};
use domain::patrol::{Fix, Stop, length_m, stops};
use domain::trail::TrackMode;
use store::Tx;
use store::border::Border;
use store::trail::Point;

use super::{bounds, mode_of};
use crate::check_point::{Standing, standings};
use crate::context::city_of;
use crate::lock::authorise;
use crate::{Service, ServiceError};

/// How far apart a saved visit and a stay may be and still mean the same call.
const SLACK: TimeDelta = TimeDelta::minutes(2);

/// A stay, or a visit where no positions were recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StopLine {
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when; the same where only a visit says that somebody was there.
    pub until: DateTime<Utc>,
    /// The household visited there.
    pub dwelling: Option<DwellingId>,
    /// What the worker wrote.
    pub note: String,
}

/// A worker's own day.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnDay {
    /// The civil day.
    pub day: NaiveDate,
    /// Today.
    pub today: NaiveDate,
    /// The area of the post.
    pub area: Area,
    /// What is recorded there.
    pub mode: TrackMode,
    /// Whether the account is on duty.
    pub is_on_duty: bool,
    /// Whether the line is of positions; of visits and reports otherwise.
    pub is_recorded: bool,
    /// The line.
    pub fixes: Vec<Fix>,
    /// Its length in metres.
    pub length_m: f64,
    /// Its stops.
    pub stops: Vec<StopLine>,
    /// Visits and reports of the day.
    pub points: Vec<Point>,
    /// The area's border in metres from the origin; holes are rings as well.
    pub outline: Vec<Vec<[i32; 2]>>,
    /// The line in the same metres.
    pub drawn: Vec<[i32; 2]>,
    /// Check-points of the area, with where they are in the same metres.
    pub check_points: Vec<(Standing, [i32; 2])>,
}

/// The acting account's own day: what is sealed of it, and while a duty lasts also what is not yet.
pub async fn own_day(s: &Service, actor: &Actor, day: NaiveDate) -> Result<OwnDay, ServiceError> {
    authorise(actor, Action::ViewTrack, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let mode = mode_of(&mut tx, actor.area, s.now()).await?;
    let is_on_duty = store::trail::duty(&mut tx, actor.account).await?.is_some();
    let frame = city_of(&mut tx, actor.area).await?.frame();
    let points = points_of(&mut tx, (actor.account, actor.area), mode, day).await?;
    let recorded = recorded(&mut tx, actor.account, day).await?;
    let is_recorded = !recorded.is_empty();
    let fixes = if is_recorded { recorded } else { line_of_points(frame, &points) };
    let mut stops = if is_recorded { stops_at(stops(frame, &fixes), &points) } else { visits(&points) };
    for (at, note) in store::trail::notes(&mut tx, actor.account, bounds(day)).await? {
        if let Some(stop) = stops.iter_mut().find(|stop| stop.from == at) {
            stop.note = note;
        }
    }
    let borders = store::border::borders(&mut tx, actor.area.range(), actor.area.level()).await?;
    let check_points = standings(&mut tx, actor, actor.area, day).await?;
    tx.commit().await?;
    let metre = |Metre { x, y }: Metre| [x.round() as i32, y.round() as i32];
    let placed = |standing: Standing| {
        let at = metre(frame.to_metre(standing.point.position));
        (standing, at)
    };
    Ok(OwnDay {
        day,
        today: s.today(),
        area: actor.area,
        mode,
        is_on_duty,
        is_recorded,
        length_m: length_m(frame, &fixes),
        drawn: fixes.iter().map(|fix| metre(frame.to_metre(fix.position))).collect(),
        fixes,
        stops,
        points,
        outline: outline(&borders, actor.area),
        check_points: check_points.into_iter().map(placed).collect(),
    })
}

/// Positions of a day, sealed and not yet.
async fn recorded(tx: &mut Tx, account: AccountId, day: NaiveDate) -> Result<Vec<Fix>, ServiceError> {
    let (from, until) = bounds(day);
    let sealed = store::trail::sealed(tx, account, day).await?;
    let mut fixes = sealed.map(|(_, fixes)| fixes).unwrap_or_default();
    let fresh = store::trail::unsealed(tx, account).await?;
    let of_day = fresh.iter().filter(|fix| from <= fix.at && fix.at < until);
    // Cut to seconds, as sealing does: a note at a stop finds it afterwards as well.
    let second = |at: DateTime<Utc>| DateTime::from_timestamp(at.timestamp(), 0).unwrap_or(at);
    fixes.extend(of_day.map(|fix| Fix { position: fix.position, at: second(fix.at) }));
    fixes.sort_by_key(|fix| fix.at);
    Ok(fixes)
}

/// Visits and reports of a worker's day, unless nothing may be joined there.
async fn points_of(
    tx: &mut Tx,
    (account, area): (AccountId, Area),
    mode: TrackMode,
    day: NaiveDate,
) -> Result<Vec<Point>, ServiceError> {
    match mode {
        TrackMode::Off => Ok(Vec::new()),
        TrackMode::VisitPoints | TrackMode::DutyTrack => {
            Ok(store::trail::points(tx, account, area.range(), day).await?)
        }
    }
}

/// 连点成线: the points joined in the order of time.
pub(crate) fn line_of_points(frame: Frame, points: &[Point]) -> Vec<Fix> {
    let fix = |point: &Point| {
        let at = Metre { x: f64::from(point.x_dm) / 10.0, y: f64::from(point.y_dm) / 10.0 };
        Fix { position: frame.to_lon_lat(at), at: point.at }
    };
    points.iter().map(fix).collect()
}

fn stops_at(found: Vec<Stop>, points: &[Point]) -> Vec<StopLine> {
    let line = |stop: Stop| {
        let visit = points.iter().find(|point| stop.from - SLACK <= point.at && point.at <= stop.until + SLACK);
        let dwelling = visit.and_then(|point| point.dwelling);
        StopLine { from: stop.from, until: stop.until, dwelling, note: String::new() }
    };
    found.into_iter().map(line).collect()
}

fn visits(points: &[Point]) -> Vec<StopLine> {
    let stop =
        |point: &Point| StopLine { from: point.at, until: point.at, dwelling: point.dwelling, note: String::new() };
    points.iter().map(stop).collect()
}

fn outline(borders: &[Border], area: Area) -> Vec<Vec<[i32; 2]>> {
    let border = borders.iter().find(|border| border.area == area);
    let rings = border.map(Border::rings).unwrap_or_default();
    rings.iter().map(|ring| ring.iter().map(|[x, y]| [x / 10, y / 10]).collect()).collect()
}
