//! What volunteers say of themselves, who of them fits a wish, and what party branches and units did.
//!
//! Not here: claiming (`claim`). Nobody's telephone is in any of this: who fits is asked by the wish itself, on their list.

use domain::actor::{Action, Actor};
use domain::area::{Area, Level};
use domain::id::{AccountId, WishId};
use domain::wish::{FreeTimes, Kind};
use store::Duty;
use store::wish::{BranchRow, Candidate, VolunteerProfile};

use super::propose::community;
use super::serve::month_start;
use crate::lock::authorise;
use crate::{Service, ServiceError};

/// Volunteers of a community that are looked at.
const LOOKED_AT: i64 = 2_000;
/// Those who are named.
const NAMED: usize = 10;

/// Why somebody fits a wish, or what speaks for others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Their unit is tied to the community, and the wish is offered to it first.
    Unit,
    /// They like to serve what it is about.
    Skill,
    /// They are free when it begins.
    Free,
    /// They served so many minutes this month.
    Minutes(i64),
}

/// Somebody who fits a wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Their account.
    pub account: AccountId,
    /// Their name.
    pub name: String,
    /// Their unit.
    pub unit: Option<String>,
    /// Why, in the order of weight; how long they served this month always stands last.
    pub reasons: Vec<Reason>,
}

/// Volunteers of a wish's community, who fits best first: of the unit that it is offered to, who likes to serve that kind, who is free
/// then, who served least this month. Who claimed it already is not among them.
///
/// *Errors*: `NotFound` and `Forbidden` by the policy.
pub async fn matching(s: &Service, actor: &Actor, wish: WishId) -> Result<Vec<Match>, ServiceError> {
    let mut tx = s.store.begin(actor).await?;
    let row = store::wish::read(&mut tx, wish).await?.ok_or(ServiceError::NotFound)?;
    authorise(actor, Action::KeepWish, row.area)?;
    let (range, since) = (community(row.area).range(), month_start(s.now()));
    let mut found = store::wish::candidates(&mut tx, range, since, LOOKED_AT).await?;
    let roll = store::wish::roll(&mut tx, &row).await?;
    tx.commit().await?;
    found.retain(|one| roll.claims.iter().all(|claim| claim.account != one.account));
    let mut ranked: Vec<_> = found
        .into_iter()
        .map(|one| {
            let is_units = row.unit.is_some() && one.unit.as_ref().map(|(unit, _)| *unit) == row.unit;
            let is_skilled = one.skills.contains(&row.standing.kind);
            let is_free = row.starts_at.is_some_and(|at| one.free.at(at));
            ((!is_units, !is_skilled, !is_free, one.minutes, one.account), one)
        })
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    Ok(ranked
        .into_iter()
        .take(NAMED)
        .map(|((other, unskilled, busy, ..), one)| {
            fit([(!other, Reason::Unit), (!unskilled, Reason::Skill), (!busy, Reason::Free)], one)
        })
        .collect())
}

fn fit(reasons: [(bool, Reason); 3], one: Candidate) -> Match {
    let reasons = reasons.into_iter().filter(|(holds, _)| *holds).map(|(_, reason)| reason);
    Match {
        account: one.account,
        name: one.name,
        unit: one.unit.map(|(_, name)| name),
        reasons: reasons.chain([Reason::Minutes(one.minutes)]).collect(),
    }
}

/// What who acts said of themselves; nothing yet for who never did.
pub async fn profile(s: &Service, actor: &Actor) -> Result<VolunteerProfile, ServiceError> {
    authorise(actor, Action::ClaimWish, actor.area)?;
    // Through the system, because the name of the branch stands in a register that they may not read.
    let mut tx = s.store.begin_duty(actor, Duty::Serve, &[actor.area]).await?.ok_or(ServiceError::NotFound)?;
    let found = store::wish::profile(&mut tx, actor.account).await?;
    tx.commit().await?;
    Ok(found.unwrap_or_default())
}

/// Writes down what they like to serve and when they are free.
pub async fn describe(s: &Service, actor: &Actor, skills: &[Kind], free: FreeTimes) -> Result<(), ServiceError> {
    authorise(actor, Action::ClaimWish, actor.area)?;
    let mut tx = s.store.begin(actor).await?;
    store::wish::save_profile(&mut tx, (actor.account, community(actor.area)), (skills, free), s.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// What party branches, or units, did: for the offices of an area.
#[derive(Clone, Debug, PartialEq)]
pub struct Branches {
    /// Where, from the post's area down.
    pub path: Vec<(Area, String)>,
    /// What lies below: streets or communities to choose from.
    pub below: Vec<(Area, String)>,
    /// Who did most first.
    pub rows: Vec<BranchRow>,
}

/// What party branches, or units, of an area's volunteers did.
///
/// *Errors*: `NotFound` and `Forbidden` by the policy: communities, streets and the city look at it.
pub async fn branches(s: &Service, actor: &Actor, area: Option<Area>, by_unit: bool) -> Result<Branches, ServiceError> {
    let area = area.unwrap_or(actor.area);
    authorise(actor, Action::ViewMonth, area)?;
    let mut tx = s.store.begin(actor).await?;
    let rows = store::wish::branches(&mut tx, area.range(), by_unit).await?;
    let path = store::area::path(&mut tx, area).await?;
    let below = match area.level() {
        Level::City | Level::Street => store::area::names(&mut tx, area).await?,
        _ => Vec::new(),
    };
    tx.commit().await?;
    Ok(Branches {
        path: path.into_iter().filter(|(one, _)| actor.area.contains(*one)).collect(),
        below: below.into_iter().filter(|(one, _)| *one != area).collect(),
        rows,
    })
}
