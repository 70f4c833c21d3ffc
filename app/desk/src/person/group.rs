//! One field group of a file: its fields, how fresh they are, and the form to change them.
//!
//! Telephone and medical note are kept sealed: they have inputs of their own and are not in [`FIELDS`].

use domain::cell::Label;
use domain::file::view::{GroupState, PersonFile};
use domain::file::{FIELDS, FieldSpec, Group, Kind};
use domain::person::Sex;
use leptos::prelude::*;
use ui::entry::{self, Typed, hidden};
use ui::language::{say, use_lang};
use ui::{Button, ButtonKind, Tag, fault, format, name};
use wording::{Lang, Phrase, Word};

use super::care;
use crate::address;

/// A field group, with its form instead of its fields when `edit` says so.
pub fn section(file: &PersonFile, state: &GroupState, labels: &[Label], edit: Option<Group>) -> impl IntoView + use<> {
    let group = state.group;
    let typed = Typed::find("file", "group", group.slug());
    let is_open = file.may_edit && (edit == Some(group) || typed.is_refused());
    let body =
        if is_open { form(file, group, labels, &typed).into_any() } else { facts(file, group, labels).into_any() };
    let tools = (file.may_edit && !is_open).then(|| tools(file, group));
    view! {
        <section class="card file__group" data-group=group.slug()>
            <header class="card__head">
                <h2 class="card__title">{say(name::group(group))}</h2>
                {freshness(state, file)}
            </header>
            {body}
            {tools}
        </section>
    }
}

fn freshness(state: &GroupState, file: &PersonFile) -> impl IntoView + use<> {
    let lang = use_lang();
    let state = state.clone();
    let (tone, word) = match state.fresh_until {
        None => ("tag--care", Word::NeverVerified),
        Some(until) if until < file.today => ("tag--care", Word::Stale),
        Some(_) => ("tag--quiet", Word::Fresh),
    };
    let (filled, required) = (state.filled, state.required);
    let share = (required > 0).then_some(move || Phrase::FilledOf { filled, required }.text(lang.get()));
    let verified = move || {
        let day = format::date(state.verified_on?);
        let lang = lang.get();
        Some(match &state.by {
            Some((by, method)) => {
                Phrase::VerifiedBy { day: &day, by, method: name::method(*method).text(lang) }.text(lang)
            }
            None => Phrase::VerifiedOn { day: &day }.text(lang),
        })
    };
    let until = state.fresh_until.map(format::date);
    let until = move || until.as_ref().map(|day| Phrase::HoldsUntil { day }.text(lang.get()));
    view! {
        <p class="file__freshness">
            <Tag tone=tone>{say(word)}</Tag>
            <span>{verified}</span>
            <span>{until}</span>
            <span>{share}</span>
        </p>
    }
}

/// One tap opens the form, one tap says that all is as it was.
fn tools(file: &PersonFile, group: Group) -> impl IntoView + use<> {
    let resident = file.person.resident;
    let href = format!("{}?edit={}", address::person(resident), group.slug());
    let edit = view! { <a class="button" href=href data-edit=group.slug()>{say(Word::Edit)}</a> };
    view! {
        <div class="file__tools">
            {edit}
            <form method="post" action="/form/verify">
                {hidden("resident", &resident)}
                {hidden("group", &group.slug())}
                {hidden("method", &"door")}
                {hidden("back", &address::person(resident))}
                <Button kind=ButtonKind::Quiet>{say(Word::StillRight)}</Button>
            </form>
        </div>
    }
}

fn facts(file: &PersonFile, group: Group, labels: &[Label]) -> impl IntoView + use<> {
    let fields = FIELDS.iter().filter(|field| field.group == group && !field.masked);
    let facts = fields.map(|field| {
        view! {
            <div class="facts__fact">
                <dt>{say(fault::field(field.slug))}</dt>
                <dd>{fact(file, field)}</dd>
            </div>
        }
    });
    let facts = facts.collect_view();
    let care = (group == Group::Care).then(|| care::facts(file, labels));
    let phone = (group == Group::Contact).then(|| phone(file));
    view! {
        <dl class="facts">{facts} {phone}</dl>
        {care}
    }
}

/// The mask of the telephone: all of it stands on the household's card, for a reason.
fn phone(file: &PersonFile) -> impl IntoView + use<> {
    let shown = match file.person.phone.clone() {
        Some(phone) => view! { <span>{phone}</span> }.into_any(),
        None => view! { <span class="card__quiet">{say(Word::NotFilled)}</span> }.into_any(),
    };
    view! {
        <div class="facts__fact">
            <dt>{say(Word::FieldPhone)}</dt>
            <dd>{shown}</dd>
        </div>
    }
}

/// Inputs of what is kept sealed: empty, because the old value is behind its mask.
fn sealed(group: Group, typed: &Typed) -> Option<AnyView> {
    let (slug, kind, gone) = match group {
        Group::Contact => ("phone", "tel", Word::PhoneGone),
        Group::Care => ("medical_note", "text", Word::MedicalNoteGone),
        _ => return None,
    };
    let view = view! {
        <div class="entry__fields">{entry::text(typed, slug, kind, "", Some(Word::KeepBlank))}</div>
        {entry::tick(typed, format!("{slug}_gone"), say(gone), false)}
    };
    Some(view.into_any())
}

fn fact(file: &PersonFile, field: &FieldSpec) -> AnyView {
    let lang = use_lang();
    let Some(value) = file.values.get(field.slug).cloned() else {
        return view! { <span class="card__quiet">{say(Word::NotFilled)}</span> }.into_any();
    };
    match field.kind {
        Kind::Sex => {
            let sex = Sex::from_number(value.parse().unwrap_or(0));
            view! { <span>{say(name::sex(sex))}</span> }.into_any()
        }
        Kind::Word(kind) => {
            let word = file.words.iter().find(|word| word.kind == kind && word.code == value).cloned();
            let text = move || match (&word, lang.get()) {
                (Some(word), Lang::Zh) => word.name_zh.clone(),
                (Some(word), Lang::En) => word.name_en.clone(),
                (None, lang) if kind == domain::party::LIST => Word::PartyElsewhere.text(lang).to_owned(),
                (None, _) => value.clone(),
            };
            view! { <span>{text}</span> }.into_any()
        }
        Kind::Text(_) | Kind::Day | Kind::DayToCome => view! { <span>{value}</span> }.into_any(),
    }
}

fn form(file: &PersonFile, group: Group, labels: &[Label], typed: &Typed) -> impl IntoView + use<> {
    let resident = file.person.resident;
    let current = |slug: &str| file.values.get(slug).map(String::as_str).unwrap_or_default();
    let fields = FIELDS.iter().filter(|field| field.group == group);
    let fields = fields.map(|field| entry::field(typed, field, current(field.slug), &file.words)).collect_view();
    let care = (group == Group::Care).then(|| care::fields(file, labels, typed));
    let checked = (group == Group::Identity)
        .then(|| entry::tick(typed, "is_checked".to_owned(), say(Word::Checked), file.person.is_checked));
    view! {
        <form class="entry" method="post" action="/form/file">
            {entry::summary(typed)}
            {hidden("resident", &resident)}
            {hidden("revision", &file.revision)}
            {hidden("group", &group.slug())}
            {hidden("back", &address::person(resident))}
            <div class="entry__fields">{fields}</div>
            {sealed(group, typed)}
            {care}
            {checked}
            {entry::method(typed)}
            <div class="file__tools">
                <Button kind=ButtonKind::Primary>{say(Word::Save)}</Button>
                <a class="button button--quiet" href=address::person(resident)>{say(Word::Cancel)}</a>
            </div>
        </form>
    }
}
