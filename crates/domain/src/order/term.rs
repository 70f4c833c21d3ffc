//! Until when an order wants an answer: a moment, a span, or what 12345 gives such an order.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

use super::Order;
use crate::clock::start_of_civil_day;
use crate::deadline::{Asked, Clock, Clockwork, Preset, Rules};
use crate::intake::day;

/// What stands in the column 办理时限.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// Until a moment.
    Until(DateTime<Utc>),
    /// So many hours.
    Hours(u16),
    /// So many days.
    Days(u16),
    /// So many working days.
    WorkingDays(u16),
}

impl Term {
    /// Reads a moment or a span, such as 2026-11-30 17:30, 24小时, 7天, 3个工作日; a day without time means its end.
    pub fn read(text: &str) -> Option<Self> {
        if let Some(at) = moment(text, true) {
            return Some(Self::Until(at));
        }
        let digits = text.chars().take_while(char::is_ascii_digit).count();
        let (amount, unit) = text.split_at(digits);
        let amount: u16 = amount.parse().ok().filter(|amount| (1..=999).contains(amount))?;
        match unit.trim().trim_start_matches('个').trim_end_matches(['内', '。']) {
            "小时" | "h" | "H" | "时" => Some(Self::Hours(amount)),
            "天" | "日" | "自然日" => Some(Self::Days(amount)),
            "工作日" => Some(Self::WorkingDays(amount)),
            _ => None,
        }
    }
}

/// A moment in the shapes that offices use: a day as in lists of people, and after it 17:30, 17:30:00, 17时30分 or nothing.
/// Without a time it is the day's beginning, or its end.
pub fn moment(text: &str, at_end: bool) -> Option<DateTime<Utc>> {
    let text = text.trim();
    let cut = text.find([' ', 'T', '　']).or_else(|| text.find('日').map(|at| at + '日'.len_utf8()));
    let (date, time) = text.split_at(cut.unwrap_or(text.len()));
    let day = start_of_civil_day(day(date)?);
    let time = time.trim_start_matches([' ', 'T', '　']);
    if time.is_empty() {
        return Some(if at_end { day + TimeDelta::days(1) } else { day });
    }
    let time: String = time.chars().map(|sign| if "：时点".contains(sign) { ':' } else { sign }).collect();
    let time = time.trim_end_matches(['分', 'Z', ':']);
    let time =
        ["%H:%M:%S", "%H:%M", "%H:%M:%S%.f"].iter().find_map(|form| NaiveTime::parse_from_str(time, form).ok())?;
    Some(day + time.signed_duration_since(NaiveTime::MIN))
}

/// Until when an order wants an answer that came at `now` or when the caller rang.
///
/// What the sheet says counts; else the draft standard of Beijing's 12345 (2021): two hours for emergencies, 24 for water, power,
/// gas and heat, seven days for the rest and fifteen for what is complex.
pub fn due_at(order: &Order, clocks: &Clockwork, now: DateTime<Utc>) -> DateTime<Utc> {
    let from = order.received_at.unwrap_or(now);
    match order.term {
        Some(Term::Until(at)) => at,
        Some(Term::Hours(count)) => from + TimeDelta::hours(count.into()),
        Some(Term::Days(count)) => from + TimeDelta::days(count.into()),
        Some(Term::WorkingDays(count)) => clocks.calendar.add_working_days(from, count),
        None => {
            let standard = Clockwork { rules: Rules::new(Preset::Hotline.rules()), ..clocks.clone() };
            let (urgency, several_units) = (order.urgency, order.is_complex);
            standard.due(&Asked { clock: Clock::Business, category: None, tier: None, urgency, several_units }, from)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn one_moment_is_read_however_it_is_written() {
        for text in [
            "2026-11-23 17:30",
            "2026/11/23 17:30:00",
            "2026年11月23日17时30分",
            "2026-11-23T17:30:00",
            "2026.11.23 17：30",
        ] {
            assert_eq!(moment(text, true), Some(utc("2026-11-23T09:30:00Z")), "{text}");
        }
        assert_eq!(moment("2026-11-23", false), Some(utc("2026-11-22T16:00:00Z")));
        assert_eq!(moment("2026-11-23", true), Some(utc("2026-11-23T16:00:00Z")));
        for text in ["", "明天", "2026-13-01", "2026-11-23 25:00", "17:30"] {
            assert_eq!(moment(text, false), None, "{text}");
        }
    }

    #[test]
    fn spans_are_read_and_what_is_neither_is_refused() {
        for (text, term) in [
            ("24小时", Term::Hours(24)),
            ("2 小时内", Term::Hours(2)),
            ("7天", Term::Days(7)),
            ("15个自然日", Term::Days(15)),
            ("3个工作日", Term::WorkingDays(3)),
        ] {
            assert_eq!(Term::read(text), Some(term), "{text}");
        }
        for text in ["尽快", "0天", "天", "7", "三天"] {
            assert_eq!(Term::read(text), None, "{text}");
        }
    }
}
