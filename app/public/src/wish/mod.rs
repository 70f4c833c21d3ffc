//! Residents' pages of wishes 微心愿: sending one, following it, and the public board. Complete without script; no account, and of
//! nobody else's wish more than the community published.

mod board;
mod card;
mod done;
mod find;
mod follow;
mod form;
mod home;
mod map;
mod one;
mod send;

pub use board::BoardPage;
pub use done::WishDonePage;
pub use find::FindPage;
pub use follow::WishStanding;
pub use home::WishEntry;
pub use map::MapPage;
pub use one::WishPage;
pub use send::SendPage;

use domain::case::Names;
use leptos::prelude::*;
use service::Service;
use ui::error::AppError;
use ui::language::say;
use wording::{Lang, Text};

/// The use cases.
fn service() -> Result<Service, AppError> {
    use_context::<Service>().ok_or_else(|| AppError::Unavailable.answered())
}

/// The name of an office or unit in the page's language.
fn named(names: &Names, lang: Lang) -> String {
    ui::case::names(names, lang).to_owned()
}

/// One fact with its name.
fn fact(word: impl Text, text: impl IntoView + 'static) -> impl IntoView {
    view! {
        <div class="figure">
            <dt class="figure__name">{say(word)}</dt>
            <dd>{text}</dd>
        </div>
    }
}
