//! Following a wish without an account: by its link, or by its number with the tail of the telephone it was sent from.
//!
//! The link is the key: a code over the wish's number that only this city can make. It shows the sender their own words, never what
//! staff say among themselves.

use chrono::{DateTime, NaiveDate, Utc};
use domain::case::Names;
use domain::id::{MediaId, WishId};
use domain::media::Purpose;
use domain::wish::{Hand, Kind, State, Step, Verdict};
use store::Tx;
use store::case::Writer;
use store::wish::{EventRow, WishRow};
use zeroize::Zeroizing;

use super::propose::community;
use super::step::release;
use super::{Said, apply};
use crate::{Service, ServiceError, media};

/// What the codes of links are made for.
const PURPOSE: &str = "wish link";
/// The letter that a wish's code begins with, so that one page can follow cases and wishes.
const LETTER: char = 'w';
/// The most signs of thanks.
const THANKS: usize = 200;

/// A step as who follows the wish reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// What was done.
    pub step: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The office or unit that did it; nothing for the resident and the clock.
    pub by: Option<Names>,
    /// In these words, if they are for the resident.
    pub note: String,
}

/// A wish as who sent it sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Followed {
    /// Its number.
    pub wish: WishId,
    /// Its link's code.
    pub code: String,
    /// Where it stands.
    pub state: State,
    /// What it is about.
    pub kind: Kind,
    /// What was sent in.
    pub words: String,
    /// What stands on the board; empty before that.
    pub title: String,
    /// The place in words.
    pub place: String,
    /// When it is going to be served.
    pub times: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// The office that answers.
    pub office: Names,
    /// Since when it stands there.
    pub since: DateTime<Utc>,
    /// By when the community answers.
    pub promised_on: NaiveDate,
    /// Places and how many are taken.
    pub places: (u8, u16),
    /// How many wish for it too.
    pub supporters: i32,
    /// What was done, the last first.
    pub hops: Vec<Hop>,
    /// Pictures of the result that residents may see.
    pub pictures: Vec<MediaId>,
    /// The case that it became, by its own link's code.
    pub case_code: Option<String>,
    /// Whether the wall shows it, and in which words.
    pub shown: (bool, String),
}

/// The code of a wish's link.
pub fn link_code(s: &Service, wish: WishId) -> String {
    format!("{LETTER}{wish}-{:016x}", s.store.keyring().digest(PURPOSE, &wish.to_string()))
}

/// The wish of a code; nothing when it is not one of ours.
fn wish_of(s: &Service, code: &str) -> Option<WishId> {
    let wish: WishId = code.strip_prefix(LETTER)?.split('-').next()?.parse().ok()?;
    let expected = link_code(s, wish);
    // Every sign is looked at, so that the time of the answer says nothing of how many were right.
    let differs = expected.bytes().zip(code.bytes()).fold(0, |differs, (one, other)| differs | (one ^ other));
    (expected.len() == code.len() && differs == 0).then_some(wish)
}

/// The wish of a link; nothing for a code that is not one.
pub async fn follow(s: &Service, code: &str) -> Result<Option<Followed>, ServiceError> {
    let Some(wish) = wish_of(s, code) else { return Ok(None) };
    let mut tx = s.store.begin_system().await?;
    let Some(row) = store::wish::read(&mut tx, wish).await? else { return Ok(None) };
    let followed = followed(s, &mut tx, row).await?;
    tx.commit().await?;
    Ok(Some(followed))
}

/// The link's code of a wish that was sent from a number that ends so. How often one may ask is the server's business.
pub async fn follow_by_tail(s: &Service, wish: WishId, digits: &str) -> Result<Option<String>, ServiceError> {
    if digits.len() != 4 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(ServiceError::invalid("tail", "the last four digits of the telephone"));
    }
    let mut tx = s.store.begin_system().await?;
    let is_theirs = store::wish::by_tail(&mut tx, wish, digits).await?;
    tx.commit().await?;
    Ok(is_theirs.then(|| link_code(s, wish)))
}

async fn followed(s: &Service, tx: &mut Tx, row: WishRow) -> Result<Followed, ServiceError> {
    let office = community(row.area);
    let names = store::case::offices(tx, &[office]).await?.into_iter().next().map(|(_, names)| names);
    let office = names.unwrap_or_default();
    let words = store::wish::words(tx, row.wish).await?.unwrap_or_default();
    let taken = store::wish::roll(tx, &row).await?.taken();
    let events = store::wish::events(tx, row.wish).await?;
    let since = events.last().map_or(row.proposed_at, |event| event.at);
    let pictures = store::media::of_wish(tx, row.wish).await?;
    let pictures = pictures.into_iter().filter(|(_, purpose, is_released)| *is_released && *purpose == Purpose::Done);
    let case_code = match row.standing.state {
        State::Converted(case) => Some(crate::case::link_code(s, case)),
        _ => None,
    };
    Ok(Followed {
        wish: row.wish,
        code: link_code(s, row.wish),
        state: row.standing.state,
        kind: row.standing.kind,
        words,
        title: row.title,
        place: row.place,
        times: row.starts_at.zip(row.ends_at),
        since,
        promised_on: row.promised_on,
        places: (row.slots, taken),
        supporters: row.supporters,
        hops: events.into_iter().rev().map(|event| hop(event, &office)).collect(),
        office,
        pictures: pictures.map(|(media, _, _)| media).collect(),
        case_code,
        shown: (row.may_show, row.thanks),
    })
}

/// Volunteers stand there by their unit, or as one of many; offices by their name, never a person.
fn hop(event: EventRow, office: &Names) -> Hop {
    let serves = matches!(event.step.as_str(), "claim" | "wait" | "leave" | "finish");
    let by = match (event.by, event.unit) {
        (_, Some(unit)) if serves => Some((unit.clone(), unit)),
        (Some(_), _) if serves => None,
        (Some(_), _) => Some(office.clone()),
        (None, _) => None,
    };
    Hop { step: event.step, at: event.at, by, note: if event.is_note_public { event.note } else { String::new() } }
}

/// A picture of the result, in the version that residents may see.
///
/// *Errors*: `NotFound` for a code that is none, and for a picture that is not this wish's or not released.
pub async fn picture(s: &Service, code: &str, asked: MediaId) -> Result<Zeroizing<Vec<u8>>, ServiceError> {
    let wish = wish_of(s, code).ok_or(ServiceError::NotFound)?;
    let mut tx = s.store.begin_system().await?;
    let kept = store::media::of_wish(&mut tx, wish).await?;
    let is_shown = |(media, purpose, is_released): &(MediaId, Purpose, bool)| {
        *media == asked && *purpose == Purpose::Done && *is_released
    };
    if !kept.iter().any(is_shown) {
        return Err(ServiceError::NotFound);
    }
    let bytes = media::released(s, &mut tx, asked, media::Size::Full).await?;
    tx.commit().await?;
    Ok(bytes)
}

/// Begins what the sender of a wish does to it.
async fn begin(s: &Service, code: &str) -> Result<(Tx, WishRow), ServiceError> {
    let wish = wish_of(s, code).ok_or(ServiceError::NotFound)?;
    let mut tx = s.store.begin_system().await?;
    let row = store::wish::lock(&mut tx, wish).await?.ok_or(ServiceError::NotFound)?;
    Ok((tx, row))
}

/// 评单: the sender says how it was. Who wished says; what was unmet goes back to the community.
///
/// *Errors*: `NotFound` for a code that is none; `Conflict` when it is not to be judged now.
pub async fn judge(s: &Service, code: &str, verdict: Verdict, note: &str) -> Result<(), ServiceError> {
    let (mut tx, row) = begin(s, code).await?;
    let said = Said { note: note.trim(), is_public: true, unit: None };
    apply(&mut tx, Writer::Nobody, (Hand::Proposer, Step::Judge(verdict)), row, said, s.now()).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(())
}

/// Agrees that the wish stands on the wall, or not any more; the words wait for the community.
///
/// *Errors*: `Conflict` unless it came true; `Invalid` for more than 200 signs.
pub async fn say_thanks(s: &Service, code: &str, may_show: bool, thanks: &str) -> Result<(), ServiceError> {
    if thanks.chars().count() > THANKS {
        return Err(ServiceError::invalid("thanks", format!("up to {THANKS} signs")));
    }
    let (mut tx, row) = begin(s, code).await?;
    if !matches!(row.standing.state, State::Confirmed | State::Archived(_)) {
        return Err(ServiceError::Conflict);
    }
    let thanks_kept = if may_show { row.thanks.clone() } else { String::new() };
    let row = WishRow { may_show, thanks: thanks_kept, version: row.version + 1, ..row };
    store::wish::update(&mut tx, &row).await?;
    store::wish::propose_thanks(&mut tx, row.wish, if may_show { thanks.trim() } else { "" }).await?;
    super::note(&mut tx, Writer::Nobody, &row, ("consent", "wish_consent"), Said::default(), s.now()).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(())
}

/// 撤回 by who sent it.
///
/// *Errors*: `Conflict` when it is done already or over.
pub async fn withdraw_by_link(s: &Service, code: &str) -> Result<(), ServiceError> {
    let (mut tx, row) = begin(s, code).await?;
    let step = (Hand::Proposer, Step::Withdraw);
    let row = apply(&mut tx, Writer::Nobody, step, row, Said::default(), s.now()).await?;
    release(&mut tx, &row, s).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(())
}
