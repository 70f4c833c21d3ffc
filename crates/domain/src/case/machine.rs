//! The machine: which steps are offered to whom, and what each leads to. Source of the states: field.md 2.2, after the five
//! published systems; the street's evaluation turns a case green.

use super::desk::Desk;
use super::hand::{Hand, Hands, Who};
use super::kind::{Kind, Need};
use super::standing::{Ask, CoHandler, CoState, Phase, Standing};
use super::step::{Move, Step};
use super::turn::{HolderClock, Refusal, Turn};
use crate::area::Level;
use crate::category::Closing;
use crate::deadline::Clock;

/// The most working days that can be asked for at once.
const LONGEST_DELAY: u8 = 30;

/// The steps that somebody can take now, in the order in which they are offered.
pub fn offers(who: &Who, standing: &Standing) -> Vec<Kind> {
    let hands = Hands::of(who, standing);
    Kind::ALL
        .iter()
        .map(|(kind, _)| *kind)
        .filter(|kind| is_now(*kind, standing) && is_theirs(*kind, who, hands, standing))
        .collect()
}

/// Takes a step.
///
/// *Errors*: the first [`Refusal`], in the order of its variants.
pub fn turn(who: &Who, standing: &Standing, taken: &Move) -> Result<Turn, Refusal> {
    let kind = taken.step.kind();
    if !is_now(kind, standing) {
        return Err(Refusal::NotNow(kind));
    }
    if !is_theirs(kind, who, Hands::of(who, standing), standing) {
        return Err(Refusal::NotYours(kind));
    }
    let needs = kind.needs(standing);
    if needs.note == Need::Must && taken.note.is_none() {
        return Err(Refusal::NeedsNote);
    }
    if needs.picture == Need::Must && taken.picture_count == 0 {
        return Err(Refusal::NeedsPicture);
    }
    after(who, standing, &taken.step)
}

/// Whether the case is where such a step begins.
fn is_now(kind: Kind, standing: &Standing) -> bool {
    let phase = standing.phase;
    let waits = phase == Phase::Waiting { in_pool: false };
    let works = matches!(phase, Phase::Working { .. });
    let moves = works && !standing.is_paused();
    let can_leave = (waits || moves) && standing.asked().is_none();
    match kind {
        Kind::Accept => matches!(phase, Phase::Waiting { .. }),
        Kind::Claim => phase == Phase::Waiting { in_pool: true },
        Kind::Check | Kind::FailCheck => matches!(phase, Phase::Done { is_checked: false, .. }),
        Kind::Evaluate => matches!(phase, Phase::Done { is_checked: true, .. }),
        Kind::SendBack => matches!(phase, Phase::Done { .. }),
        Kind::PassUp | Kind::PassDown | Kind::PassOn | Kind::Whistle | Kind::Pool => can_leave,
        Kind::Return => can_leave && standing.sender.is_some(),
        Kind::Sign => phase.is_unfinished() && standing.co_handlers.iter().any(|co| co.state == CoState::Called),
        Kind::FinishPart => phase.is_unfinished() && standing.co_handlers.iter().any(|co| co.state == CoState::Signed),
        Kind::Finish | Kind::AskDelay | Kind::AskPause => moves && standing.asked().is_none(),
        Kind::Grant | Kind::Deny => standing.asked().is_some(),
        Kind::Resume => standing.is_paused(),
        Kind::AskHelp => works && !standing.needs_help,
        Kind::GiveHelp | Kind::TakeOver => works && standing.needs_help,
        Kind::Plan | Kind::Tick => works,
        Kind::Amend | Kind::Merge | Kind::Refuse | Kind::Withdraw => phase.is_unfinished(),
        Kind::Reopen => matches!(phase, Phase::Closed | Phase::Refused | Phase::Withdrawn),
        Kind::Answer | Kind::Urge | Kind::Inquire => standing.light().is_open(),
        Kind::Supervise => standing.light().is_open() && !standing.is_supervised,
        Kind::Release => standing.is_supervised,
        Kind::Reply => standing.is_inquired,
        Kind::Remark => true,
    }
}

/// Whether it is these hands' step.
fn is_theirs(kind: Kind, who: &Who, hands: Hands, standing: &Standing) -> bool {
    let holds = hands.has(Hand::Holder);
    let in_office = holds && standing.holder.is_office();
    let level = standing.holder.level();
    let mine_as_co = who.desk.and_then(|desk| standing.co_state(desk));
    match kind {
        Kind::Accept | Kind::Finish | Kind::Return | Kind::AskDelay | Kind::AskPause | Kind::AskHelp => {
            holds
                && (kind != Kind::AskHelp || level != Some(Level::City))
                && (!matches!(kind, Kind::AskDelay | Kind::AskPause) || level != Some(Level::City))
        }
        Kind::Plan | Kind::Tick | Kind::Reply => holds,
        Kind::Claim => hands.has(Hand::Claimer),
        Kind::Check | Kind::FailCheck => hands.has(Hand::Checker),
        Kind::Evaluate | Kind::SendBack => hands.has(Hand::Evaluator),
        Kind::PassUp => holds && level.is_some_and(|level| level != Level::City),
        Kind::PassDown | Kind::PassOn | Kind::Pool | Kind::Merge | Kind::Refuse | Kind::Amend => in_office,
        Kind::Whistle => holds && matches!(level, Some(Level::Street | Level::City)),
        Kind::Sign => mine_as_co == Some(CoState::Called),
        Kind::FinishPart => mine_as_co == Some(CoState::Signed),
        Kind::Answer => hands.has_any(&[Hand::Holder, Hand::Sender, Hand::CoHandler, Hand::Centre, Hand::Superior]),
        Kind::Grant | Kind::Deny => hands.has(Hand::Superior) && !holds,
        Kind::Resume => hands.has_any(&[Hand::Holder, Hand::Superior]),
        Kind::GiveHelp => hands.has(Hand::Centre),
        Kind::TakeOver => hands.has(Hand::Centre) && !holds,
        Kind::Withdraw => hands.has(Hand::Reporter),
        Kind::Reopen => hands.has_any(&[Hand::Evaluator, Hand::Reporter]),
        Kind::Urge => hands.has_any(&[Hand::Supervision, Hand::Superior, Hand::Centre]) && !holds,
        Kind::Inquire | Kind::Supervise | Kind::Release => hands.has_any(&[Hand::Supervision, Hand::Centre]),
        Kind::Remark => !hands.is_empty(),
    }
}

fn after(who: &Who, standing: &Standing, step: &Step) -> Result<Turn, Refusal> {
    let mut after = standing.clone();
    let clock = match step {
        Step::Plain(kind) => plain(who, &mut after, *kind)?,
        Step::PassOn(unit) => hand_over(&mut after, Desk::unit(*unit), Clock::Accept)?,
        Step::PassDown(area) => {
            let below =
                standing.holder.as_area().is_some_and(|held| held.contains(*area) && area.contains(standing.area));
            if !below {
                return Err(Refusal::WrongAim);
            }
            hand_over(&mut after, Desk::area(*area), Clock::Accept)?
        }
        Step::Whistle { lead, with } => {
            let mut desks: Vec<Desk> = with.iter().map(|unit| Desk::unit(*unit)).collect();
            desks.sort_unstable();
            desks.dedup();
            if desks.contains(&Desk::unit(*lead)) || desks.is_empty() {
                return Err(Refusal::WrongAim);
            }
            after.co_handlers = desks.into_iter().map(|desk| CoHandler { desk, state: CoState::Called }).collect();
            hand_over(&mut after, Desk::unit(*lead), Clock::Whistle)?
        }
        Step::Merge(into) => {
            after.phase = Phase::Merged { into: *into };
            HolderClock::Stop
        }
        Step::AskDelay(days) => {
            if !(1..=LONGEST_DELAY).contains(days) {
                return Err(Refusal::WrongAim);
            }
            ask(&mut after, Ask::Delay { days: *days })
        }
        Step::Plan(lines) if lines.is_empty() => return Err(Refusal::WrongAim),
        Step::Plan(_) | Step::Tick(_) | Step::Amend { .. } => HolderClock::Keep,
    };
    if is_lit_anew(standing, &after, clock) {
        after.alarm = None;
        after.is_inquired = false;
    }
    Ok(Turn { after, clock })
}

/// Whether a step begins a new spell of the light: then nobody was reminded or asked in it yet.
fn is_lit_anew(before: &Standing, after: &Standing, clock: HolderClock) -> bool {
    let is_moved = before.light() != after.light() || before.holder != after.holder;
    is_moved || matches!(clock, HolderClock::Pause | HolderClock::Resume | HolderClock::Stop)
}

/// Steps that carry nothing. A kind that has to carry something has no aim here.
fn plain(who: &Who, after: &mut Standing, kind: Kind) -> Result<HolderClock, Refusal> {
    Ok(match kind {
        Kind::Accept => work(after),
        Kind::Claim | Kind::TakeOver => {
            let desk = who.desk.ok_or(Refusal::NotYours(kind))?;
            after.sender = Some(after.holder);
            after.holder = desk;
            after.needs_help = false;
            work(after)
        }
        Kind::Finish => finish(who, after),
        Kind::Check => {
            if let Phase::Done { is_checked, .. } = &mut after.phase {
                *is_checked = true;
            }
            HolderClock::Restart(Clock::Evaluate)
        }
        Kind::FailCheck | Kind::SendBack => {
            after.rework_count = after.rework_count.saturating_add(1);
            work(after)
        }
        Kind::Evaluate => end(after, Phase::Closed),
        Kind::PassUp => {
            let above = after.holder.as_area().and_then(crate::area::Area::parent).ok_or(Refusal::WrongAim)?;
            hand_over(after, Desk::area(above), Clock::Accept)?
        }
        Kind::Pool => {
            after.phase = Phase::Waiting { in_pool: true };
            HolderClock::Restart(Clock::Accept)
        }
        Kind::Return => {
            let sender = after.sender.ok_or(Refusal::NotNow(kind))?;
            hand_over(after, sender, Clock::Accept)?;
            after.sender = None;
            HolderClock::Restart(Clock::Accept)
        }
        Kind::Sign => co_state(who, after, CoState::Signed),
        Kind::FinishPart => co_state(who, after, CoState::Done),
        Kind::AskPause => ask(after, Ask::Pause),
        Kind::Grant => grant(after),
        Kind::Deny => {
            if let Phase::Working { asked, .. } = &mut after.phase {
                *asked = None;
            }
            HolderClock::Keep
        }
        Kind::Resume => {
            after.phase = Phase::WORKING;
            HolderClock::Resume
        }
        Kind::AskHelp | Kind::GiveHelp => {
            after.needs_help = kind == Kind::AskHelp;
            HolderClock::Keep
        }
        Kind::Refuse => end(after, Phase::Refused),
        Kind::Withdraw => end(after, Phase::Withdrawn),
        Kind::Reopen => reopen(after),
        Kind::Supervise | Kind::Release => {
            after.is_supervised = kind == Kind::Supervise;
            HolderClock::Keep
        }
        Kind::Inquire | Kind::Reply => {
            after.is_inquired = kind == Kind::Inquire && after.phase.is_unfinished();
            HolderClock::Keep
        }
        Kind::Answer | Kind::Urge | Kind::Remark => HolderClock::Keep,
        Kind::PassOn
        | Kind::PassDown
        | Kind::Whistle
        | Kind::Merge
        | Kind::AskDelay
        | Kind::Plan
        | Kind::Tick
        | Kind::Amend => return Err(Refusal::WrongAim),
    })
}

/// Every hand-over is red again for its new holder.
fn hand_over(after: &mut Standing, to: Desk, clock: Clock) -> Result<HolderClock, Refusal> {
    if to == after.holder {
        return Err(Refusal::WrongAim);
    }
    after.sender = Some(after.holder);
    after.holder = to;
    after.phase = Phase::Waiting { in_pool: false };
    // The holder's own co-handlers come along; who gets it alone is no co-handler of it.
    after.co_handlers.retain(|co| co.desk != to);
    Ok(HolderClock::Restart(clock))
}

fn work(after: &mut Standing) -> HolderClock {
    after.phase = Phase::WORKING;
    HolderClock::Restart(Clock::Handle)
}

/// What is ended on the spot, or with a note or signature, is green at once; samples are drawn from it later.
fn finish(who: &Who, after: &mut Standing) -> HolderClock {
    after.needs_help = false;
    match after.closing {
        Closing::OnTheSpot | Closing::Signed => end(after, Phase::Closed),
        Closing::Checked => {
            after.phase = Phase::Done { is_checked: false, by: Some(who.account) };
            HolderClock::Restart(Clock::Check)
        }
    }
}

fn end(after: &mut Standing, phase: Phase) -> HolderClock {
    after.phase = phase;
    after.needs_help = false;
    after.is_supervised = false;
    HolderClock::Stop
}

/// What was done badly goes on with who did it; what was refused or withdrawn waits at its desk again.
fn reopen(after: &mut Standing) -> HolderClock {
    if after.phase == Phase::Closed {
        after.rework_count = after.rework_count.saturating_add(1);
        return work(after);
    }
    after.phase = Phase::Waiting { in_pool: false };
    HolderClock::Restart(Clock::Accept)
}

fn ask(after: &mut Standing, what: Ask) -> HolderClock {
    if let Phase::Working { asked, .. } = &mut after.phase {
        *asked = Some(what);
    }
    HolderClock::Keep
}

fn grant(after: &mut Standing) -> HolderClock {
    let granted = after.asked();
    after.phase = Phase::Working { is_paused: granted == Some(Ask::Pause), asked: None };
    match granted {
        Some(Ask::Delay { days }) => HolderClock::Extend(days),
        Some(Ask::Pause) => HolderClock::Pause,
        None => HolderClock::Keep,
    }
}

fn co_state(who: &Who, after: &mut Standing, state: CoState) -> HolderClock {
    for co in after.co_handlers.iter_mut().filter(|co| who.desk == Some(co.desk)) {
        co.state = state;
    }
    HolderClock::Keep
}

#[cfg(test)]
mod tests;
