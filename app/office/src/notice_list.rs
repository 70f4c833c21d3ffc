//! `/notices`: the notices that reach into one's area, and the form for a new one (`?area=` and `?building=` say where).

use domain::area::Area;
use domain::cell::Label;
use domain::export::List;
use domain::notice::Notice;
use leptos::prelude::*;
use leptos_meta::Title;
use service::notice::{Offer, list, offer};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Choice, EmptyState, ErrorPanel, Field, LinkButton, Select, Table, format, name};
use wording::{Phrase, Word};

use crate::{export_new, request};

/// The list and the form.
#[component]
pub fn NoticeList() -> impl IntoView {
    let lang = use_lang();
    let (area, building) = (request::query("area"), request::query("building"));
    let content = Suspend::new(async move {
        match find(area.as_deref()).await {
            Ok(found) => view! { <Content found=found building=building.unwrap_or_default() /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/notices".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::Notices.text(lang.get_untracked()) />
        <main class="page" id="content">
            <h1 class="page__title">{say(Word::Notices)}</h1>
            <p class="page__facts">{say(Word::NoticesHint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

struct Found {
    notices: Vec<Notice>,
    own: Area,
    area: Area,
    offer: Option<Offer>,
}

async fn find(area: Option<&str>) -> Result<Found, AppError> {
    let (service, actor) = request::acting()?;
    let notices = list(&service, &actor).await.map_err(request::answered)?;
    // An area that is none, or not one's own, is as good as none asked for.
    let asked = area.and_then(|area| area.parse().ok()).filter(|area| actor.area.contains(*area));
    let area = asked.unwrap_or(actor.area);
    let offer = offer(&service, &actor, area).await.map_err(request::answered)?;
    Ok(Found { notices, own: actor.area, area, offer })
}

#[component]
fn Content(found: Found, building: String) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let Found { notices, own, area, offer } = found;
    let rows = if notices.is_empty() {
        let (title, hint) = (text(Word::NoNotices), text(Word::NoNoticesHint));
        view! { <EmptyState title=title hint=hint icon=Icon::People /> }.into_any()
    } else {
        let head = || {
            let columns = [Word::NoticeTitle, Word::NoticeMissing, Word::NoticeUntil, Word::MadeBy];
            columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
        };
        let rows = notices.into_iter().map(row).collect_view();
        view! {
            <p>
                <LinkButton href=export_new::href(own, &List::Notices)>{say(Word::ExportTo)}</LinkButton>
            </p>
            <Table caption=text(Word::Notices) head=head>
                {rows}
            </Table>
        }
        .into_any()
    };
    let new = offer.map(|offer| {
        view! {
            <section class="card" aria-labelledby="new-notice">
                <h2 class="card__title" id="new-notice">
                    {say(Word::NewNotice)}
                </h2>
                <Narrow areas=offer.areas.clone() area=area own=own />
                <NewNotice offer=offer area=area building=building />
            </section>
        }
    });
    view! {
        {rows}
        {new}
    }
}

fn row(notice: Notice) -> impl IntoView {
    let lang = use_lang();
    let label = move |word: Word| word.text(lang.get_untracked());
    let (missing, total) = (notice.tally.missing, notice.tally.total);
    let by = if lang.get_untracked() == wording::Lang::Zh { notice.by.0 } else { notice.by.1 };
    view! {
        <tr>
            <th scope="row" class="table__main">
                <a href=format!("/notices/{}", notice.notice)>{notice.title}</a>
            </th>
            <td data-label=label(Word::NoticeMissing)>
                {move || Phrase::NoticeMissingOf { missing, total }.text(lang.get())}
            </td>
            <td data-label=label(Word::NoticeUntil)>{format::date(notice.until_on)}</td>
            <td data-label=label(Word::MadeBy)>{by}</td>
        </tr>
    }
}

/// Another area to choose households in: the areas below this one, and the way back to one's own.
#[component]
fn Narrow(areas: Vec<(Area, String)>, area: Area, own: Area) -> impl IntoView {
    let below = areas.into_iter().filter(move |(code, _)| *code != area).map(|(code, name)| {
        view! {
            <li>
                <a href=format!("/notices?area={code}#new-notice")>{name}</a>
            </li>
        }
    });
    let below = below.collect_view();
    let back = (area != own).then(|| view! { <li><a href="/notices#new-notice">{say(Word::BackToSheet)}</a></li> });
    view! {
        <nav class="chip-row" aria-label=say(Word::NarrowArea)>
            <ul class="notice__areas">{back} {below}</ul>
        </nav>
    }
}

#[component]
fn NewNotice(offer: Offer, area: Area, building: String) -> impl IntoView {
    let lang = use_lang();
    let refused = Refused::find("notice");
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).unwrap_or_default().to_owned();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let (title, body, until) = (typed("title"), typed("text"), typed("until_on"));
    let own = offer.areas.into_iter().next().map(|(_, name)| name).unwrap_or_default();
    let choices = buildings(offer.buildings);
    let chosen = if typed("building").is_empty() { building } else { typed("building") };
    let labels = offer.labels.into_iter().map(|label| {
        let ticked = !typed(&format!("label-{}", label.code.0)).is_empty();
        tick(label, ticked)
    });
    let labels = labels.collect_view();
    let error = refused.clone().map(Refused::alert);
    view! {
        {error}
        <form class="form" method="post" action="/form/notice">
            <input type="hidden" name="back" value=format!("/notices?area={area}") />
            <input type="hidden" name="area" value=area.to_string() />
            <p class="form__hint">{say(Word::NoticeArea)} ": " {own}</p>
            <Select
                name="building"
                label=text(Word::NoticeBuilding)
                choices=Signal::stored(choices)
                value=Signal::stored(chosen)
            />
            <Field name="title" label=text(Word::NoticeTitle) value=title />
            <div class="field">
                <label class="field__label" for="field-text">
                    {say(Word::NoticeText)}
                </label>
                <textarea class="field__input" id="field-text" name="text" rows="4" maxlength="2000">
                    {body}
                </textarea>
            </div>
            <Field name="until_on" label=text(Word::NoticeUntil) kind="date" value=until />
            <fieldset class="notice__labels">
                <legend>{say(Word::NoticeLabels)}</legend>
                {labels}
            </fieldset>
            <Button kind=ButtonKind::Primary>{say(Word::MakeNotice)}</Button>
        </form>
    }
}

fn buildings(lines: Vec<service::building::BuildingLine>) -> Vec<Choice> {
    let lang = use_lang().get_untracked();
    let all = Choice { value: String::new(), text: Word::NoticeWholeArea.text(lang).to_owned() };
    let lived_in = lines.into_iter().filter(|line| line.dwellings > 0);
    let one = lived_in.map(|line| {
        let estate = line.estate.map(|(_, name)| name).or(line.source).unwrap_or_default();
        let number = Phrase::BuildingNumber { number: line.number }.text(lang);
        Choice { value: line.building.to_string(), text: format!("{estate} {number}").trim().to_owned() }
    });
    std::iter::once(all).chain(one).collect()
}

fn tick(label: Label, ticked: bool) -> impl IntoView {
    let lang = use_lang();
    view! {
        <label class="notice__label">
            <input type="checkbox" name=format!("label-{}", label.code.0) value="1" checked=ticked />
            {move || name::label(&label, lang.get()).to_owned()}
        </label>
    }
}
