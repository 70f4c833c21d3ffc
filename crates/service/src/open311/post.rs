//! Posting: a client's request becomes a case, once however often it is sent.

use chrono::{DateTime, Utc};
use domain::area::Area;
use domain::case::{Ground, Report, Source};
use domain::deadline::Urgency;
use domain::id::CaseId;
use domain::open311::{PlaceSaid, Posting};
use domain::operation::OperationId;
use domain::spot::Spot;
use sha2::{Digest, Sha256};
use store::Tx;
use store::case::Writer;

use crate::case::{Located, locate, take_in};
use crate::{Service, ServiceError, duplicate, place, session};

/// The same words about the same place from the same reporter are one request within this time, in minutes.
const SAME_WITHIN_MIN: i64 = 10;
/// The most signs of a place in words, as cases keep it.
const LONGEST_PLACE: usize = 120;

/// What became of a posted request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    /// The case.
    pub case: CaseId,
    /// What the client should tell the reporter.
    pub notice: Option<String>,
}

/// Whether a key may post at all; asked before anything is said of the rest of a call.
///
/// *Errors*: `Forbidden` for a key that is unknown or revoked.
pub async fn may_post(s: &Service, key: &str) -> Result<(), ServiceError> {
    let mut tx = s.store.begin_system().await?;
    let is_known = store::api_client::is_known(&mut tx, session::key(key)).await?;
    tx.commit().await?;
    if is_known { Ok(()) } else { Err(ServiceError::Forbidden) }
}

/// Takes a request in for whoever has this key. `once` is the client's own number of the call, if it gives one: the same number is
/// the same request for ever, without one it is what was said within ten minutes.
///
/// *Errors*: `Forbidden` for a key that is unknown or revoked; `Invalid` for a place or a service that there is not.
pub async fn post(s: &Service, key: &str, posting: &Posting, once: Option<&str>) -> Result<Posted, ServiceError> {
    let county = s.county().await?;
    let mut tx = s.store.begin_system().await?;
    // Holds the client's row: its calls come one after the other.
    let client = store::api_client::enter(&mut tx, session::key(key), s.now()).await?;
    let (account, area) = client.filter(|(_, area)| area.county() == county).ok_or(ServiceError::Forbidden)?;
    let numbers = operations(posting, once, s.now());
    for number in &numbers {
        if let Some(case) = store::case::reported_before(&mut tx, Writer::Client(account), *number).await? {
            tx.commit().await?;
            return Ok(Posted { case, notice: None });
        }
    }
    let category = store::category::one(&mut tx, &posting.code).await?.filter(|category| !category.is_retired);
    let category = category.ok_or_else(|| ServiceError::invalid("category", "there is no such category"))?;
    let ground = ground(s, &mut tx, area, posting).await?;
    if !area.contains(ground.area) {
        return Err(nowhere());
    }
    let notice = hint(s, &mut tx, posting, &ground).await?;
    let report = report(posting, numbers[0], &ground, category.urgency);
    let case = take_in(s, &mut tx, Writer::Client(account), &ground, &report).await?;
    tx.commit().await?;
    s.live.wake();
    Ok(Posted { case, notice })
}

/// The operations that this call may be: its own first, which a new case gets.
fn operations(posting: &Posting, once: Option<&str>, now: DateTime<Utc>) -> Vec<OperationId> {
    let number = |parts: &[&[u8]]| {
        let mut digest = Sha256::new();
        for part in parts {
            digest.update(part);
            digest.update([0]);
        }
        OperationId::new([0; 16]).about(&digest.finalize().into())
    };
    if let Some(once) = once {
        return vec![number(&[b"open311 once", once.as_bytes()])];
    }
    let said = posting.sameness();
    let slot = now.timestamp().div_euclid(60 * SAME_WITHIN_MIN);
    // The slot before too: a repetition is not told apart because the clock struck in between.
    [slot, slot - 1].map(|slot| number(&[b"open311", said.as_bytes(), &slot.to_be_bytes()])).to_vec()
}

fn nowhere() -> ServiceError {
    ServiceError::invalid("place", "there is no such place in the area of this key")
}

/// Where it is. An address that is no building of ours goes to the office of the client's area with its words: people know it.
async fn ground(s: &Service, tx: &mut Tx, area: Area, posting: &Posting) -> Result<Located, ServiceError> {
    let of_words =
        |place: &str, found: Located| Located { place: place.chars().take(LONGEST_PLACE).collect(), ..found };
    match &posting.place {
        PlaceSaid::Point(at) => locate(tx, area, Ground::Point(*at)).await.map_err(at_place),
        PlaceSaid::Dwelling(dwelling) => locate(tx, area, Ground::Dwelling(*dwelling)).await.map_err(at_place),
        PlaceSaid::Building(building) => {
            let spot = store::spot::of_building(tx, *building).await?.ok_or_else(nowhere)?;
            at_building(tx, spot).await
        }
        PlaceSaid::Words(words) => {
            let parts: Vec<String> = words.to_lowercase().split_whitespace().map(str::to_owned).collect();
            let places = place::gazetteer(s, tx, area.county()).await?;
            let found = match places.buildings(area, &parts).as_slice() {
                [(one, _)] => store::spot::of_building(tx, *one).await?,
                _ => None,
            };
            let found = match found {
                Some(spot) => at_building(tx, spot).await?,
                None => locate(tx, area, Ground::Area(area)).await?,
            };
            Ok(of_words(words, found))
        }
    }
}

fn at_place(error: ServiceError) -> ServiceError {
    if matches!(error, ServiceError::Invalid { .. }) { nowhere() } else { error }
}

async fn at_building(tx: &mut Tx, spot: Spot) -> Result<Located, ServiceError> {
    let found = locate(tx, spot.area, Ground::Area(spot.area)).await?;
    Ok(Located { at_dm: spot.at_dm, ..found })
}

/// What may be the same thing already, if the public may know of it.
async fn hint(s: &Service, tx: &mut Tx, posting: &Posting, ground: &Located) -> Result<Option<String>, ServiceError> {
    let spot = match ground.dwelling {
        Some(dwelling) => store::spot::of_dwelling(tx, dwelling).await?.unwrap_or(Spot::somewhere(ground.area)),
        None => Spot { at_dm: ground.at_dm, ..Spot::somewhere(ground.area) },
    };
    for double in duplicate::near(tx, s.now(), &posting.code, &spot, &posting.description).await? {
        let seen = store::open311::public_case_of(tx, ground.area.county(), double.case).await?;
        if seen.is_some() {
            let case = double.case;
            return Ok(Some(format!("可能与 {case} 是同一件事 May be the same as request {case}")));
        }
    }
    Ok(None)
}

fn report(posting: &Posting, operation: OperationId, ground: &Located, usual: Urgency) -> Report {
    let media = posting.media_url.as_ref().map(|url| format!("图片链接：{url}"));
    let detail: Vec<&str> = [posting.description.as_str(), media.as_deref().unwrap_or_default()]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect();
    Report {
        operation,
        source: Source::Open311,
        ground: Ground::Area(ground.area),
        title: None,
        detail: detail.join("\n"),
        category: Some(posting.code.clone()),
        urgency: posting.urgency.unwrap_or(usual),
        pictures: Vec::new(),
    }
}
