//! Words of messages that leave the system: to chat groups of those who serve, and to who wished for something.

use crate::table::words;

words! {
    /// Words of messages that leave the system.
    Telling:

    CaseChanged: "【格治】事件有新进展", "[Gezhi] A case moved on";
    WishProposed: "【微心愿】有新心愿待社区审核", "[Wish] A new wish waits for the community";
    WishPublished: "【微心愿】新心愿征集帮手", "[Wish] Helpers are looked for";
    WishChanged: "【微心愿】心愿有新进展", "[Wish] A wish moved on";
    WishClosed: "【微心愿】心愿已结束", "[Wish] A wish is over";
    YoursProposed: "【格治】您的微心愿已收到，社区将在三个工作日内答复", "[Gezhi] Your wish came in; the community answers within three working days";
    YoursPublished: "【格治】您的微心愿已发布，正在征集帮手", "[Gezhi] Your wish was published; helpers are looked for";
    YoursChanged: "【格治】您的微心愿有新进展，请打开链接查看", "[Gezhi] Your wish moved on; open its link";
    YoursClosed: "【格治】您的微心愿已办结，欢迎评价", "[Gezhi] Your wish is over; tell us how it was";
    Number: "编号", "No.";
}
