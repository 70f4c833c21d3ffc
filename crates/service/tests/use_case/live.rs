//! From a change to the frame, across processes and restarts.

use std::time::Duration;

use crate::case::with_picture;
use crate::house::{House, service_on};
use domain::actor::{Actor, Role};
use domain::case::{Kind, Light};
use domain::cell::{LabelCode, Lens};
use domain::door_change::{Change, Removal};
use domain::live::LiveFrame;
use futures_util::{Stream, StreamExt};
use service::live::{LiveEvent, run_sequencer, subscribe};
use service::{Service, case, door_change, household, map};
use store::testing::grid_of;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(5);

struct Running {
    stop: oneshot::Sender<()>,
    done: JoinHandle<()>,
}

fn start(s: &Service) -> Running {
    let (stop, stopped) = oneshot::channel::<()>();
    let s = s.clone();
    let done = tokio::spawn(run_sequencer(s, async {
        let _stopped_or_dropped = stopped.await;
    }));
    Running { stop, done }
}

impl Running {
    async fn stop(self) {
        self.stop.send(()).unwrap();
        self.done.await.unwrap();
    }
}

async fn listen(
    s: &Service,
    actor: &Actor,
    after: Option<i64>,
) -> (i64, std::pin::Pin<Box<dyn Stream<Item = LiveEvent> + Send>>) {
    let mut stream: std::pin::Pin<Box<dyn Stream<Item = LiveEvent> + Send>> =
        Box::pin(subscribe(s, actor, after).await.unwrap());
    match stream.next().await {
        Some(LiveEvent::Hello { seq }) => (seq, stream),
        other => panic!("expected a greeting, got {other:?}"),
    }
}

async fn next_frame(stream: &mut (impl Stream<Item = LiveEvent> + Unpin)) -> LiveFrame {
    match timeout(PATIENCE, stream.next()).await.expect("a frame comes") {
        Some(LiveEvent::Frame(frame)) => frame,
        other => panic!("expected a frame, got {other:?}"),
    }
}

async fn set(s: &Service, actor: &Actor, dwelling: domain::id::DwellingId, code: u8) {
    let revision = household::card(s, actor, dwelling).await.unwrap().revision;
    household::set_label(s, actor, dwelling, LabelCode(code), true, revision).await.unwrap();
}

#[tokio::test]
async fn a_label_reaches_those_who_may_see_it_with_the_bytes_of_the_state_pack() {
    let house = House::new().await;
    let (worker, centre, stranger) = (house.worker().await, house.centre().await, house.stranger().await);
    let running = start(&house.s);
    let (_, mut at_centre) = listen(&house.s, &centre, None).await;
    let (_, mut elsewhere) = listen(&house.s, &stranger, None).await;
    let seat = house.seat(3);

    set(&house.s, &worker, seat.dwelling, 4).await;

    let frame = next_frame(&mut at_centre).await;
    assert_eq!((frame.cells.len(), frame.cells[0].cell), (1, seat.cell));
    for lens in Lens::ALL {
        let pack = map::state_pack(&house.s, &centre, lens, House::root()).await.unwrap();
        let pack = citypack::StatePack::decode(&pack).unwrap();
        let byte = pack.bytes[(seat.cell - pack.runs[0].start) as usize];
        assert_eq!(frame.cells[0].bytes[lens.number() as usize], Some(byte), "{lens:?}");
        assert!(pack.revision as i64 >= frame.seq);
    }
    assert!(timeout(Duration::from_millis(300), elsewhere.next()).await.is_err(), "another grid hears nothing");
    running.stop().await;
}

#[tokio::test]
async fn a_door_that_is_merged_and_opened_again_is_told_with_the_bytes_of_the_state_pack() {
    let house = House::new().await;
    let community = house.db.actor(Role::Community, grid_of(1, 1, 1).parent().unwrap(), 120).await;
    let running = start(&house.s);
    let (_, mut stream) = listen(&house.s, &community, None).await;
    // The first two doors of the slab share a landing.
    let (kept, gone) = (house.seat(0), house.seat(1));
    let merge = Change::Merge { kept: kept.dwelling, gone: gone.dwelling };
    let open = Change::Open { dwelling: gone.dwelling, number: None };
    let remove = Change::Remove { dwelling: gone.dwelling, reason: Removal::OtherUse };
    let mut last = 0;

    for change in [merge, open, remove] {
        door_change::change(&house.s, &community, &change, "").await.unwrap();

        let frame = next_frame(&mut stream).await;
        let told = frame.cells.iter().find(|cell| cell.cell == gone.cell).unwrap();
        let pack = map::state_pack(&house.s, &community, Lens::Occupancy, community.area).await.unwrap();
        let pack = citypack::StatePack::decode(&pack).unwrap();
        assert_eq!(told.bytes[0], Some(pack.bytes[(gone.cell - pack.runs[0].start) as usize]), "{change:?}");
        let number = pack.numbers.iter().find(|(cell, _)| *cell == gone.cell).map(|(_, number)| number.clone());
        assert_eq!(told.number, number, "{change:?}");
        assert!(told.revision > last, "an open map takes it for news");
        last = told.revision;
    }
    assert_eq!(last_byte(&house, &community, gone.cell).await, 0);
    running.stop().await;
}

async fn last_byte(house: &House, actor: &Actor, cell: u32) -> u8 {
    let pack = map::state_pack(&house.s, actor, Lens::Visit, actor.area).await.unwrap();
    let pack = citypack::StatePack::decode(&pack).unwrap();
    pack.bytes[(cell - pack.runs[0].start) as usize]
}

#[tokio::test]
async fn a_step_of_a_case_changes_beacon_and_edge_and_the_last_step_puts_both_out() {
    let house = House::new().await;
    let worker = house.worker().await;
    let seat = house.seat(2);
    let id = house.db.add_case(&seat, 7, Light::Red).await;
    let running = start(&house.s);
    let (_, mut stream) = listen(&house.s, &worker, None).await;

    let (community, street) = (house.community().await, house.street().await);
    let mut version = 1;
    for (who, kind, light) in [
        (&community, Kind::Accept, Some(Light::Yellow)),
        (&community, Kind::Finish, Some(Light::Blue)),
        (&worker, Kind::Check, Some(Light::Blue)),
        (&street, Kind::Evaluate, None),
    ] {
        let taken = with_picture(&house, who, kind).await;
        version = case::step(&house.s, who, id, version, taken).await.unwrap().line.version;
        let frame = next_frame(&mut stream).await;
        assert_eq!(frame.beacons[0].beacon.as_ref().map(|beacon| beacon.light), light);
        let byte = domain::cell::CellByte(frame.cells[0].bytes[0].unwrap());
        assert_eq!(byte.light(), light);
    }

    let line = case::open(&house.s, &worker, worker.area, 10).await.unwrap();
    assert_eq!(line, []);
    running.stop().await;
}

#[tokio::test]
async fn what_happens_while_the_server_is_down_is_told_when_a_browser_comes_back() {
    let house = House::new().await;
    let worker = house.worker().await;
    let running = start(&house.s);
    let (_, mut stream) = listen(&house.s, &worker, None).await;
    set(&house.s, &worker, house.seat(0).dwelling, 1).await;
    let seen = next_frame(&mut stream).await.seq;
    drop(stream);
    running.stop().await;

    // Nobody numbers: two changes are committed into the dark.
    set(&house.s, &worker, house.seat(1).dwelling, 1).await;
    set(&house.s, &worker, house.seat(2).dwelling, 1).await;
    let restarted = service_on(house.db.open_again().await);
    let running = start(&restarted);
    let (from, mut stream) = listen(&restarted, &worker, Some(seen)).await;

    assert_eq!(from, seen);
    let mut cells = Vec::new();
    while cells.len() < 2 {
        cells.extend(next_frame(&mut stream).await.cells.into_iter().map(|cell| cell.cell));
    }
    assert_eq!(cells, [house.seat(1).cell, house.seat(2).cell]);
    running.stop().await;
}

#[tokio::test]
async fn a_browser_that_was_away_reads_the_gap_from_the_outbox() {
    let house = House::new().await;
    let worker = house.worker().await;
    let running = start(&house.s);
    let (_, mut first) = listen(&house.s, &worker, None).await;
    let mut last = 0;
    for at in 0..5 {
        set(&house.s, &worker, house.seat(at).dwelling, 1).await;
        last = next_frame(&mut first).await.seq;
    }

    let (_, mut late) = listen(&house.s, &worker, Some(last - 3)).await;

    let frame = next_frame(&mut late).await;
    assert_eq!(frame.seq, last);
    assert_eq!(frame.cells.iter().map(|cell| cell.cell).collect::<Vec<_>>(), [2, 3, 4].map(|at| house.seat(at).cell));
    running.stop().await;
}

#[tokio::test]
async fn a_number_from_another_life_is_answered_with_a_reset() {
    let house = House::new().await;
    let worker = house.worker().await;

    let (seq, mut stream) = listen(&house.s, &worker, Some(1_000_000)).await;

    assert_eq!(seq, 0);
    assert_eq!(stream.next().await, Some(LiveEvent::Reset { seq: 0 }));
}

#[tokio::test]
async fn two_processes_both_tell_their_own_subscribers() {
    let house = House::new().await;
    let worker = house.worker().await;
    let other = service_on(house.db.open_again().await);
    let (one, two) = (start(&house.s), start(&other));
    let (_, mut here) = listen(&house.s, &worker, None).await;
    let (_, mut there) = listen(&other, &worker, None).await;
    // Both have looked at the outbox once before anything is written.
    tokio::time::sleep(Duration::from_millis(400)).await;

    set(&other, &worker, house.seat(0).dwelling, 1).await;

    let (a, b) = (next_frame(&mut here).await, next_frame(&mut there).await);
    assert_eq!(a.cells, b.cells);
    one.stop().await;
    two.stop().await;
}
