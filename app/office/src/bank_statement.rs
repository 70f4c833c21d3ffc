//! `/bank/{account}`: an account's statement of a month (`?month=2026-11`) for offices, where a transfer can be taken back.

use chrono::{Months, NaiveDate};
use domain::bank::{LONGEST_REASON, TransferKind};
use domain::id::{BankAccountId, BankTransferId};
use domain::month::month_before;
use domain::operation::OperationId;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::bank::{Line, Statement, statement};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, EmptyState, ErrorPanel, LinkButton, Table, Tag, bank, case, format, month as called};
use wording::bank::BankWord;

use crate::bank_page::{HREF, month_in};
use crate::request;
use crate::unit_list::Wrong;

/// The page.
#[component]
pub fn BankStatement() -> impl IntoView {
    let lang = use_lang();
    let asked = use_params_map().with_untracked(|params| params.get("bank")).unwrap_or_default();
    let month = request::query("month");
    let content = Suspend::new(async move {
        match find(&asked, month).await {
            Ok((found, operation)) => {
                let name = account_name(&found, lang.get_untracked());
                view! {
                    <h1 class="page__title">{name}</h1>
                    <p class="page__facts">
                        {found.account.area_name.clone()} " · " {say(BankWord::Balance)} ": "
                        <strong>{found.account.standing.balance.to_string()}</strong>
                    </p>
                    <Wrong form="bank-reverse" />
                    <StatementView found=found reversal=Some(operation) />
                }
                .into_any()
            }
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href=HREF.to_owned() /> }.into_any(),
        }
    });
    view! {
        <Title text=BankWord::Statement.text(lang.get_untracked()) />
        <main class="page" id="content">
            <p class="crumbs">
                <a href=HREF>{say(BankWord::Bank)}</a>
            </p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(asked: &str, month: Option<String>) -> Result<(Statement, OperationId), AppError> {
    let (service, actor) = request::acting()?;
    let id: BankAccountId = asked.parse().map_err(|_no_id| AppError::NotFound.answered())?;
    let month = month.as_deref().and_then(month_in);
    let found = statement(&service, &actor, id, month).await.map_err(request::answered)?;
    Ok((found, service.draw_operation().map_err(request::answered)?))
}

/// Whose statement it is: the volunteer, or which account of a community.
pub fn account_name(found: &Statement, lang: wording::Lang) -> String {
    if found.account.owner.is_some() {
        found.account.name.clone()
    } else {
        format!("{} · {}", found.account.area_name, bank::kind(found.account.standing.kind).text(lang))
    }
}

/// What a month's statement says, with its ways to other months and its files.
#[component]
pub fn StatementView(
    /// The statement.
    found: Statement,
    /// The number from which those of reversals are drawn, for who may take something back.
    reversal: Option<OperationId>,
) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: BankWord| Signal::derive(move || word.text(lang.get()).to_owned());
    let account = found.account.standing.account;
    let page = if found.is_own { HREF.to_owned() } else { format!("{HREF}/{account}") };
    let month = called::month(found.month);
    let reversal = reversal.filter(|_| found.may_reverse);
    let back = format!("{page}?month={month}");
    let lines = if found.lines.is_empty() {
        view! { <EmptyState title=text(BankWord::NoEntries) hint=text(BankWord::NoEntriesHint) icon=Icon::Layers /> }
            .into_any()
    } else {
        let rows = found.lines.iter().map(|one| line(one, reversal, &back)).collect_view();
        let head = move || {
            let columns =
                [BankWord::At, BankWord::What, BankWord::Amount, BankWord::Note, BankWord::Rule, BankWord::By];
            columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
        };
        view! {
            <Table caption=text(BankWord::Statement) head=head>
                {rows}
            </Table>
        }
        .into_any()
    };
    let file = |kind: &str| format!("{HREF}/{account}/statement.{kind}?month={month}");
    view! {
        <section aria-labelledby="statement">
            <h2 id="statement">{say(BankWord::Statement)} " " {month.clone()}</h2>
            <Turn month=found.month this_month=found.this_month page=page />
            <dl class="bank__sums">
                <div>
                    <dt>{say(BankWord::Opening)}</dt>
                    <dd>{found.opening.to_string()}</dd>
                </div>
                <div>
                    <dt>{say(BankWord::Closing)}</dt>
                    <dd>{found.closing.to_string()}</dd>
                </div>
            </dl>
            {lines}
            <p>
                <LinkButton href=file("pdf")>"PDF"</LinkButton>
                " "
                <LinkButton href=file("xlsx")>"Excel"</LinkButton>
            </p>
        </section>
    }
}

/// The months before and after.
#[component]
fn Turn(month: NaiveDate, this_month: NaiveDate, page: String) -> impl IntoView {
    let link = |to: NaiveDate, word: BankWord, rel: &'static str| {
        let href = format!("{page}?month={}", called::month(to));
        view! { <a class="button" rel=rel href=href>{say(word)}</a> }
    };
    let after = month.checked_add_months(Months::new(1)).filter(|after| *after <= this_month);
    view! {
        <nav class="actions" aria-label=say(BankWord::Month)>
            {link(month_before(month), BankWord::Earlier, "prev")}
            {after.map(|after| link(after, BankWord::Later, "next"))}
        </nav>
    }
}

/// What stands beside an entry: the service, the other volunteer, the thing, the reason.
pub fn entry_note(one: &Line, lang: wording::Lang) -> String {
    let service = one.service.map(|(wish, on, minutes)| {
        let (said, unit) = (BankWord::Wish.text(lang), BankWord::Minutes.text(lang));
        format!("{said} {wish} · {} · {minutes} {unit}", format::date(on))
    });
    let taken = one
        .reverses
        .map(|(transfer, kind)| format!("{} {}", bank::transfer(kind, -one.points).text(lang), transfer.serial()));
    let pool =
        (one.kind == TransferKind::Donate && one.other.is_none()).then(|| BankWord::ToPool.text(lang).to_owned());
    let parts = [service, taken, pool, one.other.clone(), one.item.clone(), one.reason.clone()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn line(one: &Line, reversal: Option<OperationId>, back: &str) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    let label = move |word: BankWord| word.text(lang);
    let can = !one.is_reversed && one.kind != TransferKind::Reverse;
    let form = reversal.filter(|_| can).map(|base| {
        view! { <Reverse transfer=one.transfer operation=base.about(&digest(one.transfer)) back=back.to_owned() /> }
    });
    let tag = one.is_reversed.then(|| view! { " " <Tag>{say(BankWord::Reversed)}</Tag> });
    view! {
        <tr data-transfer=one.transfer.to_string()>
            <th scope="row" class="table__main">{format::moment(one.at)}</th>
            <td data-label=label(BankWord::What)>{say(bank::transfer(one.kind, one.points))} {tag}</td>
            <td class="table__number" data-label=label(BankWord::Amount)>{bank::change(one.points)}</td>
            <td data-label=label(BankWord::Note)>{entry_note(one, lang)} {form}</td>
            <td class="table__number" data-label=label(BankWord::Rule)>{one.rule.to_string()}</td>
            <td data-label=label(BankWord::By)>{one.by.as_ref().map(|by| case::names(by, lang))}</td>
        </tr>
    }
}

/// Tells the reversals of one page apart.
fn digest(transfer: BankTransferId) -> [u8; 32] {
    let mut bytes = [0; 32];
    for (byte, part) in bytes.iter_mut().skip(8).zip(transfer.number().to_be_bytes()) {
        *byte = part;
    }
    bytes
}

#[component]
fn Reverse(transfer: BankTransferId, operation: OperationId, back: String) -> impl IntoView {
    let refused =
        Refused::find("bank-reverse").filter(|refused| refused.value("transfer") == Some(&transfer.to_string()));
    let typed = refused.as_ref().and_then(|refused| refused.value("reason")).unwrap_or_default().to_owned();
    let field = format!("reason-{transfer}");
    view! {
        <details class="bank__reverse" open=refused.is_some()>
            <summary>{say(BankWord::Reverse)}</summary>
            <form class="form" method="post" action="/form/bank-reverse">
                <input type="hidden" name="back" value=back />
                <input type="hidden" name="operation" value=operation.to_string() />
                <input type="hidden" name="transfer" value=transfer.to_string() />
                <p class="form__hint">{say(BankWord::ReverseHint)}</p>
                <div class="field">
                    <label class="field__label" for=field.clone()>
                        {say(BankWord::ReverseReason)}
                    </label>
                    <input class="field__input" id=field name="reason" value=typed required maxlength=LONGEST_REASON.to_string() />
                </div>
                <Button kind=ButtonKind::Primary>{say(BankWord::ReverseDo)}</Button>
            </form>
        </details>
    }
}
