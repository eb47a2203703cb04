import { expect, test } from "@playwright/test";
import { signIn } from "../sign-in";

test("a new organization gets its address", async ({ page }) => {
  await signIn(page);
  await page.goto("/organizations/new");
  await page.getByLabel("Name").fill("Café Müller");

  await expect(page.getByLabel("Address")).toHaveValue("cafe-muller");
});
