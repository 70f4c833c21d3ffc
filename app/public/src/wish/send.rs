//! `/wish`: a resident makes a wish. The place by the steps of a report, then one form.

use domain::gate::Form as GateForm;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use service::report::{Next, next};
use service::wish::{PublicRow, nearby};
use ui::ErrorPanel;
use ui::error::AppError;
use ui::language::{say, use_lang};
use wording::public::WishWord;

use super::form::WishForm;
use super::service;
use crate::place::{Areas, Buildings, place};
use crate::report::told;

/// Where the page is.
pub(super) const BASE: &str = "/wish";

/// The page.
#[component]
pub fn SendPage() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok((Next::Form(form), near)) => view! { <WishForm form=*form near=near /> }.into_any(),
            Ok((Next::Areas(path, below), _)) => {
                let lead = view! { <p class="public__lead">{say(WishWord::Lead)}</p> }.into_any();
                view! { <Areas base=BASE path=path below=below lead=lead /> }.into_any()
            }
            Ok((Next::Buildings(path, buildings), _)) => {
                view! { <Buildings base=BASE path=path buildings=buildings /> }.into_any()
            }
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href=BASE.to_owned() /> }.into_any(),
        }
    });
    view! {
        <Title text=WishWord::Send.text(lang.get_untracked()) />
        <Meta name="description" content=WishWord::Lead.text(lang.get_untracked()) />
        <main class="public report" id="content">
            <h1 class="public__heading">{say(WishWord::Send)}</h1>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find() -> Result<(Next, Vec<PublicRow>), AppError> {
    let service = service()?;
    let place = place().map_err(|()| AppError::NotFound.answered())?;
    let found = next(&service, place, GateForm::Wish).await.map_err(told)?;
    let near = match &found {
        Next::Form(form) => nearby(&service, form.ground).await.map_err(told)?,
        _ => Vec::new(),
    };
    Ok((found, near))
}
