//! Pictures of cases: sent once however often, one's own until a step takes them, doubted and never blocked, public only covered.

use std::ops::ControlFlow;
use std::sync::Arc;

use chrono::TimeDelta;
use domain::actor::{Actor, Role};
use domain::case::Light;
use domain::file::Problem;
use domain::geo::LonLat;
use domain::id::{CaseId, MediaId};
use domain::media::{BlackOut, Capture, Doubt, MOST_PER_STEP, MOST_STAGED, Picture, Purpose, STAGED_HOURS, Subject};
use domain::operation::OperationId;
use domain::regrid::Regrid;
use object_store::memory::InMemory;
use object_store::{ObjectStore, ObjectStoreExt};
use service::media::{self, Size};
use service::object::Objects;
use service::{ServiceError, rotation};
use store::media::Step;
use store::testing::{grid_of, now};

use crate::house::{House, service_at};

/// Two by three grey pixels, with a comment beside them.
pub const PNG: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\0\0\0\x0dIHDR\0\0\0\x02\0\0\0\x03\x08\0\0\0\0\x9c\x81\x81]\0\0\0\x11tEXtComment\0TEXT-MARK\xd1_\xb3\xc1\0\0\0\x0dIDATx\xdach\x98\xc0\0F\0\x0eI\x031(\0T\xc6\0\0\0\0IEND\xaeB`\x82";

/// The city with a case of the worker's grid, and what is kept outside its database.
async fn with_case() -> (House, Actor, CaseId, Arc<InMemory>) {
    let mut house = House::new().await;
    let kept = Arc::new(InMemory::new());
    house.s = house.s.clone().with_objects(Objects::new(Arc::clone(&kept) as Arc<dyn ObjectStore>));
    let (worker, case) = (house.worker().await, house.db.add_case(&house.seat(0), 1, Light::Red).await);
    (house, worker, case, kept)
}

/// Stages a picture of a few pixels.
pub async fn stage(house: &House, actor: &Actor, number: u8) -> Result<MediaId, ServiceError> {
    stage_with(house, actor, number, Capture::default()).await
}

async fn stage_with(house: &House, actor: &Actor, number: u8, capture: Capture) -> Result<MediaId, ServiceError> {
    media::stage(&house.s, actor, PNG.to_vec(), capture, OperationId::new([number; 16])).await
}

async fn attach(house: &House, actor: &Actor, case: CaseId, pictures: &[MediaId]) -> Result<(), ServiceError> {
    let mut tx = house.s.store.begin(actor).await?;
    let step = Step { subject: Subject::Case(case), area: house.seat(0).area, version: 1, purpose: Purpose::Report };
    media::attach(&mut tx, actor, step, pictures).await?;
    tx.commit().await?;
    Ok(())
}

async fn seen(house: &House, actor: &Actor, case: CaseId) -> Vec<Picture> {
    let mut tx = house.s.store.begin(actor).await.unwrap();
    media::of_case(&mut tx, case).await.unwrap()
}

async fn look(house: &House, actor: &Actor, media: MediaId, size: Size) -> Result<Vec<u8>, ServiceError> {
    media::read(&house.s, actor, media, size).await.map(|bytes| bytes.to_vec())
}

/// Names and bytes of everything that is kept outside.
async fn outside(kept: &InMemory) -> Vec<(String, Vec<u8>)> {
    use futures_util::StreamExt;
    let listed: Vec<_> = kept.list(None).collect().await;
    let mut found = Vec::new();
    for object in listed {
        let path = object.unwrap().location;
        found.push((path.to_string(), kept.get(&path).await.unwrap().bytes().await.unwrap().to_vec()));
    }
    found
}

#[tokio::test]
async fn a_picture_that_is_sent_again_is_the_same_and_its_senders_own_until_a_case_takes_it() {
    let (house, worker, case, kept) = with_case().await;
    let picture = stage(&house, &worker, 1).await.unwrap();

    assert_eq!(stage(&house, &worker, 1).await.unwrap(), picture, "the same number");
    assert_ne!(stage(&house, &worker, 2).await.unwrap(), picture);
    let leader = house.db.actor(Role::GridLeader, worker.area, 120).await;
    let (centre, stranger, wall) = (house.centre().await, house.stranger().await, house.wall().await);
    assert_ne!(stage(&house, &leader, 1).await.unwrap(), picture, "numbers are counted by account");
    assert_eq!(outside(&kept).await.len(), 6);
    for size in [Size::Full, Size::Thumb] {
        assert!(look(&house, &worker, picture, size).await.unwrap().starts_with(b"\xff\xd8\xff"));
        for other in [&leader, &centre] {
            assert!(
                matches!(look(&house, other, picture, size).await, Err(ServiceError::NotFound)),
                "{:?}",
                other.role
            );
        }
    }
    assert!(matches!(attach(&house, &leader, case, &[picture]).await, Err(ServiceError::Invalid { .. })));

    attach(&house, &worker, case, &[picture, picture]).await.unwrap();

    assert_eq!(stage(&house, &worker, 1).await.unwrap(), picture, "also after it was taken");
    for actor in [&leader, &centre] {
        assert!(look(&house, actor, picture, Size::Thumb).await.is_ok());
        assert_eq!(seen(&house, actor, case).await.len(), 1);
    }
    assert!(matches!(attach(&house, &worker, case, &[picture]).await, Err(ServiceError::Invalid { .. })), "taken once");
    for outside in [&stranger, &wall] {
        assert!(matches!(look(&house, outside, picture, Size::Thumb).await, Err(ServiceError::NotFound)));
        assert!(seen(&house, outside, case).await.is_empty());
    }
    let wall = stage(&house, &wall, 3).await;
    assert!(matches!(wall, Err(ServiceError::NotFound)), "{wall:?}");
}

#[tokio::test]
async fn a_picture_that_is_sent_twice_at_once_is_one_and_sixty_wait_at_most() {
    let (house, worker, _, kept) = with_case().await;

    let (one, other) = tokio::join!(stage(&house, &worker, 1), stage(&house, &worker, 1));

    assert_eq!((one.unwrap(), house.db.count("media").await), (other.unwrap(), 1));
    for number in 2..=MOST_STAGED as u8 {
        stage(&house, &worker, number).await.unwrap();
    }
    let more = stage(&house, &worker, 200).await;
    assert!(matches!(more, Err(ServiceError::TooMany)), "{more:?}");
    assert!(stage(&house, &worker, 2).await.is_ok(), "what is there already is no more");
    let later = service_at(house.db.store.clone(), now() + TimeDelta::hours(STAGED_HOURS));
    media::sweep(&later.with_objects(house.s.objects.clone())).await.unwrap();
    assert!(outside(&kept).await.is_empty() && house.db.count("media_object").await == 0);
}

#[tokio::test]
async fn neither_the_folder_nor_a_dump_of_the_database_shows_a_picture() {
    let (house, worker, case, kept) = with_case().await;
    let picture = stage(&house, &worker, 1).await.unwrap();
    attach(&house, &worker, case, &[picture]).await.unwrap();

    for (name, sealed) in outside(&kept).await {
        assert!(name.starts_with("990001/") && !name.contains(&picture.to_string()), "{name}");
        for mark in [&b"\xff\xd8\xff"[..], b"JFIF", b"TEXT-MARK"] {
            assert!(!sealed.windows(mark.len()).any(|window| window == mark), "{name}");
        }
    }
    let dump = house.db.dump().await;
    assert!(!dump.contains("ffd8ff") && !dump.contains("TEXT-MARK"));
    let whole = look(&house, &worker, picture, Size::Full).await.unwrap();
    assert!(!whole.windows(9).any(|window| window == b"TEXT-MARK"));
}

#[tokio::test]
async fn what_the_sender_claims_is_compared_with_the_case_and_blocks_nothing() {
    let (house, worker, case, _) = with_case().await;
    let far = Capture {
        at: Some(now() - TimeDelta::hours(30)),
        lon_lat: LonLat::new_checked(0.0, 0.0),
        accuracy_m: Some(5.0),
        is_mocked: true,
    };
    let pictures = [stage_with(&house, &worker, 1, far).await.unwrap(), stage(&house, &worker, 2).await.unwrap()];
    attach(&house, &worker, case, &pictures).await.unwrap();

    let seen = seen(&house, &worker, case).await;

    let [doubtful, silent] = &seen[..] else { panic!("two: {seen:?}") };
    let Some(Doubt::Far { distance_m }) = doubtful.doubts.first() else { panic!("{:?}", doubtful.doubts) };
    assert!(*distance_m > 1_000_000 && doubtful.distance_m == Some(*distance_m));
    assert_eq!(doubtful.doubts[1..], [Doubt::OffTime { hours: 30 }, Doubt::Mocked]);
    assert_eq!((silent.doubts.as_slice(), silent.distance_m), (&[Doubt::NoPlace][..], None));
    assert_eq!((silent.purpose, silent.version, silent.size), (Purpose::Report, 1, (2, 3)));
    let place = doubtful.capture.lon_lat.unwrap();
    assert!(place.lon.abs() < 1e-5 && place.lat.abs() < 1e-5, "{place:?}");
}

#[tokio::test]
async fn what_is_no_picture_is_refused_and_a_step_takes_nine() {
    let (house, worker, case, kept) = with_case().await;
    let sent = async |bytes: &[u8]| {
        let operation = OperationId::new([99; 16]);
        match media::stage(&house.s, &worker, bytes.to_vec(), Capture::default(), operation).await {
            Err(ServiceError::Entry(problems)) => (problems[0].field.clone(), problems[0].problem),
            other => panic!("{other:?}"),
        }
    };
    let picture = |problem| ("photo".to_owned(), problem);
    assert_eq!(sent(b"%PDF-1.7").await, picture(Problem::PhotoKind));
    assert_eq!(sent(&PNG[..60]).await, picture(Problem::PhotoBroken));
    assert_eq!(sent(&vec![0; domain::media::MOST_BYTES + 1]).await, picture(Problem::PictureHeavy));
    assert!(outside(&kept).await.is_empty());

    let mut pictures = Vec::new();
    for number in 0..=MOST_PER_STEP as u8 {
        pictures.push(stage(&house, &worker, number).await.unwrap());
    }
    let many = attach(&house, &worker, case, &pictures).await;
    assert!(matches!(many, Err(ServiceError::Entry(_))), "{many:?}");
    attach(&house, &worker, case, &pictures[1..]).await.unwrap();
    assert_eq!(seen(&house, &worker, case).await.len(), MOST_PER_STEP);
}

#[tokio::test]
async fn a_full_look_stands_on_the_trail_and_a_thumbnail_does_not() {
    let (house, worker, case, _) = with_case().await;
    let picture = stage(&house, &worker, 1).await.unwrap();
    look(&house, &worker, picture, Size::Full).await.unwrap();
    assert!(house.db.audit_rows("view_picture").await.is_empty(), "one's own before a case takes it");
    attach(&house, &worker, case, &[picture]).await.unwrap();

    look(&house, &worker, picture, Size::Thumb).await.unwrap();
    look(&house, &worker, picture, Size::Full).await.unwrap();

    let rows = house.db.audit_rows("view_picture").await;
    assert!(rows.len() == 1 && rows[0].contains(&picture.to_string()), "{rows:?}");
}

#[tokio::test]
async fn a_public_version_is_made_by_who_answers_to_residents_and_the_original_stays() {
    let (house, worker, case, kept) = with_case().await;
    let picture = stage(&house, &worker, 1).await.unwrap();
    let community = house.db.actor(Role::Community, worker.area.parent().unwrap(), 121).await;
    let all = BlackOut::new_checked(0, 0, 1_000, 1_000).unwrap();
    let staged = media::black_out(&house.s, &worker, picture, &[all]).await;
    assert!(matches!(staged, Err(ServiceError::NotFound)), "of no case yet: {staged:?}");
    attach(&house, &worker, case, &[picture]).await.unwrap();
    let original = look(&house, &community, picture, Size::Full).await.unwrap();
    let public = async || media::read_released(&house.s, &community, picture, Size::Full).await;
    assert!(matches!(public().await, Err(ServiceError::NotFound)));
    let by_worker = media::black_out(&house.s, &worker, picture, &[all]).await;
    assert!(matches!(by_worker, Err(ServiceError::Forbidden)), "{by_worker:?}");
    let stranger = media::black_out(&house.s, &house.stranger().await, picture, &[all]).await;
    assert!(matches!(stranger, Err(ServiceError::NotFound)), "{stranger:?}");

    media::black_out(&house.s, &community, picture, &[]).await.unwrap();
    let open = public().await.unwrap().to_vec();
    media::black_out(&house.s, &community, picture, &[all]).await.unwrap();

    let covered = public().await.unwrap().to_vec();
    assert!(covered.starts_with(b"\xff\xd8\xff") && covered != open && covered != original);
    assert_eq!(look(&house, &community, picture, Size::Full).await.unwrap(), original);
    let shown = seen(&house, &worker, case).await;
    assert!(shown[0].is_released && shown[0].black_outs == [all]);
    assert_eq!(media::sheet(&house.s, &community, picture).await.unwrap().black_outs, [all]);
    assert_eq!(
        (outside(&kept).await.len(), media::sweep(&house.s).await.unwrap()),
        (6, 2),
        "what was public before goes"
    );
    assert_eq!((outside(&kept).await.len(), house.db.count("media_object").await), (4, 4));
    assert!(public().await.is_ok());
    assert_eq!(house.db.audit_rows("release_picture").await.len(), 2);
}

#[tokio::test]
async fn what_no_case_takes_is_thrown_away_after_a_day_with_its_objects_and_what_a_crash_left() {
    let (house, worker, case, kept) = with_case().await;
    let [taken, left] = [stage(&house, &worker, 1).await.unwrap(), stage(&house, &worker, 2).await.unwrap()];
    attach(&house, &worker, case, &[taken]).await.unwrap();
    // As a process leaves it that was killed before its row was written.
    let mut tx = house.s.store.begin(&worker).await.unwrap();
    store::media::object::announce(&mut tx, &["990001/crash"], now() + TimeDelta::hours(STAGED_HOURS)).await.unwrap();
    tx.commit().await.unwrap();
    house.s.objects.put("990001/crash", vec![1]).await.unwrap();
    assert_eq!(media::sweep(&house.s).await.unwrap(), 0, "it is not time yet");

    let later = service_at(house.db.store.clone(), now() + TimeDelta::hours(STAGED_HOURS));
    let later = later.with_objects(house.s.objects.clone());

    assert_eq!(media::sweep(&later).await.unwrap(), 3);
    assert_eq!((outside(&kept).await.len(), house.db.count("media").await), (2, 1));
    assert!(matches!(look(&house, &worker, left, Size::Thumb).await, Err(ServiceError::NotFound)));
    assert!(look(&house, &worker, taken, Size::Full).await.is_ok());
    assert!(matches!(attach(&house, &worker, case, &[left]).await, Err(ServiceError::Invalid { .. })));
}

#[tokio::test]
async fn a_picture_follows_its_case_to_another_grid_and_survives_a_change_of_the_key() {
    let (house, worker, case, kept) = with_case().await;
    let picture = stage(&house, &worker, 1).await.unwrap();
    attach(&house, &worker, case, &[picture]).await.unwrap();
    let (old, new) = (grid_of(1, 1, 1), grid_of(1, 1, 2));
    let community = house.db.actor(Role::Community, old.parent().unwrap(), 121).await;
    let change = Regrid::HandOver { from: old, into: new, buildings: vec![house.seat(0).building] };
    let before = outside(&kept).await;

    service::regrid::change(&house.s, &community, &change).await.unwrap();
    rotation::rotate(&house.s, 10, &mut |_, _| ControlFlow::Continue(())).await.unwrap();

    let heir = house.db.actor(Role::GridWorker, new, 122).await;
    assert!(look(&house, &heir, picture, Size::Full).await.is_ok());
    assert!(matches!(look(&house, &worker, picture, Size::Full).await, Err(ServiceError::NotFound)));
    let mut tx = house.db.store.begin_system().await.unwrap();
    let key = house.s.store.keyring().current().unwrap();
    assert_eq!(store::rotation::outstanding(&mut tx, key).await.unwrap(), 0);
    assert_eq!(outside(&kept).await, before, "only rows are sealed anew");
}
