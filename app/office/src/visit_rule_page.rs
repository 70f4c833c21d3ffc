//! `/visit-rules`: which households are visited how often and when; the system administrator keeps the city's, offices their own.

use domain::household::Occupancy;
use domain::visit::rule::{KeptRule, Whom};
use leptos::prelude::*;
use leptos_meta::Title;
use service::visit::{RuleBook, rules};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Choice, EmptyState, ErrorPanel, Field, Select, Table, format, visit};
use wording::field::VisitWord;

use crate::request;
use crate::unit_list::Wrong;

/// Where the forms of the page lead back to.
const PAGE: &str = "/visit-rules";

/// The rules, and for whoever keeps them the form.
#[component]
pub fn VisitRulePage() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok(book) => view! { <Content book=book /> }.into_any(),
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href=PAGE.to_owned() /> }.into_any(),
        }
    });
    view! {
        <Title text=VisitWord::Rules.text(lang.get_untracked()) />
        <main class="page" id="content">
            <h1 class="page__title">{say(VisitWord::Rules)}</h1>
            <p class="page__facts">{say(VisitWord::RulesHint)}</p>
            <Wrong form="visit-rule-remove" />
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find() -> Result<RuleBook, AppError> {
    let (service, actor) = request::acting()?;
    rules(&service, &actor).await.map_err(request::answered)
}

#[component]
fn Content(book: RuleBook) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: VisitWord| Signal::derive(move || word.text(lang.get()).to_owned());
    let list = if book.rules.is_empty() {
        let (title, hint) = (text(VisitWord::RulesEmpty), text(VisitWord::RulesEmptyHint));
        view! { <EmptyState title=title hint=hint icon=Icon::List /> }.into_any()
    } else {
        let head = || {
            let columns = [
                VisitWord::RuleWhom,
                VisitWord::RuleRhythm,
                VisitWord::RuleHours,
                VisitWord::RuleArea,
                VisitWord::RuleSince,
                VisitWord::RuleActs,
            ];
            columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
        };
        let rows = book.rules.iter().map(|(kept, name)| row(&book, kept, name.clone())).collect_view();
        view! {
            <Table caption=text(VisitWord::Rules) head=head>
                {rows}
            </Table>
        }
        .into_any()
    };
    let form = book.may_keep.then(|| view! { <RuleForm book=book.clone() /> });
    view! {
        {list}
        {form}
    }
}

fn row(book: &RuleBook, kept: &KeptRule, name: String) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    let label = move |word: VisitWord| word.text(lang);
    let rule = kept.rule;
    let rhythm = rule.rhythm.map_or_else(|| label(VisitWord::RhythmNone).to_owned(), |one| visit::rhythm(one, lang));
    let hours = rule.window.map_or_else(|| label(VisitWord::AnyTime).to_owned(), |hours| hours.to_string());
    let id = kept.id.to_string();
    let remove = (book.may_keep && kept.area == book.area).then(|| {
        view! {
            <form method="post" action="/form/visit-rule-remove" class="top__form">
                <input type="hidden" name="rule" value=id />
                <input type="hidden" name="back" value=PAGE />
                <Button kind=ButtonKind::Quiet>{say(VisitWord::RuleRemove)}</Button>
            </form>
        }
    });
    view! {
        <tr>
            <th scope="row" class="table__main">
                {visit::whom(rule.whom, &book.labels, lang)}
            </th>
            <td data-label=label(VisitWord::RuleRhythm)>{rhythm}</td>
            <td data-label=label(VisitWord::RuleHours)>{hours}</td>
            <td data-label=label(VisitWord::RuleArea)>{name}</td>
            <td data-label=label(VisitWord::RuleSince)>{format::date(rule.since_on)}</td>
            <td data-label=label(VisitWord::RuleActs)>{remove}</td>
        </tr>
    }
}

#[component]
fn RuleForm(book: RuleBook) -> impl IntoView {
    let lang = use_lang();
    let refused = Refused::find("visit-rule");
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).unwrap_or_default().to_owned();
    let label = move |word: VisitWord| Signal::derive(move || word.text(lang.get()).to_owned());
    let now = lang.get_untracked();
    let labels = book.labels.iter().filter(|label| !label.is_retired).map(|label| Whom::Label(label.code));
    let uses = Occupancy::ALL.into_iter().filter(|one| *one != Occupancy::Unknown).map(Whom::Use);
    let whom = std::iter::once(Whom::All).chain(labels).chain(uses);
    let whom = whom.map(|one| Choice { value: one.to_string(), text: visit::whom(one, &book.labels, now) });
    let whom = Signal::stored(whom.collect::<Vec<_>>());
    let rhythms =
        [("days", VisitWord::RhythmDays), ("monthly", VisitWord::RhythmMonthly), ("none", VisitWord::RhythmNone)];
    let rhythms = rhythms.map(|(value, word)| Choice { value: value.to_owned(), text: word.text(now).to_owned() });
    view! {
        <section class="card" aria-labelledby="rule">
            <h2 class="card__title" id="rule">
                {say(VisitWord::RuleNew)}
            </h2>
            <p class="form__hint">{say(VisitWord::RuleNewHint)}</p>
            <form class="form" method="post" action="/form/visit-rule">
                <Wrong form="visit-rule" />
                <input type="hidden" name="back" value=PAGE />
                <Select name="whom" label=label(VisitWord::RuleWhom) choices=whom value=typed("whom") />
                <Select
                    name="rhythm"
                    label=label(VisitWord::RuleRhythm)
                    choices=Signal::stored(rhythms.to_vec())
                    value=typed("rhythm")
                />
                <Field name="amount" label=label(VisitWord::RhythmAmount) kind="number" value=typed("amount") />
                <Field
                    name="hours"
                    label=label(VisitWord::RuleHours)
                    hint=label(VisitWord::HoursHint)
                    value=typed("hours")
                />
                <Button kind=ButtonKind::Primary>{say(VisitWord::RuleSave)}</Button>
            </form>
        </section>
    }
}
