//! Buttons that do something, and links that look like them.

use leptos::prelude::*;

use crate::icon::{Glyph, Icon};

/// How much a button weighs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one next step of a form or card.
    Primary,
    /// Any other step.
    #[default]
    Plain,
    /// A step beside text that should not draw attention.
    Quiet,
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button--primary",
            Self::Plain => "button",
            Self::Quiet => "button button--quiet",
        }
    }
}

/// A native button. Inside a form it submits unless `action` says otherwise.
#[component]
pub fn Button(
    /// How much it weighs.
    #[prop(optional)]
    kind: ButtonKind,
    /// Drawn before the words.
    #[prop(optional, into)]
    icon: Option<Icon>,
    /// `submit` (the default) or `button`.
    #[prop(default = "submit")]
    action: &'static str,
    /// The name and value that the form sends for this button.
    #[prop(optional, into)]
    name: Option<String>,
    /// See `name`.
    #[prop(optional, into)]
    value: Option<String>,
    /// Not possible just now; say why beside it.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <button type=action class=kind.class() name=name value=value disabled=disabled>
            {icon.map(|icon| view! { <Glyph icon=icon /> })}
            {children()}
        </button>
    }
}

/// A link that looks like a button: for going somewhere, never for changing something.
#[component]
pub fn LinkButton(
    /// Where to.
    #[prop(into)]
    href: Signal<String>,
    /// How much it weighs.
    #[prop(optional)]
    kind: ButtonKind,
    /// Drawn before the words.
    #[prop(optional, into)]
    icon: Option<Icon>,
    /// `external` when it leads to another surface.
    #[prop(optional, into)]
    rel: Option<&'static str>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <a class=kind.class() href=href rel=rel>
            {icon.map(|icon| view! { <Glyph icon=icon /> })}
            {children()}
        </a>
    }
}
