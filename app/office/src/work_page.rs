//! `/works/{work}`: one known work, and for whoever may, its changes and its end.

use domain::id::WorkId;
use domain::work::{Ending, Work};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::work::{WorkFile, view as view_work};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Choice, ErrorPanel, Field, Select, format, matter};
use wording::{Lang, Phrase, Word};

use crate::request;
use crate::unit_list::Wrong;
use crate::work_form::{Lines, WorkFields};
use crate::work_list::dates;

/// Everything about one work.
#[component]
pub fn WorkPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("work")).unwrap_or_default();
    let content = Suspend::new(async move {
        match find(&asked).await {
            Ok(file) => view! { <File file=file /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/works".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <main class="page" id="content">
            <p class="crumbs">
                <a href="/works">{say(Word::Works)}</a>
            </p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(asked: &str) -> Result<WorkFile, AppError> {
    let (service, actor) = request::acting()?;
    let work: WorkId = asked.parse().map_err(|_no_id| AppError::NotFound.answered())?;
    view_work(&service, &actor, work).await.map_err(request::answered)
}

#[component]
fn File(file: WorkFile) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let WorkFile { work, category, today, offer } = file;
    let title = work.draft.title.clone();
    let late = work.is_late(today).then(|| view! { <span class="tag">{say(Word::WorkLate)}</span> });
    let state = matter::work_state(work.state(today));
    let category = category.map_or_else(
        || Word::WorkAnyCategory.text(lang).to_owned(),
        |category| matter::category(&category, lang).to_owned(),
    );
    let forms = offer.map(|offer| {
        let back = format!("/works/{}", work.work);
        view! {
            <form class="card form" method="post" action="/form/work">
                <h2 class="card__title">{say(Word::WorkChange)}</h2>
                <Wrong form="work" />
                <input type="hidden" name="back" value=back.clone() />
                <input type="hidden" name="work" value=work.work.to_string() />
                <input type="hidden" name="revision" value=work.revision.to_string() />
                <WorkFields offer=offer work=Some(work.clone()) />
                <Button kind=ButtonKind::Primary>{say(Word::WorkSave)}</Button>
            </form>
            <End work=work.clone() back=back />
        }
    });
    view! {
        <Title text=title.clone() />
        <div class="page__head">
            <h1 class="page__title">{title}</h1>
            <span class="tag">{say(state)}</span>
            {late}
        </div>
        <Facts work=work category=category />
        {forms}
    }
}

#[component]
fn Facts(work: Work, category: String) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let reach = work.draft.radius_m.map(|metres| Phrase::WorkWithin { metres }.text(lang)).unwrap_or_default();
    let place = format!("{} {} {reach}", work.area_name, work.draft.place);
    let dates = dates(&work);
    let by = if lang == Lang::Zh { work.by.0 } else { work.by.1 };
    let shown = if work.draft.is_public { Word::WorkPublic } else { Word::WorkNotPublic };
    let outcome = work.ended.map(|ended| ended.outcome).unwrap_or_default();
    let facts = [
        (Word::WorkPlace, place.trim().to_owned()),
        (Word::WorkDates, dates),
        (Word::WorkUnit, by),
        (Word::WorkCategory, category),
        (Word::WorkReason, work.draft.reason),
        (Word::WorkPostedBy, format::moment(work.posted_at)),
        (Word::WorkPublic, shown.text(lang).to_owned()),
        (Word::WorkEndNote, outcome),
    ];
    let facts = facts.into_iter().filter(|(_, value)| !value.is_empty()).map(|(word, value)| {
        view! {
            <div class="figure">
                <dt class="figure__name">{say(word)}</dt>
                <dd>{value}</dd>
            </div>
        }
    });
    view! { <dl class="figures">{facts.collect_view()}</dl> }
}

#[component]
fn End(work: Work, back: String) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let refused = Refused::find("work-end");
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).unwrap_or_default().to_owned();
    let ways = Ending::ALL.map(|(ending, slug)| Choice {
        value: slug.to_owned(),
        text: matter::ending(ending).text(lang.get_untracked()).to_owned(),
    });
    let outcome = typed("outcome");
    view! {
        <form class="card form" method="post" action="/form/work-end">
            <h2 class="card__title">{say(Word::WorkEnd)}</h2>
            <Wrong form="work-end" />
            <input type="hidden" name="back" value=back />
            <input type="hidden" name="work" value=work.work.to_string() />
            <input type="hidden" name="revision" value=work.revision.to_string() />
            <Select name="how" label=text(Word::WorkEndHow) choices=Signal::stored(ways.to_vec()) value=typed("how") />
            <Field name="ended_on" label=text(Word::WorkDates) kind="date" value=typed("ended_on") />
            <Lines name="outcome" label=Word::WorkEndNote hint=Some(Word::WorkEndNoteHint) value=outcome />
            <Button>{say(Word::WorkEnd)}</Button>
        </form>
    }
}
