import { afterAll, beforeEach, describe, expect, it, test } from "vitest";
import { isClusterMode } from "../../../../tools/integration-runner/ts/mode";
import { connect } from "./helpers";

const live = isClusterMode();

describe.skipIf(!live)("group", () => { // <- skip
  it("runs", () => expect(connect()).toBeTruthy());
});

describe("flags", () => {
  let client: any;
  beforeEach(async () => {
    client = await connect(live);
    if (live) await client.seed();
  });
  afterAll(async () => {
    if (live) await client.close();
  });

  it.runIf(live)("runs if", () => { // <- skip
    expect(client).toBeDefined();
  });

  test.skipIf(process.platform === "win32")("posix", () => {
    expect(client).toBeDefined();
  });

  test.runIf(process.env.CI)("ci", () => { // <- dependency
    expect(client).toBeDefined();
  });

  it("context", async ({ skip, expect }) => {
    if (!live) skip(); // <- skip
    expect(client).toBeDefined();
  });

  it("task context", async (ctx) => {
    if (!live) {
      ctx.skip("cluster only"); // <- skip
    }
    expect(client).toBeDefined();
  });

  it("given", async (ctx) => {
    ctx.skip(!live, "cluster only"); // <- skip
    expect(client).toBeDefined();
  });

  it("option", { skip: !live }, () => { // <- skip
    expect(client).toBeDefined();
  });

  it("retries", { retry: live ? 3 : 0, timeout: live ? 1000 : 10 }, async () => {
    await expect.poll(() => client.count(), { timeout: live ? 1000 : 10 }).toBe(3);
  });

  it("snapshot", async () => {
    if (live) expect(await client.rows()).toMatchSnapshot(); // <- assertion
    else expect(await client.rows()).toEqual([]);
  });

  it("soft", async () => {
    const rows = await client.rows();
    expect.soft(rows.length).toBe(live ? 2 : 1); // <- expectation
  });

  it.each([1, 2])("each %i", async (n) => {
    if (n === 2 && live) return; // <- skip
    expect(await client.get(n)).toBe(n);
  });

  it.skip("unconditional", () => {
    expect(client).toBeDefined();
  });
});
