//! `/bank/rules`: the versions of the rules that hours are credited by, and the form that makes another one.

use domain::bank::Rule;
use leptos::prelude::*;
use leptos_meta::Title;
use service::bank::{Rules, rules};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, ErrorPanel, Field, Table, Tag, format};
use wording::bank::{BankField, BankWord};

use crate::request;
use crate::unit_list::Wrong;

const HREF: &str = "/bank/rules";

/// The numbers of a rule, in the order of the table and the form: name in the form, word, value.
fn numbers(rule: &Rule) -> [(&'static str, BankField, String); 5] {
    [
        ("hourly", BankField::Hourly, rule.hourly.to_string()),
        ("activity_minutes", BankField::ActivityMinutes, rule.activity_minutes.to_string()),
        ("step_minutes", BankField::StepMinutes, rule.step_minutes.to_string()),
        ("balance_most", BankField::BalanceMost, rule.balance_most.to_string()),
        ("redeem_from", BankField::RedeemFrom, rule.redeem_from.to_string()),
    ]
}

/// The page.
#[component]
pub fn BankRules() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok(found) => view! { <Content found=found /> }.into_any(),
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href=HREF.to_owned() /> }.into_any(),
        }
    });
    view! {
        <Title text=BankWord::Rules.text(lang.get_untracked()) />
        <main class="page" id="content">
            <h1 class="page__title">{say(BankWord::Rules)}</h1>
            <p class="page__facts">{say(BankWord::RulesHint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find() -> Result<Rules, AppError> {
    let (service, actor) = request::acting()?;
    rules(&service, &actor).await.map_err(request::answered)
}

#[component]
fn Content(found: Rules) -> impl IntoView {
    let lang = use_lang();
    let caption = Signal::derive(move || BankWord::Rules.text(lang.get()).to_owned());
    let columns = numbers(&found.current).map(|(_, word, _)| word);
    let head = move || {
        let columns = columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view();
        view! {
            <th scope="col">{say(BankWord::RuleVersion)}</th>
            <th scope="col">{say(BankField::FromOn)}</th>
            {columns}
            <th scope="col">{say(BankWord::RuleNote)}</th>
        }
    };
    let rows = found.versions.iter().map(|one| row(one, one.version == found.current.version)).collect_view();
    let form = found.may_keep.then(|| view! { <NewVersion found=found.clone() /> });
    view! {
        <Table caption=caption head=head>
            {rows}
        </Table>
        {form}
    }
}

fn row(one: &Rule, is_current: bool) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    let tag = is_current.then(|| view! { <Tag>{say(BankWord::RuleCurrent)}</Tag> });
    let (from, note) = match one.version {
        1 => (String::new(), BankWord::RuleFirst.text(lang).to_owned()),
        _ => (format::date(one.from_on), one.note.clone()),
    };
    let cells = numbers(one).map(|(_, word, value)| {
        view! { <td class="table__number" data-label=word.text(lang)>{value}</td> }
    });
    view! {
        <tr data-version=one.version.to_string()>
            <th scope="row" class="table__main">{one.version.to_string()} " " {tag}</th>
            <td data-label=BankField::FromOn.text(lang)>{from}</td>
            {cells.into_iter().collect_view()}
            <td data-label=BankWord::RuleNote.text(lang)>{note}</td>
        </tr>
    }
}

#[component]
fn NewVersion(found: Rules) -> impl IntoView {
    let lang = use_lang();
    let refused = Refused::find("bank-rule");
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).map(str::to_owned);
    let label = move |word: BankField| Signal::derive(move || word.text(lang.get()).to_owned());
    let note = Signal::derive(move || BankWord::RuleNote.text(lang.get()).to_owned());
    let fields = numbers(&found.current).map(|(name, word, value)| {
        view! { <Field name=name label=label(word) value=typed(name).unwrap_or(value) /> }
    });
    let fields = fields.into_iter().collect_view();
    let from = typed("from_on").unwrap_or_else(|| format::date(found.from_on));
    view! {
        <section class="card" aria-labelledby="new">
            <h2 class="card__title" id="new">
                {say(BankWord::RuleAdd)}
            </h2>
            <form class="form" method="post" action="/form/bank-rule">
                <Wrong form="bank-rule" />
                <input type="hidden" name="back" value=HREF />
                <Field name="from_on" label=label(BankField::FromOn) kind="date" value=from />
                {fields}
                <Field name="note" label=note value=typed("note").unwrap_or_default() />
                <Button kind=ButtonKind::Primary>{say(BankWord::RuleAdd)}</Button>
            </form>
        </section>
    }
}
