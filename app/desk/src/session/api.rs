//! Server functions about the session.

use domain::actor::Role;
use domain::area::Area;
use domain::id::PostId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use ui::error::AppError;

#[cfg(feature = "ssr")]
use crate::{error::answered, request};

/// A post of the acting account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
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

/// The posts to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posts {
    /// The one that acts now.
    pub current: PostId,
    /// All of them.
    pub all: Vec<Post>,
}

impl Posts {
    /// The post that acts now.
    pub fn current(&self) -> Option<&Post> {
        self.all.iter().find(|post| post.post == self.current)
    }

    /// Whether the post that acts now keeps or leads files.
    pub fn sees_people(&self) -> bool {
        self.current().is_some_and(|post| post.role.sees_people())
    }

    /// Whether the post that acts now leads from a command screen.
    pub fn has_screen(&self) -> bool {
        self.current().is_some_and(|post| matches!(post.role, Role::City | Role::Street | Role::Community))
    }

    /// Whether the post that acts now has a desk of cases.
    pub fn sees_cases(&self) -> bool {
        let is_elsewhere = |role: Role| matches!(role, Role::Department | Role::Supervision);
        self.sees_people() || self.current().is_some_and(|post| is_elsewhere(post.role))
    }
}

/// The account's posts and which one acts now.
#[server(name = PostsCall, prefix = "/api", endpoint = "session/posts", input = server_fn::codec::GetUrl)]
pub async fn posts() -> Result<Posts, AppError> {
    let (service, actor) = request::acting()?;
    let posts = service::session::posts(&service, &actor).await.map_err(answered)?;
    let all = posts
        .into_iter()
        .map(|post| Post {
            post: post.post,
            title_zh: post.title_zh,
            title_en: post.title_en,
            role: post.role,
            area: post.area,
        })
        .collect();
    Ok(Posts { current: actor.post, all })
}
