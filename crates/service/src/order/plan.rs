//! From a sealed file to a plan: read, compare with what was taken in before, decide. The same for a check and for taking in.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::id::CaseId;
use domain::intake::{self as rule, Batch, Counts, Fault, Found};
use domain::order::{COLUMNS, Order, column, read};
use sha2::{Digest, Sha256};
use store::Tx;
use store::intake as rows;

use super::ORDERS;
use crate::intake::{away, is_filled};
use crate::{Service, ServiceError};

/// What becomes of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It becomes a case.
    New,
    /// Its case is told what it says now.
    Changed(CaseId),
    /// It says what it said.
    Same,
}

/// An order with what becomes of it, and the digest of what it says.
pub(super) struct Planned {
    pub(super) order: Order,
    pub(super) fate: Fate,
    pub(super) text_digest: i64,
}

/// A plan with what is wrong.
pub(super) struct Prepared {
    pub(super) orders: Vec<Planned>,
    pub(super) faults: Vec<Found>,
    pub(super) counts: Counts,
    pub(super) digest: [u8; 32],
}

/// Makes the plan of a sheet.
///
/// *Errors*: `Conflict` when its file is gone.
pub(super) async fn prepare(s: &Service, tx: &mut Tx, actor: &Actor, batch: &Batch) -> Result<Prepared, ServiceError> {
    let file = rows::file(tx, batch.batch).await?.ok_or(ServiceError::Conflict)?;
    let (_, mapping) = rows::headings(tx, batch.batch).await?.ok_or(ServiceError::Conflict)?;
    let now = s.now();
    let (orders, mut faults, count) = away(move || rows_of(&file, &mapping, now)).await??;
    let orders = once(orders, &mut faults);
    let numbers: Vec<&str> = orders.iter().map(|order| order.number.as_str()).collect();
    let known = store::order::known(tx, &numbers).await?;
    let taken = store::order::taken(tx, &numbers).await?;
    let mut planned = Vec::with_capacity(orders.len());
    for order in orders {
        let text_digest = store::order::digest(s.store.keyring(), &order.said);
        let fate = match known.get(order.number.as_str()) {
            Some((_, digest)) if *digest == text_digest => Fate::Same,
            Some((case, _)) => Fate::Changed(*case),
            None if taken.contains(order.number.as_str()) => {
                faults.push(Found::new(order.row, "number", Fault::OrderElsewhere, order.number.as_str()));
                continue;
            }
            None => Fate::New,
        };
        planned.push(Planned { order, fate, text_digest });
    }
    faults.sort_by_key(|found| found.row);
    let counts = count_up(&planned, &faults, count);
    Ok(Prepared { digest: digest(actor, &planned, &faults), orders: planned, faults, counts })
}

type Read = (Vec<Order>, Vec<Found>, u32);

fn rows_of(file: &[u8], mapping: &[String], now: DateTime<Utc>) -> Result<Read, ServiceError> {
    let cells = ORDERS.cells(file).map_err(ServiceError::internal)?;
    let mapping = mapping.iter().map(|slug| column(slug)).collect();
    let first = rule::heading_row(&COLUMNS, &cells).map_or(0, |at| at + 1);
    let (mut orders, mut faults, mut count) = (Vec::new(), Vec::new(), 0);
    for (at, row) in cells.iter().enumerate().skip(first).filter(|(_, row)| is_filled(row)) {
        count += 1;
        match read(at as u32 + 1, row, &mapping, now) {
            Ok(order) => orders.push(order),
            Err(found) => faults.extend(found),
        }
    }
    Ok((orders, faults, count))
}

/// Every order once: the first row with a number counts, later ones are told so.
fn once(orders: Vec<Order>, faults: &mut Vec<Found>) -> Vec<Order> {
    let mut first: HashMap<String, u32> = HashMap::new();
    let mut kept = Vec::with_capacity(orders.len());
    for order in orders {
        if let Some(row) = first.get(order.number.as_str()) {
            faults.push(Found::new(order.row, "number", Fault::OrderTwice, order.number.as_str()).with(*row));
        } else {
            first.insert(order.number.as_str().to_owned(), order.row);
            kept.push(order);
        }
    }
    kept
}

fn count_up(planned: &[Planned], faults: &[Found], rows: u32) -> Counts {
    let of = |is: fn(Fate) -> bool| planned.iter().filter(|order| is(order.fate)).count() as u32;
    let faulty = faults.iter().map(|found| found.row).collect::<HashSet<_>>().len() as u32;
    Counts {
        rows,
        new: of(|fate| fate == Fate::New),
        changed: of(|fate| matches!(fate, Fate::Changed(_))),
        same: of(|fate| fate == Fate::Same),
        faulty,
    }
}

/// A digest of everything that is to be done, and by which post: another one would route otherwise.
fn digest(actor: &Actor, planned: &[Planned], faults: &[Found]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(actor.area.to_string());
    for Planned { order, fate, text_digest } in planned {
        hash.update(format!("{} {} {fate:?} {text_digest}\n", order.row, order.number.as_str()));
    }
    for found in faults {
        hash.update(format!("{found:?}\n"));
    }
    hash.finalize().into()
}
