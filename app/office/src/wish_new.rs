//! `/desk/wishes/new`: the community places an order, or somebody at work writes a resident's wish down.

use domain::area::Area;
use leptos::prelude::*;
use leptos_meta::Title;
use service::wish::{Choices, choices};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Choice, ErrorPanel, Field, Select};
use wording::{Lang, Phrase, WishDesk, Word};

use crate::request;
use crate::unit_list::Wrong;
use crate::wish_order::{Long, WishOrder};

/// The form.
#[component]
pub fn WishNew() -> impl IntoView {
    let lang = use_lang();
    let area = request::query("area");
    let content = Suspend::new(async move {
        match find(area.as_deref()).await {
            Ok((area, offer)) => view! { <New area=area offer=offer /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/desk/wishes".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=WishDesk::New.text(lang.get_untracked()) />
        <main class="page" id="content">
            <p class="crumbs">
                <a href="/desk/wishes">{say(WishDesk::Wishes)}</a>
            </p>
            <h1 class="page__title">{say(WishDesk::New)}</h1>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(area: Option<&str>) -> Result<(Area, Choices), AppError> {
    let (service, actor) = request::acting()?;
    let area: Area = match area {
        Some(asked) => asked.parse().map_err(|_no_area| AppError::NotFound.answered())?,
        None => actor.area,
    };
    Ok((area, choices(&service, &actor, area).await.map_err(request::answered)?))
}

#[component]
fn New(area: Area, offer: Choices) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: WishDesk| Signal::derive(move || word.text(lang.get()).to_owned());
    let refused = Refused::find("wish-new");
    let value = |name: &str| refused.as_ref().and_then(|refused| refused.value(name)).unwrap_or_default().to_owned();
    let operation = refused.as_ref().and_then(|refused| refused.value("operation"));
    let operation = operation.map_or_else(|| offer.operation.to_string(), str::to_owned);
    let (is_own, is_now) = (!value("is_own").is_empty(), !value("is_now").is_empty());
    let below = offer.below.into_iter().map(|(code, name)| {
        view! {
            <li>
                <a href=format!("/desk/wishes/new?area={code}")>{name}</a>
            </li>
        }
    });
    let below = below.collect_view();
    let buildings = buildings(offer.buildings, lang.get_untracked());
    let keeper = offer.may_keep.then(|| {
        view! {
            <label class="tick">
                <input type="checkbox" name="is_own" value="1" checked=is_own />
                " "
                {say(WishDesk::IsOwn)}
            </label>
            <details class="card" open=is_now>
                <summary>{say(WishDesk::Order)}</summary>
                <label class="tick">
                    <input type="checkbox" name="is_now" value="1" checked=is_now />
                    " "
                    {say(WishDesk::NewPublish)}
                </label>
                <WishOrder form="wish-new" wish=None words=String::new() />
            </details>
        }
    });
    let kind = (!offer.may_keep).then(|| {
        let kinds = crate::wish_order::kinds(lang.get_untracked());
        view! { <Select name="kind" label=text(WishDesk::OrderKind) choices=Signal::stored(kinds) value=value("kind") /> }
    });
    view! {
        <nav class="chip-row" aria-label=say(Word::WorkNarrow)>
            <ul class="notice__areas">{below}</ul>
        </nav>
        <form class="card form" method="post" action="/form/wish-new">
            <Wrong form="wish-new" />
            <input type="hidden" name="back" value=format!("/desk/wishes/new?area={area}") />
            <input type="hidden" name="area" value=area.to_string() />
            <input type="hidden" name="operation" value=operation />
            <Select
                name="building"
                label=text(WishDesk::Building)
                choices=Signal::stored(buildings)
                value=value("building")
            />
            <Long name="words" label=WishDesk::NewWords hint=WishDesk::WordsHint value=value("words") />
            {kind}
            <Field name="caller" label=text(WishDesk::NewName) value=value("caller") />
            <Field name="phone" kind="tel" label=text(WishDesk::NewPhone) value=value("phone") />
            <Field name="door" label=text(WishDesk::NewDoor) value=value("door") />
            {keeper}
            <Button kind=ButtonKind::Primary>{say(WishDesk::Save)}</Button>
        </form>
    }
}

fn buildings(lines: Vec<service::building::BuildingLine>, lang: Lang) -> Vec<Choice> {
    let all = lines.into_iter().map(|line| {
        let estate = line.estate.map(|(_, name)| name).or(line.source).unwrap_or_default();
        let number = Phrase::BuildingNumber { number: line.number }.text(lang);
        Choice { value: line.building.to_string(), text: format!("{estate} {number}").trim().to_owned() }
    });
    let none = Choice { value: String::new(), text: WishDesk::NoBuilding.text(lang).to_owned() };
    std::iter::once(none).chain(all).collect()
}
