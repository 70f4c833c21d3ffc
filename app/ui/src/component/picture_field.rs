//! Pictures that a form brings along: files without script; with it they are made smaller and sent as soon as they are chosen, or say when
//! and where they were taken.

use domain::id::MediaId;
use domain::media::MOST_PER_STEP;
use leptos::prelude::*;
use wording::Word;

use crate::language::use_lang;
use crate::script::{PICTURE_FIELD, Script};

/// A field of pictures. Its form is sent as `multipart/form-data` with the files `photo`; with script with the ids `picture` of what
/// was sent before (`public/picture-field.js`).
#[component]
pub fn PictureField(
    /// What to show on them.
    #[prop(into)]
    label: Signal<String>,
    /// The number of the form (`Service::draw_operation`); none when the form has its field `operation` already.
    #[prop(optional, into)]
    operation: Option<String>,
    /// What was sent before and comes back with a form that was refused.
    #[prop(optional)]
    sent: Vec<MediaId>,
    /// How many at most.
    #[prop(default = MOST_PER_STEP)]
    most: usize,
    /// What is wrong with them.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let lang = use_lang();
    let word = move |word: Word| word.text(lang.get_untracked());
    let sent = sent.into_iter().map(|id| {
        view! {
            <li class="pictures__one" data-picture=id.to_string()>
                <img src=format!("/media/{id}/thumb") alt=word(Word::Picture) />
                <label>
                    <input type="checkbox" name="picture" value=id.to_string() checked />
                    {word(Word::PictureKeep)}
                </label>
            </li>
        }
    });
    let operation = operation.map(|operation| view! { <input type="hidden" name="operation" value=operation /> });
    view! {
        <div
            class="field pictures"
            class:is-wrong=move || error.get().is_some()
            data-picture-field=""
            data-most=most.to_string()
            data-word-picture=word(Word::Picture)
            data-word-sending=word(Word::PictureSending)
            data-word-sent=word(Word::PictureSent)
            data-word-failed=word(Word::PictureFailed)
            data-word-again=word(Word::PictureAgain)
            data-word-remove=word(Word::PhotoRemove)
            data-word-many=word(Word::ProblemPictureMany)
            data-word-wait=word(Word::PictureWait)
        >
            <label class="field__label" for="field-photo">
                {label}
            </label>
            <span class="field__hint" id="field-photo-hint">
                {word(Word::PictureHint)}
            </span>
            <input
                class="field__input"
                id="field-photo"
                type="file"
                name="photo"
                accept="image/jpeg,image/png,image/webp"
                capture="environment"
                multiple
                aria-describedby="field-photo-hint field-photo-error"
                aria-invalid=move || error.get().map(|_| "true")
            />
            {operation}
            <ul class="pictures__list" data-picture-list="">
                {sent.collect_view()}
            </ul>
            <p class="pictures__status" role="status" data-picture-status=""></p>
            <span class="field__error" id="field-photo-error" role="alert">
                {error}
            </span>
        </div>
        <Script name=PICTURE_FIELD />
    }
}

/// What a form of the desk says of the files `photo` that it brings: empty until the browser knows and the person lets it
/// (`public/picture-place.js`). The form's own `lon` and `lat` may be the case's place, so that these have other names.
#[component]
pub fn PictureTaken() -> impl IntoView {
    ["captured_at", "photo_lon", "photo_lat", "accuracy_m"]
        .map(|name| view! { <input type="hidden" name=name value="" data-picture-taken="" /> })
        .into_iter()
        .collect_view()
}
