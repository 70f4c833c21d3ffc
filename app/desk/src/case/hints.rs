//! What is shown before a report is sent: cases that it may repeat, known works, and who would get it. Without script the server
//! shows the same when the form is sent; what was seen goes along, so that nobody is held up twice by the same thing.

use domain::case::{Double, Ground, Hints, Names};
use domain::category::CategoryCode;
use domain::route::Reason;
use domain::work::Work;
use leptos::prelude::*;
use ui::language::{say, use_lang};
use ui::{Lamp, case, format, later, matter};
use wording::{Lang, Phrase, Word};

use super::api;

/// What a report says so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// Where it is; nothing when only a wide area is known, which everything lies in.
    pub ground: Option<Ground>,
    /// What it is about.
    pub category: Option<CategoryCode>,
    /// What is wrong.
    pub text: String,
}

impl Draft {
    /// Whether there is anything to look for.
    fn is_worth_asking(&self) -> bool {
        self.category.is_some() || !matches!(self.ground, None | Some(Ground::Area(_)))
    }
}

/// The hints on a draft, anew with every change of it. Stands inside the form.
#[component]
pub fn ReportHints(
    /// The draft.
    #[prop(into)]
    draft: Signal<Draft>,
) -> impl IntoView {
    let found = Resource::new(
        move || draft.get(),
        |draft| async move {
            match draft.ground.filter(|_| draft.is_worth_asking()) {
                Some(ground) => api::hints(ground, draft.category, draft.text).await.unwrap_or_default(),
                None => Hints::default(),
            }
        },
    );
    let show = later(move || async move { found.await }, panel);
    view! {
        <div class="report-hints" aria-live="polite">
            <Transition fallback=|| ()>{show}</Transition>
        </div>
    }
}

fn panel(hints: Hints) -> impl IntoView {
    let seen: Vec<String> = hints.ids().collect();
    let Hints { doubles, works, suggestion } = hints;
    let holds = !seen.is_empty();
    let doubles = (!doubles.is_empty()).then(|| {
        let lines = doubles.into_iter().map(double).collect_view();
        view! {
            <h3 class="report-hints__heading">{say(Word::HintDoubles)}</h3>
            <ul class="report-hints__list">{lines}</ul>
            <p class="field__hint">{say(Word::CaseJoinHint)}</p>
        }
    });
    let works = (!works.is_empty()).then(|| {
        let lines = works.into_iter().map(work).collect_view();
        view! {
            <h3 class="report-hints__heading">{say(Word::HintWorks)}</h3>
            <ul class="report-hints__list">{lines}</ul>
        }
    });
    let held = holds.then(|| {
        view! {
            <div class="banner banner--info report-hints__panel" role="group" aria-labelledby="report-hints">
                <h2 class="report-hints__title" id="report-hints">
                    {say(Word::HintTitle)}
                </h2>
                {doubles}
                {works}
            </div>
            <input type="hidden" name="seen" value=seen.join(",") />
        }
    });
    view! {
        {held}
        {suggestion.map(suggested)}
    }
}

fn double(double: Double) -> impl IntoView {
    let lang = use_lang();
    let percent = double.per_mille / 10;
    let since = format::moment(double.reported_at);
    let like = move || Phrase::HintLike { percent }.text(lang.get());
    view! {
        <li class="report-hints__line">
            <Lamp light=double.light />
            <a href=format!("/cases?case={}", double.case) target="_blank" rel="external noopener">{double.title}</a>
            <span class="report-hints__facts">{like} " · " <time>{since}</time></span>
            // The form around it is the report's: this button sends the same form elsewhere.
            <button
                type="submit"
                class="button"
                formaction="/form/case-join"
                formnovalidate=true
                name="join"
                value=double.case.to_string()
            >
                {say(Word::CaseJoin)}
            </button>
        </li>
    }
}

fn work(work: Work) -> impl IntoView {
    let lang = use_lang();
    let until = work.draft.ends_on.map_or_else(|| "…".to_owned(), format::date);
    let days = format!("{} – {until}", format::date(work.draft.starts_on));
    let by = work.by.clone();
    let by = move || case::names(&by, lang.get()).to_owned();
    let reason = (!work.draft.reason.is_empty()).then(|| view! { <p>{work.draft.reason.clone()}</p> });
    view! {
        <li class="report-hints__work">
            <a href=format!("/works/{}", work.work) target="_blank" rel="external noopener">{work.draft.title}</a>
            " "
            <span class="report-hints__facts">{days} " · " {by}</span>
            {reason}
        </li>
    }
}

fn suggested((names, why): (Names, Reason)) -> impl IntoView {
    let lang = use_lang();
    let text = move || {
        let lang: Lang = lang.get();
        Phrase::CaseSuggestion { unit: case::names(&names, lang), reason: matter::reason(why).text(lang) }.text(lang)
    };
    view! { <p class="step-form__why">{text}</p> }
}
