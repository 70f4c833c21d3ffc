//! Texts without parameters.

use crate::table::words;

words! {
    // The product and its surfaces.
    Product: "格治", "Gezhi";
    ProductLine: "看得见每一户的社区网格", "A community grid that sees every household";
    Map: "城市格图", "City map";
    PlainList: "名录", "Directory";
    Cases: "事件", "Cases";
    SkipToContent: "跳到正文", "Skip to content";
    MainMenu: "主菜单", "Main menu";
    OpenMap: "打开城市格图", "Open the city map";
    OpenList: "打开文字名录", "Open the plain list";

    // Public page.
    PublicLead: "一座城市，从街道、社区、网格到每一栋楼、每一户。网格员在门口更新，所有人看到的是同一张实时的图。",
        "One city, from street, community and grid down to every building and household. Grid workers update it at the door; everybody sees the same living picture.";
    PublicTotals: "公开统计", "Public totals";
    PublicTotalsHint: "以下数字来自正在运行的系统；少于 5 户的单元不公布。", "These figures come from the running system; units with fewer than 5 households are not published.";
    PublicHow: "怎样运行", "How it works";
    PublicHowSee: "看得见", "See";
    PublicHowSeeText: "三维城市里一格就是一户。颜色说明现状，边框说明事件灯，角标说明需要照看的人。", "In the 3D city one cell is one household. Fill says how it stands, edge shows its case light, badge who needs care.";
    PublicHowAct: "办得了", "Act";
    PublicHowActText: "红、黄、蓝、绿四盏灯跟着事件走：待接收、待处理、待核实、已办结。", "Four lights follow each case: waiting, in hand, to verify, closed.";
    PublicHowTrust: "信得过", "Trust";
    PublicHowTrustText: "谁看过、谁改过都有记录。公开页只有汇总数，没有任何个人信息。", "Every look and every change is on record. The public page has totals only and no personal data.";
    Suppressed: "不足 5 户，不公布", "Fewer than 5, not published";
    Attribution: "数据来源", "Data sources";
    SyntheticNotice: "居民资料为演示用的虚构数据，不对应任何真实的人。", "Residents are made up for demonstration and match no real person.";

    // Themes and languages.
    ThemeLight: "浅色", "Light";
    ThemeScreen: "大屏深色", "Dark screen";

    // Levels.
    LevelCity: "全市", "City";
    LevelStreet: "街道", "Street";
    LevelCommunity: "社区", "Community";
    LevelGrid: "网格", "Grid";
    LevelEstate: "小区", "Estate";
    LevelBuilding: "楼栋", "Building";
    LevelHousehold: "住户", "Household";
    YouAreHere: "所在位置", "You are here";

    // Figures.
    Buildings: "楼栋", "Buildings";
    Dwellings: "户室", "Dwellings";
    Households: "在住户", "Lived in";
    Residents: "居民", "Residents";
    OpenCases: "未结事件", "Open cases";
    Name: "名称", "Name";
    Floors: "层数", "Floors";
    GridSizeFlag: "户数超出网格规模标准", "Number of households outside the grid size standard";

    // Map page.
    MapLabel: "城市格图：方向键移动，加减号缩放，Q E 旋转，R F 俯仰，Home 复位", "City map: arrows move, plus and minus zoom, Q E turn, R F tilt, Home resets";
    MapNeedsScript: "三维图需要启用脚本。左侧名录和楼栋格图不需要脚本也能使用。", "The 3D map needs scripts. The lists and the cell board work without.";
    MapLoading: "正在载入城市…", "Loading the city…";
    MapFailed: "地图没有载入", "The map could not be loaded";
    NoWebGl: "此浏览器没有 WebGL2，已改用二维图", "This browser has no WebGL2: showing the 2D map";
    SceneReplaced: "城市底图已更新，请重新载入本页", "The city's geometry was replaced: please reload this page";
    Reload: "重新载入", "Reload";
    Mode3d: "三维", "3D";
    Mode2d: "二维", "2D";
    ViewSwitch: "视图", "View";
    LensSwitch: "着色方式", "Colour by";
    LensOccupancy: "入住", "Occupancy";
    LensLabel: "标签", "Labels";
    LensKeyGroup: "重点人群", "Key groups";
    LensFreshness: "数据新鲜度", "Freshness";
    LensVisit: "最近走访", "Last visit";
    Legend: "图例", "Legend";
    LegendHint: "点按可隐藏或显示一类", "Press to hide or show a class";
    ShowAll: "全部显示", "Show all";
    EdgeIsLight: "边框：未结事件灯", "Edge: light of an open case";
    BadgeIsLabel: "角标：需要照看", "Badge: needs care";
    BadgeElder: "老人", "Elders";
    BadgeCare: "重点照看", "Needs care";
    BadgeOther: "其他标签", "Other label";
    Areas: "下级区域", "Areas";
    BuildingsHere: "楼栋", "Buildings";
    Panel: "区域与图例", "Areas and legend";
    Details: "详情", "Details";
    Close: "关闭", "Close";
    ZoomIn: "放大", "Zoom in";
    ZoomOut: "缩小", "Zoom out";
    TurnLeft: "左转", "Turn left";
    TurnRight: "右转", "Turn right";
    TiltUp: "俯视", "From above";
    TiltDown: "平视", "From the side";
    ResetView: "复位", "Reset view";
    MapControls: "地图控制", "Map controls";
    ShowList: "查看文字名录", "Show as a list";

    // Search.
    Search: "搜索", "Search";
    SearchHint: "3-2-401、姓名、zs、尾号、小区", "3-2-401, name, zs, last digits, estate";
    SearchLabel: "按楼号门牌、姓名或首字母、证件尾号、地址或区域名搜索", "Search by building and door, name or initials, last digits of the ID, address or area";
    SearchResults: "搜索结果", "Results";
    SearchEmpty: "没有找到。可以写成“3-2-401”、姓名、小区名或网格名。", "Nothing found. Try “3-2-401”, a name, an estate or a grid.";

    // Live.
    Live: "实时", "Live";
    Connecting: "连接中", "Connecting";
    Stopped: "已停止更新", "Stopped";

    // Board and card.
    Board: "楼栋格图", "Cell board";
    ChooseCell: "点一格查看住户", "Choose a cell to see the household";
    ChooseCellHint: "颜色、边框和角标的含义与地图相同。", "Colours, edges and badges mean the same as on the map.";
    BoardHint: "方向键在格子间移动，回车打开", "Arrows move between cells, Enter opens";
    BoardNoCells: "这栋楼没有登记住户", "Nobody is registered in this building";
    BoardNoCellsHint: "非住宅楼栋（学校、商铺、车库等）没有户室格子。", "Buildings such as schools, shops and garages have no household cells.";
    FloorsAssumed: "层数为推定", "Floors are assumed";
    Address: "地址", "Address";
    Occupancy: "居住状态", "Occupancy";
    OccupancyOwner: "自住", "Owner-occupied";
    OccupancyRented: "出租", "Rented";
    OccupancyToLet: "待租", "To let";
    OccupancyVacant: "空置", "Vacant";
    OccupancyOther: "其他", "Other use";
    OccupancyUnknown: "未建档", "Not on file";
    Labels: "标签", "Labels";
    LabelNone: "无标签", "No label";
    LabelFurther: "其他标签", "Further labels";
    LabelOn: "已标记，点按取消", "Set; press to remove";
    LabelOff: "点按标记", "Press to set";
    LabelReadOnly: "由网格员和社区修改", "Changed by grid workers and communities";
    LastVisit: "最近走访", "Last visit";
    LastVerified: "最近核实", "Last verified";
    Never: "从未", "Never";
    Neighbours: "邻居", "Neighbours";
    Above: "楼上", "Above";
    Below: "楼下", "Below";
    Left: "左邻", "Left";
    Right: "右邻", "Right";
    NoNeighbour: "无", "None";
    HouseholdCases: "相关事件", "Cases";
    NoCases: "没有事件", "No cases";
    NoCasesHint: "在门口发现的问题会显示在这里。", "Problems reported at the door appear here.";
    NoOpenCases: "没有未结事件", "No open cases";
    NoOpenCasesHint: "换一个区域，或等待新的上报。", "Choose another area, or wait for new reports.";
    Synthetic: "虚构", "Made up";
    OpenBoardPage: "单独打开", "Open as a page";
    PersonCount: "登记人数", "Registered people";

    // People of a household.
    People: "居民", "People";
    NoPeople: "没有登记的人", "Nobody registered";
    HasMedicalNote: "有健康备注", "There is a note on health";
    Unmask: "查看完整信息", "See in full";
    UnmaskHide: "收起", "Hide";
    UnmaskWhy: "查看原因", "Reason";
    UnmaskNote: "每次查看都会记录账号、时间和原因。", "Every look is recorded with account, time and reason.";
    ReasonVerify: "上门核实", "Checking at the door";
    ReasonService: "代办事项", "Doing something for them";
    ReasonCorrect: "更正资料", "Correcting the file";
    ReasonEmergency: "紧急救助", "Emergency";
    SexUnknown: "性别未知", "Sex unknown";
    SexMale: "男", "Male";
    SexFemale: "女", "Female";
    SexNotSaid: "未说明", "Not said";
    RelationHead: "户主", "Head";
    RelationSpouse: "配偶", "Spouse";
    RelationChild: "子女", "Child";
    RelationParent: "父母", "Parent";
    RelationGrandchild: "孙子女", "Grandchild";
    RelationTenant: "租户", "Tenant";
    RelationOther: "其他", "Other";
    BornOn: "出生日期", "Born";
    IdNumber: "身份证号", "ID number";

    // Freshness and visit classes.
    Fresh30: "30 天内", "Within 30 days";
    Fresh90: "31–90 天", "31–90 days";
    Fresh180: "91–180 天", "91–180 days";
    Fresh365: "181–365 天", "181–365 days";
    FreshOlder: "超过一年", "Over a year";
    FreshNever: "从未核实", "Never verified";
    Visit7: "7 天内", "Within 7 days";
    Visit30: "8–30 天", "8–30 days";
    Visit90: "31–90 天", "31–90 days";
    VisitOlder: "超过 90 天", "Over 90 days";
    VisitNever: "从未走访", "Never";

    // Lights and steps.
    LightRed: "待接收", "Waiting";
    LightYellow: "待处理", "In hand";
    LightBlue: "待核实", "To verify";
    LightGreen: "已办结", "Closed";
    LightRedLong: "上传待接收", "Uploaded, waiting to be accepted";
    LightYellowLong: "接收待处理", "Accepted, being worked on";
    LightBlueLong: "已完结待核实", "Finished, to be verified";
    LightGreenLong: "已办结", "Closed and evaluated";
    StepAccept: "接收", "Accept";
    StepFinish: "办结", "Finish";
    StepEvaluate: "评价通过", "Approve";
    StepSendBack: "退回再办", "Send back";
    StepReopen: "重新打开", "Reopen";
    Case: "事件", "Case";
    Light: "灯", "Light";
    Place: "地点", "Place";
    ReportedAt: "上报时间", "Reported";
    ChangedAt: "灯变时间", "Light since";
    Steps: "办理", "Steps";
    History: "经过", "History";
    OnMap: "在图上看", "On the map";

    // Patrol.
    Track: "巡查轨迹", "Patrol track";
    Worker: "网格员", "Grid worker";
    Day: "日期", "Day";
    ChooseTrack: "显示轨迹", "Show track";
    NoTrack: "这一天没有轨迹", "No track on this day";
    NoTrackHint: "轨迹默认不保留；只有当地启用后才有记录。", "Tracks are kept only where the jurisdiction turned them on.";
    NoWorkers: "这个区域没有可查看的轨迹", "No tracks to show in this area";
    Play: "播放", "Play";
    Pause: "暂停", "Pause";
    Speed: "速度", "Speed";
    Stops: "停留", "Stops";
    ReplayTime: "回放时间", "Replay time";
    TrackUse: "轨迹只用于核对走访，不用于考勤排名。", "Tracks serve to check visits, not to rank attendance.";

    // Roles.
    ActingAs: "当前岗位", "Acting as";
    SwitchPost: "切换", "Switch";
    RoleGridWorker: "网格员", "Grid worker";
    RoleCommunity: "社区", "Community";
    RoleStreet: "街道", "Street";
    RoleCity: "市级", "City";
    RoleWall: "大屏", "Wall screen";
    RoleGridLeader: "网格长 / 指导员", "Grid leader";
    RoleDepartment: "职能部门", "Department";
    RoleSupervision: "督查", "Supervision";
    RoleSystemAdmin: "系统管理员", "System administrator";
    RoleSecurityAdmin: "安全管理员", "Security administrator";
    RoleAuditAdmin: "审计管理员", "Audit administrator";

    // Log-in and one's own account.
    LogIn: "登录", "Log in";
    LogInTitle: "工作人员登录", "Staff log-in";
    LogInHint: "请用本人账号登录。连续 5 次密码不对，账号锁定 15 分钟。", "Use your own account. Five wrong passwords in a row lock it for 15 minutes.";
    LogOut: "退出登录", "Log out";
    LoginName: "账号", "Account";
    PasswordWord: "密码", "Password";
    DemoAccounts: "演示账号", "Demo accounts";
    DemoAccountsHint: "本城市的居民资料全部是虚构的，任何人都可以用下面的账号试用。密码都是：", "All residents of this city are made up; anybody may try these accounts. The password of all of them is:";
    EnterAs: "以此身份进入", "Enter";
    MyAccount: "我的账号", "My account";
    MyPosts: "我的岗位", "My posts";
    MyPostsHint: "一次只以一个岗位工作；切换后看到的范围随岗位变化。", "One works under one post at a time; what is seen follows the post.";
    CurrentPost: "正在使用", "In use";
    MyDevices: "登录中的设备", "Where you are logged in";
    ThisDevice: "本机", "This one";
    EndSession: "退出该设备", "Log out there";
    EndOtherSessions: "退出其他所有设备", "Log out everywhere else";
    Device: "设备", "Device";
    SeenAt: "最近使用", "Last used";
    Since: "开始时间", "Since";
    ChangePassword: "修改密码", "Change password";
    ChangePasswordFirst: "这是一次性密码，请先设置自己的密码。", "This was a one-time password: set your own first.";
    CurrentPassword: "当前密码", "Current password";
    NewPassword: "新密码", "New password";
    NewPasswordHint: "至少 10 个字符，可以是一句话。不要求大小写或符号，也不强制定期更换。", "At least 10 signs; a sentence is fine. No rules about capitals or symbols, and no forced changes.";
    RepeatPassword: "再输一次新密码", "New password again";
    SavePassword: "保存新密码", "Save the new password";
    ErrorWrongLogin: "账号或密码不对，或账号暂时被锁。请核对后再试；忘记密码请找安全管理员。", "Name or password is wrong, or the account is locked for now. Check and try again; the security administrator can give a new password.";
    ErrorPasswordShort: "新密码太短：至少 10 个字符。", "The new password is too short: at least 10 signs.";
    ErrorPasswordLong: "新密码太长：最多 128 个字符。", "The new password is too long: at most 128 signs.";
    ErrorPasswordGuessable: "新密码太容易猜到，或与当前密码、账号相同，请换一个。", "The new password is easy to guess, or the same as before or as the name: choose another.";
    ErrorPasswordRepeat: "两次输入的新密码不一致。", "The two new passwords differ.";

    // Administration.
    Administration: "系统管理", "Administration";
    Accounts: "账号", "Accounts";
    AccountsHint: "系统管理员建账号；安全管理员授岗位、锁定和重置；审计管理员查记录。三人分立，互不替代。", "The system administrator makes accounts, the security administrator gives posts, locks and resets, the audit administrator reads the trail. Three people who cannot stand in for one another.";
    PersonName: "姓名", "Name";
    Posts: "岗位", "Posts";
    Role: "角色", "Role";
    AccountState: "状态", "State";
    AccountOpen: "正常", "Open";
    AccountLocked: "已锁定", "Locked";
    AccountLockedForNow: "密码错误过多，暂时锁定", "Locked for now: too many wrong passwords";
    AccountNoPost: "没有岗位，不能登录", "No post: cannot log in";
    MakeAccount: "新建账号", "New account";
    LockAccount: "锁定账号", "Lock the account";
    OpenAccount: "解除锁定", "Open the account";
    ResetPassword: "发一次性密码", "Give a one-time password";
    EndAllSessions: "结束其全部会话", "End all its sessions";
    GivePost: "授予岗位", "Give a post";
    EndPost: "结束岗位", "End the post";
    AreaCode: "辖区代码（15 位）", "Area code (15 digits)";
    TermEnd: "截止日期（可不填）", "Last day (optional)";
    FromTo: "任期", "Term";
    OpenEnded: "至今", "open";
    OneTimePassword: "一次性密码", "One-time password";
    OneTimePasswordHint: "只显示这一次，请当面或用可靠方式告诉本人。首次登录须改密码。", "Shown once, here. Tell its owner in person. It has to be replaced at the first log-in.";
    NeverUsed: "从未", "never";
    AccountName: "账号资料", "Account";
    AuditTrail: "审计记录", "Audit trail";
    AuditHint: "谁在什么时候看过、改过什么。记录只增不改；查看本页也会留下记录。", "Who looked at or changed what, and when. Rows are only ever added; reading this page leaves one too.";
    AuditAction: "动作", "Action";
    AuditRecord: "对象", "Record";
    AuditAt: "时间", "Time";
    AnyAction: "全部动作", "Everything";

    // What stands on the audit trail; a slug without a word is shown as it is.
    AuditLogIn: "登录", "Logged in";
    AuditLogInRefused: "登录被拒", "Log-in refused";
    AuditLogOut: "退出", "Logged out";
    AuditTakePost: "切换岗位", "Took another post";
    AuditEndSession: "结束一处登录", "Ended one session";
    AuditEndSessions: "结束多处登录", "Ended sessions";
    AuditChangePassword: "修改密码", "Changed the password";
    AuditResetPassword: "发一次性密码", "Gave a one-time password";
    AuditMakeAccount: "新建账号", "Made an account";
    AuditLockAccount: "锁定账号", "Locked an account";
    AuditOpenAccount: "解除锁定", "Opened an account";
    AuditGivePost: "授予岗位", "Gave a post";
    AuditEndPost: "结束岗位", "Ended a post";
    AuditReadAudit: "查看审计记录", "Read the trail";
    AuditViewCard: "查看住户卡", "Saw a household's card";
    AuditUnmaskResident: "查看完整信息", "Saw a person in full";
    AuditSearchPeople: "检索人员", "Searched for people";
    AuditSetLabel: "改住户标签", "Changed a label";
    AuditStepCase: "推进事件", "Moved a case on";
    AuditViewTrack: "查看轨迹", "Saw a track";

    AuditDetail: "内容", "Detail";
    AuditNone: "没有符合条件的记录", "No entries match";
    AuditNoneHint: "请放宽条件，或去掉账号、动作的限制。", "Ask for less: clear the account or the action.";
    Earlier: "更早的记录", "Earlier entries";
    RecordId: "对象编号", "Record number";
    Filter: "筛选", "Filter";
    NoAccounts: "没有符合条件的账号", "No accounts match";
    NoAccountsHint: "换个关键词试试，或新建一个账号。", "Try another word, or make a new account.";

    // Keyboard.
    KeysHelp: "键盘帮助", "Keyboard help";
    KeyHelp: "打开本帮助", "This help";
    KeySearch: "搜索", "Search";
    KeyPan: "移动地图", "Move the map";
    KeyZoom: "放大、缩小", "Zoom in, out";
    KeyTurn: "左右旋转", "Turn";
    KeyTilt: "俯视、平视", "Tilt";
    KeyHome: "回到当前区域", "Frame the current area";
    KeyWalk: "上一户、下一户", "Previous, next household";
    KeyPick: "打开选中的住户", "Open the household";
    KeyMode: "三维、二维切换", "Switch 3D and 2D";
    KeyEscape: "关闭、返回上一级", "Close, one level up";
    Key: "按键", "Key";
    KeyAction: "作用", "What it does";

    // States and errors: what happened, what to do next.
    Loading: "正在载入…", "Loading…";
    Retry: "重试", "Try again";
    AreaEmpty: "这个区域还没有下级", "Nothing lies below this area yet";
    AreaEmptyHint: "导入城市数据后会显示在这里。", "It fills when a city is imported.";
    LegendEmpty: "这里没有住户格子", "No household cells here";
    Offline: "网络已断开。已打开的内容可以继续看，修改要等恢复后再做。", "You are offline. What is open stays readable; changes have to wait.";
    ErrorNotFound: "没有找到，或不在当前岗位的范围内。请换一个区域或岗位。", "Not found, or outside this post's area. Choose another area or post.";
    ErrorForbidden: "当前岗位不能这样做。请换到有权限的岗位。", "This post may not do that. Switch to one that may.";
    ErrorTooMany: "短时间内查看过多，已暂停。请稍后再试，或联系安全管理员。", "Too many looks in a short time. Wait a while, or ask the security administrator.";
    ErrorConflict: "刚才有人改过。已显示最新内容，请核对后再试一次。", "Somebody changed this meanwhile. The newest state is shown: check it and try again.";
    ErrorInvalid: "内容不对，请修改后再试。", "That is not valid: correct it and try again.";
    ErrorUnavailable: "服务暂时不可用，资料没有丢失。请稍后重试。", "The service is not available just now, nothing is lost. Try again shortly.";
    ErrorTransport: "没有连上服务器。请检查网络后重试。", "The server was not reached. Check the connection and try again.";
    ErrorSession: "登录已失效，请重新登录。", "The session has ended: log in again.";
    ErrorInternal: "系统出错，已记录。请重试；若仍不行，请把编号告诉管理员。", "Something failed and was logged. Try again; if it stays, give the number to the administrator.";
    ErrorTitle: "没有成功", "That did not work";
    PageNotFound: "没有这一页", "There is no such page";
    PageNotFoundHint: "地址可能写错了，或内容已移走。", "The address may be mistyped, or the page has moved.";
}
