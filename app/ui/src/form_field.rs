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
        "category" => Word::CaseCategory,
        "closing" => Word::CategoryClosing,
        "urgency" => Word::CategoryUrgency,
        "radius" => Word::CategoryRadius,
        "basis" => Word::OwnerBasis,
        "work_title" => Word::WorkTitle,
        "work_place" => Word::WorkPlace,
        "building" => Word::WorkBuilding,
        "radius_m" => Word::WorkRadius,
        "starts_on" => Word::WorkStarts,
        "ends_on" => Word::WorkEnds,
        "outcome" => Word::WorkEndNote,
        "photo" => Word::Photos,
        "taken_on" => Word::PhotoTakenOn,
        _ => return None,
    })
}
