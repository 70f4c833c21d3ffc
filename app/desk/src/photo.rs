//! Photos on the pages of people and households: a strip that leads to the page where they are added and taken away.

use domain::photo::PhotoLine;
use leptos::prelude::*;
use ui::language::{say, use_lang};
use ui::{LinkButton, name};
use wording::Word;

/// Photos as small pictures; a document's stays hidden here.
pub fn strip(lines: &[PhotoLine], manage: String) -> impl IntoView + use<> {
    let pictures = lines.iter().cloned().map(one).collect_view();
    let none = lines.is_empty().then(|| view! { <p class="card__quiet">{say(Word::PhotoNone)}</p> });
    view! {
        <section class="card">
            <h2 class="card__title">{say(Word::Photos)}</h2>
            <ul class="photos photos--strip">{pictures}</ul>
            {none}
            <LinkButton href=manage rel="external">
                {say(Word::PhotosManage)}
            </LinkButton>
        </section>
    }
}

fn one(line: PhotoLine) -> impl IntoView {
    let lang = use_lang();
    if line.kind.is_masked() {
        return view! { <li class="photos__hidden">{say(Word::PhotoHidden)}</li> }.into_any();
    }
    let whole = format!("/photo/{}", line.photo);
    let small = format!("{whole}?small=1");
    let alt = move || {
        let kind = name::photo_kind(line.kind).text(lang.get());
        if line.caption.is_empty() { kind.to_owned() } else { format!("{kind}：{}", line.caption) }
    };
    view! {
        <li>
            <a class="photos__picture" href=whole rel="external">
                <img src=small alt=alt loading="lazy" />
            </a>
        </li>
    }
    .into_any()
}
