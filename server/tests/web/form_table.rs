//! Every form of the server, with what it is filled in with. Not who may send it (`route`, `probe`).

/// Every form that changes something beyond the own session, with what makes it succeed for the community that keeps the
/// files, or for the administrator whose work it is. In an order in which one does not stand in the way of the next.
pub const FORMS: &[(&str, &str)] = &[
    ("/form/label", "dwelling={dwelling}&label=1&on=1&revision={revision}"),
    ("/form/case-step", "case={case}&version={version}&step=remark&note=x"),
    ("/form/case-report", "operation={operation}&dwelling={dwelling}&title=x"),
    ("/form/notice", "area={area}&building={building}&title=a&text=b&until_on=2026-12-01"),
    ("/form/notice-call", "notice={notice}&dwelling={dwelling}&was=told&state=absent"),
    ("/form/occupancy", "dwelling={dwelling}&revision={revision}&occupancy=2"),
    ("/form/gone-through", "dwelling={dwelling}&revision={revision}"),
    ("/form/note", "dwelling={dwelling}&place=dwelling&kind=meters&text=x"),
    ("/form/verify", "resident={resident}&group=contact&method=door"),
    ("/form/photo", "resident={resident}&kind=document&caption=x&taken_on=2026-11-01"),
    ("/form/photo", "dwelling={dwelling}&kind=dwelling&taken_on=2026-11-01"),
    ("/form/photo-unmask", "photo={paper}&reason=verify"),
    ("/form/photo-remove", "photo={paper}"),
    ("/form/file", "resident={resident}&revision={file}&group=background&method=door&workplace=x"),
    (
        "/form/certificate",
        "resident={resident}&landlord=L&lease_from_on=2026-01-01&lease_until_on=2027-12-31&purpose=x&issuer_phone=0433-2712345",
    ),
    ("/form/certificate-revoke", "certificate={certificate}&reason=x"),
    ("/form/register", "area={area}&kind=organisation.shop&name=x&building={building}&contact=y&phone=16000000017"),
    ("/form/register", "entry={item}&revision={item_revision}&kind=object.other&name=x&building={building}"),
    ("/form/register-close", "entry={item}&revision={item_revision}&day=2026-11-20"),
    ("/form/departure", "departure={departure}&verdict=keep"),
    ("/form/door-decide", "proposal={proposal}&verdict=refuse&reason=x"),
    ("/form/door", "dwelling={dwelling}&kind=renumber&number=907&note=x&at_once=1"),
    ("/form/filter-save", "area={area}&f=label:2&name=x&shared=1"),
    ("/form/bulk-label", "dwellings={dwelling}&label=2&on=1&expected=1"),
    ("/form/export", "list=people&area={area}&f=&format=csv&column-name=1&column-phone=1&column-id_number=1"),
    (
        "/form/export",
        "list=people&area={area}&f=&column-name=1&column-phone=1&unmasked=1&reason=for-the-probes&password=three+lifts+and+a+stair",
    ),
    ("/form/export-decide", "export={export}&granted=1&password=three+lifts+and+a+stair"),
    ("/form/unmerge", "merge={merge}"),
    ("/form/merge", "kept={resident}&kept_revision={file}&merged={other}&merged_revision={other_file}"),
    ("/form/head", "dwelling={dwelling}&revision={revision}&resident={resident}&old_becomes=other&day=2026-11-02"),
    ("/form/move-out", "dwelling={dwelling}&revision={revision}&resident={resident}&day=2026-11-03"),
    (
        "/form/move-in",
        "dwelling={dwelling}&revision={revision}&resident={resident}&kind=both&relation=tenant&day=2026-11-04",
    ),
    ("/form/died", "resident={resident}&revision={file}&day=2026-11-05"),
    ("/form/import-columns", "batch={list}&column-0=building&column-1=unit&column-2=door&column-3=name"),
    ("/form/import-stop", "batch={list}"),
    ("/form/import-write", "batch={checked}&leaves_out=1"),
    ("/form/import-undo", "batch={batch}"),
    ("/form/regrid", "kind=split&from={area}&into=new&buildings={building}&name=x"),
    ("/form/roster", "area={area}&kind=doctor&name=x"),
    ("/form/roster-end", "entry={entry}"),
    ("/admin/account", "login=new-one&name=x"),
    ("/admin/wall", "name=x&area={area}"),
    ("/admin/wall/revoke", "account={wall}"),
    ("/admin/unit", "kind=police&name_zh=x&area={area}"),
    ("/admin/unit/rename", "unit={unit}&kind=police&name_zh=y"),
    ("/admin/unit/grid", "unit={unit}&name=x&area-{area}=1"),
    ("/admin/unit/move", "unit={unit}&parent="),
    ("/admin/unit/close", "unit={unit}&closed_on=2100-01-01"),
    ("/admin/account/lock", "account={account}&locked=1"),
    ("/admin/account/lock", "account={account}&locked=0"),
    ("/admin/account/password", "account={account}"),
    ("/admin/account/end-sessions", "account={account}"),
    ("/admin/post", "account={account}&role=grid_leader&area={area}"),
    ("/admin/post/end", "post={post}"),
];

/// Forms about oneself: nobody else's record can be named in them.
pub const OWN_FORMS: [&str; 14] = [
    "/login",
    "/login/code",
    "/logout",
    "/password",
    "/account/post",
    "/account/end-device",
    "/account/end-others",
    "/account/totp",
    "/account/totp/confirm",
    "/account/totp/remove",
    "/exports/templates",
    "/form/search",
    "/form/search-trail",
    "/import",
];

/// Forms about the administrator's own city as a whole, or about what no subject has: likewise. Who may use them stands in `route::TABLE`.
pub const CITY_FORMS: [&str; 9] = [
    // Only where there is an identity provider: `oidc` asks about it.
    "/admin/account/oidc",
    "/admin/account/totp",
    "/admin/dictionary",
    "/admin/dictionary/offer",
    "/admin/dictionary/order",
    "/admin/label",
    "/admin/setting",
    "/admin/setting/totp",
    "/admin/unit/areas",
];

/// Forms that take back what the same account did: nobody else's is changed, whoever asks.
pub const TAKE_BACK: [(&str, &str); 7] = [
    ("/form/case-undo", "case={case}&version={version}"),
    ("/form/filter-remove", "filter={kept}"),
    ("/form/bulk-undo", "bulk={bulk}"),
    ("/form/door-withdraw", "proposal={proposal}"),
    ("/form/export-end", "export={export}"),
    ("/form/template-columns", "template={template}&column-0=name&column-1=phone"),
    ("/form/template-remove", "template={template}"),
];
