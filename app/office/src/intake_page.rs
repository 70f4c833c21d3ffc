//! `/import/{batch}`: one list of people: what its columns hold, what is wrong, what it comes to, and what to do next. While a
//! step is running the page loads itself again every other second.

use domain::id::{IntakeId, ResidentId};
use domain::intake::{Batch, COLUMNS, ColumnSpec, Reason, State};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::use_params_map;
use service::intake::{View, view};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Choice, ErrorPanel, ErrorText, Field, Select, format};
use wording::{Lang, Word};

use crate::intake_fault::Faults;
use crate::request;

/// One list.
#[component]
pub fn IntakePage() -> impl IntoView {
    let lang = use_lang();
    let asked = use_params_map().with_untracked(|params| params.get("batch")).unwrap_or_default();
    let content = Suspend::new(async move {
        match find(&asked).await {
            Ok(view) => view! { <Content view=view /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/import".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::Intake.text(lang.get_untracked()) />
        <main class="page" id="content">
            <p class="crumbs">
                <a href="/import">{say(Word::Intake)}</a>
            </p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(asked: &str) -> Result<View, AppError> {
    let (service, actor) = request::acting()?;
    let batch: IntakeId = asked.parse().map_err(|_no_id| AppError::NotFound.answered())?;
    view(&service, &actor, batch).await.map_err(request::answered)
}

#[component]
fn Content(view: View) -> impl IntoView {
    let View { batch, faults, columns, touched, may_undo } = view;
    let href = format!("/import/{}", batch.batch);
    let (state, is_checked) = (batch.state, batch.state == State::Checked);
    let has_counts = !matches!(state, State::Uploaded | State::Checking);
    let may_map = batch.has_file && !state.is_at_work() && !columns.is_empty();
    let reason = batch.reason.map(|reason| view! { <Why reason=reason touched=touched /> });
    let error = Refused::any().map(|refused| view! { <Refusal error=refused.error /> });
    let faults = (!faults.is_empty() && has_counts).then(|| {
        let href = href.clone();
        view! { <Faults href=href faults=faults specs=&COLUMNS /> }
    });
    view! {
        <div class="page__head">
            <h1 class="page__title">{batch.file_name.clone()}</h1>
            <span class="tag">{say(ui::intake::state(state))}</span>
        </div>
        {facts(&batch)}
        {error}
        {reason}
        {state.is_at_work().then(|| view! { <Running batch=batch.clone() href=href.clone() /> })}
        {has_counts.then(|| counts(&batch, [Word::IntakeNew, Word::IntakeChanged, Word::IntakeSame]))}
        {is_checked
            .then(|| {
                view! { <Write batch=batch.clone() href=href.clone() action="/form/import-write" word=Word::IntakeWrite /> }
            })}
        {may_undo.then(|| view! { <Undo batch=batch.batch href=href.clone() /> })}
        {faults}
        {may_map
            .then(|| {
                let specs: &'static [ColumnSpec] = &COLUMNS;
                view! { <Columns batch=batch columns=columns href=href action="/form/import-columns" specs=specs is_dated=true /> }
            })}
    }
}

fn facts(batch: &Batch) -> impl IntoView + use<> {
    let lang = use_lang();
    let by = if lang.get_untracked() == Lang::Zh { batch.by.0.clone() } else { batch.by.1.clone() };
    let (at, day) = (format::moment(batch.uploaded_at), format::date(batch.as_of_on));
    view! { <p class="page__facts">{by} " · " {at} " · " {say(Word::IntakeAsOf)} " " {day}</p> }
}

/// Why a form of a list's page was refused.
#[component]
pub fn Refusal(
    /// Why.
    error: AppError,
) -> impl IntoView {
    let word = match &error {
        AppError::Invalid { field } if field == "mapping" => Some(Word::IntakeBadMapping),
        AppError::Invalid { field } if field == "leaves_out" => Some(Word::IntakeNeedsChoice),
        _ => None,
    };
    let said = match word {
        Some(word) => view! { <p>{say(word)}</p> }.into_any(),
        None => view! { <ErrorText error=Signal::stored(error) /> }.into_any(),
    };
    view! {
        <div class="form__error" role="alert">
            {said}
        </div>
    }
}

/// Why the last step came to nothing.
#[component]
fn Why(reason: Reason, touched: Vec<ResidentId>) -> impl IntoView {
    let people = touched.into_iter().map(|resident| {
        view! {
            <li>
                <a rel="external" href=format!("/people/{resident}")>
                    {resident.to_string()}
                </a>
            </li>
        }
    });
    let people = people.collect_view();
    view! {
        <div class="form__error" role="status">
            <p>{say(ui::intake::reason(reason))}</p>
            <ul>{people}</ul>
        </div>
    }
}

#[component]
fn Running(batch: Batch, href: String) -> impl IntoView {
    let (done, total) = batch.progress;
    let share = (total > 0).then(|| format!("{}%", u64::from(done) * 100 / u64::from(total)));
    view! {
        <Meta http_equiv="refresh" content="2" />
        <section class="card" aria-labelledby="running">
            <h2 class="card__title" id="running">
                {say(ui::intake::state(batch.state))}
            </h2>
            <p>
                <progress max=total.max(1).to_string() value=done.to_string() aria-labelledby="running"></progress>
                " "
                {share}
            </p>
            <p class="form__hint">{say(Word::IntakeRefresh)}</p>
            <form class="form" method="post" action="/form/import-stop">
                <Hidden batch=batch.batch href=href />
                <Button>{say(Word::IntakeStop)}</Button>
            </form>
        </section>
    }
}

#[component]
fn Hidden(batch: IntakeId, href: String) -> impl IntoView {
    view! {
        <input type="hidden" name="back" value=href />
        <input type="hidden" name="batch" value=batch.to_string() />
    }
}

/// What a list's rows come to; what is new, changed and the same is called otherwise for every kind of list.
pub fn counts(batch: &Batch, [new, changed, same]: [Word; 3]) -> impl IntoView + use<> {
    let counts = batch.counts;
    let lines = [
        (Word::IntakeRows, counts.rows),
        (new, counts.new),
        (changed, counts.changed),
        (same, counts.same),
        (Word::IntakeFaulty, counts.faulty),
    ];
    let lines = lines.map(|(word, count)| {
        view! {
            <div class="facts__fact">
                <dt>{say(word)}</dt>
                <dd>{format::number(i64::from(count))}</dd>
            </div>
        }
    });
    view! { <dl class="facts">{lines.into_iter().collect_view()}</dl> }
}

/// The form that has a checked list written.
#[component]
pub fn Write(
    /// The list.
    batch: Batch,
    /// Its page.
    href: String,
    /// Where the form goes.
    action: &'static str,
    /// What its button says.
    word: Word,
) -> impl IntoView {
    let leaves_out = (batch.counts.faulty > 0).then(|| {
        view! {
            <label class="notice__label">
                <input type="checkbox" name="leaves_out" value="1" />
                {say(Word::IntakeLeavesOut)}
            </label>
        }
    });
    let has_work = batch.counts.new + batch.counts.changed > 0;
    has_work.then(|| {
        view! {
            <form class="form" method="post" action=action>
                <Hidden batch=batch.batch href=href />
                {leaves_out}
                <Button kind=ButtonKind::Primary>{say(word)}</Button>
            </form>
        }
    })
}

#[component]
fn Undo(batch: IntakeId, href: String) -> impl IntoView {
    view! {
        <form class="form" method="post" action="/form/import-undo">
            <Hidden batch=batch href=href />
            <p class="form__hint">{say(Word::IntakeUndoHint)}</p>
            <Button>{say(Word::IntakeUndo)}</Button>
        </form>
    }
}

/// The form that says what a list's columns hold.
#[component]
pub fn Columns(
    /// The list.
    batch: Batch,
    /// Its headings with what each holds.
    columns: Vec<(String, String)>,
    /// Its page.
    href: String,
    /// Where the form goes.
    action: &'static str,
    /// The columns that lists of this kind have.
    specs: &'static [ColumnSpec],
    /// Whether it says on which day it was true.
    is_dated: bool,
) -> impl IntoView {
    let lang = use_lang();
    let is_zh = lang.get_untracked() == Lang::Zh;
    let none = Choice { value: String::new(), text: Word::IntakeLeaveAlone.text(lang.get_untracked()).to_owned() };
    let offered = specs.iter().map(|column| {
        let name = if is_zh { column.zh } else { column.en };
        Choice { value: column.slug.to_owned(), text: name.to_owned() }
    });
    let choices: Vec<Choice> = std::iter::once(none).chain(offered).collect();
    let selects = columns.into_iter().enumerate().map(|(at, (heading, slug))| {
        let heading = if heading.is_empty() { (at + 1).to_string() } else { heading };
        view! {
            <Select
                name=format!("column-{at}")
                label=Signal::stored(heading)
                choices=Signal::stored(choices.clone())
                value=Signal::stored(slug)
            />
        }
    });
    let selects = selects.collect_view();
    let day = Signal::derive(move || Word::IntakeAsOf.text(lang.get()).to_owned());
    view! {
        <details class="card" open=batch.state == State::Uploaded>
            <summary class="card__title">{say(Word::IntakeColumns)}</summary>
            <form class="form" method="post" action=action>
                <Hidden batch=batch.batch href=href />
                <p class="form__hint">{say(Word::IntakeColumnsHint)}</p>
                {selects}
                {is_dated
                    .then(|| {
                        view! { <Field name="as_of_on" label=day kind="date" value=format::date(batch.as_of_on) /> }
                    })}
                <Button kind=ButtonKind::Primary>{say(Word::IntakeCheck)}</Button>
            </form>
        </details>
    }
}
