//! `/emergencies`: what holds, what was, and the form that declares one; and the line on every page of those whom one touches.

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::area::Area;
use domain::emergency::{Emergency, MOST_HOURS, State, Unlock};
use leptos::prelude::*;
use leptos_meta::Title;
use service::emergency::{Overview, here, overview};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{
    Banner, BannerKind, Button, ButtonKind, Choice, EmptyState, ErrorPanel, Field, Select, Table, case, format, month,
};
use wording::field::MonthWord;

use crate::request;
use crate::unit_list::Wrong;
use crate::wall_list::indented;

const HREF: &str = "/emergencies";

/// What holds where the acting post works, on top of its pages. Pages that nobody had to log in for, the log-in among them, say nothing.
#[component]
pub fn EmergencyLine() -> impl IntoView {
    use_context::<Actor>().map(|_somebody| view! { <Lines /> })
}

#[component]
fn Lines() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        let found = match request::acting() {
            Ok((service, actor)) => here(&service, &actor).await.unwrap_or_default(),
            Err(_nobody) => Vec::new(),
        };
        let lines = found.into_iter().map(|one| {
            view! {
                <Banner kind=BannerKind::Warning>
                    <a href=HREF>{month::emergency(&one, lang.get_untracked())}</a>
                </Banner>
            }
        });
        lines.collect_view()
    });
    view! { <Suspense fallback=|| ()>{content}</Suspense> }
}

/// The page.
#[component]
pub fn EmergencyPage() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok(found) => view! { <Content found=found /> }.into_any(),
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href=HREF.to_owned() /> }.into_any(),
        }
    });
    view! {
        <Title text=MonthWord::Emergency.text(lang.get_untracked()) />
        <main class="page" id="content">
            <h1 class="page__title">{say(MonthWord::Emergency)}</h1>
            <p class="page__facts">{say(MonthWord::EmergencyHint)}</p>
            <Wrong form="emergency-change" />
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find() -> Result<Overview, AppError> {
    let (service, actor) = request::acting()?;
    overview(&service, &actor).await.map_err(request::answered)
}

#[component]
fn Content(found: Overview) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: MonthWord| Signal::derive(move || word.text(lang.get()).to_owned());
    let Overview { emergencies, now, areas } = found;
    let head = || {
        let columns = [
            MonthWord::EmergencyReason,
            MonthWord::EmergencyArea,
            MonthWord::EmergencyUnlocks,
            MonthWord::State,
            MonthWord::EmergencyBy,
            MonthWord::EmergencyRenewals,
        ];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let list = if emergencies.is_empty() {
        let (title, hint) = (text(MonthWord::EmergencyNone), text(MonthWord::EmergencyNoneHint));
        view! { <EmptyState title=title hint=hint icon=Icon::Check /> }.into_any()
    } else {
        let may_change = |one: &Emergency| areas.first().is_some_and(|(own, _)| own.contains(one.area));
        let rows = emergencies.into_iter().map(|one| {
            let may_change = may_change(&one);
            row(one, now, may_change)
        });
        let rows = rows.collect_view();
        view! {
            <Table caption=text(MonthWord::Emergency) head=head>
                {rows}
            </Table>
        }
        .into_any()
    };
    let form = (!areas.is_empty()).then(|| view! { <Declare areas=areas.clone() /> });
    view! {
        {list}
        {form}
    }
}

fn row(one: Emergency, now: DateTime<Utc>, may_change: bool) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let label = move |word: MonthWord| word.text(lang);
    let (word, at) = match one.state(now) {
        State::Active { until_at } => (MonthWord::EmergencyActive, until_at),
        State::Expired { at } => (MonthWord::EmergencyExpired, at),
        State::Lifted { at } => (MonthWord::EmergencyLifted, at),
    };
    let is_active = word == MonthWord::EmergencyActive;
    let until = if is_active { MonthWord::EmergencyUntil.text(lang) } else { "" };
    let unlocks: Vec<_> = one.unlocks.iter().map(|unlock| month::unlock(*unlock).text(lang)).collect();
    let acts = (is_active && may_change).then(|| view! { <Acts id=one.id revision=one.revision /> });
    let by = format!("{} · {}", case::names(&one.declared_by, lang), format::moment(one.declared_at));
    view! {
        <tr data-emergency=one.id.to_string()>
            <th scope="row" class="table__main">{one.reason.clone()}</th>
            <td data-label=label(MonthWord::EmergencyArea)>{one.area_name.clone()}</td>
            <td data-label=label(MonthWord::EmergencyUnlocks)>{unlocks.join(" / ")}</td>
            <td data-label=label(MonthWord::State)>
                {label(word)} " " {until} " " {format::moment(at)} {acts}
            </td>
            <td data-label=label(MonthWord::EmergencyBy)>{by}</td>
            <td data-label=label(MonthWord::EmergencyRenewals)>{one.renewals.to_string()}</td>
        </tr>
    }
}

#[component]
fn Acts(id: i64, revision: i64) -> impl IntoView {
    let lang = use_lang();
    let hours = Signal::derive(move || MonthWord::EmergencyHours.text(lang.get()).to_owned());
    let hidden = move || {
        view! {
            <input type="hidden" name="back" value=HREF />
            <input type="hidden" name="emergency" value=id.to_string() />
            <input type="hidden" name="revision" value=revision.to_string() />
        }
    };
    view! {
        <form method="post" action="/form/emergency-renew">
            {hidden()} <Field name="hours" id=format!("hours-{id}") label=hours kind="number" value="24".to_owned() />
            <Button>{say(MonthWord::EmergencyRenew)}</Button>
        </form>
        <form method="post" action="/form/emergency-lift">{hidden()} <Button>{say(MonthWord::EmergencyLift)}</Button></form>
    }
}

#[component]
fn Declare(areas: Vec<(Area, String)>) -> impl IntoView {
    let lang = use_lang();
    let refused = Refused::find("emergency");
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).unwrap_or_default().to_owned();
    let label = move |word: MonthWord| Signal::derive(move || word.text(lang.get()).to_owned());
    let area = |(area, name): (Area, String)| Choice { value: area.to_string(), text: indented(area, &name) };
    let areas = Signal::stored(areas.into_iter().map(area).collect::<Vec<_>>());
    let unlocks = Unlock::ALL.map(|(unlock, slug)| {
        let name = format!("unlock-{slug}");
        let checked = !typed(&name).is_empty();
        view! {
            <label class="tick">
                <input type="checkbox" name=name value="1" checked=checked />
                " "
                {say(month::unlock(unlock))}
            </label>
        }
    });
    let hours = Some(typed("hours")).filter(|hours| !hours.is_empty()).unwrap_or_else(|| MOST_HOURS.to_string());
    view! {
        <section class="card" aria-labelledby="declare">
            <h2 class="card__title" id="declare">
                {say(MonthWord::EmergencyDeclare)}
            </h2>
            <form class="form" method="post" action="/form/emergency">
                <Wrong form="emergency" />
                <input type="hidden" name="back" value=HREF />
                <Field name="reason" label=label(MonthWord::EmergencyReason) value=typed("reason") />
                <Select name="area" label=label(MonthWord::EmergencyArea) choices=areas value=typed("area") />
                <Field name="hours" label=label(MonthWord::EmergencyHours) kind="number" value=hours />
                <fieldset class="ticks">
                    <legend class="field__label">{say(MonthWord::EmergencyUnlocks)}</legend>
                    {unlocks.into_iter().collect_view()}
                </fieldset>
                <Button kind=ButtonKind::Primary>{say(MonthWord::EmergencyDeclare)}</Button>
            </form>
        </section>
    }
}
