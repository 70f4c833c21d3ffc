//! `/exports`: what one asked to take out, and what others ask one to grant.

use domain::export::Export;
use leptos::prelude::*;
use leptos_meta::Title;
use service::export::{Overview, list};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::{EmptyState, ErrorPanel, LinkButton, Table, Tag, format};
use wording::{Lang, Word};

use crate::request;

/// Both lists.
#[component]
pub fn ExportList() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok(found) => view! { <Content found=found /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/exports".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::Exports.text(lang.get_untracked()) />
        <main class="page" id="content">
            <h1 class="page__title">{say(Word::Exports)}</h1>
            <p class="page__facts">{say(Word::ExportsHint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find() -> Result<Overview, AppError> {
    let (service, actor) = request::acting()?;
    list(&service, &actor).await.map_err(request::answered)
}

#[component]
fn Content(found: Overview) -> impl IntoView {
    let none = (Word::ExportsNoneWaiting, Word::ExportsNoneWaitingHint);
    let waiting = found.may_grant.then(|| {
        view! { <Rows id="waiting" title=Word::ExportsWaiting none=none exports=found.waiting /> }
    });
    view! {
        <p>
            <LinkButton href="/exports/templates".to_owned()>{say(Word::Forms)}</LinkButton>
        </p>
        {waiting}
        <Rows
            id="own"
            title=Word::ExportsOwn
            none=(Word::ExportsNone, Word::ExportsNoneHint)
            exports=found.own
        />
    }
}

#[component]
fn Rows(id: &'static str, title: Word, none: (Word, Word), exports: Vec<Export>) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let list = if exports.is_empty() {
        view! { <EmptyState title=text(none.0) hint=text(none.1) icon=Icon::Info /> }.into_any()
    } else {
        let head = || {
            let columns = [
                Word::ExportNumber,
                Word::ExportList,
                Word::ExportRows,
                Word::ExportBy,
                Word::ExportAskedAt,
                Word::ExportState,
            ];
            columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
        };
        let rows = exports.into_iter().map(row).collect_view();
        view! {
            <Table caption=text(title) head=head>
                {rows}
            </Table>
        }
        .into_any()
    };
    view! {
        <section aria-labelledby=id>
            <h2 class="card__title" id=id>
                {say(title)}
            </h2>
            {list}
        </section>
    }
}

fn row(export: Export) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let label = move |word: Word| word.text(lang);
    let by = if lang == Lang::Zh { export.by.0 } else { export.by.1 };
    let open = (!export.is_masked).then(|| view! { <Tag tone="tag--care">{say(Word::ExportUnmasked)}</Tag> });
    view! {
        <tr>
            <th scope="row" class="table__main">
                <a href=format!("/exports/{}", export.export)>{export.export.to_string()}</a>
            </th>
            <td data-label=label(Word::ExportList)>{say(ui::export::list(&export.list))} " " {open}</td>
            <td data-label=label(Word::ExportRows)>{format::number(export.rows_shown)}</td>
            <td data-label=label(Word::ExportBy)>{by}</td>
            <td data-label=label(Word::ExportAskedAt)>{format::moment(export.asked_at)}</td>
            <td data-label=label(Word::ExportState)>{say(ui::export::state(export.state))}</td>
        </tr>
    }
}
