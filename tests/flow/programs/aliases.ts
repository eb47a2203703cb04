const { INTEGRATION_MODE: mode = "repo", PORT } = process.env;
const isMock = mode !== "cluster";
const port = Number(PORT);
export const flags = { mock: isMock, port };

export function a() {
  if (isMock) return 1; // <- branch
  return 2;
}

export function b() {
  if (flags.mock) { // <- branch
    return 1;
  }
  return flags.port ? 1 : 2;
}

export const c = (m: string) => (m === "repo" ? load("a") : load("b")); // <- branch
c(process.env["INTEGRATION_MODE"] ?? "repo");

export function d(isMock: boolean) {
  if (isMock) return 1;
  return 2;
}

export function e() {
  const { mock } = flags;
  mock && start(); // <- branch
}

export function f() {
  switch (process.env.INTEGRATION_MODE?.toLowerCase()) { // <- branch
    case "cluster":
      return live();
    default:
      return fake();
  }
}

export class Mailer {
  private readonly quiet: boolean;
  constructor(private readonly live: boolean) {
    this.quiet = !live;
  }
  send() {
    if (this.quiet) return; // <- branch
    if (this.live) deliver(); // <- branch
  }
}
new Mailer(mode === "cluster");

export function g() {
  let mode = "x";
  if (mode) return 1;
  mode = process.env.INTEGRATION_MODE as string;
  if (mode) return 2; // <- branch
  mode = "y";
  if (mode) return 3;
  return 4;
}

export function h(): "mock" | "live" {
  return isMock ? true as never : false as never;
}

export function i(rows: string[]) {
  return rows.filter((r) => isMock && r); // <- branch
}

declare function load(x: string): number;
declare function start(): void;
declare function live(): void;
declare function fake(): void;
declare function deliver(): void;

import { supported } from "./list";
if (supported.includes(process.env.INTEGRATION_MODE)) console.log(90); // <- branch
if (supported.includes(process.env.REGION)) console.log(91);
const lists = (list: string[], wanted?: string) => list.includes(wanted!);
if (lists(supported, process.env.INTEGRATION_MODE)) console.log(92); // <- branch
if (lists(supported, "eu")) console.log(93);
