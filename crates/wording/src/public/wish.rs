//! Words of wishes 微心愿: how residents send and follow them, the public board, and what the trail says of them.

use crate::table::words;

words! {
    /// What a wish is about, where it stands and what was done about it: for whoever shows wishes.
    WishKindWord:

    Errand: "跑腿代办", "Errand";
    Repair: "小修小补", "Small repair";
    Company: "陪伴聊天", "Company";
    Goods: "物品捐赠", "Goods";
    Study: "课业辅导", "Help with school work";
    Care: "健康照护", "Health and care";
    Activity: "讲座活动", "Talk or activity";
    Tidy: "环境整治", "Tidying up";
    Mediate: "调解纠纷", "Settling a dispute";
    Other: "其他", "Something else";
    StateProposed: "待社区审核", "Waiting to be checked";
    StatePublished: "征集中", "Looking for helpers";
    StateDone: "已服务，待社区确认", "Served, to be confirmed";
    StateConfirmed: "已实现，待评价", "Came true, to be judged";
    StateArchived: "已归档", "Closed";
    StateDeclined: "未采纳", "Not taken up";
    StateWithdrawn: "已撤回", "Withdrawn";
    StateLapsed: "已过期，无人认领", "Passed without helpers";
    StateMerged: "已并入另一个心愿", "Joined with another wish";
    StateConverted: "已转为诉求办理", "Being handled as a case";
    Satisfied: "满意", "Satisfied";
    Fair: "基本满意", "Fairly satisfied";
    Unmet: "没有实现", "Did not come true";
    DidPropose: "提交心愿", "wish sent";
    DidPublish: "审核通过并公布", "checked and published";
    DidAmend: "修改公布内容", "changed what is published";
    DidDecline: "不采纳", "not taken up";
    DidMerge: "并入另一个心愿", "joined with another wish";
    DidConvert: "转为诉求", "made a case of it";
    DidWithdraw: "撤回", "withdrawn";
    DidClaim: "认领", "claimed";
    DidWait: "候补", "on the waiting list";
    DidLeave: "退出认领", "gave a place back";
    DidFinish: "服务完成", "served";
    DidNoShow: "核实未到场", "did not come";
    DidConfirm: "社区确认已实现", "confirmed by the community";
    DidReopen: "重新征集", "helpers are looked for again";
    DidJudge: "评价", "judged";
    DidArchive: "归档", "closed";
    DidLapse: "过期", "its time passed";
    DidThanks: "感谢语上墙", "thanks shown on the wall";
    DidConsent: "更新上墙意愿", "said whether the wall may show it";
    DidOther: "有更新", "something changed";
    Weekly: "每周一次", "every week";
    Fortnightly: "每两周一次", "every other week";
    Monthly: "每月一次", "every month";
}

words! {
    /// Words of the residents' pages of wishes.
    WishWord:

    Send: "提微心愿", "Make a wish";
    Lead: "家里或小区需要帮把手？写下来，社区审核后请志愿者和共建单位来认领。不用注册。", "Need a hand at home or in the neighbourhood? Write it down: the community checks it and finds volunteers. No account needed.";
    Board: "心愿墙", "Board of wishes";
    BoardLead: "这里只写需要什么，不写是谁。志愿者登录后认领。", "What is needed, never by whom. Volunteers log in to claim.";
    HomeTitle: "微心愿", "Small wishes";
    HomeHint: "居民提、社区审、大家来认领。", "Residents ask, the community checks, everybody can help.";
    Nearby: "附近正在征集的心愿", "Wishes nearby that look for helpers";
    NearbyHint: "如果就是您想说的，点一下“+1”，不用重复提交。", "If one of them is yours too, tap “+1” instead of sending it again.";
    PlusOne: "我也有这个心愿 +1", "I wish for this too: +1";
    PlusDone: "已记下，谢谢。", "Counted, thank you.";
    Supporters: "人也有这个心愿", "wish for it too";
    Kind: "需要哪类帮助（必选）", "What kind of help (required)";
    Words: "您的心愿（必填，500字内）", "Your wish (required, up to 500 signs)";
    WordsHint: "想请人做什么、什么时候方便。请不要写姓名、电话和门牌，下面另有地方写。", "What should be done, and when it suits you. No names, numbers or doors here: there are fields for them below.";
    Phone: "手机号（建议填）", "Telephone (recommended)";
    PhoneHint: "加密保存，只有社区和认领后的志愿者在完成前能看到，每次查看都有记录；也可凭编号和尾号后四位查进度。", "Kept encrypted: only the community and, until it is done, whoever claims it can see it, and every look is recorded. You can also follow the wish with its number and the last four digits.";
    Name: "怎么称呼（可不填）", "How to address you (optional)";
    Door: "具体到哪里（可不填，如几单元几室）", "Where exactly to come (optional)";
    DoorHint: "只告诉认领并上门服务的人，不公开。", "Told only to whoever comes to help, never in public.";
    Contact: "联系方式", "How to reach you";
    Submit: "提交心愿", "Send the wish";
    MissingKind: "请选择需要哪类帮助。", "Choose what kind of help you need.";
    MissingWords: "请写一句您的心愿。", "Write a sentence about your wish.";
    LongWords: "心愿请控制在500字以内。", "Keep your wish to 500 signs.";
    WrongPhone: "手机号不对，请检查，或者留空。", "This telephone number is not right: check it, or leave it empty.";
    LongDoor: "“具体到哪里”请控制在60字以内。", "Keep “where exactly” to 60 signs.";
    WrongName: "称呼请控制在40字以内。", "Keep the name to 40 signs.";
    WrongPlace: "请先选择地点。", "Choose a place first.";
    Received: "心愿已收到", "Your wish has arrived";
    Number: "心愿编号", "Number of the wish";
    NextCheck: "社区审核并答复", "the community checks it and answers";
    NextPublish: "通过后公布在心愿墙，由志愿者或单位认领", "then it stands on the board for volunteers and units to claim";
    NextServe: "约定时间上门服务，社区确认", "somebody comes at the time agreed, and the community confirms it";
    NextJudge: "由您评价", "you say how it was";
    LinkHint: "扫码或收藏此链接可以查进度。留了手机号的，也可以用编号和手机尾号查询。", "Scan this or keep the link to follow your wish. If you left a telephone number, its number and the last four digits work too.";
    Again: "再提一个心愿", "Make another wish";
    FindTitle: "查进度", "Follow a wish";
    FindHint: "填写心愿编号和提交时所留手机号的后四位。", "Its number, and the last four digits of the telephone you gave.";
    FindTail: "手机号后四位", "Last four digits";
    Find: "查询", "Find";
    FindNone: "编号和尾号对不上，或者提交时没有留手机号。请检查后再试；也可以使用提交后的链接。", "Number and digits do not belong together, or no telephone was given. Check them, or use the link that you were given.";
    FindMany: "尝试次数过多，请过一会儿再试，或者使用提交后的链接。", "Too many tries: wait a while, or use the link that you were given.";
    FollowTitle: "心愿进度", "How your wish stands";
    Holder: "现由谁办", "With whom it is";
    Promised: "答复期限", "Answer by";
    Yours: "您写的心愿", "What you wrote";
    Published: "公布的内容", "As it is published";
    Times: "时间", "Time";
    Place: "地点", "Place";
    Places: "名额", "Places";
    PlacesFree: "还缺", "still needed";
    PlacesFull: "名额已满，可以候补", "full; there is a waiting list";
    PlacesWaiting: "候补", "waiting";
    Timeline: "经过", "What happened";
    ByResident: "提交人", "who sent it";
    ByVolunteer: "志愿者", "a volunteer";
    Pictures: "完成情况照片", "Pictures of the result";
    JudgeTitle: "拍拍板：心愿实现了吗？", "Did your wish come true?";
    JudgeNote: "想说的话（可不填，社区会看到）", "Anything to add (optional, the community reads it)";
    JudgeHint: "14天内未评价将自动归档；选“没有实现”会退回社区重新办理。", "Without an answer it is closed after 14 days; “Did not come true” sends it back to the community.";
    ThanksTitle: "愿望成真墙", "Wall of wishes come true";
    ThanksAgree: "同意把这个心愿（不含姓名和住址）放上愿望成真墙", "The wall may show this wish, without name or address";
    ThanksWords: "感谢的话（可不填，200字内；社区核对后上墙）", "A word of thanks (optional, up to 200 signs; the community checks it first)";
    ThanksSave: "保存", "Save";
    ThanksShown: "已同意上墙。", "The wall may show it.";
    Withdraw: "撤回这个心愿", "Withdraw this wish";
    WithdrawHint: "撤回后不能恢复。", "This can't be undone.";
    WithdrawSure: "确认撤回", "Withdraw it for good";
    ToCase: "查看诉求进度", "Follow the case";
    ToMerged: "查看并入的心愿", "See the wish that stands for it";
    ToPublic: "查看心愿墙上的内容", "See it on the board";
    AllKinds: "全部类型", "All kinds";
    KindFilter: "类型", "Kind";
    FreeOnly: "只看还缺人的", "Only with free places";
    Show: "查看", "Show";
    Below: "按地区看", "By area";
    Open: "正在征集", "Looking for helpers";
    OpenNone: "这里暂时没有征集中的心愿", "No wishes look for helpers here just now";
    OpenNoneHint: "换一个地区或类型看看，或者提一个心愿。", "Try another area or kind, or make a wish.";
    Tools: "要带的工具", "Tools";
    ToolsNone: "不用带工具", "No tools needed";
    Safety: "安全提示", "What to mind";
    Content: "做什么", "What is to be done";
    Repeat: "重复", "Comes again";
    Wall: "愿望成真", "Wishes come true";
    WallNone: "还没有上墙的心愿", "Nothing on the wall yet";
    WallNoneHint: "心愿实现并经本人同意后，会出现在这里。", "It appears here once it came true and its owner agrees.";
    TotalsTitle: "公开数据", "Numbers";
    TotalOpen: "征集中", "Open";
    TotalPublished: "累计公布", "Published so far";
    TotalFulfilled: "已实现 / 累计公布", "Came true / published";
    TotalSatisfied: "满意和基本满意 / 已评价", "Satisfied or fairly so / judged";
    TotalLapsed: "过期无人认领", "Passed without helpers";
    TotalsNone: "还没有评价", "nobody judged yet";
    Claim: "我来认领", "I will help";
    ClaimHint: "认领需要志愿者或单位账号登录。", "Claiming needs a volunteer's or unit's account.";
    Calendar: "加到日历", "Add to calendar";
    Share: "转发", "Share";
    ShareHint: "转发本页网址，或请对方扫码打开。", "Pass this page's address on, or let others scan it.";
    ShareCode: "本页的二维码", "Code of this page";
    Gone: "这个心愿已不在心愿墙上", "This wish is not on the board any more";
    Previous: "上一页", "Previous page";
    Next: "下一页", "Next page";
    Pages: "翻页", "Pages";
    Map: "地图", "Map";
    MapTitle: "心愿地图", "Map of wishes";
    MapNone: "地图需要开启脚本；心愿墙列出了同样的内容。", "The map needs script; the board lists the same.";
    MapFailed: "地图没有打开，请看心愿墙。", "The map did not open: see the board.";
    MapHint: "涉及家庭情况的心愿，位置做了偏移。列表见心愿墙。", "Wishes that would tell something about a home are shifted. The board lists all of them.";
}

words! {
    /// What the audit trail says of wishes.
    WishTrailWord:

    Propose: "提交心愿", "sent a wish";
    Publish: "公布心愿", "published a wish";
    Amend: "修改心愿", "changed a wish";
    Decline: "不采纳心愿", "declined a wish";
    Merge: "合并心愿", "merged wishes";
    Convert: "心愿转诉求", "made a case of a wish";
    Withdraw: "撤回心愿", "withdrew a wish";
    Finish: "心愿服务完成", "said that a wish was served";
    Confirm: "确认心愿实现", "confirmed a wish";
    Reopen: "心愿重新征集", "opened a wish again";
    Judge: "评价心愿", "judged a wish";
    Archive: "归档心愿", "closed a wish";
    Lapse: "心愿过期", "a wish's time passed";
    Claim: "认领心愿", "claimed a wish";
    Wait: "候补心愿", "went on a wish's waiting list";
    Leave: "退出认领", "gave a place of a wish back";
    NoShow: "核实未到场", "wrote down that a helper did not come";
    Contact: "查看心愿联系方式", "looked at how a wish's sender is reached";
    Thanks: "公布感谢语", "showed thanks on the wall";
    Consent: "上墙意愿", "said whether the wall may show a wish";
}
