import { expect, test } from "@playwright/test";
import { signIn } from "../sign-in";

test("a graph is drawn", async ({ page }) => {
  await signIn(page);
  await page.goto("/graphs/applications");

  await expect(page.locator("canvas[data-graph=applications]")).toBeVisible();
});
