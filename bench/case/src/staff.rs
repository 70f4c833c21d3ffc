//! Who acts: sessions of posts all over the city, begun without a password's price.

use std::time::Duration;

use anyhow::Context as _;
use bench_city::City;
use domain::actor::{Actor, Role};
use domain::id::PostId;
use service::{Entropy as _, OsEntropy};
use store::session::NewSession;

/// Longer than any run.
const LASTS: Duration = Duration::from_hours(12);

/// The demo post of a role: the first area of its level.
pub async fn demo(city: &City, role: Role) -> anyhow::Result<Actor> {
    let mut admin = city.admin().await?;
    let post: i64 = sqlx::query_scalar(include_str!("../sql/demo.sql")).bind(role.slug()).fetch_one(&mut admin).await?;
    enter(city, post).await
}

/// So many posts of a role, anywhere; fewer when the city has no more.
pub async fn some(city: &City, role: Role, count: i64) -> anyhow::Result<Vec<Actor>> {
    let mut admin = city.admin().await?;
    let posts: Vec<i64> =
        sqlx::query_scalar(include_str!("../sql/post.sql")).bind(role.slug()).bind(count).fetch_all(&mut admin).await?;
    let mut actors = Vec::new();
    for post in posts {
        actors.push(enter(city, post).await?);
    }
    Ok(actors)
}

async fn enter(city: &City, post: i64) -> anyhow::Result<Actor> {
    let key = OsEntropy.token()?;
    let session = NewSession {
        key,
        post: PostId::new_checked(post).context("posts have ids")?,
        idle: LASTS,
        absolute: LASTS,
        device: "bench-case".to_owned(),
        must_change_password: false,
        must_prove: false,
    };
    let mut tx = city.service.store.begin_system().await?;
    store::session::start(&mut tx, &session).await?;
    tx.commit().await?;
    let acting = store::session::acting(&city.service.store, key).await?;
    Ok(acting.context("the session holds")?.actor)
}
