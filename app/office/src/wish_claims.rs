//! Who serves a wish, who waits and who came, on the community's desk.

use domain::wish::{ClaimState, State};
use leptos::prelude::*;
use service::wish::{ClaimRow, Sheet};
use ui::language::{say, use_lang};
use ui::{Button, ButtonKind, Table, format};
use wording::WishDesk;

use crate::unit_list::Wrong;
use crate::wish_name;

/// The claims of a wish.
#[component]
pub fn Claims(found: Sheet) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: WishDesk| Signal::derive(move || word.text(lang.get()).to_owned());
    let wish = found.wish;
    wish.published_at?;
    let can_miss = found.may_keep && matches!(wish.standing.state, State::Published | State::Done);
    let head = || {
        let columns = [WishDesk::Who, WishDesk::Seats, WishDesk::Brings, WishDesk::State, WishDesk::Since];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let at = (wish.wish.to_string(), wish.version.to_string());
    let rows = found.claims.iter().map(|claim| row(claim, &at, can_miss)).collect::<Vec<_>>();
    let rows = if rows.is_empty() {
        view! { <p>{say(WishDesk::ClaimsNone)}</p> }.into_any()
    } else {
        view! {
            <Table caption=text(WishDesk::Claims) head=head>
                {rows.collect_view()}
            </Table>
        }
        .into_any()
    };
    Some(view! {
        <section class="card" aria-labelledby="wish-claims">
            <h2 class="card__title" id="wish-claims">
                {say(WishDesk::Claims)}
            </h2>
            <Wrong form="wish-no-show" />
            {rows}
        </section>
    })
}

fn row(claim: &ClaimRow, (wish, version): &(String, String), can_miss: bool) -> AnyView {
    let lang = use_lang().get_untracked();
    let label = move |word: WishDesk| word.text(lang);
    let who = [Some(claim.name.clone()), claim.unit.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let minutes = match claim.claim.state {
        ClaimState::Served { minutes } => Some(format!(" {minutes} min")),
        _ => None,
    };
    let miss = (can_miss && claim.claim.state == ClaimState::Held).then(|| {
        view! {
            <form method="post" action="/form/wish-no-show">
                <input type="hidden" name="wish" value=wish.clone() />
                <input type="hidden" name="version" value=version.clone() />
                <input type="hidden" name="account" value=claim.claim.account.to_string() />
                <input type="hidden" name="back" value=format!("/desk/wishes/{wish}") />
                <Button kind=ButtonKind::Quiet>{say(WishDesk::SayNoShow)}</Button>
            </form>
        }
    });
    view! {
        <tr>
            <th scope="row" class="table__main">
                {who}
            </th>
            <td data-label=label(WishDesk::Seats)>{claim.claim.seats}</td>
            <td data-label=label(WishDesk::Brings)>{claim.tools.join("、")}</td>
            <td data-label=label(WishDesk::State)>{say(wish_name::claim(claim.claim.state))} {minutes} {miss}</td>
            <td data-label=label(WishDesk::Since)>{format::moment(claim.claimed_at)}</td>
        </tr>
    }
    .into_any()
}
