//! A secret, shown on the page that answers the form which made it and nowhere else.

use leptos::prelude::*;
use ui::language::say;
use ui::{Banner, BannerKind};
use wording::Word;

/// What the answering page has to tell once. The server's form routes provide it as a context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// An account's one-time password.
    Password {
        /// The account's login name.
        login: String,
        /// The password.
        password: String,
    },
    /// The recovery codes of a second factor.
    Codes {
        /// All of them.
        codes: Vec<String>,
    },
    /// The address that opens a wall screen.
    Wall {
        /// The path with its token; the page puts the site's name before it.
        address: String,
    },
    /// What a webhook's receiver checks signatures with.
    Secret {
        /// The secret.
        secret: String,
    },
    /// What a client of Open311 posts with.
    Key {
        /// The key.
        key: String,
    },
}

/// The secret, if this page has one to tell.
#[component]
pub fn Issued() -> impl IntoView {
    let lines = |told: Told| match told {
        Told::Password { login, password } => (
            vec![(Word::LoginName, "", login), (Word::OneTimePassword, "issued__password", password)],
            Word::OneTimePasswordHint,
        ),
        Told::Codes { codes } => {
            let lines = codes.into_iter().map(|code| (Word::TotpRecoveryCode, "issued__password", code));
            (lines.collect(), Word::TotpRecoveryHint)
        }
        Told::Key { key } => (vec![(Word::ClientKey, "issued__password", key)], Word::ClientKeyHint),
        Told::Secret { secret } => (vec![(Word::WebhookSecret, "issued__password", secret)], Word::WebhookSecretHint),
        Told::Wall { address } => (vec![(Word::WallAddress, "issued__password", address)], Word::WallAddressHint),
    };
    use_context::<Told>().map(lines).map(|(lines, hint)| {
        let lines = lines.into_iter().map(|(word, class, text)| {
            view! {
                <dt>{say(word)}</dt>
                <dd>
                    <code class=class>{text}</code>
                </dd>
            }
        });
        let lines = lines.collect_view();
        view! {
            <Banner kind=BannerKind::Info>
                <dl class="issued">{lines}</dl>
                <p>{say(hint)}</p>
            </Banner>
        }
    })
}
