//! Server functions about the session.

use domain::actor::Role;
use domain::area::Area;
use domain::id::PostId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use ui::error::AppError;

#[cfg(feature = "ssr")]
use wording::Lang;

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
    /// Whether the city has a board that the post may look at.
    pub has_board: bool,
    /// Whether the post that acts now keeps answer templates of its desk.
    pub keeps_answers: bool,
    /// What emergencies hold where it works, in Chinese and English.
    pub emergencies: Vec<(String, String)>,
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

    /// Whether the post that acts now goes to doors, or leads those who do: the phone's pages are made for it.
    pub fn goes_to_doors(&self) -> bool {
        self.current().is_some_and(|post| matches!(post.role, Role::GridWorker | Role::GridLeader))
    }

    /// Whether the post that acts now leads from a command screen.
    pub fn has_screen(&self) -> bool {
        self.current().is_some_and(|post| matches!(post.role, Role::City | Role::Street | Role::Community))
    }

    /// Whether the post that acts now looks at figures.
    pub fn sees_figures(&self) -> bool {
        let looks = [Role::Community, Role::Street, Role::Department, Role::City, Role::Supervision];
        self.current().is_some_and(|post| looks.contains(&post.role))
    }

    /// Whether the post that acts now is an office that reads monthly reports.
    pub fn reads_months(&self) -> bool {
        self.current().is_some_and(|post| matches!(post.role, Role::Community | Role::Street | Role::City))
    }

    /// Whether the post that acts now has an account of the love bank, or looks after some.
    pub fn has_bank(&self) -> bool {
        self.reads_months() || self.current().is_some_and(|post| post.role == Role::Volunteer)
    }

    /// Whether the post that acts now reads what came of spot-checks.
    pub fn sees_spot_checks(&self) -> bool {
        self.sees_people() || self.current().is_some_and(|post| post.role == Role::Supervision)
    }

    /// Whether the post that acts now learns of emergencies.
    pub fn is_at_work(&self) -> bool {
        self.current().is_some_and(|post| post.role != Role::Wall)
    }

    /// Whether the post that acts now sits at a telephone.
    pub fn takes_calls(&self) -> bool {
        self.current().is_some_and(|post| matches!(post.role, Role::Community | Role::Street | Role::City))
    }

    /// Whether the post that acts now watches lights that stand still.
    pub fn watches(&self) -> bool {
        self.current().is_some_and(|post| matches!(post.role, Role::Street | Role::City | Role::Supervision))
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
    let has_board = service::board::is_open(&service, &actor).await.map_err(answered)?;
    let keeps_answers = service::answer::are_kept(&actor);
    let emergencies = service::emergency::here(&service, &actor).await.map_err(answered)?;
    let say = |one, lang| ui::month::emergency(one, lang);
    let emergencies = emergencies.iter().map(|one| (say(one, Lang::Zh), say(one, Lang::En))).collect();
    Ok(Posts { current: actor.post, all, has_board, keeps_answers, emergencies })
}

#[cfg(test)]
mod tests {
    use domain::actor::{Access, Action, Actor, access};
    use domain::area::County;
    use domain::id::AccountId;

    use super::*;

    #[test]
    fn links_are_shown_to_those_whom_the_policy_lets_follow_them() {
        let county = County::new_checked(990_001).unwrap();
        let (area, post) = (Area::city(county), PostId::new(county, 1));
        for (role, slug) in Role::ALL {
            let account = AccountId::new(county, 1);
            let actor = Actor { account, post, role, area, desk: None, session_key: [0; 32] };
            let own = Post { post, title_zh: String::new(), title_en: String::new(), role, area };
            let posts = Posts {
                current: post,
                all: vec![own],
                has_board: false,
                keeps_answers: false,
                emergencies: Vec::new(),
            };
            let may = |action| access(&actor, action, area) == Access::Granted;

            assert_eq!(posts.sees_figures(), may(Action::ViewFigure), "{slug}");
            assert_eq!(posts.takes_calls(), may(Action::TakeCalls), "{slug}");
            assert_eq!(posts.watches(), may(Action::ViewSupervision), "{slug}");
            assert_eq!(posts.reads_months(), may(Action::ViewMonth), "{slug}");
            assert_eq!(posts.has_bank(), may(Action::ViewBank) || may(Action::OwnBank), "{slug}");
            assert_eq!(posts.sees_spot_checks(), may(Action::ViewSpotCheck), "{slug}");
            assert_eq!(posts.is_at_work(), may(Action::ViewWork), "{slug}");
        }
    }
}
