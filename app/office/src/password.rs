//! `/password`: a new password of one's own; after a one-time password nothing else is possible.

use leptos::prelude::*;
use leptos_meta::Title;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Banner, BannerKind, Button, ButtonKind, Field};
use wording::Word;

use crate::request;

/// The current password and the new one, twice.
#[component]
pub fn PasswordPage() -> impl IntoView {
    let lang = use_lang();
    let refused = Refused::find("password");
    let label = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let first = request::query("first").is_some();
    let next = request::next();
    let back = if first { "/password?first=1" } else { "/password" };
    view! {
        <Title text=format!("{} · {}", Word::ChangePassword.text(lang.get_untracked()), Word::Product.text(lang.get_untracked())) />
        <main class="page page--narrow" id="content">
            <h1 class="page__title">{say(Word::ChangePassword)}</h1>
            {first.then(|| view! { <Banner kind=BannerKind::Info>{say(Word::ChangePasswordFirst)}</Banner> })}
            <form class="form card" method="post" action="/password">
                {refused
                    .map(Refused::alert)}
                <input type="hidden" name="next" value=next />
                <input type="hidden" name="back" value=back />
                <Field
                    name="current"
                    label=label(Word::CurrentPassword)
                    kind="password"
                    autocomplete="current-password"
                />
                <Field
                    name="new"
                    label=label(Word::NewPassword)
                    kind="password"
                    hint=label(Word::NewPasswordHint)
                    autocomplete="new-password"
                />
                <Field name="again" label=label(Word::RepeatPassword) kind="password" autocomplete="new-password" />
                <Button kind=ButtonKind::Primary>{say(Word::SavePassword)}</Button>
            </form>
        </main>
    }
}
