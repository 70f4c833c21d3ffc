//! The fields that say where a step leads: a unit with the suggestion first, a lead and others, an office, a case, days,
//! milestones, a category.

use domain::case::{Aim, Aims, DeskKind, Names, Sheet};
use domain::deadline::Urgency;
use domain::id::UnitId;
use domain::route::Reason;
use leptos::prelude::*;
use ui::language::{say, use_lang};
use ui::{case, matter};
use wording::{Phrase, Word};

use super::step_form::TypedStep;

/// How many lines a plan's form has.
const MILESTONES: usize = 3;

/// The fields of an aim.
pub fn fields(aim: Aim, sheet: &Sheet, aims: &Aims, typed: &TypedStep) -> AnyView {
    match aim {
        Aim::Unit => unit(aims, typed),
        Aim::Units => units(aims, typed),
        Aim::OfficeBelow => {
            let offices = aims.offices.iter().map(|(area, names)| (area.to_string(), names.clone())).collect();
            choice("area", Word::CaseOfficeTo, offices, &typed.value("area").unwrap_or_default())
        }
        Aim::Case => other_case(aims, typed),
        Aim::Days => days(typed),
        Aim::Milestones => milestones(typed),
        Aim::Category => category(sheet, aims, typed),
        Aim::Nothing | Aim::Milestone => ().into_any(),
    }
}

/// One choice out of a list of names.
fn choice(field: &'static str, label: Word, choices: Vec<(String, Names)>, chosen: &str) -> AnyView {
    let lang = use_lang();
    let id = format!("step-{field}");
    let options = choices.into_iter().map(|(value, names)| {
        let selected = value == chosen;
        view! {
            <option value=value selected=selected>
                {move || case::names(&names, lang.get()).to_owned()}
            </option>
        }
    });
    let options = options.collect_view();
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>
                {say(label)}
            </label>
            <select class="field__input" id=id name=field required>
                {options}
            </select>
        </div>
    }
    .into_any()
}

/// The unit that is suggested, and why.
fn suggested(aims: &Aims) -> Option<(UnitId, Reason)> {
    let (desk, why) = aims.suggestion?;
    match desk.kind() {
        DeskKind::Unit(unit) => Some((unit, why)),
        DeskKind::Area(_) => None,
    }
}

fn unit(aims: &Aims, typed: &TypedStep) -> AnyView {
    if aims.units.is_empty() {
        return view! { <p class="step-form__none">{say(Word::CaseNoUnits)}</p> }.into_any();
    }
    let lang = use_lang();
    let suggested = suggested(aims);
    let first = suggested.as_ref().map(|(unit, _)| *unit);
    let mut units = aims.units.clone();
    // The suggestion first; the others as they came.
    units.sort_by_key(|(unit, _)| Some(*unit) != first);
    let why = suggested.and_then(|(unit, why)| {
        let names = units.iter().find(|(known, _)| *known == unit)?.1.clone();
        let text = move || {
            let (unit, reason) = (case::names(&names, lang.get()), matter::reason(why).text(lang.get()));
            Phrase::CaseSuggestion { unit, reason }.text(lang.get())
        };
        Some(view! { <p class="step-form__why">{text}</p> })
    });
    let chosen = typed.value("unit").or_else(|| first.map(|unit| unit.to_string())).unwrap_or_default();
    let units = units.into_iter().map(|(unit, names)| (unit.to_string(), names)).collect();
    view! {
        {why}
        {choice("unit", Word::CaseUnitTo, units, &chosen)}
    }
    .into_any()
}

fn units(aims: &Aims, typed: &TypedStep) -> AnyView {
    let lang = use_lang();
    let first = suggested(aims).map(|(unit, _)| unit.to_string());
    let lead = typed.value("unit").or(first).unwrap_or_default();
    let with = typed.values("with").unwrap_or_default();
    let rows = aims.units.iter().cloned().map(|(unit, names)| {
        let value = unit.to_string();
        let (is_lead, is_with) = (value == lead, with.contains(&value));
        let name = move || case::names(&names, lang.get()).to_owned();
        view! {
            <li class="whistle__unit">
                <span class="whistle__name">{name.clone()}</span>
                <label class="tick">
                    <input type="radio" name="unit" value=value.clone() checked=is_lead required />
                    <span>{say(Word::CaseLead)}</span>
                    <span class="visually-hidden">{name.clone()}</span>
                </label>
                <label class="tick">
                    <input type="checkbox" name="with" value=value checked=is_with />
                    <span>{say(Word::CaseCo)}</span>
                    <span class="visually-hidden">{name}</span>
                </label>
            </li>
        }
    });
    let rows = rows.collect_view();
    view! {
        <fieldset class="whistle">
            <legend class="field__label">{say(Word::CaseWhistleFor)}</legend>
            <ul class="whistle__units">{rows}</ul>
        </fieldset>
    }
    .into_any()
}

fn other_case(aims: &Aims, typed: &TypedStep) -> AnyView {
    if aims.cases.is_empty() {
        return view! { <p class="step-form__none">{say(Word::CaseNoneNear)}</p> }.into_any();
    }
    let chosen = typed.value("into").unwrap_or_default();
    let rows = aims.cases.iter().map(|(id, title)| {
        let value = id.to_string();
        let checked = value == chosen;
        view! {
            <label class="tick">
                <input type="radio" name="into" value=value checked=checked required />
                <span>{title.clone()}</span>
            </label>
        }
    });
    let rows = rows.collect_view();
    view! {
        <fieldset class="whistle">
            <legend class="field__label">{say(Word::CaseInto)}</legend>
            {rows}
        </fieldset>
    }
    .into_any()
}

fn days(typed: &TypedStep) -> AnyView {
    let days = typed.value("days").unwrap_or_else(|| "3".to_owned());
    view! {
        <div class="field">
            <label class="field__label" for="step-days">
                {say(Word::CaseDays)}
            </label>
            <input class="field__input" id="step-days" type="number" name="days" min="1" max="30" required value=days />
        </div>
    }
    .into_any()
}

fn milestones(typed: &TypedStep) -> AnyView {
    let texts = typed.values("milestone_text").unwrap_or_default();
    let dues = typed.values("milestone_due").unwrap_or_default();
    let at = |values: &[String], line: usize| values.get(line).cloned().unwrap_or_default();
    let rows = (0..MILESTONES).map(|line| {
        let (text_id, due_id) = (format!("step-milestone-{line}"), format!("step-milestone-due-{line}"));
        view! {
            <div class="milestone">
                <div class="field">
                    <label class="field__label" for=text_id.clone()>
                        {say(Word::CaseMilestoneText)}
                    </label>
                    <input
                        class="field__input"
                        id=text_id
                        type="text"
                        name="milestone_text"
                        maxlength="100"
                        value=at(&texts, line)
                    />
                </div>
                <div class="field">
                    <label class="field__label" for=due_id.clone()>
                        {say(Word::CaseMilestoneDue)}
                    </label>
                    <input class="field__input" id=due_id type="date" name="milestone_due" value=at(&dues, line) />
                </div>
            </div>
        }
    });
    rows.collect_view().into_any()
}

fn category(sheet: &Sheet, aims: &Aims, typed: &TypedStep) -> AnyView {
    let current = sheet.line.category.as_ref().map(|code| code.as_str().to_owned()).unwrap_or_default();
    let categories = aims.categories.iter().map(|(code, names)| (code.as_str().to_owned(), names.clone())).collect();
    let chosen = typed.value("category").unwrap_or(current);
    let urgency = typed.value("urgency").unwrap_or_else(|| sheet.line.urgency.slug().to_owned());
    view! {
        {choice("category", Word::CaseCategory, categories, &chosen)}
        {choice("urgency", Word::CaseUrgency, urgencies(), &urgency)}
    }
    .into_any()
}

/// The degrees of urgency with their names.
pub fn urgencies() -> Vec<(String, Names)> {
    let names = |urgency| {
        let word = case::urgency(urgency);
        (word.text(wording::Lang::Zh).to_owned(), word.text(wording::Lang::En).to_owned())
    };
    Urgency::ALL.iter().map(|(urgency, slug)| ((*slug).to_owned(), names(*urgency))).collect()
}
