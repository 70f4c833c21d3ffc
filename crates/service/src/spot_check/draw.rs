//! Drawing a round and closing it: the city's command centre and supervision.

use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use domain::actor::{Action, Actor};
use domain::area::Area;
use domain::clock::{civil_date, start_of_civil_day};
use domain::id::PostId;
use domain::sample::{Design, REST_DAYS, Seed, Stratum, assign, fingerprint, list_text, size};
use domain::spot_check::city;
use serde_json::json;
use store::audit::{self, Record};
use store::spot_check::{self as table, NewRound, NewTask};
use store::{Duty, StoreError, Tx};

use super::{month_number, month_of};
use crate::lock::authorise;
use crate::{Service, ServiceError};

/// Inspectors have two weeks at least.
const LEAST_DAYS: u64 = 14;
/// Households of each grid at most.
const MOST_OF_EACH: u32 = 30;

/// What a new round would be.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// The first day of its month.
    pub month_on: NaiveDate,
    /// Until when inspectors would ask.
    pub until_on: NaiveDate,
    /// Grids with households.
    pub grids: usize,
    /// Households that may be lived in.
    pub households: u32,
    /// Those of them that may be drawn.
    pub eligible: usize,
    /// Posts that may be sent.
    pub inspectors: usize,
    /// Households that would be asked by the cheapest sound design.
    pub asked: u32,
    /// How many are needed for the city's figure to ± 5 and to ± 10 points.
    pub needed: [u32; 2],
}

/// A grid before the draw, with who asks there.
pub(crate) type Given = (Stratum, Option<(PostId, Area)>);

/// What a new round would be.
///
/// *Errors*: `Forbidden` for streets, `NotFound` for everybody else who does not draw.
pub async fn offer(s: &Service, actor: &Actor) -> Result<Offer, ServiceError> {
    let mut tx = begin(s, actor).await?;
    let (month_on, until_on) = period(s.today());
    let strata = lay_out(&mut tx, actor.area, s.now(), Design::CHEAPEST).await?;
    let inspectors = table::inspectors(&mut tx, actor.area.range(), s.now()).await?.len();
    tx.commit().await?;
    let households = strata.iter().map(|(stratum, _)| stratum.households).sum();
    Ok(Offer {
        month_on,
        until_on,
        grids: strata.len(),
        households,
        eligible: strata.iter().map(|(stratum, _)| stratum.eligible.len()).sum(),
        inspectors,
        asked: strata.iter().map(|(stratum, _)| stratum.size).sum(),
        needed: [5.0, 10.0].map(|points| size::for_margin(points, households)),
    })
}

/// Draws a round: its seed is drawn here, its hash and the list's are told, the sample goes to inspectors of other streets.
///
/// *Errors*: `Conflict` while another round is open; `Invalid` for `each` and `full`, and for `inspector` when nobody may be
/// sent; `Forbidden` and `NotFound` for who may not.
pub async fn draw(s: &Service, actor: &Actor, design: Design) -> Result<i64, ServiceError> {
    let mut tx = begin(s, actor).await?;
    if !(1..=MOST_OF_EACH).contains(&design.each) {
        return Err(ServiceError::invalid("each", "1 to 30 households of each grid"));
    }
    if ![0, 20, 30].contains(&design.full) {
        return Err(ServiceError::invalid("full", "a verdict takes 20 or 30 households of a grid"));
    }
    let seed = Seed::new(s.entropy.token()?);
    let given = lay_out(&mut tx, actor.area, s.now(), design).await?;
    let drawn = put(&mut tx, actor, (seed, given), s.now()).await?;
    let Drawn { round, households, list_hash } = match drawn {
        Put::Drawn(drawn) => drawn,
        Put::AnotherIsOpen => return Err(ServiceError::Conflict),
        Put::Nobody => {
            return Err(ServiceError::invalid("inspector", "no street office that may be sent to another street"));
        }
    };
    // The trail is chained and anchored outside the database: what stands there can't be another seed's afterwards.
    let detail =
        json!({ "round": round, "commitment": seed.commitment(), "list": list_hash, "households": households });
    let record = Record::Area(actor.area);
    audit::write(&mut tx, actor, s.now(), actor.area, "draw_spot_check", record, Some(detail)).await?;
    tx.commit().await?;
    Ok(round)
}

/// Closes a round: its seed and figures are told, and those whose work was checked learn of it.
///
/// *Errors*: `NotFound` for a round that there is not; `Conflict` for one that is over.
pub async fn close(s: &Service, actor: &Actor, round: i64) -> Result<(), ServiceError> {
    let mut tx = begin(s, actor).await?;
    let found = table::round(&mut tx, round).await?.filter(|round| actor.area.contains(round.area));
    let found = found.ok_or(ServiceError::NotFound)?;
    let tallies = table::tallies(&mut tx, round, found.area.range()).await?;
    let figure = city(&tallies);
    if !table::close(&mut tx, actor, round, &figure, s.now()).await? {
        return Err(ServiceError::Conflict);
    }
    let detail = json!({ "round": round, "answers": tallies.iter().map(|tally| tally.done).sum::<u32>() });
    let record = Record::Area(actor.area);
    audit::write(&mut tx, actor, s.now(), actor.area, "close_spot_check", record, Some(detail)).await?;
    tx.commit().await?;
    Ok(())
}

async fn begin(s: &Service, actor: &Actor) -> Result<Tx, ServiceError> {
    authorise(actor, Action::DrawSpotCheck, actor.area)?;
    s.store.begin_duty(actor, Duty::Draw, &[actor.area]).await?.ok_or(ServiceError::NotFound)
}

/// The month, and until when inspectors ask.
fn period(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let month_on = month_of(today);
    let last = month_on.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(today);
    let least = today.checked_add_days(Days::new(LEAST_DAYS)).unwrap_or(today);
    (month_on, last.max(least))
}

/// The grids with how many are asked there, and by whom. Nobody is asked where nobody may be sent.
pub(crate) async fn lay_out(
    tx: &mut Tx,
    city: Area,
    now: DateTime<Utc>,
    design: Design,
) -> Result<Vec<Given>, StoreError> {
    let today = civil_date(now);
    let rested = today.checked_sub_days(Days::new(REST_DAYS.unsigned_abs())).unwrap_or(today);
    let sources = table::sources(tx, city.range(), start_of_civil_day(rested)).await?;
    let inspectors = table::inspectors(tx, city.range(), now).await?;
    let month = month_number(today);
    let sizes: Vec<(Area, u32)> = sources
        .iter()
        .enumerate()
        .map(|(at, source)| (source.area, design.size(at, month, source.eligible.len())))
        .collect();
    let by = assign(&sizes, &inspectors);
    let give = |((source, (_, size)), by): ((table::Source, (Area, u32)), Option<PostId>)| {
        let by = by.and_then(|post| inspectors.iter().find(|(one, _)| *one == post).copied());
        let size = if by.is_some() { size } else { 0 };
        (Stratum { area: source.area, households: source.households, eligible: source.eligible, size }, by)
    };
    Ok(sources.into_iter().zip(sizes).zip(by).map(give).collect())
}

/// What came of writing a draw down.
pub(crate) enum Put {
    /// It is there.
    Drawn(Drawn),
    /// Another round is open.
    AnotherIsOpen,
    /// Nobody is asked anywhere.
    Nobody,
}

/// A round that was drawn.
pub(crate) struct Drawn {
    /// Its number.
    pub(crate) round: i64,
    /// How many are asked.
    pub(crate) households: usize,
    /// SHA-256 of the list.
    pub(crate) list_hash: String,
}

/// Writes a draw down: the round, what it was drawn from, and the tasks.
pub(crate) async fn put(
    tx: &mut Tx,
    actor: &Actor,
    (seed, given): (Seed, Vec<Given>),
    now: DateTime<Utc>,
) -> Result<Put, StoreError> {
    let tasks = sample(&seed, &given);
    if tasks.is_empty() {
        return Ok(Put::Nobody);
    }
    let strata: Vec<Stratum> = given.iter().map(|(stratum, _)| stratum.clone()).collect();
    let list_hash = fingerprint(&list_text(&strata));
    let (month_on, until_on) = period(civil_date(now));
    let new = NewRound { area: actor.area, month_on, until_on, seed, list_hash: &list_hash };
    let Some(round) = table::add_round(tx, actor, &new, now).await? else { return Ok(Put::AnotherIsOpen) };
    let kept: Vec<_> = given.into_iter().map(|(stratum, by)| (stratum, by.map(|(post, _)| post))).collect();
    table::add_strata(tx, round, &kept).await?;
    table::add_tasks(tx, round, until_on, &tasks).await?;
    Ok(Put::Drawn(Drawn { round, households: tasks.len(), list_hash }))
}

/// The first ones of each grid's ordered list.
fn sample(seed: &Seed, given: &[Given]) -> Vec<NewTask> {
    let of_grid = |(stratum, by): &Given| {
        let (area, inspector) = (stratum.area, *by);
        let first = seed.order(&stratum.eligible).into_iter().take(stratum.size as usize);
        let tasks = (1..)
            .zip(first)
            .filter_map(move |(place, dwelling)| Some(NewTask { area, dwelling, place, inspector: inspector? }));
        tasks.collect::<Vec<_>>()
    };
    given.iter().flat_map(of_grid).collect()
}
