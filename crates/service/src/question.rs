//! What was typed into a search box that works without script. Its address holds a number instead of the text, so that no
//! history, log or referrer learns whom somebody looked for; the text is read back by the session that asked and nobody else.
//!
//! Not for what a text finds ([`crate::search`], [`crate::account`], [`crate::audit`]).

use chrono::Duration;
use domain::actor::Actor;
use domain::id::QuestionId;
use domain::search::{KEPT_DAYS, TEXT_LIMIT};

use crate::{Service, ServiceError};

/// How many texts a session can go back to.
const NEWEST: i64 = 50;

/// Keeps a text for one's own session: every session may ask, what it finds is authorised where it is answered. A text that is
/// too long is cut.
///
/// *Errors*: `NotFound` when the session ended meanwhile.
pub async fn keep(s: &Service, actor: &Actor, text: &str) -> Result<QuestionId, ServiceError> {
    let text: String = text.trim().chars().filter(|sign| !sign.is_control()).take(TEXT_LIMIT).collect();
    let token = s.entropy.token()?;
    let serial = token.iter().take(8).fold(0, |serial, byte| serial << 8 | u64::from(*byte));
    let id = QuestionId::new(actor.area.county(), serial);
    let mut nonces = s.nonces()?;
    let mut tx = s.store.begin(actor).await?;
    if !store::question::keep(&mut tx, &mut nonces, id, &text, (NEWEST, s.now())).await? {
        return Err(ServiceError::NotFound);
    }
    tx.commit().await?;
    Ok(id)
}

/// A text that one's own session asked for; nothing when it did not, or too long ago.
pub async fn read(s: &Service, actor: &Actor, id: QuestionId) -> Result<Option<String>, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let text = store::question::read(&mut tx, id, s.now() - Duration::days(KEPT_DAYS.into())).await?;
    tx.commit().await?;
    Ok(text)
}
