//! The form of a resident's wish: open wishes nearby first, then photo, kind, words, and how to be reached.

use domain::case::Ground;
use domain::wish::Kind;
use leptos::prelude::*;
use service::report::Form;
use service::wish::PublicRow;
use ui::error::AppError;
use ui::gate::GateFields;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::wish::{self, KindGlyph};
use ui::{Button, ButtonKind, ErrorText};
use wording::public::WishWord;

use super::card::PlusOne;
use super::send::BASE;
use crate::place::{address, place_fields, trail};
use crate::report_photo::ReportPhotos;

/// The page of a place.
#[component]
pub fn WishForm(form: Form, near: Vec<PublicRow>) -> impl IntoView {
    let Form { ground, place, path, operation, ticket, .. } = form;
    view! {
        {trail(&path, BASE)}
        <p class="report__place">{place}</p>
        <Near near=near />
        <Fields ground=ground drawn=(operation.to_string(), ticket) />
    }
}

/// What others wish for nearby: one tap says the same.
#[component]
fn Near(near: Vec<PublicRow>) -> impl IntoView {
    if near.is_empty() {
        return ().into_any();
    }
    let lines = near.into_iter().map(|row| {
        let described = format!("near-{}", row.wish);
        view! {
            <li class="report__line" data-wish=row.wish.to_string()>
                <span id=described.clone()>
                    <KindGlyph kind=row.kind />
                    " "
                    <a href=format!("/wishes/{}", row.wish)>
                        <strong>{row.title}</strong>
                    </a>
                    " · "
                    {row.community.1}
                </span>
                <PlusOne wish=row.wish described=described />
            </li>
        }
    });
    let lines = lines.collect_view();
    view! {
        <section class="report__known" aria-labelledby="near">
            <h2 class="report__heading" id="near">
                {say(WishWord::Nearby)}
            </h2>
            <p class="public__note">{say(WishWord::NearbyHint)}</p>
            <ul class="report__lines">{lines}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Fields(ground: Ground, drawn: (String, String)) -> impl IntoView {
    let refused = Refused::find("wish");
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).unwrap_or_default().to_owned();
    // A form that was refused keeps number and ticket: sent again, it is still the same wish.
    let kept = (typed("operation"), typed("ticket"));
    let (operation, ticket) = if kept.0.is_empty() || kept.1.is_empty() { drawn } else { kept };
    let sent = typed("picture").split(',').filter(|token| !token.is_empty()).map(str::to_owned).collect();
    view! {
        <form class="form report__form" method="post" action=BASE enctype="multipart/form-data">
            {refused.as_ref().map(alert)}
            <input type="hidden" name="operation" value=operation />
            <input type="hidden" name="back" value=address(BASE, ground) />
            {place_fields(ground)}
            <ReportPhotos sent=sent />
            <Kinds chosen=typed("kind") />
            <div class="field">
                <label class="field__label" for="wish-words">
                    {say(WishWord::Words)}
                </label>
                <span class="field__hint" id="wish-words-hint">
                    {say(WishWord::WordsHint)}
                </span>
                <textarea
                    class="field__input"
                    id="wish-words"
                    name="words"
                    rows="3"
                    maxlength="500"
                    aria-required="true"
                    aria-describedby="wish-words-hint"
                >
                    {typed("words")}
                </textarea>
            </div>
            <GateFields ticket=ticket />
            <Contact phone=typed("phone") name=typed("caller") door=typed("door") />
            <Button kind=ButtonKind::Primary>{say(WishWord::Submit)}</Button>
        </form>
    }
}

/// Kinds as cards: a picture, a word, one choice.
#[component]
fn Kinds(chosen: String) -> impl IntoView {
    let cards = Kind::ALL.into_iter().map(|(kind, slug)| {
        view! {
            <label class="wish-kind">
                <input type="radio" name="kind" value=slug checked=slug == chosen />
                <KindGlyph kind=kind />
                <span>{say(wish::kind(kind))}</span>
            </label>
        }
    });
    view! {
        <fieldset class="wish-kinds">
            <legend class="field__label">{say(WishWord::Kind)}</legend>
            {cards.collect_view()}
        </fieldset>
    }
}

/// How they are reached: nothing of it is needed, and who reads it is said.
#[component]
fn Contact(phone: String, name: String, door: String) -> impl IntoView {
    let lang = use_lang().get_untracked();
    view! {
        <fieldset class="report__contact" aria-label=WishWord::Contact.text(lang)>
            <div class="field">
                <label class="field__label" for="wish-phone">
                    {say(WishWord::Phone)}
                </label>
                <span class="field__hint" id="wish-phone-hint">
                    {say(WishWord::PhoneHint)}
                </span>
                <input
                    class="field__input"
                    id="wish-phone"
                    type="tel"
                    name="phone"
                    autocomplete="tel"
                    value=phone
                    aria-describedby="wish-phone-hint"
                />
            </div>
            <div class="field">
                <label class="field__label" for="wish-caller">
                    {say(WishWord::Name)}
                </label>
                <input
                    class="field__input"
                    id="wish-caller"
                    type="text"
                    name="caller"
                    maxlength="40"
                    autocomplete="name"
                    value=name
                />
            </div>
            <div class="field">
                <label class="field__label" for="wish-door">
                    {say(WishWord::Door)}
                </label>
                <span class="field__hint" id="wish-door-hint">
                    {say(WishWord::DoorHint)}
                </span>
                <input
                    class="field__input"
                    id="wish-door"
                    type="text"
                    name="door"
                    maxlength="60"
                    autocomplete="off"
                    value=door
                    aria-describedby="wish-door-hint"
                />
            </div>
        </fieldset>
    }
}

/// What was wrong, in the words of this form.
fn alert(refused: &Refused) -> AnyView {
    let is_empty = refused.value("words").unwrap_or_default().trim().is_empty();
    let word = match &refused.error {
        AppError::Invalid { field } => match field.as_str() {
            "kind" => Some(WishWord::MissingKind),
            "words" if is_empty => Some(WishWord::MissingWords),
            "words" => Some(WishWord::LongWords),
            "phone" => Some(WishWord::WrongPhone),
            "caller" => Some(WishWord::WrongName),
            "door" => Some(WishWord::LongDoor),
            "area" | "ground" | "building" | "lon" | "lat" => Some(WishWord::WrongPlace),
            _ => None,
        },
        _ => None,
    };
    let said = match word {
        Some(word) => say(word).into_any(),
        None => view! { <ErrorText error=Signal::stored(refused.error.clone()) /> }.into_any(),
    };
    view! {
        <div class="form__error" role="alert">
            {said}
        </div>
    }
    .into_any()
}
