//! `/households/{dwelling}/nearby?skill=`: who close by can help at a door, the nearest first, with one tap to ring.

use domain::filter::Code;
use domain::id::DwellingId;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::nearby::{Nearby, NearbyPerson, find};
use ui::EmptyState;
use ui::ErrorPanel;
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use wording::{Lang, Phrase, Word};

use crate::request;

/// The skills and the people.
#[component]
pub fn NearbyPage() -> impl IntoView {
    let lang = use_lang();
    let asked = use_params_map().with_untracked(|params| params.get("dwelling")).unwrap_or_default();
    let retry = format!("/households/{asked}/nearby");
    let content = Suspend::new(async move {
        match look(&asked).await {
            Ok((dwelling, skill, nearby)) => {
                view! { <Content dwelling=dwelling skill=skill nearby=nearby /> }.into_any()
            }
            Err(error) => view! { <ErrorPanel error=Signal::stored(error) retry_href=retry /> }.into_any(),
        }
    });
    view! {
        <Title text=Word::NearbyHelp.text(lang.get_untracked()) />
        <main class="page" id="content">
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn look(asked: &str) -> Result<(DwellingId, Option<Code>, Nearby), AppError> {
    let (service, actor) = request::acting()?;
    let dwelling: DwellingId = asked.parse().map_err(|_no_id| AppError::NotFound.answered())?;
    let skill = request::query("skill").and_then(|skill| Code::new_checked(&skill));
    let nearby = find(&service, &actor, dwelling, skill.as_ref()).await.map_err(request::answered)?;
    Ok((dwelling, skill, nearby))
}

#[component]
fn Content(dwelling: DwellingId, skill: Option<Code>, nearby: Nearby) -> impl IntoView {
    let lang = use_lang();
    let Nearby { door, skills, people, may_dial } = nearby;
    let asked = skill.is_some();
    let links = skills.into_iter().map(|word| {
        let href = format!("/households/{dwelling}/nearby?skill={}", word.code);
        let current = skill.as_ref().is_some_and(|skill| skill.as_str() == word.code).then_some("page");
        let text = if lang.get_untracked() == Lang::Zh { word.name_zh } else { word.name_en };
        view! { <li><a class="button" href=href aria-current=current>{text}</a></li> }
    });
    let links = links.collect_view();
    let list = if people.is_empty() && asked {
        let title = Signal::derive(move || Word::NobodyNearby.text(lang.get()).to_owned());
        let hint = Signal::derive(move || Word::NobodyNearbyHint.text(lang.get()).to_owned());
        view! { <EmptyState title=title hint=hint icon=Icon::People /> }.into_any()
    } else {
        let lines = people.into_iter().map(|person| view! { <Line at=dwelling person=person may_dial=may_dial /> });
        view! { <ol class="notice__calls">{lines.collect_view()}</ol> }.into_any()
    };
    view! {
        <p class="crumbs">
            <a href=format!("/households/{dwelling}")>{door}</a>
        </p>
        <h1 class="page__title">{say(Word::NearbyHelp)}</h1>
        <p class="page__facts">{say(Word::NearbyHint)}</p>
        <nav aria-label=say(Word::Skills)>
            <ul class="filter-page__presets">{links}</ul>
        </nav>
        {list}
    }
}

#[component]
fn Line(at: DwellingId, person: NearbyPerson, may_dial: bool) -> impl IntoView {
    let lang = use_lang();
    let NearbyPerson { resident, name, dwelling, place, number, door, distance_m, has_phone } = person;
    let short = format!("{number}-{}-{}", door.unit, door.number());
    let distance = move || Phrase::MetresAway { metres: distance_m }.text(lang.get());
    let dial = (may_dial && has_phone).then(|| {
        let href = format!("/households/{at}/nearby/{resident}/call");
        view! {
            <a class="button button--primary" rel="external" href=href>
                {say(Word::Dial)}
            </a>
        }
    });
    let silent = (!has_phone).then(|| view! { <span class="notice__quiet">{say(Word::NoticeNoPhone)}</span> });
    view! {
        <li class="notice__call">
            <div class="notice__door">
                <strong>
                    <a href=format!("/people/{resident}")>{name}</a>
                </strong>
                <span class="tag">{distance}</span>
                <a href=format!("/households/{dwelling}")>{short}</a>
                <span>{place}</span>
                {dial}
                {silent}
            </div>
        </li>
    }
}
