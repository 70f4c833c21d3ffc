//! `/exports/templates` and `/exports/templates/{template}`: forms of a higher level that are kept in order to be filled.

use domain::export::{List, columns};
use domain::filter::Filter;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::export::Template;
use service::export::template::{list, view as view_form};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Choice, EmptyState, ErrorPanel, Field, LinkButton, Select, Table, Tag};
use wording::{Lang, Word};

use crate::export_new::{alert, unknown};
use crate::request;

/// The forms, and the upload.
#[component]
pub fn TemplateList() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find_all().await {
            Ok(forms) => view! {
                <Rows forms=forms />
                <Upload />
            }
            .into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/exports/templates".to_owned() /> }
                    .into_any()
            }
        }
    });
    view! {
        <Title text=Word::Forms.text(lang.get_untracked()) />
        <main class="page" id="content">
            <p class="crumbs">
                <a href="/exports">{say(Word::Exports)}</a>
            </p>
            <h1 class="page__title">{say(Word::Forms)}</h1>
            <p class="page__facts">{say(Word::FormsHint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find_all() -> Result<Vec<Template>, AppError> {
    let (service, actor) = request::acting()?;
    list(&service, &actor).await.map_err(request::answered)
}

#[component]
fn Rows(forms: Vec<Template>) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    if forms.is_empty() {
        let (title, hint) = (text(Word::FormsNone), text(Word::FormsNoneHint));
        return view! { <EmptyState title=title hint=hint icon=Icon::Info /> }.into_any();
    }
    let head = || {
        let columns = [Word::Name, Word::FormTitles, Word::ExportColumns, Word::MadeBy];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let rows = forms.into_iter().map(row).collect_view();
    view! {
        <Table caption=text(Word::Forms) head=head>
            {rows}
        </Table>
    }
    .into_any()
}

fn row(form: Template) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let label = move |word: Word| word.text(lang);
    let shared = form.is_shared.then(|| view! { <Tag tone="tag--quiet">{say(Word::FormShared)}</Tag> });
    let by = if lang == Lang::Zh { form.by.0 } else { form.by.1 };
    view! {
        <tr>
            <th scope="row" class="table__main">
                <a href=format!("/exports/templates/{}", form.id)>{form.name}</a>
                " "
                {shared}
            </th>
            <td data-label=label(Word::FormTitles)>{form.titles.join(" · ")}</td>
            <td data-label=label(Word::ExportColumns)>{form.columns.len()}</td>
            <td data-label=label(Word::MadeBy)>{by}</td>
        </tr>
    }
}

#[component]
fn Upload() -> impl IntoView {
    let lang = use_lang();
    let label = Signal::derive(move || Word::Name.text(lang.get()).to_owned());
    let refused = Refused::find("template");
    let name = refused.as_ref().and_then(|refused| refused.value("name")).unwrap_or_default().to_owned();
    let error = refused.map(|refused| alert(&refused.error));
    view! {
        <section class="card" aria-labelledby="upload">
            <h2 class="card__title" id="upload">
                {say(Word::FormUpload)}
            </h2>
            {error}
            <form class="form" method="post" action="/exports/templates" enctype="multipart/form-data">
                <Field name="name" label=label value=name />
                <div class="field">
                    <label class="field__label" for="field-file">
                        {say(Word::FormFile)}
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
                <label class="notice__label">
                    <input type="checkbox" name="shared" value="1" />
                    {say(Word::FormShare)}
                </label>
                <p class="form__hint">{say(Word::FormsKept)}</p>
                <Button kind=ButtonKind::Primary>{say(Word::FormUpload)}</Button>
            </form>
        </section>
    }
}

/// One form: what its columns hold.
#[component]
pub fn TemplatePage() -> impl IntoView {
    let lang = use_lang();
    let asked = use_params_map().with_untracked(|params| params.get("template")).unwrap_or_default();
    let content = Suspend::new(async move {
        match find(&asked).await {
            Ok(form) => view! { <Form form=form /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/exports/templates".to_owned() /> }
                    .into_any()
            }
        }
    });
    view! {
        <Title text=Word::Forms.text(lang.get_untracked()) />
        <main class="page" id="content">
            <p class="crumbs">
                <a href="/exports/templates">{say(Word::Forms)}</a>
            </p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(asked: &str) -> Result<Template, AppError> {
    let (service, actor) = request::acting()?;
    let id: i64 = asked.parse().map_err(|_no_number| AppError::NotFound.answered())?;
    view_form(&service, &actor, id).await.map_err(request::answered)
}

#[component]
fn Form(form: Template) -> impl IntoView {
    let error = Refused::any().map(|refused| alert(&refused.error));
    let titles = form.titles.iter().map(|title| view! { <p class="page__facts">{title.clone()}</p> }).collect_view();
    let unknown = unknown(&form);
    let fill = format!("/exports/new?list=people&template={}", form.id);
    let (is_own, id) = (form.is_own, form.id);
    let remove = is_own.then(|| {
        view! {
            <form method="post" action="/form/template-remove">
                <input type="hidden" name="back" value="/exports/templates" />
                <input type="hidden" name="template" value=id.to_string() />
                <Button kind=ButtonKind::Quiet>{say(Word::FormRemove)}</Button>
            </form>
        }
    });
    view! {
        <h1 class="page__title">{form.name.clone()}</h1>
        {titles}
        {error}
        {unknown}
        <p>
            <LinkButton href=fill>{say(Word::FormUse)}</LinkButton>
        </p>
        <Columns form=form />
        <p class="form__hint">{say(Word::FormsKept)}</p>
        {remove}
    }
}

#[component]
fn Columns(form: Template) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let none = Choice { value: String::new(), text: Word::FormEmpty.text(lang).to_owned() };
    let known = columns(&List::People(Filter::default())).into_iter().map(|column| {
        let name = if lang == Lang::Zh { column.zh } else { column.en };
        Choice { value: column.slug.to_owned(), text: name.to_owned() }
    });
    let choices: Vec<Choice> = std::iter::once(none).chain(known).collect();
    let is_own = form.is_own;
    let selects = form.columns.into_iter().enumerate().map(|(at, (heading, slug))| {
        let heading = if heading.is_empty() { (at + 1).to_string() } else { heading };
        let known = choices.iter().find(|choice| choice.value == slug).map(|choice| choice.text.clone());
        if is_own {
            view! {
                <Select
                    name=format!("column-{at}")
                    label=Signal::stored(heading)
                    choices=Signal::stored(choices.clone())
                    value=Signal::stored(slug)
                />
            }
            .into_any()
        } else {
            view! { <p>{heading} ": " {known}</p> }.into_any()
        }
    });
    let selects = selects.collect_view();
    if !is_own {
        return view! { <section class="card">{selects}</section> }.into_any();
    }
    view! {
        <section class="card" aria-labelledby="columns">
            <h2 class="card__title" id="columns">
                {say(Word::FormColumns)}
            </h2>
            <form class="form" method="post" action="/form/template-columns">
                <input type="hidden" name="back" value=format!("/exports/templates/{}", form.id) />
                <input type="hidden" name="template" value=form.id.to_string() />
                {selects}
                <label class="notice__label">
                    <input type="checkbox" name="shared" value="1" checked=form.is_shared />
                    {say(Word::FormShare)}
                </label>
                <Button kind=ButtonKind::Primary>{say(Word::Save)}</Button>
            </form>
        </section>
    }
    .into_any()
}
