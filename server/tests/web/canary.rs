//! Marked identity numbers, telephones and medical notes, put through everything that leaves the process: no answer to
//! somebody without the right, no log line, live event, job or dump holds one in clear.
//!
//! The browser's own storage is looked into by `end2end/spec/storage.spec.mjs`.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::export::List;
use domain::filter::Filter;
use domain::id::NoticeId;
use futures::StreamExt;
use service::export::{self, Ask};
use service::rotation;
use store::testing::{Canary, county, grid_of};
use tracing_subscriber::fmt::MakeWriter;

use crate::house::House;
use crate::probe::{Probe, Subject, reads, writes};

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

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

/// The three values, as they are and as a dump of bytes writes them.
fn values(canary: &Canary) -> Vec<String> {
    let clear = [&canary.id_number, &canary.phone, &canary.medical_note];
    let hex = clear.map(|text| text.bytes().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}")));
    clear.into_iter().cloned().chain(hex).collect()
}

fn held(canary: &Canary, text: &str) -> Vec<String> {
    values(canary).into_iter().filter(|value| text.contains(value.as_str())).collect()
}

/// What shows one value in full to a post that may see it, and writes down that it did.
const IN_FULL: [&str; 7] = [
    "/api/household/unmask",
    "/notices/{notice}/call/{dwelling}",
    "/certificates/{certificate}/pdf",
    "/register/{item}/call",
    "/households/{dwelling}/nearby/{resident}/call",
    "/cases/{case}/reporter/call",
    "/m/h/{dwelling}/call/{resident}",
];

/// Sends every probe as somebody, and says which answers hold a value.
async fn tour(house: &House, actor: &Actor, subject: &Subject, skips: &[&str]) -> Vec<String> {
    let browser = house.browser_of(actor).await;
    let mut found = Vec::new();
    let probes: Vec<Probe> = reads().into_iter().chain(writes()).collect();
    for probe in probes.iter().filter(|probe| !skips.contains(&probe.path.as_str())) {
        let answer = probe.send(house, &browser, actor, subject).await;
        let headers = format!("{:?}", answer.headers);
        for value in [held(&subject.canary, &answer.text), held(&subject.canary, &headers)].concat() {
            found.push(format!("{} as {:?}: {value}", probe.path, actor.role));
        }
    }
    found
}

#[tokio::test]
async fn no_screen_of_a_role_without_the_right_shows_a_value_in_clear() {
    let house = House::new().await;
    let subject = Subject::of(&house, grid_of(1, 1, 1), 1).await;
    let city = Area::city(county());
    let mut found = Vec::new();
    for (at, (role, area)) in [
        (Role::Street, subject.seat.area.path()[1]),
        (Role::City, city),
        (Role::Department, city),
        (Role::Supervision, city),
        (Role::SystemAdmin, city),
        (Role::SecurityAdmin, city),
        (Role::AuditAdmin, city),
        (Role::Wall, city),
    ]
    .into_iter()
    .enumerate()
    {
        let actor = house.db.actor(role, area, 500 + at as u64).await;
        // A street office prints certificates: that is its seal. Who takes calls rings back.
        let skips: &[&str] = match role {
            Role::Street => &[IN_FULL[2], IN_FULL[5]],
            Role::City => &IN_FULL[5..6],
            _ => &[],
        };
        found.extend(tour(&house, &actor, &subject, skips).await);
    }

    assert!(found.is_empty(), "{found:#?}");
}

/// A file as a program reads it.
fn opened(file: &export::File) -> String {
    let limits = sheet::Limits { rows: 10_000, columns: 60, signs: 400 };
    format!("{:?}{}", sheet::read(&file.bytes, limits).unwrap(), String::from_utf8_lossy(&file.bytes))
}

#[tokio::test]
async fn no_masked_file_of_any_list_format_or_role_holds_a_value_in_clear() {
    let house = House::new().await;
    let subject = Subject::of(&house, grid_of(1, 1, 1), 1).await;
    let notice = NoticeId::new(county(), subject.seat.dwelling.serial());
    let lists = [
        List::People(Filter::default()),
        List::People(format!("b:{}~sex:1", subject.seat.building).parse().unwrap()),
        List::Register(None),
        List::Notice(notice),
        List::Estates,
        List::Notices,
        List::Areas,
        List::Cases,
    ];
    let path = subject.seat.area.path();
    let (mut found, mut told) = (Vec::new(), 0);
    for (at, role) in [Role::City, Role::Street, Role::Community, Role::GridWorker].into_iter().enumerate() {
        let actor = house.db.actor(role, path[at], 500 + at as u64).await;
        for (list, is_xlsx) in lists.iter().flat_map(|list| [(list, true), (list, false)]) {
            let offer = export::offer(&house.service, &actor, subject.seat.area, list.clone()).await.unwrap();
            let columns = offer.columns.iter().map(|column| column.slug.to_owned()).collect();
            let ask = Ask { area: offer.area, list: list.clone(), columns, template: None, is_xlsx, unmasked: None };
            let export = export::ask(&house.service, &actor, &ask).await.unwrap();
            let text = opened(&export::fetch(&house.service, &actor, export).await.unwrap());
            told += usize::from(text.contains(&domain::person::mask_name(&subject.canary.name)));
            found.extend(held(&subject.canary, &text).into_iter().map(|value| format!("{list} as {role:?}: {value}")));
            found.extend(text.contains(&subject.canary.name).then(|| format!("{list} as {role:?}: the name")));
        }
    }

    assert!(found.is_empty(), "{found:#?}");
    assert!(told >= 16, "the canary is in the lists: {told}");
}

#[tokio::test]
async fn neither_masked_screens_nor_log_live_events_jobs_or_a_dump_hold_a_value_in_clear() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::DEBUG).with_writer(log.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let house = House::new().await;
    let subject = Subject::of(&house, grid_of(1, 1, 1), 1).await;
    let worker = house.db.actor(Role::GridWorker, subject.seat.area, 500).await;
    let browser = house.browser_of(&worker).await;
    let sequencer = tokio::spawn(service::live::run_sequencer(house.service.clone(), std::future::pending::<()>()));
    let mut live = Box::pin(service::live::subscribe(&house.service, &worker, None).await.unwrap());

    // With the right: shown once, so the canary is there, and is still not logged.
    let shown = reads().into_iter().find(|probe| probe.path == "/api/household/unmask").unwrap();
    let shown = shown.send(&house, &browser, &worker, &subject).await;
    assert!(!held(&subject.canary, &shown.text).is_empty(), "{}", shown.text);
    let found = tour(&house, &worker, &subject, &IN_FULL).await;
    assert!(found.is_empty(), "{found:#?}");
    let mut events = String::new();
    while let Ok(Some(event)) = tokio::time::timeout(std::time::Duration::from_millis(700), live.next()).await {
        writeln!(events, "{event:?}").unwrap();
    }
    rotation::rotate(&house.service, 10, &mut |_, _| std::ops::ControlFlow::Continue(())).await.unwrap();
    sequencer.abort();
    let dump = house.db.dump().await;

    assert!(events.contains("Frame"), "something was told live");
    assert!(log.text().contains("/people/"), "requests were logged");
    assert!(dump.contains("COPY public.resident ") && dump.contains(&subject.canary.name), "the canary is in the dump");
    for (what, text) in [("live events", &events), ("the log", &log.text()), ("the dump", &dump)] {
        assert_eq!(held(&subject.canary, text), Vec::<String>::new(), "{what}");
    }
}
