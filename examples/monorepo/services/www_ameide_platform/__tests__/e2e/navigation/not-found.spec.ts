import { expect, test } from "@playwright/test";
import { signIn } from "../sign-in";

test("an unknown page says so", async ({ page }) => {
  await signIn(page);
  const response = await page.goto("/graphs/unknown");

  expect(response?.status()).toBe(404);
  await expect(page.getByRole("heading")).toHaveText("Nothing here");
});
