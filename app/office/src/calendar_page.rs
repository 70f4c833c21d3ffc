//! `/admin/calendar`: which days are worked, year by year, and the service hours; for the system administrator.

use chrono::{Datelike, NaiveDate, Weekday};
use domain::calendar::{Exception, ServiceHours, WorkCalendar};
use leptos::prelude::*;
use leptos_meta::Title;
use service::calendar::{Calendar, list};
use ui::error::AppError;
use ui::icon::Icon;
use ui::language::{say, use_lang};
use ui::refused::Refused;
use ui::{Banner, BannerKind, Button, ButtonKind, Choice, EmptyState, ErrorPanel, Field, Select, Table, format};
use wording::{Lang, Phrase, Word};

use crate::request;
use crate::unit_list::Wrong;

/// The days of a week as every calendar here begins it, with their words.
const WEEK: [(Weekday, Word); 7] = [
    (Weekday::Mon, Word::WeekMonday),
    (Weekday::Tue, Word::WeekTuesday),
    (Weekday::Wed, Word::WeekWednesday),
    (Weekday::Thu, Word::WeekThursday),
    (Weekday::Fri, Word::WeekFriday),
    (Weekday::Sat, Word::WeekSaturday),
    (Weekday::Sun, Word::WeekSunday),
];

/// One year, and the forms that change it.
#[component]
pub fn CalendarPage() -> impl IntoView {
    let lang = use_lang();
    let asked = request::query("year").and_then(|year| year.parse().ok()).filter(|year| (2000..=2100).contains(year));
    let content = Suspend::new(async move {
        match find().await {
            Ok(found) => view! { <Content found=found asked=asked /> }.into_any(),
            Err(error) => {
                view! { <ErrorPanel error=Signal::stored(error) retry_href="/admin/calendar".to_owned() /> }.into_any()
            }
        }
    });
    view! {
        <Title text=format!(
            "{} · {}",
            Word::WorkCalendar.text(lang.get_untracked()),
            Word::Administration.text(lang.get_untracked()),
        ) />
        <main class="page" id="content">
            <h1 class="page__title">{say(Word::WorkCalendar)}</h1>
            <p class="page__facts">{say(Word::WorkCalendarHint)}</p>
            <Suspense fallback=|| ()>{content}</Suspense>
        </main>
    }
}

async fn find() -> Result<Calendar, AppError> {
    let (service, actor) = request::acting()?;
    list(&service, &actor).await.map_err(request::answered)
}

#[component]
fn Content(found: Calendar, asked: Option<i32>) -> impl IntoView {
    let lang = use_lang().get_untracked();
    let (calendar, today) = (found.calendar, found.today);
    let year = asked.unwrap_or_else(|| today.year());
    // The year that is looked at, too: somebody may look further ahead than the warning does.
    let missing = found.missing_year.or_else(|| (!calendar.knows(year) && year >= today.year()).then_some(year));
    let warning = missing.map(|year| {
        let text = Phrase::CalendarMissing { year }.text(lang);
        view! { <Banner kind=BannerKind::Warning>{text}</Banner> }
    });
    let way = |to: i32, word: Word| {
        let href = format!("/admin/calendar?year={to}");
        view! {
            <a class="top__link" href=href>
                {say(word)}
                " "
                {to}
            </a>
        }
    };
    let months = (1..=12).filter_map(|month| NaiveDate::from_ymd_opt(year, month, 1));
    let months = months.map(|first| month(&calendar, first, today, lang)).collect_view();
    let (hours, exceptions) = (calendar.hours(), calendar.exceptions(year).collect());
    view! {
        {warning}
        <nav class="actions" aria-label=say(Word::CalendarYears)>
            {way(year - 1, Word::CalendarPreviousYear)} {way(year + 1, Word::CalendarNextYear)}
        </nav>
        <section aria-labelledby="months">
            <h2 class="card__title" id="months">
                {Phrase::YearOf { year }.text(lang)}
            </h2>
            <div class="calendar">{months}</div>
        </section>
        <Wrong form="calendar-clear" />
        <Exceptions days=exceptions year=year />
        <Write year=year />
        <Hours hours=hours />
    }
}

/// One month as a table of weeks.
fn month(calendar: &WorkCalendar, first: NaiveDate, today: NaiveDate, lang: Lang) -> impl IntoView + use<> {
    let head = WEEK.map(|(_, word)| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view();
    let before = first.weekday().num_days_from_monday() as usize;
    let days: Vec<NaiveDate> = first.iter_days().take_while(|on| on.month() == first.month()).collect();
    let cells: Vec<Option<NaiveDate>> = vec![None; before].into_iter().chain(days.into_iter().map(Some)).collect();
    let weeks = cells.chunks(WEEK.len()).map(|week| {
        let cells = week.iter().map(|on| on.map_or_else(empty, |on| day(calendar, on, today, lang)));
        view! { <tr>{cells.collect_view()}</tr> }
    });
    let weeks = weeks.collect_view();
    let caption = Phrase::MonthOf { year: first.year(), month: first.month() }.text(lang);
    view! {
        <table class="calendar__month">
            <caption>{caption}</caption>
            <thead>
                <tr>{head}</tr>
            </thead>
            <tbody>{weeks}</tbody>
        </table>
    }
}

fn empty() -> AnyView {
    view! { <td></td> }.into_any()
}

fn day(calendar: &WorkCalendar, on: NaiveDate, today: NaiveDate, lang: Lang) -> AnyView {
    let name = calendar.name(on).map(str::to_owned);
    let (class, mark) = match (name.is_some(), calendar.is_work(on)) {
        (true, true) => ("calendar__day calendar__day--worked", Some(Word::CalendarWorked)),
        (true, false) => ("calendar__day calendar__day--off", Some(Word::CalendarOff)),
        (false, true) => ("calendar__day", None),
        (false, false) => ("calendar__day calendar__day--weekend", None),
    };
    let mark = mark.map(|word| view! { <span class="calendar__mark">{word.text(lang)}</span> });
    let current = (on == today).then_some("date");
    view! {
        <td class=class title=name aria-current=current>
            {on.day()}
            {mark}
        </td>
    }
    .into_any()
}

#[component]
fn Exceptions(days: Vec<Exception>, year: i32) -> impl IntoView {
    let lang = use_lang();
    let text = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    if days.is_empty() {
        let (title, hint) = (text(Word::CalendarNoExceptions), text(Word::CalendarNoExceptionsHint));
        return view! { <EmptyState title=title hint=hint icon=Icon::Info /> }.into_any();
    }
    let head = || {
        let columns = [Word::CalendarDay, Word::CalendarIs, Word::CalendarDayName, Word::DeadlineActs];
        columns.map(|word| view! { <th scope="col">{say(word)}</th> }).into_iter().collect_view()
    };
    let rows = days.into_iter().map(|day| exception(day, year, lang.get_untracked())).collect_view();
    view! {
        <h2 class="card__title">{say(Word::CalendarExceptions)}</h2>
        <Table caption=text(Word::CalendarExceptions) head=head>
            {rows}
        </Table>
    }
    .into_any()
}

fn exception(day: Exception, year: i32, lang: Lang) -> impl IntoView {
    let is = if day.is_work { Word::CalendarDayWorked } else { Word::CalendarDayOff };
    let weekday = WEEK.iter().find(|(weekday, _)| *weekday == day.on.weekday()).map(|(_, word)| word.text(lang));
    let on = format::date(day.on);
    view! {
        <tr>
            <th scope="row" class="table__main">
                {on.clone()}
                " "
                {weekday}
            </th>
            <td data-label=Word::CalendarIs.text(lang)>{say(is)}</td>
            <td data-label=Word::CalendarDayName.text(lang)>{day.name}</td>
            <td data-label=Word::DeadlineActs.text(lang)>
                <form method="post" action="/form/calendar-clear" class="top__form">
                    <input type="hidden" name="on" value=on />
                    <input type="hidden" name="back" value=back(year) />
                    <Button kind=ButtonKind::Quiet>{say(Word::CalendarClear)}</Button>
                </form>
            </td>
        </tr>
    }
}

fn back(year: i32) -> String {
    format!("/admin/calendar?year={year}")
}

#[component]
fn Write(year: i32) -> impl IntoView {
    let lang = use_lang();
    let label = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let refused = Refused::find("calendar");
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).unwrap_or_default().to_owned();
    let choice =
        |value: &str, word: Word| Choice { value: value.to_owned(), text: word.text(lang.get_untracked()).to_owned() };
    let is = vec![choice("0", Word::CalendarDayOff), choice("1", Word::CalendarDayWorked)];
    view! {
        <form class="card form" method="post" action="/form/calendar">
            <h2 class="card__title">{say(Word::CalendarWrite)}</h2>
            <Wrong form="calendar" />
            <input type="hidden" name="back" value=back(year) />
            <Field name="on" label=label(Word::CalendarDay) kind="date" value=typed("on") />
            <Field name="until" label=label(Word::CalendarUntil) kind="date" value=typed("until") />
            <Select name="work" label=label(Word::CalendarIs) choices=Signal::stored(is) value=typed("work") />
            <Field
                name="day_name"
                label=label(Word::CalendarDayName)
                hint=label(Word::CalendarDayNameHint)
                value=typed("day_name")
            />
            <Button kind=ButtonKind::Primary>{say(Word::Save)}</Button>
        </form>
    }
}

#[component]
fn Hours(hours: ServiceHours) -> impl IntoView {
    let lang = use_lang();
    let label = move |word: Word| Signal::derive(move || word.text(lang.get()).to_owned());
    let refused = Refused::find("service-hours");
    let typed = |field: &str| refused.as_ref().and_then(|refused| refused.value(field)).map(str::to_owned);
    let (opens, closes) = (typed("opens").unwrap_or(hours.opens()), typed("closes").unwrap_or(hours.closes()));
    view! {
        <form class="card form" method="post" action="/form/service-hours">
            <h2 class="card__title">{say(Word::ServiceHours)}</h2>
            <Wrong form="service-hours" />
            <p class="form__hint">{say(Word::ServiceHoursHint)}</p>
            <input type="hidden" name="back" value="/admin/calendar" />
            <Field name="opens" label=label(Word::ServiceOpens) kind="time" value=opens />
            <Field name="closes" label=label(Word::ServiceCloses) kind="time" value=closes />
            <Button>{say(Word::Save)}</Button>
        </form>
    }
}
