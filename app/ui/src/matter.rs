//! What cases are about and where they go, in words: kinds, closing, urgency, why somebody is suggested, known works.

use domain::category::{Category, Closing, Group, Kind};
use domain::deadline::Urgency;
use domain::duplicate::Because;
use domain::route::{Basis, Reason};
use domain::work::{Ending, State};
use wording::{Lang, Phrase, Word};

/// Whom a kind of cases is taken to first.
pub fn kind(kind: Kind) -> Word {
    match kind {
        Kind::Component => Word::KindComponent,
        Kind::Event => Word::KindEvent,
    }
}

/// What closing needs.
pub fn closing(closing: Closing) -> Word {
    match closing {
        Closing::OnTheSpot => Word::ClosingOnTheSpot,
        Closing::Checked => Word::ClosingChecked,
        Closing::Signed => Word::ClosingSigned,
    }
}

/// How urgent.
pub fn urgency(urgency: Urgency) -> Word {
    match urgency {
        Urgency::Ordinary => Word::UrgencyOrdinary,
        Urgency::Urgent => Word::UrgencyUrgent,
        Urgency::Emergency => Word::UrgencyEmergency,
    }
}

/// On what ground a unit answers.
pub fn basis(basis: Basis) -> Word {
    match basis {
        Basis::Owner => Word::BasisOwner,
        Basis::Territory => Word::BasisTerritory,
    }
}

/// Why somebody is suggested for a case.
pub fn reason(reason: Reason) -> Word {
    match reason {
        Reason::OwnerFirst => Word::RouteOwnerFirst,
        Reason::TerritoryFirst => Word::RouteTerritoryFirst,
        Reason::OwnerNext => Word::RouteOwnerNext,
        Reason::TerritoryNext => Word::RouteTerritoryNext,
        Reason::NoOwner => Word::RouteNoOwner,
        Reason::OwnerReturnsOften => Word::RouteOwnerReturnsOften,
        Reason::InsteadOfOwner => Word::RouteInsteadOfOwner,
        Reason::LevelUp => Word::RouteLevelUp,
        Reason::Fallback => Word::RouteFallback,
    }
}

/// A category's name.
pub fn category(category: &Category, lang: Lang) -> &str {
    if lang == Lang::Zh { &category.name_zh } else { &category.name_en }
}

/// A group's name.
pub fn group(group: &Group, lang: Lang) -> &str {
    if lang == Lang::Zh { &group.name_zh } else { &group.name_en }
}

/// How a work stands.
pub fn work_state(state: State) -> Word {
    match state {
        State::Planned => Word::WorkPlanned,
        State::Running => Word::WorkRunning,
        State::Done => Word::WorkDone,
        State::Dropped => Word::WorkDropped,
    }
}

/// How a work ended.
pub fn ending(ending: Ending) -> Word {
    match ending {
        Ending::Done => Word::WorkDone,
        Ending::Dropped => Word::WorkDropped,
    }
}

/// Why two reports may be about the same thing.
pub fn because(because: Because, lang: Lang) -> String {
    match because {
        Because::SameBuilding => Word::LikeSameBuilding.text(lang).to_owned(),
        Because::Near { metres } => Phrase::LikeNear { metres }.text(lang),
        Because::SameCategory => Word::LikeSameCategory.text(lang).to_owned(),
        Because::Words { percent } => Phrase::LikeWords { percent }.text(lang),
        Because::Recent => Word::LikeRecent.text(lang).to_owned(),
    }
}
