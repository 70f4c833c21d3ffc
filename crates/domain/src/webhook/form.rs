//! The forms in which a telling is posted: ours, those of chat robots, and that of a gateway of short messages.

/// How a telling is posted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Form {
    /// Ours, as `docs/interfaces.md` says.
    #[default]
    Gezhi,
    /// A robot in a group of 企业微信.
    WeCom,
    /// A robot in a group of 钉钉.
    DingTalk,
    /// A robot in a group of 飞书.
    Feishu,
    /// A gateway 短信网关 that sends a short message to who wished for it.
    ShortMessage,
}

impl Form {
    /// Every form with its stored word.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Gezhi, "gezhi"),
        (Self::WeCom, "wecom"),
        (Self::DingTalk, "dingtalk"),
        (Self::Feishu, "feishu"),
        (Self::ShortMessage, "sms"),
    ];

    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(form, _)| *form == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(form, _)| *form)
    }
}
