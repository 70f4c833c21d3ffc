//! `/statistics/heat`: on which squares of the ground cases were reported in the last days (`days`), of an area (`area`) and perhaps of one
//! category (`category`); the same squares as a table.

use chrono::{Days, NaiveDate};
use domain::area::Area;
use domain::category::CategoryCode;
use domain::figure::{By, Period, Square, Which};
use leptos::prelude::*;
use leptos_meta::Title;
use service::figure::{HeatMap, heat};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::{Button, Choice, EmptyState, ErrorPanel, Select, Table, case, format};
use wording::{Phrase, Word};

use crate::heat_drawing::drawing;
use crate::request;
use crate::statistic_address::{Asked, category};

/// Days to choose from; the second is taken when nothing is said.
const DAYS: [u16; 4] = [7, 30, 90, 365];
/// Lines of the table.
const LINES: usize = 100;

/// What the map is asked for.
#[derive(Clone)]
struct Question {
    area: Area,
    days: u16,
    category: Option<CategoryCode>,
    period: Period,
}

impl Question {
    fn read(own: Area, today: NaiveDate) -> Option<Self> {
        let area = match request::query("area") {
            Some(asked) => asked.parse().ok()?,
            None => own,
        };
        let days = request::query("days").and_then(|days| days.parse().ok()).filter(|days| DAYS.contains(days));
        let days = days.unwrap_or(DAYS[1]);
        let from = today.checked_sub_days(Days::new(u64::from(days) - 1))?;
        Some(Self { area, days, category: category(), period: Period::new(from, today)? })
    }

    fn href(&self, area: Area) -> String {
        let category = self.category.as_ref().map(|code| format!("&category={}", code.as_str())).unwrap_or_default();
        format!("/statistics/heat?area={area}&days={}{category}", self.days)
    }

    /// The cases of a square.
    fn cases(&self, square: Square) -> String {
        let asked = Asked { area: self.area, period: self.period, by: By::All };
        asked.cases(&Which::Square { square, category: self.category.clone() }, 0)
    }
}

/// The map and its table.
#[component]
pub fn HeatPage() -> impl IntoView {
    let lang = use_lang();
    let content = Suspend::new(async move {
        match find().await {
            Ok((question, found)) => view! { <Content question=question found=found /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/statistics/heat".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=Word::Heat.text(lang.get_untracked()) />
        <main class="page" id="content">
            <p class="crumbs">
                <a href="/statistics">{say(Word::StatisticsBack)}</a>
            </p>
            <h1 class="page__title">{say(Word::Heat)}</h1>
            <p class="page__facts">{say(Word::HeatHint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find() -> Result<(Question, HeatMap), AppError> {
    let (service, actor) = request::acting()?;
    let question = Question::read(actor.area, service.today()).ok_or_else(|| AppError::NotFound.answered())?;
    let over = (question.area, question.period);
    let found = heat(&service, &actor, over, question.category.as_ref()).await.map_err(request::answered)?;
    Ok((question, found))
}

#[component]
fn Content(question: Question, found: HeatMap) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let links = found.path.iter().chain(&found.below).map(|(area, name)| {
        let current = (*area == question.area).then_some("true");
        view! {
            <li>
                <a href=question.href(*area) aria-current=current>
                    {name.clone()}
                </a>
            </li>
        }
    });
    let links = links.collect_view();
    let unplaced = (found.unplaced > 0).then(|| {
        let text = Phrase::HeatUnplaced { count: found.unplaced }.text(lang.get_untracked());
        view! { <p class="form__hint">{text}</p> }
    });
    let shown = if found.squares.is_empty() {
        view! { <EmptyState title=text(Word::HeatNone) hint=text(Word::HeatNoneHint) icon=Icon::Pin /> }.into_any()
    } else {
        let label = Word::Heat.text(lang.get_untracked()).to_owned();
        let drawn = drawing(&found, label, |square| question.cases(square));
        view! {
            {drawn}
            <Squares question=question.clone() squares=found.squares.clone() />
        }
        .into_any()
    };
    view! {
        <nav class="chip-row" aria-label=say(Word::StatisticsAreas)>
            <ul class="notice__areas">{links}</ul>
        </nav>
        <Choices question=question.clone() categories=found.categories.clone() />
        {unplaced}
        {shown}
    }
}

#[component]
fn Choices(question: Question, categories: Vec<(CategoryCode, (String, String))>) -> impl IntoView {
    let lang = use_lang();
    let label = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let now = lang.get_untracked();
    let days = DAYS.map(|days| Choice { value: days.to_string(), text: Phrase::HeatLastDays { days }.text(now) });
    let any = Choice { value: String::new(), text: Word::HeatAnyCategory.text(now).to_owned() };
    let categories = categories
        .iter()
        .map(|(code, name)| Choice { value: code.as_str().to_owned(), text: case::names(name, now).to_owned() });
    let categories: Vec<Choice> = std::iter::once(any).chain(categories).collect();
    let chosen = question.category.as_ref().map(|code| code.as_str().to_owned()).unwrap_or_default();
    view! {
        <form class="filter" method="get" action="/statistics/heat">
            <input type="hidden" name="area" value=question.area.to_string() />
            <Select
                name="days"
                label=label(Word::HeatDays)
                choices=Signal::stored(days.to_vec())
                value=question.days.to_string()
            />
            <Select name="category" label=label(Word::HeatCategory) choices=Signal::stored(categories) value=chosen />
            <Button>{say(Word::StatisticsShow)}</Button>
        </form>
    }
}

/// The same squares in words.
#[component]
fn Squares(question: Question, squares: Vec<(Square, domain::geo::LonLat, i64)>) -> impl IntoView {
    let lang = use_lang();
    let caption = Signal::derive(move || Word::HeatTable.text(lang.get()).to_owned());
    let head = || {
        let columns = [Word::HeatSquare, Word::StatisticsCase];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let rows = squares.into_iter().take(LINES).map(|(square, centre, count)| {
        view! {
            <tr data-square=square.slug()>
                <th scope="row" class="table__main">{format!("{:.4}, {:.4}", centre.lon, centre.lat)}</th>
                <td class="table__number" data-label=Word::StatisticsCase.text(lang.get_untracked())>
                    <a href=question.cases(square)>{format::number(count)}</a>
                </td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section aria-labelledby="squares">
            <h2 class="card__title" id="squares">
                {say(Word::HeatTable)}
            </h2>
            <p class="form__hint">{say(Word::HeatTableHint)}</p>
            <Table caption=caption head=head>
                {rows}
            </Table>
        </section>
    }
}
