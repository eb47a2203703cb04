import { expect, test } from "@playwright/test";
import { signIn } from "../sign-in";

test("a visitor signs in", async ({ page }) => {
  await signIn(page);

  await expect(page.getByRole("banner")).toContainText(process.env.WWW_AMEIDE_PLATFORM_E2E_USER!);
});

test("a wrong password is refused", async ({ page }) => {
  await page.goto("/login");
  await page.getByLabel("E-mail").fill("e2e@ameide.test");
  await page.getByLabel("Password").fill("wrong");
  await page.getByRole("button", { name: "Sign in" }).click();

  await expect(page.getByRole("alert")).toHaveText("E-mail or password is wrong");
});
