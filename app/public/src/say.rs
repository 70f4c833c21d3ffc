//! Words of the residents' pages in a language that only these are prepared for, each piece marked with its `lang`; Chinese where there
//! is none.

use leptos::prelude::*;
use ui::language::{say, use_lang};
use ui::reading::Reading;
use wording::public::{Tongue, Tongued};

/// The language that was chosen beside Chinese and English.
pub fn tongue() -> Option<Tongue> {
    use_context::<Reading>().and_then(|reading| reading.tongue)
}

/// A label, a button's words: Mongolian, which runs from top to bottom, is not among them.
pub fn word(text: impl Tongued) -> AnyView {
    match tongue().filter(|tongue| *tongue != Tongue::Mn).and_then(|tongue| Some((tongue, text.in_tongue(tongue)?))) {
        Some((tongue, said)) => view! { <span lang=tongue.tag()>{said}</span> }.into_any(),
        None => say(text).into_any(),
    }
}

/// A page's title. Mongolian stands before the Chinese one, as a block of its own.
pub fn title(text: impl Tongued) -> AnyView {
    let Some((tongue, said)) = tongue().and_then(|tongue| Some((tongue, text.in_tongue(tongue)?))) else {
        return say(text).into_any();
    };
    if tongue != Tongue::Mn {
        return view! { <span lang=tongue.tag()>{said}</span> }.into_any();
    }
    let lang = use_lang().get_untracked();
    view! {
        <span class="tongue-upright" lang=tongue.tag()>
            {said}
        </span>
        <span lang="zh-CN">{text.text(lang)}</span>
    }
    .into_any()
}
