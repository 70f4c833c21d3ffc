//! What time does to wishes: archived without a verdict, lapsed without helpers, and coming again.

use chrono::TimeDelta;
use domain::clock::civil_date;
use domain::id::WishId;
use domain::operation::OperationId;
use domain::wish::{Hand, JUDGED_WITHIN_DAYS, Step};
use store::case::Writer;
use store::wish::{NewWish, WishRow};

use super::{Said, apply, note};
use crate::{Service, ServiceError};

/// Wishes of one sweep and kind.
const BATCH: i64 = 200;

/// Lets time pass for all wishes. Returns how many moved.
pub async fn sweep(s: &Service) -> Result<usize, ServiceError> {
    let now = s.now();
    let mut tx = s.store.begin_system().await?;
    let late = store::wish::due_to_archive(&mut tx, now - TimeDelta::days(JUDGED_WITHIN_DAYS), BATCH).await?;
    let lapsed = store::wish::due_to_lapse(&mut tx, now, BATCH).await?;
    let again = store::wish::due_to_repeat(&mut tx, now, BATCH).await?;
    tx.commit().await?;
    let mut count = 0;
    // What comes again does so before its first time lapses.
    for wish in again {
        count += usize::from(repeat(s, wish).await?);
    }
    for (wishes, step) in [(late, Step::Archive), (lapsed, Step::Lapse)] {
        for wish in wishes {
            count += usize::from(pass(s, wish, step).await?);
        }
    }
    if count > 0 {
        s.live.wake();
    }
    Ok(count)
}

async fn pass(s: &Service, wish: WishId, step: Step) -> Result<bool, ServiceError> {
    let mut tx = s.store.begin_system().await?;
    let Some(row) = store::wish::lock(&mut tx, wish).await? else { return Ok(false) };
    match apply(&mut tx, Writer::Nobody, (Hand::Clock, step), row, Said::default(), s.now()).await {
        Ok(_) => {}
        // Somebody was faster than the clock.
        Err(ServiceError::Conflict) => return Ok(false),
        Err(error) => return Err(error),
    }
    tx.commit().await?;
    Ok(true)
}

/// Puts the next of a series onto the board.
async fn repeat(s: &Service, last: WishId) -> Result<bool, ServiceError> {
    let mut tx = s.store.begin_system().await?;
    let Some(row) = store::wish::lock(&mut tx, last).await? else { return Ok(false) };
    let (Some(repeat), Some(starts_at), Some(ends_at)) = (row.repeat, row.starts_at, row.ends_at) else {
        return Ok(false);
    };
    let first = row.series.unwrap_or(row.wish);
    let begun = match row.series {
        Some(first) => store::wish::read(&mut tx, first).await?.and_then(|row| row.starts_at).unwrap_or(starts_at),
        None => starts_at,
    };
    let next_at = repeat.next(begun, s.now().max(starts_at));
    let number = row.wish.number().unsigned_abs();
    let wish = store::wish::next_id(&mut tx, row.area.county()).await?;
    let new = NewWish {
        wish,
        area: row.area,
        building: row.building,
        at_dm: row.at_dm,
        place: &row.place,
        origin: row.origin,
        kind: row.standing.kind,
        // Made of the one before, so that it comes once even if two servers sweep.
        operation: OperationId::new(
            (u128::from(number) << 64 | u128::from(next_at.timestamp().unsigned_abs())).to_be_bytes(),
        ),
        proposed_by: row.proposed_by,
        at: s.now(),
        promised_on: civil_date(s.now()),
        is_held: false,
        series: Some(first),
    };
    if store::wish::by_operation(&mut tx, new.operation).await?.is_some() {
        return Ok(false);
    }
    store::wish::insert(&mut tx, &new).await?;
    let fresh = store::wish::read(&mut tx, wish).await?.ok_or(ServiceError::Conflict)?;
    note(&mut tx, Writer::Nobody, &fresh, ("propose", "wish_propose"), Said::default(), s.now()).await?;
    let again = WishRow {
        title: row.title,
        content: row.content,
        slots: row.slots,
        tools: row.tools,
        safety: row.safety,
        repeat: row.repeat,
        unit: row.unit,
        starts_at: Some(next_at),
        ends_at: Some(next_at + (ends_at - starts_at)),
        ..fresh
    };
    apply(&mut tx, Writer::Nobody, (Hand::Keeper, Step::Publish), again, Said::default(), s.now()).await?;
    tx.commit().await?;
    Ok(true)
}

/// The same by itself: a failure is said, and the next sweep tries again.
pub(crate) async fn sweep_or_say(s: Service) {
    if let Err(error) = sweep(&s).await {
        tracing::warn!(%error, "time did not pass for wishes; it is tried again");
    }
}
