//! `/spot-checks/new`: the form that draws a round; `/spot-checks/{round}/draw`: what it takes to draw it again.

use domain::sample::Design;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::spot_check::{Offer, Proof, offer, proof};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Choice, ErrorText, Field, LinkButton, Select, format};
use wording::Phrase;
use wording::field::CheckWord;

use crate::request;
use crate::spot_check_list::{failed, title};

/// The form.
#[component]
pub fn SpotCheckNew() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        let found = async {
            let (service, actor) = request::acting()?;
            offer(&service, &actor).await.map_err(request::answered)
        };
        match found.await {
            Ok(found) => view! { <Draw found=found /> }.into_any(),
            Err(error) => failed(error, "/spot-checks"),
        }
    });
    view! {
        <Title text=CheckWord::New.text(lang.get_untracked()) />
        <main class="page" id="content">
            <p class="crumbs">
                <a href="/spot-checks">{say(CheckWord::SpotChecks)}</a>
            </p>
            <h1 class="page__title">{say(CheckWord::New)}</h1>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

/// Why nothing was drawn, said so that one knows what to do.
fn refusal(error: AppError) -> AnyView {
    let word = match &error {
        AppError::Conflict => Some(CheckWord::OneOpen),
        AppError::Invalid { field } if field == "inspector" => Some(CheckWord::NoInspector),
        AppError::Invalid { field } if field == "each" => Some(CheckWord::Each),
        AppError::Invalid { field } if field == "full" => Some(CheckWord::Full),
        _ => None,
    };
    let text = match word {
        Some(word) => view! { <p>{say(word)}</p> }.into_any(),
        None => view! { <ErrorText error=Signal::stored(error) /> }.into_any(),
    };
    view! {
        <div class="form__error" role="alert">
            {text}
        </div>
    }
    .into_any()
}

#[component]
fn Draw(found: Offer) -> impl IntoView {
    let lang = use_lang();
    let now = lang.get_untracked();
    let text = move |word: CheckWord| Signal::derive(move || word.text(lang.get()).to_owned());
    let refused = Refused::find("spot-check-draw");
    let typed = |field: &str, usual: u32| {
        refused.as_ref().and_then(|refused| refused.value(field)).map_or_else(|| usual.to_string(), str::to_owned)
    };
    let (each, full) = (typed("each", Design::CHEAPEST.each), typed("full", Design::CHEAPEST.full));
    let choices = [("20", CheckWord::FullTwenty), ("30", CheckWord::FullThirty), ("0", CheckWord::FullNone)];
    let choices: Vec<Choice> = choices
        .into_iter()
        .map(|(value, word)| Choice { value: value.to_owned(), text: word.text(now).to_owned() })
        .collect();
    let error = refused.map(|refused| refusal(refused.error));
    let [five, ten] = found.needed;
    let households = format::number(found.households.into());
    view! {
        <dl class="facts">
            <div class="facts__fact">
                <dt>{say(CheckWord::Households)}</dt>
                <dd>{households.clone()}</dd>
            </div>
            <div class="facts__fact">
                <dt>{say(CheckWord::Eligible)}</dt>
                <dd>{format::number(found.eligible as i64)}</dd>
            </div>
            <div class="facts__fact">
                <dt>{say(CheckWord::Inspectors)}</dt>
                <dd>{found.inspectors}</dd>
            </div>
            <div class="facts__fact">
                <dt>{say(CheckWord::Until)}</dt>
                <dd>{format::date(found.until_on)}</dd>
            </div>
        </dl>
        <p>{Phrase::CheckNeeded { households: &households, five, ten }.text(now)}</p>
        <p>{Phrase::CheckAsked { asked: found.asked, grids: found.grids }.text(now)}</p>
        {error}
        <form class="form" method="post" action="/form/spot-check-draw">
            <input type="hidden" name="back" value="/spot-checks/new" />
            <Field name="each" label=text(CheckWord::Each) kind="number" value=each />
            <Select
                name="full"
                label=text(CheckWord::Full)
                choices=Signal::stored(choices)
                value=Signal::stored(full)
            />
            <p class="form__hint">{say(CheckWord::DrawHint)}</p>
            <Button kind=ButtonKind::Primary>{say(CheckWord::Draw)}</Button>
        </form>
    }
}

/// The proof.
#[component]
pub fn SpotCheckProof() -> impl IntoView {
    let lang = use_lang();
    let asked = use_params_map().with_untracked(|params| params.get("round")).unwrap_or_default();
    let content = Suspend::new(async move {
        let found = async {
            let (service, actor) = request::acting()?;
            let round = asked.parse().map_err(|_no_number| AppError::NotFound.answered())?;
            proof(&service, &actor, round).await.map_err(request::answered)
        };
        match found.await {
            Ok(found) => view! { <Shown found=found /> }.into_any(),
            Err(error) => failed(error, "/spot-checks"),
        }
    });
    view! {
        <Title text=CheckWord::Proof.text(lang.get_untracked()) />
        <main class="page" id="content">
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

#[component]
fn Shown(found: Proof) -> impl IntoView {
    let href = format!("/spot-checks/{}", found.round.id);
    let round = title(&found.round);
    let seed = match found.round.seed.clone() {
        Some(seed) => view! { <code class="check__hash">{seed}</code> }.into_any(),
        None => say(CheckWord::SeedLater).into_any(),
    };
    let part = (!found.is_whole).then(|| view! { <p class="form__hint">{say(CheckWord::ListPart)}</p> });
    let redraw = found.round.seed.as_ref().map(|seed| {
        // What docs/guide/redraw.sh says in one line; `list.csv` is the file above.
        let command = format!("sh redraw.sh {seed} list.csv");
        view! {
            <h2 class="card__title">{say(CheckWord::Redraw)}</h2>
            <pre class="check__command">{command}</pre>
        }
    });
    let samples = if found.round.seed.is_some() {
        let lines = found.samples.into_iter().filter(|(stratum, _)| stratum.size > 0).map(|(stratum, sample)| {
            let doors = sample.into_iter().map(|dwelling| view! { <li>{dwelling.to_string()}</li> });
            view! {
                <li>
                    {stratum.area.to_string()} <ol class="check__sample">{doors.collect_view()}</ol>
                </li>
            }
        });
        view! {
            <details>
                <summary>{say(CheckWord::Sample)}</summary>
                <ul>{lines.collect_view()}</ul>
            </details>
        }
        .into_any()
    } else {
        view! { <p class="form__hint">{say(CheckWord::SampleLater)}</p> }.into_any()
    };
    view! {
        <p class="crumbs">
            <a href="/spot-checks">{say(CheckWord::SpotChecks)}</a>
            " › "
            <a href=href.clone()>{round}</a>
        </p>
        <h1 class="page__title">{say(CheckWord::Proof)}</h1>
        <p>{say(CheckWord::ProofHint)}</p>
        <dl class="facts facts--lines">
            <div class="facts__fact">
                <dt>{say(CheckWord::Seed)}</dt>
                <dd>{seed}</dd>
            </div>
            <div class="facts__fact">
                <dt>{say(CheckWord::Commitment)}</dt>
                <dd>
                    <code class="check__hash">{found.round.commitment}</code>
                </dd>
            </div>
            <div class="facts__fact">
                <dt>{say(CheckWord::ListHash)}</dt>
                <dd>
                    <code class="check__hash">{found.round.list_hash}</code>
                </dd>
            </div>
        </dl>
        {part}
        <p>
            <LinkButton href=format!("{href}/list.csv") rel="external">
                {say(CheckWord::ListFile)}
            </LinkButton>
        </p>
        {redraw}
        {samples}
    }
}
