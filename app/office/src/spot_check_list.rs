//! `/spot-checks`: the rounds of spot-checks that one may know of.

use leptos::prelude::*;
use leptos_meta::Title;
use service::spot_check::{Overview, Round, overview};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::spot_check::estimate;
use ui::{ButtonKind, EmptyState, ErrorPanel, LinkButton, Table, case, format};
use wording::field::CheckWord;

use crate::request;

/// The list.
#[component]
pub fn SpotCheckList() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        let found = async {
            let (service, actor) = request::acting()?;
            overview(&service, &actor).await.map_err(request::answered)
        };
        match found.await {
            Ok(found) => view! { <Content found=found /> }.into_any(),
            Err(error) => failed(error, "/spot-checks"),
        }
    });
    view! {
        <Title text=CheckWord::SpotChecks.text(lang.get_untracked()) />
        <main class="page" id="content">
            <h1 class="page__title">{say(CheckWord::SpotChecks)}</h1>
            <p class="page__facts">{say(CheckWord::Hint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

/// The panel of a page that could not be shown.
pub fn failed(error: AppError, href: &str) -> AnyView {
    view! { <ErrorPanel error=Signal::stored(error) retry_href=href.to_owned() /> }.into_any()
}

#[component]
fn Content(found: Overview) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: CheckWord| Signal::derive(move || word.text(lang.get()).to_owned());
    let new = found.may_draw.then(|| {
        view! {
            <LinkButton href="/spot-checks/new" kind=ButtonKind::Primary>
                {say(CheckWord::New)}
            </LinkButton>
        }
    });
    let mine = found.may_inspect.then(|| {
        view! {
            <LinkButton href="/spot-checks/mine" kind=ButtonKind::Primary>
                {say(CheckWord::Mine)}
            </LinkButton>
        }
    });
    let list = if found.rounds.is_empty() {
        view! { <EmptyState title=text(CheckWord::None) hint=text(CheckWord::NoneHint) icon=Icon::Layers /> }.into_any()
    } else {
        let head = || {
            let columns =
                [CheckWord::Round, CheckWord::StateOf, CheckWord::DrawnAt, CheckWord::DrawnBy, CheckWord::Accurate];
            columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
        };
        let rows = found.rounds.into_iter().map(row).collect_view();
        view! {
            <Table caption=text(CheckWord::SpotChecks) head=head>
                {rows}
            </Table>
        }
        .into_any()
    };
    view! {
        <div class="actions">{new} {mine}</div>
        {list}
    }
}

fn row(round: Round) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let label = move |word: CheckWord| word.text(lang);
    let state = if round.closed_at.is_some() { CheckWord::IsOver } else { CheckWord::IsOpen };
    let accurate = round.figure.and_then(|[_, accurate, _]| accurate).map(|found| estimate(found, lang));
    view! {
        <tr>
            <th scope="row" class="table__main">
                <a href=format!("/spot-checks/{}", round.id)>{title(&round)}</a>
            </th>
            <td data-label=label(CheckWord::StateOf)>{say(state)}</td>
            <td data-label=label(CheckWord::DrawnAt)>{format::moment(round.made_at)}</td>
            <td data-label=label(CheckWord::DrawnBy)>{case::names(&round.by, lang).to_owned()}</td>
            <td data-label=label(CheckWord::Accurate)>{accurate.unwrap_or_else(|| "–".to_owned())}</td>
        </tr>
    }
}

/// What a round is called.
pub fn title(round: &Round) -> String {
    ui::spot_check::title(round.month_on, use_lang().get_untracked())
}
