//! `/admin/units/{unit}`: one unit, who works there, its own grids, and what the system administrator changes of it.

use domain::actor::Role;
use domain::area::Area;
use domain::id::UnitId;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::unit::{Branches, OwnGrid, StaffRow, UnitFile, UnitRow, view as view_unit};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::{Button, ButtonKind, ErrorPanel, Field, Select, Table, name};
use wording::{Lang, Word};

use crate::request;
use crate::unit_list::{Wrong, called, choices, kinds};

/// Everything about one unit.
#[component]
pub fn UnitPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("unit")).unwrap_or_default();
    let content = Suspend::new(async move {
        match find(&asked).await {
            Ok((role, file)) => view! { <File role=role file=file /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/admin/units".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <main class="page" id="content">
            <p class="crumbs">
                <a href="/admin/units">{say(Word::Units)}</a>
            </p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(asked: &str) -> Result<(Role, UnitFile), AppError> {
    let (service, actor) = request::acting()?;
    let unit: UnitId = asked.parse().map_err(|_no_id| AppError::NotFound.answered())?;
    let file = view_unit(&service, &actor, unit).await.map_err(request::answered)?;
    Ok((actor.role, file))
}

#[component]
fn File(role: Role, file: UnitFile) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let UnitFile { row, tree, staff, own_grids, grids } = file;
    let title = called(&row, lang);
    let closed = row.closed_on.is_some().then(|| view! { <span class="tag">{say(Word::UnitClosed)}</span> });
    let is_system = role == Role::SystemAdmin;
    let back = format!("/admin/units/{}", row.unit);
    let changes = is_system.then(|| {
        view! {
            <NewOwnGrid unit=row.unit back=back.clone() grids=grids />
            <Rename row=row.clone() back=back.clone() />
            <Move row=row.clone() tree=tree back=back.clone() />
            <Close row=row.clone() back=back.clone() />
        }
    });
    view! {
        <Title text=title.clone() />
        <div class="page__head">
            <h1 class="page__title">{title}</h1>
            <span class="tag">{say(name::unit_kind(row.kind))}</span>
            {closed}
        </div>
        <p class="page__facts">{row.area_name.clone()}</p>
        <Staff staff=staff />
        <OwnGrids own_grids=own_grids />
        {changes}
    }
}

#[component]
fn Staff(staff: Vec<StaffRow>) -> impl IntoView {
    let lang = use_lang();
    let caption = Signal::derive(move || Word::UnitStaff.text(lang.get()).to_owned());
    let head = || {
        [Word::PersonName, Word::Posts]
            .map(|word| view! { <th scope="col">{say(word)}</th> })
            .into_iter()
            .collect_view()
    };
    let row = move |row: StaffRow| {
        let title = if lang.get_untracked() == Lang::Zh { row.title_zh } else { row.title_en };
        view! {
            <tr>
                <th scope="row" class="table__main">
                    <a href=format!("/admin/accounts/{}", row.account)>{row.name}</a>
                </th>
                <td data-label=Word::Posts.text(lang.get_untracked())>{title}</td>
            </tr>
        }
    };
    let list = if staff.is_empty() {
        view! { <p class="form__hint">{say(Word::UnitNoStaff)}</p> }.into_any()
    } else {
        let rows = staff.into_iter().map(row).collect_view();
        view! {
            <Table caption=caption head=head>
                {rows}
            </Table>
        }
        .into_any()
    };
    view! {
        <section class="card" aria-labelledby="staff">
            <h2 class="card__title" id="staff">
                {say(Word::UnitStaff)}
            </h2>
            {list}
        </section>
    }
}

#[component]
fn OwnGrids(own_grids: Vec<OwnGrid>) -> impl IntoView {
    let list = if own_grids.is_empty() {
        view! { <p class="form__hint">{say(Word::UnitNoOwnGrids)}</p> }.into_any()
    } else {
        let item = |own: OwnGrid| {
            view! {
                <li>
                    <strong>{own.name}</strong>
                    " "
                    {own.names.join("、")}
                </li>
            }
        };
        view! { <ul>{own_grids.into_iter().map(item).collect_view()}</ul> }.into_any()
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
fn NewOwnGrid(unit: UnitId, back: String, grids: Vec<(Area, String)>) -> impl IntoView {
    let lang = use_lang();
    let label = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let ticks = grids.into_iter().map(|(area, name)| {
        view! {
            <label class="tick">
                <input type="checkbox" name=format!("area-{area}") value="1" />
                " "
                {name}
            </label>
        }
    });
    let ticks = ticks.collect_view();
    view! {
        <form class="card form" method="post" action="/admin/unit/grid">
            <Wrong form="unit-grid" />
            <input type="hidden" name="unit" value=unit.to_string() />
            <input type="hidden" name="back" value=back />
            <Field name="name" label=label(Word::UnitOwnGridName) />
            <fieldset class="ticks">
                <legend class="field__label">{say(Word::UnitGridsChosen)}</legend>
                {ticks}
            </fieldset>
            <p class="form__hint">{say(Word::UnitGridSaveHint)}</p>
            <Button kind=ButtonKind::Primary>{say(Word::UnitGridSave)}</Button>
        </form>
    }
}

#[component]
fn Rename(row: UnitRow, back: String) -> impl IntoView {
    let lang = use_lang();
    let label = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let kinds = Signal::stored(kinds(lang.get_untracked()));
    view! {
        <form class="card form" method="post" action="/admin/unit/rename">
            <Wrong form="unit-rename" />
            <input type="hidden" name="unit" value=row.unit.to_string() />
            <input type="hidden" name="back" value=back />
            <Field name="name_zh" label=label(Word::UnitName) value=row.name_zh />
            <Field name="name_en" label=label(Word::UnitNameEn) value=row.name_en />
            <Select name="kind" label=label(Word::UnitKind) choices=kinds value=row.kind.slug().to_owned() />
            <Button>{say(Word::UnitRename)}</Button>
        </form>
    }
}

#[component]
fn Move(row: UnitRow, tree: Branches, back: String) -> impl IntoView {
    let lang = use_lang();
    let label = Signal::derive(move || Word::UnitParent.text(lang.get()).to_owned());
    let parents = Signal::stored(choices(&tree, lang.get_untracked(), Word::UnitTop, Some(row.unit)));
    let parent = row.parent.map(|parent| parent.to_string()).unwrap_or_default();
    view! {
        <form class="card form" method="post" action="/admin/unit/move">
            <Wrong form="unit-move" />
            <input type="hidden" name="unit" value=row.unit.to_string() />
            <input type="hidden" name="back" value=back />
            <Select name="parent" label=label choices=parents value=parent />
            <p class="form__hint">{say(Word::UnitMoveHint)}</p>
            <Button>{say(Word::UnitMove)}</Button>
        </form>
    }
}

#[component]
fn Close(row: UnitRow, back: String) -> impl IntoView {
    let lang = use_lang();
    let label = Signal::derive(move || Word::UnitClosedOn.text(lang.get()).to_owned());
    let closed_on = row.closed_on.map(|on| on.to_string()).unwrap_or_default();
    view! {
        <form class="card form" method="post" action="/admin/unit/close">
            <Wrong form="unit-close" />
            <input type="hidden" name="unit" value=row.unit.to_string() />
            <input type="hidden" name="back" value=back />
            <Field name="closed_on" label=label kind="date" value=closed_on />
            <p class="form__hint">{say(Word::UnitCloseHint)}</p>
            <Button>{say(Word::UnitClose)}</Button>
        </form>
    }
}
