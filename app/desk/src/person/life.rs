//! Duplicates and merges of a file, and the form for a death.

use domain::file::view::{MergeLine, Namesake, PersonFile};
use domain::id::ResidentId;
use leptos::prelude::*;
use ui::entry::{self, Typed, hidden};
use ui::language::say;
use ui::{Button, ButtonKind, format};
use wording::Word;

use crate::address;

/// Files that may be the same person's, and merges that hold.
pub fn merges(file: &PersonFile) -> impl IntoView + use<> {
    if file.namesakes.is_empty() && file.merges.is_empty() {
        return ().into_any();
    }
    let (resident, revision, may_edit) = (file.person.resident, file.revision, file.may_edit);
    let typed = Typed::find("merge", "kept", &resident.to_string());
    let held = file.merges.iter().cloned().map(|merge| held(merge, resident, may_edit)).collect_view();
    let same = file.namesakes.iter().cloned().map(|same| namesake(same, resident, revision)).collect_view();
    let held_title =
        (!file.merges.is_empty()).then(|| view! { <h3 class="household__part">{say(Word::MergesHold)}</h3> });
    let same_title =
        (!file.namesakes.is_empty()).then(|| view! { <h3 class="household__part">{say(Word::Duplicates)}</h3> });
    view! {
        <section class="card">
            {entry::summary(&typed)}
            {held_title}
            <ul class="file__lines">{held}</ul>
            {same_title}
            <ul class="file__lines">{same}</ul>
        </section>
    }
    .into_any()
}

fn held(merge: MergeLine, kept: ResidentId, may_edit: bool) -> impl IntoView {
    let undo = may_edit.then(|| {
        view! {
            <form method="post" action="/form/unmerge">
                {hidden("merge", &merge.id)}
                {hidden("back", &address::person(kept))}
                <Button kind=ButtonKind::Quiet>{say(Word::UndoMerge)}</Button>
            </form>
        }
    });
    view! {
        <li data-merge=merge.id.to_string()>
            <a href=address::person(merge.merged)>{say(Word::OpenPerson)}</a>
            " "
            <time>{format::moment(merge.at)}</time>
            {undo}
        </li>
    }
}

fn namesake(same: Namesake, kept: ResidentId, revision: i64) -> impl IntoView {
    view! {
        <li data-namesake=same.resident.to_string()>
            <a href=address::person(same.resident)>{same.name}</a>
            " "
            {same.place}
            <form method="post" action="/form/merge">
                {hidden("kept", &kept)}
                {hidden("kept_revision", &revision)}
                {hidden("merged", &same.resident)}
                {hidden("merged_revision", &same.revision)}
                {hidden("back", &address::person(kept))}
                <Button kind=ButtonKind::Quiet>{say(Word::MergeHere)}</Button>
            </form>
        </li>
    }
}

/// The form for a death.
pub fn death(file: &PersonFile) -> impl IntoView + use<> {
    if !file.may_edit || file.died_on.is_some() {
        return ().into_any();
    }
    let resident = file.person.resident;
    let typed = Typed::find("died", "resident", &resident.to_string());
    view! {
        <details class="card" open=typed.is_refused()>
            <summary>{say(Word::Death)}</summary>
            <form class="entry" method="post" action="/form/died">
                {entry::summary(&typed)}
                {hidden("resident", &resident)}
                {hidden("revision", &file.revision)}
                {hidden("back", &address::person(resident))}
                {entry::text(&typed, "day", "date", &file.today.to_string(), None)}
                <Button>{say(Word::Save)}</Button>
            </form>
        </details>
    }
    .into_any()
}
