//! Figures: what is counted of cases, and over which time. Each has a formula with a version; the formula itself is SQL in
//! `store::figure`, the one place that counts. Not here: who may see them (`service::figure`), their words (`wording`).

mod heat;
mod period;
mod rate;

pub use heat::{SQUARE_M, Square};
pub use period::{Period, Span};
pub use rate::{By, CategoryCount, Definition, Flow, Lit, LitCount, Rate, Side, Which};

/// Declares the figures with their stored words and versions.
macro_rules! figures {
    ($($(#[$doc:meta])* $name:ident = $slug:literal, $version:literal;)*) => {
        /// A share of cases. Every one is counted out of whole cases, so that each number opens exactly its cases.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Figure {
            $($(#[$doc])* $name,)*
        }

        impl Figure {
            /// Every figure, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stored word.
            pub fn slug(self) -> &'static str {
                match self {
                    $(Self::$name => $slug,)*
                }
            }

            /// The version of its formula; it rises whenever the formula changes.
            pub fn version(self) -> i16 {
                match self {
                    $(Self::$name => $version,)*
                }
            }
        }
    };
}

// 应结案: cases whose business deadline falls in the period, and those closed before it in the period; each counts once. The
// formulas of 结案率 and 按期结案率 are those of Tianmen's bulletin (December 2016), which subtracts nothing but 缓办 (Jinhua).
figures! {
    /// 办结率: closed, of what was due and is not paused.
    Closing = "closing", 1;
    /// 按期办结率: closed and done within the business deadline, of the same.
    OnTime = "on_time", 1;
    /// 紧急按期办结率: the same of urgent and emergency cases alone.
    UrgentOnTime = "urgent_on_time", 1;
    /// 返工率: sent back at least once, of what was due and is not paused (Fuzhou).
    Rework = "rework", 1;
    /// 延期率: given more time at least once, of what was due and is not paused (Fuzhou).
    Delay = "delay", 1;
    /// 缓办: paused, of all that was due.
    Paused = "paused", 1;
    /// 受理办结率: closed, of what was reported in the period and not refused, withdrawn or merged (Yubei's 371 of 395).
    Registered = "registered", 1;
    /// 响应率: answered in time, of what came from outside and had to be answered in the period.
    Answer = "answer", 1;
    /// 解决率: said to be solved, of what residents said a word about.
    Solved = "solved", 1;
    /// 满意率: satisfied and mostly satisfied, of what residents said a word about. Silence is in neither.
    Satisfied = "satisfied", 1;
    /// 未评价: nobody said a word, of what was closed in the period.
    Silent = "silent", 1;
}

impl Figure {
    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|figure| figure.slug() == slug)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_survives_its_word() {
        for figure in Figure::ALL {
            assert_eq!(Figure::from_slug(figure.slug()), Some(*figure));
            assert!(figure.version() >= 1);
        }
        assert_eq!(Figure::from_slug("other"), None);
    }
}
