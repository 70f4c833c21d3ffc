//! `/cases/new`: somebody of the staff reports a case. Nothing but the place is needed.
//!
//! The place comes with the address (`?h=` a door, `?x=&y=` a point on the map) or is chosen among one's areas.

use domain::case::{Aims, Ground, Names};
use domain::category::CategoryCode;
use domain::geo::LonLat;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, ErrorPanel, PictureTaken, Skeleton, case, later};
use wording::Word;

use super::aim_field::urgencies;
use super::api::{self, ReportForm};
use super::hints::{Draft, ReportHints};
use crate::address;
use crate::top_bar::TopBar;

/// Where the address says that it is.
#[derive(Clone, Debug, PartialEq)]
enum Place {
    Door(String),
    Point(String, String),
    Open(String),
}

/// The page with the form.
#[component]
pub fn ReportPage() -> impl IntoView {
    let lang = use_lang();
    let query = use_query_map();
    let form = Resource::new(|| (), |()| api::report_form());
    let here = address::use_here();
    let place = move || {
        let get = |name: &str| query.with_untracked(|query| query.get(name)).filter(|value| !value.is_empty());
        match (get("h"), get("x"), get("y")) {
            (Some(dwelling), ..) => Place::Door(dwelling),
            (None, Some(x), Some(y)) => Place::Point(x, y),
            _ => Place::Open(get("area").unwrap_or_default()),
        }
    };
    let show = later(
        move || async move { form.await },
        move |loaded| match loaded {
            Ok(loaded) => report(&loaded, &place()).into_any(),
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href=here /> }.into_any(),
        },
    );
    view! {
        <Title text=move || Word::CaseReport.text(lang.get()) />
        <TopBar />
        <main class="page" id="content">
            <h1 class="page__title">{say(Word::CaseReport)}</h1>
            <Transition fallback=|| view! { <Skeleton lines=8 /> }>{show}</Transition>
        </main>
    }
}

fn report(form: &ReportForm, place: &Place) -> impl IntoView + use<> {
    let refused = Refused::find("case-report");
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).map(str::to_owned);
    // A form that was refused keeps its number: sent again, it is still the same report.
    let staged = typed("picture").map(|ids| ids.replace('\n', ","));
    let operation = typed("operation").unwrap_or_else(|| form.operation.clone());
    let category = typed("category").unwrap_or_default();
    let later = Word::CaseCategoryLater;
    let open = (String::new(), (later.text(wording::Lang::Zh).to_owned(), later.text(wording::Lang::En).to_owned()));
    let categories = form.choices.categories.iter().map(|(code, names)| (code.as_str().to_owned(), names.clone()));
    let categories: Vec<_> = std::iter::once(open).chain(categories).collect();
    let urgency = typed("urgency").unwrap_or_default();
    let draft = RwSignal::new(draft(place, &typed));
    let where_it_is = where_field(place, &form.choices, typed("area"), draft);
    let (title, detail) = (typed("title").unwrap_or_default(), typed("detail").unwrap_or_default());
    let back = address::use_here();
    view! {
        <form class="card form case-report" method="post" action="/form/case-report" enctype="multipart/form-data">
            {refused.clone().map(Refused::alert)}
            <input type="hidden" name="operation" value=operation />
            <input type="hidden" name="back" value=back />
            <div class="field">
                <label class="field__label" for="report-title">{say(Word::CaseTitle)}</label>
                <span class="field__hint" id="report-title-hint">{say(Word::CaseTitleHint)}</span>
                <input
                    class="field__input"
                    id="report-title"
                    type="text"
                    name="title"
                    maxlength="60"
                    value=title
                    on:change=move |event| draft.update(|draft| draft.text = event_target_value(&event))
                    aria-describedby="report-title-hint"
                />
            </div>
            <PictureTaken />
            <div class="field">
                <label class="field__label" for="report-photo">{say(Word::CasePictureMay)}</label>
                <input
                    class="field__input"
                    id="report-photo"
                    type="file"
                    name="photo"
                    multiple
                    accept="image/jpeg,image/png,image/webp"
                />
            </div>
            {where_it_is}
            {choice("category", Word::CaseCategoryField, categories, &category, move |code| {
                draft.update(|draft| draft.category = CategoryCode::new(&code));
            })}
            {choice("urgency", Word::CaseUrgency, urgencies(), &urgency, |_| ())}
            <div class="field">
                <label class="field__label" for="report-detail">{say(Word::CaseDetailField)}</label>
                <textarea class="field__input" id="report-detail" name="detail" rows="4" maxlength="2000">{detail}</textarea>
            </div>
            <ReportHints draft=draft />
            {staged.map(|ids| view! { <input type="hidden" name="picture" value=ids /> })}
            <Button kind=ButtonKind::Primary>{say(Word::CaseReportSend)}</Button>
        </form>
    }
}

/// What the form says when it opens: the place of the address, and what was typed into a form that came back.
fn draft(place: &Place, typed: &impl Fn(&str) -> Option<String>) -> Draft {
    let ground = match place {
        Place::Door(dwelling) => dwelling.parse().ok().map(Ground::Dwelling),
        Place::Point(lon, lat) => {
            let position = lon.parse().ok().zip(lat.parse().ok());
            position.and_then(|(lon, lat)| LonLat::new_checked(lon, lat)).map(Ground::Point)
        }
        Place::Open(area) => typed("area").as_ref().unwrap_or(area).parse().ok().map(Ground::Area),
    };
    let category = typed("category").and_then(|code| CategoryCode::new(&code));
    Draft { ground, category, text: typed("title").unwrap_or_default() }
}

fn where_field(place: &Place, choices: &Aims, typed: Option<String>, draft: RwSignal<Draft>) -> AnyView {
    let known = |word: Word| {
        view! {
            <p class="case-report__place">
                <span class="field__label">{say(Word::CaseWhere)}</span>
                " "
                {say(word)}
            </p>
        }
    };
    match place.clone() {
        Place::Door(dwelling) => view! {
            {known(Word::CaseAtDoor)}
            <input type="hidden" name="dwelling" value=dwelling />
        }
        .into_any(),
        Place::Point(lon, lat) => view! {
            {known(Word::CaseAtPoint)}
            <input type="hidden" name="lon" value=lon />
            <input type="hidden" name="lat" value=lat />
        }
        .into_any(),
        Place::Open(area) => {
            let areas = choices.offices.iter().map(|(area, names)| (area.to_string(), names.clone())).collect();
            choice("area", Word::CaseWhere, areas, &typed.unwrap_or(area), move |area| {
                draft.update(|draft| draft.ground = area.parse().ok().map(Ground::Area));
            })
        }
    }
}

fn choice(
    field: &'static str,
    label: Word,
    choices: Vec<(String, Names)>,
    chosen: &str,
    on_choice: impl Fn(String) + 'static,
) -> AnyView {
    let lang = use_lang();
    let id = format!("report-{field}");
    let options = choices.into_iter().map(|(value, names)| {
        let selected = value == chosen;
        view! {
            <option value=value selected=selected>
                {move || case::names(&names, lang.get()).to_owned()}
            </option>
        }
    });
    let options = options.collect_view();
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>{say(label)}</label>
            <select class="field__input" id=id name=field on:change=move |event| on_choice(event_target_value(&event))>
                {options}
            </select>
        </div>
    }
    .into_any()
}
