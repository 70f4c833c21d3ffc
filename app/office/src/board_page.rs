//! `/board` and `/board/{area}`: how the cases of all communities stand, by street and community, light (`light`) and category
//! (`category`). No case says more than its number, unless who looks may open it anyway.

use chrono::{DateTime, Utc};
use domain::area::Area;
use domain::board::{Asked, BoardLine, LIGHTS, StreetTally, Tally};
use domain::case::{Light, Names};
use domain::category::CategoryCode;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use service::board::{Board, PAGE, board};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::{Button, Choice, EmptyState, ErrorPanel, Lamp, LampCount, Select, Table, Tag, case, figure, format, name};
use wording::{Lang, Phrase, Word};

use crate::request;

/// From so many hours on days are counted.
const DAYS_FROM_H: i64 = 48;

/// The page.
#[component]
pub fn BoardPage() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok((asked, found)) => view! { <Content asked=asked found=found /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/board".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::CityBoard.text(lang.get_untracked()) />
        <main class="page" id="content">
            <h1 class="page__title">{say(Word::CityBoard)}</h1>
            <p class="page__facts">{say(Word::CityBoardHint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find() -> Result<(Asked, Board), AppError> {
    let (service, actor) = request::acting()?;
    let area = use_params_map().with_untracked(|params| params.get("area"));
    let area = match area {
        Some(asked) => asked.parse().map_err(|_no_area| AppError::NotFound.answered())?,
        None => Area::city(actor.area.county()),
    };
    let asked = Asked {
        area,
        light: request::query("light").and_then(|word| LIGHTS.into_iter().find(|light| slug(*light) == word)),
        category: request::query("category").and_then(|code| CategoryCode::new(&code)),
        skip: request::query("skip").and_then(|skip| skip.parse().ok()).unwrap_or_default(),
    };
    let found = board(&service, &actor, &asked).await.map_err(request::answered)?;
    Ok((asked, found))
}

/// The word of a light in addresses.
fn slug(light: Light) -> &'static str {
    match light {
        Light::Red => "red",
        Light::Yellow => "yellow",
        Light::Blue => "blue",
        Light::Green => "green",
        Light::Grey => "grey",
    }
}

/// The address of a choice.
fn href(asked: &Asked) -> String {
    let all = [
        ("light", asked.light.map(|light| slug(light).to_owned())),
        ("category", asked.category.as_ref().map(|code| code.as_str().to_owned())),
        ("skip", (asked.skip > 0).then(|| asked.skip.to_string())),
    ];
    let pairs: Vec<_> = all.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", value?))).collect();
    let query = if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) };
    format!("/board/{}{query}", asked.area)
}

/// The same choice elsewhere or of another light, from the beginning.
fn fresh(asked: &Asked, area: Area, light: Option<Light>) -> String {
    href(&Asked { area, light, skip: 0, ..asked.clone() })
}

#[component]
fn Content(asked: Asked, found: Board) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let Board { path, streets, lines, total, categories, now } = found;
    let links = path.into_iter().map(|(area, name)| {
        let current = (area == asked.area).then_some("page");
        view! {
            <li>
                <a href=fresh(&asked, area, asked.light) aria-current=current>
                    {name}
                </a>
            </li>
        }
    });
    let links = links.collect_view();
    let said = format::number(total);
    let list = if lines.is_empty() {
        view! { <EmptyState title=text(Word::BoardNone) hint=text(Word::BoardNoneHint) icon=Icon::Check /> }.into_any()
    } else {
        view! { <Lines lines=lines now=now /> }.into_any()
    };
    view! {
        <nav class="chip-row" aria-label=say(Word::StatisticsAreas)>
            <ul class="notice__areas">{links}</ul>
        </nav>
        <Filter asked=asked.clone() categories=categories />
        <Tallies asked=asked.clone() streets=streets />
        <section aria-labelledby="cases">
            <h2 class="card__title" id="cases">
                {say(Word::BoardCases)}
            </h2>
            <p role="status" data-total=total.to_string()>
                {move || Phrase::FigureCases { count: &said }.text(lang.get())}
            </p>
            {list}
            <Pages asked=asked total=total />
        </section>
    }
}

#[component]
fn Filter(asked: Asked, categories: Vec<(CategoryCode, Names)>) -> impl IntoView {
    let lang = use_lang();
    let now = lang.get_untracked();
    let label = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let choice = |value: &str, text: &str| Choice { value: value.to_owned(), text: text.to_owned() };
    let lights = LIGHTS.map(|light| choice(slug(light), name::light(light).text(now)));
    let lights: Vec<_> = std::iter::once(choice("", Word::BoardAnyLight.text(now))).chain(lights).collect();
    let categories = categories.iter().map(|(code, name)| choice(code.as_str(), case::names(name, now)));
    let any = std::iter::once(choice("", Word::HeatAnyCategory.text(now)));
    let categories: Vec<_> = any.chain(categories).collect();
    let (light, category) = (asked.light.map(slug).unwrap_or_default(), asked.category.as_ref());
    let category = category.map(|code| code.as_str().to_owned()).unwrap_or_default();
    view! {
        <form class="filter" method="get" action=format!("/board/{}", asked.area)>
            <Select
                name="light"
                label=label(Word::StatisticsLight)
                choices=Signal::stored(lights)
                value=light.to_owned()
            />
            <Select
                name="category"
                label=label(Word::HeatCategory)
                choices=Signal::stored(categories)
                value=category
            />
            <Button>{say(Word::StatisticsShow)}</Button>
        </form>
    }
}

/// How many cases of each light every street and community has; every number leads to its cases.
#[component]
fn Tallies(asked: Asked, streets: Vec<StreetTally>) -> impl IntoView {
    let lang = use_lang();
    if streets.is_empty() {
        return ().into_any();
    }
    let caption = Signal::derive(move || Word::BoardTallies.text(lang.get()).to_owned());
    let head = || {
        let lights = LIGHTS.map(name::light);
        let columns = [Word::BoardArea].into_iter().chain(lights).chain([Word::ScreenLate, Word::BoardAll]);
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).collect_view()
    };
    let rows = streets.into_iter().map(|StreetTally { whole, communities }| {
        // What is known of a street alone stands in the street's own row.
        let below = communities.iter().filter(|tally| tally.area != whole.area);
        let below = below.map(|tally| tally_row(&asked, tally, false)).collect_view();
        view! {
            {tally_row(&asked, &whole, true)}
            {below}
        }
    });
    let rows = rows.collect_view();
    view! {
        <section aria-labelledby="tallies">
            <h2 class="card__title" id="tallies">
                {say(Word::BoardTallies)}
            </h2>
            <Table caption=caption head=head>
                {rows}
            </Table>
        </section>
    }
    .into_any()
}

fn tally_row(asked: &Asked, tally: &Tally, is_street: bool) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    let area = tally.area;
    let cell = |light: Option<Light>, label: &'static str| {
        let count = tally.of(light);
        let shown = match light {
            Some(light) => view! { <LampCount light=light count=count /> }.into_any(),
            None => view! { <b>{format::number(count)}</b> }.into_any(),
        };
        let shown = match count {
            0 => shown,
            _ => view! { <a href=fresh(asked, area, light)>{shown}</a> }.into_any(),
        };
        view! {
            <td class="table__number" data-label=label>
                {shown}
            </td>
        }
    };
    let cells = LIGHTS.map(|light| cell(Some(light), name::light(light).text(lang))).into_iter().collect_view();
    let own = fresh(asked, area, asked.light);
    let class = if is_street { "table__main" } else { "table__main board__community" };
    view! {
        <tr data-area=area.to_string() data-count=tally.of(None).to_string()>
            <th scope="row" class=class>
                <a href=own>{tally.name.clone()}</a>
            </th>
            {cells}
            <td class="table__number" data-label=Word::ScreenLate.text(lang)>
                {format::number(tally.late)}
            </td>
            {cell(None, Word::BoardAll.text(lang))}
        </tr>
    }
}

#[component]
fn Lines(lines: Vec<(BoardLine, bool)>, now: DateTime<Utc>) -> impl IntoView {
    let lang = use_lang();
    let caption = Signal::derive(move || Word::BoardCases.text(lang.get()).to_owned());
    let head = || {
        let columns = [
            Word::BoardCase,
            Word::StatisticsLight,
            Word::StatisticsByCategory,
            Word::BoardCommunity,
            Word::CaseHolder,
            Word::BoardHolderClock,
            Word::BoardBusinessClock,
            Word::BoardChannel,
        ];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let rows = lines.into_iter().map(|(line, may_open)| line_row(&line, may_open, now)).collect_view();
    view! {
        <Table caption=caption head=head>
            {rows}
        </Table>
    }
}

fn line_row(line: &BoardLine, may_open: bool, now: DateTime<Utc>) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    let label = move |word: Word| word.text(lang);
    let number = line.case.to_string();
    let number = if may_open {
        view! { <a href=format!("/cases?axis=all&case={number}")>{number.clone()}</a> }.into_any()
    } else {
        number.into_any()
    };
    let category = match case::names(&line.category_name, lang) {
        "" => Word::CaseNoCategory.text(lang),
        name => name,
    };
    let mark = match (line.is_paused, line.is_late) {
        (true, _) => Some(view! { <Tag>{say(Word::PhasePaused)}</Tag> }.into_any()),
        (false, true) => Some(view! { <Tag tone="tag--care">{say(Word::ScreenLate)}</Tag> }.into_any()),
        (false, false) => None,
    };
    view! {
        <tr data-case=line.case.to_string()>
            <th scope="row" class="table__main">
                {number}
            </th>
            <td data-label=label(Word::StatisticsLight)>
                <Lamp light=line.light />
            </td>
            <td data-label=label(Word::StatisticsByCategory)>{category.to_owned()}</td>
            <td data-label=label(Word::BoardCommunity)>{line.area_name.clone()}</td>
            <td data-label=label(Word::CaseHolder)>{case::names(&line.holder_name, lang).to_owned()}</td>
            <td data-label=label(Word::BoardHolderClock)>
                {clock(line.light, line.holder_since, line.holder_due_at, now)} " " {mark}
            </td>
            <td data-label=label(Word::BoardBusinessClock)>
                {clock(line.light, line.reported_at, line.business_due_at, now)}
            </td>
            <td data-label=label(Word::BoardChannel)>{figure::channel(line.source).text(lang)}</td>
        </tr>
    }
}

/// How long a clock has run and when it runs out; a case that is closed has no clock, so that it says since when it stands.
fn clock(light: Light, since: DateTime<Utc>, due: Option<DateTime<Utc>>, now: DateTime<Utc>) -> impl IntoView + use<> {
    let lang = use_lang().get_untracked();
    if !light.is_open() {
        return format::moment(since).into_any();
    }
    let due = due.map(|due| {
        let text = Phrase::BoardDue { moment: &format::moment(due) }.text(lang);
        view! {
            <br />
            <small>{text}</small>
        }
    });
    view! {
        {age(since, now, lang)}
        {due}
    }
    .into_any()
}

fn age(since: DateTime<Utc>, now: DateTime<Utc>, lang: Lang) -> String {
    let age = now - since;
    match (age.num_hours(), age.num_minutes()) {
        (0, count) => Phrase::BoardAgeMinutes { count: count.max(0) },
        (count, _) if count < DAYS_FROM_H => Phrase::BoardAgeHours { count },
        (hours, _) => Phrase::BoardAgeDays { count: hours / 24 },
    }
    .text(lang)
}

#[component]
fn Pages(asked: Asked, total: i64) -> impl IntoView {
    let lang = use_lang();
    let size = u32::from(PAGE);
    let pages = u32::try_from(total).unwrap_or(u32::MAX).div_ceil(size);
    let page = asked.skip / size + 1;
    let step = |skip: u32, word: Word, rel: &'static str| {
        let href = href(&Asked { skip, ..asked.clone() });
        view! { <a class="button" rel=rel href=href>{say(word)}</a> }
    };
    let previous = (asked.skip > 0).then(|| step(asked.skip.saturating_sub(size), Word::PreviousPage, "prev"));
    let next = (page < pages).then(|| step(asked.skip.saturating_add(size), Word::NextPage, "next"));
    (pages > 1).then(|| {
        view! {
            <nav class="actions" aria-label=say(Word::StatisticsPages)>
                {previous}
                <span>{move || Phrase::PageOf { page, pages }.text(lang.get())}</span>
                {next}
            </nav>
        }
    })
}
