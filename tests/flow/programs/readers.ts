import variables from "env-var";
import { get as envGet } from "env-var";
import convict from "convict";
import { config } from "dotenv";

// the environment under another name, and functions that read from it
const env = { ...process.env } as Record<string, string>;
if (env.INTEGRATION_MODE === "cluster") serve(); // <- branch
const { INTEGRATION_MODE, ...rest } = process.env;
if (rest.PORT) serve();
if (INTEGRATION_MODE?.trim() === "cluster") serve(); // <- branch
function get(name: string) {
  return process.env[name];
}
if (get("INTEGRATION_MODE") === "cluster") serve(); // <- branch
if (get("PORT") === "1") serve();
function must(name: keyof typeof process.env): string {
  const v = process.env[name];
  if (!v) throw new Error(`missing ${name}`);
  return v;
}
const modeName = must("INTEGRATION_MODE");
if (modeName === "cluster") serve(); // <- branch
const readers = { mode: () => process.env.INTEGRATION_MODE, port: () => process.env.PORT };
if (readers.port()) serve();
if (readers.mode()) serve(); // <- branch
// libraries of settings
config();
if (variables.get("INTEGRATION_MODE").default("repo").asString() === "cluster") serve(); // <- branch
if (envGet("PORT").asPortNumber() > 1) serve();
const settings = convict({ mode: { format: String, default: "repo", env: "INTEGRATION_MODE" }, port: { format: Number, default: 1, env: "PORT" } });
if (settings.get("port") > 1) serve();
if (settings.get("mode") === "cluster") serve(); // <- branch
declare function serve(): void;
