//! Exports: masked at once, unmasked through a second person and once, forms of a higher level filled.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::account::Password;
use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::cell::LabelCode;
use domain::clock::FixedClock;
use domain::export::{List, State};
use domain::id::ExportId;
use service::export::{self, Ask, File, fetch};
use service::{OsEntropy, Service, ServiceError, account, look};
use sheet::{Format, Limits, read};
use store::testing::{KNOWN_PASSWORD, grid_of, now};

use crate::house::House;

const LIMITS: Limits = Limits { rows: 1_000, columns: 60, signs: 400 };
pub const SECRETS: [&str; 4] = ["999999199001010016", "16000000016", "欧阳试", "1990-01-01"];

fn people(filter: &str) -> List {
    List::People(filter.parse().unwrap())
}

fn columns(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Everything that can be asked of people, with masks.
fn masked(area: Area, filter: &str, is_xlsx: bool) -> Ask {
    let list = people(filter);
    let columns = domain::export::columns(&list).iter().map(|column| column.slug.to_owned()).collect();
    Ask { area, list, columns, template: None, is_xlsx, unmasked: None }
}

fn unmasked(area: Area, filter: &str) -> Ask {
    let unmasked = Some(("入户核对老人津贴".to_owned(), Password::typed(KNOWN_PASSWORD)));
    Ask { columns: columns(&["name", "id_number", "phone"]), unmasked, ..masked(area, filter, true) }
}

pub fn password() -> Password {
    Password::typed(KNOWN_PASSWORD)
}

/// The rows of a file as a program sees them, without the gap above the mark.
pub fn text(file: &File) -> Vec<Vec<String>> {
    read(&file.bytes, LIMITS).unwrap().into_iter().filter(|row| !row.is_empty()).collect()
}

pub struct Office {
    pub house: House,
    pub worker: Actor,
    pub community: Actor,
    street: Actor,
}

impl Office {
    pub async fn new() -> Self {
        let house = House::new().await;
        house.db.add_residents().await;
        let grid = grid_of(1, 1, 1);
        let worker = house.worker().await;
        let community = house.db.actor(Role::Community, grid.parent().unwrap(), 110).await;
        let street = house.db.actor(Role::Street, grid.parent().unwrap().parent().unwrap(), 111).await;
        for actor in [&worker, &community, &street] {
            house.db.let_prove(actor).await;
        }
        Self { house, worker, community, street }
    }

    pub fn s(&self) -> &Service {
        &self.house.s
    }

    /// The same city, so many hours later.
    fn later(&self, hours: i64) -> Service {
        let at = now() + TimeDelta::hours(hours);
        Service::new(self.house.db.store.clone(), Arc::new(FixedClock(at)), Arc::new(OsEntropy))
    }

    async fn asked(&self, filter: &str) -> ExportId {
        export::ask(self.s(), &self.worker, &unmasked(self.worker.area, filter)).await.unwrap()
    }

    async fn granted(&self) -> ExportId {
        let export = self.asked("").await;
        export::decide(self.s(), &self.community, export, (true, ""), &password()).await.unwrap();
        export
    }

    async fn state(&self, export: ExportId) -> State {
        export::view(self.s(), &self.worker, export).await.unwrap().export.state
    }
}

#[tokio::test]
async fn a_masked_list_goes_out_at_once_with_its_mark_and_without_a_name_or_number() {
    let office = Office::new().await;
    let (s, worker) = (office.s(), &office.worker);
    let offer = export::offer(s, worker, worker.area, people("label:11")).await.unwrap();

    for is_xlsx in [true, false] {
        let export = export::ask(s, worker, &masked(worker.area, "label:11", is_xlsx)).await.unwrap();
        let file = fetch(s, worker, export).await.unwrap();
        let again = fetch(s, worker, export).await.unwrap();

        assert_eq!(file.format == Format::Xlsx, is_xlsx);
        let rows = text(&file);
        assert_eq!(rows.len() as i64, offer.rows + 2, "headings, rows and the mark");
        let all = rows.concat().join("|");
        assert!(SECRETS.iter().all(|secret| !all.contains(secret)), "{all}");
        assert!(all.contains("欧**") && all.contains("999***********0016") && all.contains("160****0016"), "{all}");
        let mark = &rows[rows.len() - 1][0];
        assert!(mark.contains(&export.to_string()) && mark.contains("test-101") && mark.contains("已脱敏"), "{mark}");
        assert_eq!(text(&again), rows, "a masked one can be fetched again");
    }
    let rows = office.house.db.audit_rows("fetch_export").await;
    assert!(rows.len() == 4 && rows[0].contains("people:label:11") && !rows[0].contains('欧'), "{rows:?}");
    assert!(office.house.db.audit_rows("export_resident").await.is_empty());
}

#[tokio::test]
async fn the_people_of_a_list_are_those_that_its_page_means() {
    let office = Office::new().await;
    let (s, worker) = (office.s(), &office.worker);
    let of = async |filter: &str| {
        let ask = Ask {
            columns: columns(&["serial", "door", "name", "age", "key_groups"]),
            ..masked(worker.area, filter, false)
        };
        let export = export::ask(s, worker, &ask).await.unwrap();
        let rows = text(&fetch(s, worker, export).await.unwrap());
        rows[1..rows.len() - 1].to_vec()
    };

    let (all, men, nobody) =
        (of("").await, of("sex:1~age:36-36").await, export::ask(s, worker, &masked(worker.area, "sex:2", true)).await);

    assert_eq!((all.len(), men.len()), (64, 64));
    assert!(all.iter().enumerate().all(|(at, row)| row[0] == (at + 1).to_string() && row[2] == "欧**"), "{all:?}");
    assert!(all.iter().all(|row| row[3] == "36" && !row[4].is_empty()), "{all:?}");
    assert!(matches!(nobody, Err(ServiceError::Invalid { field: "rows", .. })), "{nobody:?}");
}

#[tokio::test]
async fn a_formula_in_a_file_does_not_run_in_either_format() {
    let office = Office::new().await;
    let (s, worker) = (office.s(), &office.worker);
    office.house.db.employ("@sum", "=HYPERLINK(\"http://x\")").await;

    for is_xlsx in [true, false] {
        let ask = Ask { columns: columns(&["occupation", "workplace"]), ..masked(worker.area, "", is_xlsx) };
        let file = fetch(s, worker, export::ask(s, worker, &ask).await.unwrap()).await.unwrap();
        if is_xlsx {
            let row = &text(&file)[1];
            assert_eq!(row, &["'@sum".to_owned(), "'=HYPERLINK(\"http://x\")".to_owned()]);
        } else {
            let text = String::from_utf8(file.bytes).unwrap();
            assert_eq!(text.lines().nth(1), Some("'@sum,\"'=HYPERLINK(\"\"http://x\"\")\""));
        }
    }
}

#[tokio::test]
async fn an_unmasked_list_goes_out_once_after_a_second_person_granted_it_and_everybody_in_it_is_told() {
    let office = Office::new().await;
    let s = office.s();
    let export = office.asked("").await;
    let waiting = export::list(s, &office.community).await.unwrap().waiting;

    let before = fetch(s, &office.worker, export).await;
    export::decide(s, &office.community, export, (true, ""), &password()).await.unwrap();
    let by_granter = fetch(s, &office.community, export).await;
    let file = fetch(s, &office.worker, export).await.unwrap();
    let again = fetch(s, &office.worker, export).await;

    assert_eq!((waiting.len(), waiting[0].rows_shown, waiting[0].reason.as_str()), (1, 64, "入户核对老人津贴"));
    assert!(matches!(before, Err(ServiceError::Conflict)) && matches!(again, Err(ServiceError::Conflict)));
    assert!(matches!(by_granter, Err(ServiceError::NotFound)), "{by_granter:?}");
    let rows = text(&file);
    assert_eq!(rows[1], ["欧阳试", "999999199001010016", "16000000016"]);
    assert!(rows.last().unwrap()[0].contains("未脱敏"));
    assert_eq!(office.state(export).await, State::Fetched);
    let person = office.house.db.some_people(1).await[0].clone();
    let counter = office.house.db.actor(Role::Street, person.area.path()[1], 120).await;
    let told = look::tell(s, &counter, person.resident).await.unwrap();
    let is_in = office.worker.area == person.area;
    assert_eq!(told.lines.iter().any(|line| line.action == "export_resident"), is_in);
    assert_eq!(office.house.db.audit_rows("export_resident").await.len(), 64);
}

#[tokio::test]
async fn nobody_is_their_own_second_person_and_no_colleague_or_stranger_is_one() {
    let office = Office::new().await;
    let (s, db) = (office.s(), &office.house.db);
    let export = office.asked("").await;
    let colleague = db.actor(Role::GridLeader, office.worker.area, 130).await;
    let elsewhere = db.actor(Role::Community, grid_of(2, 1, 1).parent().unwrap(), 131).await;
    let security = db.actor(Role::SecurityAdmin, House::root(), 132).await;
    // The same account under a post of the superior.
    let post = office.house.second_post(&office.worker, Role::Community, office.community.area).await;
    service::session::act_as(s, &office.worker, post).await.unwrap();
    let risen = Actor { post, role: Role::Community, area: office.community.area, ..office.worker.clone() };

    for actor in [&risen, &colleague, &elsewhere, &security] {
        db.let_prove(actor).await;
        let refused = export::decide(s, actor, export, (true, ""), &password()).await;
        assert!(matches!(refused, Err(ServiceError::NotFound)), "{refused:?}");
        assert!(export::list(s, actor).await.map_or(true, |found| found.waiting.is_empty()));
    }
    let street = export::view(s, &office.street, export).await.unwrap();
    assert!(street.may_decide && !street.may_fetch && !street.is_own);
}

#[tokio::test]
async fn who_may_not_unmask_one_person_may_not_ask_for_many() {
    let office = Office::new().await;
    let s = office.s();
    let ask = unmasked(office.worker.area, "");

    let street = export::ask(s, &office.street, &ask).await;
    let centre = export::ask(s, &office.house.centre().await, &ask).await;
    let wall = export::ask(s, &office.house.wall().await, &ask).await;
    let stranger = export::ask(s, &office.house.stranger().await, &ask).await;
    let masked = export::ask(s, &office.street, &masked(office.worker.area, "", true)).await;

    assert!(matches!(street, Err(ServiceError::Forbidden)) && matches!(centre, Err(ServiceError::Forbidden)));
    assert!(matches!(wall, Err(ServiceError::NotFound)) && matches!(stranger, Err(ServiceError::NotFound)));
    assert!(masked.is_ok(), "{masked:?}");
}

#[tokio::test]
async fn a_wrong_password_or_no_reason_asks_and_grants_nothing() {
    let office = Office::new().await;
    let s = office.s();
    let wrong = Password::typed("a guess of somebody at the desk");
    let with = |reason: &str, password: &Password| Ask {
        unmasked: Some((reason.to_owned(), password.clone())),
        ..unmasked(office.worker.area, "")
    };

    let guessed = export::ask(s, &office.worker, &with("入户核对老人津贴", &wrong)).await;
    let silent = export::ask(s, &office.worker, &with("有用", &password())).await;
    let export = office.asked("").await;
    let granted = export::decide(s, &office.community, export, (true, ""), &wrong).await;
    let refused = export::decide(s, &office.community, export, (false, ""), &password()).await;
    export::decide(s, &office.community, export, (false, "名单里没有必要"), &password()).await.unwrap();

    assert!(matches!(guessed, Err(ServiceError::WrongLogin)) && matches!(granted, Err(ServiceError::WrongLogin)));
    assert!(matches!(silent, Err(ServiceError::Invalid { field: "reason", .. })));
    assert!(matches!(refused, Err(ServiceError::Invalid { field: "reason", .. })));
    assert!(matches!(fetch(s, &office.worker, export).await, Err(ServiceError::Conflict)));
    let decided = export::view(s, &office.worker, export).await.unwrap().export.decided.unwrap();
    assert_eq!(decided.reason, "名单里没有必要");
    assert_eq!(office.house.db.audit_rows("log_in_refused").await.len(), 2);
}

#[tokio::test]
async fn a_grant_ends_after_a_day_and_a_question_after_a_week() {
    let office = Office::new().await;
    let (granted, asked) = (office.granted().await, office.asked("label:11").await);

    let late = fetch(&office.later(24), &office.worker, granted).await;
    let answer = export::decide(&office.later(24 * 7), &office.community, asked, (true, ""), &password()).await;
    let in_time = fetch(&office.later(23), &office.worker, granted).await;

    assert!(matches!(late, Err(ServiceError::Conflict)), "{late:?}");
    assert!(matches!(answer, Err(ServiceError::Conflict)), "{answer:?}");
    assert!(in_time.is_ok(), "{in_time:?}");
}

#[tokio::test]
async fn whoever_is_locked_or_loses_the_post_in_between_takes_the_grant_along() {
    let office = Office::new().await;
    let (s, db) = (office.s(), &office.house.db);
    let security = db.actor(Role::SecurityAdmin, House::root(), 140).await;

    let by_locked = office.granted().await;
    account::set_locked(s, &security, office.community.account, true).await.unwrap();
    account::set_locked(s, &security, office.community.account, false).await.unwrap();
    let locked = fetch(s, &office.worker, by_locked).await;
    let leader = db.actor(Role::Community, office.community.area, 141).await;
    db.let_prove(&leader).await;
    let by_leader = office.asked("").await;
    export::decide(s, &leader, by_leader, (true, ""), &password()).await.unwrap();
    account::end_post(s, &security, leader.post).await.unwrap();
    let ended = fetch(s, &office.worker, by_leader).await;

    assert!(
        matches!(locked, Err(ServiceError::Conflict)),
        "opening the account again does not bring it back: {locked:?}"
    );
    assert!(matches!(ended, Err(ServiceError::Conflict)), "{ended:?}");
    assert_eq!(office.state(by_leader).await, State::Ended);
}

#[tokio::test]
async fn nothing_goes_out_under_another_post_or_from_another_area() {
    let office = Office::new().await;
    let (s, db) = (office.s(), &office.house.db);
    let export = office.asked("").await;
    export::decide(s, &office.street, export, (true, ""), &password()).await.unwrap();
    let post = office.house.second_post(&office.worker, Role::Community, office.community.area).await;
    service::session::act_as(s, &office.worker, post).await.unwrap();
    let other = Actor { post, role: Role::Community, area: office.community.area, ..office.worker.clone() };

    let under_another = fetch(s, &other, export).await;
    service::session::act_as(s, &other, office.worker.post).await.unwrap();
    let wider = grid_of(1, 1, 2);
    db.move_post(office.worker.post, wider).await;
    let moved = Actor { area: wider, ..office.worker.clone() };
    let from_another = fetch(s, &moved, export).await;

    assert!(matches!(under_another, Err(ServiceError::NotFound)), "{under_another:?}");
    assert!(matches!(from_another, Err(ServiceError::NotFound)), "{from_another:?}");
    assert!(db.audit_rows("export_resident").await.is_empty());
}

#[tokio::test]
async fn a_granted_list_that_has_grown_stays_inside_and_the_grant_is_not_used_up() {
    let office = Office::new().await;
    let s = office.s();
    let export = office.asked("label:2").await;
    export::decide(s, &office.community, export, (true, ""), &password()).await.unwrap();
    office.house.db.label_all(LabelCode(2), true).await;
    let grown = fetch(s, &office.worker, export).await;
    office.house.db.label_all(LabelCode(2), false).await;
    let shrunk = fetch(s, &office.worker, export).await.unwrap();

    assert!(matches!(grown, Err(ServiceError::Invalid { field: "rows", .. })), "{grown:?}");
    assert!(text(&shrunk).len() < 64);
}

#[tokio::test]
async fn a_form_is_mapped_once_shared_in_the_unit_and_filled_with_its_own_head() {
    let office = Office::new().await;
    let s = office.s();
    let colleague = office.house.db.actor(Role::GridLeader, office.worker.area, 150).await;
    let form = "老年人登记表\n序号,姓名,身份证号码,家庭住址,帮扶人,备注\n1,例,例,例,例,例\n".as_bytes().to_vec();
    let upload = async |actor: &Actor, name: &str, shared: bool| {
        export::template::upload(s, actor, name, form.clone(), shared).await
    };

    let id = upload(&office.community, "老人表", true).await.unwrap();
    let kept = export::template::view(s, &office.community, id).await.unwrap();
    let unknown: Vec<_> = kept.unknown().map(str::to_owned).collect();
    let mut chosen: Vec<String> = kept.columns.iter().map(|(_, slug)| slug.clone()).collect();
    chosen[5] = "key_groups".to_owned();
    export::template::change(s, &office.community, id, &chosen, true).await.unwrap();
    let by_colleague = export::template::change(s, &colleague, id, &chosen, false).await;
    let again = upload(&colleague, "又一张", false).await.unwrap();
    let learnt = export::template::view(s, &colleague, again).await.unwrap();
    let unseen = export::template::view(s, &office.worker, again).await;
    let ask = Ask { columns: Vec::new(), template: Some(id), ..masked(office.worker.area, "", true) };
    let file = fetch(s, &office.worker, export::ask(s, &office.worker, &ask).await.unwrap()).await.unwrap();

    assert_eq!(unknown, ["帮扶人", "备注"]);
    assert!(matches!(by_colleague, Err(ServiceError::NotFound)));
    assert_eq!(learnt.columns[5].1, "key_groups", "what the unit said before is remembered");
    assert!(matches!(unseen, Err(ServiceError::NotFound)), "not shared");
    let rows = text(&file);
    assert_eq!(
        (rows[0][0].as_str(), rows[1].join("|").as_str()),
        ("老年人登记表", "序号|姓名|身份证号码|家庭住址|帮扶人|备注")
    );
    assert_eq!((rows[2][0].as_str(), rows[2][1].as_str(), rows[2][4].as_str()), ("1", "欧**", ""));
    assert_eq!(rows.len(), 2 + 64 + 1);
    assert!(matches!(
        upload(&office.community, "老人表", true).await,
        Err(ServiceError::Invalid { field: "name", .. })
    ));
    let none = export::template::upload(s, &office.worker, "x", "a,b\n1,2\n".as_bytes().to_vec(), false).await;
    assert!(matches!(none, Err(ServiceError::Invalid { field: "file", .. })));
}
