//! Every route that is no server function, as every role and as nobody. A route that is missing in the table fails.

mod answer;
mod vol;
mod wish;
mod wish_desk;

use std::fs;

use server::page::{Surface, paths};

/// What nobody, and then every role in the order of `Role::ALL`, is answered. Forms are sent empty: 422 means that somebody
/// may use them, 303 that they need no field or lead to the log-in.
pub type Row = (&'static str, &'static str, u16, [u16; 12]);

const OPEN: [u16; 12] = [200; 12];
/// Pages about single households: those who keep or lead files.
const FILES: [u16; 12] = [200, 200, 200, 200, 404, 200, 404, 404, 404, 404, 404, 404];
/// Cases: supervision has a desk as well, and a department with one.
const CASES: [u16; 12] = [200, 200, 200, 200, 404, 200, 200, 404, 404, 404, 404, 404];
/// What supervision watches: the city and its streets with it.
const WATCH: [u16; 12] = [404, 404, 404, 200, 404, 200, 200, 404, 404, 404, 404, 404];
/// Whoever sits at a telephone; who walks the grids knows of it.
const CALLS: [u16; 12] = [403, 403, 200, 200, 404, 200, 404, 404, 404, 404, 404, 404];
/// Ringing somebody in a household: those who keep its files.
const DIALS: [u16; 12] = [303, 303, 303, 403, 404, 403, 404, 404, 404, 404, 404, 404];
/// The phone's pages: who goes to doors or leads those who do; everybody else is led to their own desk.
const PHONE: [u16; 12] = [200, 200, 303, 303, 303, 303, 303, 303, 303, 303, 303, 303];
/// Lists of people: those who change files; whoever only sees them knows of it.
const LISTS: [u16; 12] = [200, 200, 200, 403, 404, 403, 404, 404, 404, 404, 404, 404];
/// The page can be opened, and says itself what the post may not see.
const FORM: [u16; 12] = [422; 12];
const DONE: [u16; 12] = [303; 12];
/// Everybody at work; a wall screen is nobody.
const WORKS: [u16; 12] = [200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 404, 404];
/// Offices, departments and supervision.
const FIGURES: [u16; 12] = [403, 403, 200, 200, 200, 200, 200, 404, 404, 404, 404, 404];
/// The system and the security administrator; the audit administrator knows of it.
const ACCOUNTS: [u16; 12] = [404, 404, 404, 404, 404, 404, 404, 200, 200, 403, 404, 404];

const TABLE: &[Row] = &[
    ("GET", "/", 200, OPEN),
    ("GET", "/ongoing", 200, OPEN),
    ("GET", "/report", 200, OPEN),
    ("GET", "/report/code/{building}", 200, OPEN),
    // What anybody has guessed; a case that strangers may not know of.
    ("GET", "/report/done/{code}", 404, [404; 12]),
    ("GET", "/report/done/{code}/link.svg", 404, [404; 12]),
    ("GET", "/report/met/{case}", 404, [404; 12]),
    // No session counts; everybody may use them, and nobody often.
    ("POST", "/report", 422, FORM),
    ("POST", "/report/join", 422, FORM),
    ("POST", "/report/photo", 422, FORM),
    ("GET", "/login", 200, OPEN),
    ("GET", "/password", 303, OPEN),
    ("GET", "/account", 303, OPEN),
    ("GET", "/account/totp", 303, OPEN),
    ("GET", "/login/code", 303, OPEN),
    // Nobody has begun one yet.
    ("GET", "/account/totp/code.svg", 303, [404; 12]),
    // Without an identity provider there are no such routes.
    ("GET", "/login/oidc", 404, [404; 12]),
    ("GET", "/login/oidc/callback", 404, [404; 12]),
    ("GET", "/map", 303, OPEN),
    ("GET", "/screen", 303, [200, 200, 200, 200, 404, 200, 200, 404, 404, 404, 200, 200]),
    ("GET", "/areas", 303, OPEN),
    ("GET", "/areas/{area}", 303, OPEN),
    ("GET", "/buildings/{building}", 303, FILES),
    ("GET", "/households/{dwelling}", 303, FILES),
    ("GET", "/people/{resident}", 303, FILES),
    ("GET", "/cases", 303, CASES),
    ("GET", "/cases/new", 303, FILES),
    ("GET", "/cases/print", 303, CASES),
    ("GET", "/cases/{case}/print", 303, CASES),
    ("GET", "/cases/{case}/code.svg", 401, CASES),
    ("GET", "/admin/accounts", 303, ACCOUNTS),
    ("GET", "/admin/accounts/{account}", 303, ACCOUNTS),
    // Grid workers know of it; community and street may. At the city's level nobody re-grids.
    ("GET", "/areas/{area}/estates", 303, FILES),
    ("GET", "/areas/{area}/stickers", 303, FILES),
    ("GET", "/areas/{area}/roster", 303, FILES),
    ("GET", "/estates/{estate}", 303, FILES),
    ("GET", "/areas/{area}/manage", 303, [403, 403, 200, 200, 404, 404, 404, 404, 404, 404, 404, 404]),
    // Trails: the phone's page for who goes to doors, the files for who keeps files; a batch is JSON.
    ("GET", "/areas/{area}/patrol", 303, FILES),
    ("GET", "/m/patrol", 303, [200, 200, 303, 303, 303, 303, 303, 303, 303, 303, 303, 303]),
    ("GET", "/m/patrol/trail.gpx", 401, FILES),
    ("GET", "/m/patrol/trail.xlsx", 401, FILES),
    // Without a worker and a day there is nothing to hand out; who gets one is told in `patrol`.
    ("GET", "/map/trail.gpx", 401, [404; 12]),
    ("GET", "/map/trail.xlsx", 401, [404; 12]),
    ("POST", "/m/fixes", 401, [415; 12]),
    ("POST", "/m/duty", 401, FORM),
    ("POST", "/m/trail-note", 401, FORM),
    ("POST", "/m/check-point", 401, FORM),
    ("POST", "/m/gpx", 401, FORM),
    ("POST", "/form/check-point", 401, FORM),
    ("POST", "/form/check-point-remove", 401, FORM),
    ("POST", "/form/patrol-team", 401, FORM),
    ("POST", "/form/patrol-team-end", 401, FORM),
    ("POST", "/form/team-patrol", 401, FORM),
    ("POST", "/admin/trail-mode", 401, FORM),
    ("GET", "/admin/setting", 303, [404, 404, 404, 404, 404, 404, 404, 403, 200, 403, 404, 404]),
    ("GET", "/admin/dictionary", 303, [404, 404, 404, 404, 404, 404, 404, 200, 403, 403, 404, 404]),
    ("GET", "/admin/categories", 303, [404, 404, 404, 404, 404, 404, 404, 200, 403, 403, 404, 404]),
    ("GET", "/admin/owners", 303, [404, 404, 404, 404, 404, 404, 404, 200, 403, 403, 404, 404]),
    ("GET", "/admin/calendar", 303, [404, 404, 404, 404, 404, 404, 404, 200, 403, 403, 404, 404]),
    ("GET", "/admin/deadlines", 303, [404, 404, 404, 404, 404, 404, 404, 200, 403, 403, 404, 404]),
    ("GET", "/admin/units", 303, ACCOUNTS),
    ("GET", "/admin/units/{unit}", 303, ACCOUNTS),
    // The security and the audit administrator know of it.
    ("GET", "/admin/walls", 303, [404, 404, 404, 404, 404, 404, 404, 200, 403, 403, 404, 404]),
    ("GET", "/admin/webhooks", 303, [404, 404, 404, 404, 404, 404, 404, 200, 403, 403, 404, 404]),
    ("GET", "/admin/clients", 303, [404, 404, 404, 404, 404, 404, 404, 200, 403, 403, 404, 404]),
    // What anybody has guessed.
    ("GET", "/wall/{token}", 404, [404; 12]),
    ("GET", "/admin/audit", 303, [404, 404, 404, 404, 404, 404, 404, 403, 403, 200, 404, 404]),
    ("GET", "/departures", 303, FILES),
    ("GET", "/doors", 303, FILES),
    ("GET", "/doors/{dwelling}", 303, FILES),
    // Grid workers and leaders know of it.
    ("GET", "/statistics", 303, FIGURES),
    ("GET", "/statistics/cases", 303, FIGURES),
    ("GET", "/statistics/heat", 303, FIGURES),
    // What recurs are the cases of an area: no department sees all of them.
    ("GET", "/statistics/recurring", 303, [403, 403, 200, 200, 404, 200, 200, 404, 404, 404, 404, 404]),
    ("GET", "/m", 303, PHONE),
    ("GET", "/m/b/{building}", 303, PHONE),
    ("GET", "/m/h/{dwelling}", 303, PHONE),
    ("GET", "/m/h/{dwelling}/call/{resident}", 401, DIALS),
    ("GET", "/m/report", 303, PHONE),
    ("GET", "/m/cases", 303, PHONE),
    ("GET", "/m/cases/{case}", 303, PHONE),
    ("GET", "/m/me", 303, PHONE),
    // Nothing was typed.
    ("POST", "/m/find", 401, DONE),
    ("POST", "/m/report", 401, FORM),
    ("GET", "/works", 303, WORKS),
    ("GET", "/works/new", 303, [403, 403, 200, 200, 200, 200, 403, 403, 403, 403, 404, 404]),
    ("GET", "/works/{work}", 303, WORKS),
    // Grid workers know of it.
    ("GET", "/cases/chat", 303, FILES),
    ("GET", "/hotline", 303, [403, 403, 200, 200, 404, 200, 404, 404, 404, 404, 404, 404]),
    // In these tests a department's post has no unit, and so no desk.
    ("GET", "/cases/answers", 303, [200, 403, 200, 200, 404, 200, 403, 404, 404, 404, 404, 404]),
    ("POST", "/form/answer", 401, FORM),
    ("POST", "/form/answer-remove", 401, FORM),
    // Off as a city comes: `board` puts it on.
    ("GET", "/board", 303, [404; 12]),
    ("GET", "/board/{area}", 303, [404; 12]),
    ("GET", "/hotline", 303, CALLS),
    ("GET", "/supervision", 303, WATCH),
    ("GET", "/supervision/bulletins", 303, WORKS),
    // Nobody has published one yet.
    ("GET", "/supervision/bulletins/{bulletin}", 303, [404; 12]),
    ("GET", "/supervision/bulletins/{bulletin}/bulletin.pdf", 401, [404; 12]),
    ("GET", "/supervision/bulletins/{bulletin}/bulletin.xlsx", 401, [404; 12]),
    ("GET", "/cases/{case}/trail.pdf", 401, CASES),
    ("GET", "/cases/{case}/trail.csv", 401, CASES),
    ("GET", "/cases/{case}/reporter/call", 401, [403, 403, 303, 303, 404, 303, 403, 404, 404, 404, 404, 404]),
    ("GET", "/cases/orders", 303, CALLS),
    ("GET", "/cases/orders/{sheet}", 303, CALLS),
    ("GET", "/cases/orders/template.xlsx", 401, CALLS),
    ("GET", "/cases/orders/answers.xlsx", 401, CALLS),
    ("GET", "/cases/orders/{sheet}/faults.xlsx", 401, CALLS),
    ("POST", "/cases/orders", 401, FORM),
    ("POST", "/form/orders-columns", 401, FORM),
    ("POST", "/form/orders-write", 401, FORM),
    // Who keeps files sees what is over; there is no round yet, and no task (`spot_check` draws one).
    ("GET", "/spot-checks", 303, [200, 200, 200, 200, 404, 200, 200, 404, 404, 404, 404, 404]),
    ("GET", "/spot-checks/new", 303, [404, 404, 404, 403, 404, 200, 200, 404, 404, 404, 404, 404]),
    ("GET", "/spot-checks/mine", 303, [404, 404, 404, 200, 404, 403, 403, 404, 404, 404, 404, 404]),
    ("GET", "/spot-checks/tasks/{task}", 303, [404, 404, 404, 404, 404, 403, 403, 404, 404, 404, 404, 404]),
    ("GET", "/spot-checks/tasks/{task}/call", 401, [404, 404, 404, 404, 404, 403, 403, 404, 404, 404, 404, 404]),
    ("GET", "/spot-checks/{round}", 303, [404; 12]),
    ("GET", "/spot-checks/{round}/draw", 303, [404; 12]),
    ("GET", "/spot-checks/{round}/round.xlsx", 401, [404; 12]),
    ("GET", "/spot-checks/{round}/list.csv", 401, [404; 12]),
    ("POST", "/form/spot-check-draw", 401, FORM),
    ("POST", "/form/spot-check-close", 401, FORM),
    ("POST", "/form/spot-check-try", 401, FORM),
    ("POST", "/form/spot-check-answer", 401, FORM),
    ("GET", "/notices", 303, FILES),
    ("GET", "/notices/{notice}", 303, FILES),
    // The post keeps no files, or nobody there has a telephone: the first household of the notice has one.
    ("GET", "/notices/{notice}/call/{dwelling}", 401, DIALS),
    // Whoever sees no households may ask for the presets' totals.
    ("GET", "/filter", 303, OPEN),
    ("GET", "/filter/choose", 401, DONE),
    // The grid worker of the test did it; to hold all of it, one need not keep the files.
    ("GET", "/labels/{bulk}", 303, [200, 200, 200, 403, 404, 403, 404, 404, 404, 404, 404, 404]),
    ("GET", "/households/{dwelling}/nearby", 303, FILES),
    ("GET", "/households/{dwelling}/nearby/{resident}/call", 401, DIALS),
    ("GET", "/import", 303, LISTS),
    ("GET", "/import/{batch}", 303, LISTS),
    ("GET", "/import/template.xlsx", 401, LISTS),
    ("GET", "/import/{batch}/faults.xlsx", 401, LISTS),
    ("GET", "/exports", 303, FILES),
    ("GET", "/exports/new", 303, FILES),
    // Asked in the grid by the test's community: from above one grants it, and only who asked fetches it.
    ("GET", "/exports/{export}", 303, [404, 404, 200, 200, 404, 200, 404, 404, 404, 404, 404, 404]),
    ("GET", "/exports/{export}/file", 401, [404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404]),
    ("GET", "/exports/templates", 303, FILES),
    // The test's community shares it with who works inside its area.
    ("GET", "/exports/templates/{template}", 303, [200, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404]),
    ("GET", "/people/{resident}/certificate", 303, FILES),
    // The counter lies with the community and the street.
    ("GET", "/people/{resident}/looks", 303, [403, 403, 200, 200, 404, 403, 404, 404, 404, 404, 404, 404]),
    ("GET", "/people/{resident}/photos", 303, FILES),
    ("GET", "/households/{dwelling}/photos", 303, FILES),
    // A portrait; a document's is shown for a reason only.
    ("GET", "/photo/{photo}", 401, FILES),
    ("GET", "/media/{media}", 401, CASES),
    ("GET", "/media/{media}/thumb", 401, CASES),
    ("GET", "/media/{media}/released", 401, CASES),
    // Who answers to residents decides what they are shown.
    ("GET", "/cases/pictures/{media}/black-out", 303, [403, 403, 200, 200, 404, 200, 404, 404, 404, 404, 404, 404]),
    ("GET", "/areas/{area}/register", 303, FILES),
    ("GET", "/areas/{area}/party", 303, FILES),
    ("GET", "/areas/{area}/visits", 303, FILES),
    ("GET", "/areas/{area}/watch-lists", 303, FILES),
    ("GET", "/watch-lists/{watch}", 303, FILES),
    // Whoever sees households reads them; the system administrator keeps the city's.
    ("GET", "/visit-rules", 303, [200, 200, 200, 200, 404, 200, 404, 200, 404, 404, 404, 404]),
    // Plans are made by grid, and the leader here leads the city.
    ("GET", "/m/plan", 303, [200, 404, 303, 303, 303, 303, 303, 303, 303, 303, 303, 303]),
    ("POST", "/m/visit", 401, FORM),
    ("POST", "/m/visit-withdraw", 401, FORM),
    ("POST", "/m/watch", 401, FORM),
    ("POST", "/form/visit-rule", 401, FORM),
    ("POST", "/form/visit-rule-remove", 401, FORM),
    ("POST", "/form/watch-list", 401, FORM),
    ("POST", "/form/watch-list-end", 401, FORM),
    ("GET", "/areas/{area}/training", 303, FILES),
    ("GET", "/emergencies", 303, WORKS),
    // Whoever walks the grids knows that there are reports about others, and sees the own one alone.
    ("GET", "/bank", 303, [403, 403, 200, 200, 404, 200, 404, 404, 404, 404, 404, 200]),
    ("GET", "/bank/rules", 303, [200, 200, 200, 200, 404, 200, 404, 200, 200, 200, 404, 200]),
    ("GET", "/bank/items", 303, [403, 403, 200, 200, 404, 200, 404, 404, 404, 404, 404, 404]),
    // Nobody has served yet: `bank` asks about accounts.
    ("GET", "/bank/{bank}", 303, [404; 12]),
    ("GET", "/bank/{bank}/statement.pdf", 401, [404; 12]),
    ("GET", "/bank/{bank}/statement.xlsx", 401, [404; 12]),
    ("POST", "/form/bank-donate", 401, FORM),
    ("POST", "/form/bank-redeem", 401, FORM),
    ("POST", "/form/bank-reverse", 401, FORM),
    ("POST", "/form/bank-rule", 401, FORM),
    ("POST", "/form/bank-item", 401, FORM),
    ("GET", "/months", 303, [403, 403, 200, 200, 404, 200, 404, 404, 404, 404, 404, 404]),
    ("GET", "/months/formula", 303, [200, 200, 200, 200, 404, 200, 404, 200, 200, 200, 404, 404]),
    // Nobody has drawn one up yet: `month` asks about them.
    ("GET", "/months/{month}", 303, [404; 12]),
    ("GET", "/months/{month}/{measure}", 303, [404; 12]),
    ("GET", "/months/{month}/month.pdf", 401, [404; 12]),
    ("GET", "/months/{month}/month.xlsx", 401, [404; 12]),
    ("GET", "/m/month", 303, [200, 403, 303, 303, 303, 303, 303, 303, 303, 303, 303, 303]),
    ("POST", "/form/month-draft", 401, FORM),
    ("POST", "/form/month-show", 401, FORM),
    ("POST", "/form/month-publish", 401, FORM),
    ("POST", "/form/month-answer", 401, FORM),
    ("POST", "/form/month-agree", 401, FORM),
    ("POST", "/form/month-object", 401, FORM),
    ("POST", "/form/month-formula", 401, FORM),
    ("POST", "/form/training", 401, FORM),
    ("POST", "/form/training-remove", 401, FORM),
    ("POST", "/form/emergency", 401, FORM),
    ("POST", "/form/emergency-renew", 401, FORM),
    ("POST", "/form/emergency-lift", 401, FORM),
    ("GET", "/register/{item}", 303, FILES),
    ("GET", "/register/{item}/call", 401, DIALS),
    // What anybody has guessed.
    ("GET", "/v/{code}", 404, [404; 12]),
    ("GET", "/t/{code}", 404, [404; 12]),
    // Only a seal prints.
    ("GET", "/certificates/{certificate}/pdf", 401, [403, 403, 200, 200, 404, 403, 404, 404, 404, 404, 404, 404]),
    ("GET", "/map/scene/{file}", 200, OPEN),
    ("GET", "/map/state", 401, FILES),
    ("GET", "/live", 401, OPEN),
    ("GET", "/tiles", 401, OPEN),
    ("GET", "/tiles/{layer}/{z}/{x}/{y}", 401, [404; 12]),
    ("GET", "/pkg/{*path}", 404, [404; 12]),
    ("GET", "/api/geo/cases.geojson", 401, [200, 200, 200, 200, 404, 200, 200, 404, 404, 404, 404, 404]),
    ("GET", "/api/openapi.json", 200, OPEN),
    ("GET", "/healthz", 200, OPEN),
    ("GET", "/readyz", 200, OPEN),
    ("GET", "/version", 200, OPEN),
    // Open311 asks for no session: what it shows is public, and who posts has a key.
    ("GET", "/open311/v2/discovery.xml", 200, OPEN),
    ("GET", "/open311/v2/discovery.json", 200, OPEN),
    ("GET", "/open311/v2/services.xml", 200, OPEN),
    ("GET", "/open311/v2/services.json", 200, OPEN),
    ("GET", "/open311/v2/services/{file}", 404, [404; 12]),
    ("GET", "/open311/v2/requests.xml", 200, OPEN),
    ("GET", "/open311/v2/requests.json", 200, OPEN),
    ("GET", "/open311/v2/requests/{file}", 404, [404; 12]),
    ("GET", "/open311/v2/tokens/{file}", 404, [404; 12]),
    ("POST", "/open311/v2/requests.xml", 403, [403; 12]),
    ("POST", "/open311/v2/requests.json", 403, [403; 12]),
    ("POST", "/login", 422, FORM),
    ("POST", "/password", 303, FORM),
    ("POST", "/account/post", 401, FORM),
    ("POST", "/account/end-device", 401, FORM),
    ("POST", "/account/end-others", 401, DONE),
    ("POST", "/login/code", 303, FORM),
    ("POST", "/account/totp", 303, DONE),
    ("POST", "/account/totp/confirm", 303, FORM),
    // What was begun and never proved goes without a code.
    ("POST", "/account/totp/remove", 401, DONE),
    ("POST", "/form/photo", 401, FORM),
    ("POST", "/form/photo-remove", 401, FORM),
    ("POST", "/form/photo-unmask", 401, FORM),
    ("POST", "/media", 401, FORM),
    ("POST", "/form/black-out", 401, FORM),
    ("POST", "/form/label", 401, FORM),
    // What is found is for the page that it leads to; without a text it leads there at once.
    ("POST", "/form/search", 401, DONE),
    ("POST", "/form/search-trail", 401, DONE),
    ("POST", "/form/root-cause", 401, FORM),
    ("POST", "/form/root-cause-close", 401, FORM),
    ("POST", "/form/work", 401, FORM),
    ("POST", "/form/work-end", 401, FORM),
    ("POST", "/form/roster", 401, FORM),
    ("POST", "/form/roster-end", 401, FORM),
    // A guessed code without a word; who holds the right one needs no session.
    ("POST", "/t/{code}", 422, FORM),
    ("POST", "/form/case-step", 401, FORM),
    ("POST", "/form/case-undo", 401, FORM),
    ("POST", "/form/case-bulk", 401, FORM),
    ("POST", "/form/case-bulk-undo", 401, FORM),
    ("POST", "/form/case-view", 401, FORM),
    ("POST", "/form/case-view-rename", 401, FORM),
    ("POST", "/form/case-view-remove", 401, FORM),
    ("POST", "/form/case-report", 401, FORM),
    ("POST", "/form/case-join", 401, FORM),
    ("POST", "/form/file", 401, FORM),
    ("POST", "/form/verify", 401, FORM),
    ("POST", "/form/died", 401, FORM),
    ("POST", "/form/merge", 401, FORM),
    ("POST", "/form/unmerge", 401, FORM),
    ("POST", "/form/move-in", 401, FORM),
    ("POST", "/form/move-out", 401, FORM),
    ("POST", "/form/head", 401, FORM),
    ("POST", "/form/occupancy", 401, FORM),
    ("POST", "/form/gone-through", 401, FORM),
    ("POST", "/form/note", 401, FORM),
    ("POST", "/form/filter-save", 401, FORM),
    ("POST", "/form/filter-remove", 401, FORM),
    ("POST", "/form/bulk-label", 401, FORM),
    ("POST", "/form/bulk-undo", 401, FORM),
    ("POST", "/form/departure", 401, FORM),
    ("POST", "/form/door", 401, FORM),
    ("POST", "/form/door-decide", 401, FORM),
    ("POST", "/form/door-withdraw", 401, FORM),
    ("POST", "/form/bulletin", 401, FORM),
    ("POST", "/form/chat-split", 401, FORM),
    ("POST", "/form/chat", 401, FORM),
    ("POST", "/form/hotline", 401, FORM),
    ("POST", "/form/hotline-caller", 401, FORM),
    ("POST", "/form/notice", 401, FORM),
    ("POST", "/form/notice-call", 401, FORM),
    ("POST", "/form/register", 401, FORM),
    ("POST", "/form/register-close", 401, FORM),
    ("POST", "/form/certificate", 401, FORM),
    ("POST", "/form/certificate-revoke", 401, FORM),
    ("POST", "/form/regrid", 401, FORM),
    ("POST", "/import", 401, FORM),
    ("POST", "/form/import-columns", 401, FORM),
    ("POST", "/form/import-write", 401, FORM),
    ("POST", "/form/import-undo", 401, FORM),
    ("POST", "/form/import-stop", 401, FORM),
    ("POST", "/exports/templates", 401, FORM),
    ("POST", "/form/export", 401, FORM),
    ("POST", "/form/export-decide", 401, FORM),
    ("POST", "/form/export-end", 401, FORM),
    ("POST", "/form/template-columns", 401, FORM),
    ("POST", "/form/template-remove", 401, FORM),
    ("POST", "/admin/account", 401, FORM),
    ("POST", "/admin/account/totp", 401, FORM),
    // Likewise.
    ("POST", "/admin/account/oidc", 404, [404; 12]),
    ("POST", "/admin/account/lock", 401, FORM),
    ("POST", "/admin/account/password", 401, FORM),
    ("POST", "/admin/account/end-sessions", 401, FORM),
    ("POST", "/admin/unit", 401, FORM),
    // Needs no field: the system administrator's work is done.
    ("POST", "/admin/unit/areas", 401, [422, 422, 422, 422, 422, 422, 422, 303, 422, 422, 422, 422]),
    ("POST", "/admin/unit/rename", 401, FORM),
    ("POST", "/admin/unit/move", 401, FORM),
    ("POST", "/admin/unit/close", 401, FORM),
    ("POST", "/admin/unit/grid", 401, FORM),
    ("POST", "/admin/setting", 401, FORM),
    // Nothing ticked means that no role has to.
    ("POST", "/admin/setting/switch", 401, FORM),
    ("POST", "/admin/setting/totp", 401, [422, 422, 422, 422, 422, 422, 422, 422, 303, 422, 422, 422]),
    ("POST", "/admin/dictionary", 401, FORM),
    ("POST", "/admin/dictionary/order", 401, FORM),
    ("POST", "/admin/dictionary/offer", 401, FORM),
    ("POST", "/admin/label", 401, FORM),
    ("POST", "/admin/category", 401, FORM),
    ("POST", "/admin/category/retire", 401, FORM),
    ("POST", "/admin/owner", 401, FORM),
    ("POST", "/admin/owner/change", 401, FORM),
    ("POST", "/admin/owner/remove", 401, FORM),
    ("POST", "/form/calendar", 401, FORM),
    ("POST", "/form/calendar-clear", 401, FORM),
    ("POST", "/form/service-hours", 401, FORM),
    ("POST", "/form/deadline", 401, FORM),
    ("POST", "/form/deadline-remove", 401, FORM),
    ("POST", "/form/deadline-set", 401, FORM),
    ("POST", "/admin/webhook", 401, FORM),
    ("POST", "/admin/webhook/pause", 401, FORM),
    ("POST", "/admin/webhook/test", 401, FORM),
    ("POST", "/admin/webhook/remove", 401, FORM),
    ("POST", "/admin/client", 401, FORM),
    ("POST", "/admin/client/revoke", 401, FORM),
    ("POST", "/admin/wall", 401, FORM),
    ("POST", "/admin/wall/revoke", 401, FORM),
    ("POST", "/admin/post", 401, FORM),
    ("POST", "/admin/post/end", 401, FORM),
    // The phone's outbox: no page of it is for who has a desk, and no phone keeps more than one grid.
    ("GET", "/m/outbox", 303, PHONE),
    ("GET", "/m/offline", 303, PHONE),
    ("GET", "/m/conflicts", 303, PHONE),
    ("GET", "/m/contact/{resident}", 303, PHONE),
    ("GET", "/m/file/{resident}", 303, PHONE),
    ("GET", "/m/snapshot", 401, [200, 403, 403, 403, 404, 403, 404, 404, 404, 404, 404, 404]),
    ("GET", "/m/scope", 401, OPEN),
    ("GET", "/m/sw.js", 200, OPEN),
    ("GET", "/m/manifest.webmanifest", 200, OPEN),
    ("POST", "/m/contact", 401, FORM),
    ("POST", "/m/conflict", 401, FORM),
    ("POST", "/m/file", 401, FORM),
    // Last: it ends the session that the others were asked with.
    ("POST", "/logout", 401, DONE),
];

/// Every row: those with tables of their own first, because the last of ours ends the session.
pub fn table() -> impl Iterator<Item = &'static Row> {
    wish::ROWS.iter().chain(wish_desk::ROWS).chain(vol::TABLE).chain(TABLE)
}

#[test]
fn every_route_is_in_the_table() {
    let source = written();
    let written = source.match_indices(".route(\"").map(|(at, mark)| {
        let rest = &source[at + mark.len()..];
        let (path, rest) = rest.split_once('"').unwrap();
        let method = if rest.trim_start_matches([',', ' ']).starts_with("post(") { "POST" } else { "GET" };
        (method, path.to_owned())
    });
    let pages = [Surface::Public, Surface::Office, Surface::Field, Surface::Desk].into_iter().flat_map(paths);
    let pages = pages.map(|path| ("GET", path));

    let mut missing: Vec<_> = written.chain(pages).filter(|(method, path)| !listed(method, path)).collect();
    missing.dedup();
    assert!(missing.is_empty(), "not in the table: {missing:#?}");
}

/// The paths of all forms of our own pages.
pub fn forms() -> impl Iterator<Item = &'static str> {
    table().filter(|row| row.0 == "POST" && !row.1.starts_with("/open311/")).map(|row| row.1)
}

fn listed(method: &str, path: &str) -> bool {
    table().any(|row| row.0 == method && row.1 == path)
}

/// The text of the router and of its parts.
pub fn written() -> String {
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    let parts = fs::read_dir(format!("{source}/router")).unwrap().map(|entry| entry.unwrap().path());
    let files = parts.chain([format!("{source}/router.rs").into()]);
    files.map(|file| fs::read_to_string(file).unwrap()).collect()
}
