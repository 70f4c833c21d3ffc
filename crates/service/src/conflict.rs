//! The inbox of writes that came late and met another value: both sides stay until somebody who keeps the file decides.
//!
//! Not here: what makes a conflict ([`crate::contact`]), merging two files about one person ([`crate::merge`]).

use chrono::{DateTime, Utc};
use domain::actor::{Action, Actor};
use domain::conflict::Side;
use domain::file::Method;
use domain::id::ResidentId;
use domain::phone::Phone;
use domain::sync::Sent;
use serde_json::json;
use store::audit::{self, Record};
use store::conflict::ConflictRow;

use crate::contact::{self, Outcome, token};
use crate::door::Doors;
use crate::lock::authorise;
use crate::sync::{Once, done, once};
use crate::{Service, ServiceError, file};

/// For how many days both sides are kept after somebody decided; who kept which side stays on the trail.
pub const KEPT_DAYS: i64 = 90;
/// More than a worker ever has open.
const SHOWN: i64 = 100;

/// A conflict that waits for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// Which.
    pub id: i64,
    /// Whose file.
    pub resident: ResidentId,
    /// The person's name, masked.
    pub name: String,
    /// What came late: in full to whoever typed it, masked to others. Nothing takes the number away.
    pub mine: Option<String>,
    /// Whether the asking account typed it.
    pub is_own: bool,
    /// The post that it was typed under, Chinese and English.
    pub mine_by: (String, String),
    /// When it was typed.
    pub made_at: DateTime<Utc>,
    /// What the file says now, masked.
    pub theirs: Option<String>,
    /// Who wrote that, and when, as far as the trail is seen.
    pub theirs_by: Option<((String, String), DateTime<Utc>)>,
    /// The token of what the file says now: deciding names what was seen.
    pub base: String,
}

/// The open conflicts of the actor's area, the oldest first. The look stands on the trail when there is something to see.
///
/// *Errors*: `NotFound`, `Forbidden` for a post that keeps no files.
pub async fn list(s: &Service, actor: &Actor) -> Result<Vec<Open>, ServiceError> {
    authorise(actor, Action::EditHousehold, actor.area)?;
    let mut tx = s.store.begin_look(actor).await?;
    let rows = store::conflict::open(&mut tx, actor.area.range(), SHOWN).await?;
    let mut open = Vec::with_capacity(rows.len());
    for row in rows {
        // A person who moved away meanwhile is another's business.
        let Some((_, person)) = store::resident::one(&mut tx, row.resident).await? else { continue };
        let theirs_by = store::conflict::last_writer(&mut tx, row.resident).await?;
        let masked = person.masked(s.today());
        let is_own = row.account == actor.account;
        let mine = row.mine.as_ref().map(|phone| shown(phone, is_own));
        open.push(Open {
            id: row.id,
            resident: row.resident,
            name: masked.name,
            mine,
            is_own,
            mine_by: row.by,
            made_at: row.made_at,
            theirs: masked.phone,
            theirs_by,
            base: token(s, row.resident, person.phone.as_ref()),
        });
    }
    if !open.is_empty() {
        let detail = json!({ "shown": open.len() });
        let record = Record::Area(actor.area);
        audit::write(&mut tx, actor, s.now(), actor.area, "view_conflicts", record, Some(detail)).await?;
    }
    tx.commit().await?;
    Ok(open)
}

fn shown(phone: &Phone, is_own: bool) -> String {
    if is_own { phone.reveal().to_owned() } else { phone.masked() }
}

/// Decides a conflict: the late write is written after all, or what the file says stays. `base` is the token of what was seen there.
///
/// *Errors*: `Conflict` when somebody decided meanwhile, or when the file says something else again; `NotFound` beyond the area.
pub async fn settle(
    s: &Service,
    actor: &Actor,
    sent: &Sent,
    (conflict, side): (i64, Side),
    base: &str,
) -> Result<Outcome, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    if let Once::Again(_) = once(s, &mut tx, actor, sent).await? {
        return Ok(Outcome::Again);
    }
    let found: ConflictRow = store::conflict::lock(&mut tx, conflict).await?.ok_or(ServiceError::NotFound)?;
    let homes = store::file::homes(&mut tx, &[found.resident]).await?;
    let doors = Doors::lock(&mut tx, homes, s.today()).await?;
    let row = file::lock(&mut tx, actor, found.resident, None).await?;
    let (_, person) = store::resident::one(&mut tx, found.resident).await?.ok_or(ServiceError::NotFound)?;
    if found.is_settled || token(s, found.resident, person.phone.as_ref()) != base {
        return Err(ServiceError::Conflict);
    }
    if side == Side::Mine {
        let how = (sent, Method::Door);
        contact::write(s, &mut tx, actor, (found.resident, &row), found.mine.as_ref(), how).await?;
    }
    store::conflict::settle(&mut tx, actor, conflict, side, s.now()).await?;
    let detail = json!({ "conflict": conflict, "kept": side.slug() });
    let record = Record::Resident(found.resident);
    audit::write(&mut tx, actor, s.now(), row.area, "settle_conflict", record, Some(detail)).await?;
    done(&mut tx, actor, sent.operation, &json!({ "kept": side.slug() })).await?;
    doors.settle(s, &mut tx, None).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(Outcome::Done)
}
