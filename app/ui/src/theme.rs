//! The looks: light for work, screen for walls and dark rooms, outdoor for a phone in the sun.

/// A look; the value of `data-theme` on the root element.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Dark on white.
    #[default]
    Light,
    /// Light on dark blue, for wall screens.
    Screen,
    /// Black on white with thick edges, for a phone in the sun.
    Outdoor,
}

impl Theme {
    /// All looks, the default first.
    pub const ALL: [Self; 3] = [Self::Light, Self::Screen, Self::Outdoor];

    /// The word in URLs, cookies and `data-theme`.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Screen => "screen",
            Self::Outdoor => "outdoor",
        }
    }

    /// Reads the word in URLs and cookies.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.slug() == slug)
    }

    /// The other look at a desk, where nobody stands in the sun.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Light => Self::Screen,
            Self::Screen | Self::Outdoor => Self::Light,
        }
    }
}
