import { createEnv } from "@t3-oss/env-nextjs";
import { cleanEnv, str, bool } from "envalid";
import { z } from "zod";

export const env = createEnv({
  server: {
    INTEGRATION_MODE: z.enum(["repo", "local", "cluster"]).default("repo"),
    DATABASE_URL: z.string().url(),
  },
  client: { NEXT_PUBLIC_INTEGRATION_MODE: z.string().optional() },
  runtimeEnv: process.env,
});

const schema = z.object({
  INTEGRATION_MODE: z.string(),
  PORT: z.coerce.number(),
});
const parsed = schema.parse(process.env);
const safe = schema.safeParse(process.env);

const cleaned = cleanEnv(process.env, {
  INTEGRATION_MODE: str({ choices: ["repo", "cluster"], default: "repo" }),
  DEBUG: bool({ default: false }),
});

export function a() {
  if (env.INTEGRATION_MODE === "cluster") return 1; // <- branch
  if (env.DATABASE_URL) return 2;
  return env.NEXT_PUBLIC_INTEGRATION_MODE ? <any>1 : start(); // <- branch
}

export function b() {
  if (parsed.PORT) return 1;
  if (parsed.INTEGRATION_MODE === "repo") return 2; // <- branch
  const { INTEGRATION_MODE: mode, PORT } = parsed;
  if (PORT > 1) return 3;
  if (mode) return 4; // <- branch
  return 5;
}

export function c() {
  if (!safe.success) throw new Error("bad");
  if (safe.data.INTEGRATION_MODE === "repo") return 1; // <- branch
  return cleaned.DEBUG ? 1 : 2;
}

export const d = () => (cleaned.INTEGRATION_MODE === "repo" ? fake() : live()); // <- branch

declare function start(): number;

const mapped = createEnv({
  server: { MODE: z.string(), DATABASE_URL: z.string() },
  runtimeEnvStrict: { MODE: process.env.INTEGRATION_MODE, DATABASE_URL: process.env.DATABASE_URL },
});
if (mapped.DATABASE_URL) console.log(90);
if (mapped.MODE === "cluster") console.log(91); // <- branch
