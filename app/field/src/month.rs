//! `/m/month`: the worker's own month, with what each number stands on and opens; to agree with or to object to.

use domain::month::{Measure, State, Tally};
use leptos::prelude::*;
use leptos_meta::Title;
use service::month::{Sheet, own};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Choice, EmptyState, ErrorPanel, Select, format, month as called};
use wording::field::MonthWord;

use crate::request;

const HREF: &str = "/m/month";

/// The page.
#[component]
pub fn MonthPage() -> impl IntoView {
    let lang = use_lang();
    let asked = request::query("report");
    let content = Suspend::new(async move {
        match find().await {
            Ok(sheets) => view! { <Content sheets=sheets asked=asked /> }.into_any(),
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href=HREF.to_owned() /> }.into_any(),
        }
    });
    let refused = Refused::find("month-agree").or_else(|| Refused::find("month-object")).map(Refused::alert);
    view! {
        <Title text=MonthWord::OwnTitle.text(lang.get_untracked()) />
        <main class="phone" id="content">
            <h1 class="phone__title">{say(MonthWord::OwnTitle)}</h1>
            {refused}
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find() -> Result<Vec<Sheet>, AppError> {
    let (service, actor) = request::acting()?;
    own(&service, &actor).await.map_err(request::answered)
}

#[component]
fn Content(sheets: Vec<Sheet>, asked: Option<String>) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: MonthWord| Signal::derive(move || word.text(lang.get()).to_owned());
    let chosen = sheets.iter().find(|sheet| Some(sheet.row.report.id.to_string()) == asked).or(sheets.first()).cloned();
    let Some(chosen) = chosen else {
        let (title, hint) = (text(MonthWord::OwnNone), text(MonthWord::OwnNoneHint));
        return view! { <EmptyState title=title hint=hint icon=Icon::Layers /> }.into_any();
    };
    let others = sheets.iter().filter(|sheet| sheet.row.report.id != chosen.row.report.id).map(|sheet| {
        let report = &sheet.row.report;
        view! {
            <li>
                <a href=format!("{HREF}?report={}", report.id)>
                    {called::month(report.month)} " · " {report.about.area_name.clone()} " · " {say(called::state(report.state))}
                </a>
            </li>
        }
    });
    let others = others.collect_view();
    view! {
        <OneMonth sheet=chosen />
        <ul class="month__others">{others}</ul>
    }
    .into_any()
}

#[component]
fn OneMonth(sheet: Sheet) -> impl IntoView {
    let report = &sheet.row.report;
    let until = report.state.until_on().map(|until| {
        view! { <>" · " {say(MonthWord::UntilOn)} " " {format::date(until)}</> }
    });
    let id = report.id.to_string();
    let rows = report.tallies.iter().map(|tally| number(&id, tally)).collect_view();
    let objections = sheet.objections.iter().map(|one| {
        let to = one.measure.map_or(MonthWord::ObjectWhole, called::measure);
        let answer = match &one.answer {
            Some(answer) => answer.words.clone().into_any(),
            None => view! { <em>{say(MonthWord::AnswerOpen)}</em> }.into_any(),
        };
        view! {
            <li>
                <p>
                    <strong>{say(to)} ": "</strong>
                    {one.words.clone()}
                </p>
                <p class="month__answer">{answer}</p>
            </li>
        }
    });
    let objections = objections.collect_view();
    let may_object = report.state.until_on().is_some_and(|until| sheet.today <= until);
    let may_agree = matches!(report.state, State::Shown { .. } | State::Answered { .. });
    let measures: Vec<Measure> = report.tallies.iter().map(|tally| tally.measure).collect();
    let revision = report.revision;
    let agree = may_agree.then(|| {
        view! {
            <form method="post" action="/form/month-agree">
                <input type="hidden" name="back" value=HREF />
                <input type="hidden" name="report" value=id.clone() />
                <input type="hidden" name="revision" value=revision.to_string() />
                <Button kind=ButtonKind::Primary>{say(MonthWord::Agree)}</Button>
            </form>
        }
    });
    let object = may_object.then(|| view! { <ObjectForm report=id.clone() revision=revision measures=measures /> });
    view! {
        <h2>{called::month(report.month)} " · " {report.about.area_name.clone()}</h2>
        <p>{say(called::state(report.state))} {until}</p>
        <p>{say(MonthWord::Overall)} ": " {called::overall(sheet.row.overall)}</p>
        <a class="phone-back" href="/months/formula">{say(MonthWord::Formula)} " " {report.formula.to_string()}</a>
        <dl class="month__numbers">{rows}</dl>
        <ul class="month__thread">{objections}</ul>
        {agree}
        {object}
    }
}

fn number(report: &str, tally: &Tally) -> impl IntoView + use<> {
    let (number, stands_on) = (called::number(tally), called::stands_on(tally));
    let number = if tally.whole > 0 {
        view! { <a href=format!("/months/{report}/{}", tally.measure.slug())>{number}</a> }.into_any()
    } else {
        number.into_any()
    };
    view! {
        <div data-measure=tally.measure.slug()>
            <dt>{say(called::measure(tally.measure))}</dt>
            <dd>
                {number} " "
                <small>{stands_on}</small>
            </dd>
        </div>
    }
}

#[component]
fn ObjectForm(report: String, revision: i64, measures: Vec<Measure>) -> impl IntoView {
    let lang = use_lang();
    let refused = Refused::find("month-object");
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).unwrap_or_default().to_owned();
    let now = lang.get_untracked();
    let whole = Choice { value: String::new(), text: MonthWord::ObjectWhole.text(now).to_owned() };
    let one = |measure: Measure| Choice {
        value: measure.slug().to_owned(),
        text: called::measure(measure).text(now).to_owned(),
    };
    let choices: Vec<Choice> = std::iter::once(whole).chain(measures.into_iter().map(one)).collect();
    let label = Signal::derive(move || MonthWord::ObjectTo.text(lang.get()).to_owned());
    view! {
        <details class="month__object" open=refused.is_some()>
            <summary>{say(MonthWord::Object)}</summary>
            <form class="form" method="post" action="/form/month-object">
                <input type="hidden" name="back" value=HREF />
                <input type="hidden" name="report" value=report />
                <input type="hidden" name="revision" value=revision.to_string() />
                <Select name="measure" label=label choices=Signal::stored(choices) value=typed("measure") />
                <div class="field">
                    <label class="field__label" for="object-words">
                        {say(MonthWord::ObjectWords)}
                    </label>
                    <textarea class="field__input" id="object-words" name="words" rows="4" required maxlength="500">
                        {typed("words")}
                    </textarea>
                </div>
                <Button>{say(MonthWord::Object)}</Button>
            </form>
        </details>
    }
}
