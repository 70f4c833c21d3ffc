//! `/bank/items`: what communities put up to be redeemed, and how many there are (`?item=` opens the form to change one).

use domain::area::Area;
use leptos::prelude::*;
use leptos_meta::Title;
use service::bank::{Item, Items, items};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Choice, EmptyState, ErrorPanel, Field, Select, Table, Tag};
use wording::bank::{BankField, BankWord};

use crate::request;
use crate::unit_list::Wrong;

const HREF: &str = "/bank/items";

/// The page.
#[component]
pub fn BankItems() -> impl IntoView {
    let lang = use_lang();
    let asked = request::query("item");
    let content = Suspend::new(async move {
        match find().await {
            Ok(found) => view! { <Content found=found asked=asked /> }.into_any(),
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href=HREF.to_owned() /> }.into_any(),
        }
    });
    view! {
        <Title text=BankWord::Items.text(lang.get_untracked()) />
        <main class="page" id="content">
            <p class="crumbs">
                <a href="/bank">{say(BankWord::Bank)}</a>
            </p>
            <h1 class="page__title">{say(BankWord::Items)}</h1>
            <p class="page__facts">{say(BankWord::ItemsHint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find() -> Result<Items, AppError> {
    let (service, actor) = request::acting()?;
    items(&service, &actor).await.map_err(request::answered)
}

#[component]
fn Content(found: Items, asked: Option<String>) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: BankWord| Signal::derive(move || word.text(lang.get()).to_owned());
    let head = || {
        view! {
            <th scope="col">{say(BankField::Item)}</th>
            <th scope="col">{say(BankWord::ItemCommunity)}</th>
            <th scope="col">{say(BankField::Price)}</th>
            <th scope="col">{say(BankField::Stock)}</th>
            <th scope="col">{say(BankWord::ItemChange)}</th>
        }
    };
    let list = if found.items.is_empty() {
        view! { <EmptyState title=text(BankWord::ItemsNone) hint=text(BankWord::ItemsNoneHint) icon=Icon::Layers /> }
            .into_any()
    } else {
        let rows = found.items.iter().map(|item| row(item, found.may_keep)).collect_view();
        view! {
            <Table caption=text(BankWord::Items) head=head>
                {rows}
            </Table>
        }
        .into_any()
    };
    let chosen = found.items.iter().find(|item| asked.as_deref() == Some(&*item.id.to_string())).cloned();
    let form = found.may_keep.then(|| view! { <Keep chosen=chosen communities=found.communities.clone() /> });
    view! {
        {list}
        {form}
    }
}

fn row(item: &Item, may_keep: bool) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    let down = (!item.is_offered).then(|| view! { " " <Tag>{say(BankWord::ItemDown)}</Tag> });
    let change = may_keep.then(|| {
        view! { <a href=format!("{HREF}?item={}#keep", item.id)>{say(BankWord::ItemChange)}</a> }
    });
    view! {
        <tr data-item=item.id.to_string()>
            <th scope="row" class="table__main">{item.name.clone()} {down}</th>
            <td data-label=BankWord::ItemCommunity.text(lang)>{item.area_name.clone()}</td>
            <td class="table__number" data-label=BankField::Price.text(lang)>{item.price.to_string()}</td>
            <td class="table__number" data-label=BankField::Stock.text(lang)>{item.stock.to_string()}</td>
            <td data-label=BankWord::ItemChange.text(lang)>{change}</td>
        </tr>
    }
}

/// The form: of what is changed, or of something new.
#[component]
fn Keep(chosen: Option<Item>, communities: Vec<(Area, String)>) -> impl IntoView {
    let lang = use_lang();
    let refused = Refused::find("bank-item");
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).map(str::to_owned);
    let label = move |word: BankField| Signal::derive(move || word.text(lang.get()).to_owned());
    let community = Signal::derive(move || BankWord::ItemCommunity.text(lang.get()).to_owned());
    let choices: Vec<Choice> =
        communities.into_iter().map(|(area, name)| Choice { value: area.to_string(), text: name }).collect();
    let of = |value: fn(&Item) -> String| chosen.as_ref().map(value).unwrap_or_default();
    let title = if chosen.is_some() { BankWord::ItemChange } else { BankWord::ItemNew };
    let is_offered = match &refused {
        Some(refused) => refused.value("offered").is_some(),
        None => chosen.as_ref().is_none_or(|item| item.is_offered),
    };
    let place = match &chosen {
        Some(item) => view! {
            <input type="hidden" name="id" value=item.id.to_string() />
            <input type="hidden" name="revision" value=item.revision.to_string() />
        }
        .into_any(),
        None => view! {
            <Select name="area" label=community choices=Signal::stored(choices) value=typed("area").unwrap_or_default() />
        }
        .into_any(),
    };
    let back = chosen.as_ref().map_or_else(|| HREF.to_owned(), |item| format!("{HREF}?item={}", item.id));
    view! {
        <section class="card" aria-labelledby="keep">
            <h2 class="card__title" id="keep">
                {say(title)}
            </h2>
            <form class="form" method="post" action="/form/bank-item">
                <Wrong form="bank-item" />
                <input type="hidden" name="back" value=back />
                {place}
                <Field name="item" label=label(BankField::Item) value=typed("item").unwrap_or_else(|| of(|item| item.name.clone())) />
                <Field name="price" label=label(BankField::Price) value=typed("price").unwrap_or_else(|| of(|item| item.price.to_string())) />
                <Field name="stock" label=label(BankField::Stock) kind="number" value=typed("stock").unwrap_or_else(|| of(|item| item.stock.to_string())) />
                <label class="tick">
                    <input type="checkbox" name="offered" value="1" checked=is_offered />
                    " "
                    {say(BankWord::ItemOffered)}
                </label>
                <Button kind=ButtonKind::Primary>{say(BankWord::ItemSave)}</Button>
            </form>
        </section>
    }
}
