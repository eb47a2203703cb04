import { describe, expect, it } from "vitest";
import { connect, fake, get } from "./helpers";

const live = process.env.INTEGRATION_MODE === "cluster";
const expectedCount = () => (live ? 3 : 1); // <- expectation
const byMode = (mode: string) => ({ repo: 1, local: 1, cluster: 3 })[mode]; // <- expectation
const openClient = () => (live ? connect() : fake());

function filterTests(name: string, body: (match: (value: number, expected: number) => void) => void) {
  describe(name, () => {
    body((value, expected) => {
      it(`matches ${value}`, async () => {
        expect(await get(value)).toBe(expected);
      });
    });
  });
}

function withClient(body: (client: any, check: (row: unknown) => void) => Promise<void>) {
  return async () => {
    await body(await openClient(), (row) => expect(row).toBeTruthy());
  };
}

filterTests("text", (match) => {
  match(1, 1);
  if (live) { // <- selection
    match(2, 2);
  }
});

it(
  "checks by a callback",
  withClient(async (client, check) => {
    const row = await client.get(1);
    check(row);
    if (live) {
      check(row.node); // <- assertion
    }
  }),
);

it("expects what a function gives", async () => {
  expect(await get(1)).toBe(expectedCount());
});

it("expects what a table gives", async () => {
  expect(await get(1)).toBe(byMode(process.env.INTEGRATION_MODE ?? "repo"));
});

it("asks a client that a function opens", async () => {
  expect(await openClient()).toBeDefined();
  expect((await openClient()).rows).toHaveLength(2);
});

it("selects what is asserted", async () => {
  const rows: any[] = await get(1);
  expect(rows.every((row) => !live || row.node)).toBe(true); // <- expectation
  expect(rows.filter((row) => row.node)).toHaveLength(1);
});

it("turns an expectation around", async () => {
  const row = expect(await get(1));
  (live ? row : row.not).toBe(1); // <- expectation
});

it("loads what it expects", async () => {
  const fixture = await import(live ? "./live.json" : "./mock.json"); // <- expectation
  expect(await get(1)).toEqual(fixture.default);
});

const itLive = live ? it : it.skip; // <- skip
itLive("by an alias", async () => {
  expect(await get(1)).toBe(1);
});

function expectedRows() {
  if (live) return 3; // <- expectation
  return 1;
}
function clientOrNothing() {
  if (!live) return null;
  return connect();
}
const checkLive = (row: any) => expect(row.node).toBe("n1");
const checkFake = (row: any) => expect(row.node).toBeUndefined();

it("expects what a guard returns", async () => {
  expect(await get(1)).toHaveLength(expectedRows());
  expect(clientOrNothing()).toBeDefined();
});

it("picks what asserts", async () => {
  const check = live ? checkLive : checkFake; // <- expectation
  check(await get(1));
});
