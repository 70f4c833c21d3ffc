//! How spot-checks are said: shares with their intervals, verdicts, fields.

use chrono::{Datelike, NaiveDate};
use domain::household::Occupancy;
use domain::person::Relation;
use domain::sample::interval::Interval;
use domain::sample::lot::Verdict;
use domain::sample::weighted::Estimate;
use domain::spot_check::{Found, Hint, KeyField, Measure, Mode, State};
use wording::field::CheckWord;
use wording::{Lang, Phrase};

use crate::name;

/// What a round is called: by its month.
pub fn title(month_on: NaiveDate, lang: Lang) -> String {
    Phrase::CheckMonth { year: month_on.year(), month: month_on.month() }.text(lang)
}

/// Whole percents: `90%（70–97%，n=20）`.
pub fn share(interval: Interval, n: u32, lang: Lang) -> String {
    let [share, low, high] = [interval.share, interval.low, interval.high].map(|share| format!("{:.0}", share * 100.0));
    Phrase::CheckShare { share: &share, low: &low, high: &high, n }.text(lang)
}

/// The city's share to a tenth of a percent, with its standard error.
pub fn estimate(found: Estimate, lang: Lang) -> String {
    let Estimate { interval, standard_error, n, strata } = found;
    let tenths =
        [interval.share, interval.low, interval.high, standard_error].map(|share| format!("{:.1}", share * 100.0));
    let [share, low, high, error] = &tenths;
    Phrase::CheckCity { share, low, high, error, n, strata }.text(lang)
}

/// What is measured.
pub fn measure(measure: Measure) -> CheckWord {
    match measure {
        Measure::Complete => CheckWord::Complete,
        Measure::Accurate => CheckWord::Accurate,
        Measure::Satisfied => CheckWord::Satisfied,
    }
}

/// A verdict; a grid of which few were asked has none.
pub fn verdict(verdict: Option<Verdict>) -> CheckWord {
    match verdict {
        Some(Verdict::Passed) => CheckWord::Passed,
        Some(Verdict::Failed) => CheckWord::Failed,
        Some(Verdict::Undecided) => CheckWord::Undecided,
        None => CheckWord::TooFew,
    }
}

/// How a household of a round stands.
pub fn state(state: State) -> CheckWord {
    match state {
        State::Open => CheckWord::TaskOpen,
        State::Done => CheckWord::TaskDone,
        State::GivenUp => CheckWord::TaskGivenUp,
        State::Dropped => CheckWord::TaskDropped,
    }
}

/// How a household is asked.
pub fn mode(mode: Mode) -> CheckWord {
    match mode {
        Mode::Visit => CheckWord::ByVisit,
        Mode::Phone => CheckWord::ByPhone,
    }
}

/// A key field.
pub fn field(field: KeyField) -> CheckWord {
    match field {
        KeyField::Occupancy => CheckWord::FieldOccupancy,
        KeyField::Residents => CheckWord::FieldResidents,
        KeyField::Name => CheckWord::FieldName,
        KeyField::Relation => CheckWord::FieldRelation,
        KeyField::Phone => CheckWord::FieldPhone,
    }
}

/// What to look at again, in one line: the field, and what was said at the door.
pub fn hint(hint: &Hint, lang: Lang) -> String {
    let said = match hint.field {
        KeyField::Occupancy => {
            let occupancy = hint.said.parse().map_or(Occupancy::Unknown, Occupancy::from_number);
            name::occupancy(occupancy).text(lang).to_owned()
        }
        KeyField::Relation => Relation::from_slug(&hint.said)
            .map_or_else(String::new, |known| name::relation(known).text(lang).to_owned()),
        KeyField::Residents | KeyField::Name | KeyField::Phone => hint.said.clone(),
    };
    let how = if hint.found == Found::Missing { CheckWord::SaidMissing } else { CheckWord::SaidWrong };
    let (field, how) = (field(hint.field).text(lang), how.text(lang));
    if lang == Lang::Zh { format!("{field}：{how}“{said}”") } else { format!("{field}: {how} “{said}”") }
}
