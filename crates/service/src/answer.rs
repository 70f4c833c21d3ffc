//! Answer templates: each desk keeps its own, and is offered them filled in for a case.

use domain::actor::{Action, Actor};
use domain::answer::{Answer, Draft, MOST, Template, fill};
use domain::case::{Desk, Names};
use domain::category::CategoryCode;
use domain::id::CaseId;
use serde_json::json;
use store::Tx;

use crate::case::known;
use crate::lock::authorise;
use crate::{Service, ServiceError};

/// A desk's templates, and what they can be about.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The templates.
    pub templates: Vec<Template>,
    /// Categories to choose from.
    pub categories: Vec<(CategoryCode, Names)>,
}

/// The desk whose templates somebody keeps: a post at none has none.
fn desk_of(actor: &Actor) -> Result<Desk, ServiceError> {
    authorise(actor, Action::KeepAnswer, actor.area)?;
    actor.desk.ok_or(ServiceError::NotFound)
}

/// Whether somebody works at a desk that keeps templates.
pub fn are_kept(actor: &Actor) -> bool {
    desk_of(actor).is_ok()
}

/// The templates of one's desk.
///
/// *Errors*: `Forbidden` for leaders and supervision; `NotFound` for others without a desk.
pub async fn list(s: &Service, actor: &Actor) -> Result<Kept, ServiceError> {
    let desk = desk_of(actor)?;
    let mut tx = s.store.begin(actor).await?;
    let templates = store::answer::list(&mut tx, desk).await?;
    let categories = store::case::categories(&mut tx).await?;
    tx.commit().await?;
    Ok(Kept { templates, categories })
}

/// Writes a template: a new one, or another text for the one that was seen with this revision.
///
/// *Errors*: as [`list`]; `Invalid` by field, for a name that the desk has already, and beyond [`MOST`]; `Conflict` when it was
/// changed or removed meanwhile.
pub async fn write(
    s: &Service,
    actor: &Actor,
    changed: Option<(i64, i32)>,
    (name, body): (&str, &str),
    category: Option<CategoryCode>,
) -> Result<(), ServiceError> {
    let desk = desk_of(actor)?;
    let draft = Draft::new_checked(name, body, category);
    let draft = draft.map_err(|wrong| ServiceError::invalid(wrong.0, "1 to 30 signs, 1 to 800 signs"))?;
    let mut tx = s.store.begin(actor).await?;
    if let Some(code) = &draft.category {
        let unknown = || ServiceError::invalid("category", "choose one of the list");
        store::category::one(&mut tx, code).await?.ok_or_else(unknown)?;
    }
    let id = match changed {
        Some((id, revision)) => {
            if store::answer::is_named(&mut tx, desk, &draft.name, id).await? {
                return Err(taken());
            }
            let done = store::answer::change(&mut tx, (actor, desk), (id, revision), &draft, s.now()).await?;
            done.then_some(id).ok_or(ServiceError::Conflict)?
        }
        None => add(s, &mut tx, (actor, desk), &draft).await?,
    };
    let detail = json!({ "template": id, "category": draft.category });
    store::answer::audit(&mut tx, "keep_answer", &detail, s.now()).await?;
    tx.commit().await?;
    Ok(())
}

async fn add(s: &Service, tx: &mut Tx, whose: (&Actor, Desk), draft: &Draft) -> Result<i64, ServiceError> {
    if store::answer::count(tx, whose.1).await? >= MOST as i64 {
        return Err(ServiceError::invalid("name", format!("at most {MOST} templates: remove one first")));
    }
    store::answer::add(tx, whose, draft, s.now()).await?.ok_or_else(taken)
}

fn taken() -> ServiceError {
    ServiceError::invalid("name", "the desk has one of this name: choose another")
}

/// Removes a template.
///
/// *Errors*: as [`list`]; `NotFound` for one of another desk.
pub async fn remove(s: &Service, actor: &Actor, id: i64) -> Result<(), ServiceError> {
    let desk = desk_of(actor)?;
    let mut tx = s.store.begin(actor).await?;
    if !store::answer::remove(&mut tx, desk, id).await? {
        return Err(ServiceError::NotFound);
    }
    store::answer::audit(&mut tx, "remove_answer", &json!({ "template": id }), s.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// The templates of one's desk that fit a case, filled in for it: those about its category first. Whoever keeps none is offered none.
///
/// *Errors*: `NotFound` when one may not know of the case.
pub async fn for_case(s: &Service, actor: &Actor, case: CaseId) -> Result<Vec<Answer>, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let row = known(&mut tx, actor, case, false).await?;
    let line = store::case::queue_line(&mut tx, case).await?.ok_or(ServiceError::NotFound)?;
    let mut templates = match desk_of(actor) {
        Ok(desk) => store::answer::list(&mut tx, desk).await?,
        Err(_keeps_none) => Vec::new(),
    };
    tx.commit().await?;
    templates.retain(|template| template.draft.category.is_none() || template.draft.category == row.category);
    templates.sort_by_key(|template| template.draft.category.is_none());
    let (number, day) = (case.to_string(), s.today().to_string());
    let values = [number.as_str(), line.place.as_str(), day.as_str()];
    let filled = |template: Template| Answer { text: fill(&template.draft.body, values), name: template.draft.name };
    Ok(templates.into_iter().map(filled).collect())
}
