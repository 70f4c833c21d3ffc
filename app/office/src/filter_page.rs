//! `/filter?area=&f=&page=`: the questions of every day, own conditions, and who fits as a list. The address holds codes only.

use domain::area::Area;
use domain::cell::Label;
use domain::export::List;
use domain::filter::{Filter, Preset};
use leptos::prelude::*;
use leptos_meta::Title;
use service::ServiceError;
use service::filter::{BuildingTotal, Found, FoundHousehold, FoundSomebody, Look, PAGE, look};
use service::saved::{SavedFilter, list};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::{EmptyState, ErrorPanel, LinkButton, Table, Tag, format, name};
use wording::{Phrase, Word};

use crate::export_new;
use crate::filter_form::Builder;
use crate::filter_label::BulkLabel;
use crate::filter_saved::{SaveFilter, SavedFilters};
use crate::request;

/// The presets, the builder and the list.
#[component]
pub fn FilterPage() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok((asked, look, saved)) => view! { <Content asked=asked look=look saved=saved /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/filter".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::Filter.text(lang.get_untracked()) />
        <main class="page" id="content">
            <h1 class="page__title">{say(Word::Filter)}</h1>
            <p class="page__facts">{say(Word::FilterHint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

/// What the address asks for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The acting post's area.
    pub own: Area,
    /// Whether that post sees households, or totals only.
    pub sees_people: bool,
    /// Where.
    pub area: Area,
    /// The conditions.
    pub filter: Filter,
    /// Which page of the list, from 0.
    pub page: u32,
}

impl Asked {
    /// The address of another filter in the same area.
    pub fn href(&self, filter: &Filter) -> String {
        href(self.area, filter, 0)
    }
}

/// The address of a page of a list.
pub fn href(area: Area, filter: &Filter, page: u32) -> String {
    let page = if page == 0 { String::new() } else { format!("&page={}", page + 1) };
    if filter.is_empty() { format!("/filter?area={area}") } else { format!("/filter?area={area}&f={filter}{page}") }
}

async fn find() -> Result<(Asked, Look, Vec<SavedFilter>), AppError> {
    let (service, actor) = request::acting()?;
    let invalid = |field: &str| AppError::Invalid { field: field.to_owned() }.answered();
    let area = request::query("area").map(|area| area.parse().map_err(|_none| invalid("area"))).transpose()?;
    let filter = request::query("f").map(|text| text.parse().map_err(|_none| invalid("f"))).transpose()?;
    let page = request::query("page").and_then(|page| page.parse::<u32>().ok()).unwrap_or(1).saturating_sub(1);
    let asked = Asked {
        own: actor.area,
        sees_people: actor.role.sees_people(),
        area: area.unwrap_or(actor.area),
        filter: filter.unwrap_or_default(),
        page,
    };
    let look = look(&service, &actor, asked.area, &asked.filter, page).await.map_err(request::answered)?;
    let saved = match list(&service, &actor).await {
        Ok(saved) => saved,
        // A post without files keeps no filters either.
        Err(ServiceError::NotFound) => Vec::new(),
        Err(error) => return Err(request::answered(error)),
    };
    Ok((asked, look, saved))
}

#[component]
fn Content(asked: Asked, look: Look, saved: Vec<SavedFilter>) -> impl IntoView {
    let Look { areas, labels, words, found } = look;
    let result = match found {
        Found::Nothing => view! { <p class="page__facts">{say(Word::FilterAskFirst)}</p> }.into_any(),
        Found::Households { count, households, may_label } => {
            let (again, all) = (asked.clone(), labels.clone());
            let bulk =
                may_label.then(|| view! { <BulkLabel asked=again.clone() labels=all households=count.households /> });
            view! {
                <Households asked=asked.clone() count=count households=households labels=labels.clone() />
                {bulk}
                <SaveFilter asked=again />
            }
            .into_any()
        }
        Found::Totals(lines) => view! { <Totals lines=lines /> }.into_any(),
    };
    // Who sees totals only may ask the presets.
    let builder =
        asked.sees_people.then(|| view! { <Builder asked=asked.clone() labels=labels.clone() words=words /> });
    view! {
        <Places asked=asked.clone() areas=areas />
        <Presets asked=asked.clone() labels=labels />
        <SavedFilters asked=asked saved=saved />
        {builder}
        {result}
    }
}

/// The area in question, those below it, and the way back to one's own.
#[component]
fn Places(asked: Asked, areas: Vec<(Area, String)>) -> impl IntoView {
    let (here, below): (Vec<_>, Vec<_>) = areas.into_iter().partition(|(area, _)| *area == asked.area);
    let here = here.into_iter().map(|(_, name)| name).next().unwrap_or_default();
    let below = below.into_iter().map(|(area, name)| {
        view! { <li><a href=href(area, &asked.filter, 0)>{name}</a></li> }
    });
    let below = below.collect_view();
    let back = (asked.area != asked.own).then(|| {
        view! { <li><a href=href(asked.own, &asked.filter, 0)>{say(Word::BackToSheet)}</a></li> }
    });
    view! {
        <nav class="filter-page__places" aria-label=say(Word::NarrowArea)>
            <strong>{here}</strong>
            <ul class="notice__areas">{back} {below}</ul>
        </nav>
    }
}

#[component]
fn Presets(asked: Asked, labels: Vec<Label>) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let links = Preset::all(&labels).into_iter().map(|preset| {
        let filter = preset.filter();
        let current = (filter == asked.filter).then_some("page");
        let text = name::preset(preset, &labels, lang);
        view! { <li><a class="button" href=asked.href(&filter) aria-current=current>{text}</a></li> }
    });
    let links = links.collect_view();
    view! {
        <nav aria-label=say(Word::FilterPresets)>
            <ul class="filter-page__presets">{links}</ul>
        </nav>
    }
}

#[component]
fn Households(
    asked: Asked,
    count: domain::filter::FilterCount,
    households: Vec<FoundHousehold>,
    labels: Vec<Label>,
) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let title = Preset::of(&asked.filter, &labels).map_or_else(
        || Word::FilterResult.text(lang.get_untracked()).to_owned(),
        |preset| name::preset(preset, &labels, lang.get_untracked()),
    );
    let (fitting, people) = (format::number(count.households), format::number(count.people));
    let on_map = format!("/map?area={}&f={}", asked.area, asked.filter);
    let export = export_new::href(asked.area, &List::People(asked.filter.clone()));
    let export = (count.households > 0).then(|| view! { <LinkButton href=export>{say(Word::ExportTo)}</LinkButton> });
    let list = if households.is_empty() {
        let (title, hint) = (text(Word::FilterNone), text(Word::FilterNoneHint));
        view! { <EmptyState title=title hint=hint icon=Icon::People /> }.into_any()
    } else {
        let head = || {
            let columns = [Word::NoticeDoor, Word::WhoIsMeant, Word::Labels, Word::LastVisit];
            columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
        };
        let rows = households.into_iter().map(|household| row(household, &labels)).collect_view();
        view! {
            <Table caption=text(Word::FilterList) head=head>
                {rows}
            </Table>
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="fitting">
            <div class="filter-page__head">
                <h2 class="card__title" id="fitting">
                    {title}
                </h2>
                <p role="status" class="filter-page__count" data-households=count.households.to_string()>
                    {move || Phrase::FilterFits { households: &fitting, people: &people }.text(lang.get())}
                </p>
                <LinkButton href=on_map icon=Icon::Cube>
                    {say(Word::FilterOnMap)}
                </LinkButton>
                {export}
            </div>
            {list}
            <Pages asked=asked households=count.households />
        </section>
    }
}

fn row(household: FoundHousehold, labels: &[Label]) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    let FoundHousehold { dwelling, number, place, door, label_bits, visited_on, people, .. } = household;
    let short = format!("{number}-{}-{}", door.unit, door.number());
    let own = labels.iter().filter(|label| label_bits >> (label.code.0 - 1) & 1 == 1);
    let tags = own.map(|label| {
        let text = name::label(label, lang).to_owned();
        view! { <Tag glyph=label.glyph.clone()>{text}</Tag> }
    });
    let tags = tags.collect_view();
    let people = people.into_iter().map(|person| somebody(&person)).collect_view();
    let visited = visited_on.map_or_else(|| Word::Never.text(lang).to_owned(), format::date);
    view! {
        <tr>
            <th scope="row" class="table__main">
                <a href=format!("/households/{dwelling}")>{short}</a>
                " "
                <span class="filter-page__place">{place}</span>
            </th>
            <td data-label=Word::WhoIsMeant.text(lang)>
                <ul class="filter-page__people">{people}</ul>
            </td>
            <td data-label=Word::Labels.text(lang)>
                <span class="chips">{tags}</span>
            </td>
            <td data-label=Word::LastVisit.text(lang)>{visited}</td>
        </tr>
    }
}

fn somebody(person: &FoundSomebody) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    let age = person.age_years.map(|years| Phrase::YearsOld { years }.text(lang));
    let facts = [Some(name::sex(person.sex).text(lang).to_owned()), age].into_iter().flatten();
    let facts = facts.collect::<Vec<_>>().join(" ");
    let unchecked = (!person.is_checked).then(|| view! { <Tag tone="tag--care">{say(Word::Unchecked)}</Tag> });
    view! {
        <li>
            <a href=format!("/people/{}", person.resident)>{person.name.clone()}</a>
            " "
            {facts}
            " "
            {unchecked}
        </li>
    }
}

#[component]
fn Pages(asked: Asked, households: i64) -> impl IntoView {
    let lang = use_lang();
    let pages = u32::try_from(households).unwrap_or(u32::MAX).div_ceil(PAGE);
    let step = |page: u32, word: Word, rel: &'static str| {
        view! { <a class="button" rel=rel href=href(asked.area, &asked.filter, page)>{say(word)}</a> }
    };
    let previous = (asked.page > 0).then(|| step(asked.page - 1, Word::PreviousPage, "prev"));
    let next = (asked.page + 1 < pages).then(|| step(asked.page + 1, Word::NextPage, "next"));
    let page = asked.page + 1;
    (pages > 1).then(|| {
        view! {
            <nav class="actions" aria-label=say(Word::FilterPages)>
                {previous}
                <span>{move || Phrase::PageOf { page, pages }.text(lang.get())}</span>
                {next}
            </nav>
        }
    })
}

/// For posts that see no household.
#[component]
fn Totals(lines: Vec<BuildingTotal>) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let hint = view! { <p class="form__hint">{say(Word::FilterTotalsHint)}</p> };
    if lines.is_empty() {
        let (title, hint) = (text(Word::FilterNone), text(Word::FilterTotalsHint));
        return view! { <EmptyState title=title hint=hint icon=Icon::Building /> }.into_any();
    }
    let head = || {
        let columns = [Word::LevelBuilding, Word::Count];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let rows = lines.into_iter().map(|line| {
        let number = Phrase::BuildingNumber { number: line.number }.text(lang.get_untracked());
        let households = Phrase::Households { count: &format::number(line.households) }.text(lang.get_untracked());
        view! {
            <tr>
                <th scope="row" class="table__main">{line.place} " " {number}</th>
                <td data-label=Word::Count.text(lang.get_untracked())>{households}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        {hint}
        <Table caption=text(Word::FilterResult) head=head>
            {rows}
        </Table>
    }
    .into_any()
}
