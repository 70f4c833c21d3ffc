//! `/buildings/{id}`: a building's cell board as a page, with a household's card beside it (`?h=`). Works without script.

use domain::cell::Lens;
use domain::household::Board;
use domain::id::{BuildingId, DwellingId};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use ui::error::AppError;
use ui::icon::{Glyph, Icon};
use ui::language::{say, use_lang};
use ui::later;
use ui::{EmptyState, ErrorPanel, LinkButton, Skeleton, Tab, Tabs, name};
use wording::{Phrase, Word};

use super::api;
use super::board::BoardView;
use super::entry::entry_list;
use crate::address;
use crate::household::{CardActions, HouseholdView, api as household_api};
use crate::map::api as map_api;
use crate::map::level::building_title;
use crate::map::view_state::{ViewState, escape};
use crate::top_bar::TopBar;

/// A building's page.
#[component]
pub fn BuildingPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let building =
        Memo::new(move |_| params.with(|params| params.get("building")).and_then(|id| id.parse::<BuildingId>().ok()));
    let lens = Memo::new(move |_| {
        query.with(|query| query.get("lens")).and_then(|lens| Lens::from_slug(&lens)).unwrap_or_default()
    });
    let chosen = Memo::new(move |_| query.with(|query| query.get("h")).and_then(|id| id.parse::<DwellingId>().ok()));
    let filter = Memo::new(move |_| query.with(|query| query.get("f")));
    let actions = CardActions::provide();
    let board = Resource::new(
        move || (building.get(), lens.get(), filter.get(), actions.version()),
        |(building, lens, filter, _)| async move {
            let Some(building) = building else { return Err(AppError::NotFound.answered()) };
            let city = map_api::city().await?;
            Ok((api::board(building, lens, filter).await?, city.labels))
        },
    );
    let card = Resource::new(
        move || (chosen.get(), actions.version()),
        |(chosen, _)| async move {
            match chosen {
                Some(dwelling) => Some(household_api::card(dwelling).await),
                None => None,
            }
        },
    );
    let here = address::use_here();
    let href = Callback::new(move |(building, dwelling): (BuildingId, DwellingId)| {
        let filter = filter.get().map(|filter| format!("&f={}", escape(&filter))).unwrap_or_default();
        format!("{}?lens={}{filter}&h={dwelling}", address::building(building), lens.get().slug())
    });
    let selected = Signal::derive(move || chosen.get());
    let main = later(
        move || async move { board.await },
        move |loaded| match loaded {
            Ok((mut board, labels)) => {
                let entries = entry_list(std::mem::take(&mut board.entries));
                view! {
                {head(&board)}
                <LensTabs building=board.building chosen=chosen lens=lens />
                <BoardView board=board labels=labels selected=selected href=href />
                {entries}
                }
                .into_any()
            }
            Err(error) => {
                let retry = Callback::new(move |()| board.refetch());
                view! { <ErrorPanel error=Signal::stored(error) retry_href=here retry=retry /> }.into_any()
            }
        },
    );
    // Apart from the board, so that the board keeps the focus while another household's card comes.
    let both = move || async move { (card.await, board.await.map(|(_, labels)| labels).unwrap_or_default()) };
    let side = later(both, move |(card, labels)| match card {
        Some(Ok(card)) => view! { <HouseholdView card=card dictionary=labels href=href actions=actions /> }.into_any(),
        Some(Err(error)) => view! { <ErrorPanel error=Signal::stored(error) retry_href=here /> }.into_any(),
        None => view! { <NothingChosen /> }.into_any(),
    });
    view! {
        <TopBar />
        <main class="page" id="content">
            <div class="split">
                <div class="split__main">
                    <Transition fallback=|| view! { <Skeleton lines=12 /> }>{main}</Transition>
                </div>
                <div class="split__side">
                    <Transition fallback=|| view! { <Skeleton lines=6 /> }>{side}</Transition>
                </div>
            </div>
        </main>
    }
}

#[component]
fn NothingChosen() -> impl IntoView {
    let lang = use_lang();
    let title = Signal::derive(move || Word::ChooseCell.text(lang.get()).to_owned());
    let hint = Signal::derive(move || Word::ChooseCellHint.text(lang.get()).to_owned());
    view! { <EmptyState title=title hint=hint icon=Icon::Door /> }
}

#[component]
fn LensTabs(building: BuildingId, chosen: Memo<Option<DwellingId>>, lens: Memo<Lens>) -> impl IntoView {
    let lang = use_lang();
    let label = Signal::derive(move || Word::LensSwitch.text(lang.get()).to_owned());
    let tabs = Lens::ALL.map(|own| {
        let href = Signal::derive(move || {
            let household = chosen.get().map(|dwelling| format!("&h={dwelling}")).unwrap_or_default();
            format!("{}?lens={}{household}", address::building(building), own.slug())
        });
        let current = Signal::derive(move || lens.get() == own);
        view! { <Tab href=href current=current>{say(name::lens(own))}</Tab> }
    });
    view! { <Tabs label=label>{tabs.into_iter().collect_view()}</Tabs> }
}

fn head(board: &Board) -> impl IntoView + use<> {
    let lang = use_lang();
    let estate = board.estate.as_ref().map(|(_, name)| name.clone());
    let title = building_title(board.number, estate.clone(), board.source.clone());
    let title_again = building_title(board.number, estate, board.source.clone());
    let area = board.areas.last().map(|(area, _)| *area);
    let on_map = ViewState { area, building: Some(board.building), ..ViewState::default() }.href();
    let items = board.areas.iter().enumerate().map(|(place, (area, name))| {
        view! {
            <li class="crumbs__item">
                {(place > 0).then(|| view! { <Glyph icon=Icon::ChevronRight /> })}
                <a class="crumbs__link" href=address::area(*area)>{name.clone()}</a>
            </li>
        }
    });
    let items = items.collect_view();
    let doors = board.may_edit.then(|| {
        view! {
            <a class="button" rel="external" href=format!("/doors?building={}", board.building)>
                {say(Word::Doors)}
            </a>
        }
    });
    let (floors, units, assumed) = (board.floors, board.units, board.floors_assumed);
    let facts = move || {
        let floors = Phrase::FloorCount { count: floors }.text(lang.get());
        let units = Phrase::UnitCount { count: units }.text(lang.get());
        format!("{floors} · {units}")
    };
    view! {
        <Title text=title_again />
        <nav class="crumbs" aria-label=say(Word::YouAreHere)><ol class="crumbs__list">{items}</ol></nav>
        <header class="page__head">
            <div>
                <h1 class="page__title">{title}</h1>
                <p class="page__facts">
                    {facts}
                    {assumed.then(|| view! { <span class="tag tag--quiet">{say(Word::FloorsAssumed)}</span> })}
                </p>
            </div>
            <LinkButton href=on_map icon=Icon::Cube>{say(Word::OnMap)}</LinkButton>
            {doors}
        </header>
    }
}
