//! The addresses of statistics: what is asked for as codes and days, read and printed in one place. Odd ones are left out, never an error.

use chrono::NaiveDate;
use domain::area::Area;
use domain::case::Light;
use domain::category::CategoryCode;
use domain::figure::{By, Figure, Lit, Period, Side, Span, Square, Which};

use crate::request::query;

/// What the pages of statistics are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The area.
    pub area: Area,
    /// The period.
    pub period: Period,
    /// What rows are told apart by.
    pub by: By,
}

impl Asked {
    /// Reads the address; the post's own area and this month when nothing is said, nothing for an area that is none.
    pub fn read(own: Area, today: NaiveDate) -> Option<Self> {
        let area = match query("area") {
            Some(asked) => asked.parse().ok()?,
            None => own,
        };
        let day = |name: &str| query(name).and_then(|day| day.parse::<NaiveDate>().ok());
        let chosen = day("from").zip(day("to")).and_then(|(from, to)| Period::new(from, to));
        let period = chosen.unwrap_or_else(|| Span::Month.around(today));
        Some(Self { area, period, by: query("by").and_then(|slug| By::from_slug(&slug)).unwrap_or_default() })
    }

    fn print(&self, path: &str) -> String {
        let (from, to) = (self.period.from(), self.period.to());
        format!("{path}?area={}&from={from}&to={to}&by={}", self.area, self.by.slug())
    }

    /// The page of statistics.
    pub fn href(&self) -> String {
        self.print("/statistics")
    }

    /// The cases behind a number.
    pub fn cases(&self, which: &Which, skip: u32) -> String {
        let which = match which {
            Which::Rate { figure, side, by, key } => {
                let key = key.as_ref().map(|key| format!("&key={key}")).unwrap_or_default();
                format!("&figure={}&side={}&of={}{key}", figure.slug(), side.slug(), by.slug())
            }
            Which::Lit { light, lit } => format!("&light={}&lit={}", light.number(), lit.slug()),
            Which::Square { square, category } => {
                let category = category.as_ref().map(|code| format!("&category={}", code.as_str())).unwrap_or_default();
                format!("&square={}{category}", square.slug())
            }
        };
        let skip = if skip > 0 { format!("&skip={skip}") } else { String::new() };
        format!("{}{which}{skip}", self.print("/statistics/cases"))
    }
}

/// Which number's cases are asked for; those that were due when nothing is said.
pub fn which() -> Which {
    let lit = query("lit").and_then(|slug| Lit::from_slug(&slug));
    let light = query("light").and_then(|number| Light::from_number(number.parse().ok()?));
    if let (Some(lit), Some(light)) = (lit, light) {
        return Which::Lit { light, lit };
    }
    if let Some(square) = query("square").and_then(|slug| Square::from_slug(&slug)) {
        return Which::Square { square, category: category() };
    }
    Which::Rate {
        figure: query("figure").and_then(|slug| Figure::from_slug(&slug)).unwrap_or(Figure::Closing),
        side: query("side").and_then(|slug| Side::from_slug(&slug)).unwrap_or(Side::Whole),
        by: query("of").and_then(|slug| By::from_slug(&slug)).unwrap_or_default(),
        key: key(),
    }
}

/// The key of a row; an empty one is that of cases about which nobody said.
fn key() -> Option<String> {
    use leptos::prelude::WithUntracked;
    leptos_router::hooks::use_query_map().with_untracked(|query| query.get("key"))
}

/// The category that is asked for.
pub fn category() -> Option<CategoryCode> {
    query("category").and_then(|code| CategoryCode::new(&code))
}
