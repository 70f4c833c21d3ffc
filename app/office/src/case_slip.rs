//! `/cases/{case}/print`: the dispatch slip 派单 of a case on one page: what, where, who until when, how it came here, and a code that leads to
//! it. What may be somebody's number in its words is hidden.

use domain::case::{Entry, Sheet};
use domain::id::CaseId;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::{ErrorPanel, Lamp, case, format, name};
use wording::{Lang, Word};

use crate::request;

/// The page.
#[component]
pub fn CaseSlip() -> impl IntoView {
    let lang = use_lang();
    let asked = use_params_map().with_untracked(|params| params.get("case")).unwrap_or_default();
    let content = Suspend::new(async move {
        match find(&asked).await {
            Ok((sheet, now)) => view! { <Slip sheet=sheet now=now /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/cases".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::CaseSlip.text(lang.get_untracked()) />
        <main class="page case-paper" id="content">
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(asked: &str) -> Result<(Sheet, String), AppError> {
    let (service, actor) = request::acting()?;
    let case: CaseId = asked.parse().map_err(|_no_id| AppError::NotFound.answered())?;
    let sheet = service::case::slip(&service, &actor, case).await.map_err(request::answered)?;
    Ok((sheet, format::moment(service.now())))
}

#[component]
fn Slip(sheet: Sheet, now: String) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let case = sheet.line.case;
    let detail = (!sheet.detail.is_empty()).then(|| view! { <p class="case-paper__words">{sheet.detail.clone()}</p> });
    let facts = facts(&sheet, lang);
    let hops = sheet.entries.iter().filter(|entry| !entry.is_undone).map(|entry| hop(entry, lang)).collect_view();
    view! {
        <p class="case-paper__screen">
            <a href=format!("/cases?axis=all&case={case}")>{say(Word::CaseBack)}</a>
            " · "
            {say(Word::CasePaperHint)}
        </p>
        <header class="case-paper__head">
            <div>
                <h1 class="page__title">{say(Word::CaseSlip)}</h1>
                <p class="case-paper__number">{say(Word::FollowNumber)} " " {case.to_string()}</p>
                <p>
                    <Lamp light=sheet.line.phase.light() />
                    " "
                    {say(case::phase(sheet.line.phase))}
                </p>
            </div>
            <img class="case-paper__code" src=format!("/cases/{case}/code.svg") alt=say(Word::CaseSlipCode) />
        </header>
        <h2 class="case-paper__title">{sheet.line.title.clone()}</h2>
        {detail}
        <dl class="facts case-paper__facts">{facts}</dl>
        <h2 class="card__title">{say(Word::CaseTimeline)}</h2>
        <ol class="case-paper__hops">{hops}</ol>
        <p class="case-paper__sign">{say(Word::CaseSlipSign)}</p>
        <p class="page__facts">{say(Word::CaseSlipPrinted)} " " {now} " · " {say(Word::CaseSlipMasked)}</p>
    }
}

/// What is known, one line each; what is not known is left out.
fn facts(sheet: &Sheet, lang: Lang) -> impl IntoView + use<> {
    let (line, times) = (&sheet.line, sheet.times);
    let category = line.category.as_ref().map(|_| case::names(&line.category_name, lang).to_owned());
    let no_category = || Word::CaseNoCategory.text(lang).to_owned();
    let all = [
        (Word::Place, Some(line.place.clone())),
        (Word::CaseCategory, Some(category.unwrap_or_else(no_category))),
        (Word::CaseUrgency, Some(case::urgency(line.urgency).text(lang).to_owned())),
        (Word::CaseHolder, Some(case::names(&line.holder_name, lang).to_owned())),
        (Word::ReportedAt, Some(format::moment(line.reported_at))),
        (Word::CaseHolderSince, Some(format::moment(times.holder_since))),
        (Word::CaseClockHolder, times.holder_due_at.map(format::moment)),
        (Word::CaseClockBusiness, times.business_due_at.map(format::moment)),
        (Word::CasePausedSince, times.paused_at.map(format::moment)),
        (Word::CaseFinishedAt, times.finished_at.map(format::moment)),
        (Word::CaseClosedAt, times.closed_at.map(format::moment)),
        (Word::CaseClosingRule, Some(case::closing(sheet.closing()).text(lang).to_owned())),
    ];
    let lines = all.into_iter().filter_map(|(word, value)| {
        let value = value?;
        Some(view! {
            <div class="facts__fact">
                <dt>{say(word)}</dt>
                <dd>{value}</dd>
            </div>
        })
    });
    lines.collect_view()
}

fn hop(entry: &Entry, lang: Lang) -> impl IntoView + use<> {
    let did = match (entry.kind, entry.verdict) {
        _ if entry.is_join => Word::CaseJoined,
        (Some(kind), _) => case::step(kind),
        (None, Some(verdict)) => case::verdict(Some(verdict)),
        (None, None) => Word::DidReport,
    };
    let to = entry.to.as_ref().map(|to| format!(" → {}", case::names(to, lang))).unwrap_or_default();
    let by = case::names(&entry.by, lang).to_owned();
    let note = (!entry.note.is_empty()).then(|| view! { <p class="case-paper__words">{entry.note.clone()}</p> });
    view! {
        <li>
            <time>{format::moment(entry.at)}</time>
            " "
            {by}
            " "
            {say(did)}
            {to}
            "（"
            {say(name::light(entry.light))}
            "）"
            {note}
        </li>
    }
}
