//! `/admin/deadlines`: how long the clocks of cases run, for the system administrator.

use domain::deadline::{Clockwork, Condition, Origin, Preset, Rule};
use leptos::prelude::*;
use leptos_meta::Title;
use service::deadline::rules;
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::{Button, ButtonKind, ErrorPanel, LinkButton, Table, deadline};
use wording::{Lang, Phrase, Word};

use crate::deadline_example::Example;
use crate::deadline_form::RuleForm;
use crate::request;
use crate::unit_list::Wrong;

/// Where all forms of the page lead back to.
pub const PAGE: &str = "/admin/deadlines";

/// The rules, the published sets, and an example.
#[component]
pub fn DeadlinePage() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok((clockwork, now)) => view! { <Content clockwork=clockwork now=now /> }.into_any(),
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href=PAGE.to_owned() /> }.into_any(),
        }
    });
    view! {
        <Title text=format!(
            "{} · {}",
            Word::Deadlines.text(lang.get_untracked()),
            Word::Administration.text(lang.get_untracked()),
        ) />
        <main class="page" id="content">
            <h1 class="page__title">{say(Word::Deadlines)}</h1>
            <p class="page__facts">{say(Word::DeadlinesHint)}</p>
            <Wrong form="deadline-remove" />
            <Wrong form="deadline-set" />
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find() -> Result<(Clockwork, chrono::DateTime<chrono::Utc>), AppError> {
    let (service, actor) = request::acting()?;
    let clockwork = rules(&service, &actor).await.map_err(request::answered)?;
    Ok((clockwork, service.now()))
}

#[component]
fn Content(clockwork: Clockwork, now: chrono::DateTime<chrono::Utc>) -> impl IntoView {
    let edited = request::query("edit").and_then(|slug| Condition::from_slug(&slug));
    let edited =
        edited.and_then(|condition| clockwork.rules.all().iter().find(|rule| rule.condition == condition).cloned());
    let taken = request::query("take").and_then(|slug| Preset::from_slug(&slug));
    let taken = taken.map(|preset| view! { <Confirm preset=preset /> });
    view! {
        {taken}
        <RuleTable rules=clockwork.rules.all().to_vec() />
        <RuleForm edited=edited />
        <Sets />
        <Example clockwork=clockwork now=now />
    }
}

/// The headings of a table of rules, as far as a published set has them.
const COLUMNS: [Word; 4] = [Word::DeadlineClock, Word::DeadlineWhen, Word::DeadlineSpan, Word::DeadlinePause];

#[component]
fn RuleTable(rules: Vec<Rule>) -> impl IntoView {
    let lang = use_lang();
    let caption = Signal::derive(move || Word::Deadlines.text(lang.get()).to_owned());
    let head = || {
        let columns = COLUMNS.into_iter().chain([Word::DeadlineOrigin, Word::DeadlineActs]);
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).collect_view()
    };
    let rows = rules.into_iter().map(|rule| row(&rule, lang.get_untracked())).collect_view();
    view! {
        <Table caption=caption head=head>
            {rows}
        </Table>
    }
}

fn row(rule: &Rule, lang: Lang) -> impl IntoView + use<> {
    let slug = rule.condition.slug();
    let edit = format!("{PAGE}?edit={slug}#rule");
    let remove = (rule.origin != Origin::BuiltIn).then(|| {
        view! {
            <form method="post" action="/form/deadline-remove" class="top__form">
                <input type="hidden" name="rule" value=slug />
                <input type="hidden" name="back" value=PAGE />
                <Button kind=ButtonKind::Quiet>{say(Word::FilterRemove)}</Button>
            </form>
        }
    });
    view! {
        <tr>
            {said(rule, lang)} <td data-label=Word::DeadlineOrigin.text(lang)>{say(deadline::origin(rule.origin))}</td>
            <td data-label=Word::DeadlineActs.text(lang)>
                <LinkButton href=edit kind=ButtonKind::Quiet>
                    {say(Word::Edit)}
                </LinkButton>
                {remove}
            </td>
        </tr>
    }
}

/// What a rule says, cell by cell.
fn said(rule: &Rule, lang: Lang) -> impl IntoView + use<> {
    let pause = if rule.may_pause { Word::DeadlineMayPause } else { Word::DeadlineNoPause };
    view! {
        <th scope="row" class="table__main">
            {say(deadline::clock(rule.condition.clock))}
        </th>
        <td data-label=Word::DeadlineWhen.text(lang)>{deadline::condition(&rule.condition, lang)}</td>
        <td data-label=Word::DeadlineSpan.text(lang)>{deadline::span(rule.span, lang)}</td>
        <td data-label=Word::DeadlinePause.text(lang)>{say(pause)}</td>
    }
}

#[component]
fn Sets() -> impl IntoView {
    let set = |(preset, slug): (Preset, &'static str)| {
        let hint = match preset {
            Preset::Ulanqab => Word::LimitsUlanqabHint,
            Preset::Yubei => Word::LimitsYubeiHint,
            Preset::Hotline => Word::LimitsHotlineHint,
            Preset::Whistle => Word::LimitsWhistleHint,
        };
        let href = format!("{PAGE}?take={slug}");
        view! {
            <li class="demo__form">
                <span class="demo__who">
                    <strong>{say(deadline::preset(preset))}</strong>
                    <span class="form__hint">{say(hint)}</span>
                </span>
                <LinkButton href=href kind=ButtonKind::Plain>
                    {say(Word::DeadlineSetLook)}
                </LinkButton>
            </li>
        }
    };
    let sets = Preset::ALL.map(set).into_iter().collect_view();
    view! {
        <section class="card" aria-labelledby="sets">
            <h2 class="card__title" id="sets">
                {say(Word::DeadlineSets)}
            </h2>
            <p class="form__hint">{say(Word::DeadlineSetsHint)}</p>
            <ul class="demo">{sets}</ul>
        </section>
    }
}

/// What a published set would put in place, and the button that does it.
#[component]
fn Confirm(preset: Preset) -> impl IntoView {
    let lang = use_lang();
    let name = move || deadline::preset(preset).text(lang.get());
    let title = move || Phrase::DeadlineTakes { name: name() }.text(lang.get());
    let caption = Signal::derive(move || name().to_owned());
    let head = || COLUMNS.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view();
    let rows = preset.rules().into_iter().map(|rule| view! { <tr>{said(&rule, lang.get_untracked())}</tr> });
    let rows = rows.collect_view();
    view! {
        <section class="card form" aria-labelledby="take">
            <h2 class="card__title" id="take">
                {title}
            </h2>
            <p class="form__hint">{say(Word::DeadlineSetsHint)}</p>
            <Table caption=caption head=head>
                {rows}
            </Table>
            <form method="post" action="/form/deadline-set" class="actions">
                <input type="hidden" name="set" value=preset.slug() />
                <input type="hidden" name="back" value=PAGE />
                <Button kind=ButtonKind::Primary>{say(Word::DeadlineSetTake)}</Button>
                <LinkButton href=PAGE.to_owned()>{say(Word::Cancel)}</LinkButton>
            </form>
        </section>
    }
}
