import { createGraphClient } from "./helpers";

describe("graph client", () => {
  const graph = createGraphClient();

  it("reads back what it created", async () => {
    const created = await graph.createElement("application", "Billing");

    expect(await graph.getElement(created.id)).toEqual(created);
    expect(created).toMatchObject({ kind: "application", name: "Billing" });
  });

  it("reports an unknown element", async () => {
    await expect(graph.getElement("element-unknown")).rejects.toMatchObject({ code: "not_found" });
  });
});
