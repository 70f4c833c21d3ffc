//! Putting a planned city into the database.

use cityplan::{CityPlan, Parameter};
use serde_json::json;
use store::import::{Options, Outcome, Progress};

use crate::{Service, ServiceError};

/// Whom the demo data is owed to.
pub const OPENSTREETMAP: &str = "© OpenStreetMap contributors (ODbL 1.0)";

/// Writes a city in one transaction. Who may enter it is said at its first start ([`crate::session::first_accounts`]).
///
/// Dropping the future, or `Break` from `progress`, leaves the database as it was.
pub async fn import_city(
    s: &Service,
    plan: &CityPlan,
    parameter: &Parameter,
    attribution: &str,
    progress: &mut Progress<'_>,
) -> Result<Outcome, ServiceError> {
    let size = (*parameter.grid_dwellings.start(), *parameter.grid_dwellings.end());
    let options = Options {
        attribution: attribution.to_owned(),
        grid_dwellings: size,
        parameter: json!({
            "flat_area_m2": parameter.flat_area_m2,
            "grid_dwellings": [size.0, size.1],
            "grids": parameter.grids,
            "streets": parameter.streets,
            "grids_per_community": parameter.grids_per_community,
            "extent": format!("{:?}", parameter.extent),
        }),
        now: s.now(),
    };
    Ok(store::import::import(&s.store, plan, &options, progress).await?)
}
