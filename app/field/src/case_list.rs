//! `/m/cases`: what waits for one's hand, and what one reported.

use chrono::{DateTime, Utc};
use domain::case::{Axis, Phase, Queue, QueueLine};
use leptos::prelude::*;
use leptos_meta::Title;
use service::case::{own_reports, queue};
use ui::error::AppError;
use ui::icon::{Glyph, Icon};
use ui::language::{say, use_lang};
use ui::{EmptyState, ErrorPanel, Lamp, case, format};
use wording::Word;
use wording::field::PhoneWord;

use crate::{address, request};

/// The page.
#[component]
pub fn CaseList() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match look().await {
            Ok((mine, own, now)) => view! {
                {part(PhoneWord::CasesToDo, (PhoneWord::NothingToDo, PhoneWord::NothingToDoHint), mine, now)}
                {part(PhoneWord::CasesOwn, (PhoneWord::NothingReported, PhoneWord::NothingReportedHint), own, now)}
            }
            .into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/m/cases".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=PhoneWord::Cases.text(lang.get_untracked()) />
        <main class="phone" id="content">
            <h1 class="phone__title">{say(PhoneWord::Cases)}</h1>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

type Lines = Vec<QueueLine>;

async fn look() -> Result<(Lines, Lines, DateTime<Utc>), AppError> {
    let (service, actor) = request::acting()?;
    let asked = Queue { axis: Axis::Mine, ..Queue::default() };
    let (mine, _) = queue(&service, &actor, asked).await.map_err(request::answered)?;
    let own = own_reports(&service, &actor).await.map_err(request::answered)?;
    Ok((mine, own, service.now()))
}

fn part(title: PhoneWord, (none, hint): (PhoneWord, PhoneWord), lines: Lines, now: DateTime<Utc>) -> impl IntoView {
    let lang = use_lang();
    let content = if lines.is_empty() {
        let none = Signal::derive(move || none.text(lang.get()).to_owned());
        let hint = Signal::derive(move || hint.text(lang.get()).to_owned());
        view! { <EmptyState title=none hint=hint icon=Icon::Check /> }.into_any()
    } else {
        view! { <ul class="phone-rows">{lines.into_iter().map(|line| row(line, now)).collect_view()}</ul> }.into_any()
    };
    view! {
        <section>
            <h2 class="phone__part">{say(title)}</h2>
            {content}
        </section>
    }
}

fn row(line: QueueLine, now: DateTime<Utc>) -> impl IntoView {
    // A clock that stands still is told by the phase.
    let runs = line.phase.light().is_open() && !matches!(line.phase, Phase::Working { is_paused: true, .. });
    let due_at = line.holder_due_at.filter(|_| runs);
    let is_late = due_at.is_some_and(|due_at| due_at < now);
    let due = due_at
        .map(format::moment)
        .map(|due| view! { <span class:is-late=is_late>{say(Word::CaseClockHolder)} " " {due}</span> });
    view! {
        <li>
            <a class="phone-row" href=address::case(line.case) rel="external">
                <span class="phone-row__name">{line.title}</span>
                <Glyph icon=Icon::ChevronRight />
                <span class="phone-row__facts">{line.place}</span>
                <span class="phone-row__facts">
                    <Lamp light=line.phase.light() />
                    " "
                    {say(case::phase(line.phase))}
                    " "
                    {due}
                </span>
            </a>
        </li>
    }
}
