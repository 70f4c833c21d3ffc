//! The right drawer: the selected building's cell board and the selected household's card.

use domain::cell::Label;
use domain::household::{Board, HouseholdCard};
use domain::id::{BuildingId, DwellingId};
use leptos::prelude::*;
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::later::{arrived, later_in};
use ui::{Drawer, ErrorPanel, LinkButton, Skeleton, format};
use wording::{Phrase, Word};

use super::context::{MapContext, use_map};
use super::level::building_title;
use super::view_state::ViewState;
use crate::address;
use crate::building::{BoardView, CellHref, api as building_api, entry_list};
use crate::household::{CardActions, HouseholdView, api as household_api};

/// What is loaded about the selection.
#[derive(Clone, Copy)]
pub struct Selection {
    /// The selected household's card.
    pub card: Resource<Option<Result<HouseholdCard, AppError>>>,
    /// The selected building's board; the household's building when only that is named.
    pub board: Resource<Option<Result<Board, AppError>>>,
    /// What can be done.
    pub actions: CardActions,
}

impl Selection {
    /// Follows the address, and live changes that concern it.
    pub fn new(context: MapContext) -> Self {
        let actions = CardActions::provide();
        let touched = context.touched;
        let card = Resource::new(
            move || (context.view.with(|view| view.dwelling), actions.version(), touched.get()),
            move |(dwelling, ..)| async move {
                match dwelling {
                    Some(_) if !context.sees_cells().await => None,
                    Some(dwelling) => Some(household_api::card(dwelling).await),
                    None => None,
                }
            },
        );
        let chosen = move || {
            context.view.with(|view| {
                let filter = view.filter.as_ref().map(ToString::to_string);
                (view.building, view.dwelling.filter(|_| view.building.is_none()), view.lens, filter)
            })
        };
        let board = Resource::new(
            move || (chosen(), actions.version(), touched.get()),
            move |((building, dwelling, lens, filter), ..)| async move {
                let building = match (building, dwelling) {
                    (None, None) => return None,
                    _ if !context.sees_cells().await => return None,
                    (Some(building), _) => building,
                    (None, Some(dwelling)) => match household_api::card(dwelling).await {
                        Ok(card) => card.building,
                        Err(error) => return Some(Err(error)),
                    },
                };
                Some(building_api::board(building, lens, filter).await)
            },
        );
        watch(context, card, board);
        Self { card, board, actions }
    }
}

/// Has board and card load again at once when one of their cells changed. Other people's changes elsewhere cost nothing.
fn watch(
    context: MapContext,
    card: Resource<Option<Result<HouseholdCard, AppError>>>,
    board: Resource<Option<Result<Board, AppError>>>,
) {
    let (card, board) = (arrived(card), arrived(board));
    Effect::new(move |_| {
        let changed = context.changed.get();
        let on_card = card.with_untracked(|card| match card.as_ref().and_then(Option::as_ref) {
            Some(Ok(card)) => changed.contains(&card.cell),
            _ => false,
        });
        let on_board = board.with_untracked(|board| match board.as_ref().and_then(Option::as_ref) {
            Some(Ok(board)) => board.cells.iter().any(|cell| changed.contains(&cell.cell)),
            _ => false,
        });
        if on_card || on_board {
            context.touched.update(|touched| *touched = touched.wrapping_add(1));
        }
    });
}

/// The drawer; it is there when a building or a household is in the address.
#[component]
pub fn Detail(
    /// What is loaded.
    selection: Selection,
) -> impl IntoView {
    let context = use_map();
    let lang = use_lang();
    let open = Memo::new(move |_| context.view.with(|view| view.building.is_some() || view.dwelling.is_some()));
    let title = Signal::derive(move || Word::Details.text(lang.get()).to_owned());
    let close = context.href(ViewState::deselected);
    let href = Callback::new(move |(building, dwelling): (BuildingId, DwellingId)| {
        context.view.with(|view| view.at_dwelling(building, dwelling).href())
    });
    let labels = move || async move { context.city.await.map(|city| city.labels).unwrap_or_default() };
    let home = StoredValue::new(Owner::current().unwrap_or_default());
    let card = move || {
        let load = move || async move { (selection.card.await, labels().await) };
        later_in(home.get_value(), load, move |(card, labels)| {
            card.map(|card| household(card, labels, href, selection))
        })
    };
    // Apart from the card, so that the board keeps the focus while another household's card comes.
    let board = move || {
        let load = move || async move { (selection.board.await, labels().await) };
        later_in(home.get_value(), load, move |(board, labels)| {
            board.map(|board| building(board, labels, href, selection))
        })
    };
    view! {
        <Show when=move || open.get()>
            <Drawer id="detail-title" title=title close_href=close>
                <Transition fallback=|| view! { <Skeleton lines=8 /> }>{card()}</Transition>
                <Transition fallback=|| view! { <Skeleton lines=8 /> }>{board()}</Transition>
            </Drawer>
        </Show>
    }
}

fn household(
    card: Result<HouseholdCard, AppError>,
    labels: Vec<Label>,
    href: CellHref,
    selection: Selection,
) -> impl IntoView {
    let context = use_map();
    match card {
        Ok(card) => {
            view! { <HouseholdView card=card dictionary=labels href=href actions=selection.actions /> }.into_any()
        }
        Err(error) => {
            let retry = Callback::new(move |()| selection.card.refetch());
            let here = context.href(Clone::clone);
            view! { <ErrorPanel error=Signal::stored(error) retry_href=here retry=retry /> }.into_any()
        }
    }
}

fn building(board: Result<Board, AppError>, labels: Vec<Label>, href: CellHref, selection: Selection) -> impl IntoView {
    let context = use_map();
    let lang = use_lang();
    let mut board = match board {
        Ok(board) => board,
        Err(error) => {
            let retry = Callback::new(move |()| selection.board.refetch());
            let here = context.href(Clone::clone);
            return view! { <ErrorPanel error=Signal::stored(error) retry_href=here retry=retry /> }.into_any();
        }
    };
    let selected = Signal::derive(move || context.view.with(|view| view.dwelling));
    let title = building_title(board.number, board.estate.as_ref().map(|(_, name)| name.clone()), board.source.clone());
    let (floors, units, assumed, cells) = (board.floors, board.units, board.floors_assumed, board.homes());
    let entries = entry_list(std::mem::take(&mut board.entries));
    let facts = move || {
        let lang = lang.get();
        let floors = Phrase::FloorCount { count: floors }.text(lang);
        let units = Phrase::UnitCount { count: units }.text(lang);
        let cells = Phrase::Cells { count: &format::number(cells as i64) }.text(lang);
        format!("{floors} · {units} · {cells}")
    };
    let page = address::building(board.building);
    let source = board.source.clone();
    let id = board.building.to_string();
    view! {
        <section class="building" aria-labelledby="building-name" data-building=id>
            <header class="building__head">
                <h2 class="building__name" id="building-name">{title}</h2>
                <p class="building__facts">
                    {facts}
                    {assumed.then(|| view! { <span class="tag tag--quiet">{say(Word::FloorsAssumed)}</span> })}
                </p>
                {source.map(|source| view! { <p class="building__source">{source}</p> })}
            </header>
            <BoardView board=board labels=labels selected=selected href=href />
            {entries}
            <LinkButton href=page icon=Icon::External>{say(Word::OpenBoardPage)}</LinkButton>
        </section>
    }
    .into_any()
}
