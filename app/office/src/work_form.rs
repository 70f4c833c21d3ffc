//! The form of a known work: `/works/new`, and the same fields on the work's own page.

use domain::area::Area;
use domain::work::{Draft, Work};
use leptos::prelude::*;
use leptos_meta::Title;
use service::building::BuildingLine;
use service::work::{Offer, offer};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Choice, ErrorPanel, Field, Select, matter};
use wording::{Lang, Phrase, Word};

use crate::request;
use crate::unit_list::{Wrong, called};

/// A new work.
#[component]
pub fn WorkNew() -> impl IntoView {
    let lang = use_lang();
    let area = request::query("area");
    let content = Suspend::new(async move {
        match find(area.as_deref()).await {
            Ok((area, offer)) => view! { <New area=area offer=offer /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/works".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::WorkNew.text(lang.get_untracked()) />
        <main class="page" id="content">
            <p class="crumbs">
                <a href="/works">{say(Word::Works)}</a>
            </p>
            <h1 class="page__title">{say(Word::WorkNew)}</h1>
            <p class="page__facts">{say(Word::WorksHint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(area: Option<&str>) -> Result<(Area, Offer), AppError> {
    let (service, actor) = request::acting()?;
    let area: Area = match area {
        Some(asked) => asked.parse().map_err(|_no_area| AppError::NotFound.answered())?,
        None => actor.area,
    };
    let offer = offer(&service, &actor, area).await.map_err(request::answered)?;
    Ok((area, offer))
}

#[component]
fn New(area: Area, offer: Offer) -> impl IntoView {
    let below = offer.areas.iter().filter(|(code, _)| *code != area).map(|(code, name)| {
        view! {
            <li>
                <a href=format!("/works/new?area={code}")>{name.clone()}</a>
            </li>
        }
    });
    let below = below.collect_view();
    view! {
        <nav class="chip-row" aria-label=say(Word::WorkNarrow)>
            <ul class="notice__areas">{below}</ul>
        </nav>
        <form class="card form" method="post" action="/form/work">
            <Wrong form="work" />
            <input type="hidden" name="back" value=format!("/works/new?area={area}") />
            <WorkFields offer=offer work=None />
            <Button kind=ButtonKind::Primary>{say(Word::WorkNew)}</Button>
        </form>
    }
}

/// What the fields begin with: what was typed and refused, else the work as it is.
struct Typed {
    refused: Option<Refused>,
    draft: Option<Draft>,
}

impl Typed {
    fn text(&self, field: &str, of: impl Fn(&Draft) -> String) -> String {
        let typed = self.refused.as_ref().map(|refused| refused.value(field).unwrap_or_default().to_owned());
        typed.or_else(|| self.draft.as_ref().map(of)).unwrap_or_default()
    }
}

/// The fields of a work, new or changed.
#[component]
pub fn WorkFields(
    /// What it can be about.
    offer: Offer,
    /// The work that is changed; nothing for a new one.
    work: Option<Work>,
) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let now = lang.get_untracked();
    let typed = Typed { refused: Refused::find("work"), draft: work.map(|work| work.draft) };
    let some = |value: Option<String>| value.unwrap_or_default();
    let is_public = match (&typed.refused, &typed.draft) {
        (Some(refused), _) => refused.value("public").is_some(),
        (None, draft) => draft.as_ref().is_none_or(|draft| draft.is_public),
    };
    let categories = categories(&offer, now);
    let areas: Vec<Choice> =
        offer.areas.iter().map(|(area, name)| Choice { value: area.to_string(), text: name.clone() }).collect();
    let units = units(&offer, now);
    let buildings = buildings(offer.buildings, now);
    let reason = typed.text("reason", |draft| draft.reason.clone());
    let area = typed.text("area", |draft| draft.area.to_string());
    let building = typed.text("building", |draft| some(draft.building.map(|id| id.to_string())));
    let category = typed.text("category", |draft| some(draft.category.clone().map(String::from)));
    let unit = typed.text("unit", |draft| some(draft.unit.map(|id| id.to_string())));
    view! {
        <Field
            name="work_title"
            label=text(Word::WorkTitle)
            value=typed.text("work_title", |draft| draft.title.clone())
        />
        <Select name="area" label=text(Word::WorkArea) choices=Signal::stored(areas) value=area />
        <Select name="building" label=text(Word::WorkBuilding) choices=Signal::stored(buildings) value=building />
        <Field
            name="radius_m"
            label=text(Word::WorkRadius)
            kind="number"
            value=typed.text("radius_m", |draft| some(draft.radius_m.map(|metres| metres.to_string())))
        />
        <Field
            name="work_place"
            label=text(Word::WorkPlace)
            hint=text(Word::WorkPlaceHint)
            value=typed.text("work_place", |draft| draft.place.clone())
        />
        <Select name="category" label=text(Word::WorkCategory) choices=Signal::stored(categories) value=category />
        <Select name="unit" label=text(Word::WorkUnit) choices=Signal::stored(units) value=unit />
        <Field
            name="starts_on"
            label=text(Word::WorkStarts)
            kind="date"
            value=typed.text("starts_on", |draft| draft.starts_on.to_string())
        />
        <Field
            name="ends_on"
            label=text(Word::WorkEnds)
            kind="date"
            value=typed.text("ends_on", |draft| some(draft.ends_on.map(|on| on.to_string())))
        />
        <Lines name="reason" label=Word::WorkReason hint=None value=reason />
        <label class="tick">
            <input type="checkbox" name="public" value="1" checked=is_public />
            " "
            {say(Word::WorkPublic)}
        </label>
    }
}

/// A text of a few lines.
#[component]
pub fn Lines(
    /// The name in the form; also the id.
    name: &'static str,
    /// What to type.
    label: Word,
    /// Help below the label.
    hint: Option<Word>,
    /// What was typed before.
    value: String,
) -> impl IntoView {
    let id = format!("field-{name}");
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>
                {say(label)}
            </label>
            {hint.map(|hint| view! { <span class="field__hint">{say(hint)}</span> })}
            <textarea class="field__input" id=id name=name rows="3" maxlength="200">
                {value}
            </textarea>
        </div>
    }
}

fn first(word: Word, lang: Lang) -> Choice {
    Choice { value: String::new(), text: word.text(lang).to_owned() }
}

fn categories(offer: &Offer, lang: Lang) -> Vec<Choice> {
    let all = offer.categories.categories.iter().map(|category| Choice {
        value: category.code.as_str().to_owned(),
        text: format!("{} {}", category.code.as_str(), matter::category(category, lang)),
    });
    std::iter::once(first(Word::WorkAnyCategory, lang)).chain(all).collect()
}

fn units(offer: &Offer, lang: Lang) -> Vec<Choice> {
    let all = offer.units.iter().map(|unit| Choice { value: unit.unit.to_string(), text: called(unit, lang) });
    std::iter::once(first(Word::WorkOwnDesk, lang)).chain(all).collect()
}

fn buildings(lines: Vec<BuildingLine>, lang: Lang) -> Vec<Choice> {
    let all = lines.into_iter().map(|line| {
        let estate = line.estate.map(|(_, name)| name).or(line.source).unwrap_or_default();
        let number = Phrase::BuildingNumber { number: line.number }.text(lang);
        Choice { value: line.building.to_string(), text: format!("{estate} {number}").trim().to_owned() }
    });
    std::iter::once(first(Word::WorkNoBuilding, lang)).chain(all).collect()
}
