import { problems } from "../../src/contact";

test("a message of blanks is too short", () => {
  const found = problems({ email: "a@b.test", message: " ".repeat(20) });

  expect(found).toEqual([{ field: "message", problem: "is too short" }]);
});
