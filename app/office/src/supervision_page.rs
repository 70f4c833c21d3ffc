//! `/supervision`: cases whose holders were reminded or asked, and those under supervision, by desk (`?desk=`) and kind
//! (`?watch=`).

use chrono::{DateTime, Utc};
use domain::area::Area;
use domain::case::{Desk, Kind, QueueLine, Watch, WatchTally};
use leptos::prelude::*;
use leptos_meta::Title;
use service::supervision::{Watched, watched};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::{EmptyState, ErrorPanel, Lamp, LinkButton, Table, Tag, case, format};
use wording::{Phrase, Word};

use crate::request;

/// The page.
#[component]
pub fn SupervisionPage() -> impl IntoView {
    let lang = use_lang();
    let asked = (request::query("area"), request::query("watch"), request::query("desk"));
    let content = Suspend::new(async move {
        let watch = asked.1.as_deref().and_then(Watch::from_slug).unwrap_or_default();
        let desk: Option<Desk> = asked.2.and_then(|desk| desk.parse().ok());
        match find(asked.0.as_deref(), (watch, desk)).await {
            Ok(found) => view! { <Content found=found watch=watch desk=desk /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/supervision".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::Supervision.text(lang.get_untracked()) />
        <main class="page" id="content">
            <h1 class="page__title">{say(Word::Supervision)}</h1>
            <p class="page__facts">{say(Word::SupervisionHint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(area: Option<&str>, chosen: (Watch, Option<Desk>)) -> Result<Watched, AppError> {
    let (service, actor) = request::acting()?;
    let area: Option<Area> = area.map(str::parse).transpose().map_err(|_no_area| AppError::NotFound.answered())?;
    watched(&service, &actor, area, chosen).await.map_err(request::answered)
}

/// The address of a choice.
fn href(area: Area, watch: Watch, desk: Option<Desk>) -> String {
    let desk = desk.map(|desk| format!("&desk={desk}")).unwrap_or_default();
    format!("/supervision?area={area}&watch={}{desk}", watch.slug())
}

#[component]
fn Content(found: Watched, watch: Watch, desk: Option<Desk>) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let Watched { area, tallies, lines, now, may_supervise, .. } = found;
    let list = if lines.is_empty() {
        view! { <EmptyState title=text(Word::SupervisionNone) hint=text(Word::SupervisionNoneHint) icon=Icon::Check /> }
            .into_any()
    } else {
        let head = || {
            let columns = [
                Word::CaseTitle,
                Word::CaseHolder,
                Word::SupervisionWaits,
                Word::SupervisionMarks,
                Word::SupervisionActs,
            ];
            columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
        };
        let rows = lines.into_iter().map(|line| row(line, now, may_supervise)).collect_view();
        view! {
            <Table caption=text(Word::Supervision) head=head>
                {rows}
            </Table>
        }
        .into_any()
    };
    view! {
        <p>
            <LinkButton href="/supervision/bulletins".to_owned() icon=Icon::Layers>{say(Word::Bulletins)}</LinkButton>
        </p>
        <Choices area=area watch=watch desk=desk tallies=tallies.clone() />
        <Desks area=area watch=watch desk=desk tallies=tallies />
        {list}
    }
}

/// The kinds as links, each with its number.
#[component]
fn Choices(area: Area, watch: Watch, desk: Option<Desk>, tallies: Vec<WatchTally>) -> impl IntoView {
    let links = Watch::ALL.map(|(one, _)| {
        let current = (one == watch).then_some("page");
        let counted = tallies.iter().filter(|tally| desk.is_none_or(|desk| desk == tally.desk));
        let count = counted.map(|tally| tally.of(one)).sum::<i64>();
        view! {
            <a class="top__link" href=href(area, one, desk) aria-current=current>
                {say(case::watch(one))}
                " "
                <b>{format::number(count)}</b>
            </a>
        }
    });
    let links = links.collect_view();
    view! {
        <nav class="actions" aria-label=say(Word::SupervisionMarks)>
            {links}
        </nav>
    }
}

/// The desks as links, each with its number; the first one is all of them.
#[component]
fn Desks(area: Area, watch: Watch, desk: Option<Desk>, tallies: Vec<WatchTally>) -> impl IntoView {
    let lang = use_lang();
    let every = view! {
        <li>
            <a href=href(area, watch, None) aria-current=desk.is_none().then_some("true")>
                {say(Word::SupervisionEveryDesk)}
            </a>
        </li>
    };
    let links = tallies.into_iter().filter(|tally| tally.of(watch) > 0).map(|tally| {
        let current = (desk == Some(tally.desk)).then_some("true");
        let (name, count) = (tally.name.clone(), tally.of(watch));
        view! {
            <li>
                <a href=href(area, watch, Some(tally.desk)) aria-current=current>
                    {move || case::names(&name, lang.get()).to_owned()}
                    " "
                    {format::number(count)}
                </a>
            </li>
        }
    });
    let links = links.collect_view();
    view! {
        <nav class="chip-row" aria-label=say(Word::CaseHolder)>
            <ul class="notice__areas">{every} {links}</ul>
        </nav>
    }
}

/// The sheet of a case, with the form of a step open.
fn sheet_of(line: &QueueLine, step: Option<Kind>) -> String {
    let step = step.map(|step| format!("&step={}", step.slug())).unwrap_or_default();
    format!("/cases?axis=all&case={}{step}", line.case)
}

fn row(line: QueueLine, now: DateTime<Utc>, may_supervise: bool) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let label = move |word: Word| word.text(lang);
    let days = (now - line.holder_since).num_days();
    let marks = [Watch::Supervised, Watch::Inquired, Watch::Reminded].into_iter().filter(|watch| watch.takes(&line));
    let marks = marks.map(|watch| view! { <Tag tone="tag--care">{say(case::watch(watch))}</Tag> " " }).collect_view();
    let can_inquire = may_supervise && !line.is_inquired;
    let turn = if line.is_supervised { Kind::Release } else { Kind::Supervise };
    let steps = [can_inquire.then_some(Kind::Inquire), may_supervise.then_some(turn)];
    let steps = steps.into_iter().flatten().map(|kind| {
        view! {
            <a class="button" href=sheet_of(&line, Some(kind))>
                {say(case::step(kind))}
            </a>
        }
    });
    let steps = steps.collect_view();
    view! {
        <tr data-case=line.case.to_string()>
            <th scope="row" class="table__main">
                <a href=sheet_of(&line, None)>{line.title.clone()}</a>
                <br />
                <small>{line.place.clone()}</small>
            </th>
            <td data-label=label(Word::CaseHolder)>{case::names(&line.holder_name, lang).to_owned()}</td>
            <td data-label=label(Word::SupervisionWaits)>
                <Lamp light=line.phase.light() />
                " "
                {Phrase::SupervisionDays { count: days }.text(lang)}
            </td>
            <td data-label=label(Word::SupervisionMarks)>{marks}</td>
            <td data-label=label(Word::SupervisionActs)>{steps}</td>
        </tr>
    }
}
