//! `/areas/{area}/training`: who of an area's roster was trained in what. A record, counted nowhere.

use domain::area::Area;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::training::{Trained, TrainingRow, view as view_training};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Button, ButtonKind, EmptyState, ErrorPanel, Field, Table, case, format};
use wording::Word;
use wording::field::MonthWord;

use crate::request;
use crate::unit_list::Wrong;

/// The page.
#[component]
pub fn TrainingPage() -> impl IntoView {
    let lang = use_lang();
    let asked = use_params_map().with_untracked(|params| params.get("area")).unwrap_or_default();
    let back = format!("/areas/{asked}/roster");
    let content = Suspend::new(async move {
        match find(&asked).await {
            Ok(found) => view! { <Content found=found /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/areas".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=MonthWord::Training.text(lang.get_untracked()) />
        <main class="page" id="content">
            <p class="crumbs">
                <a href=back>{say(Word::Roster)}</a>
            </p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find(asked: &str) -> Result<Trained, AppError> {
    let (service, actor) = request::acting()?;
    let area: Area = asked.parse().map_err(|_no_area| AppError::NotFound.answered())?;
    view_training(&service, &actor, area).await.map_err(request::answered)
}

#[component]
fn Content(found: Trained) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: MonthWord| Signal::derive(move || word.text(lang.get()).to_owned());
    let Trained { area, name, rows, people, may_keep } = found;
    let back = format!("/areas/{area}/training");
    let head = || {
        view! {
            <th scope="col">{say(Word::PersonName)}</th>
            <th scope="col">{say(Word::RosterKind)}</th>
            <th scope="col">{say(MonthWord::TrainingOn)}</th>
            <th scope="col">{say(MonthWord::TrainingTopic)}</th>
            <th scope="col">{say(MonthWord::TrainingHours)}</th>
            <th scope="col">{say(MonthWord::TrainingRemove)}</th>
        }
    };
    let list = if rows.is_empty() {
        let (title, hint) = (text(MonthWord::TrainingNone), text(MonthWord::TrainingNoneHint));
        view! { <EmptyState title=title hint=hint icon=Icon::Person /> }.into_any()
    } else {
        let rows = rows.into_iter().map(|row| training_row(row, &back, may_keep, area)).collect_view();
        view! {
            <Table caption=text(MonthWord::Training) head=head>
                {rows}
            </Table>
        }
        .into_any()
    };
    let form =
        (may_keep && !people.is_empty()).then(|| view! { <NewTraining area=area people=people back=back.clone() /> });
    view! {
        <h1 class="page__title">{say(MonthWord::Training)} " · " {name}</h1>
        <p class="page__facts">{say(MonthWord::TrainingHint)}</p>
        <Wrong form="training-remove" />
        {list}
        {form}
    }
}

fn training_row(row: TrainingRow, back: &str, may_keep: bool, area: Area) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    let remove = (may_keep && area.contains(row.area)).then(|| {
        view! {
            <form method="post" action="/form/training-remove">
                <input type="hidden" name="training" value=row.id.to_string() />
                <input type="hidden" name="back" value=back.to_owned() />
                <Button kind=ButtonKind::Quiet>{say(MonthWord::TrainingRemove)}</Button>
            </form>
        }
    });
    let hours = format!("{}.{:02}", row.minutes / 60, row.minutes % 60 * 100 / 60);
    view! {
        <tr>
            <th scope="row" class="table__main">{row.name}</th>
            <td data-label=Word::RosterKind.text(lang)>{case::names(&row.kind, lang).to_owned()}</td>
            <td data-label=MonthWord::TrainingOn.text(lang)>{format::date(row.on)}</td>
            <td data-label=MonthWord::TrainingTopic.text(lang)>{row.topic}</td>
            <td data-label=MonthWord::TrainingHours.text(lang)>{hours}</td>
            <td data-label=MonthWord::TrainingRemove.text(lang)>{remove}</td>
        </tr>
    }
}

#[component]
fn NewTraining(area: Area, people: Vec<(i64, String)>, back: String) -> impl IntoView {
    let lang = use_lang();
    let refused = Refused::find("training");
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).unwrap_or_default().to_owned();
    let label = move |word: MonthWord| Signal::derive(move || word.text(lang.get()).to_owned());
    let ticks = people.into_iter().map(|(id, name)| {
        let field = format!("entry-{id}");
        let checked = !typed(&field).is_empty();
        view! {
            <label class="tick">
                <input type="checkbox" name=field value="1" checked=checked />
                " "
                {name}
            </label>
        }
    });
    let ticks = ticks.collect_view();
    view! {
        <section class="card" aria-labelledby="new">
            <h2 class="card__title" id="new">
                {say(MonthWord::TrainingAdd)}
            </h2>
            <form class="form" method="post" action="/form/training">
                <Wrong form="training" />
                <input type="hidden" name="back" value=back />
                <input type="hidden" name="area" value=area.to_string() />
                <Field name="topic" label=label(MonthWord::TrainingTopic) value=typed("topic") />
                <Field name="on" label=label(MonthWord::TrainingOn) kind="date" value=typed("on") />
                <Field name="hours" label=label(MonthWord::TrainingHours) value=typed("hours") />
                <fieldset class="ticks">
                    <legend class="field__label">{say(MonthWord::TrainingWho)}</legend>
                    {ticks}
                </fieldset>
                <Button kind=ButtonKind::Primary>{say(MonthWord::TrainingAdd)}</Button>
            </form>
        </section>
    }
}
