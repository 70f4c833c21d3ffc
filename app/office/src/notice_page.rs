//! `/notices/{notice}`: the call sheet. Who is missing stands first and is always counted; `?print=1` is the sheet on paper.

use domain::export::List;
use domain::id::NoticeId;
use domain::notice::{Call, CallState, Notice};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::notice::{Sheet, sheet};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, ErrorPanel, LinkButton, Table, format};
use wording::{Lang, Phrase, Word};

use crate::export_new;
use crate::request;

/// One notice's sheet.
#[component]
pub fn NoticePage() -> impl IntoView {
    let lang = use_lang();
    let asked = use_params_map().with_untracked(|params| params.get("notice")).unwrap_or_default();
    let on_paper = request::query("print").is_some();
    let content = Suspend::new(async move {
        match find(&asked).await {
            Ok(sheet) if on_paper => view! { <Paper sheet=sheet /> }.into_any(),
            Ok(sheet) => view! { <Calls sheet=sheet /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/notices".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::Notices.text(lang.get_untracked()) />
        <main class="page notice" id="content">
            <p class="crumbs">
                <a href="/notices">{say(Word::Notices)}</a>
            </p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(asked: &str) -> Result<Sheet, AppError> {
    let (service, actor) = request::acting()?;
    let notice: NoticeId = asked.parse().map_err(|_no_id| AppError::NotFound.answered())?;
    sheet(&service, &actor, notice).await.map_err(request::answered)
}

fn head(notice: Notice) -> impl IntoView {
    let lang = use_lang();
    let day = format::date(notice.until_on);
    let by = if lang.get_untracked() == Lang::Zh { notice.by.0 } else { notice.by.1 };
    view! {
        <div class="page__head">
            <h1 class="page__title">{notice.title}</h1>
        </div>
        <p class="page__facts">{by} " · " {move || Phrase::NoticeUntilDay { day: &day }.text(lang.get())}</p>
        <p class="notice__text">{notice.text}</p>
    }
}

/// The count that stays in sight, with the list of who is missing below it.
fn missing(notice: &Notice, calls: &[Call]) -> impl IntoView + use<> {
    let lang = use_lang();
    let (missing, total) = (notice.tally.missing, notice.tally.total);
    let doors = calls.iter().filter(|call| call.state.is_missing()).map(|call| {
        let href = format!("#d{}", call.dwelling);
        view! { <li><a href=href>{call.door.clone()}</a></li> }
    });
    let doors = doors.collect_view();
    let all_told = (missing == 0).then(|| view! { <p>{say(Word::NoticeAllTold)}</p> });
    view! {
        <p class="notice__count" role="status">
            {move || Phrase::NoticeMissingOf { missing, total }.text(lang.get())}
        </p>
        {all_told}
        <details class="notice__who">
            <summary>{say(Word::NoticeMissing)}</summary>
            <ul class="notice__doors">{doors}</ul>
        </details>
    }
}

#[component]
fn Calls(sheet: Sheet) -> impl IntoView {
    let Sheet { notice, calls, may_mark, may_dial } = sheet;
    let id = notice.notice;
    let export = export_new::href(notice.area, &List::Notice(id));
    let over = (!may_mark).then(|| view! { <p class="form__hint">{say(Word::NoticeOver)}</p> });
    let count = missing(&notice, &calls);
    let (open, done): (Vec<_>, Vec<_>) = calls.into_iter().partition(|call| call.state.is_missing());
    let lines = move |calls: Vec<Call>| {
        let lines =
            calls.into_iter().map(|call| view! { <Line notice=id call=call may_mark=may_mark may_dial=may_dial /> });
        lines.collect_view()
    };
    let error = Refused::find("notice-call").map(Refused::alert);
    view! {
        {head(notice)}
        {count}
        {error}
        {over}
        <div class="actions">
            <LinkButton href=format!("/notices/{id}?print=1")>{say(Word::PrintSheet)}</LinkButton>
            <LinkButton href=export>{say(Word::ExportTo)}</LinkButton>
        </div>
        <section aria-labelledby="missing">
            <h2 class="card__title" id="missing">
                {say(Word::NoticeMissing)}
            </h2>
            <ol class="notice__calls">{lines(open)}</ol>
        </section>
        <section aria-labelledby="told">
            <h2 class="card__title" id="told">
                {say(Word::NoticeDone)}
            </h2>
            <ol class="notice__calls">{lines(done)}</ol>
        </section>
    }
}

/// What a state is called.
fn word_of(state: CallState) -> Word {
    match state {
        CallState::Open => Word::CallOpen,
        CallState::Told => Word::CallTold,
        CallState::Absent => Word::CallAbsent,
        CallState::PassedOn => Word::CallPassedOn,
        CallState::Declined => Word::CallDeclined,
    }
}

#[component]
fn Line(notice: NoticeId, call: Call, may_mark: bool, may_dial: bool) -> impl IntoView {
    let lang = use_lang();
    let name = call.name.clone().unwrap_or_else(|| Word::NoticeNobody.text(lang.get_untracked()).to_owned());
    let dial = (may_dial && call.has_phone).then(|| {
        view! {
            <a class="button button--primary" rel="external" href=format!("/notices/{notice}/call/{}", call.dwelling)>
                {say(Word::Dial)}
            </a>
        }
    });
    let silent = (!call.has_phone).then(|| view! { <span class="notice__quiet">{say(Word::NoticeNoPhone)}</span> });
    let when = call.at.map(|at| {
        let by = call.by.clone().map(|by| if lang.get_untracked() == Lang::Zh { by.0 } else { by.1 });
        view! { <span class="notice__quiet">{format::moment(at)} " " {by} " " {call.note.clone()}</span> }
    });
    let estate = call.estate.clone();
    let (state, door, anchor) = (call.state, call.door.clone(), format!("d{}", call.dwelling));
    view! {
        <li class="notice__call" id=anchor>
            <div class="notice__door">
                <strong>{door}</strong>
                <span>{estate}</span>
                <span>{name}</span>
                <span class="tag">{say(word_of(state))}</span>
                {dial}
                {silent}
            </div>
            {when}
            {may_mark.then(|| view! { <Mark notice=notice call=call /> })}
        </li>
    }
}

/// Four buttons, one tap each.
#[component]
fn Mark(notice: NoticeId, call: Call) -> impl IntoView {
    let lang = use_lang();
    let buttons = CallState::OUTCOMES.map(|state| {
        let kind = if state == CallState::Told { ButtonKind::Primary } else { ButtonKind::Plain };
        view! {
            <Button kind=kind name="state" value=state.slug()>
                {say(word_of(state))}
            </Button>
        }
    });
    let label = move || format!("{} {}", call.door, Word::CallNote.text(lang.get()));
    view! {
        <form class="notice__mark" method="post" action="/form/notice-call">
            <input type="hidden" name="back" value=format!("/notices/{notice}") />
            <input type="hidden" name="notice" value=notice.to_string() />
            <input type="hidden" name="dwelling" value=call.dwelling.to_string() />
            <input type="hidden" name="was" value=call.state.slug() />
            {buttons.into_iter().collect_view()}
            <input class="field__input" name="note" maxlength="200" aria-label=label placeholder=say(Word::CallNote) />
        </form>
    }
}

/// The same on paper: a line per household, room to write.
#[component]
fn Paper(sheet: Sheet) -> impl IntoView {
    let lang = use_lang();
    let Sheet { notice, calls, .. } = sheet;
    let (missing, total) = (notice.tally.missing, notice.tally.total);
    let id = notice.notice;
    let caption = Signal::derive(move || Word::Notices.text(lang.get()).to_owned());
    let headings = || {
        let columns = [Word::NoticeDoor, Word::NoticeAskFor, Word::NoticeResult, Word::CallNote];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let rows = calls.into_iter().map(|call| {
        let door = [call.estate.unwrap_or_default(), call.door].join(" ");
        view! {
            <tr>
                <th scope="row" class="table__main">{door.trim().to_owned()}</th>
                <td>{call.name}</td>
                <td>{say(word_of(call.state))}</td>
                <td class="notice__write">{call.note}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <p class="notice__screen">
            <a href=format!("/notices/{id}")>{say(Word::BackToSheet)}</a>
        </p>
        {head(notice)}
        <p class="notice__count">{move || Phrase::NoticeMissingOf { missing, total }.text(lang.get())}</p>
        <Table caption=caption head=headings>
            {rows}
        </Table>
    }
}
