//! The form of a resident's report: what is known at the place, then photo, words, and one button.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::case::Ground;
use domain::work::Work;
use leptos::prelude::*;
use service::report::{Form, Met};
use ui::error::AppError;
use ui::gate::GateFields;
use ui::language::{say, use_lang};
use ui::reading::Reading;
use ui::refused::Refused;
use ui::{Button, ButtonKind, ErrorText, Lamp, case, format};
use wording::{Lang, Phrase, Word};

use crate::place::{address, place_fields, trail};
use crate::report::BASE;
use crate::report_photo::ReportPhotos;
use crate::report_step::StepForm;
use crate::say::word;

/// The page of a place.
#[component]
pub fn ReportForm(form: Form) -> impl IntoView {
    let back = address(BASE, form.ground);
    let Form { ground, place, path, works, met, categories, operation, ticket, now } = form;
    let drawn = (operation.to_string(), ticket);
    let is_elder = use_context::<Reading>().is_some_and(|reading| reading.elder.size().is_some());
    let known = view! { <Known works=works met=met now=now back=back.clone() /> };
    if is_elder {
        let is_first = Draft::find().value("step").is_empty();
        return view! {
            {trail(&path, BASE)}
            <p class="report__place">{place}</p>
            <StepForm ground=ground back=back drawn=drawn />
            {is_first.then_some(known)}
        }
        .into_any();
    }
    view! {
        {trail(&path, BASE)}
        <p class="report__place">{place}</p>
        {known}
        <Fields ground=ground back=back categories=categories drawn=drawn />
    }
    .into_any()
}

/// What was typed already: into a form that was refused, or on the pages before this one. A context of the server's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// By field.
    pub values: BTreeMap<String, String>,
}

impl Draft {
    /// That of this page.
    pub(crate) fn find() -> Self {
        let refused = Refused::find("report").map(|refused| Self { values: refused.values });
        refused.or_else(use_context::<Self>).unwrap_or_default()
    }

    /// One field; empty when it was not typed.
    pub(crate) fn value(&self, field: &str) -> &str {
        self.values.get(field).map(String::as_str).unwrap_or_default()
    }

    /// The tokens of photos that were sent.
    pub(crate) fn pictures(&self) -> Vec<String> {
        self.value("picture").split(',').filter(|token| !token.is_empty()).map(str::to_owned).collect()
    }

    /// Operation and ticket: a form that comes back keeps both, so that sent again it is still the same report.
    pub(crate) fn drawn(&self, fresh: (String, String)) -> (String, String) {
        let kept = (self.value("operation").to_owned(), self.value("ticket").to_owned());
        if kept.0.is_empty() || kept.1.is_empty() { fresh } else { kept }
    }
}

/// 已在处理: works that were announced, and open cases as far as strangers may know of them.
#[component]
fn Known(works: Vec<Work>, met: Vec<Met>, now: DateTime<Utc>, back: String) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let joined = Refused::find("report-join").map(Refused::alert);
    if works.is_empty() && met.is_empty() {
        return joined.into_any();
    }
    let hint = (!met.is_empty()).then(|| view! { <p class="public__note">{say(Word::ReportKnownHint)}</p> });
    let works = works.into_iter().map(|work| announced(work, lang)).collect_view();
    let cases = met.into_iter().map(|met| open(met, now, &back, lang)).collect_view();
    view! {
        <section class="report__known" aria-labelledby="known">
            <h2 class="report__heading" id="known">
                {say(Word::ReportKnown)}
            </h2>
            {hint}
            {joined}
            <ul class="report__lines">{works} {cases}</ul>
        </section>
    }
    .into_any()
}

fn announced(work: Work, lang: Lang) -> impl IntoView {
    let until = work.draft.ends_on.map_or_else(|| "…".to_owned(), format::date);
    let by = if lang == Lang::Zh { work.by.0 } else { work.by.1 };
    view! {
        <li class="report__line">
            <strong>{work.draft.title}</strong>
            <span>{work.draft.place} " · " {by} " · " {format::date(work.draft.starts_on)} " – " {until}</span>
        </li>
    }
}

fn open(met: Met, now: DateTime<Utc>, back: &str, lang: Lang) -> impl IntoView + use<> {
    let name = case::names(&met.name, lang).to_owned();
    let described = format!("met-{}", met.case);
    view! {
        <li class="report__line" data-case=met.case.to_string()>
            <span id=described.clone()>
                <Lamp light=met.light />
                " "
                <strong>{name}</strong>
                " "
                {age(met.reported_at, now, lang)}
            </span>
            <form method="post" action="/report/join">
                <input type="hidden" name="back" value=back.to_owned() />
                <button class="button" type="submit" name="join" value=met.case.to_string() aria-describedby=described>
                    {say(Word::CaseJoin)}
                </button>
            </form>
        </li>
    }
}

fn age(at: DateTime<Utc>, now: DateTime<Utc>, lang: Lang) -> String {
    match (now - at).num_days() {
        ..=0 => Word::ReportToday.text(lang).to_owned(),
        count => Phrase::ReportDaysAgo { count }.text(lang),
    }
}

#[component]
fn Fields(
    ground: Ground,
    back: String,
    categories: Vec<(domain::category::CategoryCode, domain::case::Names)>,
    drawn: (String, String),
) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let refused = Refused::find("report");
    let draft = Draft::find();
    let typed = |field: &str| draft.value(field).to_owned();
    let (operation, ticket) = draft.drawn(drawn);
    let sent = draft.pictures();
    let chosen = typed("category");
    let is_named = !typed("phone").is_empty() || !typed("caller").is_empty();
    let options = categories.into_iter().map(|(code, names)| {
        let selected = code.as_str() == chosen;
        view! {
            <option value=code.as_str().to_owned() selected=selected>
                {case::names(&names, lang).to_owned()}
            </option>
        }
    });
    let options = options.collect_view();
    view! {
        <form class="form report__form" method="post" action="/report" enctype="multipart/form-data">
            {refused.as_ref().map(alert)}
            <input type="hidden" name="operation" value=operation />
            <input type="hidden" name="back" value=back />
            {place_fields(ground)}
            <ReportPhotos sent=sent />
            <div class="field">
                <label class="field__label" for="report-words">
                    {word(Word::ReportWords)}
                </label>
                <textarea class="field__input" id="report-words" name="words" rows="3" maxlength="500">
                    {typed("words")}
                </textarea>
            </div>
            <div class="field">
                <label class="field__label" for="report-category">
                    {say(Word::ReportCategory)}
                </label>
                <select class="field__input" id="report-category" name="category">
                    <option value="">{say(Word::ReportCategoryByWords)}</option>
                    {options}
                </select>
            </div>
            <GateFields ticket=ticket />
            <Contact phone=typed("phone") name=typed("caller") is_open=is_named />
            <Button kind=ButtonKind::Primary>{word(Word::ReportSend)}</Button>
        </form>
    }
}

/// 匿名, or a number to be rung at: nothing of it is needed.
#[component]
fn Contact(phone: String, name: String, is_open: bool) -> impl IntoView {
    view! {
        <p class="public__note">{say(Word::ReportAnonymous)}</p>
        <details class="report__contact" open=is_open>
            <summary>{say(Word::ReportContact)}</summary>
            <div class="field">
                <label class="field__label" for="report-phone">
                    {word(Word::Telephone)}
                </label>
                <input class="field__input" id="report-phone" type="tel" name="phone" autocomplete="tel" value=phone />
            </div>
            <div class="field">
                <label class="field__label" for="report-caller">
                    {say(Word::ReportCaller)}
                </label>
                <input
                    class="field__input"
                    id="report-caller"
                    type="text"
                    name="caller"
                    maxlength="40"
                    autocomplete="name"
                    value=name
                />
            </div>
            <label class="tick">
                <input type="checkbox" name="intake_only" value="1" checked />
                " "
                {say(Word::ReportIntakeOnly)}
            </label>
        </details>
    }
}

/// What was wrong, in the words of this form.
pub(crate) fn alert(refused: &Refused) -> AnyView {
    let is_empty = matches!(&refused.error, AppError::Invalid { field } if field == "words")
        && refused.value("words").unwrap_or_default().trim().is_empty();
    if !is_empty {
        let error = refused.error.clone();
        return view! {
            <div class="form__error" role="alert">
                <ErrorText error=Signal::stored(error) />
            </div>
        }
        .into_any();
    }
    view! {
        <p class="form__error" role="alert">
            {say(Word::ReportWordsMissing)}
        </p>
    }
    .into_any()
}
