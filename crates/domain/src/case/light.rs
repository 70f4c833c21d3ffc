//! The lights of a case, and what residents say of it in the end.

use serde::{Deserialize, Serialize};

/// The light of a case, as Longjing's system shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Light {
    /// 上传待接收: uploaded or handed over, nobody there has accepted it.
    Red,
    /// 接收待处理: accepted, being worked on.
    Yellow,
    /// 已完结待核实: finished, not yet verified and evaluated.
    Blue,
    /// 已办结: the street evaluated it, or its kind needs no evaluation.
    Green,
    /// Ended without being handled: 不予受理, 已撤销 or 已合并.
    Grey,
}

impl Light {
    /// All lights, worst first.
    pub const ALL: [Self; 5] = [Self::Red, Self::Yellow, Self::Blue, Self::Green, Self::Grey];

    /// The lights of cases that somebody still has to do something about, worst first.
    pub const OPEN: [Self; 3] = [Self::Red, Self::Yellow, Self::Blue];

    /// Stored form: 1 red, 2 yellow, 3 blue, 4 green, 5 grey. Open ones are below 4.
    pub fn number(self) -> i16 {
        self as i16 + 1
    }

    /// Parses the stored form.
    pub fn from_number(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|light| light.number() == number)
    }

    /// The word in addresses and style classes.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Yellow => "yellow",
            Self::Blue => "blue",
            Self::Green => "green",
            Self::Grey => "grey",
        }
    }

    /// Reads the word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|light| light.slug() == slug)
    }

    /// Whether somebody still has to do something.
    pub fn is_open(self) -> bool {
        Self::OPEN.contains(&self)
    }
}

/// The resident's word 拍拍板 on how a case ended. Silence is none of these, and never counts as satisfied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 已解决, 满意.
    Satisfied,
    /// 已解决, 基本满意.
    Mostly,
    /// 已解决, 不满意.
    Dissatisfied,
    /// 未解决: opens the case again.
    Unresolved,
}

impl Verdict {
    /// Every word with its stored form.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Satisfied, "satisfied"),
        (Self::Mostly, "mostly"),
        (Self::Dissatisfied, "dissatisfied"),
        (Self::Unresolved, "unresolved"),
    ];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(verdict, _)| *verdict == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(verdict, _)| *verdict)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_light_survives_its_number_and_open_ones_are_below_four() {
        for light in Light::ALL {
            assert_eq!(Light::from_number(light.number()), Some(light));
            assert_eq!(light.is_open(), light.number() < 4);
        }
    }
}
