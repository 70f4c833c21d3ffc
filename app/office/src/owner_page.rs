//! `/admin/owners`: which unit answers for which cases where, and how often it returned them, for the system administrator.

use domain::route::{Basis, Owned, Owner};
use leptos::prelude::*;
use leptos_meta::Title;
use service::category::Categories;
use service::owner::{OwnerRow, Owners, view as view_owners};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Choice, EmptyState, ErrorPanel, Select, Table, matter};
use wording::{Lang, Phrase, Word};

use crate::request;
use crate::unit_list::{Wrong, called};
use crate::wall_list::indented;

/// The table and the form for one more row.
#[component]
pub fn OwnerPage() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok(found) => view! { <Content found=found /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/admin/owners".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text={
            format!("{} · {}", Word::Owners.text(lang.get_untracked()), Word::Administration.text(lang.get_untracked()))
        } />
        <main class="page" id="content">
            <p class="crumbs">
                <a href="/admin/categories">{say(Word::Categories)}</a>
            </p>
            <h1 class="page__title">{say(Word::Owners)}</h1>
            <p class="page__facts">{say(Word::OwnersHint)}</p>
            <Wrong form="owner-change" />
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find() -> Result<Owners, AppError> {
    let (service, actor) = request::acting()?;
    view_owners(&service, &actor).await.map_err(request::answered)
}

#[component]
fn Content(found: Owners) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let head = || {
        let columns =
            [Word::CaseCategory, Word::WorkArea, Word::Unit, Word::OwnerBasis, Word::OwnerCounts, Word::AccountState];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let list = if found.rows.is_empty() {
        view! { <EmptyState title=text(Word::OwnersNone) hint=text(Word::OwnersNoneHint) icon=Icon::Layers /> }
            .into_any()
    } else {
        let rows = found.rows.iter().map(|row| owner_row(row, &found.categories)).collect_view();
        view! {
            <Table caption=text(Word::Owners) head=head>
                {rows}
            </Table>
        }
        .into_any()
    };
    view! {
        {list}
        <Add found=found />
    }
}

/// What somebody answers for, as it is called.
fn owned_name(owned: &Owned, categories: &Categories, lang: Lang) -> String {
    let known = match owned {
        Owned::Everything => Some(Word::OwnerEverything.text(lang).to_owned()),
        Owned::Group(code) => {
            let group = categories.groups.iter().find(|group| group.code == *code);
            group.map(|group| format!("{}（{}）", matter::group(group, lang), Word::OwnerWholeGroup.text(lang)))
        }
        Owned::Category(code) => {
            let category = categories.categories.iter().find(|category| category.code == *code);
            category.map(|category| matter::category(category, lang).to_owned())
        }
    };
    known.unwrap_or_else(|| owned.as_str().to_owned())
}

fn counts(owner: &Owner, lang: Lang) -> String {
    let (sent, returned) = (owner.sent, owner.returned);
    match returned.saturating_mul(100).checked_div(sent) {
        None => Word::OwnerCountsNone.text(lang).to_owned(),
        Some(percent) if sent >= domain::route::WEIGHED_FROM => {
            Phrase::OwnerReturnedShare { returned, sent, percent }.text(lang)
        }
        Some(_few) => Phrase::OwnerReturned { returned, sent }.text(lang),
    }
}

fn owner_row(row: &OwnerRow, categories: &Categories) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    let label = move |word: Word| word.text(lang);
    let owner = &row.owner;
    let unit = if lang == Lang::Zh || row.unit_en.is_empty() { &row.unit_zh } else { &row.unit_en };
    let often = owner.returns_often().then(|| view! { <span class="tag">{say(Word::OwnerReturnsOften)}</span> });
    let closed = (!row.is_open).then(|| view! { <span class="tag">{say(Word::UnitClosed)}</span> });
    let other = match owner.basis {
        Basis::Owner => Basis::Territory,
        Basis::Territory => Basis::Owner,
    };
    let id = row.id.to_string();
    let act = |action: &'static str, basis: Basis, forgets: bool, text: String| {
        view! {
            <form method="post" action=action class="top__form">
                <input type="hidden" name="owner" value=id.clone() />
                <input type="hidden" name="basis" value=basis.slug() />
                <input type="hidden" name="forgets" value=if forgets { "1" } else { "0" } />
                <input type="hidden" name="back" value="/admin/owners" />
                <Button kind=ButtonKind::Quiet>{text}</Button>
            </form>
        }
    };
    let to_other = format!("{} {}", label(Word::OwnerChange), matter::basis(other).text(lang));
    let (change, forget, remove) = (
        act("/admin/owner/change", other, false, to_other),
        act("/admin/owner/change", owner.basis, true, label(Word::OwnerForget).to_owned()),
        act("/admin/owner/remove", owner.basis, false, label(Word::OwnerRemove).to_owned()),
    );
    view! {
        <tr>
            <th scope="row" class="table__main">
                <code>{owner.owned.as_str().to_owned()}</code>
                " "
                {owned_name(&owner.owned, categories, lang)}
            </th>
            <td data-label=label(Word::WorkArea)>{row.area_name.clone()}</td>
            <td data-label=label(Word::Unit)>
                <a href=format!("/admin/units/{}", owner.unit)>{unit.clone()}</a>
                " "
                {closed}
            </td>
            <td data-label=label(Word::OwnerBasis)>{say(matter::basis(owner.basis))}</td>
            <td data-label=label(Word::OwnerCounts)>{counts(owner, lang)} " " {often}</td>
            <td data-label=label(Word::AccountState)>{change} {forget} {remove}</td>
        </tr>
    }
}

/// What a unit can answer for: each group, followed by its categories, and everything else at the end.
fn owned_choices(categories: &Categories, lang: Lang) -> Vec<Choice> {
    let choice = |owned: &Owned, indent: &str| Choice {
        value: owned.as_str().to_owned(),
        text: format!("{indent}{} {}", owned.as_str(), owned_name(owned, categories, lang)),
    };
    let mut choices = Vec::new();
    for group in &categories.groups {
        choices.push(choice(&Owned::Group(group.code.clone()), ""));
        let own = categories.categories.iter().filter(|category| category.code.group() == group.code);
        choices.extend(own.map(|category| choice(&Owned::Category(category.code.clone()), "　")));
    }
    choices.push(choice(&Owned::Everything, ""));
    choices
}

#[component]
fn Add(found: Owners) -> impl IntoView {
    let lang = use_lang();
    let label = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let now = lang.get_untracked();
    let refused = Refused::find("owner");
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).unwrap_or_default().to_owned();
    let units = found.units.iter().map(|(_, row)| Choice {
        value: row.unit.to_string(),
        text: format!("{} {}", row.area_name, called(row, now)),
    });
    let areas =
        found.areas.into_iter().map(|(area, name)| Choice { value: area.to_string(), text: indented(area, &name) });
    let bases = Basis::ALL
        .map(|(basis, slug)| Choice { value: slug.to_owned(), text: matter::basis(basis).text(now).to_owned() });
    let (units, areas): (Vec<Choice>, Vec<Choice>) = (units.collect(), areas.collect());
    let owned = owned_choices(&found.categories, now);
    view! {
        <section class="card" aria-labelledby="owner-new">
            <h2 class="card__title" id="owner-new">{say(Word::OwnerAdd)}</h2>
            <form class="form" method="post" action="/admin/owner">
                <Wrong form="owner" />
                <input type="hidden" name="back" value="/admin/owners" />
                <Select
                    name="category"
                    label=label(Word::CaseCategory)
                    choices=Signal::stored(owned)
                    value=typed("category")
                />
                <Select name="area" label=label(Word::WorkArea) choices=Signal::stored(areas) value=typed("area") />
                <Select name="unit" label=label(Word::Unit) choices=Signal::stored(units) value=typed("unit") />
                <Select
                    name="basis"
                    label=label(Word::OwnerBasis)
                    choices=Signal::stored(bases.to_vec())
                    value=typed("basis")
                />
                <Button kind=ButtonKind::Primary>{say(Word::OwnerAdd)}</Button>
            </form>
        </section>
    }
}
