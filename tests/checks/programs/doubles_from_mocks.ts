// judged by ITM209
import * as mocks from "../../__mocks__/index";
import { handlers } from "../../__mocks__/handlers";
test("a", (t) => {
  t.mock.method(console, "log");
  t.mock.method(client, "get", async () => ({}));  // <- ITM209
  const all = { ...mocks.clients };
  jest.mock("../../src/a", () => mocks.clients["a"]);
  jest.mock("../../src/b", () => ({ ...mocks }));
  jest.mock("../../src/c", () => all.c);
  jest.mock("../../src/d", factory);  // <- ITM209
  const server = setupServer(...handlers);
});
