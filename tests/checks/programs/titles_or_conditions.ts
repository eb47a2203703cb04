// judged by ITM205
import { expect, test } from "@playwright/test";

test.skip(process.platform === "win32", "no sockets there");
test.skip(({ browserName }) => browserName === "webkit");
test.skip("uploads", async ({ page }) => { // <- ITM205
  await expect(page).toHaveTitle("x");
});
test("downloads", async ({ page, browserName }) => {
  test.skip(browserName === "webkit" || !page, "slow");
  await expect(page).toHaveTitle("x");
});
