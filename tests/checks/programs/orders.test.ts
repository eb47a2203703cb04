// judged by ITM204 ITM205 ITM206 ITM207 ITM208 ITM209 ITM212
import { createServer } from "node:http";
import { execSync } from "node:child_process";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test, vi } from "vitest";
import request from "supertest";
import MockAdapter from "axios-mock-adapter";
import axios from "axios";
import { buildApp } from "../../src/app";
import * as ledger from "../../src/ledger";
import { fakeLedger } from "../../__mocks__/client";
import { createClient, requireEnv, waitForReady } from "./helpers";
import { assertInvoice } from "./assertions";

const url = requireEnv("BILLING_URL");
const port = Number(process.env.BILLING_PORT ?? "8080"); // <- ITM207
const token = process.env.BILLING_TOKEN || process.env.TOKEN; // <- ITM208
const region = process.env["BILLING_REGION"] || `eu-${zone}`; // <- ITM207
const { BILLING_HOST: host = "localhost", BILLING_PATH = "" } = process.env; // <- ITM207
const settings = { retries: 3, url: "http://localhost:3000" };
const base = process.env.BILLING_BASE ?? settings.url; // <- ITM207
const verbose = process.env.DEBUG_BILLING === "1";
const seed = process.env.BILLING_SEED ?? String(Date.now());
const mode = process.env.INTEGRATION_MODE ?? "repo";
const other = process.env.INTEGRATION_MODE ?? "mock"; // <- ITM207
const timeout = process.env.JEST_TIMEOUT ? Number(process.env.JEST_TIMEOUT) : 5000;
if (!process.env.BILLING_KEY) {
  process.env.BILLING_KEY = "dev"; // <- ITM207
}

let client: ReturnType<typeof createClient>;
beforeAll(async () => {
  client = createClient(url);
  await waitForReady(() => client.ping().then(() => true).catch(() => false));
  await client.migrate().catch((e) => console.warn("migrate", e)); // <- ITM204
});
afterAll(async () => {
  await client.wipe().catch(() => undefined);
});
afterEach(async () => {
  try {
    await client.reset();
  } catch {
    // nothing to reset
  }
});

async function removeOrder(id: string) {
  try {
    await client.remove(id);
  } catch (e) { // <- ITM204
    console.error(e);
  }
}

async function findOrder(id: string) {
  try {
    return await client.order(id);
  } catch (e) {
    if (e.status === 404) return undefined;
    throw e;
  }
}

describe("orders", () => {
  it("creates", async () => {
    const order = await client.create({ sku: "a" });
    expect(order.id).toBeDefined();
  });
  it("lists", async () => { // <- ITM212
    const orders = await client.list();
    console.log(orders.length);
  });
  it("lists without looking", () => client.list()); // <- ITM212
  it("expects nothing of it", async () => { // <- ITM212
    expect(await client.list());
  });
  it("is true", async () => { // <- ITM212
    await client.list();
    expect(true).toBeTruthy();
  });
  it("gets", () => request(buildApp()).get("/orders").expect(200));
  it("gets with a body", async () => {
    await request(buildApp()).get("/orders").expect(200).expect("Content-Type", /json/);
  });
  it("checks an invoice", async () => {
    assertInvoice(await client.invoice());
  });
  it("rejects", async () => {
    await expect(client.create({})).rejects.toThrow("sku");
  });
  it("rejects by hand", async () => {
    try {
      await client.create({});
      expect.unreachable();
    } catch (e) {
      expect(e).toHaveProperty("code", 3);
    }
  });
  it("rejects quietly", async () => {
    try {
      await client.create({});
    } catch { // <- ITM204
      // expected
    }
    expect(await client.list()).toEqual([]);
  });
  it("keeps the error", async () => {
    let caught: unknown;
    await client.create({}).catch((e) => { caught = e; });
    expect(caught).toBeInstanceOf(Error);
  });
  it("has a code", async () => {
    const code = await client.create({}).then(() => "ok", (e) => e.code);
    expect(code).toBe("INVALID");
  });
  it("ignores with a default", async () => {
    const rows = await client.rows().catch(() => []); // <- ITM204
    expect(rows).toHaveLength(0);
  });
  it("polls", async () => {
    await vi.waitUntil(async () => {
      try {
        return (await client.order("1")).paid;
      } catch {
        return false;
      }
    });
    expect(await client.paid("1")).toBe(true);
  });
  it("retries", async () => {
    for (let attempt = 0; attempt < 5; attempt++) {
      try {
        await client.pay("1");
        break;
      } catch (e) {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
    expect(await client.paid("1")).toBe(true);
  });
  it("streams", async () => {
    const stream = client.watch();
    stream.on("error", () => {});
    expect(await stream.next()).toBeTruthy();
  });
  it.skip("is off", async () => { // <- ITM205
    expect(await client.off()).toBe(1);
  });
  it.todo("refunds"); // <- ITM205
  it.only("focusses", async () => { // <- ITM205
    expect(await client.one()).toBe(1);
  });
  describe.skip("old", () => { // <- ITM205
    it("does something", async () => {
      await client.old();
    });
  });
  it.skipIf(!process.env.BILLING_TOKEN)("needs a token", async () => { // <- ITM206
    expect(await client.secret()).toBe(1);
  });
  it.runIf(process.env.CI)("runs in CI", async () => { // <- ITM206
    expect(await client.ci()).toBe(1);
  });
  it.skipIf(process.platform === "win32")("is for unix", async () => {
    expect(await client.unix()).toBe(1);
  });
  it("needs docker", async (ctx) => {
    try {
      execSync("docker info");
    } catch {
      ctx.skip(); // <- ITM206
    }
    expect(await client.docker()).toBe(1);
  });
  it("needs a server", async () => {
    if (!(await client.isReachable())) {
      return; // <- ITM206
    }
    expect(await client.one()).toBe(1);
  });
});

describe("ledger", () => {
  beforeEach(() => {
    vi.spyOn(ledger, "post").mockResolvedValue({ ok: true }); // <- ITM209
  });
  it("posts", async () => {
    expect(await client.pay()).toEqual({ ok: true });
  });
  it("watches", async () => {
    const spy = vi.spyOn(ledger, "post");
    await client.pay();
    expect(spy).toHaveBeenCalledOnce();
  });
  it("uses the shared double", async () => {
    vi.spyOn(ledger, "connect").mockReturnValue(fakeLedger);
    expect(await client.pay()).toEqual({ ok: true });
  });
  it("imitates the ledger", async () => {
    const server = createServer((req, res) => { // <- ITM209
      res.writeHead(200);
      res.end(JSON.stringify({ balance: 3 }));
    });
    server.listen(0);
    expect(await client.balance()).toBe(3);
  });
  it("serves the app", async () => {
    const server = createServer(buildApp());
    server.listen(0);
    expect(await client.balance()).toBe(3);
  });
  it("adapts axios", async () => {
    const adapter = new MockAdapter(axios); // <- ITM209
    adapter.onGet("/x").reply(200);
    expect(await client.x()).toBe(200);
  });
  it("calls back", async () => {
    const done = vi.fn();
    await client.on("paid", done);
    expect(done).toHaveBeenCalled();
  });
  it("runs timers", async () => {
    vi.useFakeTimers();
    vi.spyOn(Date, "now").mockReturnValue(0);
    vi.stubGlobal("__VERSION__", "1");
    expect(await client.time()).toBe(0);
  });
  it("replaces fetch", async () => {
    globalThis.fetch = vi.fn().mockResolvedValue(new Response("{}")); // <- ITM209
    expect(await client.get()).toEqual({});
  });
});

test.each([["a", 1], ["b", 2]])("%s costs %d", async (sku, price) => {
  const found = await findOrder(sku);
  expect(found?.price).toBe(price);
  await removeOrder(sku);
});
