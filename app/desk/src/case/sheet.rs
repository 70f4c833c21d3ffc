//! The sheet of one case: what it is, who has it until when, what can be done now, and how it came here.

use domain::case::{Aims, Entry, Kind, Sheet};
use leptos::prelude::*;
use ui::icon::{Glyph, Icon};
use ui::language::{say, use_lang};
use ui::link::stay_put;
use ui::refused::Refused;
use ui::{CasePictures, Lamp, Tag, case, format};
use wording::{Lang, Phrase, Word};

use super::api::SheetView;
use super::context::CaseContext;
use super::undo::Undo;
use super::view::light_slug;
use super::{facts, queue, step_form, steps, timeline};

/// The id of the sheet's heading.
pub const HEADING: &str = "case-title";

/// The sheet, with the form of a step when one is open.
pub fn sheet(loaded: SheetView, aims: Aims, step: Option<Kind>, context: CaseContext) -> impl IntoView {
    let SheetView { sheet, now, operation, link_code } = loaded.clone();
    context.version.set(sheet.line.version);
    let offered = step.and_then(|step| sheet.offers.iter().find(|offer| offer.kind == step).copied());
    let light = sheet.line.phase.light();
    let detail = (!sheet.detail.is_empty()).then(|| {
        view! {
            <section class="sheet__part">
                <h3 class="sheet__heading">{say(Word::CaseDetail)}</h3>
                <p class="sheet__detail">{sheet.detail.clone()}</p>
            </section>
        }
    });
    view! {
        <article
            class="sheet"
            aria-labelledby=HEADING
            data-case=sheet.line.case.to_string()
            data-light=light_slug(light)
            data-version=sheet.line.version.to_string()
        >
            {heading(&sheet, context)}
            <Undo loaded=loaded context=context />
            {changed(&sheet, context)}
            {step_form::open(&sheet, aims, offered, operation, context)}
            {steps::steps(&sheet, context)}
            {facts::facts(&sheet, now)}
            {detail}
            {reporter(&sheet)}
            {pictures(&sheet)}
            {facts::parties(&sheet)}
            {facts::milestones(&sheet, context)}
            {timeline::timeline(&sheet)}
            {resident_link(&link_code)}
        </article>
    }
}

fn resident_link(code: &str) -> impl IntoView + use<> {
    let href = format!("/t/{code}");
    view! {
        <section class="sheet__part">
            <h3 class="sheet__heading">{say(Word::CaseResidentLink)}</h3>
            <p class="sheet__link">
                <a rel="external" href=href.clone()>{href.clone()}</a>
            </p>
            <p class="field__hint">{say(Word::CaseResidentLinkHint)}</p>
        </section>
    }
}

/// Who reported it, masked, with the one tap that rings them.
fn reporter(sheet: &Sheet) -> Option<impl IntoView + use<>> {
    let (case, reporter) = (sheet.line.case, sheet.reporter.clone()?);
    let name = match reporter.name {
        Some(name) => view! { <span>{name}</span> }.into_any(),
        None => view! { <span>{say(Word::ReporterNoName)}</span> }.into_any(),
    };
    let only = reporter.is_intake_only.then(|| {
        view! { <Tag tone="tag--care">{say(Word::ReporterIntakeOnly)}</Tag> }
    });
    let call = reporter.may_call.then(|| {
        view! {
            <a class="button" rel="external" href=format!("/cases/{case}/reporter/call")>
                {say(Word::ReporterCall)}
            </a>
        }
    });
    Some(view! {
        <section class="sheet__part" data-reporter="">
            <h3 class="sheet__heading">{say(Word::Reporter)}</h3>
            <p class="sheet__link">{name} " " {reporter.phone} " " {only} " " {call}</p>
        </section>
    })
}

fn pictures(sheet: &Sheet) -> Option<impl IntoView + use<>> {
    let (pictures, may_release) = (sheet.pictures.clone(), sheet.may_release);
    (!pictures.is_empty()).then(|| {
        view! {
            <section class="sheet__part">
                <h3 class="sheet__heading">{say(Word::CasePictures)}</h3>
                <CasePictures pictures=pictures may_release=may_release />
            </section>
        }
    })
}

fn heading(sheet: &Sheet, context: CaseContext) -> impl IntoView + use<> {
    let line = &sheet.line;
    let place = match sheet.dwelling {
        // The map is another page of this application.
        Some(dwelling) => view! { <a href=format!("/map?h={dwelling}")>{line.place.clone()}</a> }.into_any(),
        None => view! { <span>{line.place.clone()}</span> }.into_any(),
    };
    let supervised = line.is_supervised.then(|| {
        view! { <Tag glyph="督" tone="tag--care">{say(Word::CaseSupervised)}</Tag> }
    });
    let help = line.needs_help.then(|| view! { <Tag tone="tag--care">{say(Word::CaseHelpMark)}</Tag> });
    view! {
        <header class="sheet__head">
            <a {..stay_put()} class="sheet__back" href=context.href(super::view::CaseView::closed)>
                <Glyph icon=Icon::ChevronLeft />
                {say(Word::CaseBack)}
            </a>
            <h2 class="sheet__title" id=HEADING tabindex="-1">
                {line.title.clone()}
            </h2>
            <p class="sheet__state">
                <Lamp light=line.phase.light() />
                <span class="sheet__phase">{say(case::phase(line.phase))}</span>
                {supervised}
                {queue::chased(line)}
                {help}
                {queue::suspect(line)}
            </p>
            <p class="sheet__place">
                {place} " · " <span>{say(Word::ReportedAt)}</span> " " <time>{format::moment(line.reported_at)}</time>
            </p>
        </header>
    }
}

/// What others did since one opened the form or acted: both sides are on the page, what was typed stays below.
fn changed(sheet: &Sheet, context: CaseContext) -> impl IntoView + use<> {
    let case = sheet.line.case;
    let posted = Refused::find("case-step").and_then(|refused| {
        let same = refused.value("case") == Some(case.to_string().as_str());
        same.then(|| refused.value("version").and_then(|version| version.parse::<i32>().ok())).flatten()
    });
    let entries = sheet.entries.clone();
    let version = sheet.line.version;
    move || {
        let seen = context.seen.get().filter(|(seen, _)| *seen == case).map(|(_, version)| version);
        let since = seen.or(posted).filter(|seen| *seen < version)?;
        let news: Vec<_> = entries.iter().filter(|entry| entry.version > since && !entry.is_undone).collect();
        let lines = (!news.is_empty()).then(|| news.into_iter().map(news_line).collect_view())?;
        Some(view! {
            <div class="case-changed" role="alert">
                <p>{say(Word::CaseChanged)}</p>
                <ul>{lines}</ul>
                <p class="case-changed__hint">{say(Word::CaseChangedHint)}</p>
            </div>
        })
    }
}

fn news_line(entry: &Entry) -> impl IntoView + use<> {
    let lang = use_lang();
    let entry = entry.clone();
    view! { <li>{move || timeline::said(&entry, lang.get())}</li> }
}

/// A number of times that it came back, when it did.
pub fn rework(count: u16, lang: Lang) -> Option<String> {
    (count > 0).then(|| Phrase::CaseReworked { count }.text(lang))
}
