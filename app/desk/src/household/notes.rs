//! Notes at a dwelling, its stairwell, building and estate.

use domain::file::view::HouseholdFile;
use domain::note::{Note, NoteKind, NotePlace};
use leptos::prelude::*;
use ui::entry::{self, Typed, hidden};
use ui::language::say;
use ui::{Button, name};
use wording::Word;

use crate::address;

/// The notes, and the form to write one.
pub fn section(file: &HouseholdFile) -> impl IntoView + use<> {
    let notes = file.notes.iter().cloned().map(line).collect_view();
    let none = file.notes.is_empty().then(|| view! { <p class="card__quiet">{say(Word::NoNotes)}</p> });
    view! {
        <section class="card">
            <h2 class="card__title">{say(Word::Notes)}</h2>
            <dl class="file__notes">{notes}</dl>
            {none}
            {file.card.may_edit.then(|| form(file))}
        </section>
    }
}

fn line(note: Note) -> impl IntoView {
    view! {
        <div class="file__note">
            <dt>{say(name::note_place(note.place))} " · " {say(name::note_kind(note.kind))}</dt>
            <dd>{note.text}</dd>
        </div>
    }
}

fn form(file: &HouseholdFile) -> impl IntoView + use<> {
    let dwelling = file.card.dwelling;
    let typed = Typed::find("note", "dwelling", &dwelling.to_string());
    let places = entry::worded(&NotePlace::ALL, name::note_place);
    let kinds = entry::worded(&NoteKind::ALL, name::note_kind);
    view! {
        <details class="move" data-form="note" open=typed.is_refused()>
            <summary>{say(Word::WriteNote)}</summary>
            <form class="entry" method="post" action="/form/note">
                {entry::summary(&typed)}
                {hidden("dwelling", &dwelling)}
                {hidden("back", &address::household(dwelling))}
                {entry::choice(&typed, "place", Word::FieldPlace, NotePlace::Dwelling.slug(), places)}
                {entry::choice(&typed, "kind", Word::FieldNoteKind, NoteKind::Valve.slug(), kinds)}
                {entry::text(&typed, "text", "text", "", None)}
                <Button>{say(Word::Save)}</Button>
            </form>
        </details>
    }
}
