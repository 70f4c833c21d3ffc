//! `/m/cases/{case}?step=`: a case on the phone with the steps that whoever stands in front of it may take. Steps that lead a case
//! somewhere else are taken at the desk.

use domain::case::{Aim, Entry, Kind, Need, Offer, Sheet};
use domain::id::{CaseId, MediaId};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, CasePictures, ErrorPanel, Lamp, PictureField, case, format};
use wording::field::PhoneWord;
use wording::{Phrase, Word};

use crate::{address, request};

/// The page.
#[component]
pub fn CasePage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("case")).unwrap_or_default();
    let retry = format!("/m/cases/{asked}");
    let content = Suspend::new(async move {
        match look(&asked).await {
            Ok((sheet, operation)) => content(sheet, operation).into_any(),
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href=retry /> }.into_any(),
        }
    });
    view! {
        <main class="phone" id="content">
            <a class="phone-back" href="/m/cases">{say(PhoneWord::Back)}</a>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn look(asked: &str) -> Result<(Sheet, String), AppError> {
    let (service, actor) = request::acting()?;
    let case: CaseId = asked.parse().map_err(|_no_id| AppError::NotFound.answered())?;
    let sheet = service::case::sheet(&service, &actor, case).await.map_err(request::answered)?;
    let operation = service.draw_operation().map_err(request::answered)?;
    Ok((sheet, operation.to_string()))
}

fn content(sheet: Sheet, operation: String) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let line = &sheet.line;
    let title = line.title.clone();
    let detail = (!sheet.detail.is_empty()).then(|| view! { <p class="phone-words">{sheet.detail.clone()}</p> });
    let category = line.category.as_ref().map(|_| case::names(&line.category_name, lang).to_owned());
    let facts = [
        (Word::Place, Some(line.place.clone())),
        (Word::CaseCategory, category),
        (Word::CaseHolder, Some(case::names(&line.holder_name, lang).to_owned())),
        (Word::CaseClockHolder, sheet.times.holder_due_at.map(format::moment)),
        (Word::ReportedAt, Some(format::moment(line.reported_at))),
    ];
    let facts = facts.into_iter().filter_map(|(word, value)| {
        let value = value?;
        Some(view! {
            <div class="facts__fact">
                <dt>{say(word)}</dt>
                <dd>{value}</dd>
            </div>
        })
    });
    let door = sheet.dwelling.map(|dwelling| {
        view! {
            <a class="button" href=address::household(dwelling) rel="external">
                {say(Word::LevelHousehold)}
            </a>
        }
    });
    let hops = sheet.entries.iter().rev().filter(|entry| !entry.is_undone).map(hop).collect_view();
    view! {
        <Title text=title.clone() />
        <header data-case=line.case.to_string() data-version=line.version.to_string()>
            <p>
                <Lamp light=line.phase.light() />
                " "
                {say(case::phase(line.phase))}
            </p>
            <h1 class="phone__title">{title}</h1>
        </header>
        {undo(&sheet)}
        {detail}
        {steps(&sheet, operation)}
        <CasePictures pictures=sheet.pictures.clone() />
        <dl class="facts facts--lines">{facts.collect_view()}</dl>
        {door}
        <section>
            <h2 class="phone__part">{say(Word::CaseTimeline)}</h2>
            <ol class="phone-hops">{hops}</ol>
        </section>
    }
}

/// Taking one's last step back while that is possible.
fn undo(sheet: &Sheet) -> Option<impl IntoView + use<>> {
    let lang = use_lang().get_untracked();
    let (version, _) = sheet.undo?;
    let kind = sheet.entries.iter().find(|entry| entry.version == version).and_then(|entry| entry.kind)?;
    let case = sheet.line.case;
    let said = Phrase::CaseDid { step: case::step(kind).text(lang) }.text(lang);
    Some(view! {
        <form class="phone-undo" method="post" action="/form/case-undo">
            <p role="status">{said}</p>
            <input type="hidden" name="case" value=case.to_string() />
            <input type="hidden" name="version" value=version.to_string() />
            <input type="hidden" name="back" value=address::case(case) />
            <Button>{say(Word::CaseUndo)}</Button>
        </form>
    })
}

/// The steps of a hand on site: a button where nothing is needed, a link to the form where something is.
fn steps(sheet: &Sheet, operation: String) -> impl IntoView + use<> {
    let (case, version) = (sheet.line.case, sheet.line.version);
    let offers = sheet.offers.iter().copied().filter(|offer| offer.kind != Kind::Tick);
    let (here, elsewhere): (Vec<Offer>, Vec<Offer>) = offers.partition(|offer| offer.needs.aim == Aim::Nothing);
    let wanted = typed("step", case).or_else(|| request::query("step"));
    let open = wanted.and_then(|slug| here.iter().copied().find(|offer| offer.kind.slug() == slug));
    let none = (here.is_empty() && elsewhere.is_empty())
        .then(|| view! { <p class="phone__quiet">{say(Word::CaseNoSteps)}</p> });
    let others = (!elsewhere.is_empty()).then(|| {
        view! {
            <a class="button button--quiet" href=format!("/cases?axis=all&case={case}") rel="external">
                {say(PhoneWord::OtherSteps)}
            </a>
        }
    });
    let refused = Refused::any().map(Refused::alert);
    let buttons = here.into_iter().map(|offer| step(offer, case, version)).collect_view();
    view! {
        {refused}
        {open.map(|offer| form(offer, case, version, operation))}
        <div class="phone-acts" role="group" aria-label=say(Word::CaseSteps)>
            {buttons}
            {others}
        </div>
        {none}
    }
}

/// What was typed into the form of this case before it was refused.
fn typed(field: &str, case: CaseId) -> Option<String> {
    let refused = Refused::find("case-step").filter(|refused| refused.value("case") == Some(case.to_string().as_str()));
    refused?.value(field).map(str::to_owned)
}

fn step(offer: Offer, case: CaseId, version: i32) -> impl IntoView {
    let kind = offer.kind;
    if offer.needs.note == Need::Must || offer.needs.picture == Need::Must {
        let href = format!("{}?step={}", address::case(case), kind.slug());
        return view! { <a class="button" href=href rel="external" data-step=kind.slug()>{say(case::step(kind))}</a> }
            .into_any();
    }
    let may_more = offer.needs.note == Need::May || offer.needs.picture == Need::May;
    let with_more = may_more.then(|| {
        let href = format!("{}?step={}", address::case(case), kind.slug());
        view! {
            <a class="button button--quiet" href=href rel="external" data-with=kind.slug()>
                {say(case::step(kind))}
                " · "
                {say(Word::CaseWithNote)}
            </a>
        }
    });
    view! {
        <form method="post" action="/form/case-step">
            {hidden(case, version, kind)}
            <button type="submit" class="button button--primary" data-step=kind.slug()>
                {say(case::step(kind))}
            </button>
        </form>
        {with_more}
    }
    .into_any()
}

fn hidden(case: CaseId, version: i32, kind: Kind) -> impl IntoView {
    view! {
        <input type="hidden" name="case" value=case.to_string() />
        <input type="hidden" name="version" value=version.to_string() />
        <input type="hidden" name="step" value=kind.slug() />
        <input type="hidden" name="back" value=address::case(case) />
    }
}

/// The form of a step with words or pictures.
fn form(offer: Offer, case: CaseId, version: i32, operation: String) -> impl IntoView {
    let lang = use_lang();
    let kind = offer.kind;
    // A form that was refused keeps its number and the pictures that came before.
    let operation = typed("operation", case).unwrap_or(operation);
    let sent = typed("picture", case).unwrap_or_default();
    let sent: Vec<MediaId> = sent.split(['\n', ',']).filter_map(|id| id.trim().parse().ok()).collect();
    let (note, text) = (offer.needs.note, typed("note", case).unwrap_or_default());
    let note_label = if note == Need::Must { Word::CaseNoteMust } else { Word::CaseNoteMay };
    let note = (note != Need::No).then(|| {
        view! {
            <div class="field">
                <label class="field__label" for="step-note">
                    {say(note_label)}
                </label>
                <textarea
                    class="field__input"
                    id="step-note"
                    name="note"
                    rows="3"
                    maxlength="1000"
                    required=offer.needs.note == Need::Must
                >
                    {text}
                </textarea>
            </div>
        }
    });
    let picture = if offer.needs.picture == Need::Must { Word::CasePictureMust } else { Word::CasePictureMay };
    let label = Signal::derive(move || picture.text(lang.get()).to_owned());
    let pictures = (offer.needs.picture != Need::No).then(|| view! { <PictureField label=label sent=sent /> });
    view! {
        <form class="card phone-form" method="post" action="/form/case-step" enctype="multipart/form-data"
            aria-label=say(case::step(kind))
            data-step-form=kind.slug()
        >
            {hidden(case, version, kind)}
            <input type="hidden" name="operation" value=operation />
            {note}
            {pictures}
            <Button kind=ButtonKind::Primary>{say(case::step(kind))}</Button>
            <a class="button button--quiet" href=address::case(case) rel="external">
                {say(Word::CaseCancel)}
            </a>
        </form>
    }
}

fn hop(entry: &Entry) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    let did = match (entry.kind, entry.verdict) {
        _ if entry.is_join => Word::CaseJoined,
        (Some(kind), _) => case::step(kind),
        (None, Some(verdict)) => case::verdict(Some(verdict)),
        (None, None) => Word::DidReport,
    };
    let to = entry.to.as_ref().map(|to| format!(" → {}", case::names(to, lang))).unwrap_or_default();
    let by = case::names(&entry.by, lang).to_owned();
    let note = (!entry.note.is_empty()).then(|| view! { <p class="phone-words">{entry.note.clone()}</p> });
    view! {
        <li>
            <p>
                <Lamp light=entry.light />
                " "
                {by}
                " "
                {say(did)}
                {to}
            </p>
            {note}
            <time class="phone__quiet">{format::moment(entry.at)}</time>
        </li>
    }
}
