//! Narrower: the area and the category of the list as choices in a form that is its address; awake, a choice is followed at once.

use domain::area::Area;
use domain::case::{CategoryCount, Choices};
use domain::category::CategoryCode;
use leptos::prelude::*;
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::{case, later};
use wording::{Phrase, Word};

use super::api::{self, ChoicesView};
use super::context::CaseContext;
use super::view::{CaseView, PATH, light_slug};
use crate::browser::focus;

/// What the filters offer.
pub type Offered = Resource<Result<ChoicesView, AppError>>;

/// The id of the choice of an area.
const AREA: &str = "case-area";
/// The id of the choice of a category.
const CATEGORY: &str = "case-category";

/// Asks what the filters of the present list offer. Not with every pulse: a choice that is open stays open.
pub fn offered(context: CaseContext) -> Offered {
    let asked = Memo::new(move |_| context.view.get().kept());
    Resource::new(
        move || asked.get(),
        |asked| api::choices(asked.axis, asked.area, asked.light, asked.late, asked.supervised, asked.category),
    )
}

/// The choices.
#[component]
pub fn Narrow(
    /// The page.
    context: CaseContext,
    /// What they offer.
    offered: Offered,
) -> impl IntoView {
    let show = later(
        move || async move { offered.await.unwrap_or_default().choices },
        move |choices| {
            // Another choice brings other ones: the keyboard stays where it was.
            if let Some(id) = focus::focused().filter(|id| id == AREA || id == CATEGORY) {
                request_animation_frame(move || focus::focus(&id));
            }
            form(context, choices)
        },
    );
    view! { <Transition fallback=|| ()>{show}</Transition> }
}

fn form(context: CaseContext, choices: Choices) -> impl IntoView {
    let view = context.view.get_untracked();
    let Choices { areas, categories, .. } = choices;
    let areas = (areas.len() > 1).then(|| area(context, &view, areas));
    let categories = category(context, &view, categories);
    view! {
        <form class="case-narrow" method="get" action=PATH aria-label=say(Word::CaseNarrow)>
            {kept(&view)}
            {areas}
            {categories}
            <button type="submit" class="button">
                {say(Word::CaseNarrowSend)}
            </button>
        </form>
    }
}

/// What else the address says.
fn kept(view: &CaseView) -> impl IntoView + use<> {
    let all = [
        ("axis", Some(view.axis.slug().to_owned())),
        ("light", view.light.map(|light| light_slug(light).to_owned())),
        ("late", view.late.then(|| "1".to_owned())),
        ("supervised", view.supervised.then(|| "1".to_owned())),
    ];
    let fields = all.into_iter().filter_map(|(name, value)| {
        let value = value?;
        Some(view! { <input type="hidden" name=name value=value /> })
    });
    fields.collect_view()
}

fn area(context: CaseContext, view: &CaseView, areas: Vec<(Area, String)>) -> impl IntoView + use<> {
    // The post's own area comes first and needs no word in the address.
    let own = areas.first().map(|(area, _)| *area);
    let chosen = view.area.or(own);
    let options = areas.into_iter().map(|(area, name)| {
        let value = if Some(area) == own { String::new() } else { area.to_string() };
        view! {
            <option value=value selected=chosen == Some(area)>
                {name}
            </option>
        }
    });
    let options = options.collect_view();
    view! {
        <div class="field">
            <label class="field__label" for=AREA>
                {say(Word::CaseNarrowArea)}
            </label>
            <select
                class="field__input"
                id=AREA
                name="area"
                on:change=move |event| {
                    let area = event_target_value(&event).parse().ok();
                    context.go(context.view.get_untracked().within(area));
                }
            >
                {options}
            </select>
        </div>
    }
}

fn category(context: CaseContext, view: &CaseView, categories: Vec<CategoryCount>) -> impl IntoView + use<> {
    let lang = use_lang();
    let chosen = view.category.clone();
    let options = categories.into_iter().map(|CategoryCount { code, names, count }| {
        let (is_chosen, value) = (chosen.as_ref() == Some(&code), code.as_str().to_owned());
        let name = move || Phrase::CaseCategoryCount { name: case::names(&names, lang.get()), count }.text(lang.get());
        view! {
            <option value=value selected=is_chosen>
                {name}
            </option>
        }
    });
    let options = options.collect_view();
    view! {
        <div class="field">
            <label class="field__label" for=CATEGORY>
                {say(Word::CaseCategory)}
            </label>
            <select
                class="field__input"
                id=CATEGORY
                name="category"
                on:change=move |event| {
                    let category = CategoryCode::new(&event_target_value(&event));
                    context.go(context.view.get_untracked().about(category));
                }
            >
                <option value="">{say(Word::CaseEveryCategory)}</option>
                {options}
            </select>
        </div>
    }
}
