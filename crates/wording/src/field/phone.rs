//! Words of the grid worker's phone.

use crate::table::words;

words! {
    /// The way from the desk to the phone: a table of its own, because the desk's bundle carries it.
    PhoneWay:

    Phone: "手机版", "On the phone";
}

words! {
    /// Words of the grid worker's phone.
    PhoneWord:

    // Ways.
    Home: "查户", "Look up";
    Report: "上报", "Report";
    Cases: "事件", "Cases";
    Me: "我的", "Me";
    ToDesk: "桌面版", "The desk";
    Back: "返回", "Back";

    // The look-up.
    FindLabel: "姓名、拼音首字母、电话或证件尾号、门牌", "Name, initials, last digits, door";
    Find: "查", "Find";
    DoorLabel: "门牌", "Door";
    DoorHint: "3-2-401，连写 32401 也行", "3-2-401, or 32401 without signs";
    DoorPad: "门牌键盘", "Door pad";
    DoorErase: "删除", "Erase";
    Dash: "横线", "Dash";
    Buildings: "网格里的楼栋", "Buildings of the grid";
    NoBuildings: "网格里没有楼栋", "The grid has no buildings";
    NoBuildingsHint: "划入网格的楼栋会列在这里。", "Buildings are listed here once they belong to the grid.";
    OtherBuilding: "换一栋楼", "Another building";
    GridBoard: "本网格楼栋格图", "Cell boards of my grid";

    // The household.
    ReportHere: "在这里上报", "Report here";
    OpenFile: "完整档案", "The whole file";
    ThisBuilding: "本楼格图", "Board of this building";
    NoPhone: "没有电话", "No number";

    // Reporting.
    Photo: "拍照", "Take a picture";
    PhotoMore: "再拍一张（可不拍）", "One more (may be left out)";
    Visits: "走访", "Visits";
    AtOwnGrid: "我的网格", "In my grid";
    MoreWords: "补充说明（可不填）", "More (may be left out)";

    // Cases.
    CasesToDo: "要我办的", "For me to do";
    CasesOwn: "我上报的", "Reported by me";
    NothingToDo: "没有要办的事件", "Nothing to do";
    NothingToDoHint: "转给您的和要您现场核查的会出现在这里。", "What is handed to you or waits for your look on site appears here.";
    NothingReported: "还没有上报过", "Nothing reported yet";
    NothingReportedHint: "随手拍一张就能上报。", "A picture is enough for a report.";
    OtherSteps: "其他办理（桌面版）", "Other steps (at the desk)";

    // Oneself.
    LookOfPage: "外观", "Look";
    Dark: "深色", "Dark";
    Outdoor: "户外强光", "Outdoor";
    Language: "语言", "Language";
    Account: "账号和登录设备", "Account and devices";
    Kept: "这台手机上存了什么", "What this phone keeps";
    KeptHint: "只有本网格的门牌、姓名和电话，加密存放，一天后过期，不含身份证号和健康备注；退出登录、换岗位或换网格时清除。",
        "Doors, names and telephones of your own grid only: encrypted, for a day, without identity numbers and health notes. They are wiped when you log out, switch posts or get another grid.";
    Install: "添加到主屏幕", "Put it on the home screen";
    InstallHint: "在浏览器菜单里选“添加到主屏幕”，以后像应用一样打开。",
        "Choose “Add to home screen” in the browser's menu and open it like an app from then on.";
}
