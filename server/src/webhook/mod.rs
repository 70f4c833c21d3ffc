//! Posting the tellings of webhooks: a job beside the sequencer. Not here: what is told, when it is tried again (`service::webhook`).

mod client;

use std::time::Duration;

use domain::webhook::Reach;
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use service::webhook::{fill, settle, take_due};
use service::{Service, ServiceError};

use self::client::Courier;
use crate::http::refusal::with_causes;

/// How often is looked for something to tell.
const POLL: Duration = Duration::from_secs(1);
/// How long to wait after a failure of ours.
const RETRY: Duration = Duration::from_secs(10);

/// Tells until it is dropped. `reach` says whom.
pub async fn run(s: Service, reach: Reach) {
    let courier = Courier::new(reach);
    loop {
        match turn(&s, &courier).await {
            Ok(0) => tokio::time::sleep(POLL).await,
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(error = %with_causes(&error), "webhooks could not be told and will be tried again");
                tokio::time::sleep(RETRY).await;
            }
        }
    }
}

/// One round: makes tellings, posts what is due, all at once. How many were posted.
pub async fn round(s: &Service, reach: Reach) -> Result<usize, ServiceError> {
    turn(s, &Courier::new(reach)).await
}

async fn turn(s: &Service, courier: &Courier) -> Result<usize, ServiceError> {
    while fill(s).await? {}
    let parcels = take_due(s).await?;
    let count = parcels.len();
    let posts = parcels.into_iter().map(|parcel| async move {
        let outcome = courier.post(&parcel).await;
        settle(s, &parcel, outcome).await
    });
    let mut posts: FuturesUnordered<_> = posts.collect();
    while let Some(settled) = posts.next().await {
        settled?;
    }
    Ok(count)
}
