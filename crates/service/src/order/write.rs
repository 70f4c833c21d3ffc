//! Taking a checked sheet in: each new order becomes a case with its caller and the hotline's term; one that says something new is
//! told to its case.

use std::sync::Arc;

use domain::actor::Actor;
use domain::case::{Names, Note, Report, Source};
use domain::category::{CategoryCode, suggest};
use domain::deadline::Clockwork;
use domain::id::{CaseId, IntakeId};
use domain::intake::State;
use domain::operation::OperationId;
use domain::order::{Order, due_at};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::Tx;
use store::audit::{self, Record};
use store::case::Writer;
use store::intake as rows;
use store::order::NewOrder;

use super::plan::{Fate, Planned};
use super::{check, find, ground};
use crate::case::{remark_on, take_in};
use crate::place::{Gazetteer, gazetteer};
use crate::{Service, ServiceError, deadline, reporter};

/// What taking a sheet in came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TakenIn {
    /// Orders that became cases.
    pub new: u32,
    /// Cases that were told something new.
    pub changed: u32,
}

/// Takes a checked sheet in, as a whole. With `leaves_out` rows that are wrong are left out.
///
/// *Errors*: `Conflict` when it is not checked, was taken in before, or what is to be done is not what was shown: then it is checked
/// anew; `Invalid` for `leaves_out` when rows are wrong and nobody said to leave them out.
pub async fn write(s: &Service, actor: &Actor, batch: IntakeId, leaves_out: bool) -> Result<TakenIn, ServiceError> {
    let mut tx = s.store.begin_work(actor).await?;
    store::order::hold(&mut tx, actor.area.county()).await?;
    let found = find(&mut tx, actor, batch).await?;
    if found.state != State::Checked {
        return Err(ServiceError::Conflict);
    }
    let shown = rows::digest(&mut tx, batch).await?;
    let prepared = check(s, &mut tx, actor, &found).await?;
    if shown.as_deref() != Some(&prepared.digest[..]) {
        tx.commit().await?;
        return Err(ServiceError::Conflict);
    }
    if !prepared.faults.is_empty() && !leaves_out {
        return Err(ServiceError::invalid("leaves_out", "rows are wrong: correct them, or say to leave them out"));
    }
    let county = actor.area.county();
    let desk = Desk {
        places: gazetteer(s, &mut tx, county).await?,
        clocks: deadline::clockwork(&mut tx, county).await?,
        categories: store::case::categories(&mut tx).await?,
    };
    let mut taken = TakenIn::default();
    for planned in &prepared.orders {
        match planned.fate {
            Fate::Same => {}
            Fate::New => {
                begin(s, &mut tx, actor, &desk, planned).await?;
                taken.new += 1;
            }
            Fate::Changed(case) => {
                tell(s, &mut tx, actor, case, planned).await?;
                taken.changed += 1;
            }
        }
    }
    rows::set_written(&mut tx, batch, leaves_out, s.now()).await?;
    rows::advance(&mut tx, batch, (State::Checked, State::Written), None).await?;
    let detail = json!({ "new": taken.new, "changed": taken.changed, "same": prepared.counts.same });
    audit::write(&mut tx, actor, s.now(), found.area, "take_in_orders", Record::Intake(batch), Some(detail)).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(taken)
}

/// What all orders of a sheet are taken in with.
struct Desk {
    places: Arc<Gazetteer>,
    clocks: Clockwork,
    categories: Vec<(CategoryCode, Names)>,
}

impl Desk {
    /// The category that the hotline's word names, or the words suggest.
    fn category(&self, order: &Order) -> Option<CategoryCode> {
        let named = |(_, (zh, en)): &&(CategoryCode, Names)| *zh == order.kind || en.eq_ignore_ascii_case(&order.kind);
        let named = self.categories.iter().find(named).map(|(code, _)| code.clone());
        let text = || format!("{} {} {}", order.kind, order.title.as_str(), order.detail);
        named.or_else(|| suggest(&self.categories, &text()).map(|(code, _)| code.clone()))
    }
}

/// A new order becomes a case.
async fn begin(s: &Service, tx: &mut Tx, actor: &Actor, desk: &Desk, planned: &Planned) -> Result<(), ServiceError> {
    let order = &planned.order;
    let address = if order.address.is_empty() { order.title.as_str() } else { &order.address };
    let ground = ground::locate(tx, &desk.places, actor.area, address).await?;
    let report = Report {
        operation: operation(order),
        source: Source::Sheet,
        ground: domain::case::Ground::Area(ground.area),
        title: Some(order.title.clone()),
        detail: order.detail.clone(),
        category: desk.category(order),
        urgency: order.urgency,
        pictures: Vec::new(),
    };
    let case = take_in(s, tx, Writer::Post(actor), &ground, &report).await?;
    reporter::add(s, tx, (case, ground.area), &order.reporter).await?;
    let new = NewOrder {
        number: &order.number,
        case: (case, ground.area),
        text_digest: planned.text_digest,
        received_at: order.received_at,
        due_at: due_at(order, &desk.clocks, s.now()),
    };
    store::order::add(tx, actor, &new, s.now()).await?;
    Ok(())
}

/// The number that keeps a case from coming in twice, whatever else fails.
fn operation(order: &Order) -> OperationId {
    let digest = Sha256::digest(format!("hotline order {}", order.number.as_str()));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    OperationId::new(bytes)
}

/// A case is told what its order says now.
async fn tell(s: &Service, tx: &mut Tx, actor: &Actor, case: CaseId, planned: &Planned) -> Result<(), ServiceError> {
    let order = &planned.order;
    let said: String = order.said.trim().chars().take(Note::LONGEST).collect();
    remark_on(s, tx, actor, case, Note::new(&said)).await?;
    store::order::change(tx, &order.number, planned.text_digest, s.now()).await?;
    Ok(())
}
