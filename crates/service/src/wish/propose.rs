//! A wish comes in: from a resident without an account, from a grid worker for one, or from the community itself.

use chrono::NaiveDate;
use domain::actor::{Action, Actor};
use domain::area::Area;
use domain::case::Ground;
use domain::gate::Form as GateForm;
use domain::id::{MediaId, WishId};
use domain::media::{MOST_OF_NOBODY, Purpose, Subject};
use domain::operation::OperationId;
use domain::wish::{Hand, Kind, Order, Origin, Standing, State, Step};
use store::Tx;
use store::case::Writer;
use store::media::Step as Picture;
use store::wish::{Contact, NewWish, WishRow};

use super::step::carry;
use super::{Said, apply, note};
use crate::case::{Located, locate};
use crate::gate::{self, Entered};
use crate::lock::authorise;
use crate::{Service, ServiceError, deadline, media};

/// The most signs of what is wished for.
const WORDS: usize = 500;
/// The most signs of where exactly to come.
const DOOR: usize = 60;
/// Working days within which the community answers.
const ANSWER_DAYS: u16 = 3;

/// A wish as it is sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    /// Drawn with the page.
    pub operation: OperationId,
    /// A building, a point or an area; never a door.
    pub ground: Ground,
    /// What it is about.
    pub kind: Kind,
    /// What is wished for.
    pub words: String,
    /// How the sender is reached.
    pub contact: Contact,
    /// Pictures that were staged by the same sender.
    pub pictures: Vec<MediaId>,
}

/// A wish as staff write it down.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// As a resident sends it.
    pub sent: Sent,
    /// For a resident, or the community's own order.
    pub is_own: bool,
    /// What is published at once; only the community may.
    pub order: Option<Order>,
}

/// Takes a resident's wish in. The same operation again gives the wish of the first time.
///
/// *Errors*: `Gate` when it is not taken in; `NotFound` for a place that the city does not have; `Invalid` names what is missing or
/// too much.
pub async fn send(s: &Service, sent: Sent, entered: &Entered) -> Result<WishId, ServiceError> {
    entered.must_be(GateForm::Wish, sent.operation)?;
    check(&sent)?;
    let city = Area::city(s.county().await?);
    let mut tx = s.store.begin_system().await?;
    store::case::hold_operation(&mut tx, sent.operation).await?;
    if let Some(wish) = store::wish::by_operation(&mut tx, sent.operation).await? {
        return Ok(wish);
    }
    if matches!(sent.ground, Ground::Dwelling(_)) {
        return Err(ServiceError::invalid("ground", "choose a building: doors are nobody else's business"));
    }
    let ground = locate(&mut tx, city, sent.ground).await?;
    let said = (sent.words.trim(), sent.contact.phone.as_ref());
    let is_held = gate::admit(s, &mut tx, city.county(), entered, said).await?;
    let row = take_in(s, &mut tx, Writer::Nobody, &ground, (&sent, Origin::Resident, is_held)).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(row.wish)
}

/// Writes a wish down for a resident, or places the community's own order, which is published at once if it is whole.
///
/// *Errors*: `Forbidden` and `NotFound` by the policy; `Invalid` names what is missing or too much.
pub async fn propose(s: &Service, actor: &Actor, proposal: Proposal) -> Result<WishId, ServiceError> {
    authorise(actor, Action::ProposeWish, actor.area)?;
    check(&proposal.sent)?;
    let mut tx = s.store.begin(actor).await?;
    store::case::hold_operation(&mut tx, proposal.sent.operation).await?;
    if let Some(wish) = store::wish::by_operation(&mut tx, proposal.sent.operation).await? {
        return Ok(wish);
    }
    let ground = locate(&mut tx, actor.area, proposal.sent.ground).await?;
    authorise(actor, Action::ProposeWish, ground.area)?;
    let origin = if proposal.is_own { Origin::Community } else { Origin::Worker };
    if proposal.is_own || proposal.order.is_some() {
        authorise(actor, Action::KeepWish, ground.area)?;
    }
    let writer = Writer::Post(actor);
    let mut row = take_in(s, &mut tx, writer, &ground, (&proposal.sent, origin, false)).await?;
    if let Some(order) = proposal.order {
        order.check(s.now())?;
        carry(&mut row, order);
        row.unit = store::wish::alliance(&mut tx, community(ground.area).range()).await?;
        row = apply(&mut tx, writer, (Hand::Keeper, Step::Publish), row, Said::default(), s.now()).await?;
    }
    tx.commit().await?;
    s.live.wake();
    Ok(row.wish)
}

fn check(sent: &Sent) -> Result<(), ServiceError> {
    let words = sent.words.trim().chars().count();
    if !(1..=WORDS).contains(&words) {
        return Err(ServiceError::invalid("words", format!("say in up to {WORDS} signs what you wish for")));
    }
    if sent.contact.door.as_ref().is_some_and(|door| door.chars().count() > DOOR) {
        return Err(ServiceError::invalid("door", format!("say in up to {DOOR} signs where to come")));
    }
    if sent.pictures.len() > MOST_OF_NOBODY {
        return Err(ServiceError::invalid("photo", format!("at most {MOST_OF_NOBODY} photos")));
    }
    Ok(())
}

/// The community of a grid, or the area itself above that.
pub(super) fn community(area: Area) -> Area {
    match (area.level(), area.parent()) {
        (domain::area::Level::Grid, Some(community)) => community,
        _ => area,
    }
}

async fn take_in(
    s: &Service,
    tx: &mut Tx,
    writer: Writer<'_>,
    ground: &Located,
    (sent, origin, is_held): (&Sent, Origin, bool),
) -> Result<WishRow, ServiceError> {
    let (now, wish) = (s.now(), store::wish::next_id(tx, ground.area.county()).await?);
    let building = match sent.ground {
        Ground::Building(building) => Some(building),
        _ => None,
    };
    let new = NewWish {
        wish,
        area: ground.area,
        building,
        at_dm: ground.at_dm,
        place: &ground.place,
        origin,
        kind: sent.kind,
        operation: sent.operation,
        proposed_by: writer.account(),
        at: now,
        promised_on: promised_on(s, tx, ground.area).await?,
        is_held,
        series: None,
    };
    store::wish::insert(tx, &new).await?;
    let text = (sent.words.trim(), &sent.contact);
    store::wish::write_contact(tx, &mut s.nonces()?, (wish, ground.area), text, now).await?;
    let row = store::wish::read(tx, wish).await?.ok_or(ServiceError::Conflict)?;
    debug_assert_eq!(
        row.standing,
        Standing { state: State::Proposed, kind: sent.kind, is_claimed: false, rework_count: 0 }
    );
    note(tx, writer, &row, ("propose", "wish_propose"), Said::default(), now).await?;
    let to = Picture { subject: Subject::Wish(wish), area: ground.area, version: 1, purpose: Purpose::Report };
    media::attach_as(tx, writer, to, &sent.pictures).await?;
    Ok(row)
}

/// The day by which the community answers, along the working calendar.
async fn promised_on(s: &Service, tx: &mut Tx, area: Area) -> Result<NaiveDate, ServiceError> {
    let clocks = deadline::clockwork(tx, area.county()).await?;
    Ok(domain::clock::civil_date(clocks.calendar.add_working_days(s.now(), ANSWER_DAYS)))
}
