// Notices and certificates, at phone width: a building is told door by door with one missed and found again; a certificate in
// at most four clicks from the e-file, refused for a wrong landlord, and a revoked one says so.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../fixture/axe.mjs";
import { useBrowser } from "../fixture/browser.mjs";
import { rows, value } from "../fixture/sql.mjs";

const browser = useBrowser();
const PHONE = { width: 360, height: 800 };

async function onThePhone(role) {
  const page = await browser.page({ role });
  await page.setViewportSize(PHONE);
  return page;
}

test("a building of about 60 households is notified, one is missed, and found again", async () => {
  const [[area]] = rows("select area from post where role = 'grid_worker' and is_demo limit 1");
  const [[building]] = rows(`select d.building_id from dwelling d join household h on h.id = d.id
    where d.area = ${area} and h.cell is not null and not (h.occupancy in (3, 4) and h.residents = 0)
    group by d.building_id order by abs(count(*) - 60) limit 1`);
  const page = await onThePhone("grid_worker");
  await page.goto(`/notices?building=${building}`);
  await page.locator("[name=title]").fill("停水");
  await page.locator("[name=text]").fill("明天九点到十七点停水，请先储水。");
  await page.locator("[name=until_on]").fill("2099-01-01");
  await page.locator("form[action='/form/notice'] button[type=submit]").click();
  await page.waitForLoadState("load");
  assert.equal(await page.locator("[role=alert]:not(.field__error)").count(), 1, "a last day that is far away is refused");
  assert.equal(await page.locator("[name=title]").inputValue(), "停水", "what was typed is kept");
  const soon = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  await page.locator("[name=until_on]").fill(soon);
  await page.locator("form[action='/form/notice'] button[type=submit]").click();
  await page.waitForURL(/\/notices\/\d+$/);

  const id = page.url().split("/").pop();
  const total = Number(value(`select count(*) from notice_call where notice_id = ${id}`));
  assert.ok(total > 10, `${total} households`);
  await assertAccessible(page);
  assert.ok((await page.locator(".notice__call a[href*='/call/']").count()) > 0, "some have a telephone");
  for (let told = 0; told < total - 1; told += 1) {
    await page.locator("#missing ~ ol .notice__call").nth(1).locator("button[value=told]").click();
    await page.waitForLoadState("load");
  }
  assert.match(await page.innerText(".notice__count"), new RegExp(`还差 1 户，共 ${total} 户`));
  await page.locator(".notice__who summary").click();
  await page.locator(".notice__doors a").first().click();
  const missed = page.locator("#missing ~ ol .notice__call");
  assert.equal(await missed.count(), 1, "the one that was missed");
  await missed.locator("button[value=absent]").click();
  await page.waitForLoadState("load");
  assert.match(await page.innerText(".notice__count"), /还差 1 户/);
  await page.locator("#missing ~ ol .notice__call button[value=passed_on]").click();
  await page.waitForLoadState("load");
  assert.match(await page.innerText(".notice__count"), /还差 0 户/);
  await page.goto(`/notices/${id}?print=1`);
  assert.equal(await page.locator("tbody tr").count(), total, "everybody is on the paper");
  await page.context().close();
});

test("a certificate takes four clicks at most, a wrong landlord none, and a revoked one says so", async () => {
  const [[area]] = rows("select area from post where role = 'community' and is_demo limit 1");
  const end = Number(area) - (Number(area) % 1000) + 1000;
  const [[tenant, landlord]] = rows(`select t.resident_id, r.name
    from stay t join resident p on p.id = t.resident_id
    join stay l on l.dwelling_id = t.dwelling_id and l.relation in ('owner', 'landlord') and l.to_on is null
    join resident r on r.id = coalesce((select merged_into from resident m where m.id = l.resident_id), l.resident_id)
    where t.area >= ${area} and t.area < ${end} and t.relation = 'tenant' and t.kind in ('both', 'actual')
      and t.to_on is null and p.status = 'checked' and p.merged_into is null and p.id_number_sealed is not null and r.name <> ''
    order by t.id limit 1`);
  const page = await onThePhone("community");
  await page.goto(`/people/${tenant}`);
  let clicks = 0;
  const click = async (selector) => {
    clicks += 1;
    await page.locator(selector).first().click();
    await page.waitForLoadState("load");
  };

  await click(`a[href='/people/${tenant}/certificate']`);
  await page.locator("[name=landlord]").fill("别的人");
  await page.locator("[name=lease_from_on]").fill("2020-01-01");
  await page.locator("[name=lease_until_on]").fill("2099-01-01");
  await page.locator("[name=purpose]").fill("子女入学");
  await page.locator("[name=issuer_phone]").fill("0433-2712345");
  await page.locator("form[action='/form/certificate'] button[type=submit]").click();
  await page.waitForLoadState("load");
  assert.match(await page.innerText("[role=alert]:not(.field__error)"), /房东与登记不符/);

  await page.locator("[name=landlord]").fill(landlord);
  await click("form[action='/form/certificate'] button[type=submit]");
  const href = await page.locator("a[href$='/pdf']").first().getAttribute("href");
  // Asked for beside the page, whose policy allows no script to fetch: with its cookies, which are for https only.
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const pdf = await page.request.get(href, { headers: { cookie } });
  const kind = pdf.headers()["content-type"];
  clicks += 1;
  assert.equal(kind, "application/pdf");
  assert.ok(clicks <= 4, `${clicks} clicks`);

  const code = value(`select code from certificate where id = ${href.split("/")[2]}`);
  const outside = await browser.page({ javaScriptEnabled: false });
  await outside.goto(`/v/${code}`);
  assert.equal(await outside.locator(".verify__state--valid").count(), 1);
  await page.locator("summary", { hasText: "撤销" }).first().click();
  await page.locator("[name=reason]").first().fill("已搬走");
  await page.locator("form[action='/form/certificate-revoke'] button[type=submit]").first().click();
  await page.waitForLoadState("load");
  await outside.reload();
  assert.equal(await outside.locator(".verify__state--revoked").count(), 1);
  await outside.context().close();
  await page.context().close();
});
