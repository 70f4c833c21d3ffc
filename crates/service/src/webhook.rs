//! Webhooks: the system administrator names addresses that are told of cases; tellings are made from the outbox in its order, signed,
//! and tried until they are taken or given up.
//!
//! Not here: the network. The server takes what is due ([`take_due`]), posts it and says what became of it ([`settle`]).

mod form;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use domain::actor::{Action, Actor};
use domain::webhook::{CaseFacts, Event, Form, Reach, Telling, WishFacts, WishTelling, wait_after};
use serde_json::json;
use store::audit::{self, Record};
use store::webhook::Listener;
pub use store::webhook::{DeliveryRow, WebhookRow};
use store::{Duty, Tx, outbox};
use vault::Keyring;
use wording::{Lang, Telling as Words};

use self::form::{addressed, body};
use crate::account::begin;
use crate::lock::authorise;
use crate::{Service, ServiceError};

/// Tellings that are listed with each webhook.
const LISTED: i64 = 8;
/// The most webhooks of a city.
const MOST: usize = 20;
/// Outbox rows that are looked at in one go.
const ROWS: i64 = 500;
/// Tellings that are taken at once.
const BATCH: i64 = 20;
/// How long one try may take before it is taken for lost, in seconds.
const PATIENCE_S: i64 = 60;

/// A telling to be posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    /// Which; the header `webhook-id` is `msg_` and this.
    pub id: i64,
    /// Where to.
    pub address: String,
    /// What is posted.
    pub body: String,
    /// The header `webhook-timestamp`: seconds since 1970.
    pub timestamp: i64,
    /// The header `webhook-signature`.
    pub signature: String,
    tries: u16,
}

/// What became of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was answered with this status.
    Answered(u16),
    /// No answer came, for this reason.
    Failed(&'static str),
}

/// The city's webhooks with their last tellings.
///
/// *Errors*: `NotFound` for anybody but the administrators; the security and the audit administrator are `Forbidden`.
pub async fn list(s: &Service, actor: &Actor) -> Result<Vec<WebhookRow>, ServiceError> {
    authorise(actor, Action::ManageAccounts, actor.area)?;
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    let rows = store::webhook::list(&mut tx, actor.area, LISTED).await?;
    tx.commit().await?;
    Ok(rows)
}

/// Adds a webhook and returns its secret, to be told once.
///
/// *Errors*: `Invalid` for an address that may not be reached, for no event at all, and beyond twenty webhooks.
pub async fn add(
    s: &Service,
    actor: &Actor,
    reach: Reach,
    (address, form, events): (&str, Form, &[Event]),
) -> Result<String, ServiceError> {
    authorise(actor, Action::ManageAccounts, actor.area)?;
    if !reach.takes(address) {
        return Err(ServiceError::invalid("address", "an https address on the internet"));
    }
    if events.is_empty() {
        return Err(ServiceError::invalid("events", "choose one at least"));
    }
    let mut salt = [0; 16];
    salt.copy_from_slice(&s.entropy.token()?[..16]);
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    if store::webhook::list(&mut tx, actor.area, 0).await?.len() >= MOST {
        return Err(ServiceError::invalid("address", format!("at most {MOST} webhooks: remove one first")));
    }
    store::webhook::add(&mut tx, actor.area, (address, salt), (form, events), (actor.account, s.now())).await?;
    note(s, &mut tx, actor, "make_webhook").await?;
    tx.commit().await?;
    Ok(shown_secret(s.store.keyring(), &salt))
}

/// Pauses a webhook, or lets it hear again of what comes from then on.
///
/// *Errors*: `NotFound` for one that there is not.
pub async fn set_paused(s: &Service, actor: &Actor, id: i64, is_paused: bool) -> Result<(), ServiceError> {
    authorise(actor, Action::ManageAccounts, actor.area)?;
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    if !store::webhook::set_paused(&mut tx, actor.area, id, is_paused).await? {
        return Err(ServiceError::NotFound);
    }
    note(s, &mut tx, actor, "change_webhook").await?;
    tx.commit().await?;
    Ok(())
}

/// Removes a webhook with all its tellings.
///
/// *Errors*: `NotFound` for one that there is not.
pub async fn remove(s: &Service, actor: &Actor, id: i64) -> Result<(), ServiceError> {
    authorise(actor, Action::ManageAccounts, actor.area)?;
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    if !store::webhook::remove(&mut tx, actor.area, id).await? {
        return Err(ServiceError::NotFound);
    }
    note(s, &mut tx, actor, "remove_webhook").await?;
    tx.commit().await?;
    Ok(())
}

/// Makes a trial telling, which is posted even while the webhook is paused.
///
/// *Errors*: `NotFound` for one that there is not.
pub async fn try_out(s: &Service, actor: &Actor, id: i64) -> Result<(), ServiceError> {
    authorise(actor, Action::ManageAccounts, actor.area)?;
    let mut tx = begin(s, actor, Duty::Accounts).await?;
    let now = s.now();
    let body = written(&Telling::trial(now))?;
    if !store::webhook::tell(&mut tx, actor.area, id, (Event::TEST, &body), None, now).await? {
        return Err(ServiceError::NotFound);
    }
    note(s, &mut tx, actor, "test_webhook").await?;
    tx.commit().await?;
    Ok(())
}

async fn note(s: &Service, tx: &mut Tx, actor: &Actor, action: &'static str) -> Result<(), ServiceError> {
    let record = Record::Area(actor.area);
    Ok(audit::write(tx, actor, s.now(), actor.area, action, record, Some(json!({}))).await?)
}

fn written(telling: &Telling) -> Result<String, ServiceError> {
    serde_json::to_string(telling).map_err(ServiceError::internal)
}

/// Makes tellings of what the outbox numbered since each webhook last heard. Any process may: rows are held by one at a time. True
/// when some webhook may have more to hear.
pub async fn fill(s: &Service) -> Result<bool, ServiceError> {
    let mut tx = s.store.begin_system().await?;
    let (_, last_seq) = outbox::kept(&mut tx).await?;
    let mut more = false;
    for listener in store::webhook::behind(&mut tx, last_seq).await? {
        let changes = outbox::after(&mut tx, listener.after_seq, last_seq, ROWS).await?;
        let cases: Vec<i64> = changes.cases.iter().copied().collect();
        for facts in store::webhook::facts(&mut tx, listener.area, &cases).await? {
            let event = Event::of(facts.light, facts.version);
            if listener.events.contains(&event) {
                tell_of_case(s, &mut tx, &listener, &facts).await?;
            }
        }
        let wishes: Vec<i64> = changes.wishes.iter().copied().collect();
        for facts in store::webhook::wish_facts(&mut tx, listener.area, &wishes).await? {
            if listener.events.contains(&facts.event()) {
                tell_of_wish(s, &mut tx, &listener, &facts).await?;
            }
        }
        let is_full = changes.rows as i64 == ROWS;
        more |= is_full;
        let heard = changes.last_seq.filter(|_| is_full).unwrap_or(last_seq);
        store::webhook::heard(&mut tx, listener.id, heard).await?;
    }
    if let Some(days) = domain::field::kept_days("webhook_delivery") {
        store::webhook::sweep(&mut tx, s.now() - TimeDelta::days(days.into())).await?;
    }
    tx.commit().await?;
    Ok(more)
}

async fn tell_of_case(s: &Service, tx: &mut Tx, listener: &Listener, facts: &CaseFacts) -> Result<(), ServiceError> {
    let event = Event::of(facts.light, facts.version).slug();
    let telling = serde_json::to_value(Telling::of(facts, s.now())).map_err(ServiceError::internal)?;
    let text = message(Words::CaseChanged, "", &facts.case.to_string());
    let body = match listener.form {
        // Who reported a case is rung by a person.
        Form::ShortMessage => return Ok(()),
        // As it stands in our interface, in the order of its fields.
        Form::Gezhi => written(&Telling::of(facts, s.now()))?,
        form => body(form, &telling, &text).to_string(),
    };
    store::webhook::tell(tx, listener.area, listener.id, (event, &body), None, s.now()).await?;
    Ok(())
}

/// A message of one line, in the city's language: what happened, what it is called if it is public, and its number.
fn message(words: Words, title: &str, number: &str) -> String {
    let colon = if title.is_empty() { "" } else { "：" };
    format!("{}{colon}{title}（{} {number}）", words.text(Lang::Zh), Words::Number.text(Lang::Zh))
}

async fn tell_of_wish(s: &Service, tx: &mut Tx, listener: &Listener, facts: &WishFacts) -> Result<(), ServiceError> {
    let telling = WishTelling::of(facts, s.now());
    let event = telling.event;
    let value = serde_json::to_value(&telling).map_err(ServiceError::internal)?;
    let is_short = listener.form == Form::ShortMessage;
    if is_short && store::wish::contact(tx, facts.wish).await?.is_none_or(|contact| contact.phone.is_none()) {
        return Ok(());
    }
    let words = match (facts.event(), is_short) {
        (Event::WishProposed, false) => Words::WishProposed,
        (Event::WishPublished, false) => Words::WishPublished,
        (Event::WishClosed, false) => Words::WishClosed,
        (_, false) => Words::WishChanged,
        (Event::WishProposed, true) => Words::YoursProposed,
        (Event::WishPublished, true) => Words::YoursPublished,
        (Event::WishClosed, true) => Words::YoursClosed,
        (_, true) => Words::YoursChanged,
    };
    let text = message(words, &facts.title, &facts.wish.to_string());
    let body = body(listener.form, &value, &text).to_string();
    let wish = is_short.then_some(facts.wish);
    store::webhook::tell(tx, listener.area, listener.id, (event, &body), wish, s.now()).await?;
    Ok(())
}

/// Takes tellings that are due, signed as of now.
pub async fn take_due(s: &Service) -> Result<Vec<Parcel>, ServiceError> {
    let now = s.now();
    let mut tx = s.store.begin_system().await?;
    let mut rows = store::webhook::take_due(&mut tx, now, TimeDelta::seconds(PATIENCE_S), BATCH).await?;
    for row in &mut rows {
        let Some(wish) = row.wish else { continue };
        let phone = store::wish::contact(&mut tx, wish).await?.and_then(|contact| contact.phone);
        // Erased meanwhile: the gateway is told without a number, and refuses.
        if let Some(body) = phone.and_then(|phone| addressed(&row.body, phone.reveal())) {
            row.body = body;
        }
    }
    tx.commit().await?;
    let timestamp = now.timestamp();
    let keyring = s.store.keyring();
    Ok(rows
        .into_iter()
        .map(|row| Parcel {
            signature: signature(keyring, &row.salt, row.id, timestamp, &row.body),
            id: row.id,
            address: row.address,
            body: row.body,
            timestamp,
            tries: row.tries,
        })
        .collect())
}

/// Notes what became of a try: a status of 2xx takes it, all else is tried again later or given up.
pub async fn settle(s: &Service, parcel: &Parcel, outcome: Outcome) -> Result<(), ServiceError> {
    let now = s.now();
    let (answer, failure, is_taken) = match outcome {
        Outcome::Answered(status) => (Some(status), None, (200..300).contains(&status)),
        Outcome::Failed(why) => (None, Some(why), false),
    };
    let next_at = if is_taken { None } else { wait_after(parcel.tries).map(|wait| now + wait) };
    let mut tx = s.store.begin_system().await?;
    store::webhook::settle(&mut tx, parcel.id, (answer, failure), (is_taken.then_some(now), next_at)).await?;
    tx.commit().await?;
    Ok(())
}

/// The secret as standard-webhooks' libraries take it.
fn shown_secret(keyring: &Keyring, salt: &[u8]) -> String {
    format!("whsec_{}", STANDARD.encode(keyring.signing_key("webhook", salt).as_slice()))
}

/// `v1,` and HMAC-SHA-256 over id, timestamp and body, as standard-webhooks has it.
fn signature(keyring: &Keyring, salt: &[u8], id: i64, timestamp: i64, body: &str) -> String {
    let key = keyring.signing_key("webhook", salt);
    let said = format!("msg_{id}.{timestamp}.{body}");
    format!("v1,{}", STANDARD.encode(vault::sign(&key, said.as_bytes())))
}
