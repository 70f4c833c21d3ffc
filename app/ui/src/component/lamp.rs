//! Case lights: always a shape and a word beside the colour.

use domain::case::Light;
use leptos::prelude::*;

use crate::format;
use crate::language::say;
use crate::name;

fn class(light: Light) -> &'static str {
    match light {
        Light::Red => "lamp lamp--red",
        Light::Yellow => "lamp lamp--yellow",
        Light::Blue => "lamp lamp--blue",
        Light::Green => "lamp lamp--green",
        Light::Grey => "lamp lamp--grey",
    }
}

/// Outline and mark of a light's shape: triangle with !, diamond, square with bar, disc with check, hexagon with
/// cross.
fn paths(light: Light) -> (&'static str, &'static str) {
    match light {
        Light::Red => ("M8 1.2L15.4 14.6H.6z", "M8 6v4.2M8 12.3v.2"),
        Light::Yellow => ("M8 .8L15.2 8 8 15.2.8 8z", "M8 5.4v5.2"),
        Light::Blue => ("M1.6 1.6h12.8v12.8H1.6z", "M4.6 8h6.8"),
        Light::Green => ("M8 .8a7.2 7.2 0 1 0 0 14.4A7.2 7.2 0 0 0 8 .8z", "M4.6 8.2l2.4 2.4 4.4-4.8"),
        Light::Grey => ("M4.4 1.6h7.2L15.2 8l-3.6 6.4H4.4L.8 8z", "M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8"),
    }
}

/// The shape alone; name it by the element around it.
#[component]
pub fn LampShape(
    /// The light.
    light: Light,
) -> impl IntoView {
    let (outline, mark) = paths(light);
    view! {
        <svg class="lamp__shape" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <path class="lamp__body" d=outline />
            <path class="lamp__mark" d=mark />
        </svg>
    }
}

/// A light with its word.
#[component]
pub fn Lamp(
    /// The light.
    light: Light,
    /// The full words of the regulations instead of the short one.
    #[prop(optional)]
    in_full: bool,
) -> impl IntoView {
    let word = if in_full { name::light_in_full(light) } else { name::light(light) };
    view! {
        <span class=class(light)>
            <LampShape light=light />
            <span class="lamp__word">{say(word)}</span>
        </span>
    }
}

/// A light with a number of cases; the word is for screen readers and for the hover text.
#[component]
pub fn LampCount(
    /// The light.
    light: Light,
    /// How many cases.
    count: i64,
) -> impl IntoView {
    let word = say(name::light(light));
    view! {
        <span class=class(light) class:is-zero=count == 0 title=word>
            <LampShape light=light />
            <span class="visually-hidden">{word}</span>
            <span class="lamp__count">{format::number(count)}</span>
        </span>
    }
}
