// judged by ITM207
const a = Number(process.env.JEST_TIMEOUT ?? 5000);
const b = process.env.CI ? 2 : 0;
const c = process.env.X_Y ?? missing("X_Y");
const d = mode === "cluster" ? process.env.URL! : "http://mock";
function e() { if (mode !== "cluster") return "bufnet"; return process.env.ADDR; }
const f = getEnv("BILLING_URL", "http://x");  // <- ITM207
const g = requireEnv("BILLING_URL", "is needed in cluster mode");
const h = process.env.Q_R?.trim() || "y";  // <- ITM207
const i = process.env.Q_R === "1" || "y";
const j = { X: 1 }.X ?? "y";
const k = process.env.INTEGRATION_MODE || "cluster";  // <- ITM207
const l = process.env.INTEGRATION_MODE ?? "repo";
const m = process.env.INTEGRATION_MODE ?? "mock";  // <- ITM207
const n = process.env.RUN_INTEGRATION_TESTS ?? "1";
const ok = Boolean(process.env.A_B || process.env.C_D);
const o = process.env.DEBUG_X ?? false;
const p = process.env.LIST_X?.split(",") ?? [];
const q = process.env.CONF_X ?? randomUUID();
function r() { if (!process.env.ADDR_X) { return "bufnet"; } return process.env.ADDR_X; }  // <- ITM207
const s = row.region ?? "eu";
