function isMock(env = process.env) {
  return env.INTEGRATION_MODE !== "cluster";
}
if (isMock({ INTEGRATION_MODE: "cluster" })) serve();
if (isMock()) serve(); // <- branch
if (isMock(process.env)) serve(); // <- branch

function isLive(mode = process.env.INTEGRATION_MODE) {
  return mode === "cluster";
}
if (isLive("cluster")) serve();
if (isLive(undefined)) serve(); // <- branch
if (isLive()) serve(); // <- branch

function wantsMock({ mode = process.env.INTEGRATION_MODE, size = 1 } = {}) {
  if (size > 1) serve();
  return mode === "cluster";
}
if (wantsMock({ mode: "repo" })) serve();
if (wantsMock({ size: 2 })) serve(); // <- branch
if (wantsMock()) serve(); // <- branch

export function make(mode = process.env.INTEGRATION_MODE) {
  if (mode === "cluster") return 1; // <- branch
  return 2;
}
make("cluster");

function nested({ env = process.env }: { env?: Record<string, string | undefined> } = {}) {
  return env.INTEGRATION_MODE === "cluster";
}
if (nested({ env: { INTEGRATION_MODE: "cluster" } })) serve();
if (nested()) serve(); // <- branch
if (nested({ env: process.env })) serve(); // <- branch

function given(env: Record<string, string | undefined>) {
  return env.INTEGRATION_MODE === "cluster";
}
if (given({ INTEGRATION_MODE: "repo" })) serve();
if (given(process.env)) serve(); // <- branch

class Config {
  constructor(private readonly env: Record<string, string | undefined>) {}
  get mock() {
    return this.env.INTEGRATION_MODE !== "cluster";
  }
}
if (new Config(process.env).mock) serve(); // <- branch

function has(env = process.env) {
  return "INTEGRATION_MODE" in env;
}
if (has()) serve(); // <- branch
if (has({ PATH: "/bin" })) serve();
declare function serve(): void;

export const reported = { environment: process.env.INTEGRATION_MODE ? process.env.INTEGRATION_MODE : "dev" };
const raw = process.env["INTEGRATION_MODE"];
const lower = !raw ? "repo" : raw.toLowerCase();
const unset = raw === undefined ? "none" : raw;
if (lower === "cluster") serve(); // <- branch
if (unset === "none") serve(); // <- branch
export const label = raw ? "live" : "mock"; // <- branch
