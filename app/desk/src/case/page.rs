//! `/cases`: the queue at the left, the chosen case's sheet at the right; on a phone one of them at a time.

use domain::case::{Aims, Kind};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::error::AppError;
use ui::icon::{Glyph, Icon};
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Banner, BannerKind, EmptyState, ErrorPanel, ErrorText, Skeleton, format, later};
use wording::{Phrase, Word};

use super::api::{self, QueueView, SheetView};
use super::bulk_bar::BulkBar;
use super::bulk_result::BulkResult;
use super::context::CaseContext;
use super::filters::{Axes, Filters};
use super::kept::Kept;
use super::keys::Keys;
use super::narrow::{self, Narrow};
use super::news::Announcer;
use super::{queue, sheet};
use crate::address;
use crate::browser::dialog;
use crate::browser::network::use_online;
use crate::top_bar::TopBar;

/// A queue as it came.
pub type Queued = Resource<Result<QueueView, AppError>>;

/// The desk of cases.
#[component]
pub fn CasePage() -> impl IntoView {
    let lang = use_lang();
    let context = CaseContext::new();
    let asked = Memo::new(move |_| context.view.get().queue());
    let queued = Resource::new(
        move || (asked.get(), context.turn()),
        |(asked, _)| {
            let domain::case::Queue { axis, area, light, late_only, supervised_only, category, skip } = asked;
            api::queue(axis, area, light, late_only, supervised_only, category, skip)
        },
    );
    let offered = narrow::offered(context);
    let has_sheet = move || context.view.get().case.is_some();
    view! {
        <Title text=move || Word::Cases.text(lang.get()) />
        <TopBar />
        <main class="page case-desk" class:has-sheet=has_sheet id="content">
            <Head context=context queued=queued />
            <Notices context=context />
            <div class="case-desk__body">
                <section class="case-queue" aria-label=say(Word::CaseQueue)>
                    <Filters context=context queued=queued />
                    <Narrow context=context offered=offered />
                    <Kept context=context offered=offered />
                    <BulkResult context=context />
                    <BulkBar context=context offered=offered />
                    <List context=context queued=queued />
                </section>
                <section class="case-desk__sheet" aria-label=say(Word::CaseSheet)>
                    <SheetPart context=context />
                </section>
            </div>
            <Announcer queued=queued />
        </main>
    }
}

#[component]
fn Head(context: CaseContext, queued: Queued) -> impl IntoView {
    let help = NodeRef::<leptos::html::Dialog>::new();
    // The keys need WebAssembly, and so does their help: until it is awake there is no button for it.
    let hears = RwSignal::new(false);
    let export = move || {
        let area = context.view.get().area.map(|area| format!("&area={area}")).unwrap_or_default();
        format!("/exports/new?list=cases{area}")
    };
    let reporting = later(
        move || async move { queued.await.is_ok_and(|queue| queue.may_report) },
        move |may_report| {
            may_report.then(|| {
                view! {
                    <a class="button button--primary" href="/cases/new">{say(Word::CaseReport)}</a>
                    <a class="button" rel="external" href="/cases/chat">{say(Word::Chat)}</a>
                    <a class="button" rel="external" href=export>{say(Word::ExportTo)}</a>
                }
            })
        },
    );
    view! {
        <header class="case-desk__head">
            <h1 class="page__title">{say(Word::Cases)}</h1>
            <Axes context=context queued=queued />
            <div class="case-desk__tools">
                <Transition fallback=|| ()>{reporting}</Transition>
                <a class="button" rel="external" href=move || context.view.get().printed()>{say(Word::CasePrint)}</a>
                <a class="button" rel="external" href="/works">{say(Word::CaseWorks)}</a>
                <button
                    type="button"
                    class="icon-button"
                    aria-label=say(Word::KeysHelp)
                    title=say(Word::KeysHelp)
                    data-key="?"
                    hidden=move || !hears.get()
                    on:click=move |_| dialog::open(help)
                >
                    <Glyph icon=Icon::Keyboard />
                </button>
            </div>
            <Keys context=context help=help hears=hears />
        </header>
    }
}

/// What the page as a whole has to say: no network, or why the last step was refused.
#[component]
fn Notices(context: CaseContext) -> impl IntoView {
    let online = use_online();
    let posted =
        ["case-step", "case-undo", "case-bulk", "case-bulk-undo", "case-view", "case-view-rename", "case-view-remove"]
            .into_iter()
            .find_map(Refused::find)
            .map(|refused| refused.error);
    let error = Signal::derive(move || context.error().or_else(|| posted.clone()));
    let refusal = move || {
        let error = error.get()?;
        Some(view! { <Banner kind=BannerKind::Warning><ErrorText error=Signal::stored(error) /></Banner> })
    };
    view! {
        <div class="case-desk__notices">
            <Show when=move || !online.get()>
                <Banner kind=BannerKind::Warning>{say(Word::Offline)}</Banner>
            </Show>
            {refusal}
        </div>
    }
}

/// The list; what came last stays, marked, while the server does not answer.
#[component]
fn List(context: CaseContext, queued: Queued) -> impl IntoView {
    let here = address::use_here();
    let last = StoredValue::new(None::<QueueView>);
    let show = later(
        move || async move { queued.await },
        move |loaded| match loaded {
            Ok(found) => {
                last.set_value(Some(found.clone()));
                queue::list(found, context, false).into_any()
            }
            Err(error) => {
                if let Some(found) = last.get_value().filter(|_| error.is_passing()) {
                    return stale(found, context).into_any();
                }
                let retry = Callback::new(move |()| queued.refetch());
                view! { <ErrorPanel error=Signal::stored(error) retry_href=here retry=retry /> }.into_any()
            }
        },
    );
    view! { <Transition fallback=|| view! { <Skeleton lines=8 /> }>{show}</Transition> }
}

fn stale(found: QueueView, context: CaseContext) -> impl IntoView {
    let lang = use_lang();
    let time = format::time(found.now);
    let text = move || Phrase::CaseStaleSince { time: &time }.text(lang.get());
    view! {
        <Banner kind=BannerKind::Warning>{text}</Banner>
        {queue::list(found, context, true)}
    }
}

/// What the sheet is made of: the case, what its open form offers, and whose form that is.
type Opened = (Result<Option<SheetView>, AppError>, Result<Aims, AppError>, Option<Kind>);

/// Whether a step's form chooses from what is asked for.
fn needs_aims(step: Kind) -> bool {
    let aims = [Kind::PassOn, Kind::PassDown, Kind::Whistle, Kind::Merge, Kind::Amend];
    aims.contains(&step)
}

#[component]
fn SheetPart(context: CaseContext) -> impl IntoView {
    let here = address::use_here();
    let chosen = Memo::new(move |_| context.view.get().case);
    let step = Memo::new(move |_| context.view.get().step);
    let loaded = Resource::new(
        move || (chosen.get(), context.turn()),
        |(chosen, _)| async move {
            match chosen {
                Some(case) => api::sheet(case).await.map(Some),
                None => Ok(None),
            }
        },
    );
    let aims = Resource::new(
        move || (chosen.get(), step.get()),
        |(chosen, step)| async move {
            match (chosen, step) {
                (Some(case), Some(step)) if needs_aims(step) => api::aims(case).await,
                _ => Ok(Aims::default()),
            }
        },
    );
    let show = later(
        move || {
            let step = step.get();
            async move { (loaded.await, aims.await, step) }
        },
        move |(loaded, aims, step): Opened| match loaded {
            Ok(Some(loaded)) => sheet::sheet(loaded, aims.unwrap_or_default(), step, context).into_any(),
            Ok(None) => nothing_chosen().into_any(),
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href=here /> }.into_any(),
        },
    );
    view! { <Transition fallback=|| view! { <Skeleton lines=12 /> }>{show}</Transition> }
}

fn nothing_chosen() -> impl IntoView {
    let lang = use_lang();
    let title = Signal::derive(move || Word::CaseChoose.text(lang.get()).to_owned());
    let hint = Signal::derive(move || Word::CaseChooseHint.text(lang.get()).to_owned());
    view! { <EmptyState title=title hint=hint icon=Icon::List /> }
}
