import { advance } from "../../src/initiative";

test("advancing leaves the given initiative alone", () => {
  const draft = { id: "i", title: "Draft", stage: "draft" } as const;

  expect(advance(draft).stage).toBe("approved");
  expect(draft.stage).toBe("draft");
});
