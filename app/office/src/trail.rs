//! `/admin/audit`: the trail, for the audit administrator.

use domain::id::QuestionId;
use leptos::prelude::*;
use leptos_meta::Title;
use service::audit::{Entry, PAGE, Question, entries};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::{Button, Choice, EmptyState, ErrorPanel, Field, Select, Table, format, trail};
use wording::{Lang, Word};

use crate::request;

/// What to look for, and what was found.
#[component]
pub fn TrailPage() -> impl IntoView {
    let lang = use_lang();
    let (asked, question) = (request::question(), question());
    let content = Suspend::new(async move {
        match find(asked, question).await {
            Ok((question, entries)) => {
                view! { <Ask question=question.clone() /> <Entries entries=entries question=question asked=asked /> }
                    .into_any()
            }
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/admin/audit".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=format!("{} · {}", Word::AuditTrail.text(lang.get_untracked()), Word::Administration.text(lang.get_untracked())) />
        <main class="page" id="content">
            <h1 class="page__title">{say(Word::AuditTrail)}</h1>
            <p class="page__facts">{say(Word::AuditHint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

/// What to look for; posted, because a log-in name is often somebody's name.
#[component]
fn Ask(question: Question) -> impl IntoView {
    let lang = use_lang();
    let record = question.record_id.map(|id| id.to_string()).unwrap_or_default();
    let label = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let choices = Signal::derive(move || {
        let choice = |slug: &str| {
            let text = trail::said(slug, lang.get()).unwrap_or_else(|| Word::AnyAction.text(lang.get()));
            Choice { value: slug.to_owned(), text: text.to_owned() }
        };
        std::iter::once("").chain(trail::actions()).map(choice).collect::<Vec<_>>()
    });
    let (login, action) = (question.login.unwrap_or_default(), question.action.unwrap_or_default());
    view! {
        <form class="filter" method="post" action="/form/search-trail" role="search">
            <Field name="login" label=label(Word::LoginName) value=login />
            <Select name="action" label=label(Word::AuditAction) choices=choices value=action />
            <Field name="record" label=label(Word::RecordId) value=record />
            <Button icon=Icon::Search>{say(Word::Filter)}</Button>
        </form>
    }
}

/// What the address says; whose entries are asked for stands behind its number.
fn question() -> Question {
    Question {
        action: request::query("action"),
        login: None,
        record_id: request::query("record").and_then(|id| id.parse().ok()),
        before: request::query("before").and_then(|id| id.parse().ok()),
    }
}

async fn find(asked: Option<QuestionId>, question: Question) -> Result<(Question, Vec<Entry>), AppError> {
    let (service, actor) = request::acting()?;
    let login = request::asked(&service, &actor, asked).await?.map(|login| login.to_lowercase());
    let question = Question { login, ..question };
    let entries = entries(&service, &actor, &question).await.map_err(request::answered)?;
    Ok((question, entries))
}

#[component]
fn Entries(entries: Vec<Entry>, question: Question, asked: Option<QuestionId>) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    if entries.is_empty() {
        let (title, hint) = (text(Word::AuditNone), text(Word::AuditNoneHint));
        return view! { <EmptyState title=title hint=hint icon=Icon::List /> }.into_any();
    }
    let is_full = entries.len() as i64 == PAGE;
    let last = entries.last().map(|entry| entry.id);
    let earlier = last.filter(|_| is_full).map(|last| {
        let pairs = [
            ("asked", asked.map(|id| id.to_string()).unwrap_or_default()),
            ("action", question.action.unwrap_or_default()),
            ("record", question.record_id.map(|id| id.to_string()).unwrap_or_default()),
        ];
        view! {
            <form method="get" action="/admin/audit">
                {pairs.map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view()}
                <input type="hidden" name="before" value=last.to_string() />
                <Button>{say(Word::Earlier)}</Button>
            </form>
        }
    });
    let head = || {
        let columns =
            [Word::AuditAt, Word::LoginName, Word::Posts, Word::AuditAction, Word::AuditRecord, Word::AuditDetail];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let rows = entries.into_iter().map(row).collect_view();
    view! {
        <Table caption=text(Word::AuditTrail) head=head>
            {rows}
        </Table>
        {earlier}
    }
    .into_any()
}

fn row(entry: Entry) -> impl IntoView {
    let lang = use_lang();
    let label = move |word: Word| word.text(lang.get_untracked());
    let title = if lang.get_untracked() == Lang::Zh { entry.title_zh } else { entry.title_en };
    let action = trail::said(&entry.action, lang.get_untracked()).map_or(entry.action, str::to_owned);
    let login =
        if entry.login.is_empty() && title.is_empty() { label(Word::AuditByItself).to_owned() } else { entry.login };
    let detail = entry.detail.map(|detail| detail.to_string()).filter(|text| text != "{}");
    view! {
        <tr>
            <td data-label=label(Word::AuditAt)>{format::moment(entry.at)}</td>
            <th scope="row" class="table__main">{login}</th>
            <td data-label=label(Word::Posts)>{title}</td>
            <td data-label=label(Word::AuditAction)>
                {action}
            </td>
            <td data-label=label(Word::AuditRecord)>
                <code>{entry.record_kind} " " {entry.record_id.to_string()}</code>
            </td>
            <td data-label=label(Word::AuditDetail)>
                <code class="trail__detail">{detail}</code>
            </td>
        </tr>
    }
}
