//! `/t`: a wish is found by its number and the last four digits of its sender's telephone. Posted, so that neither is in an address.

use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind};
use wording::public::WishWord;

/// The page.
#[component]
pub fn FindPage() -> impl IntoView {
    let lang = use_lang();
    let refused = Refused::find("find");
    // The digits are not shown again: whoever looks over a shoulder learns nothing.
    let number = refused.as_ref().and_then(|refused| refused.value("wish")).unwrap_or_default().to_owned();
    let said = refused.map(|refused| {
        let word = if refused.error == AppError::TooMany { WishWord::FindMany } else { WishWord::FindNone };
        view! {
            <p class="form__error" role="alert">
                {say(word)}
            </p>
        }
    });
    view! {
        <Title text=WishWord::FindTitle.text(lang.get_untracked()) />
        <Meta name="robots" content="noindex" />
        <main class="public report" id="content">
            <h1 class="public__heading">{say(WishWord::FindTitle)}</h1>
            <p class="public__lead">{say(WishWord::FindHint)}</p>
            <form class="form report__form" method="post" action="/t" autocomplete="off">
                {said}
                <div class="field">
                    <label class="field__label" for="find-wish">
                        {say(WishWord::Number)}
                    </label>
                    <input class="field__input" id="find-wish" type="text" name="wish" inputmode="numeric" maxlength="24" value=number />
                </div>
                <div class="field">
                    <label class="field__label" for="find-tail">
                        {say(WishWord::FindTail)}
                    </label>
                    <input class="field__input" id="find-tail" type="text" name="tail" inputmode="numeric" maxlength="4" />
                </div>
                <Button kind=ButtonKind::Primary>{say(WishWord::Find)}</Button>
            </form>
        </main>
    }
}
