import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { fixtures, liveFixtures } from "../../__mocks__";

const mode = (process.env.INTEGRATION_MODE ?? "repo").toLowerCase();
export const isCluster = () => mode === "cluster";

export function requireEnv(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is required in cluster mode`);
  return value;
}

export async function createHarness() {
  if (isCluster()) {
    const channel = await dial(requireEnv("ORDERS_ADDRESS"));
    if (!channel) throw new Error("no channel");
    return { client: live(channel), stop: () => channel.close() };
  }
  return { client: memory(fixtures), stop: async () => undefined };
}

function expectOrder(order: any, expected: string) {
  expect(order.id).toBe(expected);
}

function checkAudit(order: any, cluster: boolean) {
  expect(order).toBeDefined();
  if (cluster) {
    expect(order.audit).toHaveLength(1); // <- assertion
  }
}

describe("orders", () => {
  let harness: any;
  beforeAll(async () => {
    harness = await createHarness();
    if (isCluster()) await harness.client.seed(fixtures);
  });
  afterEach(() => {
    if (!isCluster()) harness.client.reset();
  });
  afterAll(async () => {
    if (isCluster()) {
      await harness.stop();
    }
  });

  it("waits", async () => {
    await vi.waitFor(() => expect(harness.client.ready()).toBe(true), { timeout: isCluster() ? 30_000 : 100 });
    const attempts = isCluster() ? 10 : 1;
    for (let i = 0; i < attempts; i++) {
      await harness.client.ping();
    }
    expect(await harness.client.count()).toBe(3);
  });

  it("requires", async () => {
    if (isCluster() && !process.env.ORDERS_TOKEN) throw new Error("ORDERS_TOKEN is required");
    expect(await harness.client.count()).toBe(3);
  });

  it("fixtures", async () => {
    const wanted = isCluster() ? liveFixtures : fixtures; // <- expectation
    const row = await harness.client.first();
    expect(row.name).toBe(wanted.name);
  });

  it("loads", async () => {
    const wanted = isCluster() ? loadJson("live.json") : loadJson("mock.json"); // <- expectation
    expect(await harness.client.all()).toEqual(wanted);
  });

  it("helper", async () => {
    expectOrder(await harness.client.first(), isCluster() ? "live-1" : "mock-1"); // <- expectation
    checkAudit(await harness.client.first(), isCluster());
  });

  it("request", async () => {
    const id = isCluster() ? "live-1" : "mock-1";
    const row = await harness.client.get(id);
    expectOrder(row, "first");
    expect(row.ok).toBe(true);
  });

  it("matcher", async () => {
    const matcher = isCluster() ? "toEqual" : "toMatchObject"; // <- expectation
    (expect(await harness.client.first()) as any)[matcher]({ id: "a" });
  });

  it("errors", async () => {
    await expect(harness.client.fail()).rejects.toThrow(isCluster() ? /UNAVAILABLE/ : /mock/); // <- expectation
  });

  it("data", async () => {
    const row = await harness.client.first();
    const wanted = row.kind === "a" ? 1 : 2;
    expect(row.count).toBe(wanted);
    if (row.kind === "a") {
      expect(row.count).toBe(1);
    }
  });

  it("flushes", async () => {
    if (isCluster()) {
      await expect(harness.client.flush()).resolves.toBeUndefined(); // <- assertion
    }
    expect(await harness.client.count()).toBe(3);
  });

  it("callbacks", async () => {
    const seen: string[] = [];
    harness.client.on("row", (row: string) => {
      if (!isCluster()) return;
      seen.push(row);
    });
    expect(await harness.client.count()).toBe(3);
  });

  it("early", () => {
    const run = () => {
      if (isCluster()) return live(null);
      return memory(fixtures);
    };
    expect(run().name).toBe("orders");
  });
});

declare function dial(address: string): Promise<any>;
declare function live(channel: any): any;
declare function memory(data: any): any;
declare function loadJson(path: string): any;
