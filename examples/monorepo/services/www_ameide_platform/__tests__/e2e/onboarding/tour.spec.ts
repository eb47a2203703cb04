import { expect, test } from "@playwright/test";
import { signIn } from "../sign-in";

test("the tour starts on the first visit and can be left", async ({ page }) => {
  await signIn(page);
  await page.goto("/?tour=start");
  await page.getByRole("dialog").getByRole("button", { name: "Not now" }).click();

  await expect(page.getByRole("dialog")).toBeHidden();
});
