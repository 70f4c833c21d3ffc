//! `/report`: somebody reports a problem without an account. First the place, one step a page, or at once by the code at a
//! building; then one form. Complete without script, for old telephones; no door is offered and nobody's name is shown.

use domain::gate::Form as GateForm;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use service::report::{Next, next};
use service::{Service, ServiceError};
use ui::ErrorPanel;
use ui::error::AppError;
use ui::language::{say, use_lang};
use wording::Word;

use crate::place::{Areas, Buildings, place};
use crate::report_form::ReportForm;
use crate::say::title;

/// Where the page is.
pub(crate) const BASE: &str = "/report";

/// The page.
#[component]
pub fn ReportPage() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok(Next::Form(form)) => view! { <ReportForm form=*form /> }.into_any(),
            Ok(Next::Areas(path, below)) => {
                let lead = view! { <p class="public__lead">{say(Word::ReportLead)}</p> }.into_any();
                view! { <Areas base=BASE path=path below=below lead=lead /> }.into_any()
            }
            Ok(Next::Buildings(path, buildings)) => {
                view! { <Buildings base=BASE path=path buildings=buildings /> }.into_any()
            }
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/report".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::ReportTitle.text(lang.get_untracked()) />
        <Meta name="description" content=Word::ReportLead.text(lang.get_untracked()) />
        <main class="public report" id="content">
            <h1 class="public__heading">{title(Word::ReportTitle)}</h1>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find() -> Result<Next, AppError> {
    let service = use_context::<Service>().ok_or_else(|| AppError::Unavailable.answered())?;
    let place = place().map_err(|()| AppError::NotFound.answered())?;
    next(&service, place, GateForm::Report).await.map_err(told)
}

/// What a resident may know of a refusal; the request's line in the log has the rest.
pub(crate) fn told(error: ServiceError) -> AppError {
    match error {
        ServiceError::NotFound => AppError::NotFound.answered(),
        _ => AppError::Unavailable.answered(),
    }
}
