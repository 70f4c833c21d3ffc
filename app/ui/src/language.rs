//! The language of the page, as a context, and the short way to write its texts in a view.

use leptos::prelude::*;
use wording::{Lang, Text};

/// The language of everything below.
#[derive(Clone, Copy)]
struct CurrentLang(Signal<Lang>);

/// Sets the language of everything below.
pub fn provide_lang(lang: Signal<Lang>) {
    provide_context(CurrentLang(lang));
}

/// The language of the page; Chinese where nobody has set one.
pub fn use_lang() -> Signal<Lang> {
    use_context::<CurrentLang>().map_or_else(|| Signal::stored(Lang::default()), |current| current.0)
}

/// A text that follows the page's language: `<h2>{say(Word::Legend)}</h2>`.
pub fn say(word: impl Text) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
    let lang = use_lang();
    move || word.text(lang.get())
}
