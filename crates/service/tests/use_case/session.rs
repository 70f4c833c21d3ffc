//! Logging in, posts, devices, and what ends them.

use domain::account::{FAILURES_UNTIL_LOCK, Password, WeakPassword};
use domain::actor::{Actor, Role};
use domain::area::Area;
use service::session::{self, Attempt, DEMO_PASSWORD};
use service::{Service, ServiceError};

use crate::house::House;

/// The demo city, its doors open.
async fn open_house() -> House {
    let house = House::new().await;
    let mut tx = house.db.store.begin_system().await.unwrap();
    store::city::set_synthetic(&mut tx, House::root().county(), true).await.unwrap();
    tx.commit().await.unwrap();
    house
}

async fn attempt(s: &Service, login: &str, password: &str) -> Result<session::Entered, ServiceError> {
    let (login, device) = (login.to_owned(), "Chrome · Linux".to_owned());
    session::log_in(s, &Attempt { login, password: Password::typed(password), device }).await
}

async fn who(s: &Service, token: &str) -> Option<Actor> {
    session::acting(s, token).await.unwrap().map(|acting| acting.actor)
}

#[tokio::test]
async fn the_right_password_opens_a_session_under_the_widest_post() {
    let house = open_house().await;
    let worker = house.worker().await;
    session::open_demo(&house.s).await.unwrap();

    let entered = attempt(&house.s, " TEST-101 ", DEMO_PASSWORD).await.unwrap();

    let actor = who(&house.s, &entered.token).await.unwrap();
    assert_eq!((actor.account, actor.post, actor.role), (worker.account, worker.post, Role::GridWorker));
    assert!(!entered.must_change_password);
    assert_ne!(actor.session_key.to_vec(), entered.token.as_bytes(), "the token is not what is stored");
}

#[tokio::test]
async fn a_wrong_password_an_unknown_name_and_a_locked_account_are_answered_alike() {
    let house = open_house().await;
    house.worker().await;
    session::open_demo(&house.s).await.unwrap();
    let mut answers = Vec::new();

    for (login, password) in [("test-101", "wrong"), ("nobody-here", DEMO_PASSWORD), ("not a name!", DEMO_PASSWORD)] {
        answers.push(attempt(&house.s, login, password).await.unwrap_err().to_string());
    }
    for _ in 1..FAILURES_UNTIL_LOCK {
        answers.push(attempt(&house.s, "test-101", "wrong").await.unwrap_err().to_string());
    }
    answers.push(attempt(&house.s, "test-101", DEMO_PASSWORD).await.unwrap_err().to_string());

    assert!(answers.iter().all(|answer| *answer == ServiceError::WrongLogin.to_string()), "{answers:#?}");
}

#[tokio::test]
async fn many_wrong_tries_at_once_are_all_counted() {
    let house = open_house().await;
    house.worker().await;
    session::open_demo(&house.s).await.unwrap();

    let tries = (0..FAILURES_UNTIL_LOCK).map(|_| attempt(&house.s, "test-101", "wrong"));
    futures_util::future::join_all(tries).await;

    assert!(matches!(attempt(&house.s, "test-101", DEMO_PASSWORD).await, Err(ServiceError::WrongLogin)));
}

#[tokio::test]
async fn demo_accounts_open_only_in_a_city_of_made_up_people() {
    let house = House::new().await;
    house.worker().await;
    session::open_demo(&house.s).await.unwrap();

    assert!(session::demo_accounts(&house.s).await.unwrap().is_empty());
    assert!(matches!(attempt(&house.s, "test-101", DEMO_PASSWORD).await, Err(ServiceError::WrongLogin)));
}

#[tokio::test]
async fn a_city_that_becomes_real_closes_its_demo_accounts() {
    let house = open_house().await;
    house.worker().await;
    session::open_demo(&house.s).await.unwrap();
    let entered = attempt(&house.s, "test-101", DEMO_PASSWORD).await.unwrap();
    let mut tx = house.db.store.begin_system().await.unwrap();
    store::city::set_synthetic(&mut tx, House::root().county(), false).await.unwrap();
    tx.commit().await.unwrap();

    session::open_demo(&house.s).await.unwrap();

    assert_eq!(who(&house.s, &entered.token).await, None);
    assert!(matches!(attempt(&house.s, "test-101", DEMO_PASSWORD).await, Err(ServiceError::WrongLogin)));
}

#[tokio::test]
async fn the_first_start_makes_three_administrators_once_and_each_must_set_a_password() {
    let house = House::new().await;

    let made = session::first_accounts(&house.s).await.unwrap();
    let again = session::first_accounts(&house.s).await.unwrap();

    let roles: Vec<Role> = made.iter().map(|account| account.role).collect();
    assert_eq!(roles, [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin]);
    assert!(again.is_empty());
    let entered = attempt(&house.s, &made[0].login, made[0].password.reveal()).await.unwrap();
    assert!(entered.must_change_password);
    let acting = session::acting(&house.s, &entered.token).await.unwrap().unwrap();
    assert!(acting.must_change_password);

    let new = Password::typed("每天早上走三栋楼看望老人");
    session::change_password(&house.s, &acting.actor, &made[0].password, &new).await.unwrap();

    assert!(!session::acting(&house.s, &entered.token).await.unwrap().unwrap().must_change_password);
    assert!(attempt(&house.s, &made[0].login, made[0].password.reveal()).await.is_err(), "it worked once");
    assert!(attempt(&house.s, &made[0].login, new.reveal()).await.is_ok());
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions_and_bad_ones_are_refused() {
    let house = open_house().await;
    house.worker().await;
    session::open_demo(&house.s).await.unwrap();
    let (here, there) = (
        attempt(&house.s, "test-101", DEMO_PASSWORD).await.unwrap(),
        attempt(&house.s, "test-101", DEMO_PASSWORD).await.unwrap(),
    );
    let actor = who(&house.s, &here.token).await.unwrap();
    let current = Password::typed(DEMO_PASSWORD);
    let change = async |current: &Password, new: &str| {
        session::change_password(&house.s, &actor, current, &Password::typed(new)).await
    };

    assert!(matches!(
        change(&Password::typed("wrong"), "three lifts and a stair").await,
        Err(ServiceError::WrongLogin)
    ));
    assert!(matches!(change(&current, "short").await, Err(ServiceError::WeakPassword(WeakPassword::Short))));
    assert!(matches!(change(&current, DEMO_PASSWORD).await, Err(ServiceError::WeakPassword(_))));
    change(&current, "three lifts and a stair").await.unwrap();

    assert!(who(&house.s, &here.token).await.is_some());
    assert_eq!(who(&house.s, &there.token).await, None);
}

#[tokio::test]
async fn a_session_acts_under_another_post_of_its_account_and_no_other() {
    let house = open_house().await;
    let (worker, stranger) = (house.worker().await, house.stranger().await);
    let second = house.second_post(&worker, Role::Community, worker.area.path()[2]).await;

    session::act_as(&house.s, &worker, second).await.unwrap();
    let acting = store::session::acting(&house.db.store, worker.session_key).await.unwrap().unwrap();
    let foreign = session::act_as(&house.s, &worker, stranger.post).await;

    assert_eq!((acting.actor.post, acting.actor.role), (second, Role::Community));
    assert_eq!(acting.actor.area, worker.area.path()[2]);
    assert!(matches!(foreign, Err(ServiceError::NotFound)));
}

#[tokio::test]
async fn one_ends_ones_own_devices_and_nobody_elses() {
    let house = open_house().await;
    let (worker, stranger) = (house.worker().await, house.stranger().await);
    session::open_demo(&house.s).await.unwrap();
    let entered = attempt(&house.s, "test-101", DEMO_PASSWORD).await.unwrap();
    let devices = session::devices(&house.s, &worker).await.unwrap();
    assert_eq!(devices.len(), 2);
    let other = devices.iter().find(|device| !device.is_this).unwrap();

    let by_a_stranger = session::end_device(&house.s, &stranger, other.session).await;
    session::end_device(&house.s, &worker, other.session).await.unwrap();

    assert!(matches!(by_a_stranger, Err(ServiceError::NotFound)));
    assert_eq!(who(&house.s, &entered.token).await, None);
    assert_eq!(session::devices(&house.s, &worker).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_made_up_or_ended_token_is_nobody() {
    let house = open_house().await;
    house.worker().await;
    session::open_demo(&house.s).await.unwrap();
    let entered = attempt(&house.s, "test-101", DEMO_PASSWORD).await.unwrap();
    let actor = who(&house.s, &entered.token).await.unwrap();

    session::log_out(&house.s, &actor).await.unwrap();

    assert_eq!(who(&house.s, &entered.token).await, None);
    assert_eq!(who(&house.s, "no such token").await, None);
    assert!(matches!(session::act_as(&house.s, &actor, actor.post).await, Err(ServiceError::NotFound)));
}

#[tokio::test]
async fn log_ins_and_refusals_stand_on_the_trail() {
    let house = open_house().await;
    let worker = house.worker().await;
    session::open_demo(&house.s).await.unwrap();
    let auditor = house.db.actor(Role::AuditAdmin, House::root(), 300).await;

    attempt(&house.s, "test-101", "wrong").await.unwrap_err();
    attempt(&house.s, "test-101", DEMO_PASSWORD).await.unwrap();
    let entries = service::audit::entries(&house.s, &auditor, &service::audit::Question::default()).await.unwrap();

    let mine: Vec<_> = entries.iter().filter(|entry| entry.login == "test-101").map(|entry| &*entry.action).collect();
    assert_eq!(mine, ["log_in", "log_in_refused"]);
    assert_eq!(entries[0].area, worker.area);
}

#[tokio::test]
async fn only_the_audit_administrator_reads_the_trail() {
    let house = House::new().await;
    let question = service::audit::Question::default();
    for (serial, (role, _)) in Role::ALL.iter().enumerate().filter(|(_, (role, _))| *role != Role::AuditAdmin) {
        let actor = house.db.actor(*role, Area::city(House::root().county()), 310 + serial as u64).await;

        let refused = service::audit::entries(&house.s, &actor, &question).await;

        let expected = if role.is_administrator() { "Forbidden" } else { "NotFound" };
        assert_eq!(format!("{:?}", refused.unwrap_err()), expected, "{role:?}");
    }
}
