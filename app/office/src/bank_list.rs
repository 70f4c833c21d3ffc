//! The offices' side of `/bank` (`?page=`, `?month=2026-11` for what is unusual): the accounts of the post's area, and what to look at.

use domain::actor::Actor;
use domain::id::QuestionId;
use leptos::prelude::*;
use service::Service;
use service::bank::{AccountRow, Accounts, Asked, PAGE, accounts};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::{Button, EmptyState, Field, Table, bank, month as called};
use wording::bank::BankWord;
use wording::{Phrase, Word};

use crate::bank_page::{HREF, month_in};
use crate::request;

/// What the address asks for.
#[derive(Clone, Debug)]
pub struct Query {
    question: Option<QuestionId>,
    page: i64,
    month: Option<String>,
}

impl Query {
    /// Read from the address.
    pub fn of_address() -> Self {
        let page = request::query("page").and_then(|page| page.parse().ok()).unwrap_or(1_i64);
        Self { question: request::question(), page: page.saturating_sub(1), month: request::query("month") }
    }
}

/// The accounts, with what was searched for.
pub struct Found {
    accounts: Accounts,
    text: String,
    query: Query,
}

/// The accounts of the post's area.
pub async fn find(service: &Service, actor: &Actor, query: Query) -> Result<Found, AppError> {
    let text = request::asked(service, actor, query.question).await?.unwrap_or_default();
    let month = query.month.as_deref().and_then(month_in);
    let asked = Asked { area: actor.area, text: &text, page: query.page, month };
    let accounts = accounts(service, actor, asked).await.map_err(request::answered)?;
    Ok(Found { accounts, text, query })
}

/// The list.
#[component]
pub fn BankList(found: Found) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: BankWord| Signal::derive(move || word.text(lang.get()).to_owned());
    let label = Signal::derive(move || BankWord::Search.text(lang.get()).to_owned());
    let Found { accounts, text: typed, query } = found;
    let head = || {
        let columns = [BankWord::Name, BankWord::Area, BankWord::Balance];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let list = if accounts.rows.is_empty() {
        view! {
            <EmptyState title=text(BankWord::AccountsNone) hint=text(BankWord::AccountsNoneHint) icon=Icon::Person />
        }
        .into_any()
    } else {
        let rows = accounts.rows.iter().map(row).collect_view();
        view! {
            <Table caption=text(BankWord::Accounts) head=head>
                {rows}
            </Table>
        }
        .into_any()
    };
    view! {
        <p class="page__facts">{say(BankWord::KeeperHint)}</p>
        <p>
            <a href="/bank/items">{say(BankWord::Items)}</a>
            " · "
            <a href="/bank/rules">{say(BankWord::Rules)}</a>
        </p>
        <Totals accounts=accounts.clone() />
        <Hints accounts=accounts.clone() />
        <h2>{say(BankWord::Accounts)}</h2>
        <form class="filter" method="post" action="/form/search" role="search">
            <input type="hidden" name="back" value=HREF />
            <Field name="q" label=label value=typed kind="search" />
            <Button icon=Icon::Search>{say(Word::Search)}</Button>
        </form>
        {list}
        <Pages page=accounts.page count=accounts.count question=query.question />
        <Offices rows=accounts.offices />
    }
}

fn row(row: &AccountRow) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    let label = move |word: BankWord| word.text(lang);
    let account = row.standing.account;
    view! {
        <tr data-account=account.to_string()>
            <th scope="row" class="table__main">
                <a href=format!("{HREF}/{account}")>{row.name.clone()}</a>
            </th>
            <td data-label=label(BankWord::Area)>{row.area_name.clone()}</td>
            <td class="table__number" data-label=label(BankWord::Balance)>{row.standing.balance.to_string()}</td>
        </tr>
    }
}

/// What all accounts of a kind hold.
#[component]
fn Totals(accounts: Accounts) -> impl IntoView {
    let sums = accounts.totals.iter().map(|(kind, points)| {
        view! {
            <div>
                <dt>{say(bank::kind(*kind))}</dt>
                <dd>{points.to_string()}</dd>
            </div>
        }
    });
    view! { <dl class="bank__sums" aria-label=say(BankWord::Totals)>{sums.collect_view()}</dl> }
}

/// What is unusual.
#[component]
fn Hints(accounts: Accounts) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let items = accounts.hints.iter().map(|one| {
        view! {
            <li data-hint=one.kind.slug()>
                <a href=format!("{HREF}/{}?month={}", one.account, called::month(accounts.month))>{one.name.clone()}</a>
                " "
                {bank::hint(one, lang)}
            </li>
        }
    });
    let list = if accounts.hints.is_empty() {
        view! { <p>{say(BankWord::HintsNone)}</p> }.into_any()
    } else {
        view! { <ul class="bank__hints">{items.collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="card" aria-labelledby="hints">
            <h2 class="card__title" id="hints">
                {say(BankWord::Hints)} " " {called::month(accounts.month)}
            </h2>
            <p class="form__hint">{say(BankWord::HintsHint)}</p>
            {list}
        </section>
    }
}

/// The communities' own accounts.
#[component]
fn Offices(rows: Vec<AccountRow>) -> impl IntoView {
    let lang = use_lang();
    let now = lang.get_untracked();
    let caption = Signal::derive(move || BankWord::Offices.text(lang.get()).to_owned());
    let head = || {
        let columns = [BankWord::Area, BankWord::Kind, BankWord::Balance];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let any = !rows.is_empty();
    let rows = rows.into_iter().map(move |row| {
        let account = row.standing.account;
        view! {
            <tr data-account=account.to_string()>
                <th scope="row" class="table__main">
                    <a href=format!("{HREF}/{account}")>{row.area_name}</a>
                </th>
                <td data-label=BankWord::Kind.text(now)>{say(bank::kind(row.standing.kind))}</td>
                <td class="table__number" data-label=BankWord::Balance.text(now)>{row.standing.balance.to_string()}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    any.then(|| {
        view! {
            <h2>{say(BankWord::Offices)}</h2>
            <Table caption=caption head=head>
                {rows}
            </Table>
        }
    })
}

#[component]
fn Pages(page: i64, count: i64, question: Option<QuestionId>) -> impl IntoView {
    let lang = use_lang();
    let pages = u32::try_from(count.div_euclid(PAGE) + i64::from(count % PAGE > 0)).unwrap_or(u32::MAX);
    let current = u32::try_from(page + 1).unwrap_or(u32::MAX);
    let link = |to: u32, word: Word, rel: &'static str| {
        let asked = question.map(|question| format!("&asked={question}")).unwrap_or_default();
        view! { <a class="button" rel=rel href=format!("{HREF}?page={to}{asked}")>{say(word)}</a> }
    };
    let previous = (current > 1).then(|| link(current - 1, Word::PreviousPage, "prev"));
    let next = (current < pages).then(|| link(current + 1, Word::NextPage, "next"));
    (pages > 1).then(|| {
        view! {
            <nav class="actions" aria-label=say(Word::StatisticsPages)>
                {previous} <span>{move || Phrase::PageOf { page: current, pages }.text(lang.get())}</span> {next}
            </nav>
        }
    })
}
