//! The rules: under which conditions which clock runs how long. The most specific one wins, and there is always one.

use serde::{Deserialize, Serialize};

use super::preset::{self, Preset};
use super::span::{Span, SpanUnit};
use super::{Clock, Urgency};
use crate::area::Level;
use crate::category::CategoryCode;

/// Who has the case in hand 办理层级: a level of areas, or a department beside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// 网格.
    Grid,
    /// 社区.
    Community,
    /// 街道.
    Street,
    /// 职能部门.
    Department,
    /// 市级.
    City,
}

impl Tier {
    /// Every tier with its stored word.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Grid, "grid"),
        (Self::Community, "community"),
        (Self::Street, "street"),
        (Self::Department, "department"),
        (Self::City, "city"),
    ];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(tier, _)| *tier == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(tier, _)| *tier)
    }
}

impl From<Level> for Tier {
    fn from(level: Level) -> Self {
        match level {
            Level::City => Self::City,
            Level::Street => Self::Street,
            Level::Community => Self::Community,
            Level::Grid => Self::Grid,
        }
    }
}

/// What a rule's cases are about: a group of categories by two digits, or one category by four.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Topic(String);

impl Topic {
    /// Parses two or four digits.
    pub fn new(text: &str) -> Option<Self> {
        let is_code = matches!(text.len(), 2 | 4) && text.bytes().all(|byte| byte.is_ascii_digit());
        is_code.then(|| Self(text.to_owned()))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a category is it, or belongs to it.
    pub fn contains(&self, code: &CategoryCode) -> bool {
        code.as_str().starts_with(&self.0)
    }
}

/// What a due time is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Which clock.
    pub clock: Clock,
    /// What the case is about, when that is known.
    pub category: Option<&'a CategoryCode>,
    /// Who has it in hand, where that matters.
    pub tier: Option<Tier>,
    /// How urgent it is.
    pub urgency: Urgency,
    /// Whether several units work on it, or it is complex (涉及单位较多、问题较复杂).
    pub several_units: bool,
}

/// When a rule applies. What is not said may be anything.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Condition {
    /// Which clock it is about.
    pub clock: Clock,
    /// Only cases of this category or group.
    pub topic: Option<Topic>,
    /// Only while such a holder has it.
    pub tier: Option<Tier>,
    /// Only cases that are this urgent.
    pub urgency: Option<Urgency>,
    /// Only cases of several units, or only those of one.
    pub several_units: Option<bool>,
}

impl Condition {
    /// Whatever the case is.
    pub const fn any(clock: Clock) -> Self {
        Self { clock, topic: None, tier: None, urgency: None, several_units: None }
    }

    fn fits(&self, asked: &Asked<'_>) -> bool {
        self.clock == asked.clock
            && self.topic.as_ref().is_none_or(|topic| asked.category.is_some_and(|code| topic.contains(code)))
            && self.tier.is_none_or(|tier| asked.tier == Some(tier))
            && self.urgency.is_none_or(|urgency| urgency == asked.urgency)
            && self.several_units.is_none_or(|several| several == asked.several_units)
    }

    /// How special it is: first what says how urgent, because danger must not wait for a rule about lamps; then the category
    /// before its group; then how many units; then who has it.
    fn rank(&self) -> (bool, usize, bool, bool) {
        let topic = self.topic.as_ref().map_or(0, |topic| topic.0.len());
        (self.urgency.is_some(), topic, self.several_units.is_some(), self.tier.is_some())
    }

    /// Its form in addresses: `handle:0203:street:urgent:1`, with a dash for what may be anything.
    pub fn slug(&self) -> String {
        let topic = self.topic.as_ref().map_or("-", Topic::as_str);
        let tier = self.tier.map_or("-", Tier::slug);
        let urgency = self.urgency.map_or("-", Urgency::slug);
        format!("{}:{topic}:{tier}:{urgency}:{}", self.clock.slug(), self.several_slug())
    }

    /// `1` for several units, `0` for one, a dash for either.
    pub fn several_slug(&self) -> &'static str {
        match self.several_units {
            Some(true) => "1",
            Some(false) => "0",
            None => "-",
        }
    }

    /// Reads its form in addresses.
    pub fn from_slug(slug: &str) -> Option<Self> {
        let parts: Vec<&str> = slug.split(':').collect();
        let [clock, topic, tier, urgency, several] = parts.as_slice() else { return None };
        Some(Self {
            clock: Clock::from_slug(clock)?,
            topic: part(topic, Topic::new).ok()?,
            tier: part(tier, Tier::from_slug).ok()?,
            urgency: part(urgency, Urgency::from_slug).ok()?,
            several_units: part(several, yes_or_no).ok()?,
        })
    }
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text {
        "1" => Some(true),
        "0" => Some(false),
        _ => None,
    }
}

/// A part of a condition that says nothing known.
struct Unreadable;

/// A part that may be anything, or is something that can be read.
fn part<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Unreadable> {
    if text == "-" { Ok(None) } else { read(text).map(Some).ok_or(Unreadable) }
}

/// Where a rule comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// It is there before a city says anything.
    BuiltIn,
    /// The city took it as published.
    Preset(Preset),
    /// The city wrote it.
    City,
}

impl Origin {
    /// The stored word.
    pub fn slug(self) -> &'static str {
        match self {
            Self::BuiltIn => "built_in",
            Self::Preset(preset) => preset.slug(),
            Self::City => "city",
        }
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        match slug {
            "built_in" => Some(Self::BuiltIn),
            "city" => Some(Self::City),
            other => Preset::from_slug(other).map(Self::Preset),
        }
    }
}

/// How long a clock runs under a condition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    /// When it applies.
    pub condition: Condition,
    /// How long.
    pub span: Span,
    /// Whether the clock may be stopped (缓办, with reason and approver).
    pub may_pause: bool,
    /// Where it comes from.
    pub origin: Origin,
}

/// All rules of a city: its own, and the built-in ones that it did not replace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules(Vec<Rule>);

impl Default for Rules {
    fn default() -> Self {
        Self::new([])
    }
}

impl Rules {
    /// The city's rules over the built-in ones: one with the same condition replaces it.
    pub fn new(own: impl IntoIterator<Item = Rule>) -> Self {
        let mut rules: Vec<Rule> = own.into_iter().collect();
        for rule in preset::built_in() {
            if !rules.iter().any(|own| own.condition == rule.condition) {
                rules.push(rule);
            }
        }
        let place = |clock| Clock::ALL.iter().position(|(known, _)| *known == clock);
        rules.sort_by_key(|rule| (place(rule.condition.clock), rule.condition.rank()));
        Self(rules)
    }

    /// All of them: by clock, the general one before the special ones.
    pub fn all(&self) -> &[Rule] {
        &self.0
    }

    /// The rule that decides: the most special one that fits.
    pub fn find(&self, asked: &Asked<'_>) -> Rule {
        let fitting = self.0.iter().filter(|rule| rule.condition.fits(asked));
        fitting.max_by_key(|rule| rule.condition.rank()).cloned().unwrap_or_else(|| Rule {
            condition: Condition::any(asked.clock),
            span: Span::of(3, SpanUnit::WorkingDays, true),
            may_pause: false,
            origin: Origin::BuiltIn,
        })
    }

    /// How long the clock runs: around the clock for what is urgent.
    pub fn span(&self, asked: &Asked<'_>) -> Span {
        let span = self.find(asked).span;
        if asked.urgency.runs_around_the_clock() { span.around_the_clock() } else { span }
    }
}
