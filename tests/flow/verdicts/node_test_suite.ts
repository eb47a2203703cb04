import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { connect } from "./helpers";

const cluster = process.env.INTEGRATION_MODE === "cluster";

test("option", { skip: !cluster }, () => { // <- skip
  assert.ok(connect());
});

test("option with a reason", { skip: cluster ? false : "cluster only" }, () => { // <- skip
  assert.ok(connect());
});

test("other option", { skip: process.platform === "win32", timeout: cluster ? 10 : 1 }, () => {
  assert.ok(connect());
});

test("context", (t) => {
  if (!cluster) {
    t.skip("cluster only"); // <- skip
    return;
  }
  assert.ok(connect());
});

describe("group", () => {
  it("asserts", async () => {
    const row = await connect().row();
    assert.equal(row.id, 1);
    if (cluster) assert.equal(row.node, "n1"); // <- assertion
  });

  it("expects", async () => {
    const row = await connect().row();
    assert.deepEqual(row, cluster ? { id: 1, node: "n1" } : { id: 1 }); // <- expectation
  });

  it("wires", async () => {
    const row = await connect({ address: cluster ? "svc:80" : "memory" }).row();
    assert.equal(row.id, 1);
  });
});
