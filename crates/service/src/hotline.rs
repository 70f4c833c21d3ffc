//! The hotline's desk: who is calling, what they wait for already, and what a report would repeat. Sending it is
//! [`crate::case::report_of`], with the caller as its reporter.

use domain::actor::{Action, Actor};
use domain::case::{CaseLine, Ground, Names, Report, Title};
use domain::category::{CategoryCode, suggest};
use domain::id::{CaseId, DwellingId};
use domain::person::mask_name;
use domain::phone::Phone;
use domain::search::probe::Question;
use domain::search::token::Kind;
use domain::spot::Spot;
use domain::work::Work;
use serde_json::json;
use store::Tx;
use store::audit::{self, Record};

use crate::duplicate::{self, Double};
use crate::lock::authorise;
use crate::{Service, ServiceError, work};

/// People of one number that are shown.
const PEOPLE: usize = 6;
/// Open cases of one number that are shown.
const OWN: i64 = 6;

/// Who may be calling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The number, masked.
    pub phone: String,
    /// Whom the register knows under it.
    pub people: Vec<CallerPerson>,
    /// What their households wait for.
    pub cases: Vec<CaseLine>,
    /// How many cases of the post's area came from this number before.
    pub earlier: i64,
    /// The open ones of them that are not of those households.
    pub own: Vec<CaseLine>,
    /// What is known to be done near the first of them.
    pub works: Vec<Work>,
}

/// One of those who may be calling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallerPerson {
    /// The name, masked.
    pub name: String,
    /// Where they live.
    pub dwelling: DwellingId,
    /// The door in words.
    pub door: String,
}

/// Looks up who may be calling, inside the post's area; that somebody did is written down, the number is not.
///
/// *Errors*: `Forbidden` and `NotFound` for posts that take no calls.
pub async fn caller(s: &Service, actor: &Actor, phone: &Phone) -> Result<Caller, ServiceError> {
    authorise(actor, Action::TakeCalls, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    let question = Question::read(phone.reveal(), &tx.key());
    let found = store::search::people(&mut tx, &question, &[actor.area.range()], PEOPLE).await?;
    let mut people: Vec<CallerPerson> = Vec::new();
    for person in found.into_iter().filter(|person| person.by == Some(Kind::Phone)) {
        people.push(CallerPerson { name: mask_name(&person.name), dwelling: person.dwelling, door: person.door });
    }
    let (cases, works) = waiting(&mut tx, &people).await?;
    let (earlier, own) = store::reporter::cases_of(&mut tx, phone, actor.area.range(), OWN).await?;
    let own = own.into_iter().filter(|own| cases.iter().all(|line| line.case != *own));
    let own = lines(&mut tx, own.collect()).await?;
    let detail = json!({ "people": people.len(), "earlier": earlier });
    let record = Record::Area(actor.area);
    audit::write(&mut tx, actor, s.now(), actor.area, "look_up_caller", record, Some(detail)).await?;
    tx.commit().await?;
    Ok(Caller { phone: phone.masked(), people, cases, earlier, own, works })
}

async fn lines(tx: &mut Tx, cases: Vec<CaseId>) -> Result<Vec<CaseLine>, ServiceError> {
    let mut lines = Vec::with_capacity(cases.len());
    for case in cases {
        lines.extend(store::case::line(tx, case).await?);
    }
    Ok(lines)
}

/// What the households of some people wait for, and what is done near the first of them.
async fn waiting(tx: &mut Tx, people: &[CallerPerson]) -> Result<(Vec<CaseLine>, Vec<Work>), ServiceError> {
    let mut dwellings: Vec<DwellingId> = people.iter().map(|person| person.dwelling).collect();
    dwellings.dedup();
    let mut cases = Vec::new();
    for dwelling in &dwellings {
        let all = store::case::of_dwelling(tx, *dwelling).await?;
        cases.extend(all.into_iter().filter(|line| line.light.is_open()));
    }
    let spot = match dwellings.first() {
        Some(dwelling) => store::spot::of_dwelling(tx, *dwelling).await?,
        None => None,
    };
    let works = match spot {
        Some(spot) => work::near(tx, &spot, None).await?,
        None => Vec::new(),
    };
    Ok((cases, works))
}

/// What somebody who takes a call should know before they send it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hints {
    /// The place in words; empty for an area, which the form names itself.
    pub door: String,
    /// The category that the words suggest, when none was chosen.
    pub suggested: Option<(CategoryCode, Names)>,
    /// Open cases that it may repeat.
    pub doubles: Vec<Double>,
    /// Known works near it.
    pub works: Vec<Work>,
}

/// Looks for what a report would repeat, without taking it in.
///
/// *Errors*: `NotFound` for a place out of reach; `Invalid` for a category that there is not.
pub async fn check(s: &Service, actor: &Actor, report: &Report) -> Result<Hints, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let (spot, door) = place(&mut tx, report.ground).await?;
    authorise(actor, Action::TakeCalls, spot.area)?;
    let text = format!("{} {}", report.title.as_ref().map_or("", Title::as_str), report.detail);
    let suggested = match report.category {
        Some(_) => None,
        None => suggest(&store::case::categories(&mut tx).await?, &text).cloned(),
    };
    let category = report.category.as_ref().or(suggested.as_ref().map(|(code, _)| code));
    let doubles = match category {
        Some(category) => duplicate::near(&mut tx, s.now(), category, &spot, &text).await?,
        None => Vec::new(),
    };
    let works = work::near(&mut tx, &spot, category).await?;
    tx.commit().await?;
    Ok(Hints { door, suggested, doubles, works })
}

async fn place(tx: &mut Tx, ground: Ground) -> Result<(Spot, String), ServiceError> {
    match ground {
        Ground::Dwelling(dwelling) => {
            let spot = store::spot::of_dwelling(tx, dwelling).await?.ok_or(ServiceError::NotFound)?;
            let (_, door) = store::case::door(tx, dwelling).await?.ok_or(ServiceError::NotFound)?;
            Ok((spot, door))
        }
        Ground::Area(area) => Ok((Spot::somewhere(area), String::new())),
        Ground::Building(_) | Ground::Point(_) => Err(ServiceError::invalid("area", "choose a door or an area")),
    }
}
