import { expect, test } from "@playwright/test";
import { signIn } from "../sign-in";

for (const entry of ["Graphs", "Transformations", "Settings"]) {
  test(`the sidebar leads to ${entry}`, async ({ page }) => {
    await signIn(page);
    await page.getByRole("complementary").getByText(entry).click();

    await expect(page.getByRole("heading", { level: 1 })).toHaveText(entry);
  });
}
