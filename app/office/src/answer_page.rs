//! `/cases/answers`: the answer templates of one's desk, and the form for a new one or the one that the address names (`answer`).

use domain::answer::{LONGEST_BODY, MOST, PLACEHOLDERS, Template};
use domain::case::Names;
use domain::category::CategoryCode;
use leptos::prelude::*;
use leptos_meta::Title;
use service::answer::{Kept, list};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Choice, EmptyState, ErrorPanel, Field, Select, Table, case};
use wording::{Lang, Phrase, Word};

use crate::request;
use crate::unit_list::Wrong;

/// Where the page stands.
const PAGE: &str = "/cases/answers";

/// The list and its form.
#[component]
pub fn AnswerPage() -> impl IntoView {
    let lang = use_lang();
    let asked = request::query("answer").and_then(|id| id.parse::<i64>().ok());
    let content = Suspend::new(async move {
        match find().await {
            Ok(found) => view! { <Content found=found asked=asked /> }.into_any(),
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href=PAGE.to_owned() /> }.into_any(),
        }
    });
    view! {
        <Title text=Word::Answers.text(lang.get_untracked()) />
        <main class="page" id="content">
            <p class="crumbs">
                <a href="/cases">{say(Word::Cases)}</a>
            </p>
            <h1 class="page__title">{say(Word::Answers)}</h1>
            <p class="page__facts">{say(Word::AnswersHint)}</p>
            <Wrong form="answer-remove" />
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find() -> Result<Kept, AppError> {
    let (service, actor) = request::acting()?;
    list(&service, &actor).await.map_err(request::answered)
}

#[component]
fn Content(found: Kept, asked: Option<i64>) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let Kept { templates, categories } = found;
    let edited = templates.iter().find(|template| Some(template.id) == asked).cloned();
    let is_full = templates.len() >= MOST && edited.is_none();
    let list = if templates.is_empty() {
        view! { <EmptyState title=text(Word::NoAnswers) hint=text(Word::NoAnswersHint) icon=Icon::Info /> }.into_any()
    } else {
        let head = || {
            let columns = [Word::AnswerName, Word::AnswerCategory, Word::AnswerBody, Word::AnswerActs];
            columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
        };
        let rows = templates.into_iter().map(row).collect_view();
        view! {
            <Table caption=text(Word::Answers) head=head>
                {rows}
            </Table>
        }
        .into_any()
    };
    let form = if is_full {
        let full = move || Phrase::AnswersFull { most: MOST }.text(lang.get());
        view! { <p class="form__hint">{full}</p> }.into_any()
    } else {
        view! { <Written edited=edited categories=categories /> }.into_any()
    };
    view! {
        {list}
        {form}
    }
}

fn row(template: Template) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let label = move |word: Word| word.text(lang);
    let category = match case::names(&template.category_name, lang) {
        "" => Word::AnswerAnyCategory.text(lang).to_owned(),
        name => name.to_owned(),
    };
    let name = template.draft.name;
    view! {
        <tr data-answer=template.id.to_string()>
            <th scope="row" class="table__main">
                <a href=format!("{PAGE}?answer={}", template.id)>{name.clone()}</a>
            </th>
            <td data-label=label(Word::AnswerCategory)>{category}</td>
            <td data-label=label(Word::AnswerBody) class="answer__body">
                {template.draft.body}
            </td>
            <td data-label=label(Word::AnswerActs)>
                <form method="post" action="/form/answer-remove">
                    <input type="hidden" name="back" value=PAGE />
                    <input type="hidden" name="answer" value=template.id.to_string() />
                    <Button kind=ButtonKind::Quiet>
                        {say(Word::AnswerRemove)} <span class="visually-hidden">" " {name}</span>
                    </Button>
                </form>
            </td>
        </tr>
    }
}

/// What a field begins with: what was typed and refused, else the template as it is.
fn typed(refused: Option<&Refused>, field: &str, own: Option<String>) -> String {
    match refused {
        Some(refused) => refused.value(field).unwrap_or_default().to_owned(),
        None => own.unwrap_or_default(),
    }
}

fn choices(categories: &[(CategoryCode, Names)], lang: Lang) -> Vec<Choice> {
    let any = Choice { value: String::new(), text: Word::AnswerAnyCategory.text(lang).to_owned() };
    let each = categories
        .iter()
        .map(|(code, name)| Choice { value: code.as_str().to_owned(), text: case::names(name, lang).to_owned() });
    std::iter::once(any).chain(each).collect()
}

#[component]
fn Written(edited: Option<Template>, categories: Vec<(CategoryCode, Names)>) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let refused = Refused::find("answer");
    let draft = edited.as_ref().map(|template| template.draft.clone());
    let own = |of: fn(&domain::answer::Draft) -> String| draft.as_ref().map(of);
    let name = typed(refused.as_ref(), "name", own(|draft| draft.name.clone()));
    let body = typed(refused.as_ref(), "body", own(|draft| draft.body.clone()));
    let code = |draft: &domain::answer::Draft| draft.category.clone().map(String::from).unwrap_or_default();
    let category = typed(refused.as_ref(), "category", own(code));
    let (title, back) = match &edited {
        Some(template) => (Word::AnswerChange, format!("{PAGE}?answer={}", template.id)),
        None => (Word::AnswerNew, PAGE.to_owned()),
    };
    let seen = edited.map(|template| {
        view! {
            <input type="hidden" name="answer" value=template.id.to_string() />
            <input type="hidden" name="revision" value=template.revision.to_string() />
        }
    });
    let cancel = seen.is_some().then(|| view! { <a href=PAGE>{say(Word::AnswerNew)}</a> });
    let choices = choices(&categories, lang.get_untracked());
    let hint = move || Phrase::AnswerPlaces { places: &PLACEHOLDERS.join(" ") }.text(lang.get());
    view! {
        <section class="card" aria-labelledby="answer">
            <h2 class="card__title" id="answer">
                {say(title)}
            </h2>
            <form class="form" method="post" action="/form/answer">
                <Wrong form="answer" />
                <input type="hidden" name="back" value=back />
                {seen}
                <Field name="name" label=text(Word::AnswerName) value=name />
                <Select
                    name="category"
                    label=text(Word::AnswerCategory)
                    choices=Signal::stored(choices)
                    value=category
                />
                <div class="field">
                    <label class="field__label" for="answer-body">
                        {say(Word::AnswerBody)}
                    </label>
                    <span class="field__hint" id="answer-body-hint">
                        {hint}
                    </span>
                    <textarea
                        class="field__input"
                        id="answer-body"
                        name="body"
                        rows="5"
                        required
                        maxlength=LONGEST_BODY.to_string()
                        aria-describedby="answer-body-hint"
                    >
                        {body}
                    </textarea>
                </div>
                <Button kind=ButtonKind::Primary>{say(Word::Save)}</Button>
            </form>
            {cancel}
        </section>
    }
}
