//! The audit chains while the sequencer runs.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::person::Reason;
use service::chain::{self, AnchorLog};
use service::live::run_sequencer;
use service::{household, resident};
use tokio::sync::oneshot;

use crate::house::House;

/// Lines in memory.
#[derive(Default)]
struct Lines(Mutex<String>);

impl AnchorLog for Lines {
    fn read(&self) -> io::Result<String> {
        Ok(self.0.lock().unwrap().clone())
    }

    fn append(&self, line: &str) -> io::Result<()> {
        let mut text = self.0.lock().unwrap();
        text.push_str(line);
        text.push('\n');
        Ok(())
    }
}

#[tokio::test]
async fn looks_are_linked_and_anchored_beside_the_live_frames() {
    let mut house = House::new().await;
    house.db.add_residents().await;
    let lines = Arc::new(Lines::default());
    house.s = house.s.clone().with_anchors(lines.clone());
    let worker = house.worker().await;
    let card = household::card(&house.s, &worker, house.seat(0).dwelling).await.unwrap();
    resident::unmask(&house.s, &worker, card.people[0].resident, Reason::Service).await.unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(run_sequencer(house.s.clone(), async {
        let _stopped_or_dropped = stopped.await;
    }));

    let report = tokio::time::timeout(Duration::from_secs(20), async {
        loop {
            let report = chain::verify(&house.s).await.unwrap();
            if report.links == 2 && report.anchored > 0 {
                return report;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });

    let report = report.await.expect("both rows are linked and their head is written down");
    assert!(report.is_whole() && report.waiting == 0 && report.chains == 1, "{report:?}");
    stop.send(()).unwrap();
    running.await.unwrap();
    assert_eq!(lines.0.lock().unwrap().lines().count(), 1, "one line for what did not change since");
}
