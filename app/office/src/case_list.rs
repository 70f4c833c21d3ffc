//! `/cases/print`: the list of the desk's address on paper, up to 200 lines. What may be somebody's number in titles is hidden.

use chrono::{DateTime, Utc};
use domain::case::{Choices, Counts, Light, Queue, QueueLine};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::{ErrorPanel, Lamp, Table, case, format, name};
use wording::{Lang, Phrase, Word};

use crate::request;

/// The page.
#[component]
pub fn CaseList() -> impl IntoView {
    let lang = use_lang();
    let queue = Queue::parse(request::query);
    let desk = queue.href("/cases");
    let content = Suspend::new(async move {
        match find(queue.clone()).await {
            Ok(found) => view! { <Paper queue=queue found=found /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/cases".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::CasePaper.text(lang.get_untracked()) />
        <main class="page case-paper" id="content">
            <p class="case-paper__screen">
                <a href=desk>{say(Word::CaseBack)}</a>
                " · "
                {say(Word::CasePaperHint)}
            </p>
            <h1 class="page__title">{say(Word::CasePaper)}</h1>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

/// The lines, their counts, the names of what was chosen, and when.
struct Found {
    lines: Vec<QueueLine>,
    counts: Counts,
    choices: Choices,
    now: DateTime<Utc>,
}

async fn find(queue: Queue) -> Result<Found, AppError> {
    let (service, actor) = request::acting()?;
    let queue = Queue { skip: 0, ..queue };
    let (lines, counts) = service::case::printed(&service, &actor, queue.clone()).await.map_err(request::answered)?;
    let choices = service::case::queue_choices(&service, &actor, queue).await.map_err(request::answered)?;
    Ok(Found { lines, counts, choices, now: service.now() })
}

/// What the list shows, in words.
fn said(queue: &Queue, choices: &Choices, lang: Lang) -> String {
    let area = queue.area.or_else(|| choices.areas.first().map(|(area, _)| *area));
    let area = choices.areas.iter().find(|(known, _)| Some(*known) == area).map(|(_, name)| name.clone());
    let category = choices.categories.iter().find(|known| Some(&known.code) == queue.category.as_ref());
    let light = queue.light.map_or(Word::CaseAllOpen, name::light);
    let words = [
        area,
        Some(case::axis(queue.axis).text(lang).to_owned()),
        Some(light.text(lang).to_owned()),
        category.map(|known| case::names(&known.names, lang).to_owned()),
        queue.late_only.then(|| Word::CaseLate.text(lang).to_owned()),
        queue.supervised_only.then(|| Word::CaseSupervised.text(lang).to_owned()),
    ];
    words.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

#[component]
fn Paper(queue: Queue, found: Found) -> impl IntoView {
    let lang = use_lang();
    let Found { lines, counts, choices, now } = found;
    let total: i64 =
        queue.light.map_or_else(|| Light::OPEN.iter().map(|light| counts.of(*light)).sum(), |light| counts.of(light));
    let (shown, moment) = (lines.len(), format::moment(now));
    let facts = move || Phrase::CasePaperFacts { total, shown, moment: &moment }.text(lang.get());
    let asked = said(&queue, &choices, lang.get_untracked());
    let caption = Signal::derive(move || Word::CaseQueue.text(lang.get()).to_owned());
    let headings = || {
        let columns = [
            Word::FollowNumber,
            Word::Light,
            Word::CaseTitle,
            Word::Place,
            Word::CaseCategory,
            Word::CaseHolder,
            Word::ReportedAt,
            Word::CaseClockHolder,
        ];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let rows = lines.into_iter().map(|line| row(line, now, lang.get_untracked())).collect_view();
    view! {
        <p class="page__facts">{asked}</p>
        <p class="page__facts">{facts}</p>
        <Table caption=caption head=headings>
            {rows}
        </Table>
    }
}

fn row(line: QueueLine, now: DateTime<Utc>, lang: Lang) -> impl IntoView {
    let due = line.holder_due_at.map_or_else(|| "—".to_owned(), format::moment);
    let late = line.holder_due_at.is_some_and(|due| due < now && line.phase.light().is_open());
    let late = late.then(|| view! { " " {say(Word::CaseLate)} });
    let category = match line.category {
        Some(_) => case::names(&line.category_name, lang).to_owned(),
        None => Word::CaseNoCategory.text(lang).to_owned(),
    };
    view! {
        <tr>
            <th scope="row">{line.case.to_string()}</th>
            <td>
                <Lamp light=line.phase.light() />
            </td>
            <td>{line.title}</td>
            <td>{line.place}</td>
            <td>{category}</td>
            <td>{case::names(&line.holder_name, lang).to_owned()}</td>
            <td>{format::moment(line.reported_at)}</td>
            <td>{due} {late}</td>
        </tr>
    }
}
