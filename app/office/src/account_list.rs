//! `/admin/accounts`: all accounts of the city, for the system and the security administrator.

use domain::actor::Role;
use domain::id::QuestionId;
use leptos::prelude::*;
use leptos_meta::Title;
use service::account::{AccountRow, list};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, EmptyState, ErrorPanel, Field, Table, format};
use wording::Word;

use crate::issued::Issued;
use crate::request;

/// The list, a search word, and the form for a new account.
#[component]
pub fn AccountList() -> impl IntoView {
    let lang = use_lang();
    let question = request::question();
    let content = Suspend::new(async move {
        match find(question).await {
            Ok((role, word, rows)) => view! { <Ask word=word /> <Rows role=role rows=rows /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/admin/accounts".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=format!("{} · {}", Word::Accounts.text(lang.get_untracked()), Word::Administration.text(lang.get_untracked())) />
        <main class="page" id="content">
            <h1 class="page__title">{say(Word::Accounts)}</h1>
            <p class="page__facts">{say(Word::AccountsHint)}</p>
            <Issued />
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(question: Option<QuestionId>) -> Result<(Role, String, Vec<AccountRow>), AppError> {
    let (service, actor) = request::acting()?;
    let word = request::asked(&service, &actor, question).await?.unwrap_or_default();
    let rows = list(&service, &actor, &word).await.map_err(request::answered)?;
    Ok((actor.role, word, rows))
}

/// The search form; posted, because what is typed is somebody's name.
#[component]
fn Ask(word: String) -> impl IntoView {
    let lang = use_lang();
    let label = Signal::derive(move || Word::Search.text(lang.get()).to_owned());
    view! {
        <form class="filter" method="post" action="/form/search" role="search">
            <input type="hidden" name="back" value="/admin/accounts" />
            <Field name="q" label=label value=word kind="search" />
            <Button icon=Icon::Search>{say(Word::Search)}</Button>
        </form>
    }
}

#[component]
fn Rows(role: Role, rows: Vec<AccountRow>) -> impl IntoView {
    let lang = use_lang();
    let caption = Signal::derive(move || Word::Accounts.text(lang.get()).to_owned());
    let none = Signal::derive(move || Word::NoAccounts.text(lang.get()).to_owned());
    let none_hint = Signal::derive(move || Word::NoAccountsHint.text(lang.get()).to_owned());
    let head = || {
        let columns = [Word::LoginName, Word::PersonName, Word::Posts, Word::AccountState, Word::SeenAt];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let list = if rows.is_empty() {
        view! { <EmptyState title=none hint=none_hint icon=Icon::Person /> }.into_any()
    } else {
        let rows = rows.into_iter().map(row).collect_view();
        view! {
            <Table caption=caption head=head>
                {rows}
            </Table>
        }
        .into_any()
    };
    view! {
        {list}
        {(role == Role::SystemAdmin).then(|| view! { <NewAccount /> })}
    }
}

fn row(row: AccountRow) -> impl IntoView {
    let lang = use_lang();
    let label = move |word: Word| word.text(lang.get_untracked());
    let seen = row.seen_at.map_or_else(|| Word::NeverUsed.text(lang.get_untracked()).to_owned(), format::moment);
    let state = state_of(&row);
    view! {
        <tr>
            <th scope="row" class="table__main">
                <a href=format!("/admin/accounts/{}", row.account)>{row.login}</a>
            </th>
            <td data-label=label(Word::PersonName)>{row.name}</td>
            <td class="table__number" data-label=label(Word::Posts)>
                {row.posts}
            </td>
            <td data-label=label(Word::AccountState)>{say(state)}</td>
            <td data-label=label(Word::SeenAt)>{seen}</td>
        </tr>
    }
}

/// How an account stands, in one word.
pub fn state_of(row: &AccountRow) -> Word {
    if row.disabled_at.is_some() {
        Word::AccountLocked
    } else if row.is_locked_for_now {
        Word::AccountLockedForNow
    } else if row.posts == 0 {
        Word::AccountNoPost
    } else {
        Word::AccountOpen
    }
}

#[component]
fn NewAccount() -> impl IntoView {
    let lang = use_lang();
    let refused = Refused::find("account");
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).unwrap_or_default().to_owned();
    let (login, name) = (typed("login"), typed("name"));
    let label = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    view! {
        <section class="card" aria-labelledby="new">
            <h2 class="card__title" id="new">
                {say(Word::MakeAccount)}
            </h2>
            <form class="form" method="post" action="/admin/account">
                {refused
                    .map(Refused::alert)}
                <input type="hidden" name="back" value="/admin/accounts" />
                <Field name="login" label=label(Word::LoginName) value=login />
                <Field name="name" label=label(Word::PersonName) value=name />
                <Button kind=ButtonKind::Primary>{say(Word::MakeAccount)}</Button>
            </form>
        </section>
    }
}
