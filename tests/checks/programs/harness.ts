// judged as harness by ITM204 ITM205 ITM206 ITM207 ITM208
import { connect } from "node:net";
import { z } from "zod";
import { createEnv } from "@t3-oss/env-core";
import { ChannelCredentials } from "@grpc/grpc-js";

const schema = z.object({
  LEDGER_URL: z.string().url(),
  LEDGER_REGION: z.string().default("eu"), // <- ITM207
  LEDGER_TOKEN: z.string().optional(),
  LOG_LEVEL: z.enum(["debug", "info"]).default("info"),
});
export const env = schema.parse(process.env);

export function requireEnv(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is required`);
  }
  return value;
}

export function envOr(name: string, fallback: string): string {
  return process.env[name] ?? fallback;
}

export const ledgerUrl = envOr("LEDGER_HOST", "localhost"); // <- ITM207
export const empty = envOr("LEDGER_PATH", "");
export const user = process.env.LEDGER_USER ?? process.env.PGUSER ?? "postgres"; // <- ITM207 ITM208

export async function isUp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port);
    socket.on("connect", () => resolve(true));
    socket.on("error", () => resolve(false));
  });
}

export async function waitFor(probe: () => Promise<void>): Promise<void> {
  for (let attempt = 0; attempt < 10; attempt++) {
    try {
      await probe();
      return;
    } catch (error) {
      await delay(100);
    }
  }
  throw new Error("not ready");
}

export async function exists(id: string): Promise<boolean> {
  try {
    await client.get(id);
    return true;
  } catch {
    return false;
  }
}

export async function seed(rows: Row[]): Promise<void> {
  for (const row of rows) {
    try {
      await client.put(row);
    } catch (error) { // <- ITM204
      console.log("already there", error);
    }
  }
}

export async function closeAll(): Promise<void> {
  for (const one of opened) {
    try {
      await one.close();
    } catch {}
  }
}

export class Harness {
  async start() {
    await this.server.start();
    void this.server.warmUp().catch(() => {}); // <- ITM204
  }

  async stop() {
    await this.server.stop().catch(() => {});
    try {
      await this.server.drop();
    } catch {}
  }

  async [Symbol.asyncDispose]() {
    await this.stop().catch(() => {});
  }

  async order(id: string) {
    try {
      return await this.server.order(id);
    } catch (error) {
      if (isNotFound(error)) {
        return null;
      }
      throw error;
    }
  }
}

export const describeWithDocker = process.env.DOCKER_HOST ? describe : describe.skip; // <- ITM206
