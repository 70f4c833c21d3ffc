//! Figures about cases: the only SQL that says what a rate is.
//!
//! One relation says what became of each case ([`FACTS`]); a figure is two conditions over it and the instant by which a case falls into
//! a period. Counts and lists of cases are built from the same text, so that a number always opens exactly its cases.

mod condition;
mod count;
mod heat;
mod hour;
mod list;

pub(crate) use condition::side;
pub use count::{by_category, definitions, flow, lit, rates};
pub use heat::heat;
pub use hour::hours;
pub use list::{Listed, cases, row_name};

use chrono::{DateTime, Utc};
use domain::area::Area;

/// What figures are asked about.
#[derive(Clone, Copy, Debug)]
pub struct Asking {
    /// The area.
    pub scope: Area,
    /// The first instant of the period.
    pub from: DateTime<Utc>,
    /// The first instant after it: never later than now, because nobody missed a deadline that is still to come.
    pub until: DateTime<Utc>,
    /// Now.
    pub now: DateTime<Utc>,
}

/// What became of each case. $1 and $2 the area, $3 and $4 the period, $5 now.
///
/// A case counts once as due: when its business deadline comes, or when it is closed before that. A case that ended without being
/// handled (grey) was never due. Whether it was closed is asked as of the end of the period, so that a bulletin stays what it was.
/// Done in time is done (blue) before the business deadline: how long checks and evaluation take is not the handler's.
pub(crate) const FACTS: &str = "
    select
        c.id, c.area, c.holder, c.category, c.source, c.light, c.phase, c.verdict, c.reported_at, c.changed_at, c.answer_due_at, c.reporter_id,
        case when c.business_due_at is not null then least(c.business_due_at, c.closed_at) end as counted_at,
        c.closed_at,
        coalesce(c.closed_at, c.changed_at) as rated_at,
        c.light <> 5 as is_handled,
        c.phase = 'closed' and coalesce(c.closed_at < $4, false) as is_closed,
        coalesce(c.finished_at <= c.business_due_at, false) as is_on_time,
        c.paused_at is not null as is_paused,
        c.urgency <> 'ordinary' as is_urgent,
        c.rework_count > 0 as is_reworked,
        coalesce(c.answered_at <= c.answer_due_at, false) as is_answered,
        c.source in ('hotline', 'resident', 'open311', 'sheet', 'chat') as is_from_outside,
        exists (
            select 1
            from case_event v
            where v.case_id = c.id
                and v.step = 'grant'
                and v.before #> '{0,phase,working,asked,delay}' is not null
                and not exists (select 1 from case_event u where u.case_id = v.case_id and u.undoes = v.version)
        ) as is_delayed,
        coalesce(c.x_dm, b.x_dm) as x_dm,
        coalesce(c.y_dm, b.y_dm) as y_dm,
        $3::timestamptz as from_at,
        $4::timestamptz as until_at,
        $5::timestamptz as now_at
    from case_file c
    left join dwelling d on d.id = c.dwelling_id
    left join building b on b.id = d.building_id
    where c.area >= $1
        and c.area < $2
        and c.reported_at < $4
        and (c.closed_at is null or greatest(c.closed_at, c.answer_due_at) >= $3)";
