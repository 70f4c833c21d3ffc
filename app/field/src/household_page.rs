//! `/m/h/{dwelling}`: who lives here, one tap to ring them, the neighbours, what one has to know, and what is open. Masked as on the
//! desk's card; the whole file is a tap away.

use domain::case::CaseLine;
use domain::cell::Label;
use domain::file::view::HouseholdFile;
use domain::household::{HouseholdCard, Neighbour};
use domain::id::DwellingId;
use domain::note::Note;
use domain::person::MaskedPerson;
use domain::visit::VisitOutcome;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::home::view as household;
use service::map::city;
use ui::error::AppError;
use ui::icon::{Glyph, Icon};
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{ErrorPanel, Lamp, Tag, format, name, visit};
use wording::field::{OutboxWord, PhoneWord};
use wording::{Phrase, Word};

use crate::{address, request};

/// The page.
#[component]
pub fn HouseholdPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("dwelling")).unwrap_or_default();
    let retry = format!("/m/h/{asked}");
    let content = Suspend::new(async move {
        match look(&asked).await {
            Ok((file, labels, operation)) => content(file, labels, operation).into_any(),
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href=retry /> }.into_any(),
        }
    });
    view! {
        <main class="phone" id="content">
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn look(asked: &str) -> Result<(HouseholdFile, Vec<Label>, String), AppError> {
    let (service, actor) = request::acting()?;
    let dwelling: DwellingId = asked.parse().map_err(|_no_id| AppError::NotFound.answered())?;
    let file = household(&service, &actor, dwelling).await.map_err(request::answered)?;
    let labels = city(&service, &actor).await.map_err(request::answered)?.labels;
    let operation = service.draw_operation().map_err(request::answered)?;
    Ok((file, labels, operation.to_string()))
}

fn content(file: HouseholdFile, labels: Vec<Label>, operation: String) -> impl IntoView {
    let card = file.card;
    view! {
        {heading(&card)}
        {Refused::any().map(Refused::alert)}
        {acts(&card, operation)}
        {people(&card)}
        {notes(file.notes)}
        {facts(&card, &labels)}
        {cases(card.cases.clone())}
        {neighbours(&card)}
        <nav class="phone-acts" aria-label=say(Word::Place)>
            <a class="button" href=address::building(card.building) rel="external">
                {say(PhoneWord::ThisBuilding)}
            </a>
            <a class="button" href=format!("/households/{}", card.dwelling) rel="external">
                {say(PhoneWord::OpenFile)}
            </a>
        </nav>
    }
}

fn heading(card: &HouseholdCard) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    let number = card.address.building_number;
    let building = Phrase::BuildingNumber { number }.text(lang);
    let building = match &card.address.estate {
        Some((_, estate)) => format!("{estate} {building}"),
        None => building,
    };
    let door = card.address.door;
    let said = Phrase::Door { unit: door.unit, number: door.number().as_str() }.text(lang);
    let short = card.address.short();
    view! {
        <Title text=short.clone() />
        <header data-dwelling=card.dwelling.to_string()>
            <h1 class="phone__title">{said}</h1>
            <p class="phone__quiet">{building} " · " {short}</p>
            {card.synthetic.then(|| view! { <Tag tone="tag--quiet">{say(Word::Synthetic)}</Tag> })}
        </header>
    }
}

/// What one comes for most: a visit is one tap, and its place goes along when the phone knows it.
fn acts(card: &HouseholdCard, operation: String) -> impl IntoView + use<> {
    let report = format!("/m/report?h={}", card.dwelling);
    let (dwelling, here) = (card.dwelling.to_string(), address::household(card.dwelling));
    let visit = card.may_edit.then(|| {
        let [unchanged, nobody] = [VisitOutcome::Unchanged, VisitOutcome::NobodyIn];
        view! {
            <form class="phone-acts" method="post" action="/m/visit" data-outbox="" data-outbox-place="">
                <input type="hidden" name="operation" value=operation />
                <input type="hidden" name="dwelling" value=dwelling />
                <input type="hidden" name="next" value=here />
                <button type="submit" class="button button--primary" name="outcome" value=unchanged.slug()>
                    {say(visit::outcome(unchanged))}
                </button>
                <button type="submit" class="button" name="outcome" value=nobody.slug()>
                    {say(visit::outcome(nobody))}
                </button>
            </form>
        }
    });
    view! {
        {visit}
        <a class="button" href=report rel="external">
            {say(PhoneWord::ReportHere)}
        </a>
    }
}

fn people(card: &HouseholdCard) -> impl IntoView + use<> {
    let (dwelling, may) = (card.dwelling, (card.may_unmask, card.may_edit));
    let lines = card.people.iter().cloned().map(|person| one(dwelling, person, may)).collect_view();
    let none = card.people.is_empty().then(|| view! { <p class="phone__quiet">{say(Word::NoPeople)}</p> });
    view! {
        <section>
            <h2 class="phone__part">{say(Word::People)}</h2>
            <ul class="phone-rows">{lines}</ul>
            {none}
        </section>
    }
}

fn one(dwelling: DwellingId, person: MaskedPerson, (may_ring, may_edit): (bool, bool)) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let words = [name::relation(person.relation), name::sex(person.sex)].map(|word| word.text(lang).to_owned());
    let age = person.age_years.map(|years| Phrase::YearsOld { years }.text(lang));
    let facts = words.into_iter().chain(age).collect::<Vec<_>>().join(" · ");
    let resident = person.resident;
    let ring = match (&person.phone, may_ring) {
        (Some(phone), true) => {
            let href = format!("/m/h/{dwelling}/call/{resident}");
            let label = format!("{} {} {phone}", Word::Dial.text(lang), person.name);
            view! {
                <a class="button button--primary" href=href rel="external" aria-label=label>
                    {say(Word::Dial)}
                </a>
            }
            .into_any()
        }
        (None, true) => view! { <span class="phone__quiet">{say(PhoneWord::NoPhone)}</span> }.into_any(),
        (_, false) => ().into_any(),
    };
    let change = may_ring.then(|| {
        let href = format!("/m/contact/{resident}?next={}", address::household(dwelling));
        view! {
            <a class="button button--quiet" href=href rel="external">
                {say(Word::ChangePhone)}
            </a>
        }
    });
    let check = may_edit.then(|| {
        let href = format!("/m/file/{resident}?next={}", address::household(dwelling));
        view! {
            <a class="button button--quiet" href=href rel="external">
                {say(OutboxWord::CheckFile)}
            </a>
        }
    });
    let note = person.has_medical_note.then(|| view! { <p class="phone-person__note">{say(Word::HasMedicalNote)}</p> });
    view! {
        <li class="phone-person" data-resident=resident.to_string()>
            <p class="phone-person__name">
                {person.name} " "
                {(!person.is_checked).then(|| view! { <Tag tone="tag--care">{say(Word::Unchecked)}</Tag> })}
            </p>
            <p class="phone__quiet">{facts}</p>
            <p class="phone__quiet">{person.phone}</p>
            {note}
            <div class="phone-person__acts">{ring} {change} {check}</div>
        </li>
    }
}

/// What one has to know here: the valve, the meters, the way in.
fn notes(notes: Vec<Note>) -> Option<impl IntoView> {
    let line = |note: Note| {
        view! {
            <div class="facts__fact">
                <dt>{say(name::note_kind(note.kind))} " · " {say(name::note_place(note.place))}</dt>
                <dd>{note.text}</dd>
            </div>
        }
    };
    (!notes.is_empty()).then(|| {
        view! {
            <section>
                <h2 class="phone__part">{say(Word::Notes)}</h2>
                <dl class="facts facts--lines">{notes.into_iter().map(line).collect_view()}</dl>
            </section>
        }
    })
}

fn facts(card: &HouseholdCard, labels: &[Label]) -> impl IntoView + use<> {
    let lang = use_lang();
    let own = labels.iter().filter(|label| card.labels.contains(&label.code)).cloned();
    let tags = own.map(|label| {
        let glyph = label.glyph.clone();
        view! { <Tag glyph=glyph>{name::label(&label, lang.get_untracked()).to_owned()}</Tag> }
    });
    let tags = tags.collect_view();
    let visited = card.visited_on.map_or_else(|| Word::Never.text(lang.get_untracked()).to_owned(), format::date);
    view! {
        <div class="chips">{tags}</div>
        <dl class="facts">
            <div class="facts__fact">
                <dt>{say(Word::Occupancy)}</dt>
                <dd>{say(name::occupancy(card.occupancy))}</dd>
            </div>
            <div class="facts__fact">
                <dt>{say(Word::LastVisit)}</dt>
                <dd>{visited}</dd>
            </div>
        </dl>
    }
}

fn cases(cases: Vec<CaseLine>) -> Option<impl IntoView> {
    let open: Vec<_> = cases.into_iter().filter(|line| line.light.is_open()).collect();
    let row = |line: CaseLine| {
        view! {
            <li>
                <a class="phone-row" href=address::case(line.case) rel="external">
                    <span class="phone-row__name">{line.title}</span>
                    <Glyph icon=Icon::ChevronRight />
                    <span class="phone-row__facts">
                        <Lamp light=line.light />
                        " "
                        {format::moment(line.changed_at)}
                    </span>
                </a>
            </li>
        }
    };
    (!open.is_empty()).then(|| {
        view! {
            <section>
                <h2 class="phone__part">{say(Word::HouseholdCases)}</h2>
                <ul class="phone-rows">{open.into_iter().map(row).collect_view()}</ul>
            </section>
        }
    })
}

fn neighbours(card: &HouseholdCard) -> impl IntoView + use<> {
    let step = |at: &'static str, word: Word, icon: Icon, neighbour: Option<Neighbour>| {
        match neighbour {
        Some(Neighbour { dwelling, short }) => view! {
            <a class=format!("neighbour neighbour--{at}") href=address::household(dwelling) rel="external" data-neighbour=at>
                <Glyph icon=icon />
                <span>{say(word)}</span>
                <span class="neighbour__short">{short}</span>
            </a>
        }
        .into_any(),
        None => view! {
            <span class=format!("neighbour neighbour--{at} is-none")>
                <span>{say(word)}</span>
                <span class="neighbour__short">{say(Word::NoNeighbour)}</span>
            </span>
        }
        .into_any(),
    }
    };
    let around = card.neighbours.clone();
    view! {
        <section>
            <h2 class="phone__part">{say(Word::Neighbours)}</h2>
            <nav class="neighbours" aria-label=say(Word::Neighbours)>
                {step("above", Word::Above, Icon::ChevronUp, around.above)}
                {step("left", Word::Left, Icon::ChevronLeft, around.left)}
                {step("right", Word::Right, Icon::ChevronRight, around.right)}
                {step("below", Word::Below, Icon::ChevronDown, around.below)}
            </nav>
        </section>
    }
}
