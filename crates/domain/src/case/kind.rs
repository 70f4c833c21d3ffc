//! Kinds of steps, and what each needs beside the decision: a word, a picture, an aim.

use serde::{Deserialize, Serialize};

use super::standing::Standing;
use crate::category::Closing;

/// Declares the kinds with their stored words.
macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $slug:literal;)*) => {
        /// A kind of step, without what it carries.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Kind {
            $($(#[$doc])* $name,)*
        }

        impl Kind {
            /// Every kind with its stored word, in the order in which they are offered.
            pub const ALL: &'static [(Self, &'static str)] = &[$((Self::$name, $slug),)*];
        }
    };
}

kinds! {
    /// 签收: red turns yellow.
    Accept = "accept";
    /// 认领 from the pool.
    Claim = "claim";
    /// 办结: says that it is done.
    Finish = "finish";
    /// 核实通过, 拍拍图: somebody else looked on site.
    Check = "check";
    /// 核实未通过: not done, back to who said so.
    FailCheck = "fail_check";
    /// 评价通过: the street turns it green.
    Evaluate = "evaluate";
    /// 退回再办: the street is not content.
    SendBack = "send_back";
    /// 转办 straight to a department.
    PassOn = "pass_on";
    /// 上报 to the office above.
    PassUp = "pass_up";
    /// 交办 to an office below.
    PassDown = "pass_down";
    /// 吹哨: a lead and co-handlers.
    Whistle = "whistle";
    /// 签收哨声 by a co-handler.
    Sign = "sign";
    /// 协办完成: a co-handler's part is done.
    FinishPart = "finish_part";
    /// 放入认领池: whoever reaches it may claim.
    Pool = "pool";
    /// 退回 to who sent it.
    Return = "return";
    /// 回应 who reported it.
    Answer = "answer";
    /// 申请延期.
    AskDelay = "ask_delay";
    /// 申请缓办.
    AskPause = "ask_pause";
    /// 批准 what was asked for.
    Grant = "grant";
    /// 不批准 it.
    Deny = "deny";
    /// 恢复办理 after a pause.
    Resume = "resume";
    /// 求助 the command centre.
    AskHelp = "ask_help";
    /// 答复求助.
    GiveHelp = "give_help";
    /// 接管: the command centre takes it over.
    TakeOver = "take_over";
    /// 制定节点: 时间表、任务书、路线图.
    Plan = "plan";
    /// 完成节点.
    Tick = "tick";
    /// 更正 category or urgency.
    Amend = "amend";
    /// 合并 into another case.
    Merge = "merge";
    /// 不予受理.
    Refuse = "refuse";
    /// 撤销 by who reported it.
    Withdraw = "withdraw";
    /// 重新打开.
    Reopen = "reopen";
    /// 催办: a reminder.
    Urge = "urge";
    /// 询问: why nothing moves.
    Inquire = "inquire";
    /// 答复询问: the holder says why nothing moves.
    Reply = "reply";
    /// 督办.
    Supervise = "supervise";
    /// 解除督办.
    Release = "release";
    /// 备注.
    Remark = "remark";
}

/// Whether something goes with a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// There is no place for it.
    No,
    /// It may come along.
    May,
    /// Not without it.
    Must,
}

/// What a step aims at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    /// Nothing: the case itself says where it goes.
    Nothing,
    /// One unit.
    Unit,
    /// A leading unit and others beside it.
    Units,
    /// An office below the holder's.
    OfficeBelow,
    /// Another case.
    Case,
    /// A number of working days.
    Days,
    /// Lines with dates.
    Milestones,
    /// One of the milestones.
    Milestone,
    /// A category and a degree of urgency.
    Category,
}

/// What goes with a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Needs {
    /// A few words.
    pub note: Need,
    /// Pictures.
    pub picture: Need,
    /// Where it leads.
    pub aim: Aim,
}

impl Kind {
    /// The stored word.
    pub fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, slug)| slug)
    }

    /// Reads the stored word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == slug).map(|(kind, _)| *kind)
    }

    /// What goes with the step for a case that stands like this.
    pub fn needs(self, standing: &Standing) -> Needs {
        Needs { note: self.note(standing.closing), picture: self.picture(standing.closing), aim: self.aim() }
    }

    /// Who sends back, refuses or asks for time gives the reason; who is done with 代办 says what was done.
    fn note(self, closing: Closing) -> Need {
        match self {
            Self::FailCheck
            | Self::SendBack
            | Self::Return
            | Self::Answer
            | Self::AskDelay
            | Self::AskPause
            | Self::Deny
            | Self::AskHelp
            | Self::GiveHelp
            | Self::Refuse
            | Self::Reopen
            | Self::Inquire
            | Self::Reply
            | Self::Supervise
            | Self::Remark => Need::Must,
            Self::Finish if closing == Closing::Signed => Need::Must,
            Self::Tick | Self::Sign | Self::Claim | Self::Accept => Need::No,
            _ => Need::May,
        }
    }

    fn picture(self, closing: Closing) -> Need {
        match self {
            Self::Finish if closing == Closing::Checked => Need::Must,
            Self::Check => Need::Must,
            Self::Finish | Self::FailCheck | Self::FinishPart | Self::Remark | Self::Answer => Need::May,
            _ => Need::No,
        }
    }

    fn aim(self) -> Aim {
        match self {
            Self::PassOn => Aim::Unit,
            Self::Whistle => Aim::Units,
            Self::PassDown => Aim::OfficeBelow,
            Self::Merge => Aim::Case,
            Self::AskDelay => Aim::Days,
            Self::Plan => Aim::Milestones,
            Self::Tick => Aim::Milestone,
            Self::Amend => Aim::Category,
            _ => Aim::Nothing,
        }
    }

    /// Whether it hands the case to another desk.
    pub fn hands_over(self) -> bool {
        matches!(
            self,
            Self::PassOn | Self::PassUp | Self::PassDown | Self::Whistle | Self::Return | Self::Claim | Self::TakeOver
        )
    }

    /// Whether it can be taken back within ten seconds: what nobody else was told to act upon in the meantime.
    pub fn can_be_undone(self) -> bool {
        !matches!(self, Self::Answer | Self::Urge | Self::Inquire | Self::Reply | Self::Remark)
    }
}
