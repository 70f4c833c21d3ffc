//! The clocks of a case: what a step makes of them. When they run out is said by `domain::deadline`.

use chrono::{DateTime, Utc};
use domain::case::{Desk, HolderClock, Kind, Light, Standing};
use domain::category::CategoryCode;
use domain::deadline::{Asked, Clock, Clockwork, Tier, Urgency};
use store::case::{CaseRow, Times};

/// What the rules need to know of a case.
struct Subject<'a> {
    standing: &'a Standing,
    category: Option<&'a CategoryCode>,
    urgency: Urgency,
}

impl Subject<'_> {
    fn asked(&self, clock: Clock) -> Asked<'_> {
        Asked {
            clock,
            category: self.category,
            tier: Some(tier(self.standing.holder)),
            urgency: self.urgency,
            several_units: !self.standing.co_handlers.is_empty(),
        }
    }
}

fn tier(desk: Desk) -> Tier {
    desk.level().map_or(Tier::Department, Tier::from)
}

/// The clocks of a case that just came in.
pub(super) fn begun(
    clocks: &Clockwork,
    standing: &Standing,
    (category, urgency): (Option<&CategoryCode>, Urgency),
    now: DateTime<Utc>,
) -> Times {
    let subject = Subject { standing, category, urgency };
    let due = |clock| Some(clocks.due(&subject.asked(clock), now));
    Times {
        reported_at: now,
        changed_at: now,
        answer_due_at: due(Clock::Answer),
        answered_at: None,
        holder_since: now,
        holder_due_at: due(Clock::Accept),
        business_due_at: due(Clock::Business),
        paused_at: None,
        finished_at: None,
        closed_at: None,
        alarm_at: None,
    }
}

/// The clocks after a step.
pub(super) fn after(
    clocks: &Clockwork,
    before: &CaseRow,
    after: &CaseRow,
    (kind, clock): (Kind, HolderClock),
    now: DateTime<Utc>,
) -> Times {
    let mut times = before.times;
    let subject = Subject { standing: &after.standing, category: after.category.as_ref(), urgency: after.urgency };
    turn_holder(clocks, &subject, &mut times, clock, now);
    let light = after.standing.light();
    if before.standing.light() != light || kind.hands_over() {
        times.changed_at = now;
    }
    if after.standing.alarm.is_none() {
        times.alarm_at = None;
    }
    // The reporter knows that somebody has it once it was accepted, or was told so.
    if times.answered_at.is_none()
        && matches!(kind, Kind::Accept | Kind::Claim | Kind::Answer | Kind::Refuse | Kind::TakeOver)
    {
        times.answered_at = Some(now);
    }
    times.finished_at = match light {
        Light::Red | Light::Yellow => None,
        _ => times.finished_at.or(Some(now)),
    };
    times.closed_at = (!light.is_open()).then(|| times.closed_at.unwrap_or(now));
    times
}

fn turn_holder(clocks: &Clockwork, subject: &Subject<'_>, times: &mut Times, clock: HolderClock, now: DateTime<Utc>) {
    match clock {
        HolderClock::Keep => {}
        HolderClock::Restart(clock) => {
            times.holder_since = now;
            times.holder_due_at = Some(clocks.due(&subject.asked(clock), now));
            times.paused_at = None;
        }
        HolderClock::Extend(days) => {
            let later = |due: DateTime<Utc>| clocks.calendar.add_working_days(due, u16::from(days));
            times.holder_due_at = times.holder_due_at.map(later);
            times.business_due_at = times.business_due_at.map(later);
        }
        HolderClock::Pause => times.paused_at = Some(now),
        HolderClock::Resume => {
            if let Some(paused_at) = times.paused_at.take() {
                let still = (paused_at, now);
                let later = |clock, due| clocks.resume(&subject.asked(clock), due, still);
                times.holder_due_at = times.holder_due_at.map(|due| later(Clock::Handle, due));
                times.business_due_at = times.business_due_at.map(|due| later(Clock::Business, due));
            }
        }
        HolderClock::Stop => {
            times.holder_due_at = None;
            times.paused_at = None;
        }
    }
}

/// Whether the rules let the clocks of a case stand still.
pub(super) fn may_pause(clocks: &Clockwork, row: &CaseRow) -> bool {
    let subject = Subject { standing: &row.standing, category: row.category.as_ref(), urgency: row.urgency };
    clocks.may_pause(&subject.asked(Clock::Handle))
}
