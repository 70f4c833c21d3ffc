//! `/supervision/bulletins`: what was published, and what the next bulletin would say (`?period=`); and one bulletin to print.

use domain::bulletin::{Body, Bulletin, Line, Period};
use domain::id::BulletinId;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::bulletin::{Overview, one, overview};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, EmptyState, ErrorPanel, ErrorText, Lamp, LinkButton, Table, bulletin, case, format};
use wording::{Phrase, Word};

use crate::request;

/// The list.
#[component]
pub fn BulletinList() -> impl IntoView {
    let lang = use_lang();
    let period = request::query("period").as_deref().and_then(Period::from_slug).unwrap_or_default();
    let content = Suspend::new(async move {
        let found = async {
            let (service, actor) = request::acting()?;
            overview(&service, &actor, period).await.map_err(request::answered)
        };
        match found.await {
            Ok(found) => view! { <Content found=found period=period /> }.into_any(),
            Err(error) => failed(error),
        }
    });
    view! {
        <Title text=Word::Bulletins.text(lang.get_untracked()) />
        <main class="page" id="content">
            <h1 class="page__title">{say(Word::Bulletins)}</h1>
            <p class="page__facts">{say(Word::BulletinsHint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

fn failed(error: AppError) -> AnyView {
    view! { <ErrorPanel error=Signal::stored(error) retry_href="/supervision/bulletins".to_owned() /> }.into_any()
}

#[component]
fn Content(found: Overview, period: Period) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let list = if found.bulletins.is_empty() {
        view! { <EmptyState title=text(Word::BulletinsNone) hint=text(Word::BulletinsNoneHint) icon=Icon::Layers /> }
            .into_any()
    } else {
        let lines = found.bulletins.into_iter().map(|one| {
            let href = format!("/supervision/bulletins/{}", one.bulletin);
            let title = bulletin::title(&one, lang.get_untracked());
            let days = format!("{} – {}", format::date(one.from_on), format::date(one.until_on));
            view! {
                <li>
                    <a href=href>{title}</a>
                    " "
                    <small>{days}</small>
                </li>
            }
        });
        view! { <ul class="notice__areas">{lines.collect_view()}</ul> }.into_any()
    };
    view! {
        {list}
        {found.next.map(|body| view! { <Next body=body period=period /> })}
    }
}

/// What the next one would say, and the button that publishes it.
#[component]
fn Next(body: Body, period: Period) -> impl IntoView {
    let refused = Refused::find("bulletin").map(|refused| {
        view! {
            <div class="form__error" role="alert">
                <ErrorText error=Signal::stored(refused.error) />
            </div>
        }
    });
    let links = Period::ALL.map(|(other, slug)| {
        let current = (other == period).then_some("page");
        view! {
            <a class="top__link" href=format!("/supervision/bulletins?period={slug}") aria-current=current>
                {say(bulletin::period(other))}
            </a>
        }
    });
    view! {
        <section class="card" aria-labelledby="next">
            <h2 class="card__title" id="next">
                {say(Word::BulletinNext)}
            </h2>
            <nav class="actions" aria-label=say(Word::BulletinPeriod)>
                {links.into_iter().collect_view()}
            </nav>
            {refused}
            <Said body=body />
            <form class="form" method="post" action="/form/bulletin">
                <input type="hidden" name="back" value=format!("/supervision/bulletins?period={}", period.slug()) />
                <input type="hidden" name="period" value=period.slug() />
                <p class="form__hint">{say(Word::BulletinForGood)}</p>
                <Button kind=ButtonKind::Primary>{say(Word::BulletinPublish)}</Button>
            </form>
        </section>
    }
}

/// One bulletin.
#[component]
pub fn BulletinPage() -> impl IntoView {
    let lang = use_lang();
    let asked = use_params_map().with_untracked(|params| params.get("bulletin")).unwrap_or_default();
    let content = Suspend::new(async move {
        let found = async {
            let (service, actor) = request::acting()?;
            let id: BulletinId = asked.parse().map_err(|_no_id| AppError::NotFound.answered())?;
            one(&service, &actor, id).await.map_err(request::answered)
        };
        match found.await {
            Ok(found) => view! { <Sheet found=found /> }.into_any(),
            Err(error) => failed(error),
        }
    });
    view! {
        <Title text=Word::Bulletins.text(lang.get_untracked()) />
        <main class="page" id="content">
            <p class="crumbs">
                <a href="/supervision/bulletins">{say(Word::Bulletins)}</a>
            </p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

#[component]
fn Sheet(found: Bulletin) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let href = format!("/supervision/bulletins/{}", found.bulletin);
    let title = bulletin::title(&found, lang);
    let days = format!("{} – {}", format::date(found.from_on), format::date(found.until_on));
    let by = case::names(&found.by, lang).to_owned();
    view! {
        <h1 class="page__title">{title}</h1>
        <p class="page__facts">{days} " · " {by} " · " {format::moment(found.published_at)}</p>
        <p>
            <LinkButton href=format!("{href}/bulletin.pdf")>"PDF"</LinkButton>
            " "
            <LinkButton href=format!("{href}/bulletin.xlsx")>"Excel"</LinkButton>
        </p>
        <Said body=found.body />
    }
}

/// What a bulletin says.
#[component]
fn Said(body: Body) -> impl IntoView {
    let lang = use_lang();
    let now = lang.get_untracked();
    let [reminders, inquiries, supervised] = body.in_period;
    let tallies = body.tallies.into_iter().map(|tally| {
        let unit = case::names(&tally.name, now);
        let (all, inquired, supervised) = (tally.all, tally.inquired, tally.supervised);
        view! { <li>{Phrase::BulletinTally { unit, all, inquired, supervised }.text(now)}</li> }
    });
    let caption = Signal::derive(move || Word::Bulletins.text(lang.get()).to_owned());
    let head = || {
        let columns = [
            Word::BulletinCase,
            Word::CaseHolder,
            Word::BulletinCategory,
            Word::BulletinSince,
            Word::BulletinDays,
            Word::SupervisionMarks,
        ];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let rows = body.lines.into_iter().map(row).collect_view();
    view! {
        <p>{Phrase::BulletinInPeriod { reminders, inquiries, supervised }.text(now)}</p>
        <ul>{tallies.collect_view()}</ul>
        <Table caption=caption head=head>
            {rows}
        </Table>
    }
}

fn row(line: Line) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let label = move |word: Word| word.text(lang);
    let marks = line.marks.iter().map(|mark| case::watch(*mark).text(lang)).collect::<Vec<_>>().join(" · ");
    view! {
        <tr>
            <th scope="row" class="table__main">
                <Lamp light=line.light />
                " "
                {line.case.to_string()}
            </th>
            <td data-label=label(Word::CaseHolder)>{case::names(&line.holder_name, lang).to_owned()}</td>
            <td data-label=label(Word::BulletinCategory)>{case::names(&line.category, lang).to_owned()}</td>
            <td data-label=label(Word::BulletinSince)>{format::date(line.since_on)}</td>
            <td data-label=label(Word::BulletinDays)>{format::number(line.days)}</td>
            <td data-label=label(Word::SupervisionMarks)>{marks}</td>
        </tr>
    }
}
