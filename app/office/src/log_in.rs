//! `/login`: the way in, and the demo accounts of a city of made-up people.

use leptos::prelude::*;
use leptos_meta::Title;
use service::Service;
use service::session::{DEMO_PASSWORD, DemoAccount, demo_accounts};
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::script::{self, Script};
use ui::{Button, ButtonKind, Field, name};
use wording::{Lang, Word};

use crate::request;

/// The city's identity provider, when people log in with one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityProvider {
    /// The provider, as it calls itself.
    pub issuer: String,
    /// What stands on the button.
    pub label: String,
}

/// Name and password.
#[component]
pub fn LogInPage() -> impl IntoView {
    let lang = use_lang();
    let next = request::next();
    let demo = {
        let next = next.clone();
        Suspend::new(async move {
            let found = match use_context::<Service>() {
                Some(service) => demo_accounts(&service).await.unwrap_or_default(),
                None => Vec::new(),
            };
            (!found.is_empty()).then(|| view! { <Demo accounts=found next=next /> })
        })
    };
    view! {
        <Title text=format!("{} · {}", Word::LogInTitle.text(lang.get_untracked()), Word::Product.text(lang.get_untracked())) />
        <main class="page page--narrow" id="content">
            <h1 class="page__title">{say(Word::LogInTitle)}</h1>
            {failure()}
            <LogInForm next=next.clone() />
            {provider(&next)}
            <Suspense fallback=|| ()>{demo}</Suspense>
        </main>
        // A phone keeps nothing for looking up once nobody is logged in.
        <Script name=script::FIELD_STORE />
        <Script name=script::FIELD_WIPE />
    }
}

/// Why somebody is back from the identity provider.
fn failure() -> Option<impl IntoView> {
    let word = match request::query("oidc")?.as_str() {
        "unreachable" => Word::OidcUnreachable,
        "unlinked" => Word::OidcUnlinked,
        _ => Word::OidcRefused,
    };
    Some(view! {
        <p class="form__error" role="alert">
            {say(word)}
        </p>
    })
}

fn provider(next: &str) -> Option<impl IntoView + use<>> {
    let provider = use_context::<IdentityProvider>()?;
    let href = format!("/login/oidc?next={}", escape(next));
    Some(view! {
        <p class="card">
            <a class="button" href=href rel="external">
                {provider.label}
            </a>
        </p>
    })
}

#[component]
fn LogInForm(next: String) -> impl IntoView {
    let lang = use_lang();
    let refused = Refused::find("login");
    let login = refused.as_ref().and_then(|refused| refused.value("login")).unwrap_or_default().to_owned();
    let label = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let back = format!("/login?next={}", escape(&next));
    view! {
        <form class="form card" method="post" action="/login">
            {refused
                .map(Refused::alert)}
            <input type="hidden" name="next" value=next />
            <input type="hidden" name="back" value=back />
            <Field name="login" label=label(Word::LoginName) value=login autocomplete="username" />
            <Field name="password" label=label(Word::PasswordWord) kind="password" autocomplete="current-password" />
            <Button kind=ButtonKind::Primary icon=Icon::Person>{say(Word::LogIn)}</Button>
            <p class="form__hint">{say(Word::LogInHint)}</p>
        </form>
    }
}

#[component]
fn Demo(accounts: Vec<DemoAccount>, next: String) -> impl IntoView {
    let lang = use_lang();
    let row = move |account: DemoAccount| {
        let title = match lang.get_untracked() {
            Lang::Zh => account.post.title_zh,
            Lang::En => account.post.title_en,
        };
        view! {
            <li class="demo__item">
                <form method="post" action="/login" class="demo__form" data-role=account.post.role.slug()>
                    <input type="hidden" name="login" value=account.login.clone() />
                    <input type="hidden" name="password" value=DEMO_PASSWORD />
                    <input type="hidden" name="next" value=next.clone() />
                    <span class="demo__who">
                        <strong>{title}</strong>
                        <span class="demo__role">{say(name::role(account.post.role))}</span>
                        <code>{account.login}</code>
                    </span>
                    <Button>{say(Word::EnterAs)}</Button>
                </form>
            </li>
        }
    };
    view! {
        <section class="card" aria-labelledby="demo">
            <h2 class="card__title" id="demo">
                {say(Word::DemoAccounts)}
            </h2>
            <p>{say(Word::DemoAccountsHint)} " " <code>{DEMO_PASSWORD}</code></p>
            <ul class="demo">{accounts.into_iter().map(row).collect_view()}</ul>
        </section>
    }
}

/// A path as a parameter's value.
fn escape(path: &str) -> String {
    path.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}
