//! What can be laid over the city: classes of the register as marks, and departments' own grids as outlines.
//!
//! Each line is a switch with its count. Not for the marks themselves, which the engine draws.

use domain::area::Area;
use domain::layer::{Layers, UnitLayer};
use domain::register::Class;
use leptos::prelude::*;
use ui::error::AppError;
use ui::icon::{Glyph, Icon};
use ui::language::{say, use_lang};
use ui::link::stay_put;
use ui::{format, later, name};
use wording::{Lang, Word};

use super::context::{MapContext, use_map};
use super::view_state::ViewState;

/// The switches of all layers over the area in focus; nothing where there is nothing to lay over it.
#[component]
pub fn LayerPanel(
    /// What there is.
    layers: Resource<Result<Layers, AppError>>,
) -> impl IntoView {
    let context = use_map();
    let load = move || async move {
        let scope = context.city.await.map(|city| city.scope).ok();
        (layers.await.unwrap_or_default(), scope)
    };
    let show = later(load, move |(layers, scope)| panel(context, layers, scope));
    view! { <Transition fallback=|| ()>{show}</Transition> }
}

fn panel(context: MapContext, layers: Layers, scope: Option<Area>) -> impl IntoView {
    let lang = use_lang();
    let Layers { register, units, .. } = layers;
    let any = register.is_some() || !units.is_empty();
    let list = move || {
        let area = context.view.with(|view| view.area).or(scope);
        area.map(|area| format!("/areas/{area}/register"))
    };
    let register = register.map(|counts| {
        let rows = Class::ALL.map(|(class, _)| {
            let line = Line {
                key: class.slug().to_owned(),
                title: Signal::derive(move || name::class_of_entries(class).text(lang.get()).to_owned()),
                swatch: format!("swatch map-mark--{}", class.slug()),
                sign: class.sign().to_string(),
                count: counts[class.index()],
                is_on: Signal::derive(move || context.view.with(|view| view.layers.has(class))),
            };
            switch(context, line, move |view| view.layered(class))
        });
        view! {
            <header class="legend__head">
                <span class="legend__hint">{say(Word::Register)}</span>
                <a class="legend__all" rel="external" href=list>{say(Word::LayersWholeList)}</a>
            </header>
            <ul class="legend__list">{rows.into_iter().collect_view()}</ul>
        }
    });
    let units = (!units.is_empty()).then(|| {
        let rows = units.into_iter().map(move |unit| unit_row(context, unit)).collect_view();
        view! {
            <span class="legend__hint">{say(Word::LayerUnits)}</span>
            <ul class="legend__list">{rows}</ul>
        }
    });
    any.then(|| {
        view! {
            <section class="legend" aria-labelledby="layers-title">
                <header class="legend__head">
                    <h2 class="legend__title" id="layers-title">{say(Word::Layers)}</h2>
                    <span class="legend__hint">{say(Word::LayersHint)}</span>
                </header>
                {register}
                {units}
            </section>
        }
    })
}

fn unit_row(context: MapContext, UnitLayer { unit, name, grids }: UnitLayer) -> impl IntoView {
    let lang = use_lang();
    let line = Line {
        key: unit.to_string(),
        title: Signal::derive(move || if lang.get() == Lang::Zh { name.0.clone() } else { name.1.clone() }),
        swatch: "swatch map-mark--unit".to_owned(),
        sign: "网".to_owned(),
        count: grids.len() as i64,
        is_on: Signal::derive(move || context.view.with(|view| view.unit == Some(unit))),
    };
    switch(context, line, move |view| view.outlined(unit))
}

/// What a switch says.
struct Line {
    key: String,
    title: Signal<String>,
    swatch: String,
    sign: String,
    count: i64,
    is_on: Signal<bool>,
}

fn switch(
    context: MapContext,
    line: Line,
    turn: impl Fn(&ViewState) -> ViewState + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let Line { key, title, swatch, sign, count, is_on } = line;
    let space = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == " " {
            event.prevent_default();
            context.go(&turn(&context.view.get_untracked()));
        }
    };
    view! {
        <li>
            <a
                {..stay_put()}
                class="legend__entry legend__entry--layer"
                role="switch"
                aria-checked=move || if is_on.get() { "true" } else { "false" }
                href=context.href(turn)
                on:keydown=space
                data-layer=key
                data-count=count.to_string()
            >
                <span class=swatch aria-hidden="true">{sign}</span>
                <span class="legend__name">{title}</span>
                <span class="legend__count">{format::number(count)}</span>
                <span class="legend__eye">
                    <Glyph icon=Signal::derive(move || if is_on.get() { Icon::Eye } else { Icon::EyeOff }) />
                </span>
            </a>
        </li>
    }
}
