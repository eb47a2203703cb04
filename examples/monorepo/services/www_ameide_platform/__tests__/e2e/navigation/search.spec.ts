import { expect, test } from "@playwright/test";
import { signIn } from "../sign-in";

test("search finds a graph by its title", async ({ page }) => {
  await signIn(page);
  await page.getByRole("searchbox").fill("capab");

  await expect(page.getByRole("option")).toHaveText(["Capabilities"]);
});
