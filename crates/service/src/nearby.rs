//! Help from close by 就近: who has a skill, the nearest to a door first, and the one tap that rings them.

use domain::actor::{Access, Action, Actor};
use domain::file::view::DictionaryWord;
use domain::filter::Code;
use domain::id::{DwellingId, ResidentId};
use domain::phone::Phone;
use serde_json::json;
use store::audit::{self, Record};
pub use store::nearby::NearbyPerson;

use crate::lock::{access, authorise};
use crate::notice::may_dial_again;
use crate::{Service, ServiceError};

/// The most people of one answer.
const LIMIT: i64 = 20;

/// Who can help at a door.
#[derive(Clone, Debug)]
pub struct Nearby {
    /// The door in short, such as 3-2-401.
    pub door: String,
    /// The offered skills.
    pub skills: Vec<DictionaryWord>,
    /// Those who have the asked one, the nearest first.
    pub people: Vec<NearbyPerson>,
    /// Whether this post may ring them.
    pub may_dial: bool,
}

/// Who in the actor's area has a skill, the nearest to a dwelling first. That somebody looked is written down.
pub async fn find(
    s: &Service,
    actor: &Actor,
    dwelling: DwellingId,
    skill: Option<&Code>,
) -> Result<Nearby, ServiceError> {
    let mut tx = s.store.begin_look(actor).await?;
    let card = store::household::card(&mut tx, dwelling).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::ViewHousehold, card.area)?;
    let words = store::file::dictionary(&mut tx).await?;
    let skills = words.into_iter().filter(|word| word.kind == "skill" && word.is_offered).collect();
    let mut people = Vec::new();
    if let Some(skill) = skill {
        people = store::nearby::people(&mut tx, dwelling, (actor.area.range(), skill), s.today(), LIMIT).await?;
        let detail = json!({ "skill": skill.as_str(), "people": people.len() });
        audit::write(&mut tx, actor, s.now(), card.area, "find_nearby", Record::Household(dwelling), Some(detail))
            .await?;
    }
    tx.commit().await?;
    let may_dial = access(actor, Action::DialPerson, card.area) == Access::Granted;
    Ok(Nearby { door: card.address.short(), skills, people, may_dial })
}

/// The number of somebody with a skill. That is the reason; who asked is written down in the same transaction.
///
/// *Errors*: `NotFound` for somebody without skill or telephone, or outside the account's area; `Forbidden` for a post that
/// keeps no files; `TooMany` beyond [`crate::notice::DIAL_LIMIT`].
pub async fn dial(s: &Service, actor: &Actor, resident: ResidentId) -> Result<Phone, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let (area, person) = store::resident::one(&mut tx, resident).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::DialPerson, area)?;
    let skills = store::file::skills(&mut tx, resident).await?;
    let phone = person.phone.filter(|_| !skills.is_empty()).ok_or(ServiceError::NotFound)?;
    let now = s.now();
    may_dial_again(&mut tx, actor, now).await?;
    let detail = json!({ "reason": "skill", "skills": skills });
    audit::write(&mut tx, actor, now, area, "dial_resident", Record::Resident(resident), Some(detail)).await?;
    tx.commit().await?;
    Ok(phone)
}
