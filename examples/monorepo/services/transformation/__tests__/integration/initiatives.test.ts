import { createClient } from "./helpers";

describe("initiatives", () => {
  const transformation = createClient();

  it("lists what was proposed", async () => {
    const proposed = await transformation.propose("One ledger");

    expect(proposed.stage).toBe("draft");
    expect(await transformation.list()).toContainEqual(proposed);
  });

  it("goes through the stages and stops", async () => {
    const { id } = await transformation.propose("Paperless claims");

    const stages = [];
    for (let step = 0; step < 3; step++) {
      stages.push((await transformation.advance(id)).stage);
    }

    expect(stages).toEqual(["approved", "running", "done"]);
    await expect(transformation.advance(id)).rejects.toThrow("Paperless claims is done");
  });
});
