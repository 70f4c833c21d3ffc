//! Where a wish stands.

use serde::{Deserialize, Serialize};

use crate::id::{CaseId, WishId};

/// What the resident says in the end 评单. Silence is none of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 满意.
    Satisfied,
    /// 基本满意.
    Fair,
    /// 未实现.
    Unmet,
}

impl Verdict {
    /// Every verdict with its stored word.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Satisfied, "satisfied"), (Self::Fair, "fair"), (Self::Unmet, "unmet")];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(verdict, _)| *verdict == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(verdict, _)| *verdict)
    }
}

/// Where a wish stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 待审核: only the desk knows of it.
    Proposed,
    /// 征集中: on the board.
    Published,
    /// 已服务: somebody says that it is done.
    Done,
    /// 待评价: the community saw that it is done.
    Confirmed,
    /// 已归档, with what the resident said; nothing when they said nothing.
    Archived(Option<Verdict>),
    /// 不采纳.
    Declined,
    /// 已撤回.
    Withdrawn,
    /// 已过期: its time passed and nobody had claimed it.
    Lapsed,
    /// 已合并 into another wish.
    Merged(WishId),
    /// 已转诉求: it was a problem and is a case now.
    Converted(CaseId),
}

impl State {
    /// The stored words, in the order of a wish's life.
    pub const SLUGS: [&'static str; 10] = [
        "proposed",
        "published",
        "done",
        "confirmed",
        "archived",
        "declined",
        "withdrawn",
        "lapsed",
        "merged",
        "converted",
    ];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Published => "published",
            Self::Done => "done",
            Self::Confirmed => "confirmed",
            Self::Archived(_) => "archived",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
            Self::Lapsed => "lapsed",
            Self::Merged(_) => "merged",
            Self::Converted(_) => "converted",
        }
    }

    /// Whether nothing more comes of it.
    pub fn is_over(self) -> bool {
        !matches!(self, Self::Proposed | Self::Published | Self::Done | Self::Confirmed)
    }

    /// Whether the public sees it on the board or the wall: what was published, as long as it is or was served.
    pub fn is_public(self) -> bool {
        matches!(self, Self::Published | Self::Done | Self::Confirmed | Self::Archived(_))
    }
}
