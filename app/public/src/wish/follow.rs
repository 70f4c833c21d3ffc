//! `/t/{code}` of a wish: how it stands for whoever holds its link, 拍拍板 by one tap, the wall, and withdrawing it.

use domain::wish::{State, Verdict};
use leptos::prelude::*;
use service::wish::{Followed, Hop};
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, LinkButton, format, wish};
use wording::public::WishWord;
use wording::{Lang, Phrase, Word};

use super::card::{Places, supporters};
use super::{fact, named};

/// The wish of a link.
#[component]
pub fn WishStanding(found: Followed) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let since = Phrase::FollowSince { moment: &format::moment(found.since) }.text(lang);
    let holder = format!("{} · {since}", named(&found.office, lang));
    let is_thankable = matches!(found.state, State::Confirmed | State::Archived(_));
    let is_withdrawable = matches!(found.state, State::Proposed | State::Published);
    // What was refused stands at its form; where the form is gone by now, at the top.
    let refused = Refused::any().filter(|refused| match refused.form.as_str() {
        "judge" => found.state != State::Confirmed,
        "thanks" => !is_thankable,
        "withdraw" => !is_withdrawable,
        _ => false,
    });
    let judge = (found.state == State::Confirmed).then(|| view! { <Judge code=found.code.clone() /> });
    let said = match found.state {
        State::Archived(Some(verdict)) => Some(verdict),
        _ => None,
    };
    let verdict = said.map(|verdict| fact(Word::CaseVerdict, wish::verdict(verdict).text(lang)));
    let thanks = is_thankable.then(|| view! { <Thanks code=found.code.clone() shown=found.shown.clone() /> });
    let withdraw = is_withdrawable.then(|| view! { <Withdraw code=found.code.clone() /> });
    let hops = found.hops.iter().map(|hop| line(hop, lang)).collect_view();
    let ways = ways(&found);
    view! {
        <p class="follow__state" role="status" data-state=found.state.slug()>
            {say(wish::state(found.state))}
        </p>
        {refused.map(Refused::alert)}
        {ways}
        {judge}
        <dl class="figures">
            {fact(WishWord::Number, found.wish.to_string())} {fact(Word::CaseHolder, holder)}
            {fact(WishWord::Promised, format::date(found.promised_on))} {verdict}
        </dl>
        <About found=found.clone() />
        <Results code=found.code pictures=found.pictures />
        {thanks}
        <section aria-labelledby="hops">
            <h2 class="public__heading" id="hops">
                {say(WishWord::Timeline)}
            </h2>
            <ol class="timeline">{hops}</ol>
        </section>
        {withdraw}
    }
}

/// What it became: a case, a part of another wish, or something that everybody can read.
fn ways(found: &Followed) -> impl IntoView + use<> {
    let case = found.case_code.as_ref().map(|code| (format!("/t/{code}"), WishWord::ToCase));
    let other = match found.state {
        State::Merged(into) => Some((format!("/wishes/{into}"), WishWord::ToMerged)),
        state if state.is_public() => Some((format!("/wishes/{}", found.wish), WishWord::ToPublic)),
        _ => None,
    };
    let links = case.into_iter().chain(other);
    let links = links.map(|(href, word)| view! { <LinkButton href=href>{say(word)}</LinkButton> }).collect_view();
    view! { <p class="public__ways">{links}</p> }
}

/// The sender's own words, and what stands on the board.
#[component]
fn About(found: Followed) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let published = (!found.title.is_empty()).then(|| fact(WishWord::Published, found.title));
    let place = (!found.place.is_empty()).then(|| fact(WishWord::Place, found.place));
    let times = found
        .times
        .map(|(from, until)| fact(WishWord::Times, format!("{} – {}", format::moment(from), format::moment(until))));
    let (slots, taken) = found.places;
    let places = found.times.map(|_| fact(WishWord::Places, view! { <Places slots=slots taken=taken waiting=0 /> }));
    view! {
        <dl class="figures">
            {fact(WishWord::Yours, found.words)} {fact(WishWord::KindFilter, wish::kind(found.kind).text(lang))}
            {published} {place} {times} {places}
        </dl>
        {supporters(found.supporters, lang).map(|text| view! { <p>{text}</p> })}
    }
}

#[component]
fn Results(code: String, pictures: Vec<domain::id::MediaId>) -> impl IntoView {
    let lang = use_lang().get_untracked();
    (!pictures.is_empty()).then(|| {
        let shown = pictures.into_iter().map(|media| {
            view! { <img class="wish-picture" src=format!("/t/{code}/picture/{media}") alt=WishWord::Pictures.text(lang) loading="lazy" /> }
        });
        view! {
            <section aria-labelledby="results">
                <h2 class="public__heading" id="results">
                    {say(WishWord::Pictures)}
                </h2>
                {shown.collect_view()}
            </section>
        }
    })
}

/// A step as one reads it: who did what, and in which words.
fn line(hop: &Hop, lang: Lang) -> impl IntoView + use<> {
    let serves = matches!(hop.step.as_str(), "claim" | "wait" | "leave" | "finish");
    let by = match &hop.by {
        Some(names) => named(names, lang),
        None if serves => WishWord::ByVolunteer.text(lang).to_owned(),
        None if matches!(hop.step.as_str(), "archive" | "lapse") => Word::AuditByItself.text(lang).to_owned(),
        None => WishWord::ByResident.text(lang).to_owned(),
    };
    let said = format!("{by}：{}", wish::step(&hop.step).text(lang));
    let note = (!hop.note.is_empty()).then(|| view! { <p class="timeline__note">{hop.note.clone()}</p> });
    view! {
        <li class="timeline__entry">
            <div class="timeline__text">
                <p>{said}</p>
                {note}
                <time class="timeline__time">{format::moment(hop.at)}</time>
            </div>
        </li>
    }
}

/// One tap: three words, each a button of one form.
#[component]
fn Judge(code: String) -> impl IntoView {
    let refused = Refused::find("judge");
    let typed = refused.as_ref().and_then(|refused| refused.value("words")).unwrap_or_default().to_owned();
    let buttons = Verdict::ALL.into_iter().map(|(verdict, slug)| {
        view! {
            <button class="button follow__word" name="verdict" value=slug type="submit">
                {say(wish::verdict(verdict))}
            </button>
        }
    });
    let buttons = buttons.collect_view();
    view! {
        <section class="follow__judge" aria-labelledby="judge">
            <h2 class="public__heading" id="judge">
                {say(WishWord::JudgeTitle)}
            </h2>
            <form method="post" action=format!("/t/{code}")>
                {refused.map(Refused::alert)}
                <input type="hidden" name="back" value=format!("/t/{code}") />
                <div class="field">
                    <label class="field__label" for="judge-words">
                        {say(WishWord::JudgeNote)}
                    </label>
                    <input class="field__input" id="judge-words" type="text" name="words" maxlength="200" value=typed />
                </div>
                <div class="follow__words">{buttons}</div>
            </form>
            <p class="public__note">{say(WishWord::JudgeHint)}</p>
        </section>
    }
}

/// The wall, and a word of thanks: only with consent, which can be taken back.
#[component]
fn Thanks(code: String, shown: (bool, String)) -> impl IntoView {
    let refused = Refused::find("thanks");
    let typed = refused.as_ref().and_then(|refused| refused.value("thanks")).unwrap_or_default().to_owned();
    let (may_show, thanks) = shown;
    let agreed = may_show.then(|| view! { <p role="status">{say(WishWord::ThanksShown)} " " {thanks}</p> });
    view! {
        <section class="follow__judge" aria-labelledby="thanks">
            <h2 class="public__heading" id="thanks">
                {say(WishWord::ThanksTitle)}
            </h2>
            {agreed}
            <form method="post" action=format!("/t/{code}/thanks")>
                {refused.map(Refused::alert)}
                <input type="hidden" name="back" value=format!("/t/{code}") />
                <label class="tick">
                    <input type="checkbox" name="may_show" value="1" checked=may_show />
                    " "
                    {say(WishWord::ThanksAgree)}
                </label>
                <div class="field">
                    <label class="field__label" for="thanks-words">
                        {say(WishWord::ThanksWords)}
                    </label>
                    <textarea class="field__input" id="thanks-words" name="thanks" rows="2" maxlength="200">
                        {typed}
                    </textarea>
                </div>
                <Button>{say(WishWord::ThanksSave)}</Button>
            </form>
        </section>
    }
}

/// 撤回: behind a fold, so that no thumb does it by chance.
#[component]
fn Withdraw(code: String) -> impl IntoView {
    let refused = Refused::find("withdraw");
    let is_open = refused.is_some();
    view! {
        <details class="report__contact" open=is_open>
            <summary>{say(WishWord::Withdraw)}</summary>
            <form method="post" action=format!("/t/{code}/withdraw")>
                {refused.map(Refused::alert)}
                <input type="hidden" name="back" value=format!("/t/{code}") />
                <p>{say(WishWord::WithdrawHint)}</p>
                <Button kind=ButtonKind::Quiet>{say(WishWord::WithdrawSure)}</Button>
            </form>
        </details>
    }
}
