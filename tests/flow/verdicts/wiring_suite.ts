import { describe, expect, it, vi } from "vitest";
import { parseMode } from "../../../../tools/integration-runner/ts/mode";
import { createApp } from "../../src/app";
const cluster = process.env.INTEGRATION_MODE === "cluster";
it.each(["repo", "cluster"])("parses %s", (mode) => {
  if (mode === "cluster") expect(parse(mode)).toBe("cluster");
  else expect(parse(mode)).toBe("repo");
});
it.each([
  { mode: "repo", size: 1 },
  { mode: "cluster", size: 3 },
])("sizes $mode", ({ mode, size }) => {
  expect(sizeOf(mode)).toBe(size);
});
it("uses a promise chain", async () => {
  await open(cluster ? "svc" : "mem")
    .then((c: any) => c.get("x"))
    .then((row: any) => {
      if (row.missing) return;
      expect(row.id).toBe("x");
    });
  expect.hasAssertions();
});
it("maps rows", async () => {
  const rows = (await list()).map((r: any) => ({ ...r, at: 0 }));
  expect(rows).toEqual([{ id: "x", at: 0 }]);
  const ids = await Promise.all(rows.map((r: any) => get(r.id)));
  if (ids.length > 1) expect(ids[1]).toBeTruthy();
});
it("membership of data", async () => {
  const body = await get("x");
  if (body.tags.includes("a")) expect(body.a).toBe(1);
  expect(["a", "b"]).toContain(body.kind);
});
it("passes the mode as data", async () => {
  const res = await post({ mode: cluster ? "c" : "r", tags: [cluster && "c"].filter(Boolean) });
  expect(res.status).toBe(201);
});
it("selects by options", async () => {
  const options = { retries: cluster ? 5 : 0, ...(cluster ? { tls: true } : {}) };
  const c = await open("x", options);
  expect(await c.get("x")).toBe(1);
  expect(c.closed).toBe(false);
});
it("logs and continues", async () => {
  if (cluster) console.log("this takes a while");
  const started = Date.now();
  await get("x");
  if (Date.now() - started > 1000) console.warn("slow");
  expect(true && (await get("x"))).toBe(1);
});
it("mocks time only in repo", async () => {
  if (!cluster) vi.useFakeTimers();
  const got = await get("x");
  if (!cluster) vi.useRealTimers();
  expect(got).toBe(1);
});
it("polls", async () => {
  const deadline = Date.now() + (cluster ? 30_000 : 100);
  let row: any;
  while (Date.now() < deadline) {
    row = await get("x");
    if (row.done) break;
    await sleep(cluster ? 500 : 1);
  }
  expect(row.done).toBe(true);
});
it("asserts the client's own flag", async () => {
  const app = createApp({ mode: process.env.INTEGRATION_MODE });
  expect(app.started).toBe(false);
});
it("cleans in finally", async () => {
  const c = await open("x");
  try {
    expect(await c.get("x")).toBe(1);
  } finally {
    if (cluster) await c.purge();
  }
});
it("narrow types", async () => {
  const c = await open("x");
  if (!c) throw new Error("no client");
  expect(await c.get("x")).toBe(1);
});
it("requires its variables", () => {
  const url = process.env.A_URL;
  if (cluster && !url) {
    throw new Error("A_URL is required in cluster mode");
  }
  expect(parse("repo")).toBe("repo");
});
it("unknown mode throws", () => {
  vi.stubEnv("INTEGRATION_MODE", "hybrid");
  expect(() => parseMode()).toThrow();
});
describe("with a table of clients", () => {
  const factories = { repo: () => fake(), local: () => fake(), cluster: () => live() };
  const make = factories[(process.env.INTEGRATION_MODE ?? "repo") as keyof typeof factories];
  it("gets", async () => {
    expect(await make().get("x")).toBe(1);
  });
});
