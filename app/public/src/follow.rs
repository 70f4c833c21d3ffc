//! `/t/{code}`: how a case (or a wish, by its own letter: `wish`) stands, for whoever holds its link, and 拍拍板: one tap says whether it is solved. No name, no home.

use chrono::{DateTime, Utc};
use domain::case::{Followed, Hop, Verdict};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::use_params_map;
use service::Service;
use service::case::follow;
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{ErrorPanel, Lamp, case, format};
use wording::public::WishWord;
use wording::{Lang, Phrase, Word};

use crate::say as in_tongue;
use crate::wish::WishStanding;

/// The case or wish of one link.
#[component]
pub fn FollowPage() -> impl IntoView {
    let lang = use_lang();
    let code = use_params_map().with_untracked(|params| params.get("code")).unwrap_or_default();
    let title = if code.starts_with('w') {
        WishWord::FollowTitle.text(lang.get_untracked())
    } else {
        Word::FollowTitle.text(lang.get_untracked())
    };
    let heading =
        if code.starts_with('w') { view! { {title} }.into_any() } else { in_tongue::title(Word::FollowTitle) };
    let content = Suspend::new(async move {
        match find(&code).await {
            Ok(Some(Thing::Wish(found))) => view! { <WishStanding found=*found /> }.into_any(),
            Ok(Some(Thing::Case(found))) => view! { <Standing code=code found=*found /> }.into_any(),
            Ok(None) => {
                let _status = AppError::NotFound.answered();
                view! {
                    <p class="verify__state verify__state--unknown" role="status">
                        {say(Word::FollowUnknown)}
                    </p>
                    <p>{say(Word::FollowUnknownHint)}</p>
                }
                .into_any()
            }
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href="/".to_owned() /> }.into_any(),
        }
    });
    view! {
        <Title text=title />
        <Meta name="robots" content="noindex" />
        <main class="public follow" id="content">
            <h1 class="public__heading">{heading}</h1>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

/// What a link can lead to.
enum Thing {
    Case(Box<Followed>),
    Wish(Box<service::wish::Followed>),
}

async fn find(code: &str) -> Result<Option<Thing>, AppError> {
    let service = use_context::<Service>().ok_or_else(|| AppError::Unavailable.answered())?;
    // The service's own errors say nothing that a resident could act on; the request's line in the log has them.
    let unknown = |_cause| AppError::Unavailable.answered();
    Ok(if code.starts_with('w') {
        service::wish::follow(&service, code).await.map_err(unknown)?.map(|found| Thing::Wish(Box::new(found)))
    } else {
        follow(&service, code).await.map_err(unknown)?.map(|found| Thing::Case(Box::new(found)))
    })
}

#[component]
fn Standing(code: String, found: Followed) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let fact = |word: Word, text: String| {
        view! {
            <div class="figure">
                <dt class="figure__name">{say(word)}</dt>
                <dd>{text}</dd>
            </div>
        }
    };
    let category = found.category.as_ref().map(|names| fact(Word::CaseCategory, case::names(names, lang).to_owned()));
    let due = found.due_at.map(|at| fact(Word::CaseClockBusiness, format::moment(at)));
    let holder = format!("{} · {}", case::names(&found.holder, lang), since(found.holder_since, lang));
    let hops = found.hops.iter().rev().map(|hop| line(hop, lang)).collect_view();
    let judge = found.judged_until.map(|until| view! { <Judge code=code until=until said=found.verdict /> });
    view! {
        <p class="follow__state" role="status">
            <Lamp light=found.phase.light() />
            " "
            {say(case::phase(found.phase))}
        </p>
        {judge}
        <dl class="figures">
            {fact(Word::FollowNumber, found.case.to_string())} {category} {fact(Word::CaseWhere, found.area)}
            {fact(Word::ReportedAt, format::moment(found.reported_at))} {fact(Word::CaseHolder, holder)} {due}
            {fact(Word::CaseVerdict, case::verdict(found.verdict).text(lang).to_owned())}
        </dl>
        <section aria-labelledby="hops">
            <h2 class="public__heading" id="hops">
                {say(Word::CaseTimeline)}
            </h2>
            <ol class="timeline">{hops}</ol>
        </section>
        <p class="public__note">{say(Word::FollowNote)}</p>
    }
}

fn since(at: DateTime<Utc>, lang: Lang) -> String {
    Phrase::FollowSince { moment: &format::moment(at) }.text(lang)
}

/// A hop as one reads it: who did what, and where it went.
fn line(hop: &Hop, lang: Lang) -> impl IntoView + use<> {
    let by = case::names(&hop.by, lang);
    let by = if by.is_empty() { Word::CaseByResident.text(lang) } else { by };
    let did = match (hop.kind, hop.verdict) {
        (Some(kind), _) => case::step(kind),
        (None, Some(verdict)) => case::verdict(Some(verdict)),
        (None, None) => Word::DidReport,
    };
    let to = hop.to.as_ref().map(|to| format!(" → {}", case::names(to, lang))).unwrap_or_default();
    let said = format!("{by}：{}{to}", did.text(lang));
    let answer = (!hop.answer.is_empty()).then(|| view! { <p class="timeline__note">{hop.answer.clone()}</p> });
    view! {
        <li class="timeline__entry">
            <Lamp light=hop.light />
            <div class="timeline__text">
                <p>{said}</p>
                {answer}
                <time class="timeline__time">{format::moment(hop.at)}</time>
            </div>
        </li>
    }
}

/// One tap: four words, each a button of one form.
#[component]
fn Judge(code: String, until: DateTime<Utc>, said: Option<Verdict>) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let refused = Refused::find("judge").map(Refused::alert);
    let thanks = said.map(|_| view! { <p role="status">{say(Word::JudgeThanks)}</p> });
    let day = format::moment(until);
    let buttons = Verdict::ALL.into_iter().map(|(verdict, slug)| {
        let chosen = said == Some(verdict);
        view! {
            <button class="button follow__word" class:button--primary=chosen name="verdict" value=slug type="submit">
                {chosen.then_some("✓ ")}
                {say(case::verdict(Some(verdict)))}
            </button>
        }
    });
    let buttons = buttons.collect_view();
    view! {
        <section class="follow__judge" aria-labelledby="judge">
            <h2 class="public__heading" id="judge">
                {say(Word::JudgeTitle)}
            </h2>
            {thanks}
            <form method="post" action=format!("/t/{code}")>
                {refused}
                <input type="hidden" name="back" value=format!("/t/{code}") />
                <div class="field">
                    <label class="field__label" for="judge-words">{say(Word::JudgeWords)}</label>
                    <input class="field__input" id="judge-words" type="text" name="words" maxlength="200" />
                </div>
                <div class="follow__words">{buttons}</div>
            </form>
            <p class="public__note">{Phrase::JudgeUntil { moment: &day }.text(lang)}</p>
        </section>
    }
}
