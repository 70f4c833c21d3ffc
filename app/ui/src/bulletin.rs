//! What a bulletin is called.

use domain::bulletin::{Bulletin, Period};
use wording::{Lang, Phrase, Word};

/// Its title with its number.
pub fn title(bulletin: &Bulletin, lang: Lang) -> String {
    let (year, number) = bulletin.number;
    Phrase::BulletinTitle { period: period(bulletin.period).text(lang), year, number }.text(lang)
}

/// What a period is called.
pub fn period(period: Period) -> Word {
    match period {
        Period::Week => Word::BulletinWeek,
        Period::Month => Word::BulletinMonth,
    }
}
