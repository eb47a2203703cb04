import { order } from "../../src/definition";

test("independent steps keep their order", () => {
  const steps = ["b", "a"].map((name) => ({ name, after: [] }));

  expect(order({ name: "flat", steps })).toEqual(["b", "a"]);
});
