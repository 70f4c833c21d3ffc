//! Switches over the map: lens, 3D or 2D, and buttons for every movement that keys and fingers can do.

use domain::cell::Lens;
use leptos::prelude::*;
use ui::icon::{Glyph, Icon};
use ui::language::{say, use_lang};
use ui::{Tab, Tabs, name};
use wording::Word;

use super::bridge::{Gesture, Mode};
use super::context::use_map;
use super::view_state::ViewState;

/// What the colours mean.
#[component]
pub fn LensSwitch() -> impl IntoView {
    let context = use_map();
    let lang = use_lang();
    let label = Signal::derive(move || Word::LensSwitch.text(lang.get()).to_owned());
    let tabs = Lens::ALL.map(|lens| {
        let href = context.href(move |view| view.through(lens));
        let current = Signal::derive(move || context.view.with(|view| view.lens == lens));
        view! { <Tab href=href current=current>{say(name::lens(lens))}</Tab> }
    });
    view! { <Tabs label=label>{tabs.into_iter().collect_view()}</Tabs> }
}

/// 3D or 2D.
#[component]
pub fn ModeSwitch() -> impl IntoView {
    let context = use_map();
    let lang = use_lang();
    let label = Signal::derive(move || Word::ViewSwitch.text(lang.get()).to_owned());
    let tabs = [(Mode::Solid, Word::Mode3d), (Mode::Flat, Word::Mode2d)].map(|(mode, word)| {
        let href = context.href(move |view| ViewState { mode, ..view.clone() });
        let current = Signal::derive(move || context.view.with(|view| view.mode == mode));
        view! { <Tab href=href current=current>{say(word)}</Tab> }
    });
    view! { <Tabs label=label>{tabs.into_iter().collect_view()}</Tabs> }
}

/// Buttons for zooming, turning and tilting: nothing on the map needs a drag.
#[component]
pub fn MapButtons() -> impl IntoView {
    let context = use_map();
    let ready = move || context.loaded.get().is_some();
    let flat = move || context.view.with(|view| view.mode == Mode::Flat);
    let button = move |gesture, icon, word, only_solid: bool| {
        view! {
            <button
                type="button"
                class="map-button"
                aria-label=say(word)
                title=say(word)
                hidden=move || only_solid && flat()
                on:click=move |_| context.act(gesture)
            >
                <Glyph icon=Signal::stored(icon) />
            </button>
        }
    };
    view! {
        <div class="map-buttons" role="group" aria-label=say(Word::MapControls) hidden=move || !ready()>
            {button(Gesture::ZoomIn, Icon::Plus, Word::ZoomIn, false)}
            {button(Gesture::ZoomOut, Icon::Minus, Word::ZoomOut, false)}
            {button(Gesture::TurnLeft, Icon::TurnLeft, Word::TurnLeft, true)}
            {button(Gesture::TurnRight, Icon::TurnRight, Word::TurnRight, true)}
            {button(Gesture::TiltUp, Icon::TiltUp, Word::TiltUp, true)}
            {button(Gesture::TiltDown, Icon::TiltDown, Word::TiltDown, true)}
            {button(Gesture::Home, Icon::Home, Word::ResetView, false)}
        </div>
    }
}
