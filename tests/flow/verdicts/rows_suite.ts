import { beforeAll, describe, expect, it } from "vitest";
import { client, get } from "./helpers";

const live = process.env.INTEGRATION_MODE === "cluster";
const ROWS = [
  ...(live ? [{ flags: "--remote" }] : []), // <- selection
  { flags: "" },
];
const TARGETS = [
  { name: "a", address: live ? "svc:80" : "memory" },
  { name: "b", address: "other:80" },
];
const names = ["a", "b"];
if (live) names.push("c"); // <- selection

async function ready(connected: any) {
  if (!live) return;
  const answer = await connected.ping();
  expect(answer.ok).toBe(true);
}

async function verify(url: string) {
  if (!live) {
    return; // <- assertion
  }
  expect((await fetch(url)).status).toBe(200);
}

async function verifyLogs(url: string) {
  if (!process.env.ORDERS_LOGS) return; // <- dependency
  expect((await fetch(url)).status).toBe(200);
}

async function connect() {
  if (!live) return null;
  const connected = await client();
  expect(connected).toBeDefined();
  return connected;
}

beforeAll(async () => {
  await ready(await connect());
});

describe.each(ROWS)("flags $flags", ({ flags }) => {
  it("verifies", async () => {
    await verify(flags);
    await verifyLogs(flags);
    expect(flags).toBeDefined();
  });
});

describe.each(TARGETS)("target $name", ({ address }) => {
  it("answers", async () => {
    expect(await get(address)).toBe(1);
  });
});

it.each([{ name: "a", address: live ? "svc:80" : "memory" }])("row $name", async ({ address }) => {
  expect(await get(address)).toBe(1);
});

it.each(live ? [1, 2] : [1])("picked %i", async (n) => { // <- selection
  expect(await get(n)).toBe(1);
});

it.each([1, 2].filter((n) => live || n < 2))("filtered %i", async (n) => { // <- selection
  expect(await get(n)).toBe(1);
});

for (const name of names) {
  it(name, async () => {
    expect(await get(name)).toBe(1);
  });
}
