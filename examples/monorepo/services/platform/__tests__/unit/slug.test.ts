import { slugOf } from "../../src/organizations";

test.each([
  ["Acme", "acme"],
  ["  Acme & Sons ", "acme-sons"],
  ["Straße 7", "stra-e-7"],
])("%s becomes %s", (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});
