//! `/areas/{area}/register`: base data beyond people, by class, and the form for a new entry.

use domain::area::Area;
use domain::export::List;
use domain::register::Class;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::register::{EntryRow, LINES, Register, list};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::{Choice, EmptyState, ErrorPanel, LinkButton, Table, format, name};
use wording::{Lang, Phrase, Word};

use crate::export_new;
use crate::register_form::EntryForm;
use crate::request;

/// The register of an area.
#[component]
pub fn RegisterList() -> impl IntoView {
    let lang = use_lang();
    let asked = use_params_map().with_untracked(|params| params.get("area")).unwrap_or_default();
    let class = request::query("class").and_then(|slug| Class::from_slug(&slug));
    let building = request::query("b").unwrap_or_default();
    let back = format!("/areas/{asked}");
    let content = Suspend::new(async move {
        match find(&asked, class).await {
            Ok((area, found)) => view! { <Content area=area class=class building=building found=found /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/areas".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::Register.text(lang.get_untracked()).to_owned() />
        <main class="page" id="content">
            <p class="crumbs">
                <a href=back rel="external">
                    {say(Word::BackToArea)}
                </a>
            </p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(asked: &str, class: Option<Class>) -> Result<(Area, Register), AppError> {
    let (service, actor) = request::acting()?;
    let area: Area = asked.parse().map_err(|_no_area| AppError::NotFound.answered())?;
    let found = list(&service, &actor, area, class).await.map_err(request::answered)?;
    Ok((area, found))
}

#[component]
fn Content(area: Area, class: Option<Class>, building: String, found: Register) -> impl IntoView {
    let lang = use_lang();
    let Register { path, entries, offer } = found;
    let area_name = path.last().map(|(_, name)| name.clone()).unwrap_or_default();
    let tabs = std::iter::once(None).chain(Class::ALL.map(|(class, _)| Some(class))).map(|one| {
        let href = one.map_or_else(
            || format!("/areas/{area}/register"),
            |class| format!("/areas/{area}/register?class={}", class.slug()),
        );
        let word = one.map_or(Word::AllClasses, name::class_of_entries);
        view! {
            <li>
                <a href=href aria-current=(one == class).then_some("page")>
                    {say(word)}
                </a>
            </li>
        }
    });
    let tabs = tabs.collect_view();
    let count = entries.len() as i64;
    let export = export_new::href(area, &List::Register(class));
    let export = (count > 0).then(|| view! { <LinkButton href=export>{say(Word::ExportTo)}</LinkButton> });
    let cut = (count == LINES).then(|| view! { <p class="page__facts">{say(Word::RegisterCut)}</p> });
    let new = offer.map(|offer| {
        view! {
            <section class="card" aria-labelledby="new-entry">
                <h2 class="card__title" id="new-entry">
                    {say(Word::NewEntry)}
                </h2>
                <EntryForm offer=offer area=area entry=None building=building />
            </section>
        }
    });
    view! {
        <h1 class="page__title">{say(Word::Register)} " · " {area_name}</h1>
        <p class="page__facts">{move || Phrase::EntriesCounted { count }.text(lang.get())}</p>
        <nav class="chip-row" aria-label=say(Word::RegisterClass)>
            <ul class="notice__areas">{tabs}</ul>
        </nav>
        {cut}
        <div class="actions">
            {export} <LinkButton href=format!("/areas/{area}/party")>{say(Word::PartyOrganisations)}</LinkButton>
        </div>
        {rows(entries)}
        {new}
    }
}

fn rows(entries: Vec<EntryRow>) -> AnyView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    if entries.is_empty() {
        let (title, hint) = (text(Word::RegisterEmpty), text(Word::RegisterEmptyHint));
        return view! { <EmptyState title=title hint=hint icon=Icon::Building /> }.into_any();
    }
    let head = || {
        let columns = [Word::Name, Word::RegisterKind, Word::Address, Word::RegisterContact, Word::RegisterUnit];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let rows = entries.into_iter().map(row).collect_view();
    view! {
        <Table caption=text(Word::Register) head=head>
            {rows}
        </Table>
    }
    .into_any()
}

fn row(entry: EntryRow) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let label = move |word: Word| word.text(lang);
    let place = place(&entry, lang);
    let kind = if lang == Lang::Zh { entry.kind_name.0 } else { entry.kind_name.1 };
    let phone = entry.phone.map(|phone| phone.masked()).unwrap_or_default();
    let closed = entry.to_on.map(|day| {
        view! {
            <span class="tag tag--quiet">
                {say(Word::EntryClosed)} " " {format::date(day)}
            </span>
        }
    });
    view! {
        <tr>
            <th scope="row" class="table__main">
                <a href=format!("/register/{}", entry.entry)>{entry.name}</a>
                {closed}
            </th>
            <td data-label=label(Word::RegisterKind)>{kind}</td>
            <td data-label=label(Word::Address)>{place}</td>
            <td data-label=label(Word::RegisterContact)>{entry.contact} " " {phone}</td>
            <td data-label=label(Word::RegisterUnit)>{entry.unit_in_charge}</td>
        </tr>
    }
}

/// Grid and building.
pub fn place(entry: &EntryRow, lang: Lang) -> String {
    let number = entry.building.map(|(_, number)| number).filter(|number| *number > 0);
    let building = number.map(|number| Phrase::BuildingNumber { number }.text(lang));
    [Some(entry.area_name.clone()), building].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The buildings to choose from, with their uses: base data is about those that nobody lives in as well.
pub fn buildings(lines: Vec<service::building::BuildingLine>, lang: Lang) -> Vec<Choice> {
    let none = Choice { value: String::new(), text: Word::NoBuilding.text(lang).to_owned() };
    let one = lines.into_iter().map(|line| {
        let estate = line.estate.map(|(_, name)| name).or(line.source).unwrap_or_default();
        let number = (line.number > 0).then(|| Phrase::BuildingNumber { number: line.number }.text(lang));
        let id = line.building.to_string();
        let number =
            number.unwrap_or_else(|| format!("#{}", id.trim_start_matches(|c: char| c != '0').trim_start_matches('0')));
        Choice { text: format!("{estate} {number}").trim().to_owned(), value: id }
    });
    std::iter::once(none).chain(one).collect()
}
