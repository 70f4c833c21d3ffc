//! `/`: what this is, the city's public totals, and the ways in.

use domain::area::Level;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use service::Service;
use service::public::{Overview, PublicArea, overview};
use ui::error::AppError;
use ui::icon::{Glyph, Icon};
use ui::language::{say, use_lang};
use ui::{ButtonKind, ErrorPanel, LinkButton, format};
use wording::Word;

use crate::say::word;
use crate::street::Streets;
use crate::wish::WishEntry;

/// The first page.
#[component]
pub fn HomePage() -> impl IntoView {
    let lang = use_lang();
    let totals = Suspend::new(async move {
        match find().await {
            Ok(overview) => view! { <Totals overview=overview /> }.into_any(),
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href="/".to_owned() /> }.into_any(),
        }
    });
    view! {
        <Title text=format!("{} · {}", Word::Product.text(lang.get_untracked()), Word::ProductLine.text(lang.get_untracked())) />
        <Meta name="description" content=Word::PublicLead.text(lang.get_untracked()) />
        <main class="public" id="content">
            <section class="public__hero">
                <div class="public__words">
                    <h1 class="public__title">{say(Word::ProductLine)}</h1>
                    <p class="public__lead">{say(Word::PublicLead)}</p>
                    <div class="public__ways">
                        <LinkButton href="/report".to_owned() kind=ButtonKind::Primary icon=Icon::Pin>
                            {word(Word::ReportTitle)}
                        </LinkButton>
                        <LinkButton href="/map".to_owned() icon=Icon::Cube>
                            {say(Word::OpenMap)}
                        </LinkButton>
                        <LinkButton href="/areas".to_owned() icon=Icon::List>{say(Word::OpenList)}</LinkButton>
                    </div>
                </div>
                <Facade />
            </section>
            <WishEntry />
            <Suspense fallback=|| ()>{totals}</Suspense>
            <How />
        </main>
    }
}

async fn find() -> Result<Overview, AppError> {
    let service = use_context::<Service>().ok_or_else(|| AppError::Unavailable.answered())?;
    // The service's own errors say nothing that a resident could act on; the request's line in the log has them.
    overview(&service).await.map_err(|_error| AppError::Unavailable.answered())
}

/// A drawn house front: one cell, one household. Decoration only.
#[component]
fn Facade() -> impl IntoView {
    /// Floors of doors: digits are classes of the occupancy lens, letters the edge of an open case (red, yellow, blue).
    const FRONT: [&str; 7] = ["1121311", "11y1211", "1411151", "1121141", "1r11112", "3111b21", "1161114"];
    let cells = FRONT.iter().enumerate().flat_map(|(row, line)| {
        let marks: Vec<char> = line.chars().collect();
        marks.into_iter().enumerate().map(move |(column, mark)| {
            let class = match mark {
                'r' => "facade__cell--1 facade__cell--red",
                'y' => "facade__cell--1 facade__cell--yellow",
                'b' => "facade__cell--1 facade__cell--blue",
                '2' => "facade__cell--2",
                '3' => "facade__cell--3",
                '4' => "facade__cell--4",
                '5' => "facade__cell--5",
                '6' => "facade__cell--6",
                _ => "facade__cell--1",
            };
            let (x, y) = (8 + column * 42, 8 + row * 34);
            view! {
                <rect
                    class=format!("facade__cell {class}")
                    x=x.to_string()
                    y=y.to_string()
                    width="36"
                    height="28"
                    rx="3"
                ></rect>
            }
        })
    });
    let cells = cells.collect_view();
    view! {
        <svg class="facade" viewBox="0 0 304 250" aria-hidden="true" focusable="false">
            <rect class="facade__wall" x="0" y="0" width="304" height="250" rx="6"></rect>
            {cells}
        </svg>
    }
}

#[component]
fn Totals(overview: Overview) -> impl IntoView {
    let city = overview.areas.iter().find(|area| area.level == Level::City).cloned();
    let (name, attribution, synthetic) = (overview.name.clone(), overview.attribution.clone(), overview.synthetic);
    view! {
        <section class="public__totals" aria-labelledby="totals-title">
            <h2 class="public__heading" id="totals-title">{name} " · " {say(Word::PublicTotals)}</h2>
            <p class="public__note">{say(Word::PublicTotalsHint)}</p>
            {city.map(city_figures)}
            <Streets areas=overview.areas />
        </section>
        <footer class="public__foot">
            <p>{say(Word::Attribution)} ": " {attribution}</p>
            {synthetic.then(|| view! { <p>{say(Word::SyntheticNotice)}</p> })}
        </footer>
    }
}

fn city_figures(city: PublicArea) -> impl IntoView {
    let figures = [
        (Word::Residents, city.residents),
        (Word::Households, city.households),
        (Word::Dwellings, Some(city.dwellings)),
        (Word::Buildings, Some(city.buildings)),
        (Word::OpenCases, city.open_cases),
    ];
    let items = figures.map(|(word, value)| {
        view! {
            <div class="figure">
                <dt class="figure__name">{say(word)}</dt>
                <dd class="figure__value">{value.map_or_else(|| "—".to_owned(), format::number)}</dd>
            </div>
        }
    });
    view! { <dl class="figures figures--wide">{items.into_iter().collect_view()}</dl> }
}

/// Three sentences about how it works.
#[component]
fn How() -> impl IntoView {
    let parts = [
        (Icon::Eye, Word::PublicHowSee, Word::PublicHowSeeText),
        (Icon::Route, Word::PublicHowAct, Word::PublicHowActText),
        (Icon::Check, Word::PublicHowTrust, Word::PublicHowTrustText),
    ];
    let cards = parts.map(|(icon, title, text)| {
        view! {
            <li class="public__card">
                <Glyph icon=icon />
                <h3>{say(title)}</h3>
                <p>{say(text)}</p>
            </li>
        }
    });
    view! {
        <section aria-labelledby="how-title">
            <h2 class="public__heading" id="how-title">{say(Word::PublicHow)}</h2>
            <ul class="public__cards">{cards.into_iter().collect_view()}</ul>
        </section>
    }
}
