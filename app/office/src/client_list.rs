//! `/admin/clients`: clients of Open311 and their keys, for the system administrator.

use domain::area::Area;
use leptos::prelude::*;
use leptos_meta::Title;
use service::api_client::{ClientRow, list};
use service::wall::areas;
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Choice, EmptyState, ErrorPanel, Field, Select, Table, format};
use wording::Word;

use crate::issued::Issued;
use crate::request;
use crate::wall_list::indented;

/// The clients, and the form for a new one.
#[component]
pub fn ClientList() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok((rows, areas)) => view! {
                <Rows rows=rows />
                <NewClient areas=areas />
            }
            .into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/admin/clients".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=format!("{} · {}", Word::Clients.text(lang.get_untracked()), Word::Administration.text(lang.get_untracked())) />
        <main class="page" id="content">
            <h1 class="page__title">{say(Word::Clients)}</h1>
            <p class="page__facts">{say(Word::ClientsHint)}</p>
            <Issued />
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find() -> Result<(Vec<ClientRow>, Vec<(Area, String)>), AppError> {
    let (service, actor) = request::acting()?;
    let rows = list(&service, &actor).await.map_err(request::answered)?;
    let areas = areas(&service, &actor).await.map_err(request::answered)?;
    Ok((rows, areas))
}

#[component]
fn Rows(rows: Vec<ClientRow>) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    if rows.is_empty() {
        let (title, hint) = (text(Word::NoClients), text(Word::NoClientsHint));
        return view! { <EmptyState title=title hint=hint icon=Icon::Pin /> }.into_any();
    }
    let head = || {
        let columns = [Word::ClientName, Word::ClientArea, Word::MadeAt, Word::ClientUsed, Word::AccountState];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let rows = rows.into_iter().map(row).collect_view();
    view! {
        <Table caption=text(Word::Clients) head=head>
            {rows}
        </Table>
    }
    .into_any()
}

fn row(row: ClientRow) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let label = move |word: Word| word.text(lang);
    let moment = move |at: Option<_>| at.map_or_else(|| label(Word::ClientNever).to_owned(), format::moment);
    let state = if row.revoked_at.is_some() {
        view! { <span class="tag">{say(Word::ClientRevoked)}</span> }.into_any()
    } else {
        view! {
            <form method="post" action="/admin/client/revoke">
                <input type="hidden" name="account" value=row.account.to_string() />
                <input type="hidden" name="back" value="/admin/clients" />
                <Button kind=ButtonKind::Quiet>{say(Word::ClientRevoke)}</Button>
            </form>
        }
        .into_any()
    };
    view! {
        <tr>
            <th scope="row" class="table__main">{row.name}</th>
            <td data-label=label(Word::ClientArea)>{row.area_name}</td>
            <td data-label=label(Word::MadeAt)>{format::moment(row.made_at)}</td>
            <td data-label=label(Word::ClientUsed)>{moment(row.used_at)}</td>
            <td data-label=label(Word::AccountState)>{state}</td>
        </tr>
    }
}

#[component]
fn NewClient(areas: Vec<(Area, String)>) -> impl IntoView {
    let lang = use_lang();
    let refused = Refused::find("client");
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).unwrap_or_default().to_owned();
    let (name, area) = (typed("name"), typed("area"));
    let label = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let choices = areas.into_iter().map(|(area, name)| Choice { value: area.to_string(), text: indented(area, &name) });
    let choices = Signal::stored(choices.collect::<Vec<_>>());
    view! {
        <section class="card" aria-labelledby="new">
            <h2 class="card__title" id="new">
                {say(Word::MakeClient)}
            </h2>
            <form class="form" method="post" action="/admin/client">
                {refused
                    .map(Refused::alert)}
                <input type="hidden" name="back" value="/admin/clients" />
                <Field name="name" label=label(Word::ClientName) value=name />
                <Select name="area" label=label(Word::ClientArea) choices=choices value=area />
                <Button kind=ButtonKind::Primary>{say(Word::MakeClient)}</Button>
            </form>
        </section>
    }
}
