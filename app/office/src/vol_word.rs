//! What wishes and claims are called for who serves.

use chrono::{DateTime, Utc};
use domain::wish::{ClaimState, Kind, Repeat, State};
use ui::format;
use wording::Lang;
use wording::field::VolWord;

/// What a wish is about.
pub fn kind(kind: Kind) -> VolWord {
    match kind {
        Kind::Errand => VolWord::KindErrand,
        Kind::Repair => VolWord::KindRepair,
        Kind::Company => VolWord::KindCompany,
        Kind::Goods => VolWord::KindGoods,
        Kind::Study => VolWord::KindStudy,
        Kind::Care => VolWord::KindCare,
        Kind::Activity => VolWord::KindActivity,
        Kind::Tidy => VolWord::KindTidy,
        Kind::Mediate => VolWord::KindMediate,
        Kind::Other => VolWord::KindOther,
    }
}

/// How a claim stands.
pub fn claim(state: ClaimState) -> VolWord {
    match state {
        ClaimState::Held => VolWord::StateHeld,
        ClaimState::Waiting => VolWord::StateWaiting,
        ClaimState::Left => VolWord::StateLeft,
        ClaimState::NoShow => VolWord::StateMissed,
        ClaimState::Served { .. } => VolWord::StateServed,
    }
}

/// How a wish stands.
pub fn wish(state: State) -> VolWord {
    match state {
        State::Published => VolWord::WishPublished,
        State::Done => VolWord::WishDone,
        State::Confirmed => VolWord::WishConfirmed,
        State::Archived(_) => VolWord::WishArchived,
        _ => VolWord::WishElse,
    }
}

/// How often it comes again.
pub fn repeat(repeat: Repeat) -> VolWord {
    match repeat {
        Repeat::Weekly => VolWord::RepeatWeekly,
        Repeat::Fortnightly => VolWord::RepeatFortnightly,
        Repeat::Monthly => VolWord::RepeatMonthly,
    }
}

/// From when to when; the day once where it is the same.
pub fn times(starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> String {
    let (first, last) = (format::moment(starts_at), format::moment(ends_at));
    let is_one_day = domain::clock::civil_date(starts_at) == domain::clock::civil_date(ends_at);
    if is_one_day { format!("{first}–{}", format::minute(ends_at)) } else { format!("{first} – {last}") }
}

/// Minutes as hours with one decimal: `2.5 h`, `2.5 小时`.
pub fn hours(minutes: i64, lang: Lang) -> String {
    let tenths = (minutes * 10 + 30) / 60;
    let unit = if lang == Lang::Zh { "小时" } else { "h" };
    format!("{}.{} {unit}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_rounded_to_tenths_of_an_hour() {
        assert_eq!(hours(0, Lang::En), "0.0 h");
        assert_eq!(hours(90, Lang::En), "1.5 h");
        assert_eq!(hours(100, Lang::Zh), "1.7 小时");
    }
}
