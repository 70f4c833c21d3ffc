//! Forms for moves: somebody moves in, moves out, becomes the head. At most twelve fields for a new tenant.

use domain::file::view::HouseholdFile;
use domain::file::{FIELDS, Problem};
use domain::id::ResidentId;
use domain::person::{MaskedPerson, Relation};
use domain::stay::StayKind;
use leptos::prelude::*;
use ui::entry::{self, Typed, hidden};
use ui::language::say;
use ui::{Button, ButtonKind, name};
use wording::Word;

use crate::address;

/// What is asked about a new person, in this order, besides the move itself and the identity number.
const ASKED: [&str; 6] = ["name", "sex", "born_on", "ethnicity", "registered_address", "occupation"];

/// All forms of a household for moves.
pub fn forms(file: &HouseholdFile) -> impl IntoView + use<> {
    let people = file.card.people.iter().map(|person| of_person(file, person)).collect_view();
    view! {
        <section class="card">
            {people}
            {move_in(file)}
        </section>
    }
}

fn move_in(file: &HouseholdFile) -> impl IntoView + use<> {
    let card = &file.card;
    let typed = Typed::find("move-in", "dwelling", &card.dwelling.to_string());
    let asked = ASKED.iter().filter_map(|slug| FIELDS.iter().find(|field| field.slug == *slug));
    // Nothing of a new person was ever behind a mask.
    let asked =
        asked.map(|field| entry::field(&typed, &domain::file::FieldSpec { masked: false, ..*field }, "", &file.words));
    let asked = asked.collect_view();
    let relations = entry::worded(&Relation::ALL, name::relation);
    let kinds = entry::worded(&StayKind::ALL, name::stay_kind);
    let today = file.today.to_string();
    view! {
        <details class="move" data-form="move-in" open=typed.is_refused()>
            <summary>{say(Word::MoveIn)}</summary>
            <form class="entry" method="post" action="/form/move-in">
                {entry::summary(&typed)}
                {hidden("dwelling", &card.dwelling)}
                {hidden("revision", &card.revision)}
                {hidden("back", &address::household(card.dwelling))}
                <div class="entry__fields">
                    {entry::text(&typed, "id_number", "text", "", None)}
                    {entry::text(&typed, "phone", "tel", "", None)}
                    {asked}
                    {entry::choice(&typed, "relation", Word::FieldRelation, Relation::Tenant.slug(), relations)}
                    {entry::choice(&typed, "kind", Word::FieldStayKind, StayKind::Actual.slug(), kinds)}
                    {entry::text(&typed, "day", "date", &today, None)}
                </div>
                {entry::tick(&typed, "is_checked".to_owned(), say(Word::Checked), false)}
                {duplicates(&typed)}
                <Button kind=ButtonKind::Primary>{say(Word::MoveInSubmit)}</Button>
            </form>
            {same_person(file, &typed)}
        </details>
    }
}

fn found(typed: &Typed) -> Vec<ResidentId> {
    let duplicate = |problem: &Problem| match problem {
        Problem::Duplicate(resident) => Some(*resident),
        _ => None,
    };
    typed.problems().iter().filter_map(|found| duplicate(&found.problem)).collect()
}

/// Files that may be the same person's, to compare, and the word that they are not.
fn duplicates(typed: &Typed) -> Option<impl IntoView + use<>> {
    let found = found(typed);
    let lines = found.iter().map(|resident| {
        view! { <li><a href=address::person(*resident) data-duplicate=resident.to_string()>{say(Word::OpenPerson)}</a></li> }
    });
    let lines = lines.collect_view();
    (!found.is_empty()).then(|| {
        view! {
            <div class="entry__fault" role="alert">
                <p>{say(Word::ProblemDuplicate)}</p>
                <ul class="file__lines">{lines}</ul>
                {entry::tick(typed, "is_other".to_owned(), say(Word::IsOther), false)}
            </div>
        }
    })
}

/// One tap for each namesake: it is this person, who moves in with the file that there is.
fn same_person(file: &HouseholdFile, typed: &Typed) -> impl IntoView + use<> {
    let card = &file.card;
    let forms = found(typed).into_iter().map(|resident| {
        view! {
            <form method="post" action="/form/move-in" data-same=resident.to_string()>
                {hidden("dwelling", &card.dwelling)}
                {hidden("revision", &card.revision)}
                {hidden("resident", &resident)}
                {hidden("relation", &typed.value("relation", ""))}
                {hidden("kind", &typed.value("kind", ""))}
                {hidden("day", &typed.value("day", ""))}
                {hidden("back", &address::household(card.dwelling))}
                <Button>{say(Word::SamePersonMovesIn)}</Button>
            </form>
        }
    });
    forms.collect_view()
}

/// One person's line with the forms for moving out and becoming the head.
fn of_person(file: &HouseholdFile, person: &MaskedPerson) -> impl IntoView + use<> {
    let card = &file.card;
    let (resident, back) = (person.resident, address::household(card.dwelling));
    let (out, head) = (
        Typed::find("move-out", "resident", &resident.to_string()),
        Typed::find("head", "resident", &resident.to_string()),
    );
    let today = file.today.to_string();
    let head_form = (person.relation != Relation::Head).then(|| {
        let relations = entry::worded(&Relation::ALL, name::relation);
        view! {
            <form class="entry entry--line" method="post" action="/form/head">
                {entry::summary(&head)}
                {hidden("dwelling", &card.dwelling)}
                {hidden("revision", &card.revision)}
                {hidden("resident", &resident)}
                {hidden("back", &back)}
                {entry::text(&head, "day", "date", &today, None)}
                {entry::choice(&head, "old_becomes", Word::OldBecomes, Relation::Other.slug(), relations)}
                <Button>{say(Word::MakeHead)}</Button>
            </form>
        }
    });
    view! {
        <details class="move" data-move=resident.to_string() open=out.is_refused() || head.is_refused()>
            <summary>{person.name.clone()} " · " {say(name::relation(person.relation))}</summary>
            <p><a class="button button--quiet" href=address::person(resident)>{say(Word::OpenPerson)}</a></p>
            <form class="entry entry--line" method="post" action="/form/move-out">
                {entry::summary(&out)}
                {hidden("dwelling", &card.dwelling)}
                {hidden("revision", &card.revision)}
                {hidden("resident", &resident)}
                {hidden("back", &back)}
                {entry::text(&out, "day", "date", &today, None)}
                {entry::tick(&out, "keeps_register".to_owned(), say(Word::KeepsRegister), false)}
                <Button>{say(Word::MoveOut)}</Button>
            </form>
            {head_form}
        </details>
    }
}
