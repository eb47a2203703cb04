import { openSite } from "./helpers";

test.each([
  ["/api/health", 200],
  ["/api/nowhere", 404],
])("%s answers %i", async (path, status) => {
  const response = await openSite().get(path);

  expect(response.status).toBe(status);
});
