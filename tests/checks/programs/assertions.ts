// judged by ITM212
import { expect, it } from "vitest";
import request from "supertest";
import fc from "fast-check";
import { expectInvoice } from "./steps";
const show = (x) => console.log(x);
const check = (x) => { if (!x) throw new Error("x"); };
function api() { const u = process.env.U; if (!u) throw new Error("U"); return client(u); }
it("a", async () => { await api().get(); });  // <- ITM212
it("b", async () => { expect(await api().get()).toBe(1); });
it("c", async () => { expect(true).toBe(true); });  // <- ITM212
it("d", async () => { expect(await api().get()); });  // <- ITM212
it("e", async () => { await request(app).get("/x").expect(200); });
it("f", () => api().get().then((r) => expect(r).toMatchSnapshot()));
it("g", () => { expectInvoice(api().get()); });
it("h", () => { show(api().get()); });  // <- ITM212
it("i", () => { check(api().get()); });
it.skip("j", () => { api(); });
it("k", (t) => { t.skip(); });
it.each([1, 2])("l %s", async (x) => { await api().get(x); });  // <- ITM212
it("m", async () => { await expect(api().get()).rejects.toThrow(); });
it("n", () => { fc.assert(fc.property(fc.string(), (s) => s)); });
it("o", (done) => { api().on("x", (v) => { expect(v).toBe(1); done(); }); });
it("p", () => { const r = api().get(); r.should.equal(1); });
it("q", () => { expect(api()).to.be.true; });
it("r", async () => { await vi.waitFor(() => expect(x).toBe(1)); });
describe("s", () => { for (const c of cases) { it(c.name, () => { c.verify(api()); }); } });
it("t", async () => { const x = await api().get(); if (x !== 1) throw new Error("x"); });
it.todo("u");
it("v");
it("w", () => { expect.assertions(1); return api().get(); });  // <- ITM212
