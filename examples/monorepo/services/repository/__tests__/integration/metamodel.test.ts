import { createIntegrationHarness } from "./helpers";

const { handlers } = createIntegrationHarness();

test("the metamodel has its types", async () => {
  expect(await handlers.listTypes()).toEqual(["application", "capability"]);
});

test("an entry needs the attributes of its type", async () => {
  const entry = { id: "entry-ledger", type: "application", attributes: {} };

  await expect(handlers.store(entry)).rejects.toThrow("entry-ledger lacks owner");
});
