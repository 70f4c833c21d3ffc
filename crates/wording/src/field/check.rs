//! Words of spot-checks.

use crate::table::words;

words! {
    /// The way that leads from the desk to spot-checks: a table of its own, because the desk's bundle carries it.
    CheckWay:

    SpotChecks: "抽查", "Spot-checks";
}

words! {
    /// Words of spot-checks.
    CheckWord:

    SpotCheck: "抽查", "Spot-check";
    SpotChecks: "抽查", "Spot-checks";
    Hint: "每月随机抽取住户，由其他街道的干部入户或电话核对。结果一律附区间；样本说明不了的差别，不排先后。", "Households drawn by chance each month, asked by offices of other streets at the door or by telephone. Every share comes with its interval; what a sample can't tell apart is not ranked.";
    None: "还没有结束的抽查", "No spot-check is over yet";
    NoneHint: "抽查结束并公布随机种子后，结果会出现在这里。", "Results stand here when a spot-check is over and its seed is told.";
    New: "新一轮抽查", "New spot-check";
    Mine: "我的抽查任务", "My tasks";
    Round: "轮次", "Round";
    DrawnBy: "抽取人", "Drawn by";
    DrawnAt: "抽取时间", "Drawn at";
    Until: "核对期限", "Asked until";
    StateOf: "状态", "State";
    IsOpen: "进行中，对网格员保密", "Open, hidden from those who are checked";
    IsOver: "已结束", "Over";
    Complete: "资料齐全的住户", "Households with every key field";
    Accurate: "核对无误的住户", "Households without a wrong field";
    Satisfied: "满意的住户（4 至 5 分）", "Content households (4 or 5 of 5)";
    Completeness: "完整度（已填 ÷ 应填）", "Completeness (filled ÷ required)";
    Accuracy: "准确率（一致 ÷ 已核对）", "Accuracy (matching ÷ verified)";
    CityFigure: "全市数据", "The city's figures";
    CityFigureHint: "按各网格户数加权。", "Each grid weighs its households.";
    FigureSoFar: "本轮尚未结束，以下为目前的结果。", "The round is open: this is what there is so far.";
    NobodyAnswered: "还没有人作答", "Nobody has answered";
    Grids: "各网格", "Grids";
    Grid: "网格", "Grid";
    Households: "户数", "Households";
    Asked: "抽取", "Asked";
    Answered: "已答", "Answered";
    Replaced: "替换", "Replaced";
    VerdictOf: "判定", "Verdict";
    Passed: "合格", "Passed";
    Failed: "不合格", "Failed";
    Undecided: "未定", "Undecided";
    TooFew: "样本少，不判定", "Too few for a verdict";
    VerdictHint: "抽 20 户，错误不超过 2 户为合格；抽 30 户，不超过 3 户。5% 有误的网格有 92% 的机会合格，20% 有误的只有 21%。判定用来找出问题网格，不用来给相邻网格排名。", "Of 20 households at most 2 may be wrong, of 30 at most 3. A grid with 5% wrong passes with 92%, one with 20% wrong with 21%. Verdicts find bad grids; they don't rank neighbours.";
    Groups: "哪些网格分得出高低", "What can be told apart";
    GroupsHint: "同一组内区间重叠，分不出高低；组与组之间不重叠，靠前的组更准确。", "Inside a group intervals overlap and nobody can say which is better; between groups they don't, and the first group is better.";
    Group: "组", "Group";
    AskedHouseholds: "被抽查的住户", "Households that were asked";
    Door: "门牌", "Door";
    Place: "顺位", "Turn";
    Tries: "未遇次数", "Tries without answer";
    Outcome: "结果", "Outcome";
    TaskOpen: "待核对", "To be asked";
    TaskDone: "已核对", "Asked";
    TaskGivenUp: "三次未遇，已替换", "Not reached three times, replaced";
    TaskDropped: "未核对", "Not asked";
    Hints: "请再核对", "To look at again";
    HintsHint: "抽查时听到的与档案不一致，可能是抽查记错，也可能是档案过时：请上门核实后再改。", "What was said at the door differs from the file. Either may be wrong: verify before you change anything.";
    SaidWrong: "抽查时说", "At the door";
    SaidMissing: "档案里没有，抽查时说", "Not on file; at the door";
    FieldOccupancy: "房屋用途", "Use of the dwelling";
    FieldResidents: "居住人数", "People who live there";
    FieldName: "应答人姓名", "Name of who answered";
    FieldRelation: "与户主关系", "Relation to the head";
    FieldPhone: "手机号后四位", "Last four digits of the telephone";
    FieldSatisfaction: "对社区工作的满意程度", "How content with the community's work";
    NotSaid: "未表态", "Not said";
    VerySatisfied: "5 非常满意", "5 very content";
    QuiteSatisfied: "4 满意", "4 content";
    Middling: "3 一般", "3 middling";
    Dissatisfied: "2 不满意", "2 not content";
    VeryDissatisfied: "1 很不满意", "1 not at all content";
    Unasked: "未问", "Not asked";
    Close: "结束并公布种子", "Close and tell the seed";
    CloseHint: "结束后不能再作答：公布随机种子、全市数据，社区和网格员可以看到各自的结果。", "Nobody can answer afterwards: the seed and the city's figures are told, and communities and grid workers see their own results.";
    Export: "导出 Excel", "Take out as Excel";
    Proof: "抽取证明", "Proof of the draw";
    ProofHint: "任何人都可以用公布的种子重新抽取：每个网格的住户按 SHA-256(种子 ‖ 住户编号) 从小到大排列，前若干户为样本，未遇者由同一名单的下一户替换。", "Anybody can draw again from the seed: the households of a grid stand in the order of SHA-256(seed ‖ dwelling), ascending; the first ones are the sample, and whoever is not reached is replaced by the next of the same list.";
    Seed: "随机种子", "Seed";
    SeedLater: "本轮结束时公布", "Told when the round is over";
    Commitment: "种子的 SHA-256（抽取时公布）", "SHA-256 of the seed, told at the draw";
    ListHash: "名单的 SHA-256（抽取时公布）", "SHA-256 of the list, told at the draw";
    ListFile: "下载名单（CSV）", "Download the list (CSV)";
    ListPart: "名单涉及住户，这里只有您辖区的部分：可以核对本辖区的顺序，全市名单的校验由抽取单位完成。", "The list says where people live: this is the part of your own area. Its order can be checked; the whole list's hash only by those who draw.";
    Redraw: "重新抽取的命令", "The command that draws again";
    Sample: "样本（按顺位）", "Sample, in turn";
    SampleLater: "样本在本轮结束后显示。", "The sample is shown when the round is over.";
    Each: "每个网格抽取户数", "Households of each grid";
    Full: "六分之一的网格全面抽查户数", "Households of one sixth of the grids";
    FullNone: "不做", "None";
    FullTwenty: "20 户，错误不超过 2 户为合格", "20, at most 2 wrong";
    FullThirty: "30 户，错误不超过 3 户为合格", "30, at most 3 wrong";
    Draw: "抽取", "Draw";
    DrawHint: "抽取时生成随机种子并公布其 SHA-256；种子在本轮结束时公布。任务交给其他街道的干部。", "The draw makes a seed and tells its SHA-256; the seed itself is told when the round is over. The tasks go to offices of other streets.";
    Eligible: "可抽取户数（90 天内查过的除外）", "May be drawn (not checked within 90 days)";
    Inspectors: "可派出的街道岗位", "Street posts that may be sent";
    NoInspector: "没有可派往其他街道的街道岗位：请安全管理员先设岗位。", "There is no street post to send to another street: ask the security administrator for one.";
    OneOpen: "已有一轮抽查在进行：先结束它。", "A spot-check is open: close it first.";
    TasksNone: "没有待核对的住户", "Nobody to ask";
    TasksNoneHint: "分派给您的住户会出现在这里。", "Households that you are to ask stand here.";
    Blind: "只看得到地址：先问，再记，系统自动与档案比对。", "You see the address only: ask, write down, and the system compares it with the file.";
    Call: "拨打电话", "Ring";
    CallHint: "拨打后不再核对手机号。", "After ringing the number is not compared.";
    NobodyHome: "没人应门", "Nobody opened";
    NobodyAnsweredCall: "没人接听", "Nobody answered the call";
    ThreeTries: "三次未遇，自动换成名单上的下一户。", "After three times the next household of the list is asked instead.";
    HowAsked: "核对方式", "How it was asked";
    ByVisit: "入户", "At the door";
    ByPhone: "电话", "By telephone";
    Send: "提交", "Send";
    Thanks: "已收到", "Received";
    BackToTasks: "回到任务列表", "Back to the tasks";
    Choose: "请选择", "Choose";
    AuditDraw: "抽取抽查样本", "Drew a spot-check";
    AuditClose: "结束抽查", "Closed a spot-check";
    AuditTry: "抽查未遇", "Spot-check: nobody answered";
    AuditAnswer: "记录抽查答复", "Spot-check: wrote an answer down";
    AuditView: "查看抽查结果", "Saw what a spot-check found";
}
