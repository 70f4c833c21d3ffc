//! Exports 导出: a list taken out as a file. Masked, whoever sees the list gets it at once; unmasked, somebody else has to
//! grant it first, and it goes out once.
//!
//! The second person is an account of the superior: a post over a larger area than the one that asked (community, street or
//! city). A colleague in the same office shares the purpose and the desk, and the security administrator stays apart from
//! files; the superior answers for the area and gets nothing of the list. Not here: what columns hold (`domain::export`), the
//! rows ([`rows`]), kept forms ([`template`]).

use domain::account::Password;
use domain::actor::{Access, Action, Actor};
use domain::area::Area;
use domain::export::{
    self as rule, Column, Export, LONGEST_REASON, List, MOST_MASKED, MOST_UNMASKED, SHORTEST_REASON, State,
    is_second_person,
};
use domain::id::ExportId;
use serde_json::{Value, json};
use store::Tx;
use store::audit::{self, Record};
use store::export::{self as table, NewExport};

use crate::lock::{access, authorise};
use crate::prove::prove_again;
use crate::{Service, ServiceError};

mod file;
mod lines;
mod rows;
mod said;
pub mod template;

pub(crate) use file::moment;
pub use file::{File, fetch};
pub use said::Said;
pub use template::Template;

/// Exports of one list.
const LISTED: i64 = 100;

/// What an export can be made of, before it is asked for.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Where; of a notice's call sheet no further than the post reaches.
    pub area: Area,
    /// That area's name.
    pub place: String,
    /// What is taken out.
    pub list: List,
    /// The columns that it can have.
    pub columns: Vec<Column>,
    /// How many rows it has, up to one more than the limit.
    pub rows: i64,
    /// Whether this post may ask for it without masks.
    pub may_ask: bool,
    /// Kept forms that it can fill.
    pub templates: Vec<Template>,
    /// What its conditions are called.
    pub said: Said,
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Where.
    pub area: Area,
    /// What.
    pub list: List,
    /// Which columns, by word; those of a kept form come from the form.
    pub columns: Vec<String>,
    /// The kept form that it fills.
    pub template: Option<i64>,
    /// Whether it is a workbook; else csv.
    pub is_xlsx: bool,
    /// For one without masks: what it is for, and the password once more.
    pub unmasked: Option<(String, Password)>,
}

/// One export as a page shows it.
#[derive(Clone, Debug)]
pub struct View {
    /// The export.
    pub export: Export,
    /// Its area's name.
    pub place: String,
    /// What its conditions are called.
    pub said: Said,
    /// The kept form, as long as it is there.
    pub template: Option<Template>,
    /// Whether who looks asked for it.
    pub is_own: bool,
    /// Whether it can be fetched now.
    pub may_fetch: bool,
    /// Whether who looks can grant or refuse it.
    pub may_decide: bool,
}

/// What concerns an account under its post.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    /// What it asked, the latest first.
    pub own: Vec<Export>,
    /// What others ask it, the first to end first.
    pub waiting: Vec<Export>,
    /// Whether it may grant anything at all.
    pub may_grant: bool,
}

/// The ground of a list that the actor may see: the area itself, and of a call sheet what the post reaches of it.
async fn ground(tx: &mut Tx, actor: &Actor, area: Area, list: &List) -> Result<Area, ServiceError> {
    let List::Notice(notice) = list else {
        authorise(actor, Action::ViewHousehold, area)?;
        return Ok(area);
    };
    let found = store::notice::one(tx, *notice, actor.area.range()).await?.ok_or(ServiceError::NotFound)?;
    let ground = if found.area.contains(actor.area) { actor.area } else { found.area };
    authorise(actor, Action::ViewHousehold, ground)?;
    Ok(ground)
}

async fn name(tx: &mut Tx, area: Area) -> Result<String, ServiceError> {
    let path = store::area::path(tx, area).await?;
    let own = path.into_iter().find(|(found, _)| *found == area);
    own.map(|(_, name)| name).ok_or(ServiceError::NotFound)
}

/// What an export of a list can be made of.
///
/// *Errors*: `NotFound` for an area or notice out of reach, and for posts that see no files.
pub async fn offer(s: &Service, actor: &Actor, area: Area, list: List) -> Result<Offer, ServiceError> {
    authorise(actor, Action::ViewHousehold, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let area = ground(&mut tx, actor, area, &list).await?;
    let place = name(&mut tx, area).await?;
    let rows = rows::count(&mut tx, (area, &list), s.now(), MOST_MASKED).await?;
    let said = said::said(&mut tx, actor, area, &list).await?;
    let templates = if list.is_of_people() { template::all(&mut tx, actor).await? } else { Vec::new() };
    tx.commit().await?;
    let may_ask = list.is_of_people() && access(actor, Action::AskExport, area) == Access::Granted;
    Ok(Offer { area, place, columns: rule::columns(&list), rows, may_ask, templates, said, list })
}

/// Makes an export with masks, or asks for one without.
///
/// *Errors*: `Invalid` for `columns` (none, or unknown), `template`, `reason` (5 to 200 characters), `rows` (none, or more
/// than [`MOST_MASKED`] or [`MOST_UNMASKED`]), `mask` for a list with nothing behind masks; `Forbidden` for a post that may
/// not ask; `WrongLogin` for a wrong password.
pub async fn ask(s: &Service, actor: &Actor, ask: &Ask) -> Result<ExportId, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let area = ground(&mut tx, actor, ask.area, &ask.list).await?;
    let columns = columns(&mut tx, actor, ask).await?;
    tx.commit().await?;
    let reason = match &ask.unmasked {
        Some((reason, password)) => may_ask(s, actor, area, ask, (reason, password)).await?,
        None => String::new(),
    };
    let (is_masked, now) = (ask.unmasked.is_none(), s.now());
    let most = if is_masked { MOST_MASKED } else { MOST_UNMASKED };
    let mut tx = s.store.begin(actor).await?;
    let rows = rows::count(&mut tx, (area, &ask.list), now, most).await?;
    if !(1..=most).contains(&rows) {
        return Err(ServiceError::invalid("rows", "choose a list with rows, and not more than a file may have"));
    }
    let state = if is_masked { State::Made } else { State::Asked };
    let (list, template) = (&ask.list, ask.template);
    let new =
        NewExport { area, list, columns: &columns, is_masked, is_xlsx: ask.is_xlsx, template, reason: &reason, rows };
    let export = table::add(&mut tx, actor, &new, (state, now, rule::until(state, now))).await?;
    let detail = detail(&ask.list, &columns, is_masked, rows);
    let action = if is_masked { "make_export" } else { "ask_export" };
    audit::write(&mut tx, actor, now, area, action, Record::Export(export), Some(detail)).await?;
    tx.commit().await?;
    Ok(export)
}

/// What the trail says of an export: codes and counts.
fn detail(list: &List, columns: &[String], is_masked: bool, rows: i64) -> Value {
    json!({ "list": list.to_string(), "columns": columns, "masked": is_masked, "rows": rows })
}

/// The reason of an export without masks, for whoever may ask for one and is still the one who logged in.
async fn may_ask(
    s: &Service,
    actor: &Actor,
    area: Area,
    ask: &Ask,
    (reason, password): (&str, &Password),
) -> Result<String, ServiceError> {
    authorise(actor, Action::AskExport, area)?;
    if !ask.list.is_of_people() {
        return Err(ServiceError::invalid("mask", "this list goes out with masks only"));
    }
    let reason = reason.trim();
    let is_said = (SHORTEST_REASON..=LONGEST_REASON).contains(&reason.chars().count());
    if !is_said || reason.chars().any(char::is_control) {
        return Err(ServiceError::invalid("reason", "say in 5 to 200 characters what it is for"));
    }
    prove_again(s, actor, password).await?;
    Ok(reason.to_owned())
}

/// The columns that are asked for, in the order of the list or of the form.
async fn columns(tx: &mut Tx, actor: &Actor, ask: &Ask) -> Result<Vec<String>, ServiceError> {
    if let Some(id) = ask.template {
        let form = table::template::one(tx, actor, id).await?.filter(|_| ask.list.is_of_people());
        let form = form.ok_or_else(|| ServiceError::invalid("template", "this form is no longer there"))?;
        return Ok(form.mapping);
    }
    let known = rule::columns(&ask.list);
    let chosen: Vec<String> = known
        .iter()
        .filter(|column| ask.columns.iter().any(|slug| slug == column.slug))
        .map(|column| column.slug.to_owned())
        .collect();
    if chosen.is_empty() || chosen.len() != ask.columns.len() {
        return Err(ServiceError::invalid("columns", "choose at least one of the columns"));
    }
    Ok(chosen)
}

/// What one asked, and what others ask of one.
///
/// *Errors*: `NotFound` for posts that see no files.
pub async fn list(s: &Service, actor: &Actor) -> Result<Overview, ServiceError> {
    authorise(actor, Action::ViewHousehold, actor.area)?;
    let may_grant = access(actor, Action::GrantExport, actor.area) == Access::Granted;
    let mut tx = s.store.begin(actor).await?;
    let own = table::of_post(&mut tx, actor, s.now(), LISTED).await?;
    let waiting = if may_grant { table::waiting(&mut tx, actor, s.now(), LISTED).await? } else { Vec::new() };
    tx.commit().await?;
    Ok(Overview { own, waiting, may_grant })
}

/// An export that the actor asked under this very post, or that somebody below asks of them.
///
/// *Errors*: `NotFound` for all others, and for what a post asked before it was moved to another area.
async fn find(tx: &mut Tx, s: &Service, actor: &Actor, export: ExportId) -> Result<(Export, bool), ServiceError> {
    let (found, post) = table::one(tx, export, s.now()).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::ViewHousehold, found.area)?;
    if found.account == actor.account {
        let is_same = post == actor.post && found.post_area == actor.area;
        return if is_same { Ok((found, true)) } else { Err(ServiceError::NotFound) };
    }
    let may_grant = access(actor, Action::GrantExport, found.area) == Access::Granted;
    let may_know = may_grant && !found.is_masked && is_second_person((found.account, found.post_area), actor);
    if may_know { Ok((found, false)) } else { Err(ServiceError::NotFound) }
}

/// One export.
pub async fn view(s: &Service, actor: &Actor, export: ExportId) -> Result<View, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let (export, is_own) = find(&mut tx, s, actor, export).await?;
    let place = name(&mut tx, export.area).await?;
    let said = said::said(&mut tx, actor, export.area, &export.list).await?;
    let template = match export.template {
        Some(id) => template::find(&mut tx, actor, id).await?,
        None => None,
    };
    tx.commit().await?;
    let may_fetch = is_own && matches!(export.state, State::Made | State::Granted);
    Ok(View { may_fetch, may_decide: !is_own && export.state == State::Asked, export, place, said, template, is_own })
}

/// Grants (with an empty reason or one) or refuses (for a reason) what somebody below asked for.
///
/// *Errors*: `NotFound` for who is not the second person; `Invalid` for `reason`; `WrongLogin` for a wrong password;
/// `Conflict` when it no longer waits for an answer.
pub async fn decide(
    s: &Service,
    actor: &Actor,
    export: ExportId,
    (is_granted, reason): (bool, &str),
    password: &Password,
) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let (found, is_own) = find(&mut tx, s, actor, export).await?;
    tx.commit().await?;
    if is_own {
        return Err(ServiceError::Forbidden);
    }
    let (reason, now) = (reason.trim(), s.now());
    let length = reason.chars().count();
    if length > LONGEST_REASON || !is_granted && length < SHORTEST_REASON || reason.chars().any(char::is_control) {
        return Err(ServiceError::invalid("reason", "say in 5 to 200 characters why it is refused"));
    }
    prove_again(s, actor, password).await?;
    let state = if is_granted { State::Granted } else { State::Refused };
    let mut tx = s.store.begin(actor).await?;
    if !table::decide(&mut tx, actor, export, (state, reason), (now, rule::until(state, now))).await? {
        return Err(ServiceError::Conflict);
    }
    let action = if is_granted { "grant_export" } else { "refuse_export" };
    let detail = detail(&found.list, &found.columns, found.is_masked, found.rows_shown);
    audit::write(&mut tx, actor, now, found.area, action, Record::Export(export), Some(detail)).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes back what one asked and has not fetched.
///
/// *Errors*: `NotFound` for who did not ask; `Conflict` when there is nothing left to take back.
pub async fn take_back(s: &Service, actor: &Actor, export: ExportId) -> Result<(), ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let (found, is_own) = find(&mut tx, s, actor, export).await?;
    if !is_own {
        return Err(ServiceError::NotFound);
    }
    if !table::take_back(&mut tx, actor, export).await? {
        return Err(ServiceError::Conflict);
    }
    audit::write(&mut tx, actor, s.now(), found.area, "end_export", Record::Export(export), None).await?;
    tx.commit().await?;
    Ok(())
}
