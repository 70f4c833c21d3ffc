//! What can be done to something. Who may do it where is for [`access`](super::access) to say.

/// What somebody wants to do with records of one area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// See totals per building and above.
    ViewTotals,
    /// See the command screen: totals, and which kinds of cases wait where, without anybody's words or door.
    ViewScreen,
    /// See what single household cells show, and their cards.
    ViewHousehold,
    /// Change labels of a household.
    EditHousehold,
    /// Take lists of people in, and undo that.
    TakeIn,
    /// See name and identity number of a person without masks, for a stated reason.
    UnmaskPerson,
    /// Ask for a list of people without masks, which somebody else has to grant.
    AskExport,
    /// Grant what somebody below asked for, or refuse it.
    GrantExport,
    /// Ring a household: the number is shown for this one call, a task is its own reason.
    DialPerson,
    /// Make notices, and write down who was told.
    Notify,
    /// Issue and revoke residence certificates, which show one person in full.
    IssueCertificate,
    /// Tell a person who looked at their file.
    TellLooks,
    /// See the cases of an area. A department sees those that were handed to it, wherever they are.
    ViewCase,
    /// See figures about the cases of an area with the cases behind them. A department's are about those that were handed to it.
    ViewFigure,
    /// See the citywide board: how the cases of all communities of the city stand, without anybody's words, where the city wants it.
    ViewBoard,
    /// Take a root cause of recurring cases, and close it with words.
    KeepRootCause,
    /// See what supervision watches: reminders, inquiries, cases under supervision, and the bulletins about them.
    ViewSupervision,
    /// Publish a bulletin about them.
    PublishBulletin,
    /// Report a case.
    ReportCase,
    /// Keep the answer templates of one's desk.
    KeepAnswer,
    /// Take down what somebody says who rings, and look up where a caller lives.
    TakeCalls,
    /// See what is planned or being done anyway.
    ViewWork,
    /// Post such a work, change and end it.
    PostWork,
    /// Make a picture of a case public, with faces and plates blacked out.
    ReleasePicture,
    /// See a patrol track.
    ViewTrack,
    /// See spot-checks that are over, as far as one's area reaches.
    ViewSpotCheck,
    /// Draw a spot-check, follow and close it.
    DrawSpotCheck,
    /// Ask at the doors of another street that a spot-check drew, without seeing what is on file.
    InspectHousehold,
    /// Keep the roster of an area.
    KeepRoster,
    /// Keep the rules of visits and the watch lists of an area.
    KeepVisitPlan,
    /// Propose that a door gets another number, is removed, merged, or opened again.
    ProposeDoor,
    /// Confirm or refuse such a proposal.
    DecideDoor,
    /// Split and merge grids, and hand buildings over.
    ManageGrids,
    /// Make and change units, accounts and wall screens.
    ManageAccounts,
    /// Give and end posts, lock accounts, end sessions, reset passwords.
    ManageAccess,
    /// Change the lists that files choose from, the labels, the working calendar and the deadlines.
    KeepDictionary,
    /// Change the settings: nearly all of them are about protection.
    ManageSettings,
    /// Read the audit trail.
    ReadAudit,
    /// Declare an emergency, renew and lift it.
    DeclareEmergency,
    /// See one's own monthly report, and object to it.
    OwnMonth,
    /// See the monthly reports of an area, a worker's each.
    ViewMonth,
    /// Draw monthly reports up, show them to their workers, and answer objections.
    KeepMonth,
    /// Publish monthly reports.
    PublishMonth,
    /// Change the weights that monthly reports follow.
    KeepMonthFormula,
    /// See the wishes of an area as they came in.
    ViewWish,
    /// Write a wish down: a resident's, or one of the community's own.
    ProposeWish,
    /// Check, publish, match and confirm wishes.
    KeepWish,
    /// Claim a published wish.
    ClaimWish,
    /// See one's own account of the love bank, give points away and redeem them.
    OwnBank,
    /// See the accounts of an area.
    ViewBank,
    /// Take transfers of an area back, and keep what points are redeemed for.
    KeepBank,
    /// Change what an hour is worth, and the caps.
    KeepBankRule,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 52] = [
        Self::ViewTotals,
        Self::ViewScreen,
        Self::ViewHousehold,
        Self::EditHousehold,
        Self::TakeIn,
        Self::UnmaskPerson,
        Self::AskExport,
        Self::GrantExport,
        Self::DialPerson,
        Self::Notify,
        Self::IssueCertificate,
        Self::TellLooks,
        Self::ViewCase,
        Self::ViewFigure,
        Self::ViewBoard,
        Self::KeepRootCause,
        Self::ViewSupervision,
        Self::PublishBulletin,
        Self::ReportCase,
        Self::KeepAnswer,
        Self::TakeCalls,
        Self::ViewWork,
        Self::PostWork,
        Self::ReleasePicture,
        Self::ViewTrack,
        Self::ViewSpotCheck,
        Self::DrawSpotCheck,
        Self::InspectHousehold,
        Self::KeepRoster,
        Self::KeepVisitPlan,
        Self::ProposeDoor,
        Self::DecideDoor,
        Self::ManageGrids,
        Self::ManageAccounts,
        Self::ManageAccess,
        Self::KeepDictionary,
        Self::ManageSettings,
        Self::ReadAudit,
        Self::DeclareEmergency,
        Self::OwnMonth,
        Self::ViewMonth,
        Self::KeepMonth,
        Self::PublishMonth,
        Self::KeepMonthFormula,
        Self::ViewWish,
        Self::ProposeWish,
        Self::KeepWish,
        Self::ClaimWish,
        Self::OwnBank,
        Self::ViewBank,
        Self::KeepBank,
        Self::KeepBankRule,
    ];
}
