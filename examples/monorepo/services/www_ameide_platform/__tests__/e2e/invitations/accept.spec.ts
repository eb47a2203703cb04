import { expect, test } from "@playwright/test";

test("an unknown invitation is refused", async ({ page }) => {
  await page.goto("/invitations/unknown");

  await expect(page.getByRole("alert")).toHaveText("This invitation is no longer valid");
});
