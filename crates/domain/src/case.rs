//! Cases and their four lights: the smallest true machine, which the case desk will grow from.
//!
//! Not here yet: hand-overs between units, clocks, evidence (they come with the case desk).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::area::Area;
use crate::id::{CaseId, DwellingId};

/// The light of a case, as Longjing's system shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Light {
    /// 上传待接收: uploaded, nobody has accepted it.
    Red,
    /// 接收待处理: accepted, being worked on.
    Yellow,
    /// 已完结待核实: finished, not yet verified.
    Blue,
    /// 已办结: the street evaluated it.
    Green,
}

impl Light {
    /// All lights, worst first.
    pub const ALL: [Self; 4] = [Self::Red, Self::Yellow, Self::Blue, Self::Green];

    /// Stored form: 1 red, 2 yellow, 3 blue, 4 green.
    pub fn number(self) -> i16 {
        self as i16 + 1
    }

    /// Parses the stored form.
    pub fn from_number(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|light| light.number() == number)
    }

    /// Whether somebody still has to do something.
    pub fn is_open(self) -> bool {
        self != Self::Green
    }

    /// The steps that are possible now.
    pub fn steps(self) -> &'static [Step] {
        match self {
            Self::Red => &[Step::Accept],
            Self::Yellow => &[Step::Finish],
            Self::Blue => &[Step::Evaluate, Step::SendBack],
            Self::Green => &[Step::Reopen],
        }
    }

    /// The light after a step, or the reason why it can't be taken.
    pub fn after(self, step: Step) -> Result<Self, InvalidStep> {
        match (self, step) {
            (Self::Red, Step::Accept) | (Self::Blue, Step::SendBack) | (Self::Green, Step::Reopen) => Ok(Self::Yellow),
            (Self::Yellow, Step::Finish) => Ok(Self::Blue),
            (Self::Blue, Step::Evaluate) => Ok(Self::Green),
            _ => Err(InvalidStep { light: self, step }),
        }
    }
}

/// What somebody does to a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// 接收: red → yellow.
    Accept,
    /// 办结: yellow → blue.
    Finish,
    /// 评价通过: blue → green.
    Evaluate,
    /// 退回再办: blue → yellow.
    SendBack,
    /// 重新打开: green → yellow.
    Reopen,
}

impl Step {
    /// All steps, in the order of a case's life.
    pub const ALL: [Self; 5] = [Self::Accept, Self::Finish, Self::Evaluate, Self::SendBack, Self::Reopen];

    /// The word stored in the event table and used in forms.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Finish => "finish",
            Self::Evaluate => "evaluate",
            Self::SendBack => "send_back",
            Self::Reopen => "reopen",
        }
    }

    /// Reads the word stored in the event table and used in forms.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.slug() == slug)
    }
}

/// A step that the case's light does not allow.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a case whose light is {light:?} cannot take the step {step:?}")]
pub struct InvalidStep {
    /// The light as it is.
    pub light: Light,
    /// The step that was asked for.
    pub step: Step,
}

/// An open case as the map shows it: a beacon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beacon {
    /// The case.
    pub case: CaseId,
    /// Its light; never green.
    pub light: Light,
    /// The cell it belongs to in the current scene; `None` for a case in the open.
    pub cell: Option<u32>,
    /// The grid.
    pub area: Area,
}

/// A case on a household card or in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseLine {
    /// The case.
    pub case: CaseId,
    /// The household it is about.
    pub dwelling: Option<DwellingId>,
    /// Where it is, in words: estate and door such as 阳光花园 3-2-401, or the grid for a case in the open.
    pub place: String,
    /// One line that says what is wrong.
    pub title: String,
    /// The light.
    pub light: Light,
    /// Rises with every step; a step names the version it saw.
    pub version: i32,
    /// When it was reported.
    pub reported_at: DateTime<Utc>,
    /// When the light last changed.
    pub changed_at: DateTime<Utc>,
    /// Its history, oldest first: the light that each step led to, and when.
    pub history: Vec<CaseMoment>,
}

/// One step in a case's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseMoment {
    /// The light after the step.
    pub light: Light,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// The post of who did it, in words (area and role, never a person's name); empty for a resident without account.
    pub by: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_offered_step_can_be_taken_and_no_other() {
        for light in Light::ALL {
            for step in Step::ALL {
                assert_eq!(light.after(step).is_ok(), light.steps().contains(&step));
            }
        }
    }

    #[test]
    fn a_step_is_found_by_its_slug() {
        for step in Step::ALL {
            assert_eq!(Step::from_slug(step.slug()), Some(step));
        }
    }
}
