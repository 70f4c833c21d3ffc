//! `/areas/{area}/patrol`: the patrols of an area on a day. Check-points and how much of each grid is covered, lines by worker, who was
//! where at a minute, and volunteer teams ([`crate::patrol_team`]).

use chrono::{NaiveDate, NaiveTime};
use domain::area::Area;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::check_point::Standing;
use service::patrol_board::{Board, Coverage, view as view_board};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Choice, EmptyState, ErrorPanel, Field, Select, Table, format};
use wording::field::TrailWord;
use wording::{Lang, Word};

use crate::patrol_line::{Lines, Places};
use crate::patrol_team::Teams;
use crate::request;
use crate::unit_list::Wrong;

/// The page.
#[component]
pub fn PatrolPage() -> impl IntoView {
    let lang = use_lang();
    let asked = use_params_map().with_untracked(|params| params.get("area")).unwrap_or_default();
    let back = format!("/areas/{asked}");
    let content = Suspend::new(async move {
        match find(&asked).await {
            Ok(board) => view! { <Content board=board /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/areas".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=TrailWord::Patrols.text(lang.get_untracked()).to_owned() />
        <main class="page" id="content">
            <p class="crumbs">
                <a href=back>{say(Word::BackToArea)}</a>
            </p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(asked: &str) -> Result<Board, AppError> {
    let (service, actor) = request::acting()?;
    let area: Area = asked.parse().map_err(|_no_area| AppError::NotFound.answered())?;
    let day: Option<NaiveDate> = request::query("day").and_then(|day| day.parse().ok());
    let minute = request::query("at").and_then(|at| NaiveTime::parse_from_str(&at, "%H:%M").ok());
    let day = day.unwrap_or_else(|| service.today());
    view_board(&service, &actor, area, (day, minute)).await.map_err(request::answered)
}

#[component]
fn Content(board: Board) -> impl IntoView {
    let base = format!("/areas/{}/patrol", board.area);
    let back = format!("{base}?day={}", board.day);
    let Board { area, name, day, today, check_points, coverage, lines, places, teams, patrols, buildings, may_keep } =
        board;
    let buildings: Vec<Choice> = buildings
        .into_iter()
        .map(|line| {
            let estate = line.estate.map(|(_, name)| name).unwrap_or_default();
            let text = match (line.number, line.source) {
                (0, source) => source.unwrap_or_default(),
                (number, _) => format!("{estate} {number}"),
            };
            Choice { value: line.building.to_string(), text }
        })
        .collect();
    let new_point = (may_keep && !buildings.is_empty())
        .then(|| view! { <NewPoint area=area buildings=buildings back=back.clone() /> });
    view! {
        <h1 class="page__title">{say(TrailWord::Patrols)} " · " {name}</h1>
        <ChooseDay base=base.clone() day=day />
        <Wrong form="check-point-remove" />
        <Cover coverage=coverage />
        <Points check_points=check_points back=back.clone() may_keep=may_keep />
        {new_point}
        <Lines lines=lines area=area day=day />
        <Places places=places base=base day=day />
        <Teams teams=teams patrols=patrols area=area today=today back=back may_keep=may_keep />
    }
}

#[component]
fn ChooseDay(base: String, day: NaiveDate) -> impl IntoView {
    let lang = use_lang();
    let label = Signal::derive(move || Word::Day.text(lang.get()).to_owned());
    view! {
        <form class="form form--line" method="get" action=base>
            <Field name="day" label=label kind="date" value=day.to_string() />
            <Button>{say(TrailWord::ShowDay)}</Button>
        </form>
    }
}

/// How much of each grid was come by.
#[component]
fn Cover(coverage: Vec<Coverage>) -> impl IntoView {
    let lang = use_lang().get_untracked();
    if coverage.is_empty() {
        return None;
    }
    let head = || {
        let columns = [TrailWord::Grid, TrailWord::Passed];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let row = move |coverage: Coverage| {
        view! {
            <tr>
                <th scope="row" class="table__main">{coverage.name}</th>
                <td data-label=TrailWord::Passed.text(lang)>
                    {coverage.passed} " / " {coverage.points} " "
                    <progress max=coverage.points value=coverage.passed aria-label=TrailWord::Passed.text(lang)></progress>
                </td>
            </tr>
        }
    };
    let rows = coverage.into_iter().map(row).collect_view();
    Some(view! {
        <section aria-labelledby="coverage">
            <h2 class="card__title" id="coverage">{say(TrailWord::Coverage)}</h2>
            <Table caption=Signal::stored(TrailWord::Coverage.text(lang).to_owned()) head=head>
                {rows}
            </Table>
        </section>
    })
}

#[component]
fn Points(check_points: Vec<Standing>, back: String, may_keep: bool) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let label = move |word: TrailWord| Signal::stored(word.text(lang).to_owned());
    let list = if check_points.is_empty() {
        let (title, hint) = (label(TrailWord::NoCheckPoints), label(TrailWord::NoCheckPointsHint));
        view! { <EmptyState title=title hint=hint icon=Icon::Pin /> }.into_any()
    } else {
        let head = || {
            let columns = [TrailWord::CheckPoint, TrailWord::Radius, TrailWord::Passed, TrailWord::Act];
            columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
        };
        let rows = check_points.into_iter().map(|standing| point_row(standing, &back, may_keep, lang)).collect_view();
        view! {
            <Table caption=label(TrailWord::CheckPoints) head=head>
                {rows}
            </Table>
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="points">
            <h2 class="card__title" id="points">{say(TrailWord::CheckPoints)}</h2>
            {list}
        </section>
    }
}

fn point_row(standing: Standing, back: &str, may_keep: bool, lang: Lang) -> impl IntoView + use<> {
    let Standing { point, passed, .. } = standing;
    let passed = match passed {
        Some(passing) => format!("✓ {}", format::minute(passing.at)),
        None => TrailWord::NotPassed.text(lang).to_owned(),
    };
    let remove = may_keep.then(|| {
        view! {
            <form method="post" action="/form/check-point-remove">
                <input type="hidden" name="back" value=back.to_owned() />
                <input type="hidden" name="check_point" value=point.id.to_string() />
                <Button kind=ButtonKind::Quiet>{say(TrailWord::Remove)}</Button>
            </form>
        }
    });
    view! {
        <tr>
            <th scope="row" class="table__main">{point.name}</th>
            <td data-label=TrailWord::Radius.text(lang)>{point.radius_m} " m"</td>
            <td data-label=TrailWord::Passed.text(lang)>{passed}</td>
            <td data-label=TrailWord::Act.text(lang)>{remove}</td>
        </tr>
    }
}

#[component]
fn NewPoint(area: Area, buildings: Vec<Choice>, back: String) -> impl IntoView {
    let lang = use_lang();
    let refused = Refused::find("check-point");
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).unwrap_or_default().to_owned();
    let label = move |word: TrailWord| Signal::derive(move || word.text(lang.get()).to_owned());
    let radius = Some(typed("radius_m")).filter(|typed| !typed.is_empty());
    let radius = radius.unwrap_or_else(|| domain::trail::RADIUS_M.to_string());
    view! {
        <section class="card" aria-labelledby="new-point">
            <h2 class="card__title" id="new-point">{say(TrailWord::NewCheckPoint)}</h2>
            <form class="form" method="post" action="/form/check-point">
                <Wrong form="check-point" />
                <input type="hidden" name="back" value=back />
                <input type="hidden" name="area" value=area.to_string() />
                <Field name="name_zh" id="point-name" label=label(TrailWord::PointName) value=typed("name_zh") />
                <Select
                    name="building"
                    label=label(TrailWord::AtBuilding)
                    choices=Signal::stored(buildings)
                    value=typed("building")
                />
                <Field name="radius_m" label=label(TrailWord::RadiusInMetres) kind="number" value=radius />
                <Field name="lon" label=label(TrailWord::OrLongitude) value=typed("lon") />
                <Field name="lat" label=label(TrailWord::AndLatitude) value=typed("lat") />
                <Button kind=ButtonKind::Primary>{say(TrailWord::NewCheckPoint)}</Button>
            </form>
        </section>
    }
}
