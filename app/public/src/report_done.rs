//! `/report/done/{code}`: what a resident who just reported takes along: the number, what happens next and by when, the link.
//! `/report/met/{case}`: what somebody who joined an open case is told.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::use_params_map;
use service::Service;
use service::case::{Receipt, receipt};
use service::report::{Met, met};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::{ButtonKind, ErrorPanel, Lamp, LinkButton, case, format};
use wording::{Phrase, Word};

use crate::report::told;
use crate::say::{self, word};

/// The receipt of a report.
#[component]
pub fn DonePage() -> impl IntoView {
    let code = use_params_map().with_untracked(|params| params.get("code")).unwrap_or_default();
    let content = Suspend::new(async move {
        match find(&code).await {
            Ok(found) => view! { <Done code=code found=found /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/report".to_owned() /> }.into_any()
            }
        }
    });
    page(Word::ReportDone, content)
}

async fn find(code: &str) -> Result<Receipt, AppError> {
    let service = use_context::<Service>().ok_or_else(|| AppError::Unavailable.answered())?;
    receipt(&service, code).await.map_err(told)?.ok_or_else(|| AppError::NotFound.answered())
}

fn page(title: Word, content: impl IntoView + 'static) -> impl IntoView {
    let lang = use_lang();
    view! {
        <Title text=title.text(lang.get_untracked()) />
        <Meta name="robots" content="noindex" />
        <main class="public report" id="content">
            <h1 class="public__heading">{say::title(title)}</h1>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

#[component]
fn Done(code: String, found: Receipt) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let step = |word: Word, at: Option<DateTime<Utc>>| {
        let until = at.map(|at| Phrase::ReportUntil { moment: &format::moment(at) }.text(lang));
        view! {
            <li>
                {until.map(|until| view! { <strong>{until} " "</strong> })}
                {say(word)}
            </li>
        }
    };
    let Receipt { followed, accept_due_at, answer_due_at } = found;
    let answer = answer_due_at.map(|at| step(Word::ReportNextAnswer, Some(at)));
    let category = followed.category.as_ref().map(|names| case::names(names, lang).to_owned());
    let about = [category.unwrap_or_default(), followed.area].into_iter().filter(|text| !text.is_empty());
    let about = about.collect::<Vec<_>>().join(" · ");
    view! {
        <p class="report__number" role="status">
            <span class="report__number-word">{word(Word::ReportNumber)}</span>
            " "
            <strong data-case=followed.case.to_string()>{followed.case.to_string()}</strong>
        </p>
        <p>
            <Lamp light=followed.phase.light() />
            " "
            {about}
        </p>
        <section aria-labelledby="next">
            <h2 class="report__heading" id="next">
                {word(Word::ReportNextTitle)}
            </h2>
            <ol>
                {step(Word::ReportNextAccept, accept_due_at)} {answer} {step(Word::ReportNextDone, followed.due_at)}
                {step(Word::ReportNextJudge, None)}
            </ol>
        </section>
        <section class="report__link" aria-labelledby="link">
            <h2 class="report__heading" id="link">
                {say(Word::ReportLink)}
            </h2>
            <p>{say(Word::ReportLinkHint)}</p>
            <img
                class="scan"
                src=format!("/report/done/{code}/link.svg")
                alt=Word::ReportLinkCode.text(lang)
                width="200"
                height="200"
            />
            <p class="public__ways">
                <LinkButton href=format!("/t/{code}") kind=ButtonKind::Primary>
                    {word(Word::ReportLink)}
                </LinkButton>
                <LinkButton href="/report".to_owned()>{word(Word::ReportAgain)}</LinkButton>
            </p>
        </section>
    }
}

/// What somebody who joined is told.
#[component]
pub fn MetPage() -> impl IntoView {
    let case = use_params_map().with_untracked(|params| params.get("case")).unwrap_or_default();
    let content = Suspend::new(async move {
        match find_met(&case).await {
            Ok(found) => joined(found).into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/report".to_owned() /> }.into_any()
            }
        }
    });
    page(Word::ReportTitle, content)
}

async fn find_met(case: &str) -> Result<Met, AppError> {
    let service = use_context::<Service>().ok_or_else(|| AppError::Unavailable.answered())?;
    let case = case.parse().map_err(|_no_id| AppError::NotFound.answered())?;
    met(&service, case).await.map_err(told)?.ok_or_else(|| AppError::NotFound.answered())
}

fn joined(met: Met) -> impl IntoView {
    let lang = use_lang().get_untracked();
    view! {
        <p class="report__number" role="status">
            {say(Word::ReportMet)}
        </p>
        <p>
            <Lamp light=met.light />
            " "
            {case::names(&met.name, lang).to_owned()}
            " · "
            {say(Word::ReportNumber)}
            " "
            {met.case.to_string()}
        </p>
        <p>{say(Word::ReportMetHint)}</p>
        <p class="public__ways">
            <LinkButton href="/report".to_owned()>{say(Word::ReportAgain)}</LinkButton>
        </p>
    }
}
