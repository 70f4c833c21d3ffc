//! What exports are called on a page.

use domain::export::{List, State};
use wording::Word;

/// Where an export stands.
pub fn state(state: State) -> Word {
    match state {
        State::Made => Word::ExportStateMade,
        State::Asked => Word::ExportStateAsked,
        State::Granted => Word::ExportStateGranted,
        State::Refused => Word::ExportStateRefused,
        State::Fetched => Word::ExportStateFetched,
        State::Ended => Word::ExportStateEnded,
        State::Expired => Word::ExportStateExpired,
    }
}

/// A kind of lists.
pub fn list(list: &List) -> Word {
    match list {
        List::People(_) => Word::ExportListPeople,
        List::Register(_) => Word::ExportListRegister,
        List::Notice(_) => Word::ExportListNotice,
        List::Estates => Word::ExportListEstates,
        List::Notices => Word::ExportListNotices,
        List::Roster => Word::ExportListRoster,
        List::Areas => Word::ExportListAreas,
        List::Estate(_) => Word::ExportListEstate,
        List::Cases => Word::ExportListCases,
        List::Party => Word::ExportListParty,
    }
}
