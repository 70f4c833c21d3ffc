//! Exports of lists that hold no files: each goes out as its page shows it, with masks, and never without.

use domain::case::Light;
use domain::export::List;
use domain::register::Draft;
use service::export::{self, Ask, fetch};
use service::roster::{self, Wish};
use service::{ServiceError, register};

use crate::export::{Office, SECRETS, password, text};

#[tokio::test]
async fn the_other_lists_go_out_masked_only() {
    let office = Office::new().await;
    let (s, worker) = (office.s(), &office.worker);
    office.house.db.add_documents(&office.house.seat(0), worker).await;
    let notice = domain::id::NoticeId::new(worker.area.county(), office.house.seat(0).dwelling.serial());

    office.house.db.add_case(&office.house.seat(0), 1, Light::Red).await;
    let wish = Wish {
        area: worker.area,
        kind: "doctor",
        name: "示例医生",
        place: "",
        phone: "16000000016",
        login: "",
        from_on: None,
    };
    roster::add(s, &office.community, &wish).await.unwrap();
    let draft = Draft {
        kind: "organisation.party_branch".to_owned(),
        name: "=cmd()".to_owned(),
        building: None,
        position: None,
        contact: "示例书记".to_owned(),
        phone: "16000000016".parse().ok(),
        unit_in_charge: String::new(),
        from_on: None,
        parent: None,
    };
    register::add(s, worker, worker.area, draft).await.unwrap();
    let estate = service::estate::list(s, worker, worker.area).await.unwrap()[0].estate;

    for list in [
        List::Register(None),
        List::Notice(notice),
        List::Estates,
        List::Notices,
        List::Roster,
        List::Areas,
        List::Estate(estate),
        List::Cases,
        List::Party,
    ] {
        let offer = export::offer(s, worker, worker.area, list.clone()).await.unwrap();
        let all = offer.columns.iter().map(|column| column.slug.to_owned()).collect();
        let ask = Ask { area: offer.area, list, columns: all, template: None, is_xlsx: true, unmasked: None };
        let open = Ask { unmasked: Some(("入户核对老人津贴".to_owned(), password())), ..ask.clone() };
        let file = fetch(s, worker, export::ask(s, worker, &ask).await.unwrap()).await.unwrap();
        let rows = text(&file);

        assert!(!offer.may_ask && rows.len() as i64 == offer.rows + 2 && offer.rows > 0, "{rows:?}");
        assert!(SECRETS.iter().all(|secret| !rows.concat().join("|").contains(secret)), "{rows:?}");
        let refused = export::ask(s, worker, &open).await;
        assert!(matches!(refused, Err(ServiceError::Invalid { field: "mask", .. })), "{refused:?}");
    }
}
