//! The pictures of a case as its page shows them: each with its place, time and doubts, before and after over each other (拍拍图).

use domain::media::{Doubt, Picture, Purpose};
use leptos::prelude::*;
use wording::{Lang, Phrase, Word};

use super::Tag;
use crate::language::{say, use_lang};
use crate::{format, name};

/// All pictures of a case in the order in which they came; above them what was reported under the result, where there are both.
#[component]
pub fn CasePictures(
    /// From `service::media::of_case`.
    pictures: Vec<Picture>,
    /// Whether the viewer may make them public.
    #[prop(optional)]
    may_release: bool,
) -> impl IntoView {
    let before = pictures.iter().find(|picture| picture.purpose == Purpose::Report).cloned();
    let after = pictures.iter().rev().find(|picture| picture.purpose != Purpose::Report).cloned();
    let pair = before.zip(after).map(|(before, after)| view! { <Pair before=before after=after /> });
    let lines = pictures.into_iter().map(|picture| view! { <One picture=picture may_release=may_release /> });
    view! {
        {pair}
        <ul class="pictures__case">{lines.collect_view()}</ul>
    }
}

/// Where the edge between both stands at first, and how far a key moves it, in hundredths.
const MIDDLE: u8 = 50;

/// The result over what was reported, with a slider that moves the edge between them; side by side where nothing is awake to move it.
#[component]
fn Pair(before: Picture, after: Picture) -> impl IntoView {
    let lang = use_lang();
    let (is_awake, at) = (RwSignal::new(false), RwSignal::new(MIDDLE));
    // Effects run in the browser alone.
    Effect::new(move |_| is_awake.set(true));
    let shown = |picture: &Picture, class: &'static str| {
        let alt = name::purpose(picture.purpose).text(lang.get_untracked());
        view! {
            <img class=class src=format!("/media/{}", picture.id) alt=alt loading="lazy" data-at=move || at.get().to_string() />
        }
    };
    let slider = move || {
        let slide = move |event| at.set(event_target_value(&event).parse().unwrap_or(MIDDLE).min(100));
        is_awake.get().then(|| {
            view! {
                <label class="pair__slider">
                    <span class="page__facts">{say(Word::PictureCompareHint)}</span>
                    <input
                        class="pair__range"
                        type="range"
                        min="0"
                        max="100"
                        step="5"
                        value=MIDDLE.to_string()
                        on:input=slide
                    />
                </label>
            }
        })
    };
    view! {
        <details class="pair" class:is-over=is_awake>
            <summary>{say(Word::PictureCompare)}</summary>
            <div class="pair__sheet">{shown(&before, "pair__before")} {shown(&after, "pair__after")}</div>
            {slider}
            <div class="pair__facts">{said(&before)} {said(&after)}</div>
        </details>
    }
}

/// What one of the two is, when and how far from the case's place it was taken, and what is doubtful about that.
fn said(picture: &Picture) -> impl IntoView + use<> {
    let lang = use_lang();
    let taken = picture.capture.at.unwrap_or(picture.uploaded_at);
    let purpose = name::purpose(picture.purpose);
    let distance = picture.distance_m.map(|metres| {
        let away = move || Phrase::PictureDistance { metres: i64::from(metres) }.text(lang.get());
        view! { <span data-distance=metres.to_string()>" · " {away}</span> }
    });
    let doubts = picture.doubts.iter().map(|doubt| doubted(*doubt)).collect_view();
    view! {
        <p>
            <strong>{say(purpose)}</strong>
            " · "
            <time datetime=taken.to_rfc3339()>{format::moment(taken)}</time>
            {distance}
            " "
            {doubts}
        </p>
    }
}

#[component]
fn One(picture: Picture, may_release: bool) -> impl IntoView {
    let lang = use_lang();
    let id = picture.id;
    let purpose = name::purpose(picture.purpose);
    let by = if lang.get_untracked() == Lang::Zh { picture.by.0.clone() } else { picture.by.1.clone() };
    let by = if by.is_empty() { Word::CaseByResident.text(lang.get_untracked()).to_owned() } else { by };
    let taken = picture.capture.at.unwrap_or(picture.uploaded_at);
    let distance = picture.distance_m.map(|metres| {
        let away = move || Phrase::PictureDistance { metres: i64::from(metres) }.text(lang.get());
        view! {
            " · "
            {away}
        }
    });
    let doubts = picture.doubts.iter().map(|doubt| doubted(*doubt)).collect_view();
    let public = picture.is_released.then(|| view! { <Tag glyph="◉">{say(Word::BlackOutPublic)}</Tag> });
    let release = may_release.then(|| {
        let page = format!("/cases/pictures/{id}/black-out");
        view! {
            <a href=page rel="external">
                {say(Word::BlackOut)}
            </a>
        }
    });
    let (width, height) = (picture.size.0.to_string(), picture.size.1.to_string());
    let alt = purpose.text(lang.get_untracked());
    view! {
        <li class="card pictures__one" data-picture=id.to_string()>
            <a href=format!("/media/{id}") rel="external">
                <img src=format!("/media/{id}/thumb") alt=alt width=width height=height loading="lazy" />
            </a>
            <p>
                <strong>{say(purpose)}</strong>
                " · "
                <time datetime=taken.to_rfc3339()>{format::moment(taken)}</time>
                " · "
                {by}
                {distance}
            </p>
            <p class="chips">{doubts} {public}</p>
            {release}
        </li>
    }
}

fn doubted(doubt: Doubt) -> impl IntoView {
    view! {
        <Tag glyph="⚠" tone="tag--care">
            {say(name::doubt(doubt))}
        </Tag>
    }
}
