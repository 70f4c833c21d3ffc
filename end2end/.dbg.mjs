import { launch, watch } from "/work/main/end2end/fixture/browser.mjs";
import { CONTAINER, locate, mapReady, resting } from "/work/main/end2end/fixture/map.mjs";
const b = await launch(); const ctx = await b.newContext({ baseURL: process.env.GEZHI_URL, viewport:{width:1440,height:900}, locale:"zh-CN", reducedMotion:"reduce"});
const page = await ctx.newPage(); watch(page); page.on("console", m=>console.log("C", m.text())); page.on("request", r=>r.url().includes("/api/")&&console.log("R", r.url().slice(-60), (r.postData()||"").slice(0,200)));
const st=async(w)=>console.log(w,page.url().slice(-80), page.faults, JSON.stringify(await page.evaluate(()=>({...document.querySelector("#city-map").dataset}))), await page.locator("article.household").count());
for (const start of ["/map", "/map?b=990001002410720491", "/map?b=990001002410720491&h=990001000000000039"]) {
console.log("==", start);
await page.goto(start); await mapReady(page); await st("loaded");
await page.focus(CONTAINER); await page.keyboard.press("t"); await page.waitForTimeout(2500); await st("t");
await page.keyboard.press("t"); await page.waitForTimeout(1500); await st("t");
await page.locator(".map-page__switches a", {hasText:"标签"}).click(); await page.waitForTimeout(1500); await st("lens");
}
await b.close();
