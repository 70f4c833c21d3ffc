//! Monthly reports of the first community, where anybody may try the posts: the last month published, this one a draft; and who of its
//! team was trained.

use chrono::{DateTime, Utc};
use domain::area::{Area, Level};
use domain::clock::civil_date;
use domain::month::{month_before, month_of};
use store::Tx;
use store::month::Scope;
use store::seed::GridRow;

use super::{SeedError, post};
use crate::month::draft_one;

/// Writes them.
pub async fn write(tx: &mut Tx, grids: &[GridRow], now: DateTime<Utc>) -> Result<(), SeedError> {
    let grids: Vec<Area> = grids.iter().filter_map(|grid| Area::new_checked(grid.area)).collect();
    let Some(community) = grids.first().and_then(|grid| grid.parent()) else { return Ok(()) };
    let (this, last) = (month_of(civil_date(now)), month_before(civil_date(now)));
    let walked = grids.iter().filter(|grid| community.contains(**grid));
    let mut scopes: Vec<Scope> = walked.map(|grid| Scope { area: *grid, account: Some(post::worker(*grid)) }).collect();
    // What lies below is counted first: an area's planned visits are those of its grids.
    let above = community.path().into_iter().rev().filter(|area| area.level() != Level::Grid);
    scopes.extend(above.map(|area| Scope { area, account: None }));
    for month in [last, this] {
        for scope in &scopes {
            draft_one(tx, (*scope, month), None, now).await.map_err(SeedError::Month)?;
        }
    }
    let by = post::post_of(community);
    store::seed::finish_months(tx, Area::city(community.county()).range(), last, (by, now)).await?;
    store::seed::train(tx, community.range(), civil_date(now), (by, now)).await?;
    Ok(())
}
