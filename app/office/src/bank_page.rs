//! `/bank`: a volunteer's own account with its statement (`?month=2026-11`), giving and redeeming; for offices the accounts of their area.

use chrono::NaiveDate;
use domain::actor::Role;
use domain::area::Area;
use leptos::prelude::*;
use leptos_meta::Title;
use service::bank::{Item, Own, own};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Choice, EmptyState, ErrorPanel, Field, Select, Table, month as called};
use wording::bank::BankWord;

use crate::bank_list::{self, BankList};
use crate::bank_statement::StatementView;
use crate::request;
use crate::unit_list::Wrong;

/// The address.
pub const HREF: &str = "/bank";

/// A month of the address, by its first day.
pub fn month_in(text: &str) -> Option<NaiveDate> {
    format!("{text}-01").parse().ok()
}

enum Found {
    Own(Box<Own>, String),
    List(Box<bank_list::Found>),
}

/// The page.
#[component]
pub fn BankPage() -> impl IntoView {
    let lang = use_lang();
    let month = request::query("month");
    let listed = bank_list::Query::of_address();
    let content = Suspend::new(async move {
        match find(month, listed).await {
            Ok(Found::Own(found, operation)) => view! { <Account found=*found operation=operation /> }.into_any(),
            Ok(Found::List(found)) => view! { <BankList found=*found /> }.into_any(),
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href=HREF.to_owned() /> }.into_any(),
        }
    });
    view! {
        <Title text=BankWord::Bank.text(lang.get_untracked()) />
        <main class="page" id="content">
            <h1 class="page__title">{say(BankWord::Bank)}</h1>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(month: Option<String>, listed: bank_list::Query) -> Result<Found, AppError> {
    let (service, actor) = request::acting()?;
    if actor.role == Role::Volunteer {
        let found = own(&service, &actor, month.as_deref().and_then(month_in)).await.map_err(request::answered)?;
        let operation = service.draw_operation().map_err(request::answered)?;
        return Ok(Found::Own(Box::new(found), operation.to_string()));
    }
    Ok(Found::List(Box::new(bank_list::find(&service, &actor, listed).await?)))
}

#[component]
fn Account(found: Own, operation: String) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: BankWord| Signal::derive(move || word.text(lang.get()).to_owned());
    let balance = found.statement.as_ref().map(|statement| statement.account.standing.balance).unwrap_or_default();
    let may_redeem = balance >= found.rule.redeem_from;
    let back = found
        .statement
        .as_ref()
        .map_or_else(|| HREF.to_owned(), |statement| format!("{HREF}?month={}", called::month(statement.month)));
    let give = balance.is_some().then(|| {
        view! { <Give communities=found.communities.clone() operation=operation.clone() back=back.clone() /> }
    });
    let statement = match found.statement.clone() {
        Some(statement) => view! { <StatementView found=statement reversal=None /> }.into_any(),
        None => view! {
            <EmptyState title=text(BankWord::NoAccount) hint=text(BankWord::NoAccountHint) icon=Icon::Layers />
        }
        .into_any(),
    };
    view! {
        <p class="page__facts">
            {say(BankWord::OwnHint)} " " <a href="/bank/rules">{say(BankWord::Rules)}</a>
        </p>
        <p class="bank__balance">
            {say(BankWord::Balance)} ": " <strong>{balance.to_string()}</strong>
        </p>
        {statement}
        {give}
        <Exchange
            items=found.items.clone()
            from=found.rule.redeem_from.to_string()
            may_redeem=may_redeem
            operation=operation
            back=back
        />
    }
}

/// The form that gives points away.
#[component]
fn Give(communities: Vec<(Area, String)>, operation: String, back: String) -> impl IntoView {
    let lang = use_lang();
    let refused = Refused::find("bank-donate");
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).unwrap_or_default().to_owned();
    let label = move |word: BankWord| Signal::derive(move || word.text(lang.get()).to_owned());
    let person = Choice { value: String::new(), text: BankWord::GivePerson.text(lang.get_untracked()).to_owned() };
    let pool = |(area, name): &(Area, String)| {
        let text = format!("{} · {name}", BankWord::ToPool.text(lang.get_untracked()));
        Choice { value: area.to_string(), text }
    };
    let choices: Vec<Choice> = communities.iter().map(pool).chain([person]).collect();
    view! {
        <section class="card" aria-labelledby="give">
            <h2 class="card__title" id="give">
                {say(BankWord::Give)}
            </h2>
            <form class="form" method="post" action="/form/bank-donate">
                <Wrong form="bank-donate" />
                <input type="hidden" name="back" value=back />
                <input type="hidden" name="operation" value=operation />
                <p class="form__hint">{say(BankWord::GiveHint)}</p>
                <Select name="pool" label=label(BankWord::GiveTo) choices=Signal::stored(choices) value=typed("pool") />
                <Field name="login" label=label(BankWord::GiveLogin) value=typed("login") autocomplete="off" />
                <Field name="points" label=label(BankWord::GivePoints) value=typed("points") />
                <Field name="reason" label=label(BankWord::GiveReason) value=typed("reason") />
                <Button kind=ButtonKind::Primary>{say(BankWord::GiveDo)}</Button>
            </form>
        </section>
    }
}

/// What can be redeemed.
#[component]
fn Exchange(items: Vec<Item>, from: String, may_redeem: bool, operation: String, back: String) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: BankWord| Signal::derive(move || word.text(lang.get()).to_owned());
    let head = || {
        let columns = [BankWord::Items, BankWord::ItemCommunity, BankWord::Amount, BankWord::Left];
        let columns = columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view();
        view! {
            {columns}
            <th scope="col">{say(BankWord::Exchange)}</th>
        }
    };
    let list = if items.is_empty() {
        view! {
            <EmptyState title=text(BankWord::ExchangeNone) hint=text(BankWord::ExchangeNoneHint) icon=Icon::Layers />
        }
        .into_any()
    } else {
        let rows = items.iter().map(|item| offer(item, may_redeem, (&operation, &back))).collect_view();
        view! {
            <Table caption=text(BankWord::Items) head=head>
                {rows}
            </Table>
        }
        .into_any()
    };
    view! {
        <section class="card" aria-labelledby="exchange">
            <h2 class="card__title" id="exchange">
                {say(BankWord::Exchange)}
            </h2>
            <Wrong form="bank-redeem" />
            <p class="form__hint">{say(BankWord::ExchangeFrom)} " " {from}</p>
            {list}
        </section>
    }
}

fn offer(item: &Item, may_redeem: bool, (operation, back): (&str, &str)) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    let label = move |word: BankWord| word.text(lang);
    let form = may_redeem.then(|| {
        view! {
            <form method="post" action="/form/bank-redeem">
                <input type="hidden" name="back" value=back.to_owned() />
                <input type="hidden" name="operation" value=operation.to_owned() />
                <input type="hidden" name="item" value=item.id.to_string() />
                <input type="hidden" name="price" value=item.price.to_string() />
                <Button>{say(BankWord::ExchangeDo)}</Button>
            </form>
        }
    });
    view! {
        <tr data-item=item.id.to_string()>
            <th scope="row" class="table__main">{item.name.clone()}</th>
            <td data-label=label(BankWord::ItemCommunity)>{item.area_name.clone()}</td>
            <td class="table__number" data-label=label(BankWord::Amount)>{item.price.to_string()}</td>
            <td class="table__number" data-label=label(BankWord::Left)>{item.stock.to_string()}</td>
            <td data-label=label(BankWord::Exchange)>{form}</td>
        </tr>
    }
}
