import { getIntegrationMode } from "../../../../tools/integration-runner/ts/mode";
import { liveClient, mockClient } from "./helpers";

const mode = getIntegrationMode();
const cluster = mode === "cluster";
const describeCluster = cluster ? describe : describe.skip; // <- skip
const itIf = (condition: boolean) => (condition ? it : it.skip); // <- skip
const client = cluster ? liveClient(process.env.ORDERS_ADDRESS) : mockClient();
const TIMEOUT = cluster ? 30_000 : 1_000;

jest.setTimeout(TIMEOUT);

describe("orders", () => {
  beforeAll(async () => {
    if (cluster) {
      await client.ready();
      expect(client.connected).toBe(true);
    }
  });

  it("lists", async () => {
    const rows = await client.list({ limit: cluster ? 100 : 10 });
    expect(rows).toHaveLength(2);
    if (rows.length > 1) expect(rows[1].id).toBe("b");
  });

  it("skips by a return", async () => {
    if (!cluster) return; // <- skip
    expect(await client.list()).toHaveLength(2);
  });

  it("returns late", async () => {
    expect(await client.list()).toHaveLength(2);
    if (!cluster) {
      return; // <- assertion
    }
    expect(await client.replicas()).toBe(3);
  });

  it("asserts in an arm", async () => {
    const rows = await client.list();
    expect(rows).toHaveLength(2);
    if (cluster) {
      expect(rows[0].etag).toBeDefined(); // <- assertion
    }
  });

  it("asserts in both arms", async () => {
    const rows = await client.list();
    if (cluster) {
      expect(rows.length).toBeGreaterThan(2); // <- assertion
    } else {
      expect(rows).toHaveLength(2);
    }
  });

  it("expects by a ternary", async () => {
    expect(await client.count()).toBe(cluster ? 3 : 1); // <- expectation
  });

  it("expects by a name", async () => {
    const expected = cluster ? { count: 3 } : { count: 1 }; // <- expectation
    expect(await client.count()).toEqual(expected);
  });

  it("expects a member", async () => {
    const fixture = cluster ? { id: "a" } : { id: "b" }; // <- expectation
    expect(await client.first()).toMatchObject({ id: fixture.id });
  });

  it("short circuits", async () => {
    const row = await client.first();
    expect(row).toBeDefined();
    cluster && expect(row.etag).toBe("x"); // <- assertion
  });

  it("switches", async () => {
    const row = await client.first();
    switch (mode) {
      case "cluster":
        expect(row.node).toBe("n1"); // <- assertion
        break;
      default:
        expect(row.node).toBeUndefined();
    }
  });

  it("only wires", async () => {
    const own = cluster ? liveClient("x") : mockClient();
    const row = await own.get(cluster ? "live-id" : "mock-id");
    expect(row.status).toBe("new");
    if (cluster) await own.flush();
    expect(own.closed).toBe(false);
  });

  it("picks a matcher", async () => {
    const row = await client.first();
    expect(row.createdAt).toEqual(cluster ? expect.any(String) : "2024-01-01"); // <- expectation
  });

  it("loops", async () => {
    for (const row of await client.list()) {
      if (!cluster && row.remote) continue; // <- skip
      expect(row.ok).toBe(true);
    }
  });

  (cluster ? it : it.skip)("picked in place", async () => { // <- skip
    expect(await client.count()).toBe(3);
  });

  itIf(process.platform !== "win32")("posix", async () => {
    expect(await client.count()).toBe(3);
  });

  const maybe = process.env.ORDERS_TOKEN ? it : it.skip; // <- dependency
  maybe("token", async () => {
    expect(await client.count()).toBe(3);
  });

  it("needs an address", async () => {
    if (!process.env.ORDERS_ADDRESS) {
      console.warn("skipping");
      return; // <- dependency
    }
    expect(await client.count()).toBe(3);
  });

  if (cluster) { // <- selection
    it("only there", async () => {
      expect(await client.count()).toBe(3);
    });
  }

  it("compares with data", async () => {
    const row = await client.first();
    expect(row.live).toBe(cluster); // <- expectation
  });

  it("asserts the mode", () => {
    expect(["repo", "local", "cluster"]).toContain(mode);
  });
});

itIf(cluster)("through a wrapper", async () => {
  expect(await client.count()).toBe(3);
});

describeCluster("by an alias", () => {
  it("runs", async () => {
    expect(await client.count()).toBe(3);
  });
});
