//! What the words of the domain are called on a page.

use domain::actor::Role;
use domain::area::Level;
use domain::case::Light;
use domain::cell::{Badge, Label, LabelCode, Lens};
use domain::certificate::{Refusal, Standing};
use domain::file::{Group, Method};
use domain::filter::Preset;
use domain::household::Occupancy;
use domain::note::{NoteKind, NotePlace};
use domain::person::{Reason, Relation, Sex};
use domain::register::Class;
use domain::stay::{EndReason, StayKind};
use domain::unit::Kind as UnitKind;
use wording::{Lang, Word};

/// A level of areas.
pub fn level(level: Level) -> Word {
    match level {
        Level::City => Word::LevelCity,
        Level::Street => Word::LevelStreet,
        Level::Community => Word::LevelCommunity,
        Level::Grid => Word::LevelGrid,
    }
}

/// A kind of units.
pub fn unit_kind(kind: UnitKind) -> Word {
    match kind {
        UnitKind::City => Word::UnitCity,
        UnitKind::Street => Word::UnitStreet,
        UnitKind::Community => Word::UnitCommunity,
        UnitKind::Grid => Word::UnitGrid,
        UnitKind::Department => Word::UnitDepartment,
        UnitKind::Station => Word::UnitStation,
        UnitKind::Police => Word::UnitPolice,
        UnitKind::Hospital => Word::UnitHospital,
        UnitKind::School => Word::UnitSchool,
        UnitKind::Supervision => Word::UnitSupervision,
        UnitKind::Organisation => Word::UnitOrganisation,
        UnitKind::Alliance => Word::UnitAlliance,
    }
}

/// A class of the register.
pub fn class_of_entries(class: Class) -> Word {
    [Word::ClassPerson, Word::ClassGround, Word::ClassObject, Word::ClassOrganisation, Word::ClassHouse][class.index()]
}

/// A light, in one short word.
pub fn light(light: Light) -> Word {
    match light {
        Light::Red => Word::LightRed,
        Light::Yellow => Word::LightYellow,
        Light::Blue => Word::LightBlue,
        Light::Green => Word::LightGreen,
        Light::Grey => Word::LightGrey,
    }
}

/// A light, as the regulations say it.
pub fn light_in_full(light: Light) -> Word {
    match light {
        Light::Red => Word::LightRedLong,
        Light::Yellow => Word::LightYellowLong,
        Light::Blue => Word::LightBlueLong,
        Light::Green => Word::LightGreenLong,
        Light::Grey => Word::LightGreyLong,
    }
}

/// A person's sex.
pub fn sex(sex: Sex) -> Word {
    match sex {
        Sex::Unknown => Word::SexUnknown,
        Sex::Male => Word::SexMale,
        Sex::Female => Word::SexFemale,
        Sex::NotSaid => Word::SexNotSaid,
    }
}

/// A person's relation to the head of the household.
pub fn relation(relation: Relation) -> Word {
    match relation {
        Relation::Head => Word::RelationHead,
        Relation::Spouse => Word::RelationSpouse,
        Relation::Child => Word::RelationChild,
        Relation::Parent => Word::RelationParent,
        Relation::Grandchild => Word::RelationGrandchild,
        Relation::Tenant => Word::RelationTenant,
        Relation::Owner => Word::RelationOwner,
        Relation::Landlord => Word::RelationLandlord,
        Relation::Other => Word::RelationOther,
    }
}

/// Why no certificate is issued.
pub fn refusal(refusal: Refusal) -> Word {
    match refusal {
        Refusal::NotChecked => Word::RefusedNotChecked,
        Refusal::NoIdNumber => Word::RefusedNoIdNumber,
        Refusal::NotTenant => Word::RefusedNotTenant,
        Refusal::LeaseOrder => Word::RefusedLeaseOrder,
        Refusal::LeaseBefore => Word::RefusedLeaseBefore,
        Refusal::LeaseEnded => Word::RefusedLeaseEnded,
        Refusal::NoLandlord => Word::RefusedNoLandlord,
        Refusal::WrongLandlord => Word::RefusedWrongLandlord,
        Refusal::Purpose => Word::RefusedPurpose,
    }
}

/// How a certificate stands.
pub fn standing(standing: Standing) -> Word {
    match standing {
        Standing::Valid => Word::StateValid,
        Standing::Expired => Word::StateExpired,
        Standing::Revoked => Word::StateRevoked,
    }
}

/// Why somebody looks behind a mask.
pub fn reason(reason: Reason) -> Word {
    match reason {
        Reason::Verify => Word::ReasonVerify,
        Reason::Service => Word::ReasonService,
        Reason::Correct => Word::ReasonCorrect,
        Reason::Emergency => Word::ReasonEmergency,
    }
}

/// A lens of the map.
pub fn lens(lens: Lens) -> Word {
    match lens {
        Lens::Occupancy => Word::LensOccupancy,
        Lens::Label => Word::LensLabel,
        Lens::KeyGroup => Word::LensKeyGroup,
        Lens::Freshness => Word::LensFreshness,
        Lens::Visit => Word::LensVisit,
    }
}

/// How a dwelling is used.
pub fn occupancy(occupancy: Occupancy) -> Word {
    match occupancy {
        Occupancy::Owner => Word::OccupancyOwner,
        Occupancy::Rented => Word::OccupancyRented,
        Occupancy::ToLet => Word::OccupancyToLet,
        Occupancy::Vacant => Word::OccupancyVacant,
        Occupancy::Other => Word::OccupancyOther,
        Occupancy::Unknown => Word::OccupancyUnknown,
    }
}

/// A role.
pub fn role(role: Role) -> Word {
    match role {
        Role::GridWorker => Word::RoleGridWorker,
        Role::GridLeader => Word::RoleGridLeader,
        Role::Department => Word::RoleDepartment,
        Role::Supervision => Word::RoleSupervision,
        Role::SystemAdmin => Word::RoleSystemAdmin,
        Role::SecurityAdmin => Word::RoleSecurityAdmin,
        Role::AuditAdmin => Word::RoleAuditAdmin,
        Role::Community => Word::RoleCommunity,
        Role::Street => Word::RoleStreet,
        Role::City => Word::RoleCity,
        Role::Wall => Word::RoleWall,
        Role::Volunteer => Word::RoleVolunteer,
    }
}

/// The kind of a badge; nothing for a cell without one.
pub fn badge(badge: Badge) -> Option<Word> {
    match badge {
        Badge::None => None,
        Badge::Elder => Some(Word::BadgeElder),
        Badge::Care => Some(Word::BadgeCare),
        Badge::Other => Some(Word::BadgeOther),
    }
}

/// The name of a label in the page's language.
pub fn label(label: &Label, lang: Lang) -> &str {
    match lang {
        Lang::Zh => &label.name_zh,
        Lang::En => &label.name_en,
    }
}

/// One of the questions of every day.
pub fn preset(preset: Preset, labels: &[Label], lang: Lang) -> String {
    let word = match preset {
        Preset::KeyGroup(code) => {
            return labels.iter().find(|known| known.code == code).map_or("", |found| label(found, lang)).to_owned();
        }
        Preset::Rented => Word::PresetRented,
        Preset::Unchecked => Word::Unchecked,
        Preset::VisitDue => Word::PresetVisitDue,
    };
    word.text(lang).to_owned()
}

/// A fill class of a lens. Classes of labels take their name from the city's dictionary.
pub fn class(lens: Lens, class: u8, code: Option<LabelCode>, labels: &[Label], lang: Lang) -> String {
    let word = match (lens, class) {
        (Lens::Occupancy, number) => occupancy(Occupancy::from_number(i16::from(number))),
        (Lens::Freshness, number) => freshness(number),
        (Lens::Visit, number) => visit(number),
        (Lens::Label | Lens::KeyGroup, 1) => Word::LabelNone,
        (Lens::Label | Lens::KeyGroup, number) => {
            let found = labels.iter().find(|label| {
                code.map_or(label.class == number && label.kind == kind(lens), |code| code == label.code)
            });
            return found.map_or(Word::LabelFurther.text(lang), |found| label(found, lang)).to_owned();
        }
    };
    word.text(lang).to_owned()
}

/// The same where one chooses labels: a retired one says so.
pub fn label_to_choose(label: &Label, lang: Lang) -> String {
    let own = self::label(label, lang);
    if label.is_retired { wording::Phrase::LabelRetired { label: own }.text(lang) } else { own.to_owned() }
}

/// The label kind whose words a lens shows; everyday for the lenses that show none.
pub fn kind(lens: Lens) -> domain::cell::LabelKind {
    match lens {
        Lens::KeyGroup => domain::cell::LabelKind::KeyGroup,
        _ => domain::cell::LabelKind::Everyday,
    }
}

fn freshness(class: u8) -> Word {
    match class {
        1 => Word::Fresh30,
        2 => Word::Fresh90,
        3 => Word::Fresh180,
        4 => Word::Fresh365,
        5 => Word::FreshOlder,
        _ => Word::FreshNever,
    }
}

fn visit(class: u8) -> Word {
    match class {
        1 => Word::Visit7,
        2 => Word::Visit30,
        3 => Word::Visit90,
        4 => Word::VisitOlder,
        _ => Word::VisitNever,
    }
}

/// A field group.
pub fn group(value: Group) -> Word {
    match value {
        Group::Identity => Word::GroupIdentity,
        Group::Contact => Word::GroupContact,
        Group::Residence => Word::GroupResidence,
        Group::Background => Word::GroupBackground,
        Group::Care => Word::GroupCare,
        Group::Dwelling => Word::GroupDwelling,
    }
}

/// How something was verified.
pub fn method(value: Method) -> Word {
    match value {
        Method::Door => Word::MethodDoor,
        Method::Phone => Word::MethodPhone,
        Method::Document => Word::MethodDocument,
        Method::Other => Word::MethodOther,
    }
}

/// How somebody belongs to a dwelling.
pub fn stay_kind(value: StayKind) -> Word {
    match value {
        StayKind::Both => Word::StayBoth,
        StayKind::Actual => Word::StayActual,
        StayKind::Registered => Word::StayRegistered,
        StayKind::Away => Word::StayAway,
    }
}

/// Why a stay ended.
pub fn end_reason(value: EndReason) -> Word {
    match value {
        EndReason::Moved => Word::EndMoved,
        EndReason::Changed => Word::EndChanged,
        EndReason::Died => Word::EndDied,
        EndReason::Merged => Word::EndMerged,
    }
}

/// What a note is about.
pub fn note_kind(value: NoteKind) -> Word {
    match value {
        NoteKind::Valve => Word::NoteValve,
        NoteKind::Meters => Word::NoteMeters,
        NoteKind::Manager => Word::NoteManager,
        NoteKind::Access => Word::NoteAccess,
        NoteKind::Other => Word::NoteOther,
    }
}

/// Where a note is.
pub fn note_place(value: NotePlace) -> Word {
    match value {
        NotePlace::Dwelling => Word::PlaceDwelling,
        NotePlace::Stairwell => Word::PlaceStairwell,
        NotePlace::Building => Word::PlaceBuilding,
        NotePlace::Estate => Word::PlaceEstate,
    }
}

/// What the audit trail says was done with a file.
pub fn look(action: &str) -> Word {
    match action {
        "view_file" | "view_photos" | "view_photo" => Word::LookFile,
        "unmask_resident" | "unmask_photo" => Word::LookUnmask,
        "edit_file" | "add_file" | "add_photo" | "remove_photo" => Word::LookEdit,
        "verify_file" => Word::LookVerify,
        "move_in" | "move_out" | "died" => Word::LookMove,
        "merge" | "undo_merge" => Word::LookMerge,
        _ => Word::LookOther,
    }
}

/// What a photo shows.
pub fn photo_kind(kind: domain::photo::Kind) -> Word {
    match kind {
        domain::photo::Kind::Portrait => Word::PhotoPortrait,
        domain::photo::Kind::Document => Word::PhotoDocument,
        domain::photo::Kind::Dwelling => Word::PhotoDwelling,
    }
}

/// What a picture of a case is for.
pub fn purpose(purpose: domain::media::Purpose) -> Word {
    match purpose {
        domain::media::Purpose::Report => Word::PurposeReport,
        domain::media::Purpose::Done => Word::PurposeDone,
        domain::media::Purpose::Check => Word::PurposeCheck,
    }
}

/// Why somebody should look twice at a picture.
pub fn doubt(doubt: domain::media::Doubt) -> Word {
    match doubt {
        domain::media::Doubt::Far { .. } => Word::DoubtFar,
        domain::media::Doubt::OffTime { .. } => Word::DoubtOffTime,
        domain::media::Doubt::Mocked => Word::DoubtMocked,
        domain::media::Doubt::NoPlace => Word::DoubtNoPlace,
    }
}
