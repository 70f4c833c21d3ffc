//! Categories: everybody at work reads them, the system administrator changes them, nothing is deleted.

use domain::actor::{Actor, Role};
use domain::category::{CategoryCode, Closing};
use domain::deadline::Urgency;
use service::ServiceError;
use service::category::{self, Saying};

use crate::house::House;

const SAYING: Saying<'_> = Saying {
    name_zh: "充电桩故障",
    name_en: "Charging post broken",
    closing: Closing::Checked,
    urgency: Urgency::Urgent,
    duplicate_radius_m: 12,
    is_sensitive: false,
    needs_milestones: false,
};

async fn admin(house: &House) -> Actor {
    house.db.actor(Role::SystemAdmin, House::root(), 201).await
}

#[tokio::test]
async fn a_category_is_added_changed_retired_and_offered_again() {
    let house = House::new().await;
    let (admin, worker) = (admin(&house).await, house.worker().await);
    let code = CategoryCode::new("0109").unwrap();
    let offered = async || {
        let all = category::offered(&house.s, &worker).await.unwrap().categories;
        all.into_iter().find(|category| category.code == code)
    };
    assert_eq!(offered().await, None);

    category::write(&house.s, &admin, "0109", SAYING).await.unwrap();
    let added = offered().await.unwrap();
    assert_eq!((added.closing, added.urgency, added.duplicate_radius_m), (Closing::Checked, Urgency::Urgent, 12));
    category::write(&house.s, &admin, "0109", Saying { name_zh: "充电桩损坏", ..SAYING }).await.unwrap();
    assert_eq!(offered().await.unwrap().name_zh, "充电桩损坏");
    category::set_retired(&house.s, &admin, &code, true).await.unwrap();
    assert_eq!(offered().await, None);
    category::write(&house.s, &admin, "0109", SAYING).await.unwrap();
    assert_eq!(offered().await, None, "a change does not offer it again");
    let all = category::view(&house.s, &admin).await.unwrap().categories;
    assert!(all.iter().any(|category| category.code == code && category.is_retired), "it stays on record");
    category::set_retired(&house.s, &admin, &code, false).await.unwrap();
    assert!(offered().await.is_some());
    assert_eq!(house.db.count("audit where action = 'change_category'").await, 5);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_by_field() {
    let house = House::new().await;
    let admin = admin(&house).await;
    let refused = async |code, saying| match category::write(&house.s, &admin, code, saying).await {
        Err(ServiceError::Invalid { field, .. }) => field,
        other => panic!("{other:?}"),
    };

    for code in ["", "123", "9901", "０１０２", "00"] {
        assert_eq!(refused(code, SAYING).await, "category", "{code}");
    }
    for duplicate_radius_m in [0, 501] {
        assert_eq!(refused("0109", Saying { duplicate_radius_m, ..SAYING }).await, "radius");
    }
    assert_eq!(refused("0109", Saying { name_zh: " ", ..SAYING }).await, "name_zh");
    assert_eq!(refused("0109", Saying { name_en: "", ..SAYING }).await, "name_en");
}

#[tokio::test]
async fn only_the_system_administrator_changes_categories() {
    let house = House::new().await;
    let code = CategoryCode::new("0102").unwrap();

    for (serial, role) in (210..).zip([Role::SecurityAdmin, Role::AuditAdmin]) {
        let other = house.db.actor(role, House::root(), serial).await;
        let refused = category::write(&house.s, &other, "0109", SAYING).await;
        assert!(matches!(refused, Err(ServiceError::Forbidden)), "{role:?}");
    }
    for actor in [house.worker().await, house.centre().await, house.wall().await] {
        let refused = [
            category::write(&house.s, &actor, "0109", SAYING).await,
            category::set_retired(&house.s, &actor, &code, true).await,
            category::view(&house.s, &actor).await.map(|_| ()),
        ];
        assert!(refused.iter().all(|one| matches!(one, Err(ServiceError::NotFound))), "{:?}", actor.role);
    }
}
