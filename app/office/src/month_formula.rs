//! `/months/formula`: the versions of the formula that monthly reports follow, and the form that makes another one.

use domain::month::{Formula, Kind, Measure, WEIGHT_MOST};
use leptos::prelude::*;
use leptos_meta::Title;
use service::month::{Formulas, formulas};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, ErrorPanel, Field, Table, Tag, month as called};
use wording::field::MonthWord;

use crate::request;
use crate::unit_list::Wrong;

const HREF: &str = "/months/formula";

/// The page.
#[component]
pub fn MonthFormula() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok(found) => view! { <Content found=found /> }.into_any(),
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href=HREF.to_owned() /> }.into_any(),
        }
    });
    view! {
        <Title text=MonthWord::Formulas.text(lang.get_untracked()) />
        <main class="page" id="content">
            <h1 class="page__title">{say(MonthWord::Formulas)}</h1>
            <p class="page__facts">{say(MonthWord::FormulasHint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find() -> Result<Formulas, AppError> {
    let (service, actor) = request::acting()?;
    formulas(&service, &actor).await.map_err(request::answered)
}

/// The measures that may weigh something.
fn shares() -> impl Iterator<Item = Measure> {
    Measure::ALL.iter().copied().filter(|measure| measure.kind() == Kind::Share)
}

#[component]
fn Content(found: Formulas) -> impl IntoView {
    let lang = use_lang();
    let caption = Signal::derive(move || MonthWord::Formulas.text(lang.get()).to_owned());
    let head = || {
        let measures = shares().map(|measure| view! { <th scope="col">{say(called::measure(measure))}</th> });
        view! {
            <th scope="col">{say(MonthWord::FormulaVersion)}</th>
            <th scope="col">{say(MonthWord::FormulaFrom)}</th>
            {measures.collect_view()}
            <th scope="col">{say(MonthWord::FormulaNote)}</th>
        }
    };
    let rows = found.versions.iter().map(|one| row(one, one.version == found.current)).collect_view();
    let current = found.versions.iter().find(|one| one.version == found.current).cloned();
    let form = found.may_keep.then(|| {
        view! { <NewVersion current=current.unwrap_or_else(Formula::first) from=called::month(found.from_on) /> }
    });
    view! {
        <div class="month__formulas">
            <Table caption=caption head=head>
                {rows}
            </Table>
        </div>
        {form}
    }
}

fn row(one: &Formula, is_current: bool) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    let tag = is_current.then(|| view! { <Tag>{say(MonthWord::FormulaCurrent)}</Tag> });
    let (from, note) = match one.version {
        1 => (String::new(), MonthWord::FormulaFirst.text(lang).to_owned()),
        _ => (called::month(one.from_on), one.note.clone()),
    };
    let weights = shares().map(|measure| {
        view! { <td data-label=called::measure(measure).text(lang)>{one.weight(measure).to_string()}</td> }
    });
    view! {
        <tr data-version=one.version.to_string()>
            <th scope="row" class="table__main">{one.version.to_string()} " " {tag}</th>
            <td data-label=MonthWord::FormulaFrom.text(lang)>{from}</td>
            {weights.collect_view()}
            <td data-label=MonthWord::FormulaNote.text(lang)>{note}</td>
        </tr>
    }
}

#[component]
fn NewVersion(current: Formula, from: String) -> impl IntoView {
    let lang = use_lang();
    let refused = Refused::find("month-formula");
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).map(str::to_owned);
    let label = move |word: MonthWord| Signal::derive(move || word.text(lang.get()).to_owned());
    let weights = shares().map(|measure| {
        let name = format!("weight-{}", measure.slug());
        let value = typed(&name).unwrap_or_else(|| current.weight(measure).to_string());
        view! { <Field name=name label=label(called::measure(measure)) kind="number" value=value /> }
    });
    let weights = weights.collect_view();
    let hint = format!("0 – {WEIGHT_MOST}");
    view! {
        <section class="card" aria-labelledby="new">
            <h2 class="card__title" id="new">
                {say(MonthWord::FormulaAdd)}
            </h2>
            <form class="form" method="post" action="/form/month-formula">
                <Wrong form="month-formula" />
                <input type="hidden" name="back" value=HREF />
                <Field
                    name="from_on"
                    label=label(MonthWord::FormulaFrom)
                    kind="month"
                    value=typed("from_on").unwrap_or(from)
                />
                <fieldset class="ticks">
                    <legend class="field__label">{say(MonthWord::Weight)} " " {hint}</legend>
                    {weights}
                </fieldset>
                <Field name="note" label=label(MonthWord::FormulaNote) value=typed("note").unwrap_or_default() />
                <Button kind=ButtonKind::Primary>{say(MonthWord::FormulaAdd)}</Button>
            </form>
        </section>
    }
}
