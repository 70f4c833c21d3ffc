//! What anybody may know: totals per street and community, never of a few people.

use domain::area::{Area, Level};
use domain::map::Figures;

use crate::map::K;
use crate::remember::public_stamp;
use crate::{Service, ServiceError};

/// A city for the public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    /// Its name.
    pub name: String,
    /// Where the footprints come from.
    pub attribution: String,
    /// Whether the people in it are made up.
    pub synthetic: bool,
    /// The city, then each street followed by its communities.
    pub areas: Vec<PublicArea>,
}

/// One area for the public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicArea {
    /// The area.
    pub area: Area,
    /// How deep it lies.
    pub level: Level,
    /// Its name.
    pub name: String,
    /// Buildings.
    pub buildings: i64,
    /// Dwellings.
    pub dwellings: i64,
    /// Dwellings that are lived in; nothing below five.
    pub households: Option<i64>,
    /// Residents; nothing below five.
    pub residents: Option<i64>,
    /// Open cases; nothing below five.
    pub open_cases: Option<i64>,
}

/// The only city's totals, counted anew when something changed: everybody who comes asks for them.
pub async fn overview(s: &Service) -> Result<Overview, ServiceError> {
    let county = s.county().await?;
    let root = Area::city(county);
    let now = s.now();
    let mut tx = s.store.begin_system().await?;
    let stamp = public_stamp(&mut tx, root).await?;
    if let Some(kept) = s.totals.overviews.get(&county, stamp) {
        return Ok(kept);
    }
    let city = store::city::city(&mut tx, county).await?.ok_or(ServiceError::NotFound)?;
    let mut summaries: Vec<_> = store::area::summary(&mut tx, root, now).await?.into_iter().collect();
    summaries.extend(store::area::children(&mut tx, root, now).await?);
    summaries.extend(store::area::communities(&mut tx, root, now).await?);
    tx.commit().await?;
    summaries.sort_by_key(|summary| summary.area);
    let areas = summaries
        .into_iter()
        .map(|summary| {
            let Figures { buildings, dwellings, households, residents, cases, .. } = summary.figures;
            PublicArea {
                area: summary.area,
                level: summary.level,
                name: summary.name,
                buildings,
                dwellings,
                households: many(households),
                residents: many(residents),
                open_cases: many(cases[..3].iter().sum()),
            }
        })
        .collect();
    let found = Overview { name: city.name, attribution: city.attribution, synthetic: city.is_synthetic, areas };
    s.totals.overviews.put(county, stamp, &found);
    Ok(found)
}

fn many(total: i64) -> Option<i64> {
    (total >= K).then_some(total)
}
