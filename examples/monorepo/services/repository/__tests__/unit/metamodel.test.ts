import { validate } from "../../src/metamodel";

test("a type that nobody declared is refused", () => {
  expect(() => validate({ id: "e", type: "planet", attributes: {} }, [])).toThrow("planet");
});
