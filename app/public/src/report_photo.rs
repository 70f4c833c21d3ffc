//! The photos of a resident's report: files of the form without script; with it made smaller and sent as soon as they are chosen.

use domain::media::MOST_OF_NOBODY;
use leptos::prelude::*;
use ui::language::{say, use_lang};
use ui::script::{PICTURE_FIELD, Script};
use wording::Word;

use crate::say::word as in_tongue;

/// The field. `sent` are the tokens of photos that came with a form that was refused.
#[component]
pub fn ReportPhotos(sent: Vec<String>) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let word = |word: Word| word.text(lang);
    let kept = sent.into_iter().map(|token| {
        view! {
            <li class="pictures__one" data-picture="">
                <label>
                    <input type="checkbox" name="picture" value=token checked />
                    " "
                    {say(Word::PictureKeep)}
                </label>
            </li>
        }
    });
    view! {
        <div
            class="field pictures"
            data-picture-field=""
            data-to="/report/photo"
            data-place="no"
            data-most=MOST_OF_NOBODY.to_string()
            data-word-picture=word(Word::Picture)
            data-word-sending=word(Word::PictureSending)
            data-word-sent=word(Word::PictureSent)
            data-word-failed=word(Word::PictureFailed)
            data-word-again=word(Word::PictureAgain)
            data-word-remove=word(Word::PhotoRemove)
            data-word-many=word(Word::ProblemPictureMany)
            data-word-wait=word(Word::PictureWait)
        >
            <label class="field__label" for="report-photo">
                {in_tongue(Word::ReportPhoto)}
            </label>
            <span class="field__hint" id="report-photo-hint">
                {say(Word::ReportPhotoHint)}
            </span>
            <input
                class="field__input"
                id="report-photo"
                type="file"
                name="photo"
                accept="image/jpeg,image/png,image/webp"
                multiple
                aria-describedby="report-photo-hint"
            />
            <ul class="pictures__list" data-picture-list="">
                {kept.collect_view()}
            </ul>
            <p class="pictures__status" role="status" data-picture-status=""></p>
        </div>
        <Script name=PICTURE_FIELD />
    }
}
