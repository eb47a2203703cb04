// judged by ITM204
import { it, expect } from "vitest";

class Helper {
  constructor(readonly onTeardown: (callback: () => Promise<void>) => void) {}
  async tunnel(client: any) {
    const tunnel = await client.create();
    this.onTeardown(async () => {
      try {
        await client.remove(tunnel.id);
      } catch (error) {
        console.warn("left behind", error);
      }
    });
    cleanups.push(async () => {
      await client.forget(tunnel.id).catch(() => undefined);
    });
    return tunnel;
  }
}

async function transact(run: any, transaction: any) {
  try {
    await run(transaction);
  } catch (error) {
    await transaction.execute("SET FOREIGN_KEY_CHECKS = 1").catch(() => undefined);
    throw error;
  }
}

const test = base.extend({
  async stream({ task, onTestFailed }: any, use: any) {
    onTestFailed(() => {
      try {
        console.error(read(task.name));
      } catch {
        console.error("no log");
      }
    });
    await use(open());
  },
});

it("keeps its own errors", async () => {
  await client.push({ id: 1 }).catch(() => undefined); // <- ITM204
  queue.push(async () => {
    await client.ping().catch(() => undefined); // <- ITM204
  });
  expect(await client.count()).toBe(1);
});
// judged by ITM204
it("asks until there is an answer", async () => {
  let answer: Response | undefined;
  for (let i = 0; i < 5 && !answer; i++) {
    answer = await fetch(url).catch(() => undefined);
  }
  if (!answer) throw new Error("no answer");
  expect(answer.status).toBe(200);
});

it("asks for each row", async () => {
  for (const id of ids) {
    await client.remove(id).catch(() => undefined); // <- ITM204
  }
  expect(await client.count()).toBe(0);
});
