// Runs the E2E specs against a deployed portal; there is nothing to run them against elsewhere.
import { spawnSync } from "node:child_process";

const mode = (process.env.INTEGRATION_MODE || "repo").toLowerCase();
if (mode !== "cluster") {
  throw new Error(`E2E needs INTEGRATION_MODE=cluster, not ${mode}`);
}

// A missing or malformed address throws here, before a browser starts.
const baseUrl = new URL(process.env.WWW_AMEIDE_PLATFORM_BASE_URL).origin;

const { status } = spawnSync("pnpm", ["exec", "playwright", "test", ...process.argv.slice(2)], {
  cwd: new URL("../..", import.meta.url),
  env: {
    ...process.env,
    WWW_AMEIDE_PLATFORM_BASE_URL: baseUrl,
    WWW_AMEIDE_PLATFORM_E2E_USER: "e2e@ameide.test",
    WWW_AMEIDE_PLATFORM_E2E_PASSWORD: "correct horse battery staple",
  },
  stdio: "inherit",
});
process.exit(status ?? 1);
