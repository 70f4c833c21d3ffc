//! Kept forms of a higher level 一表通: uploaded once, its columns mapped to fields, filled from any list of people since.
//!
//! Only what stands above the rows is kept: sheet name, title lines, merged cells and headings.

use domain::actor::{Action, Actor};
use domain::export::{self as rule, LONGEST_NAME, MOST_FORM_BYTES, MOST_FORM_COLUMNS};
use domain::intake::plain_heading;
use serde_json::{Value, json};
use sheet::{Head, Limits, Merge, read_head};
use store::Tx;
use store::audit::{self, Record};
use store::export::template::{self as table, TemplateRow};

use crate::lock::authorise;
use crate::{Service, ServiceError};

/// Forms of one list.
const LISTED: i64 = 100;
/// Rows that a form may have; all but the first ones are thrown away.
const MOST_ROWS: usize = 20_000;
/// Signs of a cell that are read.
const CELL_SIGNS: usize = 400;

/// A kept form as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its serial number.
    pub id: i64,
    /// What its keeper calls it.
    pub name: String,
    /// What stands above the headings.
    pub titles: Vec<String>,
    /// Its headings with what each column holds, by word; empty for one that stays empty.
    pub columns: Vec<(String, String)>,
    /// Whether who looks keeps it.
    pub is_own: bool,
    /// Whether everybody who works inside its area sees it.
    pub is_shared: bool,
    /// The post that made it, in Chinese and English.
    pub by: (String, String),
}

impl Template {
    fn of(row: TemplateRow) -> Result<Self, ServiceError> {
        let head = head(&row)?;
        let above = head.lines.len().saturating_sub(1);
        let titles = head
            .lines
            .iter()
            .take(above)
            .map(|line| line.iter().filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>().join(" "));
        let titles = titles.filter(|title| !title.is_empty()).collect();
        let columns = head.headings().into_iter().zip(row.mapping.into_iter().chain(std::iter::repeat(String::new())));
        let (id, name, is_own, is_shared) = (row.id, row.name, row.is_own, row.is_shared);
        Ok(Self { id, name, titles, columns: columns.collect(), is_own, is_shared, by: row.by })
    }

    /// The headings that nothing is known for: their columns stay empty.
    pub fn unknown(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().filter(|(_, slug)| slug.is_empty()).map(|(heading, _)| heading.as_str())
    }
}

/// The head of a kept form.
pub(super) fn head(row: &TemplateRow) -> Result<Head, ServiceError> {
    let broken = || ServiceError::internal(std::io::Error::other("a kept form can't be read"));
    let known: Value = serde_json::from_slice(&row.head).map_err(ServiceError::internal)?;
    let lines = known["lines"].as_array().ok_or_else(broken)?.iter().map(|line| {
        let cells = line.as_array().map(Vec::as_slice).unwrap_or_default();
        cells.iter().map(|cell| cell.as_str().unwrap_or_default().to_owned()).collect()
    });
    let merges = known["merges"].as_array().ok_or_else(broken)?.iter().filter_map(|merge| {
        let at = |place: usize| merge[place].as_u64();
        let rows = (u32::try_from(at(0)?).ok()?, u32::try_from(at(1)?).ok()?);
        Some(Merge { rows, columns: (u16::try_from(at(2)?).ok()?, u16::try_from(at(3)?).ok()?) })
    });
    let name = known["name"].as_str().unwrap_or_default().to_owned();
    Ok(Head { name, lines: lines.collect(), merges: merges.collect() })
}

fn text_of(head: &Head) -> Vec<u8> {
    let merges = head.merges.iter().map(|merge| json!([merge.rows.0, merge.rows.1, merge.columns.0, merge.columns.1]));
    let merges: Vec<Value> = merges.collect();
    json!({ "name": head.name, "lines": head.lines, "merges": merges }).to_string().into_bytes()
}

pub(super) async fn all(tx: &mut Tx, actor: &Actor) -> Result<Vec<Template>, ServiceError> {
    table::list(tx, actor, LISTED).await?.into_iter().map(Template::of).collect()
}

pub(super) async fn find(tx: &mut Tx, actor: &Actor, id: i64) -> Result<Option<Template>, ServiceError> {
    table::one(tx, actor, id).await?.map(Template::of).transpose()
}

/// One's own forms by name, then those that others share.
pub async fn list(s: &Service, actor: &Actor) -> Result<Vec<Template>, ServiceError> {
    authorise(actor, Action::ViewHousehold, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let forms = all(&mut tx, actor).await?;
    tx.commit().await?;
    Ok(forms)
}

/// One form.
pub async fn view(s: &Service, actor: &Actor, id: i64) -> Result<Template, ServiceError> {
    authorise(actor, Action::ViewHousehold, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let form = find(&mut tx, actor, id).await?.ok_or(ServiceError::NotFound)?;
    tx.commit().await?;
    Ok(form)
}

/// Keeps the head of a form under a name. Its columns are mapped by heading, as in the forms that one or one's unit keeps
/// already.
///
/// *Errors*: `Invalid` for `file` when it is no table or no two of its headings are known, and for `name`.
pub async fn upload(
    s: &Service,
    actor: &Actor,
    name: &str,
    file: Vec<u8>,
    is_shared: bool,
) -> Result<i64, ServiceError> {
    authorise(actor, Action::ViewHousehold, actor.area)?;
    let name = name.trim();
    if !(1..=LONGEST_NAME).contains(&name.chars().count()) || name.chars().any(char::is_control) {
        return Err(ServiceError::invalid("name", "a name has 1 to 30 characters"));
    }
    let unusable = |why: String| ServiceError::invalid("file", why);
    if file.len() > MOST_FORM_BYTES {
        return Err(unusable("the file is too large".to_owned()));
    }
    let limits = Limits { rows: MOST_ROWS, columns: MOST_FORM_COLUMNS, signs: CELL_SIGNS };
    let read = tokio::task::spawn_blocking(move || read_head(&file, limits, rule::heading_row));
    let head = read.await.map_err(ServiceError::internal)?.map_err(|error| unusable(error.to_string()))?;
    let mut tx = s.store.begin(actor).await?;
    let remembered = remembered(&mut tx, actor).await?;
    let mapping = rule::mapping(&head.headings(), |heading| remembered.get(heading).cloned());
    let (mut nonces, now) = (s.nonces()?, s.now());
    let kept = (name, text_of(&head), mapping.as_slice());
    let kept = table::add(&mut tx, actor, (kept.0, &kept.1, kept.2), is_shared, (&mut nonces, now)).await?;
    let id = kept.ok_or_else(|| ServiceError::invalid("name", "you have a form of this name: choose another"))?;
    let detail = json!({ "form": id, "columns": mapping, "shared": is_shared });
    let record = Record::Area(actor.area);
    audit::write(&mut tx, actor, now, actor.area, "keep_form", record, Some(detail)).await?;
    tx.commit().await?;
    Ok(id)
}

/// What headings mean in the forms that one sees, one's own first.
async fn remembered(tx: &mut Tx, actor: &Actor) -> Result<std::collections::HashMap<String, String>, ServiceError> {
    let mut meant = std::collections::HashMap::new();
    for (heading, slug) in all(tx, actor).await?.into_iter().flat_map(|form| form.columns) {
        meant.entry(plain_heading(&heading)).or_insert(slug);
    }
    // One that was left empty may have become known since.
    meant.retain(|heading: &String, slug: &mut String| !heading.is_empty() && !slug.is_empty());
    Ok(meant)
}

/// Says what the columns of one's own form hold, and who sees it.
///
/// *Errors*: `NotFound` for a form that is not one's own; `Invalid` for `mapping` with a word that is no column.
pub async fn change(
    s: &Service,
    actor: &Actor,
    id: i64,
    chosen: &[String],
    is_shared: bool,
) -> Result<(), ServiceError> {
    authorise(actor, Action::ViewHousehold, actor.area)?;
    let known = rule::columns(&domain::export::List::People(domain::filter::Filter::default()));
    let is_known = |slug: &String| slug.is_empty() || known.iter().any(|column| column.slug == slug);
    let mut tx = s.store.begin(actor).await?;
    let form = find(&mut tx, actor, id).await?.filter(|form| form.is_own).ok_or(ServiceError::NotFound)?;
    if chosen.len() != form.columns.len() || !chosen.iter().all(is_known) {
        return Err(ServiceError::invalid("mapping", "choose for every column what it holds, or leave it empty"));
    }
    if !table::change(&mut tx, actor, id, chosen, is_shared).await? {
        return Err(ServiceError::NotFound);
    }
    let detail = json!({ "form": id, "columns": chosen, "shared": is_shared });
    let record = Record::Area(actor.area);
    audit::write(&mut tx, actor, s.now(), actor.area, "keep_form", record, Some(detail)).await?;
    tx.commit().await?;
    Ok(())
}

/// Removes one of one's own forms.
pub async fn remove(s: &Service, actor: &Actor, id: i64) -> Result<(), ServiceError> {
    authorise(actor, Action::ViewHousehold, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    if !table::remove(&mut tx, actor, id).await? {
        return Err(ServiceError::NotFound);
    }
    tx.commit().await?;
    Ok(())
}
