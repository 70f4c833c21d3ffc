//! `/screen`: the city behind, the figures at the sides, complete as HTML but for the city itself.

use std::time::Duration;

use domain::layer::Layers;
use domain::screen::{Board, Tally};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::error::AppError;
use ui::icon::{Glyph, Icon};
use ui::language::{say, use_lang};
use ui::{ErrorPanel, Skeleton, later};
use wording::Word;

use super::clock::{Clock, Freshness, StaleBar};
use super::legend::LegendLine;
use super::rotation::{Rotation, controls};
use super::tower::TowerBox;
use super::{api, bars, flow, lights, patrols, waiting, wishes};
use crate::browser::pulse::{soon, use_pulse};
use crate::map::MapContext;
use crate::map::canvas::MapCanvas;
use crate::map::crumbs::Crumbs;
use crate::map::live::LiveChip;
use crate::map::round::Round;
use crate::map::view_state::{Page, ViewState};

/// How often the figures load by themselves.
const EVERY: Duration = Duration::from_mins(1);
/// How long after a change the sums of days and weeks load: several changes are one load.
const SLOWLY: Duration = Duration::from_secs(5);

/// The figures as they came; the last ones stay while the server does not answer.
#[derive(Clone, Copy)]
struct Figures {
    board: Resource<Result<Board, AppError>>,
    last: StoredValue<Option<Board>>,
}

impl Figures {
    async fn load(self) -> Result<Board, AppError> {
        let last = self.last;
        match self.board.await {
            Ok(board) => {
                last.set_value(Some(board.clone()));
                Ok(board)
            }
            Err(error) => last.get_value().filter(|_| error.is_passing()).ok_or(error),
        }
    }
}

/// The command screen.
#[component]
pub fn ScreenPage() -> impl IntoView {
    let context = MapContext::provide(Page::Screen);
    let area = Memo::new(move |_| context.view.with(|view| (view.area, view.round.of)));
    let (pulse, minute) = (context.pulse, use_pulse(EVERY));
    let board =
        Resource::new(move || (area.get(), pulse.get(), minute.get()), |((area, round), ..)| api::board(area, round));
    let figures = Figures { board, last: StoredValue::new(None) };
    let freshness = Freshness::watch(context, board);
    let rotation = Rotation::begin(context);
    // The screen's own: nobody's card, and none of the register's marks.
    let card = Resource::new(|| (), |()| async { None });
    let layers = Resource::new(|| (), |()| async { Ok(Layers::default()) });
    let left = panels(figures, move |board| view! { {lights::lights(board)} {waiting::waiting(board)} }.into_any());
    let walk = panels(figures, move |board| {
        view! {
            {patrols::patrols(board, context)}
            {wishes::wishes(board)}
        }
        .into_any()
    });
    let tally = slowly(context, minute);
    let right = later(
        move || async move { tally.await.ok() },
        move |tally| tally.map(|tally| view! { {bars::on_time(&tally, context)} {bars::categories(&tally)} }),
    );
    let flow = later(move || async move { tally.await.ok() }, |tally| tally.map(|tally| flow::flow(&tally)));
    let ways = later(move || figures.load(), move |found| ways(found, context, rotation));
    let time = later(move || figures.load(), move |found| found.ok().map(|board| time(&board, context, freshness)));
    view! {
        <PageTitle context=context />
        <main
            class="screen"
            class:is-stale=move || freshness.stale.get().is_some()
            data-theme="screen"
            id="content"
        >
            <MapCanvas card=card layers=layers />
            <header class="screen-head">
                <h1 class="screen-head__title">
                    <span class="screen-head__mark" aria-hidden="true">"格"</span>
                    {say(Word::Screen)}
                </h1>
                <Transition fallback=|| ()>{ways}</Transition>
                <LiveChip />
                <Transition fallback=|| ()>{time}</Transition>
            </header>
            <div class="screen__side screen__side--left">
                <Transition fallback=|| view! { <Skeleton lines=12 /> }>{left}</Transition>
            </div>
            <div class="screen__side screen__side--right">
                <Transition fallback=|| view! { <Skeleton lines=12 /> }>{right}</Transition>
                <Transition fallback=|| ()>{walk}</Transition>
            </div>
            <div class="screen__middle">
                <Transition fallback=|| ()>{flow}</Transition>
                <LegendLine context=context />
                <TowerBox context=context />
            </div>
            <StaleBar freshness=freshness />
            <Source context=context />
        </main>
    }
}

/// What takes longer to count: some seconds after a change, and every minute.
fn slowly(context: MapContext, minute: RwSignal<u32>) -> Resource<Result<Tally, AppError>> {
    let area = Memo::new(move |_| context.view.with(|view| view.area));
    let slow = RwSignal::new(0_u32);
    let rise = soon(slow, SLOWLY);
    Effect::new(move |before: Option<u32>| {
        let now = context.pulse.get();
        if before.is_some_and(|before| before != now) {
            rise.run(());
        }
        now
    });
    Resource::new(move || (area.get(), slow.get(), minute.get()), |(area, ..)| api::tally(area))
}

/// Panels that show the figures whenever they come; nothing where the head says why they don't.
fn panels(
    figures: Figures,
    show: impl Fn(&Board) -> AnyView + Clone + Send + 'static,
) -> impl Fn() -> Suspend<leptos::tachys::reactive_graph::OwnedView<AnyView>> + Send + 'static {
    later(move || figures.load(), move |found| found.ok().map(|board| show(&board)))
}

/// Where one is, and how to go on; or why there is nothing to see.
fn ways(found: Result<Board, AppError>, context: MapContext, rotation: Rotation) -> impl IntoView {
    match found {
        Ok(board) => {
            rotation.follow(&board.round);
            let ways = controls(rotation, board.round, &board.path);
            view! { <Crumbs path=board.path building=None /> {ways} }.into_any()
        }
        Err(error) => {
            let here = context.href(Clone::clone);
            view! {
                <div class="screen__fault">
                    <ErrorPanel error=Signal::stored(error) retry_href=here />
                </div>
            }
            .into_any()
        }
    }
}

/// What time it is, and for those who have other pages the way out.
fn time(board: &Board, context: MapContext, freshness: Freshness) -> impl IntoView + use<> {
    let map = context.href(|view| ViewState { page: Page::Map, round: Round::default(), ..view.clone() });
    let leave = board.sees_cases.then(|| {
        view! {
            <a class="icon-button" href=map aria-label=say(Word::ScreenLeave) title=say(Word::ScreenLeave)>
                <Glyph icon=Icon::Close />
            </a>
        }
    });
    view! {
        <Clock freshness=freshness made_at=board.now />
        {leave}
    }
}

#[component]
fn PageTitle(context: MapContext) -> impl IntoView {
    let lang = use_lang();
    let name = move || async move { context.city.await.map(|city| city.name).unwrap_or_default() };
    let show = later(name, move |name| {
        view! { <Title text=move || format!("{name} · {}", Word::Screen.text(lang.get())) /> }
    });
    view! { <Transition fallback=|| ()>{show}</Transition> }
}

/// Where the city's shape comes from, and that its people are made up.
#[component]
fn Source(context: MapContext) -> impl IntoView {
    let show = later(
        move || async move { context.city.await.ok() },
        |city| {
            city.map(|city| {
                view! {
                    <span>{city.attribution}</span>
                    {city.synthetic.then(|| view! { <span>{say(Word::SyntheticNotice)}</span> })}
                }
            })
        },
    );
    view! {
        <footer class="screen__source">
            <Transition fallback=|| ()>{show}</Transition>
        </footer>
    }
}
