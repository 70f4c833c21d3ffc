//! Fields of a form by their words, and what is wrong with what was typed there.

use domain::file::Problem;
use wording::Word;

/// What is wrong with an entry.
pub fn problem(value: Problem) -> Word {
    match value {
        Problem::TooLong => Word::ProblemTooLong,
        Problem::NotADay => Word::ProblemNotADay,
        Problem::InFuture => Word::ProblemInFuture,
        Problem::OutOfOrder => Word::ProblemOutOfOrder,
        Problem::UnknownWord => Word::ProblemUnknownWord,
        Problem::IdForm => Word::ProblemIdForm,
        Problem::IdBirthday => Word::ProblemIdBirthday,
        Problem::IdCheck => Word::ProblemIdCheck,
        Problem::PhoneForm => Word::ProblemPhone,
        Problem::DisagreesWithId => Word::ProblemDisagrees,
        Problem::HeadExists => Word::ProblemHeadExists,
        Problem::AlreadyHere => Word::ProblemAlreadyHere,
        Problem::NotHere => Word::ProblemNotHere,
        Problem::Missing => Word::ProblemMissing,
        Problem::Merged => Word::ProblemMerged,
        Problem::Duplicate(_) => Word::ProblemDuplicate,
        Problem::PhotoHeavy => Word::ProblemPhotoHeavy,
        Problem::PhotoKind => Word::ProblemPhotoKind,
        Problem::PhotoPixels => Word::ProblemPhotoPixels,
        Problem::PhotoBroken => Word::ProblemPhotoBroken,
        Problem::PhotoMany => Word::ProblemPhotoMany,
        Problem::PictureHeavy => Word::ProblemPictureHeavy,
        Problem::PicturePixels => Word::ProblemPicturePixels,
        Problem::PictureMany => Word::ProblemPictureMany,
    }
}

/// A field of a form, by its word.
pub fn field(slug: &str) -> Word {
    match slug {
        "name" => Word::FieldName,
        "sex" => Word::FieldSex,
        "born_on" => Word::FieldBornOn,
        "former_name" => Word::FieldFormerName,
        "ethnicity" => Word::FieldEthnicity,
        "native_place" => Word::FieldNativePlace,
        "registered_address" => Word::FieldRegisteredAddress,
        "residence_match" => Word::FieldResidenceMatch,
        "inflow" => Word::FieldInflow,
        "permit" => Word::FieldPermit,
        "permit_from_on" => Word::FieldPermitFromOn,
        "permit_until_on" => Word::FieldPermitUntilOn,
        "marital" => Word::FieldMarital,
        "politics" => Word::FieldPolitics,
        "party" => Word::FieldParty,
        "party_organisation" => Word::FieldPartyOrganisation,
        "education" => Word::FieldEducation,
        "occupation" => Word::FieldOccupation,
        "workplace" => Word::FieldWorkplace,
        "id_number" => Word::FieldIdNumber,
        "phone" => Word::FieldPhone,
        "medical_note" => Word::FieldMedicalNote,
        "relation" => Word::FieldRelation,
        "kind" => Word::FieldStayKind,
        "text" => Word::FieldText,
        _ => Word::FieldDay,
    }
}
