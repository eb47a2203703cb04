// judged by ITM204
import { it } from "vitest";
afterEach(async () => { await Promise.allSettled(ids.map((id) => client.delete(id).catch(() => {}))); });
it("a", async () => {
  const code = await client.get().catch((e) => e.code);
  try { for await (const x of s) use(x); } catch (e) { if (e.name !== "AbortError") throw e; }
  try { x(); } catch (e) { expect(e).toBeInstanceOf(Y); }
  try { x(); } catch (e) { done(e); }
  let n = 0;
  for (const i of [1, 2]) { try { await c.put(i); } catch { n++; } }
  expect(n).toBe(1);
  const errors = [];
  try { x(); } catch (e) { errors.push(e); }
  await within(client, async (c) => { try { await c.x(); } catch {} });  // <- ITM204
});
test("poll", async () => {
  await expect.poll(async () => { try { return (await c.get()).state; } catch { return "none"; } }).toBe("done");
  await retry(async () => { try { await c.get(); } catch { return false; } });
  await pWaitFor(isUp);
  await waitUntil(() => c.ping().then(() => true, () => false));
});
async function isUp() { try { await c.ping(); return true; } catch { return false; } }
