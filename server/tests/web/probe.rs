//! Every request about a record: server functions, pages, data and forms, with what they are filled in with.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::Method;
use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::id::{AccountId, EstateId, IntakeId, ResidentId, UnitId};
use domain::unit::Kind;
use service::unit::NewUnit;
use store::roster::NewEntry;
use store::testing::{Canary, Seat, TestDb};

use crate::form_table::{CITY_FORMS, FORMS, OWN_FORMS, TAKE_BACK};
use crate::house::{Answer, Browser, House};
use crate::permission::{self, Call, Record};
use crate::route;

/// A request about a record.
#[derive(Clone, Debug)]
pub struct Probe {
    /// GET or POST.
    pub method: Method,
    /// The address, with `{…}` to be filled in.
    pub path: String,
    /// The arguments, likewise: of a GET in the address, of a POST in the body.
    pub arguments: String,
}

/// Every request that only reads and names a record.
pub fn reads() -> Vec<Probe> {
    let functions = permission::TABLE.iter().filter(|row| row.2.contains('{')).map(|row| Probe {
        method: if row.1 == Call::Get { Method::GET } else { Method::POST },
        path: row.0.to_owned(),
        // The table asks about the door's own resident.
        arguments: row.2.replace("resident={dwelling}", "resident={resident}"),
    });
    let functions = functions.filter(|probe| {
        !["/api/case/step", "/api/case/undo", "/api/case/bulk", "/api/household/set_label"].contains(&&*probe.path)
    });
    let routes = route::table().filter(|row| row.0 == "GET" && row.1.contains('{')).map(|row| get(row.1));
    let routes = routes.filter(|probe| {
        // A form that is kept is seen from inside its area, and a file is fetched by who asked: these have tests of their own.
        // Bulletins are written to everybody at work and name nobody; residents' reports and wishes are public (`report`, `wish`).
        // Rounds are hidden by time and tasks by post: `spot_check` asks; monthly reports are their workers': `month` asks;
        // accounts of the love bank are their volunteers': `bank` asks.
        ![
            "{round}",
            "{task}",
            "{month}",
            "{bank}",
            "/report/",
            "{wish}",
            "{file}",
            "{layer}",
            "{*path}",
            "{code}",
            "{token}",
            "{template}",
            "{export}/file",
            "{bulletin}",
        ]
        .iter()
        .any(|name| probe.path.contains(name))
    });
    let more = [
        "/map?a={area}",
        "/map?b={building}",
        "/map?h={dwelling}",
        "/map/state?lens=occupancy&area={area}",
        "/areas/{area}/manage?b={building}&into=new",
        "/notices?a={area}",
        "/doors?building={building}",
        "/statistics?area={area}&from=2026-11-01&to=2026-11-30&by=unit",
        "/statistics/cases?area={area}&from=2026-11-01&to=2026-11-30&figure=registered&side=whole",
        "/statistics/heat?area={area}",
        "/statistics/recurring?area={area}",
        "/areas/{area}/register?class=organisation",
        "/exports/new?list=people&area={area}",
        "/exports/new?list=notice&area={area}&f={notice}",
        "/admin/audit?record={dwelling}",
    ];
    let found =
        ["text={name}&area={area}", "text={tail}&area={area}", "text={name}&area={own}", "text={tail}&area={own}"];
    let found = found.map(|arguments| Probe { method: Method::POST, ..get(&format!("/api/search/all?{arguments}")) });
    functions.chain(routes).chain(more.map(get)).chain(found).collect()
}

/// Every request that changes a record.
pub fn writes() -> Vec<Probe> {
    let functions = ["/api/case/step", "/api/case/bulk", "/api/household/set_label"].map(|path| {
        let row = permission::TABLE.iter().find(|row| row.0 == path).unwrap();
        (row.0, row.2)
    });
    let all = functions.iter().chain(FORMS).chain(&TAKE_BACK);
    all.map(|(path, body)| Probe { method: Method::POST, path: (*path).to_owned(), arguments: (*body).to_owned() })
        .collect()
}

fn get(path: &str) -> Probe {
    let (path, arguments) = path.split_once('?').unwrap_or((path, ""));
    Probe { method: Method::GET, path: path.to_owned(), arguments: arguments.to_owned() }
}

impl Probe {
    /// The number of what an asker does by this probe: another asker's, and another form's, is another one.
    fn operation(&self, asker: &Actor) -> String {
        let form = self.path.bytes().fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
        format!("{form:016x}{:016x}", asker.account.number())
    }

    fn is_json(&self) -> bool {
        self.arguments.starts_with('{')
    }

    /// Sends it about a record.
    pub async fn send(&self, house: &House, browser: &Browser<'_>, asker: &Actor, about: &Subject) -> Answer {
        let arguments = self.arguments.replace("{operation}", &self.operation(asker));
        let (path, arguments) =
            (about.fill(house, asker, &self.path).await, about.fill(house, asker, &arguments).await);
        let (address, body) = match (&self.method, arguments.is_empty()) {
            (_, true) => (path, String::new()),
            // JSON has no place for a page.
            (_, false) if self.is_json() => (path, arguments),
            (&Method::GET, false) => (format!("{path}?{arguments}"), String::new()),
            (_, false) if path.starts_with("/admin/") => (path, format!("{arguments}&back=/admin/accounts")),
            (_, false) => (path, format!("{arguments}&back=/households/{}", about.seat.dwelling)),
        };
        let request = browser.request(self.method.clone(), &address).header("sec-fetch-site", "same-origin");
        if self.path == "/form/photo" {
            let request = request.header("content-type", crate::photo::MULTIPART);
            return browser
                .ask(request.body(Body::from(crate::photo::multipart(&body, &crate::photo::png()))).unwrap())
                .await;
        }
        let kind = if self.is_json() { "application/json" } else { "application/x-www-form-urlencoded" };
        let request = request.header("content-type", kind);
        browser.ask(request.body(Body::from(body)).unwrap()).await
    }
}

/// Everything that is kept behind one door, and who works there.
pub struct Subject {
    /// The door.
    pub seat: Seat,
    /// What must not be told.
    pub canary: Canary,
    record: Record,
    staff: Actor,
    /// A list whose columns nobody knows, and one that was checked and has nothing but faults.
    lists: [IntakeId; 2],
    /// A sheet of orders that was not checked.
    orders: IntakeId,
    entry: i64,
    unit: UnitId,
    wall: AccountId,
    client: AccountId,
    bulk: i64,
    kept: i64,
    template: i64,
}

impl Subject {
    /// The records of a grid's first door, marked; `serial` from 1 to 5 tells them apart.
    pub async fn of(house: &House, grid: Area, serial: u64) -> Self {
        let record = Record::of(house, grid, serial).await;
        let seat = house.seat(grid).await;
        let staff = house.db.actor(Role::GridLeader, grid, 950 + serial).await;
        house.db.add_documents(&seat, &staff).await;
        house.keep_picture(&seat).await;
        let canary = house.db.add_canary(&seat, serial as usize).await;
        let landlord = ResidentId::new(grid.county(), seat.dwelling.serial());
        house.db.rent(seat.dwelling, canary.people[0], (landlord, "L")).await;
        let lists = lists(house, &staff).await;
        let orders = orders(house, grid, 970 + serial).await;
        let admin = house.db.actor(Role::SystemAdmin, Area::city(grid.county()), 960 + serial).await;
        let new = NewUnit { kind: Kind::Police, name_zh: "所", name_en: "", parent: None, area: grid };
        let unit = service::unit::add(&house.service, &admin, &new).await.unwrap();
        let wall = service::wall::make(&house.service, &admin, grid, "x").await.unwrap().account;
        let client = service::api_client::make(&house.service, &admin, grid, "x").await.unwrap().account;
        let entry = roster_entry(house, grid).await;
        let (bulk, kept) = (house.db.newest("bulk_label").await, house.db.newest("saved_filter").await);
        let template = house.db.newest("export_template").await;
        Self { seat, canary, record, staff, lists, orders, entry, unit, wall, client, bulk, kept, template }
    }

    async fn fill(&self, house: &House, asker: &Actor, text: &str) -> String {
        let mut text = text.to_owned();
        let [resident, other, _] = self.canary.people;
        for (name, table, id) in [
            ("{revision}", "household", self.seat.dwelling.number()),
            ("{file}", "resident", resident.number()),
            ("{other_file}", "resident", other.number()),
            ("{item_revision}", "register_entry", self.seat.dwelling.number()),
            ("{work_revision}", "work", self.seat.dwelling.number()),
            ("{root_cause_revision}", "root_cause", self.seat.dwelling.number()),
        ] {
            if text.contains(name) {
                text = text.replace(name, &house.db.revision_of(table, id).await.to_string());
            }
        }
        let facts = BTreeMap::from([
            ("{resident}", resident.to_string()),
            ("{other}", other.to_string()),
            ("{merge}", self.canary.merge.to_string()),
            ("{batch}", self.seat.dwelling.to_string()),
            ("{list}", self.lists[0].to_string()),
            ("{checked}", self.lists[1].to_string()),
            ("{orders}", self.orders.to_string()),
            ("{sheet}", TestDb::order_sheet(&self.seat).to_string()),
            ("{bulk}", self.bulk.to_string()),
            ("{kept}", self.kept.to_string()),
            ("{item}", self.seat.dwelling.to_string()),
            ("{work}", self.seat.dwelling.to_string()),
            ("{root_cause}", self.seat.dwelling.to_string()),
            ("{watch}", self.seat.dwelling.to_string()),
            ("{photo}", self.seat.dwelling.to_string()),
            ("{media}", self.seat.dwelling.to_string()),
            ("{paper}", TestDb::document_photo(&self.seat).to_string()),
            ("{export}", self.seat.dwelling.to_string()),
            ("{template}", self.template.to_string()),
            ("{notice}", self.seat.dwelling.to_string()),
            ("{proposal}", self.seat.dwelling.to_string()),
            ("{departure}", self.seat.dwelling.to_string()),
            ("{certificate}", self.seat.dwelling.to_string()),
            ("{estate}", EstateId::new(self.seat.area.county(), 1).to_string()),
            ("{account}", self.staff.account.to_string()),
            ("{entry}", self.entry.to_string()),
            ("{unit}", self.unit.to_string()),
            // Nobody wished for anything.
            ("{wish}", "1".to_owned()),
            ("{wall}", self.wall.to_string()),
            ("{client}", self.client.to_string()),
            ("{post}", self.staff.post.to_string()),
            ("{name}", crate::house::escape(&self.canary.name)),
            ("{tail}", self.canary.phone[7..].to_owned()),
            ("{own}", asker.area.to_string()),
        ]);
        for (name, value) in &facts {
            text = text.replace(name, value);
        }
        if text.contains('{') { self.record.fill(house, &text).await } else { text }
    }
}

async fn lists(house: &House, staff: &Actor) -> [IntakeId; 2] {
    let upload = async |text: &str| {
        service::intake::upload(&house.service, staff, "list.csv", text.as_bytes().to_vec(), None).await.unwrap()
    };
    let (list, checked) = (upload("a,b,c,d\n1,1,101,x\n").await, upload("楼号,单元,房号,姓名\n1,1,,x\n").await);
    while service::intake::view(&house.service, staff, checked).await.unwrap().batch.state.is_at_work() {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    [list, checked]
}

/// A sheet of orders that an office of a single grid uploaded: nobody knows what its columns hold.
async fn orders(house: &House, grid: Area, serial: u64) -> IntakeId {
    let office = house.db.actor(Role::City, grid, serial).await;
    let file = "a,b\n1,x\n".as_bytes().to_vec();
    service::order::upload(&house.service, &office, "orders.csv", file).await.unwrap()
}

/// Somebody on a grid's roster.
async fn roster_entry(house: &House, area: Area) -> i64 {
    let from_on = "2026-01-01".parse().unwrap();
    let new = NewEntry { area, kind: "doctor", name: "医", place: "", phone: None, account: None, from_on };
    let mut tx = house.db.store.begin_system().await.unwrap();
    let entry = store::roster::add(&mut tx, &mut house.service.nonces().unwrap(), &new).await.unwrap();
    tx.commit().await.unwrap();
    entry
}

#[test]
fn every_form_is_a_probe_or_about_oneself() {
    for (method, path, ..) in route::table() {
        let is_probe = FORMS.iter().any(|form| form.0 == *path);
        assert!(
            *method == "GET"
                || is_probe
                || OWN_FORMS.contains(path)
                || CITY_FORMS.contains(path)
                || TAKE_BACK.iter().any(|form| form.0 == *path),
            "no probe posts {path}"
        );
    }
}

/// Who may do what a probe does, and does it: the community that keeps the files, or an administrator.
async fn allowed(house: &House, subject: &Subject) -> [Actor; 4] {
    let city = Area::city(subject.seat.area.county());
    let community = house.db.actor(Role::Community, subject.seat.area.path()[2], 601).await;
    house.db.let_prove(&community).await;
    [
        community,
        house.db.actor(Role::SystemAdmin, city, 602).await,
        house.db.actor(Role::SecurityAdmin, city, 603).await,
        house.db.actor(Role::AuditAdmin, city, 604).await,
    ]
}

fn whose(path: &str) -> usize {
    match path {
        "/admin/account" | "/admin/wall" | "/admin/wall/revoke" | "/admin/client" | "/admin/client/revoke" => 1,
        path if path.starts_with("/admin/unit/") || path == "/admin/unit" => 1,
        "/admin/audit" => 3,
        path if path.starts_with("/admin/") => 2,
        _ => 0,
    }
}

#[tokio::test]
async fn every_form_of_the_probes_succeeds_where_it_may() {
    let house = House::new().await;
    let subject = Subject::of(&house, store::testing::grid_of(1, 1, 1), 1).await;
    let allowed = allowed(&house, &subject).await;
    let mut wrong = Vec::new();

    for probe in writes().into_iter().filter(|probe| TAKE_BACK.iter().all(|form| form.0 != probe.path)) {
        let actor = &allowed[whose(&probe.path)];
        let answer = probe.send(&house, &house.browser_of(actor).await, actor, &subject).await;
        if !matches!(answer.status.as_u16(), 200 | 303) {
            wrong.push(format!("{}: {} {}", probe.path, answer.status, said(&answer.text)));
        }
    }

    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn every_probe_that_reads_is_answered_where_it_may_and_most_tell_of_the_person() {
    let house = House::new().await;
    let subject = Subject::of(&house, store::testing::grid_of(1, 1, 1), 1).await;
    let allowed = allowed(&house, &subject).await;
    let (mut wrong, mut tell) = (Vec::new(), Vec::new());

    // The citywide board ends at communities: a grid has none.
    for probe in reads().into_iter().filter(|probe| probe.path != "/board/{area}") {
        let actor = &allowed[whose(&probe.path)];
        let answer = probe.send(&house, &house.browser_of(actor).await, actor, &subject).await;
        if !matches!(answer.status.as_u16(), 200 | 303) {
            wrong.push(format!("{} {}: {}", probe.path, probe.arguments, answer.status));
        }
        if subject.canary.signs().iter().any(|sign| answer.text.contains(sign)) {
            tell.push(probe.path);
        }
    }

    assert!(wrong.is_empty(), "{wrong:#?}");
    for path in [
        "/api/case/open",
        "/api/household/card",
        "/api/household/file",
        "/api/household/unmask",
        "/api/person/file",
        "/api/search/all",
        "/households/{dwelling}",
        "/people/{resident}",
        "/people/{resident}/certificate",
        "/notices/{notice}",
        "/map",
    ] {
        assert!(tell.iter().any(|told| told == path), "{path} tells nothing: {tell:?}");
    }
}

/// What a page complains about.
fn said(text: &str) -> String {
    let alerts = text.match_indices("role=\"alert\"").map(|(at, _)| &text[at..]);
    alerts.map(|rest| rest.chars().take(200).collect::<String>()).collect()
}
