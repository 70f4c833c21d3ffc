//! A one-time password, shown on the page that answers the form which made it and nowhere else.

use leptos::prelude::*;
use ui::language::say;
use ui::{Banner, BannerKind};
use wording::Word;

/// What the answering page has to tell once. The server's form routes provide it as a context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The account's login name.
    pub login: String,
    /// Its one-time password.
    pub password: String,
}

/// The password, if this page has one to tell.
#[component]
pub fn Issued() -> impl IntoView {
    use_context::<Told>().map(|told| {
        view! {
            <Banner kind=BannerKind::Info>
                <dl class="issued">
                    <dt>{say(Word::LoginName)}</dt>
                    <dd>
                        <code>{told.login}</code>
                    </dd>
                    <dt>{say(Word::OneTimePassword)}</dt>
                    <dd>
                        <code class="issued__password">{told.password}</code>
                    </dd>
                </dl>
                <p>{say(Word::OneTimePasswordHint)}</p>
            </Banner>
        }
    })
}
