//! `/m/report?h=`: an event in a few taps, the picture first; nothing has to be typed.

use domain::case::{Aims, Double, Ground, Hints};
use domain::category::CategoryCode;
use domain::id::{DwellingId, MediaId};
use domain::work::Work;
use leptos::prelude::*;
use leptos_meta::Title;
use service::case::{hints, report_choices};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, ErrorPanel, Lamp, case, format};
use wording::field::PhoneWord;
use wording::{Phrase, Word};

use crate::{address, request};

/// What the form stands on.
struct Loaded {
    operation: String,
    ground: Ground,
    place: Option<String>,
    choices: Aims,
    /// What a report that was held up may repeat.
    hints: Hints,
}

/// The page.
#[component]
pub fn ReportPage() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match look().await {
            Ok(loaded) => report(loaded).into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/m/report".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::CaseReport.text(lang.get_untracked()) />
        <main class="phone" id="content">
            <h1 class="phone__title">{say(Word::CaseReport)}</h1>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

fn typed(field: &str) -> Option<String> {
    Refused::find("case-report").and_then(|refused| refused.value(field).map(str::to_owned))
}

async fn look() -> Result<Loaded, AppError> {
    let (service, actor) = request::acting()?;
    let choices = report_choices(&service, &actor).await.map_err(request::answered)?;
    let operation = service.draw_operation().map_err(request::answered)?.to_string();
    let door = typed("dwelling").or_else(|| request::query("h"));
    let (ground, place) = match door.filter(|door| !door.is_empty()) {
        Some(door) => {
            let dwelling: DwellingId = door.parse().map_err(|_no_id| AppError::NotFound.answered())?;
            let card = service::household::card(&service, &actor, dwelling).await.map_err(request::answered)?;
            (Ground::Dwelling(dwelling), Some(card.address.short()))
        }
        None => (Ground::Area(actor.area), None),
    };
    // A report that may repeat another one came back: what it was held up by has to be seen.
    let hints = match Refused::find("case-report").map(|refused| refused.error) {
        Some(AppError::Alike) => {
            let category = typed("category").and_then(|code| CategoryCode::new(&code));
            let text = typed("title").unwrap_or_default();
            hints(&service, &actor, ground, category.as_ref(), &text).await.map_err(request::answered)?
        }
        _ => Hints::default(),
    };
    Ok(Loaded { operation, ground, place, choices, hints })
}

fn report(loaded: Loaded) -> impl IntoView {
    let lang = use_lang();
    let Loaded { operation, ground, place, choices, hints } = loaded;
    let refused = Refused::find("case-report");
    // A form that was refused keeps its number: sent again, it is still the same report.
    let operation = typed("operation").unwrap_or(operation);
    let sent = typed("picture").unwrap_or_default();
    let sent: Vec<MediaId> = sent.split(['\n', ',']).filter_map(|id| id.trim().parse().ok()).collect();
    let (back, (where_it_is, at)) = match ground {
        Ground::Dwelling(dwelling) => (format!("/m/report?h={dwelling}"), ("dwelling", dwelling.to_string())),
        Ground::Area(area) => ("/m/report".to_owned(), ("area", area.to_string())),
        Ground::Building(_) | Ground::Point(_) => ("/m/report".to_owned(), ("area", String::new())),
    };
    let place = move || place.clone().unwrap_or_else(|| PhoneWord::AtOwnGrid.text(lang.get()).to_owned());
    view! {
        <form class="phone-form" method="post" action="/m/report" enctype="multipart/form-data" data-report="" data-outbox="">
            {refused.map(Refused::alert)}
            {held(hints)}
            <input type="hidden" name="operation" value=operation />
            <input type="hidden" name="back" value=back />
            <input type="hidden" name=where_it_is value=at />
            {photos(sent)}
            {categories(&choices)}
            <p class="phone__quiet">{say(Word::CaseWhere)} " " {place}</p>
            <Button kind=ButtonKind::Primary>{say(Word::CaseReportSend)}</Button>
            {words()}
        </form>
    }
}

/// Two cameras, a tap each, and what was sent with a form that came back. Pictures go as files with the form, so that they can wait for
/// signal with it.
fn photos(sent: Vec<MediaId>) -> impl IntoView {
    let sent = sent.into_iter().map(|id| {
        view! {
            <li class="pictures__one">
                <img src=format!("/media/{id}/thumb") alt=say(Word::Picture) />
                <input type="hidden" name="picture" value=id.to_string() />
            </li>
        }
    });
    let camera = |id: &'static str, label: PhoneWord| {
        view! {
            <div class="field phone-camera">
                <label class="field__label" for=id>
                    {say(label)}
                </label>
                <input
                    class="field__input"
                    id=id
                    type="file"
                    name="photo"
                    multiple
                    accept="image/jpeg,image/png,image/webp"
                    capture="environment"
                />
            </div>
        }
    };
    view! {
        <ul class="pictures__list">{sent.collect_view()}</ul>
        {camera("report-photo", PhoneWord::Photo)}
        {camera("report-photo-more", PhoneWord::PhotoMore)}
    }
}

fn categories(choices: &Aims) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    let chosen = typed("category").unwrap_or_default();
    let options = choices.categories.iter().map(|(code, names)| {
        let selected = code.as_str() == chosen;
        view! {
            <option value=code.as_str().to_owned() selected=selected>
                {case::names(names, lang).to_owned()}
            </option>
        }
    });
    let options = options.collect_view();
    view! {
        <div class="field">
            <label class="field__label" for="report-category">
                {say(Word::CaseCategoryField)}
            </label>
            <select class="field__input" id="report-category" name="category">
                <option value="">{say(Word::CaseCategoryLater)}</option>
                {options}
            </select>
        </div>
    }
}

/// Words for whoever has a hand free.
fn words() -> impl IntoView {
    let (title, detail) = (typed("title").unwrap_or_default(), typed("detail").unwrap_or_default());
    let is_open = !title.is_empty() || !detail.is_empty();
    view! {
        <details class="phone-more" open=is_open>
            <summary>{say(PhoneWord::MoreWords)}</summary>
            <div class="field">
                <label class="field__label" for="report-title">
                    {say(Word::CaseTitle)}
                </label>
                <input class="field__input" id="report-title" type="text" name="title" maxlength="60" value=title />
            </div>
            <div class="field">
                <label class="field__label" for="report-detail">
                    {say(Word::CaseDetailField)}
                </label>
                <textarea class="field__input" id="report-detail" name="detail" rows="3" maxlength="2000">
                    {detail}
                </textarea>
            </div>
        </details>
    }
}

/// What a report may repeat: seen once, it holds nobody up again.
fn held(hints: Hints) -> Option<impl IntoView> {
    let seen: Vec<String> = hints.ids().collect();
    let Hints { doubles, works, .. } = hints;
    (!seen.is_empty()).then(|| {
        view! {
            <div class="banner banner--info report-hints__panel" role="group" aria-labelledby="report-hints">
                <h2 class="report-hints__title" id="report-hints">
                    {say(Word::HintTitle)}
                </h2>
                <ul class="phone-rows">
                    {doubles.into_iter().map(double).collect_view()}
                    {works.into_iter().map(work).collect_view()}
                </ul>
                <p class="field__hint">{say(Word::CaseJoinHint)}</p>
            </div>
            <input type="hidden" name="seen" value=seen.join(",") />
        }
    })
}

fn double(double: Double) -> impl IntoView {
    let lang = use_lang();
    let percent = double.per_mille / 10;
    view! {
        <li class="phone-person">
            <a href=address::case(double.case) target="_blank" rel="external noopener">
                <Lamp light=double.light />
                " "
                {double.title}
            </a>
            <p class="phone__quiet">
                {move || Phrase::HintLike { percent }.text(lang.get())} " · " {format::moment(double.reported_at)}
            </p>
            // The form around it is the report's: this button sends the same form elsewhere.
            <button
                type="submit"
                class="button"
                formaction="/form/case-join"
                formnovalidate=true
                name="join"
                value=double.case.to_string()
            >
                {say(Word::CaseJoin)}
            </button>
        </li>
    }
}

fn work(work: Work) -> impl IntoView {
    let by = case::names(&work.by, use_lang().get_untracked()).to_owned();
    view! {
        <li class="phone-person">
            <a href=format!("/works/{}", work.work) target="_blank" rel="external noopener">
                {work.draft.title}
            </a>
            <p class="phone__quiet">{format::date(work.draft.starts_on)} " · " {by}</p>
        </li>
    }
}
