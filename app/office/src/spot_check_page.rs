//! `/spot-checks/{round}`: how a round goes, and what came of it: shares with their intervals, verdicts, what to look at again.

use domain::sample::interval::Interval;
use domain::spot_check::{Measure, Tally};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::spot_check::{HintLine, HouseholdLine, Round, Sheet, sheet};
use ui::error::AppError;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::spot_check::{estimate, hint, measure, share, state, verdict};
use ui::{Button, LinkButton, Table, case, format};
use wording::Phrase;
use wording::field::CheckWord;

use crate::request;
use crate::spot_check_list::{failed, title};

/// One round.
#[component]
pub fn SpotCheckPage() -> impl IntoView {
    let lang = use_lang();
    let asked = use_params_map().with_untracked(|params| params.get("round")).unwrap_or_default();
    let content = Suspend::new(async move {
        let found = async {
            let (service, actor) = request::acting()?;
            let round = asked.parse().map_err(|_no_number| AppError::NotFound.answered())?;
            sheet(&service, &actor, round).await.map_err(request::answered)
        };
        match found.await {
            Ok(found) => view! { <Content found=found /> }.into_any(),
            Err(error) => failed(error, "/spot-checks"),
        }
    });
    view! {
        <Title text=CheckWord::SpotCheck.text(lang.get_untracked()) />
        <main class="page" id="content">
            <p class="crumbs">
                <a href="/spot-checks">{say(CheckWord::SpotChecks)}</a>
            </p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

#[component]
fn Content(found: Sheet) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let href = format!("/spot-checks/{}", found.round.id);
    let by = case::names(&found.round.by, lang).to_owned();
    let is_over = found.round.closed_at.is_some();
    let state = if is_over { CheckWord::IsOver } else { CheckWord::IsOpen };
    let sums = found
        .tallies
        .iter()
        .fold([0; 3], |[done, size, open], tally| [done + tally.done, size + tally.size, open + tally.open]);
    let [done, size, open] = sums;
    let groups = (!found.groups.is_empty()).then(|| view! { <Groups groups=found.groups /> });
    let households = (!found.households.is_empty())
        .then(|| view! { <Households lines=found.households sees_people=found.sees_people /> });
    let hints = (!found.hints.is_empty()).then(|| view! { <Hints lines=found.hints /> });
    let close = found.may_close.then(|| view! { <Close round=found.round.id /> });
    view! {
        <h1 class="page__title">{title(&found.round)}</h1>
        <p class="page__facts">
            {say(state)} " · " {by} " · " {format::moment(found.round.made_at)} " · " {say(CheckWord::Until)} " "
            {format::date(found.round.until_on)}
        </p>
        <p role="status">{Phrase::CheckProgress { done, size, open }.text(lang)}</p>
        <div class="actions">
            <LinkButton href=format!("{href}/draw")>{say(CheckWord::Proof)}</LinkButton>
            <LinkButton href=format!("{href}/round.xlsx") rel="external">
                {say(CheckWord::Export)}
            </LinkButton>
        </div>
        <Figures round=found.round figure=found.figure />
        {hints}
        <Grids tallies=found.tallies />
        {groups}
        {households}
        {close}
    }
}

#[component]
fn Figures(round: Round, figure: [Option<domain::sample::weighted::Estimate>; 3]) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let so_far = round.closed_at.is_none().then(|| view! { <p class="form__hint">{say(CheckWord::FigureSoFar)}</p> });
    let lines = Measure::ALL.into_iter().zip(figure).map(|(of, found)| {
        let said = found.map_or_else(|| CheckWord::NobodyAnswered.text(lang).to_owned(), |found| estimate(found, lang));
        view! {
            <div class="facts__fact">
                <dt>{say(measure(of))}</dt>
                <dd>{said}</dd>
            </div>
        }
    });
    view! {
        <section class="card" aria-labelledby="figures">
            <h2 class="card__title" id="figures">
                {say(CheckWord::CityFigure)}
            </h2>
            {so_far}
            <p class="form__hint">{say(CheckWord::CityFigureHint)}</p>
            <dl class="facts facts--lines">{lines.collect_view()}</dl>
        </section>
    }
}

#[component]
fn Grids(tallies: Vec<Tally>) -> impl IntoView {
    let lang = use_lang();
    let caption = Signal::derive(move || CheckWord::Grids.text(lang.get()).to_owned());
    let head = || {
        let columns = [
            CheckWord::Grid,
            CheckWord::Households,
            CheckWord::Answered,
            CheckWord::Replaced,
            CheckWord::VerdictOf,
            CheckWord::Complete,
            CheckWord::Accurate,
            CheckWord::Satisfied,
            CheckWord::Completeness,
            CheckWord::Accuracy,
        ];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let rows = tallies.into_iter().map(grid).collect_view();
    view! {
        <section class="check__grids" aria-labelledby="grids">
            <h2 class="card__title" id="grids">
                {say(CheckWord::Grids)}
            </h2>
            <p class="form__hint">{say(CheckWord::VerdictHint)}</p>
            <Table caption=caption head=head>
                {rows}
            </Table>
        </section>
    }
}

fn grid(tally: Tally) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let label = move |word: CheckWord| word.text(lang);
    let said = |found: Option<Interval>, n: u32| found.map_or_else(|| "–".to_owned(), |found| share(found, n, lang));
    let shares = Measure::ALL.map(|of| (measure(of), said(tally.interval(of), tally.of(of).1)));
    let fields = [CheckWord::Completeness, CheckWord::Accuracy]
        .into_iter()
        .zip(tally.by_field())
        .map(|(word, found)| (word, said(found, tally.done)));
    let shares = shares.into_iter().chain(fields).map(|(word, said)| view! { <td data-label=label(word)>{said}</td> });
    view! {
        <tr>
            <th scope="row" class="table__main">{tally.name.clone()}</th>
            <td data-label=label(CheckWord::Households)>{format::number(tally.households.into())}</td>
            <td data-label=label(CheckWord::Answered)>{format!("{}/{}", tally.done, tally.size)}</td>
            <td data-label=label(CheckWord::Replaced)>{tally.given_up}</td>
            <td data-label=label(CheckWord::VerdictOf)>{say(verdict(tally.verdict()))}</td>
            {shares.collect_view()}
        </tr>
    }
}

#[component]
fn Groups(groups: Vec<Vec<(String, Interval)>>) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let groups = groups.into_iter().map(|group| {
        let grids = group.into_iter().map(|(name, found)| {
            let [low, high] = [found.low, found.high].map(|share| format!("{:.0}", share * 100.0));
            view! { <li>{format!("{name} {low}–{high}%")}</li> }
        });
        view! {
            <li>
                <strong>{CheckWord::Group.text(lang)}</strong> <ul>{grids.collect_view()}</ul>
            </li>
        }
    });
    view! {
        <section class="card" aria-labelledby="groups">
            <h2 class="card__title" id="groups">
                {say(CheckWord::Groups)}
            </h2>
            <p class="form__hint">{say(CheckWord::GroupsHint)}</p>
            <ol>{groups.collect_view()}</ol>
        </section>
    }
}

#[component]
fn Households(lines: Vec<HouseholdLine>, sees_people: bool) -> impl IntoView {
    let lang = use_lang();
    let caption = Signal::derive(move || CheckWord::AskedHouseholds.text(lang.get()).to_owned());
    let head = || {
        let columns = [CheckWord::Door, CheckWord::Place, CheckWord::StateOf, CheckWord::Tries, CheckWord::Outcome];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let rows = lines.into_iter().map(move |line| household(line, sees_people)).collect_view();
    view! {
        <details>
            <summary>{say(CheckWord::AskedHouseholds)}</summary>
            <Table caption=caption head=head>
                {rows}
            </Table>
        </details>
    }
}

fn household(line: HouseholdLine, sees_people: bool) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let label = move |word: CheckWord| word.text(lang);
    let door = format!("{} {}", line.estate, line.door).trim().to_owned();
    let door = if sees_people {
        view! {
            <a rel="external" href=format!("/households/{}", line.dwelling)>
                {door}
            </a>
        }
        .into_any()
    } else {
        door.into_any()
    };
    let outcome = line.fields.map(|[filled, required, matching, verified]| {
        Phrase::CheckFields { filled, required, matching, verified }.text(lang)
    });
    view! {
        <tr>
            <th scope="row" class="table__main">{door}</th>
            <td data-label=label(CheckWord::Place)>{line.place}</td>
            <td data-label=label(CheckWord::StateOf)>{say(state(line.state))}</td>
            <td data-label=label(CheckWord::Tries)>{line.tries}</td>
            <td data-label=label(CheckWord::Outcome)>{outcome.unwrap_or_else(|| "–".to_owned())}</td>
        </tr>
    }
}

#[component]
fn Hints(lines: Vec<HintLine>) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let lines = lines.into_iter().map(|line| {
        let hints = line.hints.iter().map(|one| view! { <li>{hint(one, lang)}</li> }).collect_view();
        view! {
            <li>
                <a rel="external" href=format!("/households/{}", line.dwelling)>
                    {line.door}
                </a>
                <ul>{hints}</ul>
            </li>
        }
    });
    view! {
        <section class="card" aria-labelledby="hints">
            <h2 class="card__title" id="hints">
                {say(CheckWord::Hints)}
            </h2>
            <p class="form__hint">{say(CheckWord::HintsHint)}</p>
            <ul>{lines.collect_view()}</ul>
        </section>
    }
}

#[component]
fn Close(round: i64) -> impl IntoView {
    let error = Refused::find("spot-check-close").map(Refused::alert);
    view! {
        <section class="card" aria-labelledby="close">
            <h2 class="card__title" id="close">
                {say(CheckWord::Close)}
            </h2>
            {error}
            <form class="form" method="post" action="/form/spot-check-close">
                <input type="hidden" name="back" value=format!("/spot-checks/{round}") />
                <input type="hidden" name="round" value=round.to_string() />
                <p class="form__hint">{say(CheckWord::CloseHint)}</p>
                <Button>{say(CheckWord::Close)}</Button>
            </form>
        </section>
    }
}
