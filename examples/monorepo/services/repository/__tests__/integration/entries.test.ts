import { createIntegrationHarness } from "./helpers";

const { handlers, fixtures } = createIntegrationHarness();

test("an entry is fetched as it was stored", async () => {
  await handlers.store(fixtures.billing);

  expect(await handlers.fetch(fixtures.billing.id)).toEqual(fixtures.billing);
});

test("storing again replaces", async () => {
  await handlers.store(fixtures.billing);
  await handlers.store({ ...fixtures.billing, attributes: { owner: "treasury" } });

  const fetched = await handlers.fetch(fixtures.billing.id);
  expect(fetched?.attributes).toEqual({ owner: "treasury" });
});

test("what was never stored is undefined", async () => {
  expect(await handlers.fetch("entry-unknown")).toBeUndefined();
});
