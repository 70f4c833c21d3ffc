//! `/cases/pictures/{media}/black-out`: cover faces and plates of a case's picture, then make that version public.
//!
//! Complete without script: four numbers make a rectangle. With it, rectangles are drawn on the picture (`public/black-out.js`).

use domain::id::MediaId;
use domain::media::{BlackOut, MOST_BLACK_OUTS};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::media::{Sheet, sheet};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::script::{BLACK_OUT, Script};
use ui::{Button, ButtonKind, ErrorPanel};
use wording::Word;

use crate::request;

/// Rows of the form that are empty when the page opens.
const SPARE_ROWS: usize = 3;
/// A rectangle's fields with what they are called.
const SIDES: [(&str, Word); 4] =
    [("x", Word::BlackOutLeft), ("y", Word::BlackOutTop), ("w", Word::BlackOutWidth), ("h", Word::BlackOutHeight)];

/// The page.
#[component]
pub fn BlackOutPage() -> impl IntoView {
    let asked = use_params_map().with_untracked(|params| params.get("media")).unwrap_or_default();
    let lang = use_lang();
    let load = async move {
        let (service, actor) = request::acting()?;
        let media: MediaId = asked.parse().map_err(|_no_id| AppError::NotFound.answered())?;
        let sheet = sheet(&service, &actor, media).await.map_err(request::answered)?;
        Ok::<_, AppError>((media, sheet))
    };
    let content = Suspend::new(async move {
        match load.await {
            Ok((media, sheet)) => view! { <Content media=media sheet=sheet /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/cases".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::BlackOut.text(lang.get_untracked()) />
        <main class="page" id="content">
            <p class="crumbs">
                <a href="/cases" rel="external">
                    {say(Word::Cases)}
                </a>
            </p>
            <h1 class="page__title">{say(Word::BlackOut)}</h1>
            <p class="page__facts">{say(Word::BlackOutHint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

#[component]
fn Content(media: MediaId, sheet: Sheet) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let refused = Refused::find("black-out");
    let error = refused.clone().map(Refused::alert);
    let (width, height) = (sheet.size.0.to_string(), sheet.size.1.to_string());
    let rectangles = sheet.black_outs.iter().map(|one| {
        view! { <rect x=one.x.to_string() y=one.y.to_string() width=one.w.to_string() height=one.h.to_string()></rect> }
    });
    let rectangles = rectangles.collect_view();
    let public = if sheet.is_released {
        let shown = format!("/media/{media}/released");
        view! { <img src=shown alt=Word::BlackOutPublic.text(lang) width=width.clone() height=height.clone() /> }
            .into_any()
    } else {
        view! { <p class="photos__hidden">{say(Word::BlackOutNone)}</p> }.into_any()
    };
    view! {
        {error}
        <div class="black-out">
            <section class="card" aria-labelledby="original">
                <h2 class="card__title" id="original">
                    {say(Word::BlackOutOriginal)}
                </h2>
                <div class="black-out__sheet" data-black-out="">
                    <img src=format!("/media/{media}") alt=Word::BlackOutOriginal.text(lang) width=width height=height />
                    <svg viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
                        {rectangles}
                    </svg>
                </div>
                <Rectangles media=media black_outs=sheet.black_outs refused=refused />
            </section>
            <section class="card" aria-labelledby="public">
                <h2 class="card__title" id="public">
                    {say(Word::BlackOutPublic)}
                </h2>
                {public}
            </section>
        </div>
        <Script name=BLACK_OUT />
    }
}

#[component]
fn Rectangles(media: MediaId, black_outs: Vec<BlackOut>, refused: Option<Refused>) -> impl IntoView {
    let rows = match &refused {
        Some(_) => MOST_BLACK_OUTS,
        None => (black_outs.len() + SPARE_ROWS).min(MOST_BLACK_OUTS),
    };
    let value = move |side: &str, row: usize| match &refused {
        Some(refused) => refused.value(&format!("{side}-{row}")).unwrap_or_default().to_owned(),
        None => black_outs.get(row).map(|one| number(*one, side).to_string()).unwrap_or_default(),
    };
    let rows = (0..rows).map(|row| {
        let fields = SIDES.map(|(side, word)| {
            let (name, value) = (format!("{side}-{row}"), value(side, row));
            view! {
                <label class="black-out__number">
                    {say(word)}
                    <input class="field__input" type="number" name=name value=value min="0" max="1000" step="1" />
                </label>
            }
        });
        view! {
            <fieldset class="black-out__row" data-row=row.to_string()>
                <legend>{say(Word::BlackOutRectangle)} " " {row + 1}</legend>
                {fields.into_iter().collect_view()}
            </fieldset>
        }
    });
    let rows = rows.collect_view();
    view! {
        <form class="form" method="post" action="/form/black-out">
            <input type="hidden" name="back" value=format!("/cases/pictures/{media}/black-out") />
            <input type="hidden" name="media" value=media.to_string() />
            {rows}
            <Button kind=ButtonKind::Primary>{say(Word::BlackOutRelease)}</Button>
        </form>
    }
}

fn number(black_out: BlackOut, side: &str) -> u16 {
    match side {
        "x" => black_out.x,
        "y" => black_out.y,
        "w" => black_out.w,
        _ => black_out.h,
    }
}
