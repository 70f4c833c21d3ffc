//! `/cases/orders`: sheets of the city's hotline orders 12345 工单: the template, the upload, those that came before, and the sheet that
//! goes back.

use domain::intake::Batch;
use leptos::prelude::*;
use leptos_meta::Title;
use service::order::list;
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::{EmptyState, ErrorPanel, LinkButton, Table};
use wording::Word;

use crate::intake_list::{UploadForm, head, row};
use crate::request;

/// The upload and the list.
#[component]
pub fn OrderList() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok(batches) => view! { <Content batches=batches /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/cases/orders".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::Orders.text(lang.get_untracked()) />
        <main class="page" id="content">
            <h1 class="page__title">{say(Word::Orders)}</h1>
            <p class="page__facts">{say(Word::OrdersHint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find() -> Result<Vec<Batch>, AppError> {
    let (service, actor) = request::acting()?;
    list(&service, &actor).await.map_err(request::answered)
}

#[component]
fn Content(batches: Vec<Batch>) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let rows = if batches.is_empty() {
        let (title, hint) = (text(Word::OrdersNone), text(Word::OrdersNoneHint));
        view! { <EmptyState title=title hint=hint icon=Icon::People /> }.into_any()
    } else {
        let rows = batches.into_iter().map(|batch| row(batch, "/cases/orders")).collect_view();
        view! {
            <Table caption=text(Word::Orders) head=head>
                {rows}
            </Table>
        }
        .into_any()
    };
    view! {
        <p>
            <LinkButton href="/cases/orders/template.xlsx".to_owned()>{say(Word::OrdersTemplate)}</LinkButton>
            " "
            <LinkButton href="/cases/orders/answers.xlsx".to_owned()>{say(Word::OrdersAnswers)}</LinkButton>
        </p>
        <UploadForm action="/cases/orders" form="orders" word=Word::OrdersUpload>
            <p class="form__hint">{say(Word::OrdersLimit)}</p>
            <p class="form__hint">{say(Word::OrdersRouting)}</p>
        </UploadForm>
        {rows}
    }
}
