//! The words of the love bank 爱心银行, a table for each bundle that carries them.

use crate::table::words;

words! {
    /// The way to it.
    BankWay:

    Bank: "爱心银行", "Love bank";
}

words! {
    /// What its forms' fields are called in a sentence about what was wrong with them.
    BankField:

    Points: "积分", "Points";
    Pool: "捐赠池", "Donation pool";
    Price: "所需积分", "Price";
    Stock: "库存", "In stock";
    Item: "兑换物品或服务", "Thing or service";
    Hourly: "每小时积分", "Points an hour";
    ActivityMinutes: "单次活动最多计（分钟）", "Counted of one activity at most (minutes)";
    StepMinutes: "计时单位（分钟）", "Counted in steps of (minutes)";
    BalanceMost: "账户上限", "An account holds at most";
    RedeemFrom: "兑换门槛", "Redeemed from a balance of";
    FromOn: "自何日起", "From";
}

words! {
    /// Why nothing is moved.
    BankProblem:

    Mismatch: "不能转给自己，或这两个账户之间不能这样转。", "Not to oneself, and not between these two accounts.";
    Nothing: "积分必须大于 0。", "It has to be more than 0 points.";
    Short: "余额不足。", "The account holds less than that.";
    Full: "对方账户将超过上限，请减少积分。", "The other account would hold more than it may: give less.";
    Early: "余额还没有达到兑换门槛。", "The balance is still below what redeeming begins with.";
    SoldOut: "已经兑完，请选择别的。", "None is left: choose something else.";
    Final: "这笔已经冲正，或本身就是冲正。", "It was taken back already, or is a reversal itself.";
}

words! {
    /// Words of its pages.
    BankWord:

    Bank: "爱心银行", "Love bank";
    OwnHint: "服务 1 小时记 1 积分（以现行规则为准）。每一笔都有来有去，不能修改，只能由社区写明理由后冲正。", "An hour of service is a point, by the rules of the day. Every entry has two sides and is never changed; a community can only take it back, with a reason.";
    KeeperHint: "积分只涉及志愿者。余额始终等于全部变动之和；错账不改，只冲正。", "Points are about volunteers alone. A balance is always the sum of its entries; what is wrong is taken back, not changed.";
    Balance: "余额", "Balance";
    Opening: "期初余额", "Opening balance";
    Closing: "期末余额", "Closing balance";
    Statement: "积分对账单", "Statement";
    Month: "月份", "Month";
    Earlier: "上一个月", "Month before";
    Later: "下一个月", "Month after";
    NoAccount: "还没有积分", "No points yet";
    NoAccountHint: "完成心愿并由社区确认后，积分会记到这里。", "They appear here once you served a wish and the community confirmed it.";
    NoEntries: "这个月没有变动", "Nothing happened this month";
    NoEntriesHint: "可以查看别的月份。", "Look at another month.";
    At: "时间", "When";
    What: "事项", "What";
    Amount: "变动", "Change";
    Note: "说明", "Note";
    Rule: "规则版本", "Rule";
    By: "经办", "By";
    Credit: "服务记分", "Service";
    Donate: "捐赠", "Given";
    Received: "收到捐赠", "Received";
    Redeem: "兑换", "Redeemed";
    Reversal: "冲正", "Taken back";
    Reversed: "已冲正", "taken back";
    Minutes: "分钟", "minutes";
    Wish: "心愿", "Wish";
    ToPool: "捐赠池", "donation pool";
    Give: "捐赠积分", "Give points";
    GiveHint: "捐给社区捐赠池，或转给另一位志愿者（填对方的登录名，姓名会出现在双方对账单上）。", "To a community's pool, or to another volunteer by the login name; both statements show both names.";
    GiveTo: "捐给", "Give to";
    GivePerson: "另一位志愿者（填下面的登录名）", "another volunteer (login name below)";
    GiveLogin: "登录名", "Login name";
    GivePoints: "积分", "Points";
    GiveReason: "留言（可不填）", "Message (optional)";
    GiveDo: "确认捐赠", "Give";
    Exchange: "兑换", "Redeem";
    ExchangeFrom: "余额达到以下积分即可兑换：", "Redeem from a balance of";
    ExchangeNone: "暂时没有可兑换的物品", "Nothing to redeem just now";
    ExchangeNoneHint: "社区上架后会出现在这里。", "It appears here once a community puts something up.";
    ExchangeDo: "兑换一份", "Redeem one";
    Left: "剩余", "left";
    Rules: "积分规则", "Rules";
    RulesHint: "新版本只从指定日期起生效；已经记入的积分不重算。余额高于新上限的账户保持不变，只是不再增加。", "A version holds from its day on; what was credited stays. An account that holds more than a new cap keeps it, and gets no more.";
    RuleVersion: "版本", "Version";
    RuleFirst: "初始版本", "What every city begins with";
    RuleCurrent: "现行", "in use";
    RuleNote: "修改说明", "What changes and why";
    RuleAdd: "新增版本", "Make a version";
    Accounts: "志愿者账户", "Volunteers' accounts";
    AccountsNone: "没有找到账户", "No accounts found";
    AccountsNoneHint: "志愿者第一次记分时自动开户。", "An account is opened when its volunteer is credited first.";
    Name: "姓名", "Name";
    Area: "所在社区", "Community";
    Offices: "社区账户", "Communities' accounts";
    KindIssuer: "发行户", "Issuer";
    KindVolunteer: "志愿者户", "Volunteers";
    KindPool: "捐赠池", "Donation pool";
    KindShop: "兑换户", "Redeemed";
    Kind: "账户类别", "Kind";
    Totals: "合计", "Totals";
    Search: "按姓名或登录名查找", "Name or login name";
    Hints: "异常提示", "To look at";
    HintsHint: "只是提示，不作为结论；请核对后再决定是否冲正。", "Unusual, and no proof of anything: look before you take something back.";
    HintsNone: "本月没有异常提示。", "Nothing unusual this month.";
    HintKeeper: "同一经办人多次为同一志愿者记分", "The same keeper credited the same volunteer again and again";
    HintPair: "两位志愿者之间多次转赠", "The same two volunteers gave to one another again and again";
    HintDay: "一天内服务时间过长", "Many minutes on one day";
    HintLate: "补记很久以前的服务", "Credited long after the service";
    HintTimes: "次", "times";
    HintDays: "天", "days";
    Reverse: "冲正这笔", "Take back";
    ReverseHint: "原记录保留，另记一笔相反的变动；理由会显示在双方对账单上。", "The entry stays, and its opposite is added; both statements show the reason.";
    ReverseReason: "理由", "Reason";
    ReverseDo: "确认冲正", "Take it back";
    Items: "兑换物品与服务", "Things and services";
    ItemsHint: "由社区或街道上架；下架后不再显示给志愿者，历史对账单仍可查。", "Put up by community or street. What is taken down is not offered any more, and stays on statements.";
    ItemsNone: "还没有上架", "Nothing was put up yet";
    ItemsNoneHint: "在下面添加第一件。", "Add the first one below.";
    ItemNew: "上架", "Put something up";
    ItemChange: "修改", "Change";
    ItemSave: "保存", "Save";
    ItemOffered: "可兑换", "Offered";
    ItemDown: "已下架", "taken down";
    ItemCommunity: "社区", "Community";
    ThisMonth: "本月", "This month";
    MadeAt: "制表时间", "Drawn up";
    AuditCredit: "爱心银行记分", "Credited service in the love bank";
    AuditDonate: "捐赠爱心积分", "Gave points away";
    AuditRedeem: "兑换爱心积分", "Redeemed points";
    AuditReverse: "冲正爱心积分", "Took a transfer of points back";
    AuditView: "查看爱心银行账户", "Looked at love bank accounts";
    AuditExport: "导出积分对账单", "Took a statement of points out";
    AuditRule: "修改积分规则", "Changed the rules of points";
    AuditItem: "修改兑换物品", "Changed what points are redeemed for";
}
