//! What clocks, their rules and how they stand are called on a page.

use domain::deadline::{Alarm, Clock, Condition, Origin, Pace, Preset, Span, SpanUnit, Tier, Urgency};
use wording::{Lang, Phrase, Word};

/// A clock of a case.
pub fn clock(clock: Clock) -> Word {
    match clock {
        Clock::Answer => Word::ClockAnswer,
        Clock::Accept => Word::ClockAccept,
        Clock::Handle => Word::ClockHandle,
        Clock::Whistle => Word::ClockWhistle,
        Clock::Contact => Word::ClockContact,
        Clock::Arrive => Word::ClockArrive,
        Clock::Check => Word::ClockCheck,
        Clock::Evaluate => Word::ClockEvaluate,
        Clock::Business => Word::ClockBusiness,
    }
}

/// How urgent a case is.
pub fn urgency(urgency: Urgency) -> Word {
    match urgency {
        Urgency::Ordinary => Word::UrgencyOrdinary,
        Urgency::Urgent => Word::UrgencyUrgent,
        Urgency::Emergency => Word::UrgencyEmergency,
    }
}

/// Who has a case in hand.
pub fn tier(tier: Tier) -> Word {
    match tier {
        Tier::Grid => Word::LevelGrid,
        Tier::Community => Word::LevelCommunity,
        Tier::Street => Word::LevelStreet,
        Tier::Department => Word::TierDepartment,
        Tier::City => Word::LevelCity,
    }
}

/// How a clock stands.
pub fn pace(pace: Pace) -> Word {
    match pace {
        Pace::OnTime => Word::PaceOnTime,
        Pace::Soon => Word::PaceSoon,
        Pace::Late => Word::PaceLate,
        Pace::Paused => Word::PacePaused,
    }
}

/// What an idle light calls for.
pub fn alarm(alarm: Alarm) -> Word {
    match alarm {
        Alarm::Remind => Word::AlarmRemind,
        Alarm::Inquire => Word::AlarmInquire,
        Alarm::Supervise => Word::AlarmSupervise,
    }
}

/// What a span counts.
pub fn span_unit(unit: SpanUnit) -> Word {
    match unit {
        SpanUnit::Minutes => Word::SpanMinutes,
        SpanUnit::Hours => Word::SpanHours,
        SpanUnit::Days => Word::SpanDays,
        SpanUnit::WorkingDays => Word::SpanWorkingDays,
    }
}

/// Where a published set of deadlines is from.
pub fn preset(preset: Preset) -> Word {
    match preset {
        Preset::Ulanqab => Word::LimitsUlanqab,
        Preset::Yubei => Word::LimitsYubei,
        Preset::Hotline => Word::LimitsHotline,
        Preset::Whistle => Word::LimitsWhistle,
    }
}

/// Where a rule is from.
pub fn origin(origin: Origin) -> Word {
    match origin {
        Origin::BuiltIn => Word::DeadlineBuiltIn,
        Origin::City => Word::DeadlineCity,
        Origin::Preset(set) => preset(set),
    }
}

/// Whether several units work on a case.
pub fn several_units(several: bool) -> Word {
    if several { Word::DeadlineSeveral } else { Word::DeadlineOne }
}

/// How long: `15 分钟（服务时间内）`.
pub fn span(span: Span, lang: Lang) -> String {
    let amount = span.amount();
    let text = match span.unit() {
        SpanUnit::Minutes => Phrase::SpanInMinutes { amount },
        SpanUnit::Hours => Phrase::SpanInHours { amount },
        SpanUnit::Days => Phrase::SpanInDays { amount },
        SpanUnit::WorkingDays => Phrase::SpanInWorkingDays { amount },
    };
    let text = text.text(lang);
    if span.unit() == SpanUnit::WorkingDays || !span.in_service_hours() {
        return text;
    }
    let service = Word::DeadlineInService.text(lang);
    if lang == Lang::Zh { format!("{text}（{service}）") } else { format!("{text} {service}") }
}

/// When a rule applies, without its clock: `特急 · 类别 0203`.
pub fn condition(condition: &Condition, lang: Lang) -> String {
    let topic = condition.topic.as_ref().map(|topic| Phrase::AboutTopic { topic: topic.as_str() }.text(lang));
    let word = |word: Word| word.text(lang).to_owned();
    let parts = [
        condition.urgency.map(|degree| word(urgency(degree))),
        topic,
        condition.several_units.map(|several| word(several_units(several))),
        condition.tier.map(|holder| word(tier(holder))),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { word(Word::DeadlineAny) } else { parts.join(" · ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_said_in_words() {
        let said = |slug| condition(&Condition::from_slug(slug).unwrap(), Lang::Zh);
        assert_eq!(said("handle:-:-:-:-"), "任何情况");
        assert_eq!(said("handle:0203:street:emergency:1"), "特急 · 类别 0203 · 涉及多个单位或较复杂 · 街道");
    }

    #[test]
    fn working_days_are_in_service_hours_without_saying_so() {
        let said = |unit, service, lang| span(Span::new(15, unit, service).unwrap(), lang);
        assert_eq!(said(SpanUnit::Minutes, true, Lang::Zh), "15 分钟（服务时间内）");
        assert_eq!(said(SpanUnit::Minutes, true, Lang::En), "15 min in service hours");
        assert_eq!(said(SpanUnit::WorkingDays, true, Lang::Zh), "15 个工作日");
        assert_eq!(said(SpanUnit::Hours, false, Lang::Zh), "15 小时");
    }
}
