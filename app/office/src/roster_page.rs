//! `/areas/{area}/roster`: who does what in an area, with their telephones, and the departments' own grids there.

use domain::area::{Area, Level};
use domain::export::List;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::roster::{OwnGrid, Roster, RosterRow, view as view_roster};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Choice, EmptyState, ErrorPanel, Field, LinkButton, Select, Table, format};
use wording::field::MonthWord;
use wording::{Lang, Word};

use crate::roster_team::Team;
use crate::unit_list::Wrong;
use crate::wall_list::indented;
use crate::{export_new, request};

/// The roster of an area.
#[component]
pub fn RosterPage() -> impl IntoView {
    let lang = use_lang();
    let asked = use_params_map().with_untracked(|params| params.get("area")).unwrap_or_default();
    let back = format!("/areas/{asked}");
    let content = Suspend::new(async move {
        match find(&asked).await {
            Ok(roster) => view! { <Content roster=roster /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/areas".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::Roster.text(lang.get_untracked()).to_owned() />
        <main class="page" id="content">
            <p class="crumbs">
                <a href=back>{say(Word::BackToArea)}</a>
            </p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(asked: &str) -> Result<Roster, AppError> {
    let (service, actor) = request::acting()?;
    let area: Area = asked.parse().map_err(|_no_area| AppError::NotFound.answered())?;
    view_roster(&service, &actor, area).await.map_err(request::answered)
}

#[component]
fn Content(roster: Roster) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let back = format!("/areas/{}/roster", roster.area);
    let Roster { area, name, rows, own_grids, kinds, areas, may_keep } = roster;
    let head = || {
        let columns =
            [Word::PersonName, Word::RosterKind, Word::RosterPlace, Word::Telephone, Word::FromTo, Word::AccountState];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let export = (!rows.is_empty()).then(|| {
        view! {
            <p>
                <LinkButton href=export_new::href(area, &List::Roster)>{say(Word::ExportTo)}</LinkButton>
            </p>
        }
    });
    let team = (area.level() == Level::Grid).then(|| view! { <Team rows=rows.clone() /> });
    let list = if rows.is_empty() {
        view! { <EmptyState title=text(Word::RosterEmpty) hint=text(Word::RosterEmptyHint) icon=Icon::Person /> }
            .into_any()
    } else {
        let rows = rows.into_iter().map(|row| roster_row(row, &back, may_keep, area)).collect_view();
        view! {
            <Table caption=text(Word::Roster) head=head>
                {rows}
            </Table>
        }
        .into_any()
    };
    let form = may_keep.then(|| view! { <NewEntry areas=areas kinds=kinds back=back.clone() /> });
    view! {
        <h1 class="page__title">{say(Word::Roster)} " · " {name}</h1>
        <p class="page__facts">{say(Word::RosterHint)}</p>
        {export}
        <p>
            <LinkButton href=format!("/areas/{area}/training")>{say(MonthWord::Training)}</LinkButton>
        </p>
        {team}
        <Wrong form="roster-end" />
        {list}
        <OwnGrids own_grids=own_grids />
        {form}
    }
}

fn roster_row(row: RosterRow, back: &str, may_keep: bool, area: Area) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    let label = move |word: Word| word.text(lang);
    let kind = if lang == Lang::Zh { row.kind_zh } else { row.kind_en };
    let place = if row.place.is_empty() { row.area_name } else { format!("{} {}", row.area_name, row.place) };
    let call = row.phone.map(|phone| {
        let number = phone.reveal().to_owned();
        view! {
            <a class="button button--quiet" href=format!("tel:{number}")>
                {number.clone()}
            </a>
        }
    });
    let until = row.to_on.map_or_else(|| label(Word::UntilNow).to_owned(), format::date);
    let end = (may_keep && area.contains(row.area) && row.to_on.is_none()).then(|| {
        view! {
            <form method="post" action="/form/roster-end">
                <input type="hidden" name="entry" value=row.id.to_string() />
                <input type="hidden" name="back" value=back.to_owned() />
                <Button kind=ButtonKind::Quiet>{say(Word::RosterEnd)}</Button>
            </form>
        }
    });
    let has_account = row.account.is_some().then(|| view! { <span class="tag">{say(Word::RosterHasAccount)}</span> });
    view! {
        <tr>
            <th scope="row" class="table__main">{row.name} " " {has_account}</th>
            <td data-label=label(Word::RosterKind)>{kind}</td>
            <td data-label=label(Word::RosterPlace)>{place}</td>
            <td data-label=label(Word::Telephone)>{call}</td>
            <td data-label=label(Word::FromTo)>{format::date(row.from_on)} " – " {until}</td>
            <td data-label=label(Word::AccountState)>{end}</td>
        </tr>
    }
}

#[component]
fn OwnGrids(own_grids: Vec<OwnGrid>) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let caption = Signal::stored(Word::UnitOwnGrids.text(lang).to_owned());
    let head = || {
        let columns = [Word::UnitOwnGridName, Word::Unit, Word::UnitGridsChosen];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let row = move |own: OwnGrid| {
        let unit = if lang == Lang::Zh || own.unit_en.is_empty() { own.unit_zh } else { own.unit_en };
        view! {
            <tr>
                <th scope="row" class="table__main">{own.name}</th>
                <td data-label=Word::Unit.text(lang)>{unit}</td>
                <td data-label=Word::UnitGridsChosen.text(lang)>{own.names.join("、")}</td>
            </tr>
        }
    };
    let list = if own_grids.is_empty() {
        view! { <p class="form__hint">{say(Word::UnitNoOwnGrids)}</p> }.into_any()
    } else {
        let rows = own_grids.into_iter().map(row).collect_view();
        view! {
            <Table caption=caption head=head>
                {rows}
            </Table>
        }
        .into_any()
    };
    view! {
        <section class="card" aria-labelledby="own-grids">
            <h2 class="card__title" id="own-grids">
                {say(Word::UnitOwnGrids)}
            </h2>
            <p class="form__hint">{say(Word::UnitOwnGridsHint)}</p>
            {list}
        </section>
    }
}

#[component]
fn NewEntry(areas: Vec<(Area, String)>, kinds: Vec<(String, String, String)>, back: String) -> impl IntoView {
    let lang = use_lang();
    let refused = Refused::find("roster");
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).unwrap_or_default().to_owned();
    let label = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let now = lang.get_untracked();
    let area = |(area, name): (Area, String)| Choice { value: area.to_string(), text: indented(area, &name) };
    let areas = Signal::stored(areas.into_iter().map(area).collect::<Vec<_>>());
    let kind = |(code, zh, en)| Choice { value: code, text: if now == Lang::Zh { zh } else { en } };
    let kinds = Signal::stored(kinds.into_iter().map(kind).collect::<Vec<_>>());
    view! {
        <section class="card" aria-labelledby="new">
            <h2 class="card__title" id="new">
                {say(Word::RosterAdd)}
            </h2>
            <form class="form" method="post" action="/form/roster">
                <Wrong form="roster" />
                <input type="hidden" name="back" value=back />
                <Field name="name" label=label(Word::PersonName) value=typed("name") />
                <Select name="kind" label=label(Word::RosterKind) choices=kinds value=typed("kind") />
                <Select name="area" label=label(Word::RosterArea) choices=areas value=typed("area") />
                <Field name="place" label=label(Word::RosterPart) value=typed("place") />
                <Field name="phone" label=label(Word::Telephone) kind="tel" value=typed("phone") />
                <Field name="login" label=label(Word::RosterLogin) value=typed("login") />
                <Field name="from_on" label=label(Word::TermStart) kind="date" value=typed("from_on") />
                <Button kind=ButtonKind::Primary>{say(Word::RosterAdd)}</Button>
            </form>
        </section>
    }
}
