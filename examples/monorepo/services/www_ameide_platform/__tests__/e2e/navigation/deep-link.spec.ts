import { expect, test } from "@playwright/test";

test("a deep link survives signing in", async ({ page }) => {
  await page.goto("/graphs/applications");

  await expect(page).toHaveURL("/login?next=/graphs/applications");
});
