//! What the fields of forms are called in a sentence about what was wrong with them.

use wording::Word;

/// What a form's field is called where it was wrong; nothing for one without a word.
pub fn called(field: &str) -> Option<Word> {
    Some(match field {
        "name" => Word::PersonName,
        "name_zh" => Word::Name,
        "name_en" => Word::NameEn,
        "login" => Word::LoginName,
        "area" => Word::AreaCode,
        "role" => Word::Role,
        "to_on" => Word::TermEnd,
        "unit" => Word::Unit,
        "parent" => Word::UnitParent,
        "closed_on" => Word::UnitClosedOn,
        "areas" => Word::UnitGridsChosen,
        "kind" => Word::UnitKind,
        "phone" => Word::Telephone,
        "number" => Word::DoorNewNumber,
        "kept" => Word::DoorInto,
        "removal" => Word::DoorRemovalReason,
        "note" => Word::DoorNote,
        "reason" => Word::Reason,
        "code" => Word::TotpCode,
        "word" => Word::WordCode,
        "glyph" => Word::LabelGlyph,
        "subject" => Word::OidcSubject,
        "photo" => Word::Photos,
        "taken_on" => Word::PhotoTakenOn,
        "on" => Word::CalendarDay,
        "until" => Word::CalendarUntil,
        "day_name" => Word::CalendarDayName,
        "hours" => Word::ServiceHours,
        "topic" => Word::DeadlineTopicIs,
        "amount" => Word::DeadlineAmount,
        _ => return None,
    })
}
