import { expect, test } from "@playwright/test";
import { signIn } from "../sign-in";

test("breadcrumbs lead back to the list", async ({ page }) => {
  await signIn(page);
  await page.goto("/graphs/capabilities");
  await page.getByRole("navigation", { name: "Breadcrumb" }).getByText("Graphs").click();

  await expect(page).toHaveURL("/graphs");
});
