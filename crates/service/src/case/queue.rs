//! Queues with their counts, from one question.

use domain::actor::{Action, Actor, Role};
use domain::case::{Counts, Queue, QueueLine};
use store::case::{Asking, Awaits};

use crate::lock::authorise;
use crate::{Service, ServiceError};

/// Cases on one page.
const PAGE: i64 = 50;

/// The cases of a queue, and how many of each light the same question has.
///
/// *Errors*: `NotFound` for an area outside the post's, and for those who have nothing to do with cases.
pub async fn queue(s: &Service, actor: &Actor, queue: Queue) -> Result<(Vec<QueueLine>, Counts), ServiceError> {
    let area = queue.area.unwrap_or(actor.area);
    // A department's cases are those that were handed to it: row-level security keeps all others away.
    if actor.role != Role::Department {
        authorise(actor, Action::ViewCase, area)?;
    } else if !actor.area.contains(area) || actor.desk.is_none() {
        return Err(ServiceError::NotFound);
    }
    let asking = Asking {
        axis: queue.axis,
        desk: actor.desk,
        range: area.range(),
        awaits: match actor.role {
            Role::GridWorker | Role::GridLeader | Role::Community => Awaits::Check,
            Role::Street => Awaits::Evaluation,
            _ => Awaits::Nothing,
        },
        light: queue.light,
        late_only: queue.late_only,
        supervised_only: queue.supervised_only,
        now: s.now(),
    };
    let mut tx = s.store.begin(actor).await?;
    let lines = store::case::lines(&mut tx, &asking, i64::from(queue.skip), PAGE).await?;
    let counts = store::case::counts(&mut tx, &asking).await?;
    tx.commit().await?;
    Ok((lines, counts))
}
