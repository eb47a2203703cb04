import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "__tests__/e2e",
  retries: 1,
  reporter: [["list"], ["junit", { outputFile: "../../artifacts/e2e/www_ameide_platform.xml" }]],
  use: {
    baseURL: process.env.WWW_AMEIDE_PLATFORM_BASE_URL,
    trace: "retain-on-failure",
  },
});
