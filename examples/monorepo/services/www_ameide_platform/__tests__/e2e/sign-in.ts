import type { Page } from "@playwright/test";

/** Signs in through the form, as a visitor does. */
export async function signIn(page: Page): Promise<void> {
  await page.goto("/login");
  await page.getByLabel("E-mail").fill(process.env.WWW_AMEIDE_PLATFORM_E2E_USER!);
  await page.getByLabel("Password").fill(process.env.WWW_AMEIDE_PLATFORM_E2E_PASSWORD!);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("/");
}
