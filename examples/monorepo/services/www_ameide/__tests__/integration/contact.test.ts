import { spam, visitor } from "../../__mocks__";
import { openSite } from "./helpers";

const site = openSite();

test("a visitor's message is accepted", async () => {
  const response = await site.post("/api/contact", visitor);

  expect(response.status).toBe(202);
  expect(await response.json()).toEqual({ accepted: true });
});

test("each problem is named", async () => {
  const response = await site.post("/api/contact", spam);

  expect(response.status).toBe(422);
  expect((await response.json()).problems).toEqual([
    { field: "email", problem: "is no address" },
    { field: "message", problem: "is too short" },
  ]);
});
