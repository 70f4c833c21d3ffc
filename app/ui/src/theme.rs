//! The two looks: light for work, screen for walls and dark rooms.

/// A look; the value of `data-theme` on the root element.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Dark on white.
    #[default]
    Light,
    /// Light on dark blue, for wall screens.
    Screen,
}

impl Theme {
    /// Both looks, the default first.
    pub const ALL: [Self; 2] = [Self::Light, Self::Screen];

    /// The word in URLs, cookies and `data-theme`.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Screen => "screen",
        }
    }

    /// Reads the word in URLs and cookies.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.slug() == slug)
    }

    /// The other look.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Light => Self::Screen,
            Self::Screen => Self::Light,
        }
    }
}
