import { createService } from "./helpers";

describe("elements", () => {
  const graph = createService();

  it("keeps what was created", async () => {
    const { id } = await graph.createElement("process", "Invoicing");

    expect(await graph.getElement(id)).toEqual({ id, kind: "process", name: "Invoicing" });
  });

  it("gives equal names different ids", async () => {
    const first = await graph.createElement("process", "Dunning");
    const second = await graph.createElement("process", "Dunning");

    expect(first.id).not.toBe(second.id);
  });
});
