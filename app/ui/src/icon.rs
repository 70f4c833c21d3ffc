//! Our own icons: strokes on a 24 × 24 grid, drawn inline so that they follow the text's colour and need no request.
//!
//! Always beside a word or inside an element that has a name: icons are hidden from screen readers.

use leptos::prelude::*;

/// One of the icons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say what is drawn")]
pub enum Icon {
    Search,
    Close,
    ChevronRight,
    ChevronUp,
    ChevronDown,
    ChevronLeft,
    Plus,
    Minus,
    Home,
    TurnLeft,
    TurnRight,
    TiltUp,
    TiltDown,
    Cube,
    Layers,
    List,
    Sun,
    Moon,
    Globe,
    Keyboard,
    Person,
    People,
    Building,
    Door,
    Route,
    Play,
    Pause,
    Check,
    Warning,
    Info,
    Pin,
    Eye,
    EyeOff,
    External,
}

impl Icon {
    /// The outline, as an SVG path.
    const fn path(self) -> &'static str {
        match self {
            Self::Search => "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5",
            Self::Close => "M5 5l14 14M19 5L5 19",
            Self::ChevronRight => "M9 5l7 7-7 7",
            Self::ChevronLeft => "M15 5l-7 7 7 7",
            Self::ChevronUp => "M5 15l7-7 7 7",
            Self::ChevronDown => "M5 9l7 7 7-7",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Minus => "M5 12h14",
            Self::Home => "M4 11l8-7 8 7M6 10v10h12V10",
            Self::TurnLeft => "M4 5v6h6M4.6 11A8 8 0 1 1 6 17.5",
            Self::TurnRight => "M20 5v6h-6M19.4 11A8 8 0 1 0 18 17.5",
            Self::TiltUp => "M4 16l8 4 8-4-8-4zM12 3v7M9 6l3-3 3 3",
            Self::TiltDown => "M4 8l8-4 8 4-8 4zM12 14v7M9 18l3 3 3-3",
            Self::Cube => "M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9",
            Self::Layers => "M3 8l9-5 9 5-9 5zM3 13l9 5 9-5",
            Self::List => "M9 6h11M9 12h11M9 18h11M4 6h.01M4 12h.01M4 18h.01",
            Self::Sun => {
                "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6L19 19M5 19l1.4-1.4M17.6 6.4L19 5"
            }
            Self::Moon => "M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5z",
            Self::Globe => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18",
            Self::Keyboard => "M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M7 14h10",
            Self::Person => "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c0-4 3.5-6 8-6s8 2 8 6",
            Self::People => {
                "M9 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM2 21c0-4 3-6 7-6s7 2 7 6M16 4.5a4 4 0 0 1 0 7M18 15.5c2.5.7 4 2.5 4 5.5"
            }
            Self::Building => "M5 21V4h10v17M15 9h4v12M3 21h18M8 8h1M11 8h1M8 12h1M11 12h1M8 16h1M11 16h1",
            Self::Door => "M6 21V3h12v18M3 21h18M14 12h.01",
            Self::Route => {
                "M6 15a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM18 3a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM9 18h6a4 4 0 0 0 0-8H9a3.5 3.5 0 0 1 0-5h6"
            }
            Self::Play => "M7 4l13 8-13 8z",
            Self::Pause => "M8 5v14M16 5v14",
            Self::Check => "M4 13l5 5L20 6",
            Self::Warning => "M12 3l10 18H2zM12 10v5M12 18h.01",
            Self::Info => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v6M12 7h.01",
            Self::Pin => {
                "M12 21c-5-6-7-9-7-12a7 7 0 0 1 14 0c0 3-2 6-7 12zM12 6.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z"
            }
            Self::Eye => "M2 12c3-5 6.5-7 10-7s7 2 10 7c-3 5-6.5 7-10 7s-7-2-10-7zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
            Self::EyeOff => "M2 12c3-5 6.5-7 10-7s7 2 10 7c-3 5-6.5 7-10 7s-7-2-10-7zM3 3l18 18",
            Self::External => "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
        }
    }
}

/// Draws an icon at the size of the text around it.
#[component]
pub fn Glyph(
    /// Which one.
    #[prop(into)]
    icon: Signal<Icon>,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=move || icon.get().path() />
        </svg>
    }
}
