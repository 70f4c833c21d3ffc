//! How the command screen goes round areas, as it stands in the address.

use domain::area::Area;

/// Seconds that a screen stays with an area, least and most.
const EVERY_S: std::ops::RangeInclusive<u16> = 5..=3600;

/// The way round; none by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Seconds for each area; nothing for a screen that stays where it is.
    pub every_s: Option<u16>,
    /// The area whose parts it goes round; the one in focus by default.
    pub of: Option<Area>,
    /// Whether it was told to stand still.
    pub is_paused: bool,
}

impl Round {
    /// How long a rotation that begins here stays with each area.
    pub const USUAL_S: u16 = 30;

    /// Reads it out of query parameters; `30` and `30s` mean the same.
    pub fn parse(text: impl Fn(&str) -> Option<String>) -> Self {
        let seconds = |value: String| value.strip_suffix('s').unwrap_or(&value).parse().ok();
        Self {
            every_s: text("rotate").and_then(seconds).filter(|seconds| EVERY_S.contains(seconds)),
            of: text("of").and_then(|value| value.parse().ok()),
            is_paused: text("pause").is_some_and(|value| value == "1"),
        }
    }

    /// Seconds for each area while it goes round.
    pub fn running(self) -> Option<u16> {
        self.every_s.filter(|_| !self.is_paused)
    }

    /// Begun, paused, or going on again.
    #[must_use]
    pub fn toggled(self) -> Self {
        match self.every_s {
            None => Self { every_s: Some(Self::USUAL_S), is_paused: false, ..self },
            Some(_) => Self { is_paused: !self.is_paused, ..self },
        }
    }
}
