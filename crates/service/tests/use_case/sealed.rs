//! Sealed fields from end to end: what a copy of the database or a log tells, and changing the key while others read.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use chrono::Duration;
use domain::clock::FixedClock;
use domain::id::ResidentId;
use domain::person::Reason;
use service::rotation::{self, RotationError};
use service::{OsEntropy, Service, household, resident};
use store::seed::file::{FileRows, StayRow, write_files};
use store::seed::{ResidentColumns, write_residents};
use store::testing::{TestDb, county, keyring, now};
use store::{Store, Tx};
use tracing_subscriber::fmt::MakeWriter;
use vault::{Keyring, Nonces, RETIRE_AFTER_S, VaultError};

use crate::house::House;

/// What must be found nowhere: the numbers are made up, and occur in no other test.
const CANARIES: [(&str, &str, &str); 2] = [
    ("999999197705051239", "16077770001", "虚构：金丝雀过敏"),
    ("999999198806062342", "0900-7777002", "虚构：金丝雀高血压"),
];

async fn write_canaries(house: &House, nonces: &mut Nonces) -> Vec<ResidentId> {
    let (mut rows, mut files) = (ResidentColumns::default(), FileRows::default());
    for (at, (head, phone, note)) in CANARIES.into_iter().enumerate() {
        let seat = house.seat(at);
        rows.id.push(ResidentId::new(county(), 900_000 + at as u64).number());
        rows.area.push(seat.area.code());
        rows.name.push("欧阳试".into());
        rows.sex.push(1);
        rows.born_on.push("1977-05-05".parse().unwrap());
        rows.id_number.push(Some(id_number(head).parse().unwrap()));
        rows.phone.push(Some(phone.parse().unwrap()));
        rows.medical_note.push(Some(note.parse().unwrap()));
        rows.is_checked.push(true);
        rows.permit_from_on.push(None);
        rows.permit_until_on.push(None);
        rows.detail.iter_mut().for_each(|column| column.push(None));
        files.stays.push(StayRow {
            area: seat.area.code(),
            dwelling: seat.dwelling.number(),
            resident: rows.id[at],
            kind: "both",
            relation: "head",
            from_on: "2020-01-01".parse().unwrap(),
            to_on: None,
        });
    }
    let mut tx = house.s.store.begin_system().await.unwrap();
    write_residents(&mut tx, &rows, nonces).await.unwrap();
    write_files(&mut tx, &files).await.unwrap();
    tx.commit().await.unwrap();
    rows.id.iter().map(|id| ResidentId::new_checked(*id).unwrap()).collect()
}

/// The number with the check sign that fits.
fn id_number(text: &str) -> String {
    format!("{}{}", &text[..17], domain::person::check_sign(&text.as_bytes()[..17]))
}

/// Everything that was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn neither_a_dump_of_the_database_nor_the_log_holds_a_number_a_phone_or_a_note() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let house = House::new().await;
    let residents = write_canaries(&house, &mut Nonces::new([7; 32])).await;
    let worker = house.worker().await;
    for (at, resident) in residents.iter().enumerate() {
        household::card(&house.s, &worker, house.seat(at).dwelling).await.unwrap();
        let person = resident::unmask(&house.s, &worker, *resident, Reason::Verify).await.unwrap();
        assert_eq!(person.phone.as_deref(), Some(CANARIES[at].1), "the canary is there");
    }

    let dump = house.db.dump().await;

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(dump.contains("COPY public.resident ") && dump.contains(&residents[0].number().to_string()));
    assert!(log.contains("resident"), "statements were logged");
    for (number, phone, note) in CANARIES {
        for canary in [&id_number(number), &phone.replace('-', ""), phone, note] {
            // In the dump of a bytea, text would stand in hexadecimal.
            let hex = canary.bytes().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
            for (what, text) in [("the dump", &dump), ("the log", &log)] {
                assert!(!text.contains(canary) && !text.contains(&hex), "{what} holds {canary}");
            }
        }
    }
}

#[tokio::test]
async fn a_second_file_about_one_person_is_found_without_opening_any() {
    let house = House::new().await;
    let residents = write_canaries(&house, &mut Nonces::new([7; 32])).await;
    let mut tx = house.s.store.begin_system().await.unwrap();

    let by_number = store::resident::with_id_number(&mut tx, &id_number(CANARIES[0].0).parse().unwrap()).await.unwrap();
    let by_phone = store::resident::with_phone(&mut tx, &"(0900) 777 7002".parse().unwrap()).await.unwrap();

    assert_eq!((by_number.as_slice(), by_phone.as_slice()), (&residents[..1], &residents[1..]));
}

#[tokio::test]
async fn a_value_that_was_copied_into_another_row_is_refused_and_not_shown() {
    let house = House::new().await;
    let residents = write_canaries(&house, &mut Nonces::new([7; 32])).await;
    let [from, to] = [residents[0].number(), residents[1].number()];
    house.db.copy_sealed("phone_sealed", from, to).await;
    let mut tx = house.s.store.begin_system().await.unwrap();

    let moved = store::resident::one(&mut tx, residents[1]).await;

    assert!(matches!(moved, Err(store::StoreError::Sealed(VaultError::Refused))), "{moved:?}");
}

/// A key file that is gone when the test is over.
struct KeyFile(PathBuf);

impl KeyFile {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("gezhi-rotation-{name}-{}", std::process::id()));
        Self(folder.join("vault.json"))
    }
}

impl Drop for KeyFile {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(self.0.parent().unwrap());
    }
}

fn service(store: Store, later_s: i64) -> Service {
    Service::new(store, Arc::new(FixedClock(now() + Duration::seconds(later_s))), Arc::new(OsEntropy))
}

/// A city whose people are sealed with the keys of a file, as two processes have it.
async fn two_processes(file: &KeyFile) -> (TestDb, Store, Store) {
    let db = TestDb::with_city().await;
    let first = Keyring::make(&file.0, [[5; 32], [6; 32]]).unwrap();
    let second = Keyring::load(&file.0).unwrap();
    let stores = (db.open_with(first).await, db.open_with(second).await);
    db.add_residents_through(&stores.0).await;
    (db, stores.0, stores.1)
}

async fn read_all(tx: &mut Tx, dwellings: &[domain::id::DwellingId]) -> usize {
    let mut read = 0;
    for dwelling in dwellings {
        let people = store::resident::of_dwelling(tx, *dwelling, now().date_naive()).await.unwrap();
        read += people.iter().filter(|person| person.phone.is_some() && person.id_number.is_some()).count();
    }
    read
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_reads_on_while_the_key_is_changed_and_nothing_keeps_the_old_one() {
    let file = KeyFile::new("reading");
    let (db, rotating, reading) = two_processes(&file).await;
    let old = rotating.keyring().current().unwrap();
    let dwellings: Vec<_> = db.seats().await.iter().map(|seat| seat.dwelling).collect();
    let done = Arc::new(AtomicBool::new(false));
    let reader = tokio::spawn({
        let (done, reading, dwellings) = (done.clone(), reading.clone(), dwellings.clone());
        async move {
            let mut rounds = 0;
            while !done.load(Ordering::Relaxed) || rounds == 0 {
                let mut tx = reading.begin_system().await.unwrap();
                assert_eq!(read_all(&mut tx, &dwellings).await, dwellings.len());
                rounds += 1;
            }
        }
    });

    let s = service(rotating.clone(), 0);
    let rotated = rotation::rotate(&s, 10, &mut |_, _| ControlFlow::Continue(())).await.unwrap();
    done.store(true, Ordering::Relaxed);
    reader.await.unwrap();

    assert!(rotated.is_new && rotated.key != old);
    assert_eq!(rotated.residents, db.count("resident").await as u64);
    let early = rotation::retire(&service(rotating.clone(), RETIRE_AFTER_S - 1)).await;
    assert!(matches!(early, Err(RotationError::Vault(VaultError::TooEarly { .. }))), "{early:?}");
    assert_eq!(rotation::retire(&service(rotating, RETIRE_AFTER_S)).await.unwrap(), [old]);
    let mut tx = reading.begin_system().await.unwrap();
    assert_eq!(read_all(&mut tx, &dwellings).await, dwellings.len());
    let found = store::resident::with_phone(&mut tx, &"16000000016".parse().unwrap()).await.unwrap();
    assert_eq!(found.len() as i64, db.count("resident").await, "the tokens are the new key's");
}

#[tokio::test]
async fn a_rotation_that_was_stopped_goes_on_and_the_old_key_stays_until_then() {
    let file = KeyFile::new("stopped");
    let (_db, rotating, _) = two_processes(&file).await;
    let s = service(rotating.clone(), RETIRE_AFTER_S);

    let stopped = rotation::rotate(&s, 10, &mut |done, _| {
        if done < 20 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })
    .await;
    let half = rotating.keyring().current().unwrap();
    let refused = rotation::retire(&s).await;
    let finished = rotation::rotate(&s, 1_000, &mut |_, _| ControlFlow::Continue(())).await.unwrap();

    assert!(matches!(stopped, Err(RotationError::Cancelled)), "{stopped:?}");
    assert!(matches!(refused, Err(RotationError::StillNeeded(_))), "{refused:?}");
    assert_eq!((finished.key, finished.is_new), (half, false), "no third key");
}

#[tokio::test]
async fn the_wrong_key_file_is_noticed_at_the_start() {
    let house = House::new().await;
    house.db.add_residents().await;
    let mut tx = house.s.store.begin_system().await.unwrap();

    let needed = store::rotation::key_in_use(&mut tx).await.unwrap();

    assert_eq!(needed, Some(keyring().current().unwrap()));
}
