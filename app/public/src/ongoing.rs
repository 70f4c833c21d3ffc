//! `/ongoing`: what is planned or being done in the city, by community, so that nobody has to ask. Nothing personal.

use domain::work::{State, Work};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use service::Service;
use service::work::{Announced, public};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::{EmptyState, ErrorPanel, format, matter};
use wording::{Lang, Phrase, Word};

use crate::say::title;

/// All public works that are not over.
#[component]
pub fn OngoingPage() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok(found) => view! { <Works found=found /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/ongoing".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::WorksPublicTitle.text(lang.get_untracked()) />
        <Meta name="description" content=Word::WorksPublicHint.text(lang.get_untracked()) />
        <main class="public" id="content">
            <h1 class="public__heading">{title(Word::WorksPublicTitle)}</h1>
            <p class="public__note">{say(Word::WorksPublicHint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find() -> Result<Announced, AppError> {
    let service = use_context::<Service>().ok_or_else(|| AppError::Unavailable.answered())?;
    // The service's own errors say nothing that a resident could act on; the request's line in the log has them.
    public(&service).await.map_err(|_error| AppError::Unavailable.answered())
}

#[component]
fn Works(found: Announced) -> impl IntoView {
    let lang = use_lang();
    let Announced { works, today } = found;
    if works.is_empty() {
        let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
        let (title, hint) = (text(Word::WorksPublicTitle), text(Word::WorksPublicNone));
        return view! { <EmptyState title=title hint=hint icon=Icon::Check /> }.into_any();
    }
    let made_up = works.iter().any(|work| work.is_synthetic);
    let mut groups: Vec<(String, Vec<Work>)> = Vec::new();
    for work in works {
        match groups.last_mut().filter(|(name, _)| *name == work.area_name) {
            Some((_, group)) => group.push(work),
            None => groups.push((work.area_name.clone(), vec![work])),
        }
    }
    let groups = groups.into_iter().zip(1..).map(|((name, works), number): (_, u32)| {
        let id = format!("area-{number}");
        let labelled = id.clone();
        let items = works.into_iter().map(|work| {
            let (state, is_late) = (work.state(today), work.is_late(today));
            item(work, state, is_late)
        });
        let items = items.collect_view();
        view! {
            <section aria-labelledby=labelled>
                <h2 class="public__heading" id=id>
                    {name}
                </h2>
                <ul class="public__cards">{items}</ul>
            </section>
        }
    });
    let groups = groups.collect_view();
    let note = made_up.then(|| view! { <footer class="public__foot"><p>{say(Word::SyntheticNotice)}</p></footer> });
    view! {
        {groups}
        {note}
    }
    .into_any()
}

fn item(work: Work, state: State, is_late: bool) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let late = is_late.then(|| view! { <span class="tag">{say(Word::WorkLate)}</span> });
    let until = work.draft.ends_on.map_or_else(|| "…".to_owned(), format::date);
    let reach = work.draft.radius_m.map(|metres| Phrase::WorkWithin { metres }.text(lang)).unwrap_or_default();
    let place = format!("{} {reach}", work.draft.place).trim().to_owned();
    let by = if lang == Lang::Zh { work.by.0 } else { work.by.1 };
    view! {
        <li class="public__card">
            <h3>{work.draft.title}</h3>
            <p>
                <span class="tag">{say(matter::work_state(state))}</span>
                " "
                {late}
            </p>
            <p>{place}</p>
            <p>{work.draft.reason}</p>
            <p>{format::date(work.draft.starts_on)} " – " {until} " · " {by}</p>
        </li>
    }
}
