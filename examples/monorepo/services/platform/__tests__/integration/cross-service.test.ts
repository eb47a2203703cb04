import { createClients, OWNER } from "./helpers";

test("an organization has an element in the graph", async () => {
  const { platform, graph } = createClients();
  const organization = await platform.createOrganization("Globex", OWNER);

  const element = await graph.createElement("organization", organization.slug);

  expect(await graph.getElement(element.id)).toMatchObject({ name: "globex" });
});
