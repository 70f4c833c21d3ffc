//! What visits, their rules and watch lists are called.

use domain::cell::{Label, LabelCode};
use domain::visit::VisitOutcome;
use domain::visit::due::Due;
use domain::visit::plan::DayPlan;
use domain::visit::rule::{Rhythm, Whom};
use domain::watch_list::WatchOutcome;
use wording::field::VisitWord;
use wording::{Lang, Phrase};

use crate::{format, name};

/// How much a day's plan asks for: households, and the walk between their buildings where there is one.
pub fn plan_size(plan: &DayPlan) -> Phrase<'static> {
    let (households, buildings, metres) = (plan.households(), plan.stops.len(), plan.walk_m);
    match buildings {
        0 | 1 => Phrase::VisitPlanHere { households },
        _ => Phrase::VisitPlanSize { households, buildings, metres },
    }
}

/// What a visit came to.
pub fn outcome(outcome: VisitOutcome) -> VisitWord {
    match outcome {
        VisitOutcome::Unchanged => VisitWord::Unchanged,
        VisitOutcome::NobodyIn => VisitWord::NobodyIn,
        VisitOutcome::Changed => VisitWord::Changed,
    }
}

/// What a check came to.
pub fn watch_outcome(outcome: WatchOutcome) -> VisitWord {
    match outcome {
        WatchOutcome::Well => VisitWord::WatchWell,
        WatchOutcome::NobodyIn => VisitWord::NobodyIn,
        WatchOutcome::NeedsHelp => VisitWord::WatchNeedsHelp,
    }
}

/// Which households a rule is about.
pub fn whom(whom: Whom, labels: &[Label], lang: Lang) -> String {
    match whom {
        Whom::All => VisitWord::EveryHousehold.text(lang).to_owned(),
        Whom::Label(code) => label(code, labels, lang),
        Whom::Use(occupancy) => name::occupancy(occupancy).text(lang).to_owned(),
    }
}

fn label(code: LabelCode, labels: &[Label], lang: Lang) -> String {
    let found = labels.iter().find(|label| label.code == code);
    found.map_or_else(
        || code.0.to_string(),
        |label| if lang == Lang::Zh { label.name_zh.clone() } else { label.name_en.clone() },
    )
}

/// How often.
pub fn rhythm(rhythm: Rhythm, lang: Lang) -> String {
    match rhythm {
        Rhythm::Days(days) => Phrase::VisitEvery { days }.text(lang),
        Rhythm::Monthly(times) => Phrase::VisitMonthly { times }.text(lang),
    }
}

/// Why a household is due, and when somebody is likely to be in.
pub fn due(due: &Due, labels: &[Label], lang: Lang) -> String {
    let rule = format!("{} · {}", whom(due.whom, labels, lang), rhythm(due.rhythm, lang));
    let when = match due.overdue_days {
        0 => Phrase::VisitDueBy { day: &format::date(due.by) }.text(lang),
        days => Phrase::VisitOverdue { days }.text(lang),
    };
    let hours = due.hours().map(|hours| format!(" · {hours}")).unwrap_or_default();
    format!("{rule} · {when}{hours}")
}
