import { expect, test } from "@playwright/test";
import { signIn } from "../sign-in";

test("signing out ends the session", async ({ page }) => {
  await signIn(page);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.goto("/graphs");

  await expect(page).toHaveURL(/\/login\?next=/);
});
