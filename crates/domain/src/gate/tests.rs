//! The gate's rules at their edges: ages, shares, likeness.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;

const LIMITS: Limits = Limits { work_bits: 8, address_hourly: 4, phone_daily: 5, copies: 3, held_hourly: 6 };

fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000 + second, 0).unwrap()
}

fn drawn() -> Ticket {
    Ticket::new(at(0), LIMITS)
}

#[test]
fn a_person_is_neither_quicker_nor_slower_than_people_are() {
    let after = |second, worked| enter(Some(drawn()), worked, false, at(second));

    assert_eq!((after(2, true), after(9, false)), (Err(Reason::Early), Err(Reason::Early)));
    assert_eq!((after(3, true), after(10, false)), (Ok(Pace::Quick), Ok(Pace::Plain)));
    assert_eq!((after(LONGEST_S, true), after(LONGEST_S + 1, true)), (Ok(Pace::Quick), Err(Reason::Stale)));
    assert_eq!(after(-60, true), Err(Reason::NoTicket), "nobody draws in the future");
    assert_eq!(enter(None, true, false, at(60)), Err(Reason::NoTicket));
    assert_eq!(enter(Some(drawn()), true, true, at(60)), Err(Reason::Trapped));
    assert_eq!(enter(Some(Ticket::anew(at(0), LIMITS)), false, false, at(0)), Ok(Pace::Plain), "it waited already");
}

#[test]
fn a_ticket_is_for_one_form_and_one_operation() {
    let (one, other) = (OperationId::new([1; 16]), OperationId::new([2; 16]));

    assert_ne!(drawn().claim(Form::Report, one), drawn().claim(Form::Report, other));
    assert_ne!(drawn().claim(Form::Report, one), drawn().claim(Form::Wish, one));
    for text in ["", "7", "7.", ".7", "7.8.9", "+7.8", "07.8", "7.300", "x.8"] {
        assert_eq!(text.parse::<Ticket>(), Err(InvalidTicket), "{text}");
    }
}

#[test]
fn a_proof_is_rare_and_belongs_to_its_ticket() {
    let proofs: Vec<String> =
        (0..20_000).map(|number| number.to_string()).filter(|proof| is_worked("a", proof, 8)).collect();

    assert!((40..140).contains(&proofs.len()), "one in 256 of 20,000: {}", proofs.len());
    assert!(!proofs.iter().all(|proof| is_worked("b", proof, 8)));
    assert!(!is_worked("a", "", 0) && !is_worked("a", &"1".repeat(21), 0));
}

#[test]
fn every_doubt_is_held_first_and_refused_once_enough_are_held() {
    let none = Counts::default();
    let judged = |counts| judge(LIMITS, Pace::Quick, counts, false);

    assert_eq!(
        judged(Counts { address_hour: 3, phone_day: 4, copies: 2, plain_hour: 99, held_hour: 99 }),
        Verdict::Pass
    );
    for (counts, reason) in [
        (Counts { address_hour: 4, ..none }, Reason::Address),
        (Counts { phone_day: 5, ..none }, Reason::Phone),
        (Counts { copies: 3, ..none }, Reason::Copy),
    ] {
        assert_eq!(judged(counts), Verdict::Hold(reason));
        assert_eq!(judged(Counts { held_hour: 6, ..counts }), Verdict::Refuse(reason));
    }
    assert_eq!(
        judged(Counts { address_hour: 6, ..none }),
        Verdict::Refuse(Reason::Address),
        "one has its share of held ones"
    );
    assert_eq!(
        judge(LIMITS, Pace::Quick, Counts { copies: 11, ..none }, true),
        Verdict::Pass,
        "停电了, says everybody"
    );
    let plain = |counts| judge(LIMITS, Pace::Plain, counts, false);
    assert_eq!(plain(Counts { address_hour: 2, ..none }), Verdict::Hold(Reason::Address));
    assert_eq!(plain(Counts { plain_hour: 8, ..none }), Verdict::Hold(Reason::Plain));
}

proptest! {
    #[test]
    fn a_ticket_survives_its_text(drawn_at_s: i64, work_bits: u8) {
        let ticket = Ticket { drawn_at_s, work_bits };

        prop_assert_eq!(ticket.to_string().parse::<Ticket>(), Ok(ticket));
    }

    #[test]
    fn whatever_few_addresses_send_within_an_hour_little_of_it_gets_in(
        posts in proptest::collection::vec((0_u8..4, 0_u8..3, 0_u8..20, any::<bool>()), 0..400),
    ) {
        let mut of: HashMap<u8, u32> = HashMap::new();
        let mut with: HashMap<u8, u32> = HashMap::new();
        let mut said: HashMap<u8, u32> = HashMap::new();
        let (mut passed, mut held, mut plain) = (0, 0, 0);
        for (address, phone, words, has_script) in posts {
            let counts = Counts {
                address_hour: of.get(&address).copied().unwrap_or_default(),
                phone_day: with.get(&phone).copied().unwrap_or_default(),
                copies: said.get(&words).copied().unwrap_or_default(),
                plain_hour: plain,
                held_hour: held,
            };
            let pace = if has_script { Pace::Quick } else { Pace::Plain };
            match judge(LIMITS, pace, counts, false) {
                Verdict::Refuse(_) => continue,
                Verdict::Pass => passed += 1,
                Verdict::Hold(_) => held += 1,
            }
            *of.entry(address).or_default() += 1;
            *with.entry(phone).or_default() += 1;
            *said.entry(words).or_default() += 1;
            plain += u32::from(!has_script);
        }

        prop_assert!(passed <= 4 * LIMITS.address_hourly && held <= LIMITS.held_hourly, "{passed} {held}");
    }
}
