export enum Mode {
  Repo = "repo",
  Cluster = "cluster",
}
export const MODES = { REPO: "repo", CLUSTER: "cluster" } as const;

export function parseMode(raw: string | undefined): Mode {
  switch ((raw ?? "repo").toLowerCase()) {
    case "repo":
    case "local":
      return Mode.Repo;
    case "cluster":
      return Mode.Cluster;
    default:
      throw new Error(`unknown mode ${raw}`);
  }
}

export const mode = parseMode(process.env.INTEGRATION_MODE);
const region = parseMode(process.env.REGION);

export function a() {
  if (mode === Mode.Cluster) return 1; // <- branch
  if (region === Mode.Cluster) return 2;
  return 3;
}

export const isLive = mode === Mode.Cluster ? true : false;

export function b() {
  return isLive ? live() : fake(); // <- branch
}

function describeMode(value: Mode): string {
  return value === Mode.Cluster ? "live" : "double"; // <- branch
}
console.log(describeMode(mode));

function describeRegion(value: Mode): string {
  return value === Mode.Cluster ? "live" : "double";
}
console.log(describeRegion(region));

export class Config {
  private static instance?: Config;
  readonly mode: Mode;
  readonly url: string;
  private constructor(env: NodeJS.ProcessEnv) {
    this.mode = parseMode(env.INTEGRATION_MODE);
    this.url = env.URL ?? "";
  }
  static get() {
    Config.instance ??= new Config(process.env);
    return Config.instance;
  }
  get mocked(): boolean {
    return this.mode !== Mode.Cluster;
  }
}

export function c() {
  const config = Config.get();
  if (config.url) return 1;
  if (config.mocked) return 2; // <- branch
  return 3;
}

async function load() {
  return process.env.INTEGRATION_MODE;
}

export async function d() {
  const mode = await load();
  if (mode === "cluster") return 1; // <- branch
  return 2;
}

export function e() {
  return [Mode.Repo, Mode.Cluster].includes(mode) ? 1 : 2; // <- branch
}

export function f(mode: Mode) {
  return mode === Mode.Cluster;
}

export function g(other: { mode: Mode }) {
  if (f(other.mode)) return 1;
  return 2;
}

const lookup: Record<Mode, string> = { [Mode.Repo]: "http://localhost", [Mode.Cluster]: "http://svc" };
export const url = lookup[mode]; // <- branch
export const safeUrl = url ? url : "none";

export function run(callback: (live: boolean) => void) {
  callback(mode === Mode.Cluster);
}
run((live) => {
  if (live) console.log("live"); // <- branch
});

for (let i = 0; mode === Mode.Cluster && i < 3; i++) { // <- branch
  console.log(i);
}

const { env } = process;
if (env.INTEGRATION_MODE) console.log(1); // <- branch
if (env.OTHER) console.log(2);
if (import.meta.env.INTEGRATION_MODE === "repo") console.log(3); // <- branch
if (Bun.env.INTEGRATION_MODE === "repo") console.log(4); // <- branch
if (Deno.env.get("INTEGRATION_MODE") === "repo") console.log(5); // <- branch
if (Deno.env.get("MODE") === "repo") console.log(6);
if ("INTEGRATION_MODE" in process.env) console.log(7); // <- branch
if (Object.hasOwn(process.env, "HOME")) console.log(8);
const globals = globalThis.process.env.INTEGRATION_MODE;
if (globals) console.log(9); // <- branch
