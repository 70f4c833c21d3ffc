//! Queues kept under a name: one's own, so many, and of one's own area.

use domain::case::{Axis, Light, MOST_KEPT, Queue};
use domain::category::CategoryCode;
use service::ServiceError;
use service::case::{keep_queue, kept_queues, remove_queue, rename_queue};

use crate::house::House;

#[tokio::test]
async fn a_queue_is_kept_renamed_and_removed_by_its_keeper_alone() {
    let house = House::new().await;
    let (community, worker) = (house.community().await, house.worker().await);
    let queue = Queue {
        axis: Axis::All,
        light: Some(Light::Red),
        late_only: true,
        area: Some(worker.area),
        category: CategoryCode::new("0102"),
        ..Queue::default()
    };

    keep_queue(&house.s, &community, " 红灯超时 ", &queue).await.unwrap();
    let twice = keep_queue(&house.s, &community, "红灯超时", &Queue::default()).await;
    keep_queue(&house.s, &community, "其他", &Queue::default()).await.unwrap();
    let kept = kept_queues(&house.s, &community).await.unwrap();
    let (other, first) = (&kept[0], &kept[1]);
    assert_eq!((first.name.as_str(), &first.queue), ("红灯超时", &queue));
    assert!(matches!(twice, Err(ServiceError::Invalid { field: "view_name", .. })), "{twice:?}");

    assert!(kept_queues(&house.s, &worker).await.unwrap().is_empty());
    let foreign =
        [rename_queue(&house.s, &worker, first.id, "x").await, remove_queue(&house.s, &worker, first.id).await];
    assert!(foreign.iter().all(|done| matches!(done, Err(ServiceError::NotFound))), "{foreign:?}");
    let taken = rename_queue(&house.s, &community, other.id, "红灯超时").await;
    assert!(matches!(taken, Err(ServiceError::Invalid { field: "view_name", .. })), "{taken:?}");
    rename_queue(&house.s, &community, other.id, "我的").await.unwrap();
    remove_queue(&house.s, &community, first.id).await.unwrap();
    let names: Vec<_> = kept_queues(&house.s, &community).await.unwrap().into_iter().map(|kept| kept.name).collect();
    assert_eq!(names, ["我的"]);
}

#[tokio::test]
async fn a_name_an_area_and_the_number_of_queues_have_their_bounds() {
    let house = House::new().await;
    let worker = house.worker().await;
    let wide = Queue { area: Some(House::root()), ..Queue::default() };

    for name in ["", "  ", "一\n二", &"长".repeat(31)] {
        let refused = keep_queue(&house.s, &worker, name, &Queue::default()).await;
        assert!(matches!(refused, Err(ServiceError::Invalid { field: "view_name", .. })), "{name:?} {refused:?}");
    }
    let outside = keep_queue(&house.s, &worker, "全市", &wide).await;
    assert!(matches!(outside, Err(ServiceError::NotFound)), "{outside:?}");
    for serial in 0..MOST_KEPT {
        keep_queue(&house.s, &worker, &serial.to_string(), &Queue::default()).await.unwrap();
    }
    let one_more = keep_queue(&house.s, &worker, "又一个", &Queue::default()).await;
    assert!(matches!(one_more, Err(ServiceError::Invalid { field: "views", .. })), "{one_more:?}");
    let admin = house.db.actor(domain::actor::Role::SystemAdmin, House::root(), 301).await;
    assert!(matches!(kept_queues(&house.s, &admin).await, Err(ServiceError::NotFound)));
}
