//! `/admin/categories`: what cases are about, group by group (`?group=`), for the system administrator. `?category=` fills the
//! form with one of them.

use domain::category::{Category, Closing, Group};
use domain::deadline::Urgency;
use leptos::prelude::*;
use leptos_meta::Title;
use service::category::{Categories, view as view_categories};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Choice, ErrorPanel, Field, Select, Table, format, matter};
use wording::Word;

use crate::request;
use crate::unit_list::Wrong;

/// The chosen group, and the way to the others.
#[component]
pub fn CategoryPage() -> impl IntoView {
    let lang = use_lang();
    let (group, category) = (request::query("group"), request::query("category"));
    let content = Suspend::new(async move {
        match find().await {
            Ok(found) => view! { <Content found=found group=group category=category /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/admin/categories".to_owned() /> }
                    .into_any()
            }
        }
    });
    view! {
        <Title text={
            format!("{} · {}", Word::Categories.text(lang.get_untracked()), Word::Administration.text(lang.get_untracked()))
        } />
        <main class="page" id="content">
            <h1 class="page__title">{say(Word::Categories)}</h1>
            <p class="page__facts">{say(Word::CategoriesHint)}</p>
            <Wrong form="category-retire" />
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find() -> Result<Categories, AppError> {
    let (service, actor) = request::acting()?;
    view_categories(&service, &actor).await.map_err(request::answered)
}

#[component]
fn Content(found: Categories, group: Option<String>, category: Option<String>) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let Categories { groups, categories } = found;
    let wanted = category.and_then(|code| categories.iter().find(|known| known.code.as_str() == code).cloned());
    let asked = wanted.as_ref().map(|category| category.code.group().to_owned()).or(group);
    let is_asked = |group: &&Group| asked.as_ref().is_some_and(|asked| *asked == group.code);
    let Some(chosen) = groups.iter().find(is_asked).or(groups.first()).cloned() else { return ().into_any() };
    let ways = groups.iter().map(|group| {
        let current = (group.code == chosen.code).then_some("page");
        view! {
            <a class="top__link" href=format!("/admin/categories?group={}", group.code) aria-current=current>
                {matter::group(group, lang).to_owned()}
            </a>
        }
    });
    let ways = ways.collect_view();
    let shown: Vec<Category> = categories.into_iter().filter(|one| one.code.group() == chosen.code).collect();
    view! {
        <nav class="actions" aria-label=say(Word::CategoryGroups)>
            {ways}
        </nav>
        <p class="page__facts">{chosen.code.clone()} " · " {say(matter::kind(chosen.kind))}</p>
        <List shown=shown />
        <Write group=chosen.code wanted=wanted />
    }
    .into_any()
}

#[component]
fn List(shown: Vec<Category>) -> impl IntoView {
    let lang = use_lang();
    let caption = Signal::derive(move || Word::Categories.text(lang.get()).to_owned());
    let head = || {
        let columns = [
            Word::WordCode,
            Word::Name,
            Word::NameEn,
            Word::CategoryClosing,
            Word::CategoryUrgency,
            Word::CategoryRadius,
            Word::CategoryMarks,
            Word::AccountState,
        ];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let rows = shown.into_iter().map(row).collect_view();
    view! {
        <Table caption=caption head=head>
            {rows}
        </Table>
    }
}

fn row(category: Category) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let label = move |word: Word| word.text(lang);
    let code = category.code.as_str().to_owned();
    let marks =
        [(category.is_sensitive, Word::CategorySensitive), (category.needs_milestones, Word::CategoryMilestones)];
    let marks = marks.into_iter().filter(|(is_so, _)| *is_so).map(|(_, word)| {
        view! { <span class="tag">{say(word)}</span> }
    });
    let marks = marks.collect_view();
    let (state, value, button) = if category.is_retired {
        (Word::WordRetired, "0", Word::WordOffer)
    } else {
        (Word::WordOffered, "1", Word::WordRetire)
    };
    view! {
        <tr>
            <th scope="row" class="table__main">
                <a href=format!("/admin/categories?category={code}#category-form")>
                    <code>{code.clone()}</code>
                </a>
            </th>
            <td data-label=label(Word::Name)>{category.name_zh}</td>
            <td data-label=label(Word::NameEn)>{category.name_en}</td>
            <td data-label=label(Word::CategoryClosing)>{say(matter::closing(category.closing))}</td>
            <td data-label=label(Word::CategoryUrgency)>{say(matter::urgency(category.urgency))}</td>
            <td class="table__number" data-label=label(Word::CategoryRadius)>
                {format::number(i64::from(category.duplicate_radius_m))}
            </td>
            <td data-label=label(Word::CategoryMarks)>{marks}</td>
            <td data-label=label(Word::AccountState)>
                {say(state)} " "
                <form method="post" action="/admin/category/retire" class="top__form">
                    <input type="hidden" name="category" value=code.clone() />
                    <input type="hidden" name="retired" value=value />
                    <input type="hidden" name="back" value=format!("/admin/categories?group={}", category.code.group()) />
                    <Button kind=ButtonKind::Quiet>{say(button)}</Button>
                </form>
            </td>
        </tr>
    }
}

/// What the form begins with: what was typed and refused, else the category that was asked for, else a new one.
struct Typed {
    refused: Option<Refused>,
    wanted: Option<Category>,
}

impl Typed {
    fn text(&self, field: &str, of: impl Fn(&Category) -> String) -> String {
        let typed = self.refused.as_ref().map(|refused| refused.value(field).unwrap_or_default().to_owned());
        typed.or_else(|| self.wanted.as_ref().map(of)).unwrap_or_default()
    }

    fn is_ticked(&self, field: &str, of: impl Fn(&Category) -> bool) -> bool {
        let typed = self.refused.as_ref().map(|refused| refused.value(field).is_some());
        typed.or_else(|| self.wanted.as_ref().map(of)).unwrap_or_default()
    }
}

#[component]
fn Write(group: String, wanted: Option<Category>) -> impl IntoView {
    let lang = use_lang();
    let label = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let now = lang.get_untracked();
    let typed = Typed { refused: Refused::find("category"), wanted };
    let closings = Closing::ALL
        .map(|(closing, slug)| Choice { value: slug.to_owned(), text: matter::closing(closing).text(now).to_owned() });
    let urgencies = Urgency::ALL
        .map(|(urgency, slug)| Choice { value: slug.to_owned(), text: matter::urgency(urgency).text(now).to_owned() });
    let code = typed.text("category", |category| category.code.as_str().to_owned());
    let code = if code.is_empty() { group.clone() } else { code };
    let tick = |field: &'static str, word: Word, is_on: bool| {
        view! {
            <label class="tick">
                <input type="checkbox" name=field value="1" checked=is_on />
                " "
                {say(word)}
            </label>
        }
    };
    let sensitive = typed.is_ticked("sensitive", |category| category.is_sensitive);
    let milestones = typed.is_ticked("milestones", |category| category.needs_milestones);
    let closing = typed.text("closing", |category| category.closing.slug().to_owned());
    let urgency = typed.text("urgency", |category| category.urgency.slug().to_owned());
    view! {
        <section class="card" id="category-form" aria-labelledby="category-form-title">
            <h2 class="card__title" id="category-form-title">{say(Word::CategoryNew)}</h2>
            <form class="form" method="post" action="/admin/category">
                <Wrong form="category" />
                <input type="hidden" name="back" value=format!("/admin/categories?group={group}") />
                <Field name="category" label=label(Word::WordCode) hint=label(Word::CategoryCodeHint) value=code />
                <Field name="name_zh" label=label(Word::Name) value=typed.text("name_zh", |one| one.name_zh.clone()) />
                <Field name="name_en" label=label(Word::NameEn) value=typed.text("name_en", |one| one.name_en.clone()) />
                <Select
                    name="closing"
                    label=label(Word::CategoryClosing)
                    choices=Signal::stored(closings.to_vec())
                    value=closing
                />
                <Select
                    name="urgency"
                    label=label(Word::CategoryUrgency)
                    choices=Signal::stored(urgencies.to_vec())
                    value=urgency
                />
                <Field
                    name="radius"
                    label=label(Word::CategoryRadius)
                    kind="number"
                    value=typed.text("radius", |one| one.duplicate_radius_m.to_string())
                />
                <fieldset class="ticks">
                    <legend class="field__label">{say(Word::CategoryMarks)}</legend>
                    {tick("sensitive", Word::CategorySensitive, sensitive)}
                    {tick("milestones", Word::CategoryMilestones, milestones)}
                </fieldset>
                <Button kind=ButtonKind::Primary>{say(Word::CategoryWrite)}</Button>
            </form>
        </section>
    }
}
