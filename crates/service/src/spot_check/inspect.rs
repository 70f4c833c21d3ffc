//! What an inspector does: finds the door, asks, writes down what was said. Nothing of the register comes this way.

use domain::actor::{Action, Actor};
use domain::area::Area;
use domain::phone::Phone;
use domain::sample::MOST_TRIES;
use domain::spot_check::{Answer, Mode, State, compare, hints};
use serde_json::json;
use store::audit::{self, Record};
use store::spot_check::{self as table, Answered, NewTask, Open, TaskLine, TryMade};
use store::{Duty, Tx};

use crate::lock::authorise;
use crate::notice::may_dial_again;
use crate::{Service, ServiceError};

/// What became of a household where nobody answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    /// There is another try.
    Again,
    /// It was the last one; the next household of the list is asked.
    Replaced,
    /// It was the last one, and the list is at its end.
    Exhausted,
}

/// What one has to ask.
///
/// *Errors*: `NotFound` and `Forbidden` for posts that are never sent.
pub async fn mine(s: &Service, actor: &Actor) -> Result<Vec<TaskLine>, ServiceError> {
    authorise(actor, Action::InspectHousehold, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let tasks = table::tasks(&mut tx, actor.post).await?;
    tx.commit().await?;
    Ok(tasks)
}

/// One's own task, whatever became of it.
pub async fn task(s: &Service, actor: &Actor, id: i64) -> Result<TaskLine, ServiceError> {
    authorise(actor, Action::InspectHousehold, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let found = table::task(&mut tx, actor.post, id).await?.ok_or(ServiceError::NotFound)?;
    tx.commit().await?;
    Ok(found)
}

/// Nobody answered. After the third time the next household of the same list takes its place.
///
/// *Errors*: `NotFound` for somebody else's task; `Conflict` for one that is no longer open.
pub async fn nobody(s: &Service, actor: &Actor, id: i64, mode: Mode) -> Result<Tried, ServiceError> {
    let (mut tx, open) = take(s, actor, id).await?;
    let is_last = open.tries + 1 >= MOST_TRIES;
    table::add_try(&mut tx, actor, &open, TryMade { mode, at: s.now(), is_last }).await?;
    let tried = if is_last { replace(&mut tx, &open).await? } else { Tried::Again };
    let detail =
        json!({ "task": id, "try": open.tries + 1, "mode": mode.slug(), "replaced": tried == Tried::Replaced });
    write(s, &mut tx, (actor, open.area), "try_spot_check", detail).await?;
    tx.commit().await?;
    Ok(tried)
}

async fn replace(tx: &mut Tx, open: &Open) -> Result<Tried, ServiceError> {
    let Some((list, asked)) = table::ordered(tx, open.round, open.area).await? else { return Ok(Tried::Exhausted) };
    let Some(next) = list.get(asked as usize) else { return Ok(Tried::Exhausted) };
    let new = NewTask { area: open.area, dwelling: *next, place: asked + 1, inspector: open.inspector };
    table::add_tasks(tx, open.round, open.until_on, &[new]).await?;
    Ok(Tried::Replaced)
}

/// Writes down what somebody said, and holds it against the register as it stands at this moment. How it compares is told to
/// nobody before the round is over.
///
/// *Errors*: `Invalid` for a field that makes no sense; `NotFound` for somebody else's task; `Conflict` for one that was
/// answered or given up.
pub async fn answer(s: &Service, actor: &Actor, id: i64, mode: Mode, answer: Answer) -> Result<(), ServiceError> {
    authorise(actor, Action::InspectHousehold, actor.area)?;
    let answer = answer.new_checked().map_err(|field| ServiceError::invalid(field, "does not fit the rest"))?;
    let (mut tx, open) = take(s, actor, id).await?;
    let on_file = table::on_file(&mut tx, open.dwelling, s.today()).await?;
    let finding = compare(&answer, &on_file, mode == Mode::Phone || open.is_dialled);
    let hints = hints(&answer, &finding);
    let answered = Answered { mode, at: s.now(), finding: &finding, satisfaction: answer.satisfaction, hints: &hints };
    table::answer(&mut tx, (actor, &mut s.nonces()?), &open, answered).await?;
    // What came of it is not on the trail either.
    write(s, &mut tx, (actor, open.area), "answer_spot_check", json!({ "task": id, "mode": mode.slug() })).await?;
    tx.commit().await?;
    Ok(())
}

/// The number to ring in a household of one's own task. From then on the number is not compared.
///
/// *Errors*: `NotFound` for somebody else's task and where no number is known; `Conflict` for a task that is no longer open;
/// `TooMany` beyond [`crate::notice::DIAL_LIMIT`].
pub async fn dial(s: &Service, actor: &Actor, id: i64) -> Result<Phone, ServiceError> {
    authorise(actor, Action::InspectHousehold, actor.area)?;
    let mut own = s.store.begin(actor).await?;
    may_dial_again(&mut own, actor, s.now()).await?;
    let (mut tx, open) = take(s, actor, id).await?;
    let found = store::notice::phone(&mut tx, open.dwelling, s.today()).await?;
    let (resident, phone) = found.ok_or(ServiceError::NotFound)?;
    table::mark_dialled(&mut tx, &open, s.now()).await?;
    let detail = json!({ "reason": "spot_check", "task": id });
    let city = Area::city(open.area.county());
    audit::write(&mut tx, actor, s.now(), city, "dial_resident", Record::Resident(resident), Some(detail)).await?;
    tx.commit().await?;
    own.commit().await?;
    Ok(phone)
}

/// One's own open task, in a transaction of the system: whether it is one's own, one's own eyes say first.
async fn take(s: &Service, actor: &Actor, id: i64) -> Result<(Tx, Open), ServiceError> {
    let seen = task(s, actor, id).await?;
    if seen.state != State::Open {
        return Err(ServiceError::Conflict);
    }
    let duty = s.store.begin_duty(actor, Duty::Inspect, &[actor.area]).await?;
    let mut tx = duty.ok_or(ServiceError::NotFound)?;
    let open = table::lock(&mut tx, actor.post, id).await?.ok_or(ServiceError::Conflict)?;
    Ok((tx, open))
}

/// Onto the trail of the whole city: that of the grid is read by those who must not know yet.
async fn write(
    s: &Service,
    tx: &mut Tx,
    (actor, grid): (&Actor, Area),
    action: &'static str,
    detail: serde_json::Value,
) -> Result<(), ServiceError> {
    let city = Area::city(grid.county());
    Ok(audit::write(tx, actor, s.now(), city, action, Record::Area(city), Some(detail)).await?)
}
