//! Party organisations: their tree, their members by kind, and who sees what of both.

use domain::actor::{Actor, Role};
use domain::filter::Filter;
use domain::id::{EntryId, ResidentId};
use domain::register::Draft;
use domain::search::Target;
use service::export::{self, Ask, fetch};
use service::file::{self, Entry};
use service::search::{Scope, find};
use service::{ServiceError, filter, party, register};
use sheet::{Limits, read};
use store::testing::{county, grid_of, now};

use crate::house::House;

fn draft(kind: &str, name: &str, parent: Option<EntryId>) -> Draft {
    Draft {
        kind: format!("organisation.{kind}"),
        name: name.to_owned(),
        building: None,
        position: None,
        contact: "示例书记".to_owned(),
        phone: "16000000123".parse().ok(),
        unit_in_charge: String::new(),
        from_on: None,
        parent,
    }
}

struct Here {
    house: House,
    worker: Actor,
    community: Actor,
    committee: EntryId,
    branch: EntryId,
}

impl Here {
    /// A committee of the community with a branch in the first grid, to which the first two residents belong.
    async fn new() -> Self {
        let house = House::new().await;
        house.db.add_residents().await;
        let worker = house.worker().await;
        let community = house.db.actor(Role::Community, worker.area.parent().unwrap(), 120).await;
        let top = draft("party_committee", "天图社区党委", None);
        let committee = register::add(&house.s, &community, community.area, top).await.unwrap();
        let below = draft("party_branch", "第一网格党支部", Some(committee));
        let branch = register::add(&house.s, &community, worker.area, below).await.unwrap();
        let here = Self { house, worker, community, committee, branch };
        here.join(0, here.branch, "serving").await;
        here.join(1, here.branch, "probationary").await;
        here
    }

    /// Writes into a resident's file, whoever keeps it, that they belong to an organisation.
    async fn join(&self, at: usize, organisation: EntryId, kind: &str) {
        self.try_join(&self.community, self.resident(at), &organisation.to_string(), kind).await.unwrap();
    }

    fn resident(&self, at: usize) -> ResidentId {
        ResidentId::new(county(), self.house.seat(at).dwelling.serial())
    }

    async fn try_join(
        &self,
        actor: &Actor,
        resident: ResidentId,
        organisation: &str,
        kind: &str,
    ) -> Result<(), ServiceError> {
        let seen = file::view(&self.house.s, actor, resident).await?;
        let typed = [("party_organisation", organisation), ("party", kind)];
        let typed = typed.map(|(field, value)| (field.to_owned(), value.to_owned())).into();
        let entry = Entry { group: domain::file::Group::Background, typed, method: None, is_checked: None };
        file::edit(&self.house.s, actor, resident, seen.revision, &entry).await
    }

    async fn members(&self, actor: &Actor, organisation: EntryId, kind: Option<&str>) -> Vec<(String, String)> {
        let found = party::members(&self.house.s, actor, organisation, kind).await.unwrap();
        found.members.into_iter().map(|member| (member.name, member.kind)).collect()
    }
}

fn field<T: std::fmt::Debug>(done: Result<T, ServiceError>) -> &'static str {
    match done {
        Err(ServiceError::Invalid { field, .. }) => field,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn members_are_counted_by_kind_and_listed_masked_in_the_tree_of_their_community() {
    let here = Here::new().await;
    let s = &here.house.s;

    let tree = party::list(s, &here.worker, here.worker.area).await.unwrap();
    let lines: Vec<_> = tree.lines.iter().map(|line| (line.row.name.as_str(), line.depth)).collect();
    assert_eq!(lines, [("天图社区党委", 0), ("第一网格党支部", 1)], "a grid knows the committee above it");
    let counts: Vec<_> = tree.lines[1].counts.iter().map(|count| (count.kind.as_str(), count.checked)).collect();
    assert_eq!(counts, [("probationary", 1), ("serving", 1)]);

    let all = here.members(&here.worker, here.branch, None).await;
    let serving = here.members(&here.worker, here.branch, Some("serving")).await;
    assert_eq!((all.len(), serving.len()), (2, 1));
    assert!(all.iter().all(|(name, _)| name.contains('*')), "{all:?}");

    let scope = Scope { area: here.worker.area, near: None, limit: 10 };
    for (text, entry) in [("第一网格党支部", here.branch), ("天图社区党", here.committee)] {
        let hits = find(s, &here.worker, text, scope).await.unwrap();
        assert!(
            hits.iter().any(|hit| matches!(hit.target, Target::Entry(found, _) if found == entry)),
            "{text}: {hits:?}"
        );
    }
    let asked: Filter = format!("org:{}~party:serving", here.branch).parse().unwrap();
    let count = filter::count(s, &here.worker, here.worker.area, &asked).await.unwrap();
    assert_eq!((count.households, count.people), (1, 1));
    let audited = here.house.db.audited().await;
    assert!(audited.iter().any(|action| action == "view_members"), "{audited:?}");
}

#[tokio::test]
async fn a_grid_sees_of_its_community_s_committee_only_its_own_members_and_changes_nothing() {
    let here = Here::new().await;
    let s = &here.house.s;
    let beside = here.house.db.actor(Role::GridWorker, grid_of(1, 1, 2), 121).await;
    here.join(2, here.committee, "full").await;

    assert_eq!(here.members(&here.worker, here.committee, None).await.len(), 1);
    assert_eq!(here.members(&beside, here.committee, None).await.len(), 0, "a member of the grid beside");
    let stranger = here.house.stranger().await;
    let by_stranger = party::members(s, &stranger, here.committee, None).await;
    let of_grid_beside = register::view(s, &beside, here.branch).await;
    let shop = party::members(s, &here.worker, EntryId::new(county(), 9), None).await;
    assert!(matches!(by_stranger, Err(ServiceError::NotFound)), "{by_stranger:?}");
    assert!(matches!(of_grid_beside, Err(ServiceError::NotFound)), "{of_grid_beside:?}");
    assert!(matches!(shop, Err(ServiceError::NotFound)), "{shop:?}");

    let seen = register::view(s, &here.worker, here.committee).await.unwrap();
    assert!(seen.offer.is_none() && !seen.may_dial, "it is the community's to change");
    let again = draft("party_committee", "改名", None);
    let changed = register::change(s, &here.worker, here.committee, 1, again).await;
    let rung = register::dial(s, &here.worker, here.committee).await;
    let elsewhere = here.try_join(&stranger, here.resident(0), &here.branch.to_string(), "full").await;
    assert!(matches!(changed, Err(ServiceError::Forbidden)), "{changed:?}");
    assert!(matches!(rung, Err(ServiceError::Forbidden)), "{rung:?}");
    assert!(matches!(elsewhere, Err(ServiceError::NotFound)), "{elsewhere:?}");
}

#[tokio::test]
async fn an_organisation_stands_under_a_higher_one_of_its_community_and_closes_when_it_is_empty() {
    let here = Here::new().await;
    let s = &here.house.s;
    let add = async |kind: &str, parent| {
        register::add(s, &here.community, here.community.area, draft(kind, "x", parent)).await
    };

    assert_eq!(field(add("party_branch", Some(here.branch)).await), "parent", "equals");
    assert_eq!(field(add("shop", Some(here.committee)).await), "parent", "a shop stands under nothing");
    let unit = Draft { building: Some(here.house.seat(0).building), ..draft("alliance", "示例检察院", None) };
    let unit = register::add(s, &here.community, here.community.area, unit).await.unwrap();
    let group = add("party_group", Some(unit)).await.unwrap();
    let lower = register::change(s, &here.community, here.committee, 1, draft("party_group", "x", None)).await;
    let shop = register::change(s, &here.community, here.committee, 1, draft("shop", "x", None)).await;
    assert_eq!((field(lower), field(shop)), ("kind", "kind"));

    let today = now().date_naive();
    for held in [here.committee, here.branch] {
        assert_eq!(field(register::close(s, &here.community, held, 1, today).await), "members");
    }
    register::close(s, &here.community, group, 1, today).await.unwrap();
    let nowhere = here.try_join(&here.worker, here.resident(3), "990001000000000999", "full").await;
    assert!(matches!(nowhere, Err(ServiceError::Entry(_))), "{nowhere:?}");
}

#[tokio::test]
async fn members_go_out_masked_with_their_organisation_and_come_back_by_its_name() {
    let here = Here::new().await;
    let list = domain::export::List::People(format!("org:{}", here.branch).parse().unwrap());
    let columns = ["name", "party", "party_organisation"].map(str::to_owned).to_vec();
    let ask = Ask { area: here.community.area, list, columns, template: None, is_xlsx: false, unmasked: None };

    let made = export::ask(&here.house.s, &here.community, &ask).await.unwrap();
    let file = fetch(&here.house.s, &here.community, made).await.unwrap();

    let rows = read(&file.bytes, Limits { rows: 100, columns: 20, signs: 200 }).unwrap();
    let of_branch: Vec<_> = rows.iter().filter(|row| row.get(2).is_some_and(|cell| cell == "第一网格党支部")).collect();
    assert_eq!(of_branch.len(), 2, "{rows:?}");
    assert!(of_branch.iter().all(|row| row[0].contains('*')), "{of_branch:?}");
    let lists = service::intake::vocabulary(&here.house.s, &here.worker).await.unwrap();
    let named = lists.iter().find(|(kind, _)| kind == "party_organisation").unwrap();
    assert!(named.1.contains(&"第一网格党支部".to_owned()), "{named:?}");
}
