import type { GraphService } from "../../src/model";
import { createService } from "./helpers";

async function createPair(graph: GraphService): Promise<[string, string]> {
  const billing = await graph.createElement("application", "Billing");
  const ledger = await graph.createElement("application", "Ledger");
  return [billing.id, ledger.id];
}

describe("relationships", () => {
  const graph = createService();

  it("leads from source to target", async () => {
    const [source, target] = await createPair(graph);
    await graph.relate({ source, target, kind: "serves" });

    expect((await graph.neighbours(source)).map((element) => element.name)).toEqual(["Ledger"]);
    expect(await graph.neighbours(target)).toEqual([]);
  });

  it("refuses an element's relationship to itself", async () => {
    const [source] = await createPair(graph);

    await expect(graph.relate({ source, target: source, kind: "serves" })).rejects.toMatchObject({
      code: "failed_precondition",
    });
  });

  it("refuses an unknown end", async () => {
    const [source] = await createPair(graph);
    const target = "00000000-0000-0000-0000-000000000000";

    await expect(graph.relate({ source, target, kind: "triggers" })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
