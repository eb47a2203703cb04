import express, { type Request, type Response, type NextFunction } from "express";
import config from "config";
import * as helpers from "./helpers";

const app = express();
const { INTEGRATION_MODE: mode = "repo", PORT = "3000" } = process.env;
const MODE_KEY = "INTEGRATION_MODE";
const OTHER_KEY = "INTEGRATION_MODEL";
const settings = Object.freeze({ mode: process.env[MODE_KEY] ?? "repo", port: Number(process.env.PORT) });
const isCluster = () => settings.mode === "cluster";
const isMock = (): boolean => !isCluster();
const flags = { get mock() { return isMock(); }, debug: process.env.DEBUG === "1" };
let cached: string | undefined;

function currentMode(): string {
  if (cached === undefined) {
    cached = (process.env.INTEGRATION_MODE || "repo").trim().toLowerCase();
  }
  return cached;
}

app.use((req: Request, res: Response, next: NextFunction) => {
  if (req.headers["x-mode"] === "cluster") return next();
  if (isMock()) return res.json({}); // <- branch
  const mode = req.query.mode;
  if (mode === "cluster") return next();
  next();
});

app.get("/a", (req, res) => {
  if (mode === "cluster") res.send("x"); // <- branch
  if (PORT) res.send("y");
  if (settings.port) res.send("z");
  if (flags.debug) res.send("d");
  if (flags.mock) res.send("m"); // <- branch
});

app.get("/b", (req, res) => {
  switch (currentMode()) { // <- branch
    case "cluster":
      return res.send("1");
    default:
      return res.send("2");
  }
});

function middleware(options: { mock: boolean; debug?: boolean }) {
  const { mock, debug = false } = options;
  return (req: Request, res: Response, next: NextFunction) => {
    if (debug) console.log(req.url);
    if (mock) { // <- branch
      res.end();
      return;
    }
    next();
  };
}
app.use(middleware({ mock: isMock() }));

function unknown(options: { mock: boolean }) {
  if (options.mock) return 1;
  return 2;
}
app.use(unknown({ mock: helpers.flag() }) as never);

if (process.env[OTHER_KEY]) console.log("other");
if (config.get("INTEGRATION_MODE") === "repo") app.disable("etag"); // <- branch
if (config.get("REGION") === "repo") app.disable("etag");

const client = mode === "cluster" ? live() : fake(); // <- branch
const rows = client.rows();
if (rows.length) console.log(rows);
if (client) console.log("control dependence");
if (client.mode === "repo") console.log("a member of what was chosen");

let repo: unknown = null;
if (mode !== "cluster") { // <- branch
  repo = fake();
}
if (repo) console.log("assigned in an arm");

const tables = { cluster: live, repo: fake };
tables[mode as keyof typeof tables](); // <- branch
const handler = new Map([["cluster", live], ["repo", fake]]).get(mode); // <- branch
handler?.();

mode === "repo" && seed(); // <- branch
const quiet = mode === "repo" && PORT === "1";
if (quiet) console.log("q"); // <- branch
const label = `mode ${mode}`;
console.log(label);
void (isMock() || start()); // <- branch

const items = [1, 2].filter(() => isCluster()); // <- branch
const others = [1, 2].filter((x) => x > 1);
console.log(items, others);

for (const mode of ["repo", "cluster"]) {
  if (mode === "repo") console.log(mode);
}

function shadow(mode: string) {
  return mode === "repo" ? live() : fake();
}
shadow("x");

class Client {
  #mode: string;
  static live = process.env.INTEGRATION_MODE === "cluster";
  constructor({ mode, url }: { mode: string; url: string }) {
    this.#mode = mode;
    this.url = url;
  }
  url: string;
  send() {
    if (this.#mode === "repo") return; // <- branch
    if (Client.live) return; // <- branch
    if (this.url) return;
  }
}
new Client({ mode: settings.mode, url: "x" });

// if (process.env.INTEGRATION_MODE === "cluster") start();
const text = "process.env.INTEGRATION_MODE === 'cluster' ? 1 : 2";
console.log(text ? 1 : 2);
declare function start(): void;
declare function live(): any;
declare function fake(): any;
declare function seed(): void;
