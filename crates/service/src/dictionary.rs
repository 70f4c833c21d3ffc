//! The words that files, rosters and labels choose from: the system administrator adds, renames, moves and retires them.
//! Nothing is deleted: files that have a word keep it.

use domain::actor::{Action, Actor};
use domain::cell::{Label, LabelKind};
use domain::file::view::DictionaryWord;
use serde_json::json;
use store::audit::{self, Record};
use store::{Duty, Tx};

use crate::account::{begin, short_text};
use crate::lock::authorise;
use crate::{Service, ServiceError};

/// Longest code, in signs.
const LONGEST_CODE: usize = 24;

/// All words.
#[derive(Clone, Debug, PartialEq)]
pub struct Dictionary {
    /// The lists' words, by list and rank.
    pub words: Vec<DictionaryWord>,
    /// The labels, by rank.
    pub labels: Vec<Label>,
}

/// What is said of a label.
#[derive(Clone, Copy, Debug)]
pub struct LabelWords<'a> {
    /// The one character on the map.
    pub glyph: &'a str,
    /// Its name in Chinese.
    pub name_zh: &'a str,
    /// The same in English.
    pub name_en: &'a str,
}

/// The dictionary as it stands.
///
/// *Errors*: `NotFound` for anybody but the administrators; the security and the audit administrator are `Forbidden`.
pub async fn view(s: &Service, actor: &Actor) -> Result<Dictionary, ServiceError> {
    authorise(actor, Action::KeepDictionary, actor.area)?;
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    let words = store::dictionary::words(&mut tx).await?;
    let labels = store::label::dictionary(&mut tx, actor.area.county()).await?;
    tx.commit().await?;
    Ok(Dictionary { words, labels })
}

/// Adds a word at the end of its list, or renames the one with this code.
///
/// *Errors*: `Invalid` for a bad code or name, `NotFound` for a list that there is not.
pub async fn write(
    s: &Service,
    actor: &Actor,
    (kind, code): (&str, &str),
    (name_zh, name_en): (&str, &str),
) -> Result<(), ServiceError> {
    authorise(actor, Action::KeepDictionary, actor.area)?;
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if code.is_empty() || code.len() > LONGEST_CODE || !code.bytes().all(plain) {
        return Err(ServiceError::invalid("word", "small letters, digits and underscores"));
    }
    let (name_zh, name_en) = (short_text("name_zh", name_zh)?, short_text("name_en", name_en)?);
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    if !store::dictionary::write(&mut tx, (kind, code), &name_zh, &name_en).await? {
        return Err(ServiceError::NotFound);
    }
    note(s, &mut tx, actor, json!({ "list": kind, "code": code })).await?;
    tx.commit().await?;
    Ok(())
}

/// Moves a word one place up or down in its list.
pub async fn shift(s: &Service, actor: &Actor, kind: &str, code: &str, up: bool) -> Result<(), ServiceError> {
    authorise(actor, Action::KeepDictionary, actor.area)?;
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    let words = store::dictionary::words(&mut tx).await?;
    let mut codes: Vec<&str> = words.iter().filter(|word| word.kind == kind).map(|word| word.code.as_str()).collect();
    let at = codes.iter().position(|known| *known == code).ok_or(ServiceError::NotFound)?;
    let to = if up { at.saturating_sub(1) } else { (at + 1).min(codes.len() - 1) };
    codes.swap(at, to);
    store::dictionary::order(&mut tx, kind, &codes).await?;
    note(s, &mut tx, actor, json!({ "list": kind, "code": code, "place": to + 1 })).await?;
    tx.commit().await?;
    Ok(())
}

/// Retires a word, or offers it again.
pub async fn set_offered(
    s: &Service,
    actor: &Actor,
    kind: &str,
    code: &str,
    is_offered: bool,
) -> Result<(), ServiceError> {
    authorise(actor, Action::KeepDictionary, actor.area)?;
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    if !store::dictionary::set_offered(&mut tx, (kind, code), is_offered).await? {
        return Err(ServiceError::NotFound);
    }
    note(s, &mut tx, actor, json!({ "list": kind, "code": code, "offered": is_offered })).await?;
    tx.commit().await?;
    Ok(())
}

/// Renames a label, or adds one at the end when no code is named.
///
/// *Errors*: `Invalid` for a bad name or a sign that is not one character, `NotFound` for a label that there is not,
/// `Conflict` when there are as many as cells can show.
pub async fn write_label(
    s: &Service,
    actor: &Actor,
    code: Option<u8>,
    kind: LabelKind,
    label: LabelWords<'_>,
) -> Result<(), ServiceError> {
    authorise(actor, Action::KeepDictionary, actor.area)?;
    let glyph = label.glyph.trim();
    if glyph.chars().count() != 1 || glyph.chars().any(|sign| sign.is_control() || sign.is_whitespace()) {
        return Err(ServiceError::invalid("glyph", "one character"));
    }
    let (name_zh, name_en) = (short_text("name_zh", label.name_zh)?, short_text("name_en", label.name_en)?);
    let county = actor.area.county();
    let said = (glyph, name_zh.as_str(), name_en.as_str());
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    match code {
        Some(code) if !store::dictionary::rename_label(&mut tx, (county, code), said).await? => {
            return Err(ServiceError::NotFound);
        }
        None if !store::dictionary::add_label(&mut tx, county, kind, said).await? => {
            return Err(ServiceError::Conflict);
        }
        _ => {}
    }
    note(s, &mut tx, actor, json!({ "list": "label", "code": code })).await?;
    tx.commit().await?;
    Ok(())
}

/// Retires a label that workers made, or offers it again. Households keep it until somebody takes it off, and its code is given
/// to no other.
///
/// *Errors*: `NotFound` for a label that there is not, and for a key group: a duty of care does not end with a word.
pub async fn set_label_offered(s: &Service, actor: &Actor, code: u8, is_offered: bool) -> Result<(), ServiceError> {
    authorise(actor, Action::KeepDictionary, actor.area)?;
    let retired_at = (!is_offered).then(|| s.now());
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    if !store::dictionary::set_label_retired(&mut tx, (actor.area.county(), code), retired_at).await? {
        return Err(ServiceError::NotFound);
    }
    note(s, &mut tx, actor, json!({ "list": "label", "code": code, "offered": is_offered })).await?;
    tx.commit().await?;
    Ok(())
}

async fn note(s: &Service, tx: &mut Tx, actor: &Actor, detail: serde_json::Value) -> Result<(), ServiceError> {
    let record = Record::Area(actor.area);
    Ok(audit::write(tx, actor, s.now(), actor.area, "change_dictionary", record, Some(detail)).await?)
}
