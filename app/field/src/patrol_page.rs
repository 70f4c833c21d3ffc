//! `/m/patrol`: one's own trail, seen by oneself first; the switch that says what is recorded; check-points by one tap.

use chrono::NaiveDate;
use domain::trail::TrackMode;
use leptos::prelude::*;
use leptos_meta::Title;
use service::trail::{OwnDay, own_day};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::script::{PATROL, Script};
use ui::{Button, ButtonKind, EmptyState, ErrorPanel, format};
use wording::Word;
use wording::field::TrailWord;

use crate::patrol_point::CheckPoints;
use crate::patrol_stop::Stops;
use crate::request;

/// The page of a day; today unless the address says another.
#[component]
pub fn PatrolPage() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok(day) => view! { <Content day=day /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/m/patrol".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=TrailWord::Trail.text(lang.get_untracked()) />
        <main class="phone" id="content">
            <h1 class="phone__title">{say(TrailWord::Trail)}</h1>
            {Refused::any().map(Refused::alert)}
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
        <Script name=PATROL />
    }
}

async fn find() -> Result<OwnDay, AppError> {
    let (service, actor) = request::acting()?;
    let asked: Option<NaiveDate> = request::query("day").and_then(|day| day.parse().ok());
    let day = asked.unwrap_or_else(|| service.today());
    own_day(&service, &actor, day).await.map_err(request::answered)
}

#[component]
fn Content(day: OwnDay) -> impl IntoView {
    let is_today = day.day == day.today;
    let (on, today) = (day.day, day.today);
    let drawing = drawing(&day);
    let files = (!day.fixes.is_empty()).then(|| files(on));
    let duty = is_today.then(|| view! { <DutySwitch mode=day.mode is_on=day.is_on_duty /> });
    let bring = (day.mode == TrackMode::DutyTrack).then(|| view! { <BringFile /> });
    let (standings, stops) = (day.check_points, day.stops);
    let standings: Vec<_> = standings.into_iter().map(|(standing, _)| standing).collect();
    view! {
        {duty}
        <Days day=on today=today />
        {drawing}
        <CheckPoints standings=standings is_today=is_today />
        <Stops stops=stops day=on />
        {files}
        {bring}
    }
}

/// Says what is recorded, and lets it begin and end. Nothing is recorded that is not said here.
#[component]
fn DutySwitch(mode: TrackMode, is_on: bool) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let said = match (mode, is_on) {
        (TrackMode::Off, _) => TrailWord::ModeOffSaid,
        (TrackMode::VisitPoints, _) => TrailWord::ModePointsSaid,
        (TrackMode::DutyTrack, false) => TrailWord::DutyOffSaid,
        (TrackMode::DutyTrack, true) => TrailWord::DutyOnSaid,
    };
    let switch = (mode == TrackMode::DutyTrack || is_on).then(|| {
        let (word, kind, value) = if is_on {
            (TrailWord::EndDuty, ButtonKind::Plain, "0")
        } else {
            (TrailWord::BeginDuty, ButtonKind::Primary, "1")
        };
        view! {
            <form method="post" action="/m/duty">
                <input type="hidden" name="back" value="/m/patrol" />
                <Button kind=kind name="on" value=value>{say(word)}</Button>
            </form>
        }
    });
    let recorder = is_on.then(|| {
        view! {
            <p
                class="phone__quiet"
                role="status"
                data-duty="/m/fixes"
                data-word-sent=TrailWord::FixesSent.text(lang)
                data-word-waiting=TrailWord::FixesWaiting.text(lang)
                data-word-failed=TrailWord::FixesFailed.text(lang)
                data-word-stopped=TrailWord::FixesStopped.text(lang)
            >
                {say(TrailWord::FixesNeedScript)}
            </p>
        }
    });
    view! {
        <section class="card" class:patrol-on=is_on aria-labelledby="duty">
            <h2 class="phone__part" id="duty">{say(if is_on { TrailWord::OnDuty } else { TrailWord::OffDuty })}</h2>
            <p>{say(said)}</p>
            {recorder}
            {switch}
        </section>
    }
}

/// The day before, the day after, and which one is shown.
#[component]
fn Days(day: NaiveDate, today: NaiveDate) -> impl IntoView {
    let href = |day: NaiveDate| format!("/m/patrol?day={day}");
    let before = day.pred_opt().map(|before| {
        view! { <a class="button" href=href(before)>{say(TrailWord::DayBefore)}</a> }
    });
    let after = day.succ_opt().filter(|after| *after <= today).map(|after| {
        view! { <a class="button" href=href(after)>{say(TrailWord::DayAfter)}</a> }
    });
    view! {
        <nav class="phone-days" aria-label=say(Word::Day)>
            {before}
            <strong>{format::date(day)}</strong>
            {after}
        </nav>
    }
}

/// The line over the outline of the area, north up; check-points as rings, filled where they were passed.
fn drawing(day: &OwnDay) -> AnyView {
    let lang = use_lang().get_untracked();
    let label = move |word: TrailWord| Signal::derive(move || word.text(lang).to_owned());
    if day.fixes.is_empty() {
        let hint = if day.mode == TrackMode::Off { TrailWord::ModeOffSaid } else { TrailWord::NoLineHint };
        return view! { <EmptyState title=label(TrailWord::NoLine) hint=label(hint) icon=Icon::Route /> }.into_any();
    }
    let points = day.drawn.iter().map(|[x, y]| format!("{x},{}", -y)).collect::<Vec<_>>().join(" ");
    let outline = day.outline.iter().map(|ring| {
        let corners = ring.iter().map(|[x, y]| format!("{x} {}", -y)).collect::<Vec<_>>().join("L");
        format!("M{corners}Z")
    });
    let outline: String = outline.collect();
    let dots = day.check_points.iter().map(|(standing, [x, y])| {
        let class = if standing.passed.is_some() { "trail__point trail__point--passed" } else { "trail__point" };
        view! {
            <circle class=class cx=*x cy=-y r=standing.point.radius_m>
                <title>{standing.point.name.clone()}</title>
            </circle>
        }
    });
    let dots = dots.collect_view();
    let source = if day.is_recorded { TrailWord::LineOfFixes } else { TrailWord::LineOfPoints };
    view! {
        <figure class="trail">
            <svg class="trail__map" viewBox=view_box(day) role="img" aria-label=TrailWord::Drawing.text(lang)>
                <path class="trail__outline" d=outline />
                {dots}
                <polyline class="trail__line" points=points />
            </svg>
            <figcaption class="phone__quiet">
                {say(source)} " · " {format::kilometres(day.length_m)} " km"
            </figcaption>
        </figure>
    }
    .into_any()
}

fn view_box(day: &OwnDay) -> String {
    let start = [i32::MAX, i32::MAX, i32::MIN, i32::MIN];
    let drawn = day.outline.iter().flatten().chain(&day.drawn);
    let [west, south, east, north] = drawn
        .fold(start, |[west, south, east, north], [x, y]| [west.min(*x), south.min(*y), east.max(*x), north.max(*y)]);
    format!("{} {} {} {}", west - 20, -north - 20, east - west + 40, north - south + 40)
}

fn files(day: NaiveDate) -> impl IntoView {
    view! {
        <nav class="phone-acts" aria-label=say(TrailWord::TakeAlong)>
            <a class="button" href=format!("/m/patrol/trail.gpx?day={day}") rel="external">{say(TrailWord::AsGpx)}</a>
            <a class="button" href=format!("/m/patrol/trail.xlsx?day={day}") rel="external">{say(TrailWord::AsXlsx)}</a>
        </nav>
    }
}

/// A line of another device.
#[component]
fn BringFile() -> impl IntoView {
    view! {
        <details class="card">
            <summary class="phone__part">{say(TrailWord::BringGpx)}</summary>
            <form class="form" method="post" action="/m/gpx" enctype="multipart/form-data">
                <input type="hidden" name="back" value="/m/patrol" />
                <label class="field">
                    <span class="field__label">{say(TrailWord::GpxFile)}</span>
                    <input class="field__input" type="file" name="file" accept=".gpx,application/gpx+xml" required />
                </label>
                <label class="field">
                    <span class="field__label">{say(TrailWord::Coordinates)}</span>
                    <select class="field__input" name="source">
                        <option value="wgs84">{say(TrailWord::Wgs84)}</option>
                        <option value="gcj02">{say(TrailWord::Gcj02)}</option>
                    </select>
                </label>
                <p class="phone__quiet">{say(TrailWord::GpxHint)}</p>
                <Button>{say(TrailWord::BringGpx)}</Button>
            </form>
        </details>
    }
}
