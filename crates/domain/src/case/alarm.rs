//! What the server by itself does about a light that nobody moves: reminds, asks, and hands over to supervision.
//!
//! Not here: which alarm is due ([`crate::deadline::next_alarm`]), and steps that people take ([`super::turn`]).

use super::kind::Kind;
use super::standing::Standing;
use crate::deadline::Alarm;

/// Raises an alarm over a case: the step that it is, and how the case stands afterwards.
///
/// Nothing when the case is not red or yellow, stands still, or had this alarm or a later one since its light came on for this
/// holder; and no supervision of what was answered, or has supervision already.
pub fn raise(standing: &Standing, alarm: Alarm) -> Option<(Kind, Standing)> {
    if !standing.phase.is_unfinished() || standing.is_paused() || standing.alarm >= Some(alarm) {
        return None;
    }
    let after = Standing { alarm: Some(alarm), ..standing.clone() };
    match alarm {
        Alarm::Remind => Some((Kind::Urge, after)),
        Alarm::Inquire => Some((Kind::Inquire, Standing { is_inquired: true, ..after })),
        Alarm::Supervise if standing.is_inquired && !standing.is_supervised => {
            Some((Kind::Supervise, Standing { is_supervised: true, ..after }))
        }
        Alarm::Supervise => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::Role;
    use crate::area::{Area, County};
    use crate::case::{Desk, Move, Note, Phase, Step, Who, turn};
    use crate::category::Closing;
    use crate::id::{AccountId, UnitId};

    fn community() -> Area {
        let city = Area::city(County::new_checked(990_001).unwrap());
        city.child(1).and_then(|street| street.child(1)).unwrap()
    }

    fn red() -> Standing {
        Standing::reported(community().child(1).unwrap(), Desk::area(community()), None, Closing::Checked)
    }

    fn holder() -> Who {
        let account = AccountId::new(community().county(), 1);
        Who { account, role: Role::Community, area: community(), desk: Some(Desk::area(community())) }
    }

    fn take(standing: &Standing, step: Step) -> Standing {
        let taken = Move { step, note: Note::new("x"), picture_count: 1 };
        turn(&holder(), standing, &taken).unwrap().after
    }

    #[test]
    fn each_alarm_is_raised_once_and_in_order() {
        let mut standing = red();
        for (alarm, expected) in
            [(Alarm::Remind, Kind::Urge), (Alarm::Inquire, Kind::Inquire), (Alarm::Supervise, Kind::Supervise)]
        {
            let (kind, after) = raise(&standing, alarm).unwrap();
            assert_eq!((kind, raise(&after, alarm)), (expected, None));
            standing = after;
        }
        assert!(standing.is_supervised && standing.is_inquired);
        assert_eq!(raise(&standing, Alarm::Remind), None);
    }

    #[test]
    fn an_answer_in_words_keeps_supervision_away() {
        let (_, asked) = raise(&red(), Alarm::Inquire).unwrap();

        let answered = take(&asked, Step::Plain(Kind::Reply));

        assert!(!answered.is_inquired);
        assert_eq!(raise(&answered, Alarm::Supervise), None);
        assert_eq!(answered.phase, Phase::Waiting { in_pool: false }, "words move no light");
    }

    #[test]
    fn a_hand_over_or_another_light_begins_anew() {
        let (_, asked) = raise(&red(), Alarm::Inquire).unwrap();
        let unit = UnitId::new(community().county(), 7);

        for step in [Step::PassOn(unit), Step::Plain(Kind::Accept), Step::Plain(Kind::PassUp)] {
            let after = take(&asked, step);
            assert_eq!((after.alarm, after.is_inquired), (None, false));
            assert!(raise(&after, Alarm::Remind).is_some());
        }
        assert_eq!(take(&asked, Step::Plain(Kind::Remark)).alarm, Some(Alarm::Inquire), "a remark moves nothing");
    }

    #[test]
    fn what_stands_still_or_is_done_is_left_alone() {
        for phase in [
            Phase::Working { is_paused: true, asked: None },
            Phase::Done { is_checked: false, by: None },
            Phase::Closed,
            Phase::Refused,
        ] {
            assert_eq!(raise(&Standing { phase, ..red() }, Alarm::Remind), None);
        }
    }
}
