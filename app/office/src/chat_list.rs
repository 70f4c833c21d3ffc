//! The messages of a chat: which make one case, where it is, what it is about, and which picture belongs to it.

use std::collections::BTreeMap;

use domain::area::Level;
use domain::case::{Aims, Names};
use domain::category::CategoryCode;
use domain::chat::Lot;
use domain::id::{CaseId, MediaId};
use leptos::prelude::*;
use service::chat::Line;
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Choice, ErrorText, Select, case};
use wording::{Lang, Phrase, Word};

use crate::chat_page::{ChatRead, ground_word, taken};

/// The form of the second step.
#[component]
pub fn ChatList(read: ChatRead) -> impl IntoView {
    let lang = use_lang();
    let now = lang.get_untracked();
    let ChatRead { chat, values, pictures, results } = read;
    let value = |name: &str| values.get(name).cloned().unwrap_or_default();
    let refused = Refused::find("chat").map(Refused::alert);
    let areas = areas(&chat.choices);
    let area = Some(value("area")).filter(|kept| !kept.is_empty());
    let area = area.or(areas.first().map(|choice| choice.value.clone())).unwrap_or_default();
    let ids = pictures.iter().map(MediaId::to_string).collect::<Vec<_>>().join(",");
    let shown = pictures.into_iter().map(|id| picture(id, &chat.lines, &values, now)).collect_view();
    let categories = &chat.choices.categories;
    let lines = chat.lines.iter().enumerate().map(|(at, line)| message(at, line, categories, &values, now));
    let lines = lines.collect_view();
    let keeps = !value("keep_names").is_empty();
    view! {
        <Results results=results />
        <form class="card form" method="post" action="/form/chat">
            {refused}
            <input type="hidden" name="back" value="/cases/chat" />
            <input type="hidden" name="operation" value=value("operation") />
            <input type="hidden" name="picture" value=ids />
            <textarea name="chat" hidden aria-hidden="true">
                {value("chat")}
            </textarea>
            <Select
                name="area"
                label=Signal::derive(move || Word::ChatArea.text(lang.get()).to_owned())
                choices=Signal::stored(areas)
                value=area
            />
            <label class="tick">
                <input type="checkbox" name="keep_names" value="1" checked=keeps />
                " "
                {say(Word::ChatKeepNames)}
            </label>
            <ol class="chat">{lines}</ol>
            <ul class="pictures__case">{shown}</ul>
            <Button kind=ButtonKind::Primary>{say(Word::ChatTakeIn)}</Button>
            " "
            <a href="/cases/chat">{say(Word::ChatAgain)}</a>
        </form>
    }
}

/// What became of the cases that were sent: those that came in stay in, the others can be corrected and sent again.
#[component]
fn Results(results: Vec<(usize, Result<CaseId, AppError>)>) -> impl IntoView {
    (!results.is_empty()).then(|| {
        let lang = use_lang().get_untracked();
        let lines = results.into_iter().map(|(first, result)| {
            let head = Phrase::ChatMessage { number: first + 1 }.text(lang);
            let said = match result {
                Ok(case) => taken(case).into_any(),
                Err(error) => view! { <ErrorText error=Signal::stored(error) /> }.into_any(),
            };
            view! { <li>{head} ": " {said}</li> }
        });
        view! {
            <section class="card" role="alert">
                <h2 class="card__title">{say(Word::ChatResults)}</h2>
                <ul>{lines.collect_view()}</ul>
            </section>
        }
    })
}

fn message(
    at: usize,
    line: &Line,
    categories: &[(CategoryCode, Names)],
    values: &BTreeMap<String, String>,
    lang: Lang,
) -> impl IntoView + use<> {
    let chosen = |name: &str| values.get(&format!("{name}-{at}")).cloned();
    let lot = chosen("lot").and_then(|slug| Lot::from_slug(&slug)).unwrap_or(line.lot);
    let lots = Lot::ALL.map(|(one, slug)| {
        view! {
            <label class="tick">
                <input type="radio" name=format!("lot-{at}") value=slug checked=one == lot />
                " "
                {say(lot_word(one))}
            </label>
        }
    });
    let lots = lots.into_iter().collect_view();
    let who = [line.member.clone().unwrap_or_default(), line.message.time.clone()].join(" ");
    let head = format!("{} {}", Phrase::ChatMessage { number: at + 1 }.text(lang), who.trim());
    let place =
        chosen("place").or_else(|| line.places.first().map(|(ground, _)| ground_word(*ground))).unwrap_or_default();
    let elsewhere = (String::new(), Word::ChatElsewhere.text(lang).to_owned());
    let places = line.places.iter().map(|(ground, name)| (ground_word(*ground), name.clone()));
    let places = places.chain([elsewhere]).collect();
    let category = chosen("category")
        .unwrap_or_else(|| line.category.as_ref().map(|code| code.as_str().to_owned()).unwrap_or_default());
    let later = (String::new(), Word::CaseCategoryLater.text(lang).to_owned());
    let kinds = categories.iter().map(|(code, names)| (code.as_str().to_owned(), case::names(names, lang).to_owned()));
    let kinds = std::iter::once(later).chain(kinds).collect();
    view! {
        <li class="chat__message" data-lot=lot.slug()>
            <fieldset class="form__group">
                <legend class="field__label">{head}</legend>
                <p class="chat__words">{line.words.clone()}</p>
                <div class="chips">{lots}</div>
                {select(format!("place-{at}"), Word::CaseWhere, places, &place)}
                {select(format!("category-{at}"), Word::CaseCategoryField, kinds, &category)}
            </fieldset>
        </li>
    }
}

fn lot_word(lot: Lot) -> Word {
    match lot {
        Lot::New => Word::ChatLotNew,
        Lot::Previous => Word::ChatLotPrevious,
        Lot::Out => Word::ChatLotOut,
    }
}

fn picture(id: MediaId, lines: &[Line], values: &BTreeMap<String, String>, lang: Lang) -> impl IntoView + use<> {
    let name = format!("picture-{id}");
    let first = lines.iter().position(|line| line.lot == Lot::New).map(|at| at.to_string()).unwrap_or_default();
    let chosen = values.get(&name).cloned().unwrap_or(first);
    let none = (String::new(), Word::ChatPictureNone.text(lang).to_owned());
    let all = (0..lines.len()).map(|at| (at.to_string(), Phrase::ChatMessage { number: at + 1 }.text(lang)));
    let options = std::iter::once(none).chain(all).collect();
    view! {
        <li class="pictures__one">
            <img src=format!("/media/{id}/thumb") alt=Word::Picture.text(lang) />
            {select(name, Word::ChatPictureOf, options, &chosen)}
        </li>
    }
}

fn select(name: String, label: Word, options: Vec<(String, String)>, chosen: &str) -> impl IntoView + use<> {
    let id = format!("chat-{name}");
    let options = options.into_iter().map(|(value, text)| {
        let selected = value == chosen;
        view! {
            <option value=value selected=selected>
                {text}
            </option>
        }
    });
    let options = options.collect_view();
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>
                {say(label)}
            </label>
            <select class="field__input" id=id name=name>
                {options}
            </select>
        </div>
    }
}

/// From the post's own area down: a grid worker has one.
fn areas(choices: &Aims) -> Vec<Choice> {
    let mut offices: Vec<_> = choices.offices.iter().collect();
    offices.sort_by_key(|(area, _)| *area);
    let wide = offices.len() > 60;
    let kept = offices.into_iter().filter(|(area, _)| !wide || area.level() != Level::Grid);
    kept.map(|(area, name)| Choice { value: area.to_string(), text: name.0.clone() }).collect()
}
