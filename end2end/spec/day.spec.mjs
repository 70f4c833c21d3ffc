// The seeds' stories at the times they tell: Longjing's report of 10:30 that is answered at 11:30 and green the next day, Yubei's bus
// line, Penglai's 拍拍图 and 拍拍板, and a light that nobody moves. The server's clock is set to each hop (2026-04-14 is a Tuesday);
// due times are worked out by hand from the rules that a city starts with: one hour of service to accept, three working days to
// handle, seven for the whole case, one to check, two to evaluate; a whistle is signed within an hour of service.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible } from "../fixture/axe.mjs";
import { closeClean, useBrowser } from "../fixture/browser.mjs";
import { factsOf, openSheet, openStep, sendStep, showsLight, takeStep } from "../fixture/case.mjs";
import { OwnServer, sleep } from "../fixture/own_server.mjs";
import { png } from "../fixture/png.mjs";

const browser = useBrowser();
const server = new OwnServer("day");
const PHONE = { width: 390, height: 844 };
const picture = (colour) => ({ name: "picture.png", mimeType: "image/png", buffer: png(colour) });

before(async () => {
  server.setTime(new Date("2026-04-14T09:00:00+08:00"));
  await server.start();
}, { timeout: 180_000 });
after(() => server.end());

/** Lets the server's clock show a time of 2026: `04-14 10:30`. */
async function itIs(time) {
  server.setTime(new Date(`2026-${time.replace(" ", "T")}:00+08:00`));
  // It reads its clock's file once a second.
  await sleep(1_500);
}

/** The same, after a night without the server: what it does by itself, it does when it wakes. */
async function itWakesAt(time) {
  await server.stop();
  server.setTime(new Date(`2026-${time.replace(" ", "T")}:00+08:00`));
  await server.start();
}

const enter = (role, options = {}) => browser.page({ role, baseURL: server.url, ...options });
const desk = async (role, id) => openSheet(await enter(role), id);
const minute = (text) => text?.slice(5, 16);

/** Who has a case since when, and until when holder and city have; `null` where there is no clock. */
async function stateOf(page) {
  const facts = await factsOf(page);
  const of = (name) => minute(facts[name]) ?? null;
  return { light: await page.locator("article.sheet").getAttribute("data-light"), since: of("承办自"), holder: of("承办时限"), whole: of("总时限") };
}

/** Roles whose desk was looked at by the accessibility scan. */
const looked = new Set();

/** Does something at a desk at a time, and holds what the sender (who did not move) then sees against the table. */
async function hop(id, time, role, act, sender, expected) {
  await itIs(time);
  const page = await desk(role, id);
  await act(page);
  await showsLight(page, expected.light);
  const own = await stateOf(page);
  if (!looked.has(role)) await assertAccessible(page);
  looked.add(role);
  await closeClean(page);
  const watcher = await desk(sender, id);
  assert.deepEqual(await stateOf(watcher), expected, `${time} ${role}, as ${sender} sees it`);
  assert.deepEqual(own, expected, `${time}, as ${role} sees it`);
  await closeClean(watcher);
}

const step = (kind, { note, photo, fill } = {}) => async (page) => {
  if (note === undefined && !photo && !fill) return takeStep(page, kind);
  const form = await openStep(page, kind);
  if (note) await form.locator("#step-note").fill(note);
  if (fill) await fill(form);
  if (!photo) return sendStep(page, form);
  await form.locator("#step-photo").setInputFiles(photo);
  await form.locator("#step-send").click();
  await page.waitForLoadState();
  return form.waitFor({ state: "detached" });
};

async function report(role, address, fields, photo) {
  const page = await enter(role, role === "grid_worker" ? { viewport: PHONE } : {});
  await page.goto(address);
  await page.locator("#report-title").fill(fields.title);
  await page.locator("#report-category").selectOption(fields.category);
  if (photo) await page.locator("#report-photo").setInputFiles(photo);
  await page.locator("form[action='/form/case-report'] > button[type=submit]").click();
  await page.waitForURL("**/cases?case=*");
  const id = new URL(page.url()).searchParams.get("case");
  await showsLight(page, "red");
  await closeClean(page);
  return id;
}

const door = (nth) => server.rows(`select d.id from dwelling d join post p on p.area = d.area
  where p.role = 'grid_worker' and p.is_demo and d.cell is not null order by d.id offset ${nth} limit 1`)[0][0];
const code = (closing) => server.rows(`select code from case_category where closing = '${closing}' and urgency = 'ordinary' order by code limit 1`)[0][0];

test("Longjing: reported at 10:30, passed on, answered at 11:30, handled the next day, evaluated, green", { timeout: 300_000 }, async () => {
  await itIs("04-14 10:30");
  const id = await report("grid_worker", `/cases/new?h=${door(0)}`, { title: "单元门口污水外溢", category: code("checked") }, picture());
  const whole = "04-23 10:30";
  const seen = (light, since, holder) => ({ light, since, holder, whole });
  const toDepartment = async (form) => {
    const units = await form.locator("select[name=unit] option").evaluateAll((all) => all.map((one) => [one.value, one.textContent]));
    await form.locator("select[name=unit]").selectOption(units.find(([, name]) => name.includes("城市管理"))[0]);
  };

  await hop(id, "04-14 10:40", "community", step("accept"), "grid_worker", seen("yellow", "04-14 10:40", "04-17 10:40"));
  await hop(id, "04-14 10:50", "community", step("pass_on", { note: "请疏通", fill: toDepartment }), "community",
    seen("red", "04-14 10:50", "04-14 11:50"));
  await hop(id, "04-14 11:20", "department", step("accept"), "community", seen("yellow", "04-14 11:20", "04-17 11:20"));
  await hop(id, "04-14 11:30", "department", step("answer", { note: "已派疏通队，明日上午到场" }), "community",
    seen("yellow", "04-14 11:20", "04-17 11:20"));
  const sender = await desk("community", id);
  const answer = sender.locator(".timeline li").first();
  assert.match(await answer.innerText(), /已派疏通队，明日上午到场[\s\S]*2026-04-14 11:30/);
  await closeClean(sender);
  await hop(id, "04-15 10:00", "department", step("finish", { note: "已疏通", photo: picture([60, 160, 90]) }), "community",
    seen("blue", "04-15 10:00", "04-16 10:00"));
  await hop(id, "04-15 11:00", "grid_worker", step("check", { photo: picture([60, 160, 90]) }), "community",
    seen("blue", "04-15 11:00", "04-17 11:00"));
  await hop(id, "04-15 15:00", "street", step("evaluate"), "community",
    { light: "green", since: "04-15 11:00", holder: null, whole });
});

test("Yubei: a wish for a bus goes from the community by way of the street to the command centre and several departments", { timeout: 300_000 }, async () => {
  await itIs("04-15 16:00");
  const [[area]] = server.rows("select area from post where role = 'community' and is_demo limit 1");
  const [[second]] = server.rows("select id from unit where name_zh = '交通运输局'");
  // The account of the lead works for the other department as well, and switches posts with one press: only units where somebody
  // works are offered.
  server.rows(`insert into post (id, account_id, role, area, title_zh, title_en, is_demo, unit_id)
    select max(o.id) + 1, d.account_id, d.role, d.area, '协办单位', 'Second department', false, ${second}
    from post d, post o where d.role = 'department' and d.is_demo group by d.account_id, d.role, d.area`);
  const id = await report("community", `/cases/new?area=${area}`, { title: "希望开通公交线路", category: "2503" });
  const toSeveral = async (form) => {
    const lead = form.locator(".whistle__unit", { hasText: "城市管理" });
    await lead.locator("input[name=unit]").check();
    await form.locator(`input[name=with][value='${second}']`).check();
  };
  const whole = "04-24 16:00";
  const seen = (light, since, holder) => ({ light, since, holder, whole });

  // Entered, and 正在办理 the same day.
  await hop(id, "04-15 16:10", "community", step("accept"), "community", seen("yellow", "04-15 16:10", "04-20 16:10"));
  await hop(id, "04-15 16:20", "community", step("pass_up", { note: "社区无法协调" }), "community", seen("red", "04-15 16:20", "04-15 17:20"));
  await hop(id, "04-15 16:40", "street", step("accept"), "community", seen("yellow", "04-15 16:40", "04-20 16:40"));
  // The next day the street looks for itself and tells the command centre.
  await hop(id, "04-16 10:00", "street", step("remark", { note: "实地调研：早高峰约三百人步行" }), "community", seen("yellow", "04-15 16:40", "04-20 16:40"));
  await hop(id, "04-16 11:00", "street", step("pass_up", { note: "请协调开线" }), "street", seen("red", "04-16 11:00", "04-16 12:00"));
  await hop(id, "04-16 11:30", "city", step("accept"), "community", seen("yellow", "04-16 11:30", "04-21 11:30"));
  await itIs("04-16 11:40");
  const centre = await desk("city", id);
  await step("whistle", { note: "共同选线", fill: toSeveral })(centre);
  await showsLight(centre, "red");
  await closeClean(centre);
  const community = await desk("community", id);
  assert.match(await community.locator(".sheet__part", { hasText: "协办" }).first().innerText(), /待签收/);
  assert.equal((await stateOf(community)).light, "red", "red again for its new holder");
  await assertAccessible(community);
  await closeClean(community);

  await itIs("04-16 14:00");
  const departments = await desk("department", id);
  await takeStep(departments, "accept");
  await showsLight(departments, "yellow");
  await departments.locator(".acting summary").click();
  await departments.locator(".acting__switch select").selectOption({ label: "协办单位" });
  await departments.locator(".acting__switch button").click();
  await departments.waitForLoadState();
  await openSheet(departments, id);
  await takeStep(departments, "sign");
  await step("finish_part", { note: "沿线站点已定" })(departments);
  assert.match(await departments.locator(".sheet__part", { hasText: "协办" }).first().innerText(), /完成/);
  await closeClean(departments);

  await itIs("04-20 09:30");
  const lead = await desk("department", id);
  await step("finish", { note: "线路今日开通" })(lead);
  // Its category closes with a signed note: there is nothing to look at on site.
  await showsLight(lead, "green");
  await closeClean(lead);
  const resident = await desk("community", id);
  const story = await resident.locator(".timeline").innerText();
  for (const said of ["线路今日开通", "沿线站点已定", "共同选线", "实地调研", "社区无法协调"]) assert.ok(story.includes(said), said);
  await closeClean(resident);
});

test("Penglai: the worker shows on site that it is done, and the resident has the word", { timeout: 300_000 }, async () => {
  await itIs("04-20 14:00");
  const id = await report("grid_worker", `/cases/new?h=${door(3)}`, { title: "下水道篦子破损", category: code("checked") }, picture([160, 90, 60]));
  const community = await desk("community", id);
  await takeStep(community, "accept");
  await step("finish", { note: "已更换篦子", photo: picture([60, 160, 90]) })(community);
  await showsLight(community, "blue");
  const link = await community.locator(".sheet__link a").getAttribute("href");
  await closeClean(community);

  await itIs("04-20 16:00");
  const worker = await desk("grid_worker", id);
  await step("check", { photo: picture([70, 170, 100]) })(worker);
  assert.ok((await worker.locator("article.sheet img").count()) >= 3, "before, after, and on site");
  await assertAccessible(worker);
  await closeClean(worker);

  const resident = await enter(null, { viewport: PHONE });
  await resident.goto(link);
  await resident.getByRole("button", { name: "已解决，满意" }).click();
  await resident.waitForLoadState();
  await closeClean(resident);
  await itIs("04-21 09:00");
  const street = await desk("street", id);
  await step("evaluate")(street);
  await showsLight(street, "green");
  assert.equal((await factsOf(street))["居民评价"], "已解决，满意");
  await closeClean(street);
});

test("a light that nobody moves is reminded of after two working days, asked about after four, and then supervised", { timeout: 300_000 }, async () => {
  await itIs("04-21 09:30");
  const id = await report("grid_worker", `/cases/new?h=${door(6)}`, { title: "楼道堆物", category: code("checked") }, picture());
  const marked = async (glyph) => {
    const page = await enter("community");
    await page.goto("/cases?axis=all");
    await page.locator(`.case-line[data-case='${id}']`).waitFor();
    for (let waited = 0; waited < 30; waited += 1) {
      if (await page.locator(`.case-line[data-case='${id}'] .tag`, { hasText: glyph }).count()) return closeClean(page);
      await sleep(1_000);
      await page.reload();
    }
    return assert.fail(`no ${glyph} on ${await page.locator(`.case-line[data-case='${id}']`).innerText()}`);
  };

  await itWakesAt("04-23 10:00");
  await marked("催");
  await itWakesAt("04-27 11:00");
  await marked("询");
  const holder = await desk("community", id);
  assert.equal((await stateOf(holder)).light, "red", "lights are moved by people only");
  await closeClean(holder);
  await itWakesAt("04-29 12:00");
  await marked("督");

  const supervision = await enter("supervision");
  await supervision.goto("/supervision");
  await supervision.locator(`a[href*='case=${id}']`).first().waitFor();
  await assertAccessible(supervision);
  await closeClean(supervision);
  const own = await desk("community", id);
  const said = await own.locator(".timeline").innerText();
  assert.ok(/催办/.test(said) && /询问/.test(said) && /督办/.test(said), said);
  await takeStep(own, "accept");
  await showsLight(own, "yellow");
  await closeClean(own);
});
