//! `/cases`: the open cases of an area, worst light first, with the steps that are possible.

use domain::area::Area;
use domain::case::{CaseLine, Light};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::later;
use ui::refused::Refused;
use ui::{Banner, BannerKind, EmptyState, ErrorPanel, ErrorText, Lamp, LampCount, Skeleton, Table, format};
use wording::Word;

use super::api;
use super::line::step_form;
use crate::address;
use crate::household::CardActions;
use crate::top_bar::TopBar;

/// The list of open cases.
#[component]
pub fn CasePage() -> impl IntoView {
    let lang = use_lang();
    let query = use_query_map();
    let area = Memo::new(move |_| query.with(|query| query.get("area")).and_then(|area| area.parse::<Area>().ok()));
    let actions = CardActions::provide();
    let cases = Resource::new(move || (area.get(), actions.version()), |(area, _)| api::open(area));
    let export = move || {
        let area = area.get().map(|area| format!("&area={area}")).unwrap_or_default();
        format!("/exports/new?list=cases{area}")
    };
    let here = address::use_here();
    let show = later(
        move || async move { cases.await },
        move |loaded| match loaded {
            Ok(cases) => case_table(cases, actions).into_any(),
            Err(error) => {
                let retry = Callback::new(move |()| cases.refetch());
                view! { <ErrorPanel error=Signal::stored(error) retry_href=here retry=retry /> }.into_any()
            }
        },
    );
    view! {
        <Title text=move || Word::Cases.text(lang.get()) />
        <TopBar />
        <main class="page" id="content">
            <h1 class="page__title">{say(Word::OpenCases)}</h1>
            <p><a class="button" rel="external" href=export>{say(Word::ExportTo)}</a></p>
            <StepRefusal actions=actions />
            <Transition fallback=|| view! { <Skeleton lines=8 /> }>{show}</Transition>
        </main>
    }
}

#[component]
fn StepRefusal(actions: CardActions) -> impl IntoView {
    let posted = Refused::find("case-step").map(|refused| refused.error);
    let error = Signal::derive(move || actions.error().or_else(|| posted.clone()));
    let shown = move || {
        let error = error.get()?;
        Some(view! { <Banner kind=BannerKind::Warning><ErrorText error=Signal::stored(error) /></Banner> })
    };
    view! { <div>{shown}</div> }
}

fn case_table(cases: Vec<CaseLine>, actions: CardActions) -> impl IntoView {
    let lang = use_lang();
    if cases.is_empty() {
        let title = Signal::derive(move || Word::NoOpenCases.text(lang.get()).to_owned());
        let hint = Signal::derive(move || Word::NoOpenCasesHint.text(lang.get()).to_owned());
        return view! { <EmptyState title=title hint=hint icon=Icon::Check /> }.into_any();
    }
    let caption = Signal::derive(move || Word::OpenCases.text(lang.get()).to_owned());
    let counts = Light::ALL[..3].iter().map(|light| {
        let count = cases.iter().filter(|case| case.light == *light).count();
        view! { <LampCount light=*light count=count as i64 /> }
    });
    let counts = counts.collect_view();
    let head = || {
        let columns = [Word::Light, Word::Case, Word::Place, Word::ReportedAt, Word::ChangedAt, Word::Steps];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let rows = cases.into_iter().map(|case| row(case, actions)).collect_view();
    view! {
        <p class="lights">{counts}</p>
        <Table caption=caption head=head>{rows}</Table>
    }
    .into_any()
}

fn row(case: CaseLine, actions: CardActions) -> impl IntoView {
    let lang = use_lang();
    let label = move |word: Word| move || word.text(lang.get());
    let steps = case.light.steps().iter().map(|step| step_form(&case, *step, actions)).collect_view();
    let place = match case.dwelling {
        Some(dwelling) => view! { <a href=format!("/map?h={dwelling}")>{case.place.clone()}</a> }.into_any(),
        None => view! { <span>{case.place.clone()}</span> }.into_any(),
    };
    view! {
        <tr data-case=case.case.to_string()>
            <td data-label=label(Word::Light)><Lamp light=case.light /></td>
            <td data-label=label(Word::Case) class="table__main">{case.title.clone()}</td>
            <td data-label=label(Word::Place)>{place}</td>
            <td data-label=label(Word::ReportedAt)><time>{format::moment(case.reported_at)}</time></td>
            <td data-label=label(Word::ChangedAt)><time>{format::moment(case.changed_at)}</time></td>
            <td data-label=label(Word::Steps) class="table__steps">{steps}</td>
        </tr>
    }
}
