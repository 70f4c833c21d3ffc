//! The way to wishes on the first page: what they are, how many are open, and how many came true.

use leptos::prelude::*;
use service::Service;
use service::wish::{Totals, totals};
use ui::icon::Icon;
use ui::language::say;
use ui::{ButtonKind, LinkButton, format};
use wording::public::WishWord;

use super::fact;

/// The section of the first page.
#[component]
pub fn WishEntry() -> impl IntoView {
    // Without its numbers the way in still stands there.
    let numbers = Suspend::new(async move { find().await.map(numbers) });
    view! {
        <section class="public__totals" aria-labelledby="wishes-title">
            <h2 class="public__heading" id="wishes-title">
                {say(WishWord::HomeTitle)}
            </h2>
            <p class="public__lead">{say(WishWord::HomeHint)}</p>
            <div class="public__ways">
                <LinkButton href="/wish".to_owned() kind=ButtonKind::Primary icon=Icon::Plus>
                    {say(WishWord::Send)}
                </LinkButton>
                <LinkButton href="/wishes".to_owned() icon=Icon::List>
                    {say(WishWord::Board)}
                </LinkButton>
                <LinkButton href="/t".to_owned() icon=Icon::Search>
                    {say(WishWord::FindTitle)}
                </LinkButton>
            </div>
            <Suspense fallback=|| ()>{numbers}</Suspense>
        </section>
    }
}

async fn find() -> Option<Totals> {
    totals(&use_context::<Service>()?).await.ok()
}

fn numbers(totals: Totals) -> impl IntoView {
    let fulfilled = format!("{} / {}", format::number(totals.fulfilled), format::number(totals.published));
    view! {
        <dl class="figures figures--wide">
            {fact(WishWord::TotalOpen, format::number(totals.open))} {fact(WishWord::TotalFulfilled, fulfilled)}
        </dl>
    }
}
