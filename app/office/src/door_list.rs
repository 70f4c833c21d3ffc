//! `/doors`: the changes of doors that wait in one's area, and what became of the others. `?building=` shows that building's closed
//! doors, which can be opened again.

use domain::door_change::{Proposal, Slot, State};
use domain::id::BuildingId;
use leptos::prelude::*;
use leptos_meta::Title;
use service::door_change::{Sheet, closed, list};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, EmptyState, ErrorPanel, Field, format};
use wording::{Lang, Phrase, Word};

use crate::{door_page, request};

/// The list.
#[component]
pub fn DoorList() -> impl IntoView {
    let lang = use_lang();
    let building = request::query("building");
    let content = Suspend::new(async move {
        match find(building.as_deref()).await {
            Ok((sheet, doors)) => view! { <Content sheet=sheet doors=doors /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/doors".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::Doors.text(lang.get_untracked()) />
        <main class="page" id="content">
            <h1 class="page__title">{say(Word::Doors)}</h1>
            <p class="page__facts">{say(Word::DoorsHint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

type Closed = Option<Vec<(u16, Slot)>>;

async fn find(building: Option<&str>) -> Result<(Sheet, Closed), AppError> {
    let (service, actor) = request::acting()?;
    let sheet = list(&service, &actor).await.map_err(request::answered)?;
    let Some(building) = building else { return Ok((sheet, None)) };
    let building: BuildingId = building.parse().map_err(|_no_id| AppError::NotFound.answered())?;
    let doors = closed(&service, &actor, building).await.map_err(request::answered)?;
    Ok((sheet, Some(doors)))
}

#[component]
fn Content(sheet: Sheet, doors: Closed) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let Sheet { open, decided, may_decide } = sheet;
    let error = Refused::any().map(Refused::alert);
    let waiting = if open.is_empty() {
        let (title, hint) = (text(Word::NoDoorProposals), text(Word::NoDoorProposalsHint));
        view! { <EmptyState title=title hint=hint icon=Icon::Door /> }.into_any()
    } else {
        let lines = open.into_iter().map(|one| view! { <Waiting proposal=one may_decide=may_decide /> }).collect_view();
        view! { <ul class="doors">{lines}</ul> }.into_any()
    };
    let past = (!decided.is_empty()).then(|| {
        let lines = decided.into_iter().map(|one| view! { <Decided proposal=one /> }).collect_view();
        view! {
            <section class="card" aria-labelledby="decided">
                <h2 class="card__title" id="decided">{say(Word::DoorsDecided)}</h2>
                <ul class="doors">{lines}</ul>
            </section>
        }
    });
    view! {
        {doors.map(closed_doors)}
        {error}
        <section class="card" aria-labelledby="waiting">
            <h2 class="card__title" id="waiting">{say(Word::DoorsOpen)}</h2>
            {waiting}
        </section>
        {past}
    }
}

/// The doors of a building that can be opened again.
fn closed_doors(doors: Vec<(u16, Slot)>) -> impl IntoView {
    let lang = use_lang();
    let none = doors.is_empty().then(|| view! { <p>{say(Word::NoNeighbour)}</p> });
    let lines = doors.into_iter().map(|(unit, slot)| {
        let name = move || Phrase::Door { unit, number: slot.number.as_str() }.text(lang.get());
        view! {
            <li>
                <a href=format!("/doors/{}", slot.dwelling)>{name}</a>
            </li>
        }
    });
    let lines = lines.collect_view();
    view! {
        <section class="card" aria-labelledby="closed">
            <h2 class="card__title" id="closed">{say(Word::DoorsClosed)}</h2>
            {none}
            <ul class="doors__closed">{lines}</ul>
        </section>
    }
}

/// Where, what, who and when.
fn head(proposal: &Proposal) -> impl IntoView + use<> {
    let lang = use_lang();
    let href = format!("/doors/{}", proposal.change.dwelling());
    let place = format!("{}-{}", proposal.place, proposal.was);
    let by = in_lang(&proposal.by, lang.get_untracked());
    let at = format::moment(proposal.proposed_at);
    let what = proposal.clone();
    let note = (!proposal.note.is_empty()).then(|| view! { <p class="doors__note">{proposal.note.clone()}</p> });
    view! {
        <p class="doors__what">
            <a href=href>{place}</a>
            <strong>{move || door_page::in_words(&what, lang.get())}</strong>
        </p>
        <p class="doors__who">{by} " · " {at}</p>
        {note}
    }
}

fn in_lang(title: &(String, String), lang: Lang) -> String {
    if lang == Lang::Zh { title.0.clone() } else { title.1.clone() }
}

/// One that waits, with what the viewer may do about it.
#[component]
pub fn Waiting(proposal: Proposal, may_decide: bool) -> impl IntoView {
    let head = head(&proposal);
    let (id, is_stale) = (proposal.id, proposal.is_stale);
    let stale = is_stale.then(|| view! { <p role="note" class="doors__stale">{say(Word::DoorStale)}</p> });
    let decide = may_decide.then(|| view! { <Decide proposal=id.to_string() is_stale=is_stale /> });
    let withdraw = proposal.is_own.then(|| {
        view! {
            <form method="post" action="/form/door-withdraw">
                <input type="hidden" name="back" value="/doors" />
                <input type="hidden" name="proposal" value=id.to_string() />
                <Button kind=ButtonKind::Quiet>{say(Word::DoorWithdraw)}</Button>
            </form>
        }
    });
    view! {
        <li class="doors__one" data-proposal=id.to_string()>
            {head}
            {stale}
            <div class="doors__act">
                {decide}
                {withdraw}
            </div>
        </li>
    }
}

#[component]
fn Decide(proposal: String, is_stale: bool) -> impl IntoView {
    let lang = use_lang();
    let refused = Refused::find("door-decide").filter(|refused| refused.value("proposal") == Some(proposal.as_str()));
    let reason = refused.as_ref().and_then(|refused| refused.value("reason")).unwrap_or_default().to_owned();
    let label = Signal::derive(move || Word::DoorRefuseReason.text(lang.get()).to_owned());
    let field = format!("reason-{proposal}");
    let confirm = (!is_stale).then(|| {
        view! {
            <form method="post" action="/form/door-decide">
                <input type="hidden" name="back" value="/doors" />
                <input type="hidden" name="proposal" value=proposal.clone() />
                <Button kind=ButtonKind::Primary name="verdict" value="confirm">
                    {say(Word::DoorConfirm)}
                </Button>
            </form>
        }
    });
    let is_open = refused.is_some();
    view! {
        {confirm}
        <details class="doors__refuse" open=is_open>
            <summary>{say(Word::DoorRefuse)}</summary>
            <form class="form" method="post" action="/form/door-decide">
                <input type="hidden" name="back" value="/doors" />
                <input type="hidden" name="proposal" value=proposal />
                <Field name="reason" id=field label=label value=reason />
                <Button name="verdict" value="refuse">
                    {say(Word::DoorRefuse)}
                </Button>
            </form>
        </details>
    }
}

/// One on which somebody decided.
#[component]
fn Decided(proposal: Proposal) -> impl IntoView {
    let lang = use_lang();
    let head = head(&proposal);
    let (tone, word) = match proposal.state {
        State::Proposed => ("tag", Word::DoorProposed),
        State::Confirmed => ("tag tag--quiet", Word::DoorConfirmed),
        State::Refused => ("tag tag--care", Word::DoorRefused),
        State::Withdrawn => ("tag tag--quiet", Word::DoorWithdrawn),
    };
    let by =
        proposal.decided.map(|(by, at)| format!("{} · {}", in_lang(&by, lang.get_untracked()), format::moment(at)));
    let reason = (!proposal.reason.is_empty()).then(|| view! { <p class="doors__reason">{proposal.reason}</p> });
    view! {
        <li class="doors__one" data-state=proposal.state.slug()>
            {head}
            <p class="doors__who">
                <span class=tone>{say(word)}</span>
                " "
                {by}
            </p>
            {reason}
        </li>
    }
}
