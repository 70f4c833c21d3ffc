//! The audit chains: nothing slips behind, an untouched trail is accepted, and whatever is done to it is found.

use std::time::Duration;

use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::id::DwellingId;
use serde_json::json;
use store::testing::{TestDb, county, grid_of, now};
use store::{Store, Tx, audit, chain, sequencer};
use vault::trail::{Kind, Report};
use vault::{Anchors, Link, anchor_line, read_anchors};

const HOLDER: &str = "a";
/// Grids of four communities.
const GRIDS: [(u16, u16, u16); 5] = [(1, 1, 1), (1, 1, 2), (1, 2, 1), (2, 1, 1), (2, 2, 1)];

struct Trail {
    db: TestDb,
    actor: Actor,
    anchors: Anchors,
    /// Chain, last number.
    ends: Vec<(i64, i64)>,
}

async fn look(tx: &mut Tx, actor: &Actor, area: Area, serial: u64) {
    let record = audit::Record::Household(DwellingId::new(county(), serial));
    let detail = serial.is_multiple_of(3).then(|| json!({ "label": serial, "set": true }));
    audit::write(tx, actor, now() + chrono::Duration::seconds(serial as i64), area, "view_card", record, detail)
        .await
        .unwrap();
}

async fn seal(store: &Store, limit: i64) -> u64 {
    let mut tx = store.begin_system().await.unwrap();
    assert!(sequencer::lease(&mut tx, HOLDER, Duration::from_mins(1)).await.unwrap());
    let done = chain::seal(&mut tx, HOLDER, limit).await.unwrap();
    tx.commit().await.unwrap();
    done
}

async fn verify(store: &Store, anchors: &Anchors) -> Report {
    chain::verify(&mut store.begin_snapshot().await.unwrap(), anchors).await.unwrap()
}

/// A sealed and anchored trail of a hundred rows in four chains.
async fn trail() -> Trail {
    let db = TestDb::with_city().await;
    let actor = db.actor(Role::City, Area::city(county()), 1).await;
    let mut tx = db.store.begin(&actor).await.unwrap();
    for serial in 0..100 {
        let (street, community, grid) = GRIDS[serial as usize * 7 % GRIDS.len()];
        look(&mut tx, &actor, grid_of(street, community, grid), serial).await;
    }
    tx.commit().await.unwrap();
    while seal(&db.store, 30).await > 0 {}
    let heads = chain::heads(&mut db.store.begin_system().await.unwrap()).await.unwrap();
    let keyring = db.store.keyring();
    let (line, _) = anchor_line(keyring, Link::START, 1, &heads);
    let ends = heads.iter().map(|head| (head.chain, head.number)).collect();
    Trail { actor, anchors: read_anchors(keyring, &line), ends, db }
}

/// Chance for the tests, always the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn pick<'a>(&mut self, options: &[&'a str]) -> &'a str {
        options[self.below(options.len() as u64) as usize]
    }
}

#[tokio::test]
async fn an_untouched_trail_is_accepted_also_while_rows_wait_for_their_link() {
    let trail = trail().await;

    let report = verify(&trail.db.store, &trail.anchors).await;

    assert!(report.is_whole(), "{report:?}");
    assert_eq!((report.chains, report.links, report.waiting, report.anchored), (4, 100, 0, 4));
    let mut tx = trail.db.store.begin(&trail.actor).await.unwrap();
    look(&mut tx, &trail.actor, grid_of(1, 1, 1), 900).await;
    tx.commit().await.unwrap();
    let report = verify(&trail.db.store, &trail.anchors).await;
    assert!(report.is_whole() && report.waiting == 1, "{report:?}");
    assert_eq!(seal(&trail.db.store, 30).await, 1);
    let report = verify(&trail.db.store, &trail.anchors).await;
    assert!(report.is_whole() && report.waiting == 0 && report.links == 101, "{report:?}");
}

#[tokio::test]
async fn a_row_that_commits_late_is_linked_late_and_not_lost() {
    let trail = trail().await;
    let (store, area) = (&trail.db.store, grid_of(1, 1, 1));
    let mut slow = store.begin(&trail.actor).await.unwrap();
    look(&mut slow, &trail.actor, area, 901).await;
    let mut quick = store.begin(&trail.actor).await.unwrap();
    look(&mut quick, &trail.actor, area, 902).await;
    quick.commit().await.unwrap();
    assert_eq!(seal(store, 30).await, 1);

    slow.commit().await.unwrap();

    assert_eq!(seal(store, 30).await, 1);
    let report = verify(store, &trail.anchors).await;
    assert!(report.is_whole() && report.links == 102, "{report:?}");
}

#[tokio::test]
async fn only_the_holder_of_the_lease_seals() {
    let trail = trail().await;
    let mut tx = trail.db.store.begin(&trail.actor).await.unwrap();
    look(&mut tx, &trail.actor, grid_of(1, 1, 1), 903).await;
    tx.commit().await.unwrap();
    let mut tx = trail.db.store.begin_system().await.unwrap();

    assert_eq!(chain::seal(&mut tx, "somebody else", 30).await.unwrap(), 0);
}

#[tokio::test]
async fn a_row_that_waits_for_more_than_a_minute_is_a_fault() {
    let trail = trail().await;
    let mut tx = trail.db.owner_tx().await;
    tx.send(
        "insert into audit (at, account_id, post_id, area, action, record_kind, record_id) \
             select now(), account_id, post_id, area, 'x', 'case', 1 from audit limit 1"
            .into(),
    )
    .await
    .unwrap();
    tx.send(
        "insert into audit_pending (audit_id, written_at) select max(id), now() - interval '61 s' from audit".into(),
    )
    .await
    .unwrap();

    let report = chain::verify(&mut tx, &trail.anchors).await.unwrap();

    assert_eq!(report.faults.iter().map(|fault| fault.kind).collect::<Vec<_>>(), [Kind::Overdue]);
}

#[tokio::test]
async fn lines_that_were_taken_out_of_the_anchor_file_are_noticed() {
    let trail = trail().await;
    let keyring = trail.db.store.keyring();
    let heads = chain::heads(&mut trail.db.store.begin_system().await.unwrap()).await.unwrap();
    let (first, code) = anchor_line(keyring, Link::START, 1, &heads[..1]);
    let (second, code) = anchor_line(keyring, code, 2, &heads[1..2]);
    let (third, _) = anchor_line(keyring, code, 3, &heads[2..]);

    let kinds = |text: &str| read_anchors(keyring, text).faults.len();

    assert_eq!(kinds(&format!("{first}\n{second}\n{third}\n")), 0);
    assert_eq!(kinds(&format!("{first}\n{third}\n")), 1);
    assert_eq!(kinds(&format!("{first}\nrubbish\n{second}\n{third}\n")), 1);
    assert_eq!(kinds(&format!("{first}\n{}\n{third}\n", second.replace("\"at\":2", "\"at\":4"))), 1);
}

/// What is done, the statements, and what must be reported; nothing where several answers are right.
type Deed = (Vec<String>, Option<(i64, i64, Kind)>);

impl Trail {
    fn deed(&self, dice: &mut Dice) -> Deed {
        let (chain, end) = self.ends[dice.below(self.ends.len() as u64) as usize];
        let number = 1 + dice.below(end as u64) as i64;
        let here = format!("community = {chain} and number = {number}");
        let row = format!("id = (select audit_id from audit_link where {here})");
        match dice.below(13) {
            0..=2 => (vec![change_row(dice, &row)], None),
            3 => change_link(dice, &here, chain, number),
            4 => (vec![format!("delete from audit where {row}")], Some((chain, number, Kind::Removed))),
            5 => (
                vec![format!("delete from audit_link where {here}")],
                (number < end).then_some((chain, number, Kind::Removed)),
            ),
            6 => remove_and_close(&here, &row, chain, number),
            7 => insert(dice, chain, end),
            8 => {
                let other = 1 + dice.below(end as u64) as i64;
                swap(dice, chain, number, other)
            }
            9 => cut(chain, number, end),
            10 | 11 => self.across(dice, (chain, number)),
            _ => change_head(dice, chain),
        }
    }
}

impl Trail {
    /// A link goes to the end of another chain, or two chains exchange rows, or one row moves with its area.
    fn across(&self, dice: &mut Dice, (chain, number): (i64, i64)) -> Deed {
        let from = self.ends.iter().position(|(known, _)| *known == chain).unwrap();
        let (other, end) = self.ends[(from + 1 + dice.below(self.ends.len() as u64 - 1) as usize) % self.ends.len()];
        let there = 1 + dice.below(end as u64) as i64;
        let link = |chain, number| format!("community = {chain} and number = {number}");
        let row = |chain, number| format!("(select audit_id from audit_link where {})", link(chain, number));
        let statements = match dice.below(3) {
            0 => vec![format!(
                "update audit_link set community = {other}, number = {end} + 1 where {}",
                link(chain, number)
            )],
            1 => vec![
                "create temporary table crossed (id int8, other int8)".to_owned(),
                format!("insert into crossed values ({0}, {1}), ({1}, {0})", row(chain, number), row(other, there)),
                "update audit_link l set audit_id = -c.other - 1 from crossed c where l.audit_id = c.id".to_owned(),
                "update audit_link set audit_id = -audit_id - 1 where audit_id < 0".to_owned(),
            ],
            _ => vec![format!(
                "update audit set area = (select area from audit where id = {}) where id = {}",
                row(other, there),
                row(chain, number)
            )],
        };
        (statements, None)
    }
}

fn change_row(dice: &mut Dice, row: &str) -> String {
    let change = dice.pick(&[
        "at = at + interval '1 microsecond'",
        "at = 'infinity'",
        "account_id = account_id + 1",
        "post_id = post_id - 1",
        "area = area + 1",
        "area = area + 1000",
        "action = action || 'x'",
        "action = ''",
        "record_kind = 'case'",
        "record_id = record_id # 1",
        "detail = '{\"label\": 9}'",
        "detail = case when detail is null then '{}'::jsonb end",
        "detail = coalesce(detail, '{}') || '{\"set\": false}'",
        "id = default",
    ]);
    format!("update audit set {change} where {row}")
}

fn change_link(dice: &mut Dice, here: &str, chain: i64, number: i64) -> Deed {
    let change = match dice.below(6) {
        0 => "audit_id = 1000000".to_owned(),
        1 => "number = number + 1000".to_owned(),
        2 => "community = community + 7000, number = 1".to_owned(),
        3 => "mac = mac || ''::bytea, audit_id = -1".to_owned(),
        _ => {
            let (byte, bit) = (dice.below(32), dice.below(8));
            format!("mac = set_bit(mac, {}, 1 - get_bit(mac, {}))", byte * 8 + bit, byte * 8 + bit)
        }
    };
    let kind = change.starts_with("mac = set_bit").then_some((chain, number, Kind::Changed));
    (vec![format!("update audit_link set {change} where {here}")], kind)
}

/// A row is taken out with its link, and the numbers behind it move up.
fn remove_and_close(here: &str, row: &str, chain: i64, number: i64) -> Deed {
    let statements = vec![
        format!("delete from audit where {row}"),
        format!("delete from audit_link where {here}"),
        format!("update audit_link set number = number + 100000 where community = {chain} and number > {number}"),
        format!("update audit_link set number = number - 100001 where community = {chain} and number > 100000"),
        format!("update audit_head set number = number - 1 where community = {chain}"),
    ];
    (statements, None)
}

fn insert(dice: &mut Dice, chain: i64, end: i64) -> Deed {
    let row = format!(
        "insert into audit (at, account_id, post_id, area, action, record_kind, record_id) \
        select at, account_id, post_id, area, 'view_card', record_kind, record_id from audit \
        where area >= {chain} and area < {chain} + 1000 limit 1"
    );
    if dice.below(2) == 0 {
        return (vec![row], Some((chain, 0, Kind::Inserted)));
    }
    let mac = "decode(repeat('ab', 32), 'hex')";
    let link = format!(
        "insert into audit_link (community, number, audit_id, mac) select {chain}, {end} + 1, max(id), {mac} from audit"
    );
    let head = format!("update audit_head set number = {end} + 1, mac = {mac} where community = {chain}");
    (vec![row, link, head], Some((chain, end + 1, Kind::Changed)))
}

fn swap(dice: &mut Dice, chain: i64, a: i64, b: i64) -> Deed {
    let (a, b) = if a == b { (1, 2) } else { (a, b) };
    let of = |number| format!("community = {chain} and number = {number}");
    if dice.below(2) == 0 {
        let statements = vec![
            format!("update audit_link set number = 100000 where {}", of(a)),
            format!("update audit_link set number = {a} where {}", of(b)),
            format!("update audit_link set number = {b} where {}", of(100_000)),
            // Who swaps the last one adjusts the head.
            format!(
                "update audit_head h set mac = l.mac from audit_link l \
                where h.community = {chain} and l.community = h.community and l.number = h.number"
            ),
        ];
        return (statements, Some((chain, a, Kind::Reordered)));
    }
    let rows = |number| format!("(select audit_id from audit_link where {})", of(number));
    let statements = vec![
        "create temporary table swapped (id int8, other int8)".to_owned(),
        format!("insert into swapped values ({0}, {1}), ({1}, {0})", rows(a), rows(b)),
        format!("update audit_link set audit_id = -audit_id - 1 where {} or {}", of(a), of(b)),
        format!(
            "update audit_link l set audit_id = s.other from swapped s where l.audit_id = -s.id - 1 and community = {chain}"
        ),
    ];
    (statements, Some((chain, b, Kind::Reordered)))
}

/// Everything from a number on is gone, and the head says that this is the end.
fn cut(chain: i64, number: i64, end: i64) -> Deed {
    let tail = format!("community = {chain} and number >= {number}");
    let statements = vec![
        format!("delete from audit where id in (select audit_id from audit_link where {tail})"),
        format!("delete from audit_link where {tail}"),
        format!("delete from audit_head where community = {chain} and {number} = 1"),
        format!(
            "update audit_head h set number = l.number, mac = l.mac from audit_link l \
            where h.community = {chain} and l.community = {chain} and l.number = {number} - 1"
        ),
    ];
    assert!(number <= end);
    (statements, Some((chain, number, Kind::Removed)))
}

fn change_head(dice: &mut Dice, chain: i64) -> Deed {
    let statement = match dice.below(4) {
        0 => format!("update audit_head set number = number + 1 where community = {chain}"),
        1 => format!("update audit_head set number = number - 1 where community = {chain}"),
        2 => format!("update audit_head set mac = set_bit(mac, 9, 1 - get_bit(mac, 9)) where community = {chain}"),
        _ => format!("delete from audit_head where community = {chain}"),
    };
    (vec![statement], None)
}

#[tokio::test]
async fn each_of_a_thousand_tamperings_is_found() {
    let trail = trail().await;
    let mut dice = Dice(20_261_122);
    let mut tx = trail.db.owner_tx().await;
    assert!(
        chain::verify(&mut tx, &trail.anchors).await.unwrap().is_whole(),
        "the owner sees the untouched trail whole"
    );
    tx.send("savepoint whole".into()).await.unwrap();

    for round in 0..1_000 {
        let (statements, expected) = trail.deed(&mut dice);
        for statement in &statements {
            tx.send(statement.clone()).await.unwrap_or_else(|error| panic!("{statement}: {error:?}"));
        }
        let report = chain::verify(&mut tx, &trail.anchors).await.unwrap();

        assert!(!report.is_whole(), "round {round} was not found: {statements:#?}");
        if let Some((chain, number, kind)) = expected {
            let named = |fault: &&vault::trail::Fault| (fault.chain, fault.number, fault.kind) == (chain, number, kind);
            assert!(report.faults.iter().any(|fault| named(&fault)), "round {round}: {statements:#?}\n{report:#?}");
        }
        tx.send("rollback to savepoint whole".into()).await.unwrap();
    }
    assert!(chain::verify(&mut tx, &trail.anchors).await.unwrap().is_whole(), "the test itself left nothing behind");
}

#[tokio::test]
async fn a_trail_that_was_rewritten_with_the_key_itself_is_given_away_by_the_anchors() {
    let trail = trail().await;
    let mut tx = trail.db.owner_tx().await;
    for statement in [
        "update audit set account_id = account_id + 1 where id = (select min(audit_id) from audit_link)",
        "insert into audit_pending (audit_id) select audit_id from audit_link",
        "delete from audit_link",
        "delete from audit_head",
    ] {
        tx.send(statement.into()).await.unwrap();
    }
    tx.commit().await.unwrap();
    while seal(&trail.db.store, 30).await > 0 {}

    let alone = verify(&trail.db.store, &Anchors::default()).await;
    let anchored = verify(&trail.db.store, &trail.anchors).await;

    assert!(alone.is_whole(), "the key makes any trail look whole: {alone:?}");
    assert_eq!(anchored.faults.iter().map(|fault| fault.kind).collect::<Vec<_>>(), [Kind::Rewritten]);
}
