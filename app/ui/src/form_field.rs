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
        "case" => Word::Case,
        "version" => Word::CaseVersion,
        "step" => Word::CaseStepName,
        "with" => Word::CaseCo,
        "into" => Word::CaseInto,
        "days" => Word::CaseDays,
        "milestone_text" => Word::CaseMilestoneText,
        "milestone_due" => Word::CaseMilestoneDue,
        "category" => Word::CaseCategory,
        "urgency" => Word::CaseUrgency,
        "title" => Word::CaseTitle,
        "detail" => Word::CaseDetailField,
        _ => return None,
    })
}
