//! `/spot-checks/mine` and `/spot-checks/tasks/{task}`: what an inspector asks, on a phone. Nothing of the register is here.

use domain::household::Occupancy;
use domain::person::Relation;
use domain::spot_check::{Mode, State};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::spot_check::{TaskLine, mine, task};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, Choice, EmptyState, ErrorText, Field, LinkButton, Select, format, name, spot_check};
use wording::Phrase;
use wording::field::CheckWord;

use crate::request;
use crate::spot_check_list::failed;

/// One's own tasks.
#[component]
pub fn SpotCheckMine() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        let found = async {
            let (service, actor) = request::acting()?;
            mine(&service, &actor).await.map_err(request::answered)
        };
        match found.await {
            Ok(found) => view! { <Tasks lines=found /> }.into_any(),
            Err(error) => failed(error, "/spot-checks/mine"),
        }
    });
    view! {
        <Title text=CheckWord::Mine.text(lang.get_untracked()) />
        <main class="page" id="content">
            <p class="crumbs">
                <a href="/spot-checks">{say(CheckWord::SpotChecks)}</a>
            </p>
            <h1 class="page__title">{say(CheckWord::Mine)}</h1>
            <p class="page__facts">{say(CheckWord::Blind)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

#[component]
fn Tasks(lines: Vec<TaskLine>) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: CheckWord| Signal::derive(move || word.text(lang.get()).to_owned());
    if lines.is_empty() {
        let (title, hint) = (text(CheckWord::TasksNone), text(CheckWord::TasksNoneHint));
        return view! { <EmptyState title=title hint=hint icon=Icon::People /> }.into_any();
    }
    let now = lang.get_untracked();
    let lines = lines.into_iter().map(|line| {
        let tries = (line.tries > 0).then(|| format!(" · {}", Phrase::CheckTries { tries: line.tries }.text(now)));
        let address = address(&line);
        view! {
            <li class="check__task">
                <a href=format!("/spot-checks/tasks/{}", line.id)>{address}</a>
                <small>{say(spot_check::state(line.state))} {tries} " · " {format::date(line.until_on)}</small>
            </li>
        }
    });
    view! { <ol class="check__tasks">{lines.collect_view()}</ol> }.into_any()
}

fn address(line: &TaskLine) -> String {
    [&*line.place, &*line.estate, &*line.door].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// One task.
#[component]
pub fn SpotCheckTask() -> impl IntoView {
    let lang = use_lang();
    let asked = use_params_map().with_untracked(|params| params.get("task")).unwrap_or_default();
    let content = Suspend::new(async move {
        let found = async {
            let (service, actor) = request::acting()?;
            let id = asked.parse().map_err(|_no_number| AppError::NotFound.answered())?;
            task(&service, &actor, id).await.map_err(request::answered)
        };
        match found.await {
            Ok(found) => view! { <Task line=found /> }.into_any(),
            Err(error) => failed(error, "/spot-checks/mine"),
        }
    });
    view! {
        <Title text=CheckWord::Mine.text(lang.get_untracked()) />
        <main class="page" id="content">
            <p class="crumbs">
                <a href="/spot-checks/mine">{say(CheckWord::Mine)}</a>
            </p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

#[component]
fn Task(line: TaskLine) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let tries = (line.tries > 0).then(|| view! { <p>{Phrase::CheckTries { tries: line.tries }.text(lang)}</p> });
    let address = address(&line);
    let body = if line.state == State::Open {
        view! { <Ask line=line /> }.into_any()
    } else {
        view! {
            <p role="status">{say(spot_check::state(line.state))}</p>
            <p>
                <LinkButton href="/spot-checks/mine">{say(CheckWord::BackToTasks)}</LinkButton>
            </p>
        }
        .into_any()
    };
    view! {
        <h1 class="page__title">{address}</h1>
        {tries}
        {body}
    }
}

#[component]
fn Ask(line: TaskLine) -> impl IntoView {
    let here = format!("/spot-checks/tasks/{}", line.id);
    let absent = [(Mode::Visit, CheckWord::NobodyHome), (Mode::Phone, CheckWord::NobodyAnsweredCall)];
    let absent = absent.map(|(mode, word)| {
        view! {
            <Button name="mode" value=mode.slug()>
                {say(word)}
            </Button>
        }
    });
    let missed = Refused::find("spot-check-try").map(Refused::alert);
    view! {
        <p class="page__facts">{say(CheckWord::Blind)}</p>
        {missed}
        <div class="actions">
            <a class="button" rel="external" href=format!("{here}/call")>
                {say(CheckWord::Call)}
            </a>
            <form class="check__missed" method="post" action="/form/spot-check-try">
                <input type="hidden" name="back" value=here.clone() />
                <input type="hidden" name="task" value=line.id.to_string() />
                {absent.into_iter().collect_view()}
            </form>
        </div>
        <p class="form__hint">{say(CheckWord::CallHint)} " " {say(CheckWord::ThreeTries)}</p>
        <Answers line=line here=here />
    }
}

/// Why an answer was not taken, with the field's own name.
fn refusal(error: AppError) -> AnyView {
    let field = match &error {
        AppError::Invalid { field } => match field.as_str() {
            "occupancy" => Some(CheckWord::FieldOccupancy),
            "residents" => Some(CheckWord::FieldResidents),
            "name" => Some(CheckWord::FieldName),
            "relation" => Some(CheckWord::FieldRelation),
            "phone_tail" => Some(CheckWord::FieldPhone),
            "satisfaction" => Some(CheckWord::FieldSatisfaction),
            _ => None,
        },
        _ => None,
    };
    let lang = use_lang().get_untracked();
    let text = match field {
        Some(word) => view! { <p>{Phrase::InvalidField { field: word.text(lang) }.text(lang)}</p> }.into_any(),
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
fn Answers(line: TaskLine, here: String) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: CheckWord| Signal::derive(move || word.text(lang.get()).to_owned());
    let refused = Refused::find("spot-check-answer");
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).unwrap_or_default().to_owned();
    let usual_mode = if line.is_dialled { Mode::Phone } else { Mode::Visit };
    let mode = if typed("mode").is_empty() { usual_mode.slug().to_owned() } else { typed("mode") };
    let [occupancy, residents, person] = ["occupancy", "residents", "name"].map(typed);
    let [relation, phone, satisfaction] = ["relation", "phone_tail", "satisfaction"].map(typed);
    // Who was rung is not asked for the number.
    let phone = (!line.is_dialled)
        .then(|| view! { <Field name="phone_tail" label=text(CheckWord::FieldPhone) kind="text" value=phone /> });
    let error = refused.clone().map(|refused| refusal(refused.error));
    view! {
        {error}
        <form class="form" method="post" action="/form/spot-check-answer">
            <input type="hidden" name="back" value=here />
            <input type="hidden" name="task" value=line.id.to_string() />
            <Select name="mode" label=text(CheckWord::HowAsked) choices=modes() value=Signal::stored(mode) />
            <Select
                name="occupancy"
                label=text(CheckWord::FieldOccupancy)
                choices=occupancies()
                value=Signal::stored(occupancy)
            />
            <Field name="residents" label=text(CheckWord::FieldResidents) kind="number" value=residents />
            <Field name="name" label=text(CheckWord::FieldName) autocomplete="off" value=person />
            <Select
                name="relation"
                label=text(CheckWord::FieldRelation)
                choices=relations()
                value=Signal::stored(relation)
            />
            {phone}
            <Select
                name="satisfaction"
                label=text(CheckWord::FieldSatisfaction)
                choices=levels()
                value=Signal::stored(satisfaction)
            />
            <Button kind=ButtonKind::Primary>{say(CheckWord::Send)}</Button>
        </form>
    }
}

fn choice(value: impl ToString, text: &str) -> Choice {
    Choice { value: value.to_string(), text: text.to_owned() }
}

fn modes() -> Signal<Vec<Choice>> {
    let lang = use_lang().get_untracked();
    Signal::stored(Mode::ALL.iter().map(|(mode, slug)| choice(slug, spot_check::mode(*mode).text(lang))).collect())
}

fn occupancies() -> Signal<Vec<Choice>> {
    let lang = use_lang().get_untracked();
    let known = Occupancy::ALL.into_iter().filter(|one| *one != Occupancy::Unknown);
    let known = known.map(|one| choice(one.number(), name::occupancy(one).text(lang)));
    Signal::stored(std::iter::once(choice("", CheckWord::Choose.text(lang))).chain(known).collect())
}

fn relations() -> Signal<Vec<Choice>> {
    let lang = use_lang().get_untracked();
    let known = Relation::ALL.iter().map(|(relation, slug)| choice(slug, name::relation(*relation).text(lang)));
    Signal::stored(std::iter::once(choice("", CheckWord::Unasked.text(lang))).chain(known).collect())
}

fn levels() -> Signal<Vec<Choice>> {
    let lang = use_lang().get_untracked();
    let levels = [
        ("", CheckWord::NotSaid),
        ("5", CheckWord::VerySatisfied),
        ("4", CheckWord::QuiteSatisfied),
        ("3", CheckWord::Middling),
        ("2", CheckWord::Dissatisfied),
        ("1", CheckWord::VeryDissatisfied),
    ];
    Signal::stored(levels.into_iter().map(|(value, word)| choice(value, word.text(lang))).collect())
}
