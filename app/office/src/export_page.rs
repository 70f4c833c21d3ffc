//! `/exports/{export}`: one export, what it holds, and what can be done with it: fetch it, take it back, or answer it.

use domain::export::{Export, List, State, columns};
use domain::id::ExportId;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::export::{Said, View, view as view_export};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, ErrorPanel, Field, LinkButton, format};
use wording::{Lang, Word};

use crate::export_new::alert;
use crate::{export_said, request};

/// One export.
#[component]
pub fn ExportPage() -> impl IntoView {
    let lang = use_lang();
    let asked = use_params_map().with_untracked(|params| params.get("export")).unwrap_or_default();
    let content = Suspend::new(async move {
        match find(&asked).await {
            Ok(found) => view! { <Content found=found /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/exports".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::Exports.text(lang.get_untracked()) />
        <main class="page" id="content">
            <p class="crumbs">
                <a href="/exports">{say(Word::Exports)}</a>
            </p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(asked: &str) -> Result<View, AppError> {
    let (service, actor) = request::acting()?;
    let export: ExportId = asked.parse().map_err(|_no_id| AppError::NotFound.answered())?;
    view_export(&service, &actor, export).await.map_err(request::answered)
}

#[component]
fn Content(found: View) -> impl IntoView {
    let View { export, place, said, template, is_own, may_fetch, may_decide } = found;
    let lang = use_lang().get_untracked();
    let (number, href) = (export.export, format!("/exports/{}", export.export));
    let error = Refused::any().map(|refused| alert(&refused.error));
    // The way back from a file that was not made says why in a word, not in an answer that a browser would save.
    let failed = match request::query("failed").as_deref() {
        Some("grown") => Some(Word::ExportGrown),
        Some("busy") => Some(Word::ExportBusy),
        _ => None,
    };
    let failed = failed.map(|word| view! { <p class="form__error" role="alert">{say(word)}</p> });
    let mask = if export.is_masked { Word::ExportMasked } else { Word::ExportUnmasked };
    let may_take_back = is_own && matches!(export.state, State::Made | State::Asked | State::Granted);
    let waits =
        (is_own && export.state == State::Asked).then(|| view! { <p class="form__hint">{say(Word::ExportWaits)}</p> });
    // The people themselves stand on the filter's page, masked.
    let in_words = match &export.list {
        List::People(filter) if !filter.is_empty() => Some(crate::filter_page::href(export.area, filter, 0)),
        _ => None,
    };
    let in_words = in_words.map(|href| {
        view! {
            <p>
                <LinkButton href=href>{say(Word::FilterResult)}</LinkButton>
            </p>
        }
    });
    let form = template.map(|form| (Word::FormPick, form.name));
    let lines = facts(&export, place, &said, lang).into_iter().chain(form).map(|(word, text)| {
        view! {
            <div class="facts__fact">
                <dt>{say(word)}</dt>
                <dd>{text}</dd>
            </div>
        }
    });
    let lines = lines.collect_view();
    view! {
        <div class="page__head">
            <h1 class="page__title">{say(ui::export::list(&export.list))} " " {number.to_string()}</h1>
            <span class="tag" data-state=export.state.slug()>
                {say(ui::export::state(export.state))}
            </span>
            <span class="tag">{say(mask)}</span>
        </div>
        {error}
        {failed}
        <dl class="facts">{lines}</dl>
        {in_words}
        {waits}
        {may_fetch.then(|| view! { <Fetch href=href.clone() is_masked=export.is_masked /> })}
        {may_decide.then(|| view! { <Decide export=number href=href.clone() /> })}
        {may_take_back.then(|| view! { <TakeBack export=number href=href /> })}
    }
}

/// What was asked and answered, line by line.
fn facts(export: &Export, place: String, said: &Said, lang: Lang) -> Vec<(Word, String)> {
    let title = |by: &(String, String)| if lang == Lang::Zh { by.0.clone() } else { by.1.clone() };
    let known = columns(&export.list);
    let heading = |slug: &String| {
        let column = known.iter().find(|column| column.slug == slug)?;
        Some(if lang == Lang::Zh { column.zh } else { column.en })
    };
    let names: Vec<&str> = export.columns.iter().filter_map(heading).collect();
    let conditions = export_said::conditions(&export.list, said, lang);
    let decided = export.decided.as_ref();
    let lines = [
        (Word::ExportArea, Some(place)),
        (Word::ExportConditions, Some(conditions)),
        (Word::ExportColumns, Some(names.join("、"))),
        (Word::ExportRows, Some(format::number(export.rows_shown))),
        (Word::ExportReason, Some(export.reason.clone()).filter(|reason| !reason.is_empty())),
        (Word::ExportBy, Some(format!("{} {}", title(&export.by), format::moment(export.asked_at)))),
        (Word::ExportDecided, decided.map(|by| format!("{} {} {}", title(&by.by), format::moment(by.at), by.reason))),
        (Word::ExportUntil, Some(format::moment(export.until_at))),
        (
            Word::ExportRowsMade,
            export.fetched.map(|(at, rows)| format!("{} · {}", format::number(rows), format::moment(at))),
        ),
    ];
    lines.into_iter().filter_map(|(word, text)| Some((word, text?))).collect()
}

#[component]
fn Fetch(href: String, is_masked: bool) -> impl IntoView {
    let hint = if is_masked { Word::ExportFetchMasked } else { Word::ExportFetchOnce };
    view! {
        <section class="card">
            <p>{say(hint)}</p>
            <p>
                <LinkButton href=format!("{href}/file") kind=ButtonKind::Primary rel="external">
                    {say(Word::ExportFetch)}
                </LinkButton>
            </p>
        </section>
    }
}

#[component]
fn Decide(export: ExportId, href: String) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let typed = Refused::find("export-decide");
    let typed = typed.as_ref().and_then(|refused| refused.value("reason")).unwrap_or_default().to_owned();
    view! {
        <section class="card" aria-labelledby="decide">
            <h2 class="card__title" id="decide">
                {say(Word::ExportDecide)}
            </h2>
            <p class="form__hint">{say(Word::ExportDecideHint)}</p>
            <form class="form" method="post" action="/form/export-decide">
                <input type="hidden" name="back" value=href />
                <input type="hidden" name="export" value=export.to_string() />
                <Field name="reason" label=text(Word::ExportAnswer) value=typed />
                <Field
                    name="password"
                    label=text(Word::ExportPassword)
                    kind="password"
                    autocomplete="current-password"
                />
                <div class="actions">
                    <Button kind=ButtonKind::Primary name="granted".to_owned() value="1".to_owned()>
                        {say(Word::ExportGrant)}
                    </Button>
                    <Button name="granted".to_owned() value="0".to_owned()>
                        {say(Word::ExportRefuse)}
                    </Button>
                </div>
            </form>
        </section>
    }
}

#[component]
fn TakeBack(export: ExportId, href: String) -> impl IntoView {
    view! {
        <form class="form" method="post" action="/form/export-end">
            <input type="hidden" name="back" value=href />
            <input type="hidden" name="export" value=export.to_string() />
            <Button kind=ButtonKind::Quiet>{say(Word::ExportTakeBack)}</Button>
        </form>
    }
}
