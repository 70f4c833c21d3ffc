//! Telling a resident who looked: asked for at the community's or street's counter, and itself on the trail.

use chrono::{DateTime, Utc};
use domain::actor::{Action, Actor};
use domain::id::ResidentId;
use store::audit::{self, Record};
pub use store::look::LookRow;

use crate::lock::authorise;
use crate::{Service, ServiceError};

/// The most lines of one extract.
pub const LINES: i64 = 500;

/// What a person is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extract {
    /// Whose, masked: the paper may be left lying.
    pub name: String,
    /// As of when.
    pub at: DateTime<Utc>,
    /// Who looked at or changed the file, its certificates and the household, the newest first.
    pub lines: Vec<LookRow>,
    /// Whether there is more than [`LINES`].
    pub is_cut: bool,
}

/// Who looked at a person, as far as the post's area reaches. The look at it is written down.
///
/// *Errors*: `NotFound` for a person outside the post's area, and for posts that see no files; `Forbidden` for those that do
/// but have no counter.
pub async fn tell(s: &Service, actor: &Actor, resident: ResidentId) -> Result<Extract, ServiceError> {
    let mut tx = s.store.begin_look(actor).await?;
    let (area, person) = store::resident::one(&mut tx, resident).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::TellLooks, area)?;
    let mut lines = store::look::of_resident(&mut tx, resident, LINES + 1).await?;
    let is_cut = lines.len() as i64 > LINES;
    lines.truncate(LINES as usize);
    audit::write(&mut tx, actor, s.now(), area, "tell_looks", Record::Resident(resident), None).await?;
    tx.commit().await?;
    Ok(Extract { name: person.masked(s.today()).name, at: s.now(), lines, is_cut })
}
