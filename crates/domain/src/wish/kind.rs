//! What a wish is about, and from whom it came.

use serde::{Deserialize, Serialize};

/// What a wish is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 跑腿代办.
    Errand,
    /// 家电小修, 换灯泡.
    Repair,
    /// 陪伴聊天, 探望.
    Company,
    /// 物品捐赠.
    Goods,
    /// 课业辅导.
    Study,
    /// 健康, 理发, 陪诊.
    Care,
    /// 讲座与活动, such as 反诈讲座.
    Activity,
    /// 环境整治: 理花坛, 清广告.
    Tidy,
    /// 调解纠纷.
    Mediate,
    /// Anything else.
    Other,
}

impl Kind {
    /// Every kind with its stored word, in the order in which they are offered.
    pub const ALL: [(Self, &'static str); 10] = [
        (Self::Errand, "errand"),
        (Self::Repair, "repair"),
        (Self::Company, "company"),
        (Self::Goods, "goods"),
        (Self::Study, "study"),
        (Self::Care, "care"),
        (Self::Activity, "activity"),
        (Self::Tidy, "tidy"),
        (Self::Mediate, "mediate"),
        (Self::Other, "other"),
    ];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(kind, _)| *kind)
    }

    /// Whether a picture of the result is demanded before it is confirmed: not where it would show somebody in need.
    pub fn needs_picture(self) -> bool {
        !matches!(self, Self::Company | Self::Care | Self::Mediate)
    }

    /// Whether the public learns only roughly where it is: what is wished for would tell something about a home.
    pub fn is_sensitive(self) -> bool {
        matches!(self, Self::Company | Self::Goods | Self::Study | Self::Care | Self::Mediate | Self::Other)
    }
}

/// From whom a wish came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// 居民 on the public page.
    Resident,
    /// 网格员 for a resident.
    Worker,
    /// 社区点单: the community's own.
    Community,
}

impl Origin {
    /// Every origin with its stored word.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Resident, "resident"), (Self::Worker, "worker"), (Self::Community, "community")];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(origin, _)| *origin == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(origin, _)| *origin)
    }
}
