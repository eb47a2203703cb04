// judged by ITM205 ITM206
import { it, describe, test } from "vitest";
const cluster = process.env.INTEGRATION_MODE === "cluster";
const maybe = cluster ? it : it.skip;
describe.skip("a", () => { it("b", () => { expect(1).toBe(x) }) });  // <- ITM205
it.only("b", () => {});  // <- ITM205
it.todo("x");  // <- ITM205
xit("x", () => {});  // <- ITM205
fdescribe("x", () => {});  // <- ITM205
maybe("y", () => { expect(x).toBe(1) });
it.skipIf(cluster)("z", () => {});
it.skipIf(true)("z", () => {});  // <- ITM205
it.runIf(process.env.CI)("z", () => {});  // <- ITM206
it("q", (ctx) => { ctx.skip(); });  // <- ITM205
it("q", (ctx) => { if (x) ctx.skip(); expect(1).toBe(a) });
it("q", function () { this.skip(); });  // <- ITM205
test("r", { skip: true }, () => {});  // <- ITM205
test("r", { skip: cluster }, () => {});
it.each([1])("r %s", () => {});
describe.skip.each([1])("r %s", () => {});  // <- ITM205
it.fails("r", () => {});  // <- ITM205
if (x) { it.skip("w", () => {}); }
test.skip("x", () => {});  // <- ITM205
test.concurrent.skip("x", () => {});  // <- ITM205
list.skip(1); query.only("x"); cursor.skip(3).limit(2);
test.skip(browserName === "webkit", "no webkit");
test.skip(isMobile, "no mobile");
test.skip(!process.env.LEDGER_URL, "no ledger");  // <- ITM206
test.skip(true, "later");  // <- ITM205
test.fixme("later", async () => {});  // <- ITM205
Deno.test({ name: "x", ignore: true, fn() { x(); } });  // <- ITM205
Deno.test.only("x", () => {});  // <- ITM205
it("z", async () => {
  if (!process.env.LEDGER_URL) {
    console.warn("skipping");
    return;  // <- ITM206
  }
  expect(await x()).toBe(1);
});
it("z", async () => {
  const rows = await x();
  if (rows.length === 0) return;
  expect(rows[0]).toBe(1);
});
