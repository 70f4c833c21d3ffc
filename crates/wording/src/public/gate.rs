//! What the gate before forms without account says, and what is set about it.

use crate::table::words;

words! {
    /// Why a form is not taken in, and what to do next.
    GateWord:

    NoTicket: "这张表单不是从本页取得的，或者已经失效。您写的内容都还在：请看一遍，过十秒再按一次发送。",
        "This form did not come from our page, or no longer counts. What you wrote is still here: look through it and send it again in ten seconds.";
    Stale: "这一页打开太久了。您写的内容都还在：再按一次发送就行。", "The page was open for too long. What you wrote is still here: just send it once more.";
    Early: "发得太快了。您写的内容都还在：请过十秒再按一次发送。", "That was very quick. What you wrote is still here: send it again in ten seconds.";
    Spent: "这张表单已经用过。请重新打开页面再写。", "This form was used already. Open the page anew and write again.";
    Trapped: "有一个栏目应当留空，却填了内容（可能是浏览器自动填的）。请重新打开页面再写。", "A field that has to stay empty was filled in, perhaps by the browser. Open the page anew and write again.";
    Address: "从您这里的网络一小时内已经发了不少。急事请打社区电话或 12345；不急的过一小时再发，您写的内容都还在。",
        "Much was sent from your network within the hour. If it is urgent, ring the community or 12345; else send it in an hour: what you wrote is still here.";
    Phone: "这个电话号码今天已经报了不少件。请打社区电话说明，或者明天再报。", "Much was reported with this number today. Ring the community, or report it tomorrow.";
    Copy: "差不多的内容刚刚已经有很多。同一件事请点“我也遇到”；不是同一件事，请写明楼栋和具体情况再发。",
        "Much that is nearly the same came in just now. If it is the same matter, press “I met it too”; if not, say which building and what exactly, and send it again.";
    Plain: "现在不带脚本的发送太多。请打社区电话或 12345，或者过一小时再发，您写的内容都还在。",
        "Too much comes from browsers without script just now. Ring the community or 12345, or send it in an hour: what you wrote is still here.";
}

words! {
    /// What the city sets about the gate.
    GateSetting:

    WorkBits: "居民表单：浏览器验算的位数（多一位，时间加倍）", "Residents' forms: bits that the browser works for (each doubles the time)";
    AddressHourly: "居民表单：同一网络地址每小时收几件", "Residents' forms: from one address within an hour";
    PhoneDaily: "居民表单：同一电话每天收几件", "Residents' forms: with one telephone number within a day";
    Copies: "居民表单：三天内几件雷同算可疑", "Residents' forms: nearly the same texts in three days until more are suspicious";
    HeldHourly: "居民表单：可疑的每小时最多送到工作台几件", "Residents' forms: suspicious ones that reach the desks within an hour";
}
