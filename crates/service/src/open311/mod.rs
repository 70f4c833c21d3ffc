//! Open311 `GeoReport` v2: what anybody may read of cases, and what a client with a key may post.
//!
//! Reading takes no account: it shows a category, a light, an area or building and times, never words that somebody wrote.
//! Posting takes a client's key instead of an account ([`crate::api_client`]) and goes the way of every other report
//! (`service::case`), so that clocks, desks, links and rules are those of all cases.

mod post;

use domain::area::County;
use domain::category::CategoryCode;
use domain::geo::{Frame, Metre};
use domain::id::CaseId;
use domain::open311::{Offer, Shown, Wanted};
use store::Tx;
use store::open311::PublicCase;

pub use post::{Posted, may_post, post};

use crate::{Service, ServiceError};

/// The name of the served city.
pub async fn city(s: &Service) -> Result<(County, String), ServiceError> {
    let county = s.county().await?;
    let mut tx = s.store.begin_public().await?;
    let city = store::city::city(&mut tx, county).await?.ok_or(ServiceError::NotFound)?;
    tx.commit().await?;
    Ok((county, city.name))
}

/// The services: all categories that are offered.
pub async fn services(s: &Service) -> Result<Vec<Offer>, ServiceError> {
    let mut tx = s.store.begin_public().await?;
    let groups = store::category::groups(&mut tx).await?;
    let categories = store::category::all(&mut tx).await?;
    tx.commit().await?;
    let group = |code: &CategoryCode| {
        let found = groups.iter().find(|group| group.code == code.group());
        found.map(|group| both(&group.name_zh, &group.name_en)).unwrap_or_default()
    };
    let offered = categories.into_iter().filter(|category| !category.is_retired);
    Ok(offered
        .map(|category| Offer {
            name: both(&category.name_zh, &category.name_en),
            group: group(&category.code),
            code: category.code,
        })
        .collect())
}

/// Whether a service is offered.
///
/// *Errors*: `NotFound` for one that is not.
pub async fn offered(s: &Service, code: &CategoryCode) -> Result<(), ServiceError> {
    let mut tx = s.store.begin_public().await?;
    let found = store::category::one(&mut tx, code).await?;
    tx.commit().await?;
    found.filter(|category| !category.is_retired).map(drop).ok_or(ServiceError::NotFound)
}

/// The public requests that are asked for, the latest first.
pub async fn requests(s: &Service, wanted: &Wanted) -> Result<Vec<Shown>, ServiceError> {
    let county = s.county().await?;
    let mut tx = s.store.begin_system().await?;
    let frame = frame(&mut tx, county).await?;
    let rows = store::open311::public_cases(&mut tx, county, wanted).await?;
    tx.commit().await?;
    Ok(rows.into_iter().map(|row| shown(frame, row)).collect())
}

/// One public request.
///
/// *Errors*: `NotFound` for a case that does not exist or is not public.
pub async fn request(s: &Service, case: CaseId) -> Result<Shown, ServiceError> {
    let county = s.county().await?;
    let mut tx = s.store.begin_system().await?;
    let frame = frame(&mut tx, county).await?;
    let row = store::open311::public_case_of(&mut tx, county, case).await?.ok_or(ServiceError::NotFound)?;
    tx.commit().await?;
    Ok(shown(frame, row))
}

async fn frame(tx: &mut Tx, county: County) -> Result<Frame, ServiceError> {
    Ok(store::city::city(tx, county).await?.ok_or(ServiceError::NotFound)?.frame())
}

fn shown(frame: Frame, row: PublicCase) -> Shown {
    let metre = |(x, y): (i32, i32)| Metre { x: f64::from(x) / 10.0, y: f64::from(y) / 10.0 };
    Shown {
        case: row.case,
        code: row.code,
        name: both(&row.name.0, &row.name.1),
        light: row.light,
        agency: row.agency,
        requested_at: row.requested_at,
        updated_at: row.updated_at,
        expected_at: row.expected_at,
        address: row.address,
        building: row.building,
        at: row.at_dm.map(|at| frame.to_lon_lat(metre(at))),
    }
}

/// `GeoReport` knows one language: both are said.
fn both(zh: &str, en: &str) -> String {
    format!("{zh} {en}")
}
