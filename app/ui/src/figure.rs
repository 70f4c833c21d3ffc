//! What figures about cases are called on a page: their names and formulas, rows, ages of lights.

use domain::case::Source;
use domain::figure::{By, Figure, Lit, Rate, Side, Span};
use wording::{Lang, Phrase, Word};

use crate::case::names;

/// A figure's name.
pub fn name(figure: Figure) -> Word {
    match figure {
        Figure::Closing => Word::FigureClosing,
        Figure::OnTime => Word::FigureOnTime,
        Figure::UrgentOnTime => Word::FigureUrgent,
        Figure::Rework => Word::FigureRework,
        Figure::Delay => Word::FigureDelay,
        Figure::Paused => Word::FigurePaused,
        Figure::Registered => Word::FigureRegistered,
        Figure::Answer => Word::FigureAnswer,
        Figure::Solved => Word::FigureSolved,
        Figure::Satisfied => Word::FigureSatisfied,
        Figure::Silent => Word::FigureSilent,
    }
}

/// Its formula in words.
pub fn formula(figure: Figure) -> Word {
    match figure {
        Figure::Closing => Word::FigureClosingFormula,
        Figure::OnTime => Word::FigureOnTimeFormula,
        Figure::UrgentOnTime => Word::FigureUrgentFormula,
        Figure::Rework => Word::FigureReworkFormula,
        Figure::Delay => Word::FigureDelayFormula,
        Figure::Paused => Word::FigurePausedFormula,
        Figure::Registered => Word::FigureRegisteredFormula,
        Figure::Answer => Word::FigureAnswerFormula,
        Figure::Solved => Word::FigureSolvedFormula,
        Figure::Satisfied => Word::FigureSatisfiedFormula,
        Figure::Silent => Word::FigureSilentFormula,
    }
}

/// What figures are told apart by.
pub fn by(by: By) -> Word {
    match by {
        By::All => Word::StatisticsByAll,
        By::Area => Word::StatisticsByArea,
        By::Unit => Word::StatisticsByUnit,
        By::Category => Word::StatisticsByCategory,
        By::Channel => Word::StatisticsByChannel,
        By::Week => Word::StatisticsByWeek,
    }
}

/// Which of a figure's cases.
pub fn side(side: Side) -> Word {
    match side {
        Side::Part => Word::StatisticsPart,
        Side::Whole => Word::StatisticsWhole,
        Side::Rest => Word::StatisticsRest,
    }
}

/// How long a light has been lit.
pub fn lit(lit: Lit) -> Word {
    match lit {
        Lit::Day => Word::StatisticsLitDay,
        Lit::TwoDays => Word::StatisticsLitTwoDays,
        Lit::FourDays => Word::StatisticsLitFourDays,
        Lit::Longer => Word::StatisticsLitLonger,
    }
}

/// A period of every day.
pub fn span(span: Span) -> Word {
    match span {
        Span::Week => Word::StatisticsWeek,
        Span::Month => Word::StatisticsMonth,
        Span::LastMonth => Word::StatisticsLastMonth,
        Span::Quarter => Word::StatisticsQuarter,
    }
}

/// How cases came in.
pub fn channel(source: Source) -> Word {
    match source {
        Source::Grid => Word::ChannelGrid,
        Source::Desk => Word::ChannelDesk,
        Source::Hotline => Word::ChannelHotline,
        Source::Resident => Word::ChannelResident,
        Source::Open311 => Word::ChannelOpen,
        Source::Sheet => Word::ChannelSheet,
        Source::Chat => Word::ChannelChat,
    }
}

/// What a row of figures is called.
pub fn row(by: By, key: &str, name: &(String, String), lang: Lang) -> String {
    let own = names(name, lang);
    match by {
        By::Channel => {
            Source::from_slug(key).map_or_else(|| key.to_owned(), |source| channel(source).text(lang).to_owned())
        }
        By::Week => Phrase::FigureWeekFrom { day: key }.text(lang),
        By::Category if key.is_empty() => Word::CaseNoCategory.text(lang).to_owned(),
        _ if own.is_empty() => key.to_owned(),
        _ => own.to_owned(),
    }
}

/// A share in words, or that there is nothing to share.
pub fn share(rate: &Rate, lang: Lang) -> String {
    match rate.percent() {
        Some(percent) => Phrase::FigureShare { percent: &percent }.text(lang),
        None => Word::StatisticsNoShare.text(lang).to_owned(),
    }
}
