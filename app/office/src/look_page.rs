//! `/people/{resident}/looks`: who looked at a person, told to that person at the counter; the page is also the paper.

use domain::id::ResidentId;
use domain::person::Reason;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::look::{Extract, LookRow, tell};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::{EmptyState, ErrorPanel, Table, format, name, trail};
use wording::{Lang, Phrase, Word};

use crate::request;

/// The extract of one person.
#[component]
pub fn LookPage() -> impl IntoView {
    let lang = use_lang();
    let asked = use_params_map().with_untracked(|params| params.get("resident")).unwrap_or_default();
    let back = format!("/people/{asked}");
    let content = Suspend::new(async move {
        match find(&asked).await {
            Ok(extract) => view! { <Told extract=extract /> }.into_any(),
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href="/map".to_owned() /> }.into_any(),
        }
    });
    view! {
        <Title text=Word::WhoLookedAtMe.text(lang.get_untracked()) />
        <main class="page" id="content">
            <p class="crumbs notice__screen">
                <a href=back rel="external">
                    {say(Word::OpenPerson)}
                </a>
            </p>
            <h1 class="page__title">{say(Word::WhoLookedAtMe)}</h1>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(asked: &str) -> Result<Extract, AppError> {
    let (service, actor) = request::acting()?;
    let resident: ResidentId = asked.parse().map_err(|_no_id| AppError::NotFound.answered())?;
    tell(&service, &actor, resident).await.map_err(request::answered)
}

#[component]
fn Told(extract: Extract) -> impl IntoView {
    let lang = use_lang();
    let Extract { name, at, lines, is_cut } = extract;
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let count = lines.len() as i64;
    let moment = format::moment(at);
    let head = || {
        let columns = [Word::AuditAt, Word::Posts, Word::AuditAction, Word::UnmaskWhy];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let table = if lines.is_empty() {
        view! { <EmptyState title=text(Word::NoLooks) hint=text(Word::LooksHint) icon=Icon::List /> }.into_any()
    } else {
        let rows = lines.into_iter().map(row).collect_view();
        view! {
            <Table caption=text(Word::WhoLookedAtMe) head=head>
                {rows}
            </Table>
        }
        .into_any()
    };
    let cut = is_cut.then(|| view! { <p class="page__facts">{say(Word::LooksCut)}</p> });
    view! {
        <p class="page__facts">
            {name} " · " {move || Phrase::LooksUntil { count, moment: &moment }.text(lang.get())}
        </p>
        <p class="page__facts">{say(Word::LooksHint)}</p>
        {cut}
        {table}
    }
}

fn row(line: LookRow) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let label = move |word: Word| word.text(lang);
    let by = if lang == Lang::Zh { line.by.0 } else { line.by.1 };
    let action = trail::said(&line.action, lang).unwrap_or_else(|| name::look(&line.action).text(lang));
    let reason = line.reason.map(|slug| match slug.as_str() {
        "notice" => Word::Notices.text(lang).to_owned(),
        slug => {
            Reason::from_slug(slug).map_or_else(|| slug.to_owned(), |reason| name::reason(reason).text(lang).to_owned())
        }
    });
    view! {
        <tr>
            <td data-label=label(Word::AuditAt)>{format::moment(line.at)}</td>
            <th scope="row" class="table__main">{by}</th>
            <td data-label=label(Word::AuditAction)>{action}</td>
            <td data-label=label(Word::UnmaskWhy)>{reason.unwrap_or_else(|| "—".to_owned())}</td>
        </tr>
    }
}
