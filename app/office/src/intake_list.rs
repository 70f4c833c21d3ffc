//! `/import`: the template, the upload, and the lists of people that were uploaded before.

use domain::intake::Batch;
use leptos::prelude::*;
use leptos_meta::Title;
use service::intake::list;
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, EmptyState, ErrorPanel, ErrorText, Field, LinkButton, Table, format};
use wording::{Lang, Word};

use crate::request;

/// The upload and the list.
#[component]
pub fn IntakeList() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok(batches) => view! { <Content batches=batches /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/import".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::Intake.text(lang.get_untracked()) />
        <main class="page" id="content">
            <h1 class="page__title">{say(Word::Intake)}</h1>
            <p class="page__facts">{say(Word::IntakeHint)}</p>
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
        let (title, hint) = (text(Word::IntakeNone), text(Word::IntakeNoneHint));
        view! { <EmptyState title=title hint=hint icon=Icon::People /> }.into_any()
    } else {
        let rows = batches.into_iter().map(|batch| row(batch, "/import")).collect_view();
        view! {
            <Table caption=text(Word::Intake) head=head>
                {rows}
            </Table>
        }
        .into_any()
    };
    view! {
        <p>
            <LinkButton href="/import/template.xlsx".to_owned()>{say(Word::IntakeTemplate)}</LinkButton>
        </p>
        <Upload />
        {rows}
    }
}

#[component]
fn Upload() -> impl IntoView {
    let lang = use_lang();
    let label = Signal::derive(move || Word::IntakeAsOf.text(lang.get()).to_owned());
    let day = Refused::find("import").and_then(|refused| refused.value("as_of_on").map(str::to_owned));
    view! {
        <UploadForm action="/import" form="import" word=Word::IntakeUpload>
            <Field name="as_of_on" label=label kind="date" value=day.unwrap_or_default() />
            <p class="form__hint">{say(Word::IntakeAsOfHint)}</p>
        </UploadForm>
    }
}

/// The form that sends a file, with what else it asks for.
#[component]
pub fn UploadForm(
    /// Where it goes.
    action: &'static str,
    /// What it is called when it was refused.
    form: &'static str,
    /// What it is for.
    word: Word,
    /// What else it asks for.
    children: Children,
) -> impl IntoView {
    let error = Refused::find(form).map(|refused| {
        let is_file = matches!(&refused.error, AppError::Invalid { field } if field == "file");
        let said = if is_file {
            view! { <p>{say(Word::IntakeBadFile)}</p> }.into_any()
        } else {
            view! { <ErrorText error=Signal::stored(refused.error) /> }.into_any()
        };
        view! {
            <div class="form__error" role="alert">
                {said}
            </div>
        }
    });
    view! {
        <section class="card" aria-labelledby="upload">
            <h2 class="card__title" id="upload">
                {say(word)}
            </h2>
            {error}
            <form class="form" method="post" action=action enctype="multipart/form-data">
                <div class="field">
                    <label class="field__label" for="field-file">
                        {say(Word::IntakeFile)}
                    </label>
                    <input
                        class="field__input"
                        id="field-file"
                        type="file"
                        name="file"
                        required
                        accept=".xlsx,.csv,.txt,text/csv"
                    />
                </div>
                {children()}
                <Button kind=ButtonKind::Primary>{say(word)}</Button>
            </form>
        </section>
    }
}

/// The head of a table of files.
pub fn head() -> impl IntoView {
    let columns =
        [Word::IntakeFile, Word::IntakeState, Word::IntakeRows, Word::IntakeFaulty, Word::IntakeAt, Word::IntakeBy];
    columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
}

/// A file in such a table; its page is below an address.
pub fn row(batch: Batch, below: &str) -> impl IntoView + use<> {
    let lang = use_lang();
    let label = move |word: Word| word.text(lang.get_untracked());
    let by = if lang.get_untracked() == Lang::Zh { batch.by.0 } else { batch.by.1 };
    let href = format!("{below}/{}", batch.batch);
    view! {
        <tr>
            <th scope="row" class="table__main">
                <a href=href>{batch.file_name}</a>
            </th>
            <td data-label=label(Word::IntakeState)>{say(ui::intake::state(batch.state))}</td>
            <td data-label=label(Word::IntakeRows)>{format::number(i64::from(batch.counts.rows))}</td>
            <td data-label=label(Word::IntakeFaulty)>{format::number(i64::from(batch.counts.faulty))}</td>
            <td data-label=label(Word::IntakeAt)>{format::moment(batch.uploaded_at)}</td>
            <td data-label=label(Word::IntakeBy)>{by}</td>
        </tr>
    }
}
