//! What the words of lists of people are called on a page.

use domain::intake::{Fault, Reason, State};
use wording::Word;

/// Where a list stands.
pub fn state(state: State) -> Word {
    match state {
        State::Uploaded => Word::IntakeUploaded,
        State::Checking => Word::IntakeChecking,
        State::Checked => Word::IntakeChecked,
        State::Writing => Word::IntakeWriting,
        State::Written => Word::IntakeWritten,
        State::Undoing => Word::IntakeUndoing,
        State::Undone => Word::IntakeUndone,
        State::Failed => Word::IntakeFailed,
    }
}

/// Why a step of a list came to nothing.
pub fn reason(reason: Reason) -> Word {
    match reason {
        Reason::Stopped => Word::IntakeStopped,
        Reason::BrokenOff => Word::IntakeBrokenOff,
        Reason::Changed => Word::IntakeReasonChanged,
        Reason::Faulty => Word::IntakeReasonFaulty,
        Reason::Busy => Word::IntakeBusy,
        Reason::Touched => Word::IntakeTouched,
        Reason::Internal => Word::IntakeInternal,
    }
}

/// What is wrong with a row of a list, and what to do.
pub fn fault(fault: Fault) -> Word {
    match fault {
        Fault::DoorMissing => Word::FaultDoorMissing,
        Fault::DoorForm => Word::FaultDoorForm,
        Fault::EstateUnknown => Word::FaultEstateUnknown,
        Fault::BuildingUnknown => Word::FaultBuildingUnknown,
        Fault::DoorUnknown => Word::FaultDoorUnknown,
        Fault::DoorAmbiguous => Word::FaultDoorAmbiguous,
        Fault::DoorElsewhere => Word::FaultDoorElsewhere,
        Fault::NameMissing => Word::FaultNameMissing,
        Fault::CellError => Word::FaultCellError,
        Fault::Rounded => Word::FaultRounded,
        Fault::TooLong => Word::FaultTooLong,
        Fault::IdForm => Word::FaultIdForm,
        Fault::IdBirthday => Word::FaultIdBirthday,
        Fault::IdCheck => Word::FaultIdCheck,
        Fault::IdTwice => Word::FaultIdTwice,
        Fault::IdSeveralFiles => Word::FaultIdSeveralFiles,
        Fault::IdOther => Word::FaultIdOther,
        Fault::CheckedWithoutId => Word::FaultCheckedWithoutId,
        Fault::SexWord => Word::FaultSexWord,
        Fault::SexDisagrees => Word::FaultSexDisagrees,
        Fault::DateForm => Word::FaultDateForm,
        Fault::DateInFuture => Word::FaultDateInFuture,
        Fault::DateTooEarly => Word::FaultDateTooEarly,
        Fault::DateOrder => Word::FaultDateOrder,
        Fault::BirthdayDisagrees => Word::FaultBirthdayDisagrees,
        Fault::PhoneForm => Word::FaultPhoneForm,
        Fault::WordUnknown => Word::FaultWordUnknown,
        Fault::RelationWord => Word::FaultRelationWord,
        Fault::StayWord => Word::FaultStayWord,
        Fault::OccupancyWord => Word::FaultOccupancyWord,
        Fault::CheckedWord => Word::FaultCheckedWord,
        Fault::KeyGroupUnknown => Word::FaultKeyGroupUnknown,
        Fault::HeadTwice => Word::FaultHeadTwice,
        Fault::HeadExists => Word::FaultHeadExists,
        Fault::OccupancyTwice => Word::FaultOccupancyTwice,
        Fault::PersonTwice => Word::FaultPersonTwice,
        Fault::PersonUnclear => Word::FaultPersonUnclear,
        Fault::PersonDead => Word::FaultPersonDead,
        Fault::StayOrder => Word::FaultStayOrder,
        Fault::OrderMissing => Word::FaultOrderMissing,
        Fault::OrderForm => Word::FaultOrderForm,
        Fault::OrderTwice => Word::FaultOrderTwice,
        Fault::OrderElsewhere => Word::FaultOrderElsewhere,
        Fault::OrderSilent => Word::FaultOrderSilent,
        Fault::DueForm => Word::FaultDueForm,
        Fault::UrgencyWord => Word::FaultUrgencyWord,
        Fault::YesOrNo => Word::FaultYesOrNo,
    }
}
