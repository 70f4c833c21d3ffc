//! `/cases/orders/{sheet}`: one sheet of hotline orders: what its columns hold, what is wrong, what it comes to, and taking it in.

use domain::id::IntakeId;
use domain::intake::{Batch, ColumnSpec, State};
use domain::order::COLUMNS;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::intake::View;
use service::order::view;
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{ErrorPanel, format};
use wording::{Lang, Word};

use crate::intake_fault::Faults;
use crate::intake_page::{Columns, Refusal, Write, counts};
use crate::request;

/// One sheet.
#[component]
pub fn OrderPage() -> impl IntoView {
    let lang = use_lang();
    let asked = use_params_map().with_untracked(|params| params.get("sheet")).unwrap_or_default();
    let content = Suspend::new(async move {
        match find(&asked).await {
            Ok(view) => view! { <Content view=view /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/cases/orders".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::Orders.text(lang.get_untracked()) />
        <main class="page" id="content">
            <p class="crumbs">
                <a href="/cases/orders">{say(Word::Orders)}</a>
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
    let View { batch, faults, columns, .. } = view;
    let href = format!("/cases/orders/{}", batch.batch);
    let (is_checked, is_written) = (batch.state == State::Checked, batch.state == State::Written);
    let may_map = batch.has_file && !columns.is_empty();
    let error = Refused::any().map(|refused| view! { <Refusal error=refused.error /> });
    let specs: &'static [ColumnSpec] = &COLUMNS;
    let faults = (!faults.is_empty()).then(|| {
        let href = href.clone();
        view! { <Faults href=href faults=faults specs=specs /> }
    });
    let done = is_written.then(|| {
        view! {
            <p role="status">
                <a href="/cases?axis=all">{say(Word::OrdersDone)}</a>
            </p>
        }
    });
    let write = is_checked.then(|| {
        let (batch, href) = (batch.clone(), href.clone());
        view! { <Write batch=batch href=href action="/form/orders-write" word=Word::OrdersWrite /> }
    });
    view! {
        <div class="page__head">
            <h1 class="page__title">{batch.file_name.clone()}</h1>
            <span class="tag">{say(ui::intake::state(batch.state))}</span>
        </div>
        {facts(&batch)}
        {error}
        {done}
        {(is_checked || is_written)
            .then(|| counts(&batch, [Word::OrdersNew, Word::OrdersChanged, Word::OrdersSame]))}
        {write}
        {faults}
        {may_map
            .then(|| {
                view! {
                    <Columns batch=batch columns=columns href=href action="/form/orders-columns" specs=specs is_dated=false />
                }
            })}
    }
}

fn facts(batch: &Batch) -> impl IntoView + use<> {
    let lang = use_lang();
    let by = if lang.get_untracked() == Lang::Zh { batch.by.0.clone() } else { batch.by.1.clone() };
    let at = format::moment(batch.uploaded_at);
    view! { <p class="page__facts">{by} " · " {at}</p> }
}
