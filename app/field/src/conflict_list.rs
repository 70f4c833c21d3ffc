//! `/m/conflicts`: changes that were made without sight of somebody else's. Both sides, who and when, and a button for each.

use leptos::prelude::*;
use leptos_meta::Title;
use service::conflict::{Open, Said, list};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, EmptyState, ErrorPanel, fault, format};
use wording::field::OutboxWord;
use wording::{Lang, Word};

use crate::request;

/// The inbox.
#[component]
pub fn ConflictList() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok(open) => view! { <Content open=open /> }.into_any(),
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href="/m".to_owned() /> }.into_any(),
        }
    });
    view! {
        <Title text=OutboxWord::Conflicts.text(lang.get_untracked()) />
        <main class="phone" id="content" data-not-kept="">
            <h1 class="phone__title">{say(OutboxWord::Conflicts)}</h1>
            <p class="phone__quiet">{say(OutboxWord::ConflictsHint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

/// Each conflict with the number of the operation that decides it.
async fn find() -> Result<Vec<(Open, String)>, AppError> {
    let (service, actor) = request::acting()?;
    let open = list(&service, &actor).await.map_err(request::answered)?;
    let drawn = open.into_iter().map(|one| Ok((one, service.draw_operation()?.to_string())));
    drawn.collect::<Result<_, _>>().map_err(request::answered)
}

#[component]
fn Content(open: Vec<(Open, String)>) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: OutboxWord| Signal::derive(move || word.text(lang.get()).to_owned());
    let error = Refused::find("conflict").map(Refused::alert);
    let lines = if open.is_empty() {
        let (title, hint) = (text(OutboxWord::NoConflicts), text(OutboxWord::NoConflictsHint));
        view! { <EmptyState title=title hint=hint icon=Icon::Check /> }.into_any()
    } else {
        let lines = open.into_iter().map(|(one, operation)| view! { <One open=one operation=operation /> });
        view! { <ul class="conflicts">{lines.collect_view()}</ul> }.into_any()
    };
    view! {
        {error}
        {lines}
    }
}

fn title((zh, en): (String, String), lang: Lang) -> String {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

fn side(said: Said, lang: Lang) -> String {
    match said {
        Said::Text(text) => text,
        Said::Word(zh, en) => title((zh, en), lang),
        Said::Elsewhere => Word::PartyElsewhere.text(lang).to_owned(),
    }
}

/// What a side that says nothing means: the late one takes the value away, the file has none.
fn nothing(field: &str, lang: Lang) -> [&'static str; 2] {
    if field == "phone" {
        [OutboxWord::TakesNumberAway, OutboxWord::NoPhone].map(|word| word.text(lang))
    } else {
        [OutboxWord::TakesValueAway.text(lang), Word::NotFilled.text(lang)]
    }
}

#[component]
fn One(open: Open, operation: String) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let Open { id, name, field, mine, is_own, mine_by, made_at, theirs, theirs_by, base, .. } = open;
    let [taken_away, not_filled] = nothing(&field, lang);
    let shown = |said: Option<Said>, none: &str| said.map_or_else(|| none.to_owned(), |said| side(said, lang));
    let by = if is_own { OutboxWord::ByYou.text(lang).to_owned() } else { title(mine_by, lang) };
    let theirs_by = theirs_by.map(|(by, at)| format!("{} · {}", title(by, lang), format::minute(at)));
    view! {
        <li class="conflicts__one" data-conflict=id.to_string() data-field=field.clone()>
            <h2 class="phone__part">{name} " · " {say(fault::field(&field))}</h2>
            <dl class="conflicts__sides">
                <dt>{say(OutboxWord::SideMine)}</dt>
                <dd>
                    <strong>{shown(mine, taken_away)}</strong>
                    <span>{format!("{by} · {}", format::minute(made_at))}</span>
                </dd>
                <dt>{say(OutboxWord::SideTheirs)}</dt>
                <dd>
                    <strong>{shown(theirs, not_filled)}</strong>
                    <span>{theirs_by}</span>
                </dd>
            </dl>
            <form class="outbox-acts" method="post" action="/m/conflict">
                <input type="hidden" name="operation" value=operation />
                <input type="hidden" name="conflict" value=id.to_string() />
                <input type="hidden" name="base" value=base />
                <input type="hidden" name="back" value="/m/conflicts" />
                <Button name="side" value="mine">{say(OutboxWord::KeepMine)}</Button>
                <Button kind=ButtonKind::Primary name="side" value="theirs">{say(OutboxWord::KeepTheirs)}</Button>
            </form>
        </li>
    }
}
