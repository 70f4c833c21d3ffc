//! Wishes on the command screen: how many look for helpers, wait for the community, and came true. Each number opens its list.

use domain::screen::Board;
use leptos::prelude::*;
use ui::format;
use ui::language::say;
use wording::Word;

/// The area's wishes.
pub fn wishes(board: &Board) -> impl IntoView + use<> {
    let (area, counts) = (board.area, board.wishes);
    let desk = board.sees_people;
    let list = move |list: &str| {
        if desk { format!("/desk/wishes?area={area}&list={list}") } else { format!("/wishes?area={area}") }
    };
    let figures = [
        (Word::ScreenWishesOpen, counts.open, list("published")),
        (Word::ScreenWishesProposed, counts.proposed, list("proposed")),
        (Word::ScreenWishesFulfilled, counts.fulfilled, format!("/wishes?area={area}#wall")),
    ];
    let figures = figures.map(|(word, count, href)| {
        view! {
            <div class="screen-figure">
                <dt>{say(word)}</dt>
                <dd>
                    <a href=href rel="external">{format::number(count)}</a>
                </dd>
            </div>
        }
    });
    view! {
        <section class="screen-panel" aria-labelledby="screen-wishes">
            <h2 class="screen-panel__title" id="screen-wishes">{say(Word::ScreenWishes)}</h2>
            <dl class="screen-figures">{figures.into_iter().collect_view()}</dl>
        </section>
    }
}
