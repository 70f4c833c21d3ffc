//! The form that a filter is built with. It is sent as a question and answered with the filter's own address.

use domain::cell::{Label, LabelKind};
use domain::file::view::DictionaryWord;
use domain::filter::{Filter, Party};
use domain::household::Occupancy;
use domain::person::Relation;
use leptos::prelude::*;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Choice, Field, Select, name};
use wording::{Lang, Phrase, Word};

use crate::filter_page::Asked;

/// Conditions to choose; those of the present filter are chosen.
#[component]
pub fn Builder(asked: Asked, labels: Vec<Label>, words: Vec<DictionaryWord>) -> impl IntoView {
    let refused = Refused::find("filter");
    let is_open = refused.is_some();
    let error = refused.map(Refused::alert);
    let clear = (!asked.filter.is_empty())
        .then(|| view! { <a class="button" href=asked.href(&Filter::default())>{say(Word::FilterClear)}</a> });
    let building = asked.filter.building.map(|building| building.to_string());
    view! {
        <details class="card filter-page__builder" open=is_open>
            <summary class="card__title">{say(Word::FilterBuild)}</summary>
            {error}
            <form class="filter-page__form" method="get" action="/filter/choose">
                <input type="hidden" name="back" value=asked.href(&asked.filter) />
                <input type="hidden" name="area" value=asked.area.to_string() />
                {building.map(|building| view! { <input type="hidden" name="b" value=building /> })}
                <Ticks filter=asked.filter.clone() labels=labels />
                <HomeFields filter=asked.filter.clone() />
                <PersonFields filter=asked.filter words=words />
                <div class="actions">
                    <Button kind=ButtonKind::Primary>{say(Word::FilterShow)}</Button>
                    {clear}
                </div>
            </form>
        </details>
    }
}

/// Labels of both kinds, and how the dwelling is used.
#[component]
fn Ticks(filter: Filter, labels: Vec<Label>) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let tick = |field: String, ticked: bool, text: String| {
        view! {
            <label class="notice__label">
                <input type="checkbox" name=field value="1" checked=ticked />
                {text}
            </label>
        }
    };
    let of_kind = |kind: LabelKind| {
        let own = labels.iter().filter(|label| label.kind == kind);
        let ticks = own.map(|label| {
            let ticked = filter.labels.contains(&label.code);
            tick(format!("label-{}", label.code.0), ticked, name::label_to_choose(label, lang))
        });
        ticks.collect_view()
    };
    let uses = Occupancy::ALL.map(|occupancy| {
        let number = occupancy as u8;
        let text = name::occupancy(occupancy).text(lang).to_owned();
        tick(format!("use-{number}"), filter.occupancies.contains(&number), text)
    });
    view! {
        <fieldset class="notice__labels">
            <legend>{say(Word::LensKeyGroup)}</legend>
            {of_kind(LabelKind::KeyGroup)}
        </fieldset>
        <fieldset class="notice__labels">
            <legend>{say(Word::Labels)}</legend>
            {of_kind(LabelKind::Everyday)}
        </fieldset>
        <fieldset class="notice__labels">
            <legend>{say(Word::Occupancy)}</legend>
            {uses.into_iter().collect_view()}
        </fieldset>
    }
}

fn select(field: &'static str, label: Word, chosen: String, choices: Vec<(String, String)>) -> impl IntoView {
    let lang = use_lang();
    let any = Choice { value: String::new(), text: Word::AnyValue.text(lang.get_untracked()).to_owned() };
    let choices = choices.into_iter().map(|(value, text)| Choice { value, text });
    let choices: Vec<Choice> = std::iter::once(any).chain(choices).collect();
    let label = Signal::derive(move || label.text(lang.get()).to_owned());
    view! { <Select name=field label=label choices=Signal::stored(choices) value=Signal::stored(chosen) /> }
}

/// Conditions on the household's file.
#[component]
fn HomeFields(filter: Filter) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let text = |word: Word| word.text(lang).to_owned();
    let fresh = filter.fresh.map(|fresh| if fresh { "yes" } else { "no" }.to_owned()).unwrap_or_default();
    let fresh = select(
        "fresh",
        Word::InformationFresh,
        fresh,
        vec![("yes".to_owned(), text(Word::AllFresh)), ("no".to_owned(), text(Word::NotAllFresh))],
    );
    let percents = [100, 80, 50].map(|percent| (percent.to_string(), Phrase::BelowPercent { percent }.text(lang)));
    let filled = filter.filled_below.map(|percent| percent.to_string()).unwrap_or_default();
    let filled = select("fill", Word::FilledBelow, filled, percents.to_vec());
    let days = [7, 15, 30, 90, 180].map(|days| (days.to_string(), Phrase::DaysAndMore { days }.text(lang)));
    let unvisited = filter.unvisited_days.map(|days| days.to_string()).unwrap_or_default();
    let unvisited = select("seen", Word::UnvisitedFor, unvisited, days.to_vec());
    view! {
        {fresh}
        {filled}
        {unvisited}
    }
}

/// Conditions that one person has to meet.
#[component]
fn PersonFields(filter: Filter, words: Vec<DictionaryWord>) -> impl IntoView {
    let lang = use_lang();
    let people = filter.people;
    let age = |age: Option<u8>| age.map(|age| age.to_string()).unwrap_or_default();
    let (from, to) = people.ages.map(|ages| (age(ages.from()), age(ages.to()))).unwrap_or_default();
    let label = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let text = |word: Word| word.text(lang.get_untracked()).to_owned();
    let sexes = vec![("1".to_owned(), text(Word::SexMale)), ("2".to_owned(), text(Word::SexFemale))];
    let sex = people.sex.map(|sex| sex.sex().number().to_string()).unwrap_or_default();
    let relations = Relation::ALL.map(|(relation, slug)| (slug.to_owned(), text(name::relation(relation)))).to_vec();
    let relation = people.relation.map(|relation| relation.as_str().to_owned()).unwrap_or_default();
    let of_kind = |kind: &str| words_of(&words, kind, lang.get_untracked());
    let code = |code: Option<domain::filter::Code>| code.map(|code| code.as_str().to_owned()).unwrap_or_default();
    let party = match people.party {
        None => String::new(),
        Some(Party::Any) => "any".to_owned(),
        Some(Party::Kind(kind)) => kind.as_str().to_owned(),
    };
    let organisation = people.party_organisation.map(|organisation| organisation.to_string()).unwrap_or_default();
    let parties = std::iter::once(("any".to_owned(), text(Word::PartyAny))).chain(of_kind("party")).collect();
    view! {
        <Field name="age_from" kind="number" label=label(Word::AgeFrom) value=from />
        <Field name="age_to" kind="number" label=label(Word::AgeTo) value=to />
        {select("sex", Word::FieldSex, sex, sexes)}
        {select("rel", Word::FieldRelation, relation, relations)}
        {select("match", Word::FieldResidenceMatch, code(people.residence_match), of_kind("residence_match"))}
        {select("party", Word::FieldParty, party, parties)}
        {select("org", Word::FieldPartyOrganisation, organisation, of_kind(domain::party::LIST))}
        {select("skill", Word::Skills, code(people.skill), of_kind("skill"))}
        <label class="notice__label">
            <input type="checkbox" name="file" value="unchecked" checked=people.unchecked />
            {say(Word::Unchecked)}
        </label>
    }
}

/// The offered words of a list with their codes.
fn words_of(words: &[DictionaryWord], kind: &str, lang: Lang) -> Vec<(String, String)> {
    let offered = words.iter().filter(|word| word.kind == kind && word.is_offered);
    let named = offered.map(|word| {
        let name = if lang == Lang::Zh { &word.name_zh } else { &word.name_en };
        (word.code.clone(), name.clone())
    });
    named.collect()
}
