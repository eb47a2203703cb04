// judged by ITM206
import { describe, expect, it, test } from "vitest";
import { create, isReadyOnWindows, isReady, rows, url } from "./helpers";

const answer = await fetch(url).catch(() => null);

describe.skipIf(!answer)("orders", () => { // <- ITM206
  it("creates", async () => {
    expect(await create()).toBeTruthy();
  });
});

describe("rows", () => {
  const row = rows[0];
  it.skipIf(!row)("has one", () => {
    expect(row.id).toBe(1);
  });
});

async function seeded() {
  const row = await create().catch(() => null);
  return row;
}

test.skipIf(!isReadyOnWindows())("locks", async () => {
  expect(await seeded()).toBeTruthy();
});

test.skipIf(!isReady())("unlocks", async () => { // <- ITM206
  expect(await seeded()).toBeTruthy();
});
