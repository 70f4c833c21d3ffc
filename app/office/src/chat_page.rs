//! `/cases/chat`: 小区群转录. The copied text of a chat group and its pictures are pasted; the answer is the same page with the
//! messages to choose from (`chat_list`), so that nothing of a chat gets into an address. Complete without script.

use std::collections::BTreeMap;

use domain::actor::{Access, Action, access};
use domain::case::Ground;
use domain::id::{CaseId, MediaId};
use leptos::prelude::*;
use leptos_meta::Title;
use service::chat::Chat;
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, ErrorPanel, PictureField};
use wording::Word;

use crate::chat_list::ChatList;
use crate::request;

/// A chat that was read. The server's form routes provide it as a context.
#[derive(Clone, Debug)]
pub struct ChatRead {
    /// The messages.
    pub chat: Chat,
    /// What was typed and chosen.
    pub values: BTreeMap<String, String>,
    /// Pictures that came with it.
    pub pictures: Vec<MediaId>,
    /// What became of each case that was taken in, by the message that it begins with; none before.
    pub results: Vec<(usize, Result<CaseId, AppError>)>,
}

/// How a form names the ground of a message: a door or a building.
pub fn ground_word(ground: Ground) -> String {
    match ground {
        Ground::Dwelling(dwelling) => format!("dwelling-{dwelling}"),
        Ground::Building(building) => format!("building-{building}"),
        Ground::Point(_) | Ground::Area(_) => String::new(),
    }
}

/// Reads [`ground_word`].
pub fn ground_of(word: &str) -> Option<Ground> {
    let (kind, id) = word.split_once('-')?;
    match kind {
        "dwelling" => id.parse().ok().map(Ground::Dwelling),
        "building" => id.parse().ok().map(Ground::Building),
        _ => None,
    }
}

/// The page.
#[component]
pub fn ChatPage() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find() {
            Ok(operation) => view! { <Content operation=operation /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/cases/chat".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::Chat.text(lang.get_untracked()) />
        <main class="page" id="content">
            <h1 class="page__title">{say(Word::Chat)}</h1>
            <p class="page__facts">{say(Word::ChatHint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

fn find() -> Result<String, AppError> {
    let (service, actor) = request::acting()?;
    match access(&actor, Action::ReportCase, actor.area) {
        Access::Granted => {}
        Access::Forbidden => return Err(AppError::Forbidden.answered()),
        Access::Unknown => return Err(AppError::NotFound.answered()),
    }
    Ok(service.draw_operation().map_err(request::answered)?.to_string())
}

#[component]
fn Content(operation: String) -> impl IntoView {
    if let Some(read) = use_context::<ChatRead>() {
        return view! { <ChatList read=read /> }.into_any();
    }
    let done = request::query("done").unwrap_or_default();
    let done: Vec<CaseId> = done.split(',').filter_map(|case| case.parse().ok()).collect();
    let lines = done.iter().map(|case| view! { <li>{taken(*case)}</li> }).collect_view();
    let done = (!done.is_empty()).then(|| {
        view! {
            <section class="card" role="status">
                <h2 class="card__title">{say(Word::ChatDone)}</h2>
                <ul>{lines}</ul>
            </section>
        }
    });
    view! {
        {done}
        <Paste operation=operation />
    }
    .into_any()
}

/// The link to a case that was taken in.
pub(crate) fn taken(case: CaseId) -> impl IntoView {
    view! { <a href=format!("/cases?axis=all&case={case}")>{say(Word::ChatCase)} " " {case.to_string()}</a> }
}

#[component]
fn Paste(operation: String) -> impl IntoView {
    let lang = use_lang();
    let refused = Refused::find("chat");
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).unwrap_or_default().to_owned();
    let operation = Some(typed("operation")).filter(|kept| !kept.is_empty()).unwrap_or(operation);
    let sent = typed("picture").split(',').filter_map(|id| id.trim().parse().ok()).collect();
    let text = typed("chat");
    view! {
        <form class="card form" method="post" action="/form/chat-split" enctype="multipart/form-data">
            {refused.clone().map(Refused::alert)}
            <input type="hidden" name="back" value="/cases/chat" />
            <input type="hidden" name="operation" value=operation />
            <div class="field">
                <label class="field__label" for="chat-text">
                    {say(Word::ChatText)}
                </label>
                <span class="field__hint" id="chat-text-hint">
                    {say(Word::ChatTextHint)}
                </span>
                <textarea
                    class="field__input"
                    id="chat-text"
                    name="chat"
                    rows="10"
                    maxlength="20000"
                    required
                    aria-describedby="chat-text-hint"
                >
                    {text}
                </textarea>
            </div>
            <PictureField label=Signal::derive(move || Word::CasePictureMay.text(lang.get()).to_owned()) sent=sent />
            <Button kind=ButtonKind::Primary>{say(Word::ChatSplit)}</Button>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ground_is_read_as_it_was_written() {
        let dwelling = Ground::Dwelling("990001000000000001".parse().unwrap());
        let building = Ground::Building("990001000000000002".parse().unwrap());

        for ground in [dwelling, building] {
            assert_eq!(ground_of(&ground_word(ground)), Some(ground));
        }
        for word in ["", "dwelling-", "area-990001", "x"] {
            assert_eq!(ground_of(word), None, "{word}");
        }
    }
}
