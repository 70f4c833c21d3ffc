//! The timeline of a case: who did what when, where it went and with which words; what was taken back is struck through.

use domain::case::{Entry, Kind, Sheet};
use leptos::prelude::*;
use ui::language::{say, use_lang};
use ui::{LampShape, case, format, name};
use wording::{Lang, Word};

use super::view::light_slug;

/// All entries, the latest first.
pub fn timeline(sheet: &Sheet) -> impl IntoView + use<> {
    let lines = sheet.entries.iter().rev().cloned().map(line).collect_view();
    let case = sheet.line.case;
    view! {
        <section class="sheet__part">
            <h3 class="sheet__heading">{say(Word::CaseTimeline)}</h3>
            <ol class="timeline">{lines}</ol>
            <p class="timeline__out">
                {say(Word::TrailTakeOut)} " " <a rel="external" href=format!("/cases/{case}/trail.pdf")>"PDF"</a> " "
                <a rel="external" href=format!("/cases/{case}/trail.csv")>"CSV"</a> " · "
                <a rel="external" href=format!("/cases/{case}/print")>{say(Word::CaseSlipPrint)}</a>
            </p>
        </section>
    }
}

fn line(entry: Entry) -> impl IntoView {
    let lang = use_lang();
    let (light, version, undone) = (entry.light, entry.version, entry.is_undone);
    let note = (!entry.note.is_empty()).then(|| view! { <p class="timeline__note">{entry.note.clone()}</p> });
    let taken_back = undone.then(|| view! { <span class="timeline__undone">{say(Word::CaseUndone)}</span> });
    let moment = format::moment(entry.at);
    view! {
        <li class="timeline__entry" class:is-undone=undone data-version=version.to_string()>
            <span class=format!("lamp lamp--{}", light_slug(light)) title=say(name::light(light))>
                <LampShape light=light />
                <span class="visually-hidden">{say(name::light(light))}</span>
            </span>
            <div class="timeline__text">
                <p>
                    <span class="timeline__said">{move || said(&entry, lang.get())}</span>
                    " "
                    {taken_back}
                </p>
                {note}
                <time class="timeline__time">{moment}</time>
            </div>
        </li>
    }
}

/// An entry in one line: the post, what it did, and where it led.
pub fn said(entry: &Entry, lang: Lang) -> String {
    let by = case::names(&entry.by, lang);
    let nobody = match entry.kind {
        Some(Kind::Urge | Kind::Inquire | Kind::Supervise) => Word::CaseByItself,
        _ => Word::CaseByResident,
    };
    let by = if by.is_empty() { nobody.text(lang) } else { by };
    let did = match (entry.kind, entry.verdict) {
        _ if entry.is_join => Word::CaseJoined,
        (Some(kind), _) => case::step(kind),
        (None, Some(verdict)) => case::verdict(Some(verdict)),
        (None, None) => Word::DidReport,
    };
    let did = did.text(lang);
    let to = entry.to.as_ref().map(|to| format!(" → {}", case::names(to, lang))).unwrap_or_default();
    format!("{by}：{did}{to}")
}
