//! Words of what waits to be sent and of its conflicts.

use crate::table::words;

words! {
    /// Words of what waits to be sent and of its conflicts.
    OutboxWord:

    Outbox: "待上传", "Waiting to be sent";
    OutboxHint: "没有信号时记下的内容保存在本机，有信号后按顺序上传，每条只入库一次。", "What was written down without signal is kept on this phone and sent in order once there is signal, each exactly once.";
    OutboxEmpty: "没有待上传的内容", "Nothing waits to be sent";
    OutboxNoScript: "本机未运行脚本：表单直接发送到服务器，没有信号时不会保存在本机。", "Scripts do not run here: forms go straight to the server, and nothing is kept on this phone without signal.";
    Waiting: "待上传", "Waiting";
    Sent: "已上传", "Sent";
    Needs: "需处理", "Needs you";
    SendNow: "立即上传", "Send now";
    SendAgain: "再试一次", "Try again";
    SaveUnsent: "导出未上传", "Save what is unsent";
    SaveUnsentHint: "最后的办法：把未上传的内容存成文件，文件没有加密，请妥善保管。", "The last resort: saves what is unsent as a file. The file is not encrypted, keep it safe.";
    ThrowAway: "放弃这一条", "Give this one up";
    ThrowAwaySure: "放弃后无法找回，确定吗？", "It can't be brought back. Give it up?";
    Seen: "知道了", "Seen";
    Decide: "去处理", "Decide";
    SavedHere: "已保存，正在上传…", "Kept, sending…";
    SavedOffline: "已离线保存，有信号后自动上传。", "Kept on this phone; it is sent when there is signal.";
    WhySession: "登录已失效，请重新登录后再上传，内容不会丢失。", "Your session has ended: log in again to send. Nothing is lost.";
    WhyForbidden: "当前岗位无权办理这一条，请切换岗位后再试。", "This post may not do that: switch posts and try again.";
    WhyConflict: "其他人已先改动，两边都保留着，请核对。", "Somebody else changed it first. Both sides are kept: please check.";
    WhyRefused: "服务器没有收下这一条，请核对后再试。", "The server did not take this one: check it and try again.";
    WhyServer: "服务器暂时没有回应，稍后自动再试。", "The server does not answer for now; it is tried again by itself.";
    WhyOffline: "没有信号，有信号后自动上传。", "No signal: it is sent when there is.";
    LogOutUnsent: "还有内容没有上传。退出后它们仍加密保存在本机，同一账号再次登录后才能上传。确定退出吗？", "Something is not sent yet. It stays encrypted on this phone until the same account logs in again. Log out?";
    PhotoCount: "照片", "Photos";
    KindVisit: "走访", "Visit";
    KindReport: "上报", "Report";
    KindContact: "改电话", "Telephone";
    KindFile: "核对资料", "Details";
    KindConflict: "冲突处理", "Conflict";
    KindWatch: "关注名单", "Watch list";
    OfflineTitle: "离线查户", "Look up offline";
    OfflineHint: "只含本网格，加密存放一天，不含身份证号和健康备注。", "Your own grid only, kept encrypted for a day, without identity numbers and health notes.";
    OfflineBox: "门牌、姓氏或电话尾号", "Door, surname or end of a number";
    OfflineNone: "本机没有存下网格数据，联网打开一次即可。", "This phone keeps no grid yet: open it once with signal.";
    OfflineNoScript: "离线查户需要脚本，联网时请使用查户页面。", "Looking up offline needs scripts. With signal, use the look-up page.";
    Found: "找到", "Found";
    NoPhone: "无电话", "No telephone";
    LastVisit: "上次走访", "Last visit";
    NeverVisited: "未走访过", "Never visited";
    VisitUnchanged: "已访无变化", "Visited, no change";
    VisitNobody: "没人应门", "Nobody opened";
    ChangePhone: "改电话", "Change the telephone";
    NewPhone: "新电话", "New number";
    PhoneGone: "没有电话了", "There is no telephone any more";
    PhoneNow: "现登记", "On file";
    SavePhone: "保存", "Save";
    CheckFile: "核对资料", "Go through the details";
    CheckFileHint: "与本人逐项核对，只改有变化的。没有信号也能保存：别人同时改过的项目会两边都保留，没动过的项目不会覆盖别人的改动。", "Go through them with the person and change what is different. It can be saved without signal: where somebody else changed the same field both sides are kept, and what you leave alone overwrites nothing.";
    SaveFile: "核对完，保存", "Gone through: save";
    Conflicts: "冲突待处理", "Conflicts";
    ConflictsHint: "离线期间别人改过同一项，两边都保留着，请核对后选一个。", "Somebody else changed the same field while you were offline. Both sides are kept: check, then choose.";
    NoConflicts: "没有冲突", "No conflicts";
    NoConflictsHint: "离线改动与别人的改动不一致时会出现在这里。", "Changes made offline that meet somebody else's appear here.";
    SideMine: "后到的改动", "The late change";
    SideTheirs: "现在登记的", "On file now";
    KeepMine: "用后到的", "Keep the late one";
    KeepTheirs: "用现在的", "Keep what is on file";
    TakesNumberAway: "去掉电话", "No number";
    TakesValueAway: "清空", "Leave it empty";
    ByYou: "你", "You";
    AuditTakeOffline: "离线带走本网格", "Took the own grid offline";
    AuditKeepConflict: "改动冲突，两边保留", "Kept both sides of a conflict";
    AuditViewConflicts: "查看冲突", "Looked at conflicts";
    AuditSettleConflict: "处理冲突", "Decided a conflict";
}
