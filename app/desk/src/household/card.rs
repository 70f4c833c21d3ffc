//! The household card: address, use, people, labels, cases, and the neighbours one tap away.

use domain::case::CaseLine;
use domain::cell::{Label, LabelCode};
use domain::household::{HouseholdCard, Neighbour, Neighbours};
use domain::id::{BuildingId, DwellingId};
use leptos::prelude::*;
use ui::error::AppError;
use ui::icon::{Glyph, Icon};
use ui::language::{say, use_lang};
use ui::link::stay_put;
use ui::refused::Refused;
use ui::{Banner, BannerKind, EmptyState, ErrorText, Tag, format, name};
use wording::{Phrase, Word};

use super::{api, door, label, people};
use crate::address;
use crate::building::CellHref;
use crate::case::CaseItem;

/// What can be done on a card; answers make it load again.
#[derive(Clone, Copy)]
pub struct CardActions {
    /// Puts a label on or takes it off: household, label, on, the revision that was seen.
    pub set_label: Action<(DwellingId, LabelCode, bool, i64), Result<HouseholdCard, AppError>>,
    /// Whether something is on its way.
    pub busy: Signal<bool>,
}

impl CardActions {
    /// The actions of one page.
    pub fn provide() -> Self {
        let set_label = Action::new(|(dwelling, label, on, revision): &(DwellingId, LabelCode, bool, i64)| {
            api::set_label(*dwelling, *label, *on, *revision)
        });
        Self { set_label, busy: set_label.pending().into() }
    }

    /// Rises whenever an answer came.
    pub fn version(self) -> usize {
        self.set_label.version().get()
    }

    /// The last answer, when it was a refusal.
    pub fn error(self) -> Option<AppError> {
        self.set_label.value().with(|answer| answer.as_ref()?.as_ref().err().cloned())
    }
}

/// A household's card.
#[component]
pub fn HouseholdView(
    /// The card.
    card: HouseholdCard,
    /// The label dictionary.
    dictionary: Vec<Label>,
    /// The address of another household.
    href: CellHref,
    /// What can be done.
    actions: CardActions,
) -> impl IntoView {
    let labels = label::labels(&card, dictionary, actions);
    let facts = facts(&card);
    let people = people::people(card.people.clone(), card.may_unmask);
    let cases = cases(card.cases.clone());
    let neighbours = neighbours(card.building, card.neighbours.clone(), href);
    view! {
        <article class="household" aria-labelledby="household-name" data-dwelling=card.dwelling.to_string()>
            {heading(&card)}
            {door::closing(&card)}
            <Refusal actions=actions />
            {facts}
            <h3 class="household__part">{say(Word::People)}</h3>
            {people}
            <h3 class="household__part">{say(Word::Labels)}</h3>
            {labels}
            <h3 class="household__part">{say(Word::HouseholdCases)}</h3>
            {cases}
            <h3 class="household__part">{say(Word::Neighbours)}</h3>
            {neighbours}
        </article>
    }
}

fn heading(card: &HouseholdCard) -> impl IntoView + use<> {
    let lang = use_lang();
    let door = card.address.door;
    let place = card.address.areas.iter().skip(1).map(|(_, name)| name.clone()).collect::<Vec<_>>().join(" · ");
    let estate = card.address.estate.as_ref().map(|(_, name)| name.clone());
    let source = card.address.source.clone().map(|source| view! { <p class="household__source">{source}</p> });
    let number = card.address.building_number;
    let short = card.address.short();
    let building = move || {
        let number = Phrase::BuildingNumber { number }.text(lang.get());
        estate.as_ref().map_or_else(|| number.clone(), |estate| format!("{estate} {number}"))
    };
    view! {
        <header class="household__head">
            <h2 class="household__name" id="household-name">
                <span class="household__door">
                    {move || Phrase::Door { unit: door.unit, number: door.number().as_str() }.text(lang.get())}
                </span>
                <span class="household__short">{short}</span>
            </h2>
            <p class="household__building">{building}</p>
            <p class="household__place">{place}</p>
            {source}
            <a class="household__open" href=address::household(card.dwelling)>{say(Word::OpenHousehold)}</a>
            <a class="household__open" href=address::nearby(card.dwelling) rel="external">{say(Word::NearbyHelp)}</a>
            {door::story(card)}
            {card.synthetic.then(|| view! { <Tag tone="tag--quiet">{say(Word::Synthetic)}</Tag> })}
        </header>
    }
}

/// Why the last change was refused, with or without WebAssembly.
#[component]
fn Refusal(actions: CardActions) -> impl IntoView {
    let posted = Refused::any().map(|refused| refused.error);
    let error = Signal::derive(move || actions.error().or_else(|| posted.clone()));
    view! {
        <Show when=move || error.get().is_some()>
            <Banner kind=BannerKind::Warning>
                <ErrorText error=Signal::derive(move || error.get().unwrap_or(AppError::Transport)) />
            </Banner>
        </Show>
    }
}

fn facts(card: &HouseholdCard) -> impl IntoView + use<> {
    let (visited, verified, residents, occupancy) = (card.visited_on, card.verified_on, card.residents, card.occupancy);
    let day = move |on: Option<chrono::NaiveDate>| match on {
        Some(on) => view! { <time>{format::date(on)}</time> }.into_any(),
        None => view! { <span>{say(Word::Never)}</span> }.into_any(),
    };
    view! {
        <dl class="facts">
            <div class="facts__fact">
                <dt>{say(Word::Occupancy)}</dt>
                <dd>{say(name::occupancy(occupancy))}</dd>
            </div>
            <div class="facts__fact">
                <dt>{say(Word::PersonCount)}</dt>
                <dd>{format::number(residents.into())}</dd>
            </div>
            <div class="facts__fact">
                <dt>{say(Word::LastVisit)}</dt>
                <dd>{day(visited)}</dd>
            </div>
            <div class="facts__fact">
                <dt>{say(Word::LastVerified)}</dt>
                <dd>{day(verified)}</dd>
            </div>
        </dl>
    }
}

fn cases(cases: Vec<CaseLine>) -> impl IntoView {
    let lang = use_lang();
    if cases.is_empty() {
        let title = Signal::derive(move || Word::NoCases.text(lang.get()).to_owned());
        let hint = Signal::derive(move || Word::NoCasesHint.text(lang.get()).to_owned());
        return view! { <EmptyState title=title hint=hint icon=Icon::Check /> }.into_any();
    }
    let items = cases.into_iter().map(|case| view! { <li><CaseItem case=case /></li> }).collect_view();
    view! { <ul class="case-items">{items}</ul> }.into_any()
}

fn neighbours(building: BuildingId, neighbours: Neighbours, href: CellHref) -> impl IntoView {
    let Neighbours { above, below, left, right } = neighbours;
    let step = move |at: &'static str, word: Word, icon: Icon, neighbour: Option<Neighbour>| match neighbour {
        Some(neighbour) => {
            let dwelling = neighbour.dwelling;
            view! {
                <a
                    {..stay_put()}
                    class=format!("neighbour neighbour--{at}")
                    href=move || href.run((building, dwelling))
                    data-neighbour=at
                >
                    <Glyph icon=Signal::stored(icon) />
                    <span class="neighbour__where">{say(word)}</span>
                    <span class="neighbour__short">{neighbour.short}</span>
                </a>
            }
            .into_any()
        }
        None => view! {
            <span class=format!("neighbour neighbour--{at} is-none")>
                <span class="neighbour__where">{say(word)}</span>
                <span class="neighbour__short">{say(Word::NoNeighbour)}</span>
            </span>
        }
        .into_any(),
    };
    view! {
        <nav class="neighbours" aria-label=say(Word::Neighbours)>
            {step("above", Word::Above, Icon::ChevronUp, above)}
            {step("left", Word::Left, Icon::ChevronLeft, left)}
            {step("right", Word::Right, Icon::ChevronRight, right)}
            {step("below", Word::Below, Icon::ChevronDown, below)}
        </nav>
    }
}
