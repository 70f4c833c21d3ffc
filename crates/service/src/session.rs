//! Who acts: sessions, and the demo accounts that anybody may act as until log-in exists.

use std::fmt::Write as _;
use std::time::Duration;

use domain::actor::{Actor, Role};
use domain::area::Area;
use domain::id::PostId;
use sha2::{Digest, Sha256};

use crate::{Service, ServiceError};

/// How long a demo session lasts.
const DEMO_LIFETIME: Duration = Duration::from_hours(30 * 24);

/// A post that anybody may act under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoPost {
    /// The post.
    pub post: PostId,
    /// What to call it in Chinese.
    pub title_zh: String,
    /// What to call it in English.
    pub title_en: String,
    /// Its role.
    pub role: Role,
    /// Its area.
    pub area: Area,
}

/// The account behind a browser's token, if its session holds.
pub async fn actor(s: &Service, token: &str) -> Result<Option<Actor>, ServiceError> {
    Ok(store::session::actor(&s.store, key(token)).await?)
}

/// The account behind a token; without a valid one a new session under a demo post, and its token for the browser to keep.
///
/// `post` asks for a certain demo post; without it a new session acts under the widest one.
///
/// *Errors*: `NotFound` when there are no demo posts or not this one.
pub async fn demo_actor(
    s: &Service,
    token: Option<&str>,
    post: Option<PostId>,
) -> Result<(Actor, Option<String>), ServiceError> {
    // A session of another city, such as the demo's after one's own came in, leads nowhere: it is begun anew.
    let served = s.county().await?;
    if let Some(token) = token
        && let Some(found) = actor(s, token).await?.filter(|found| found.area.county() == served)
    {
        return match post {
            Some(post) if post != found.post => Ok((act_as(s, token, post).await?, None)),
            _ => Ok((found, None)),
        };
    }
    let posts = demo_posts(s).await?;
    let chosen = match post {
        Some(post) => posts.iter().find(|demo| demo.post == post),
        None => posts.first(),
    };
    let chosen = chosen.ok_or(ServiceError::NotFound)?.post;
    let token = hex(&s.entropy.token()?);
    if !store::session::start(&s.store, key(&token), chosen, DEMO_LIFETIME).await? {
        return Err(ServiceError::NotFound);
    }
    let actor = actor(s, &token).await?.ok_or(ServiceError::NotFound)?;
    Ok((actor, Some(token)))
}

/// The served city's posts that anybody may act under, the widest area first.
pub async fn demo_posts(s: &Service) -> Result<Vec<DemoPost>, ServiceError> {
    let county = s.county().await?;
    let mut tx = s.store.begin_public().await?;
    let posts = store::session::demo_posts(&mut tx).await?;
    tx.commit().await?;
    Ok(posts
        .into_iter()
        .filter(|row| row.area.county() == county)
        .map(|row| DemoPost {
            post: row.post,
            title_zh: row.title_zh,
            title_en: row.title_en,
            role: row.role,
            area: row.area,
        })
        .collect())
}

/// Lets a session act under another post that it may take.
pub async fn act_as(s: &Service, token: &str, post: PostId) -> Result<Actor, ServiceError> {
    if !store::session::act_as(&s.store, key(token), post).await? {
        return Err(ServiceError::NotFound);
    }
    actor(s, token).await?.ok_or(ServiceError::NotFound)
}

/// Ends a session.
pub async fn end(s: &Service, token: &str) -> Result<(), ServiceError> {
    Ok(store::session::revoke(&s.store, key(token)).await?)
}

/// The key of a token's session row: what is stored can't be sent back as a token.
fn key(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes any text");
        text
    })
}
