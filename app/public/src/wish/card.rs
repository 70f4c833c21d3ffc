//! A wish in a list, as anybody may read it, and the button that says the same.

use domain::id::WishId;
use leptos::prelude::*;
use service::wish::PublicRow;
use ui::format;
use ui::language::{say, use_lang};
use ui::wish::{self, KindGlyph};
use wording::Lang;
use wording::public::WishWord;

/// 我也有这个心愿 +1.
#[component]
pub fn PlusOne(
    wish: WishId,
    /// The element that says which wish it is.
    described: String,
) -> impl IntoView {
    view! {
        <form method="post" action=format!("/wishes/{wish}/support")>
            <button class="button" type="submit" aria-describedby=described>
                {say(WishWord::PlusOne)}
            </button>
        </form>
    }
}

/// When it is: on one day, both times of it.
pub fn times(row: &PublicRow) -> String {
    let (from, until) = (format::moment(row.starts_at), format::moment(row.ends_at));
    match until.strip_prefix(&from[..10]) {
        Some(time) => format!("{from}–{}", time.trim()),
        None => format!("{from} – {until}"),
    }
}

/// Places in words and as a bar: what is taken, of how many, and whether one can still come.
#[component]
pub fn Places(slots: u8, taken: u16, waiting: u16) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let free = u16::from(slots).saturating_sub(taken);
    let mut text = format!("{taken} / {slots} · ");
    if free > 0 {
        text.push_str(&counted(WishWord::PlacesFree, u64::from(free), lang));
    } else {
        text.push_str(WishWord::PlacesFull.text(lang));
    }
    if waiting > 0 {
        text.push_str(" · ");
        text.push_str(&counted(WishWord::PlacesWaiting, u64::from(waiting), lang));
    }
    view! {
        <span class="wish-places">
            <meter min="0" max=slots.to_string() value=taken.to_string() aria-label=WishWord::Places.text(lang)></meter>
            " "
            <span>{text}</span>
        </span>
    }
}

/// A word with its count, the way either language counts.
fn counted(word: WishWord, count: u64, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{} {count} 人", word.text(lang)),
        Lang::En => format!("{count} {}", word.text(lang)),
    }
}

/// How many wish for it too; nothing where nobody does.
pub fn supporters(count: i32, lang: Lang) -> Option<String> {
    (count > 0).then(|| format!("{count} {}", WishWord::Supporters.text(lang)))
}

/// A wish that looks for helpers.
#[component]
pub fn WishCard(row: PublicRow) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let tools = if row.tools.is_empty() { WishWord::ToolsNone.text(lang).to_owned() } else { row.tools.join("、") };
    let when = times(&row);
    view! {
        <li class="public__card" data-wish=row.wish.to_string()>
            <p class="public__note">
                <KindGlyph kind=row.kind />
                " "
                {say(wish::kind(row.kind))}
                " · "
                {row.community.1}
            </p>
            <h3>
                <a href=format!("/wishes/{}", row.wish)>{row.title}</a>
            </h3>
            <p>{when}</p>
            <Places slots=row.slots taken=row.taken waiting=row.waiting />
            <p class="public__note">{say(WishWord::Tools)} "：" {tools}</p>
            {supporters(row.supporters, lang).map(|text| view! { <p class="public__note">{text}</p> })}
        </li>
    }
}
