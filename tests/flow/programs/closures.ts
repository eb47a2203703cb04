import { EventEmitter } from "node:events";
import defaults, { region as configuredRegion } from "./defaults";

interface Options {
  mode?: string;
  mock: boolean;
  retries: number;
}

function isMock(env = process.env) {
  return (env.INTEGRATION_MODE ?? "repo") !== "cluster";
}

function isEu(env: Record<string, string | undefined> = process.env) {
  return env.REGION === "eu";
}

export function createApp(options: Options) {
  const { retries, ...rest } = options;
  if (retries > 3) throw new Error("too many");
  if (rest.mock) return fake(); // <- branch
  return {
    start() {
      if (options.mock) return; // <- branch
      if (options.retries) return;
    },
  };
}
createApp({ mock: isMock(), retries: 3 });

class Base {
  constructor(protected readonly options: Options) {}
  protected get live() {
    return !this.options.mock;
  }
}

class Worker extends Base {
  private queue: string[] = [];
  static create() {
    return new Worker({ mock: isMock(), retries: 1 });
  }
  run() {
    if (this.live) return 1; // <- branch
    if (this.options.retries) return 2;
    if (this.queue.length) return 3;
    return 4;
  }
  each(callback: (live: boolean, name: string) => void) {
    callback(this.live, "x");
  }
}
Worker.create().each((live, name) => {
  if (name) console.log(name);
  if (live) console.log(live); // <- branch
});

const base = { mode: process.env.INTEGRATION_MODE, region: process.env.REGION };
const spread = { ...base, retries: 2 };
if (spread.retries) console.log(1);
if (spread.mode === "cluster") console.log(2); // <- branch
const overridden = { ...base, mode: "fixed" };
if (overridden.mode === "fixed") console.log(3);

const memo = (() => {
  let value: boolean | undefined;
  return () => (value ??= process.env.INTEGRATION_MODE === "cluster");
})();
if (memo()) console.log(4); // <- branch

function* steps() {
  yield process.env.INTEGRATION_MODE === "cluster" ? 1 : 2; // <- branch
  yield configuredRegion ? 1 : 2;
}
for (const step of steps()) {
  if (step > 1) console.log(step);
}

const load = async () => ({ mode: process.env.INTEGRATION_MODE, size: 1 });
load().then(({ mode, size }) => {
  if (size) console.log(size);
  console.log(mode);
});
export async function awaited() {
  const { mode, size } = await load();
  if (size) return 1;
  if (mode) return 2; // <- branch
  return 3;
}

export const strategy = {
  cluster: () => live(),
  repo: () => fake(),
}[process.env.INTEGRATION_MODE ?? "repo"]; // <- branch

const emitter = new EventEmitter();
emitter.on("mode", (mode: string) => {
  if (mode === "cluster") console.log("an event");
});
emitter.emit("mode", process.env.INTEGRATION_MODE);

if (isEu()) console.log(5);
if (isMock()) console.log(6); // <- branch
if (defaults.mode === "cluster") console.log(8);

const key: string = "INTEGRATION" + "_MODE";
if (process.env[key]) console.log(9); // <- branch
const mode = process.env.INTEGRATION_MODE!;
const kind = mode.startsWith("clu") ? "c" : "r"; // <- branch
console.log(kind === "c" ? 1 : 2);
if (/^clu/.test(mode)) console.log(10); // <- branch
if (String(process.env.INTEGRATION_MODE) === "x") console.log(11); // <- branch
if (!!mode) console.log(12); // <- branch
if (typeof mode === "undefined") console.log(13); // <- branch

try {
  if (mode) console.log(14); // <- branch
} catch (mode) {
  if (mode) console.log(15);
} finally {
  if (mode) console.log(16); // <- branch
}

export function nested(first: boolean) {
  return first ? 1 : mode === "repo" ? 2 : 3; // <- branch
}

export function label() {
  const mode = document.body.dataset.mode;
  return mode === "cluster" ? "a" : "b";
}

do {
  console.log(17);
} while (mode === "x"); // <- branch

export const exported = [1, 2, 3].map((n) => (mode === "repo" ? 0 : n)); // <- branch
export const sorted = [3, 1].sort((a, b) => a - b);
export const found = ["repo"].find((candidate) => candidate === mode); // <- branch

let later: string | undefined;
export function setup() {
  later = process.env.INTEGRATION_MODE;
}
export function useLater() {
  if (later === "cluster") return 1; // <- branch
  return 2;
}

let unrelated: string | undefined;
export function setUnrelated(value: string) {
  unrelated = value;
}
export function useUnrelated() {
  return unrelated === "cluster" ? 1 : 2;
}

const flags: Record<string, boolean> = {};
flags.mock = isMock();
flags["debug"] = process.env.DEBUG === "1";
if (flags.debug) console.log(18);
if (flags.mock) console.log(19); // <- branch

type INTEGRATION_MODE = "repo" | "cluster";
export function typed(value: INTEGRATION_MODE) {
  return value === "cluster";
}
export const text = `INTEGRATION_MODE=${configuredRegion}`;
if (text) console.log(20);
const child = { env: { ...process.env, INTEGRATION_MODE: "cluster" } };
if (child.env) console.log(21);
if (child.env.HOME) console.log(22);

declare function live(): any;
declare function fake(): any;
