//! What monthly reports and emergencies are called on a page: measures, states, supports, what is unlocked.

use chrono::NaiveDate;
use domain::emergency::{Emergency, Unlock};
use domain::month::{Kind, Measure, Overall, State, Support, Tally};
use wording::Lang;
use wording::field::MonthWord;

use crate::format;

/// A measure's name.
pub fn measure(measure: Measure) -> MonthWord {
    match measure {
        Measure::Verified => MonthWord::Verified,
        Measure::Complete => MonthWord::Complete,
        Measure::Fresh => MonthWord::Fresh,
        Measure::Accurate => MonthWord::Accurate,
        Measure::Visits => MonthWord::Visits,
        Measure::Visited => MonthWord::Visited,
        Measure::Reported => MonthWord::CasesReported,
        Measure::Closed => MonthWord::Closed,
        Measure::OnTime => MonthWord::OnTime,
        Measure::Answered => MonthWord::Answered,
        Measure::Satisfied => MonthWord::Satisfied,
        Measure::Covered => MonthWord::Covered,
    }
}

/// How a report stands.
pub fn state(state: State) -> MonthWord {
    match state {
        State::Draft => MonthWord::StateDraft,
        State::Shown { .. } => MonthWord::StateShown,
        State::Agreed => MonthWord::StateAgreed,
        State::Objected { .. } => MonthWord::StateObjected,
        State::Answered { .. } => MonthWord::StateAnswered,
        State::Published { .. } => MonthWord::StatePublished,
    }
}

/// What a month calls for.
pub fn support(support: Support, lang: Lang) -> String {
    match support {
        Support::Nothing => MonthWord::SupportNothing.text(lang).to_owned(),
        Support::Drop { measure: fell } => {
            format!("{}: {}", measure(fell).text(lang), MonthWord::SupportDrop.text(lang))
        }
        Support::LowAccuracy => MonthWord::SupportAccuracy.text(lang).to_owned(),
    }
}

/// What an emergency unlocks.
pub fn unlock(unlock: Unlock) -> MonthWord {
    match unlock {
        Unlock::DutyTrack => MonthWord::UnlockDutyTrack,
        Unlock::CheckPoint => MonthWord::UnlockCheckPoint,
        Unlock::WatchProof => MonthWord::UnlockWatchProof,
    }
}

/// Hundredths of a percent as text: `93.72 %`.
pub fn percent(basis_points: i64) -> String {
    format!("{}.{:02} %", basis_points / 100, basis_points % 100)
}

/// A number as it is shown: a share in percent, or how many. A dash of nothing.
pub fn number(tally: &Tally) -> String {
    match tally.measure.kind() {
        Kind::Count => format::number(tally.part),
        Kind::Share => tally.basis_points().map_or_else(|| "—".to_owned(), percent),
    }
}

/// What it stands on: 18 / 20; nothing beside a mere count.
pub fn stands_on(tally: &Tally) -> String {
    match tally.measure.kind() {
        Kind::Count => String::new(),
        Kind::Share => format!("{} / {}", format::number(tally.part), format::number(tally.whole)),
    }
}

/// What the formula makes of it, with how much of its weight had numbers to stand on.
pub fn overall(overall: Option<Overall>) -> String {
    overall.map_or_else(
        || "—".to_owned(),
        |one| format!("{} ({} / {})", percent(one.basis_points), one.weight, one.weights),
    )
}

/// A month: 2026-11.
pub fn month(first: NaiveDate) -> String {
    first.format("%Y-%m").to_string()
}

/// One line about an emergency that holds.
pub fn emergency(one: &Emergency, lang: Lang) -> String {
    let unlocks: Vec<_> = one.unlocks.iter().map(|unlocked| unlock(*unlocked).text(lang)).collect();
    format!(
        "{} · {} · {} · {} · {} {}",
        MonthWord::EmergencyHere.text(lang),
        one.area_name,
        one.reason,
        unlocks.join(" / "),
        MonthWord::EmergencyUntil.text(lang),
        format::moment(one.until_at)
    )
}
