//! Residence certificates: refused with the reason, numbered without gaps, revoked for good, shown masked.

use chrono::{Days, NaiveDate};
use domain::actor::{Actor, Role};
use domain::certificate::{Claim, Refusal, Standing};
use domain::id::ResidentId;
use domain::phone::Phone;
use service::{ServiceError, certificate};
use store::testing::{county, grid_of, now};

use crate::house::House;

const ID_NUMBER: &str = "999999199001010016";
const LANDLORD: &str = "金房东";

/// A tenant in the first household, whose landlord lives in the second one of another street; and the community.
async fn rented() -> (House, Actor, ResidentId) {
    let house = House::new().await;
    house.db.add_residents().await;
    let tenant = ResidentId::new(county(), house.seat(0).dwelling.serial());
    let abroad = house.seats.iter().find(|seat| seat.area == grid_of(2, 1, 1)).unwrap();
    let landlord = ResidentId::new(county(), abroad.dwelling.serial());
    house.db.rent(house.seat(0).dwelling, tenant, (landlord, LANDLORD)).await;
    let community = house.db.actor(Role::Community, grid_of(1, 1, 1).path()[2], 203).await;
    (house, community, tenant)
}

fn today() -> NaiveDate {
    domain::clock::civil_date(now())
}

fn claim() -> Claim {
    Claim {
        landlord: LANDLORD.to_owned(),
        lease_from_on: today() - Days::new(100),
        lease_until_on: today() + Days::new(30),
        purpose: "子女入学".to_owned(),
    }
}

fn phone() -> Phone {
    "0433-2712345".parse().unwrap()
}

#[tokio::test]
async fn a_tenant_whose_landlord_lives_elsewhere_gets_one_with_the_next_number() {
    let (house, community, tenant) = rented().await;

    for serial in 1..=2 {
        let id = certificate::issue(&house.s, &community, tenant, &claim(), &phone()).await.unwrap();
        let paper = certificate::print(&house.s, &community, id).await.unwrap();
        assert_eq!(paper.issued.number.to_string(), format!("990001-2026-{serial:06}"));
        assert_eq!((paper.id_number.reveal(), paper.issued.valid_until_on), (ID_NUMBER, claim().lease_until_on));
        assert!(!format!("{:?}", paper.issued).contains("欧阳"));
    }
    let trail = house.db.audited().await;
    let count = |action: &str| trail.iter().filter(|row| *row == action).count();
    assert_eq!((count("issue_certificate"), count("print_certificate")), (2, 2));
}

#[tokio::test]
async fn a_wrong_landlord_an_ended_lease_and_an_unchecked_file_are_refused_with_the_reason_and_use_up_no_number() {
    let (house, community, tenant) = rented().await;
    let wrong = Claim { landlord: "别人".to_owned(), ..claim() };
    let ended = Claim { lease_until_on: today() - Days::new(1), ..claim() };
    let neighbour = ResidentId::new(county(), house.seat(1).dwelling.serial());

    let refused =
        async |resident, claim: &Claim| match certificate::issue(&house.s, &community, resident, claim, &phone()).await
        {
            Err(ServiceError::Certificate(why)) => why,
            other => panic!("{other:?}"),
        };
    assert_eq!(refused(tenant, &wrong).await, Refusal::WrongLandlord);
    assert_eq!(refused(tenant, &ended).await, Refusal::LeaseEnded);
    assert_eq!(refused(neighbour, &claim()).await, Refusal::NotTenant);
    house.db.uncheck(tenant).await;
    assert_eq!(refused(tenant, &claim()).await, Refusal::NotChecked);
    assert_eq!((house.db.count("certificate").await, house.db.count("certificate_serial").await), (0, 0));
}

#[tokio::test]
async fn many_at_once_leave_no_gap_and_no_number_twice() {
    let (house, community, tenant) = rented().await;
    let (claim, phone) = (claim(), phone());

    let asked = (0..5).map(|_| certificate::issue(&house.s, &community, tenant, &claim, &phone));
    let answers = futures_util::future::join_all(asked).await;

    let mut serials: Vec<_> = answers.into_iter().map(|answer| answer.unwrap().serial() % 1_000_000).collect();
    serials.sort_unstable();
    assert_eq!(serials, [1, 2, 3, 4, 5]);
}

#[tokio::test]
async fn who_holds_the_code_sees_masked_facts_and_that_it_was_revoked() {
    let (house, community, tenant) = rented().await;
    let id = certificate::issue(&house.s, &community, tenant, &claim(), &phone()).await.unwrap();
    let code = certificate::print(&house.s, &community, id).await.unwrap().issued.code;

    let valid = certificate::verify(&house.s, code.as_str()).await.unwrap().unwrap();
    assert_eq!((valid.standing, valid.holder.as_str()), (Standing::Valid, "欧**"));

    certificate::revoke(&house.s, &community, id, "已搬走").await.unwrap();
    let revoked = certificate::verify(&house.s, code.as_str()).await.unwrap().unwrap();
    let again = certificate::revoke(&house.s, &community, id, "再来一次").await;
    let print = certificate::print(&house.s, &community, id).await;

    assert_eq!(revoked.standing, Standing::Revoked);
    assert!(matches!(again, Err(ServiceError::Conflict)), "{again:?}");
    assert!(matches!(print, Err(ServiceError::Conflict)), "a revoked one is not printed");
    for code in ["0000000000000000", "nonsense", ""] {
        assert_eq!(certificate::verify(&house.s, code).await.unwrap(), None, "{code}");
    }
}

#[tokio::test]
async fn only_a_post_with_a_seal_issues_and_nobody_learns_of_other_areas() {
    let (house, community, tenant) = rented().await;
    let id = certificate::issue(&house.s, &community, tenant, &claim(), &phone()).await.unwrap();
    let other = house.db.actor(Role::Community, grid_of(2, 1, 1).path()[2], 204).await;

    for (actor, is_known) in
        [(house.worker().await, true), (house.centre().await, true), (other, false), (house.wall().await, false)]
    {
        let issued = certificate::issue(&house.s, &actor, tenant, &claim(), &phone()).await.unwrap_err();
        let printed = certificate::print(&house.s, &actor, id).await.err().unwrap();
        let revoked = certificate::revoke(&house.s, &actor, id, "试试").await.unwrap_err();
        for error in [issued, printed, revoked] {
            assert_eq!(matches!(error, ServiceError::Forbidden), is_known, "{:?} {error:?}", actor.role);
            assert_eq!(matches!(error, ServiceError::NotFound), !is_known, "{:?} {error:?}", actor.role);
        }
        let desk = certificate::desk(&house.s, &actor, tenant).await;
        assert_eq!(desk.map(|desk| desk.may_issue).ok(), is_known.then_some(false), "{:?}", actor.role);
    }
}
