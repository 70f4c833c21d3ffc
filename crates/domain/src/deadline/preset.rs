//! Published sets of deadlines, to be taken as a whole, and the rules that are there before a city says anything.

use super::rule::{Condition, Origin, Rule};
use super::span::{Span, SpanUnit};
use super::{Clock, Urgency};

/// A set of rules as a place published it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Preset {
    /// Ulanqab 乌兰察布: "15分钟内回应，72小时内办结" (Guangming Net, 2019-03-05).
    Ulanqab,
    /// Yubei 渝北: "1—3个工作日内办理答复", and 7 working days where "涉及单位较多、问题较复杂" (2014). Urgent ones get the near
    /// end of one to three.
    Yubei,
    /// The draft of Beijing's standard for 12345 (2021): 2 hours for emergencies, 24 for water, power, gas and heat, 7 days for
    /// the rest, 15 for complex ones.
    Hotline,
    /// Whistles 吹哨报到: Nanjing Gulou signs within 1 hour, gets in touch within 24, and shows up within 3 working days
    /// (工作推进哨) or 5 (攻坚克难哨, here cases of several units); in emergencies Beijing Pinggu is there within 30 minutes.
    Whistle,
}

impl Preset {
    /// Every set with its stored word.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::Ulanqab, "ulanqab"), (Self::Yubei, "yubei"), (Self::Hotline, "hotline"), (Self::Whistle, "whistle")];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(preset, _)| *preset == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(preset, _)| *preset)
    }

    /// Its rules.
    pub fn rules(self) -> Vec<Rule> {
        let lines = match self {
            Self::Ulanqab => ulanqab(),
            Self::Yubei => yubei(),
            Self::Hotline => hotline(),
            Self::Whistle => whistle(),
        };
        lines.into_iter().map(|line| line.rule(Origin::Preset(self))).collect()
    }

    /// The clocks that it has rules for: taking it replaces all of the city's rules for these.
    pub fn clocks(self) -> Vec<Clock> {
        let mut clocks: Vec<Clock> = self.rules().into_iter().map(|rule| rule.condition.clock).collect();
        clocks.dedup();
        clocks
    }
}

/// Which cases a line is about.
#[derive(Clone, Copy)]
enum Which {
    Any,
    Several,
    Only(Urgency),
}

/// A rule in one line.
struct Line(Clock, Which, Span);

impl Line {
    fn rule(self, origin: Origin) -> Rule {
        let Self(clock, which, span) = self;
        let mut condition = Condition::any(clock);
        match which {
            Which::Any => {}
            Which::Several => condition.several_units = Some(true),
            Which::Only(urgency) => condition.urgency = Some(urgency),
        }
        // Work may have to wait for spring or for money; a reply, a signature or danger may not.
        let is_emergency = condition.urgency == Some(Urgency::Emergency);
        let may_pause = matches!(clock, Clock::Handle | Clock::Business) && !is_emergency;
        Rule { condition, span, may_pause, origin }
    }
}

const fn service_minutes(amount: u16) -> Span {
    Span::of(amount, SpanUnit::Minutes, true)
}

const fn service_hours(amount: u16) -> Span {
    Span::of(amount, SpanUnit::Hours, true)
}

const fn minutes(amount: u16) -> Span {
    Span::of(amount, SpanUnit::Minutes, false)
}

const fn hours(amount: u16) -> Span {
    Span::of(amount, SpanUnit::Hours, false)
}

const fn days(amount: u16) -> Span {
    Span::of(amount, SpanUnit::Days, false)
}

const fn working_days(amount: u16) -> Span {
    Span::of(amount, SpanUnit::WorkingDays, true)
}

/// The holder's clock and the whole case's run alike.
fn both(which: Which, span: Span) -> [Line; 2] {
    [Line(Clock::Handle, which, span), Line(Clock::Business, which, span)]
}

/// Sorted by clock, as [`Preset::clocks`] and readers want it.
fn sorted(lines: impl IntoIterator<Item = Line>) -> Vec<Line> {
    let mut lines: Vec<Line> = lines.into_iter().collect();
    lines.sort_by_key(|line| Clock::ALL.iter().position(|(clock, _)| *clock == line.0));
    lines
}

fn ulanqab() -> Vec<Line> {
    let answer = Line(Clock::Answer, Which::Any, service_minutes(15));
    let done = [both(Which::Any, hours(72)), both(Which::Several, hours(72))];
    sorted(done.into_iter().flatten().chain([answer]))
}

fn yubei() -> Vec<Line> {
    let done = [
        both(Which::Any, working_days(3)),
        both(Which::Several, working_days(7)),
        both(Which::Only(Urgency::Urgent), working_days(1)),
    ];
    sorted(done.into_iter().flatten())
}

fn hotline() -> Vec<Line> {
    let done = [
        both(Which::Any, days(7)),
        both(Which::Several, days(15)),
        both(Which::Only(Urgency::Urgent), hours(24)),
        both(Which::Only(Urgency::Emergency), hours(2)),
    ];
    sorted(done.into_iter().flatten())
}

fn whistle() -> Vec<Line> {
    vec![
        Line(Clock::Whistle, Which::Any, service_hours(1)),
        Line(Clock::Contact, Which::Any, hours(24)),
        Line(Clock::Arrive, Which::Any, working_days(3)),
        Line(Clock::Arrive, Which::Several, working_days(5)),
        Line(Clock::Arrive, Which::Only(Urgency::Emergency), minutes(30)),
    ]
}

/// What holds while a city says nothing else; one for every clock without any condition.
///
/// Answer as in Ulanqab; one hour to accept as in Longjing (reported 10:30, answered 11:30); handling as in Yubei, the whole
/// case within 7 working days, or 10 for several units (Yangzhou Guangling); emergencies as on 12345. One working day to check
/// and two to evaluate are ours.
pub(super) fn built_in() -> Vec<Rule> {
    let urgent = [both(Which::Only(Urgency::Urgent), hours(24)), both(Which::Only(Urgency::Emergency), hours(2))];
    let lines = [
        Line(Clock::Answer, Which::Any, service_minutes(15)),
        Line(Clock::Accept, Which::Any, service_hours(1)),
        Line(Clock::Handle, Which::Any, working_days(3)),
        Line(Clock::Handle, Which::Several, working_days(7)),
        Line(Clock::Check, Which::Any, working_days(1)),
        Line(Clock::Evaluate, Which::Any, working_days(2)),
        Line(Clock::Business, Which::Any, working_days(7)),
        Line(Clock::Business, Which::Several, working_days(10)),
    ];
    let lines = sorted(lines.into_iter().chain(urgent.into_iter().flatten()).chain(whistle()));
    lines.into_iter().map(|line| line.rule(Origin::BuiltIn)).collect()
}
