//! 小区群转录: the copied text of a chat group becomes cases, each by the way of every other report and in a transaction of its own.
//!
//! Splitting is `domain::chat`'s. Here: what is proposed for each message (place, category, whether it begins a case), and the text
//! of a case, in which members are called 住户A, 住户B unless who takes it in leaves the names.

use domain::actor::{Action, Actor};
use domain::case::{Aims, Ground, Report, Source, Title};
use domain::category::{CategoryCode, suggest};
use domain::chat::{Lot, MOST_MESSAGES, MOST_SIGNS, Message, letter, members, places_in, split, without_names};
use domain::deadline::Urgency;
use domain::id::{CaseId, MediaId};
use domain::operation::OperationId;
use domain::search::{Hit, Target};
use sha2::{Digest, Sha256};
use store::Tx;

use crate::lock::authorise;
use crate::place::{self, Gazetteer};
use crate::{Service, ServiceError, case};

/// What a member is called in a case's text.
const MEMBER: &str = "住户";
/// Readings of one message's places that are offered.
const PLACES: usize = 5;

/// A copied text, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Chat {
    /// Its messages with what is proposed for them.
    pub lines: Vec<Line>,
    /// Categories and areas to choose from.
    pub choices: Aims,
}

/// One message with what is proposed for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The message.
    pub message: Message,
    /// Who said it, without the name; nothing for nobody.
    pub member: Option<String>,
    /// What was said, without members' names.
    pub words: String,
    /// Whether it begins a case.
    pub lot: Lot,
    /// Doors and buildings of the post's area that it may mean, the likeliest first.
    pub places: Vec<(Ground, String)>,
    /// What it may be about.
    pub category: Option<CategoryCode>,
}

/// One case out of a chat, as somebody put it together.
#[derive(Clone, Debug, PartialEq)]
pub struct Picked {
    /// Its messages, by their places in the list; never empty.
    pub messages: Vec<usize>,
    /// Where it is.
    pub ground: Ground,
    /// What it is about.
    pub category: Option<CategoryCode>,
    /// Pictures that were staged before.
    pub pictures: Vec<MediaId>,
}

/// Reads a copied text.
///
/// *Errors*: `NotFound` and `Forbidden` for posts that report nothing; `Invalid` for an empty text and one that is too long.
pub async fn read(s: &Service, actor: &Actor, text: &str) -> Result<Chat, ServiceError> {
    let choices = case::report_choices(s, actor).await?;
    let messages = messages(text)?;
    let mut tx = s.store.begin(actor).await?;
    let places = place::gazetteer(s, &mut tx, actor.area.county()).await?;
    let names = members(&messages);
    let mut lines: Vec<Line> = Vec::with_capacity(messages.len());
    for message in &messages {
        let category = suggest(&choices.categories, &message.words).map(|(code, _)| code.clone());
        let found = grounds(&mut tx, &places, actor, &message.words).await?;
        let lot = match (&category, lines.iter().any(|line| line.lot == Lot::New)) {
            (Some(_), _) => Lot::New,
            (None, true) if !found.is_empty() => Lot::Previous,
            (None, _) => Lot::Out,
        };
        lines.push(Line {
            member: message.name.as_deref().and_then(|name| member(&names, name)),
            words: without_names(&message.words, &names, &called),
            message: message.clone(),
            lot,
            places: found,
            category,
        });
    }
    tx.commit().await?;
    Ok(Chat { lines, choices })
}

fn messages(text: &str) -> Result<Vec<Message>, ServiceError> {
    let invalid = |message: String| ServiceError::invalid("chat", message);
    if text.trim().is_empty() || text.chars().count() > MOST_SIGNS {
        return Err(invalid(format!("1 to {MOST_SIGNS} signs of a chat")));
    }
    let messages = split(text);
    if messages.len() > MOST_MESSAGES {
        Err(invalid(format!("at most {MOST_MESSAGES} messages")))
    } else {
        Ok(messages)
    }
}

fn called(member: usize) -> String {
    format!("{MEMBER}{}", letter(member))
}

fn member(names: &[&str], name: &str) -> Option<String> {
    names.iter().position(|known| *known == name).map(called)
}

/// What a message's words mean on the ground of a post. An estate's name in the words chooses among buildings of one number.
async fn grounds(
    tx: &mut Tx,
    places: &Gazetteer,
    actor: &Actor,
    words: &str,
) -> Result<Vec<(Ground, String)>, ServiceError> {
    let estates = places.estates_in(actor.area, words);
    let narrow: Vec<String> = estates.first().map(|name| name.to_lowercase()).into_iter().collect();
    let mut found: Vec<(Ground, String)> = Vec::new();
    for mention in places_in(words) {
        for reading in mention.readings {
            let hits = places.doors(tx, actor.area, reading, &narrow, PLACES as u16).await?;
            found.extend(hits.into_iter().filter_map(ground));
            if !found.is_empty() {
                break;
            }
        }
    }
    let mut seen = Vec::new();
    found.retain(|(ground, _)| {
        let is_new = !seen.contains(ground);
        seen.push(*ground);
        is_new
    });
    found.truncate(PLACES);
    Ok(found)
}

fn ground(hit: Hit) -> Option<(Ground, String)> {
    let ground = match hit.target {
        Target::Dwelling(dwelling, _) => Ground::Dwelling(dwelling),
        Target::Building(building) => Ground::Building(building),
        _ => return None,
    };
    Some((ground, hit.title))
}

/// Takes one case out of a chat in. The same form again gives the case of the first time; `keeps_names` leaves members' names in.
///
/// *Errors*: as `case::report`; `Invalid` for messages that there are not.
pub async fn take_in(
    s: &Service,
    actor: &Actor,
    (text, operation): (&str, OperationId),
    picked: &Picked,
    keeps_names: bool,
) -> Result<CaseId, ServiceError> {
    authorise(actor, Action::ReportCase, actor.area)?;
    let messages = messages(text)?;
    let unknown = || ServiceError::invalid("chat", "choose messages of the text");
    let first = picked.messages.first().copied().ok_or_else(unknown)?;
    let own = picked.messages.iter().map(|at| messages.get(*at));
    let own: Vec<&Message> = own.collect::<Option<_>>().ok_or_else(unknown)?;
    let names = if keeps_names { Vec::new() } else { members(&messages) };
    let title = own.iter().find_map(|message| Title::of_words(&without_names(&message.words, &names, &called)));
    let lines: Vec<String> = own.iter().map(|message| line(message, &names)).collect();
    let report = Report {
        operation: number(operation, text, first),
        source: Source::Chat,
        ground: picked.ground,
        title,
        detail: lines.join("\n"),
        category: picked.category.clone(),
        urgency: Urgency::Ordinary,
        pictures: picked.pictures.clone(),
    };
    case::report(s, actor, report).await
}

/// A message as a case's text has it.
fn line(message: &Message, names: &[&str]) -> String {
    // Browsers end lines of forms with two signs.
    let words = without_names(&message.words, names, &called).replace("\r\n", "\n");
    let Some(name) = &message.name else { return words };
    let who = member(names, name).unwrap_or_else(|| name.clone());
    let head = [who, message.time.clone()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    format!("{head}：{words}")
}

/// The operation of the case that a message begins.
fn number(operation: OperationId, text: &str, first: usize) -> OperationId {
    let mut digest = Sha256::new();
    digest.update(text.as_bytes());
    digest.update([0]);
    digest.update(first.to_be_bytes());
    operation.about(&digest.finalize().into())
}
