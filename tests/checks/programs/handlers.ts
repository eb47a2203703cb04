// judged by ITM204
import noop from "lodash/noop";
const ignore = () => {};
function drop(): void {}
beforeAll(async () => {
  await seed().catch(() => {});  // <- ITM204
  await wipe().catch(ignore);  // <- ITM204
  await wipe().catch(drop);  // <- ITM204
  await warm()
     .refresh({})
     .catch(console.error);  // <- ITM204
});
afterAll(async () => { await wipe().catch(() => {}); await cleanup(); });
async function cleanup() { try { await x() } catch { } }
async function wiper() { try { await x() } catch { } }
afterEach(wiper);
afterEach(() => helperX());
async function helperX() { try { await x() } catch (e) { console.log(e) } }
it("a", async () => {
  try { await x(); } catch { /* ok */ }  // <- ITM204
  let threw = false;
  try { await x(); } catch { threw = true; }
  expect(threw).toBe(true);
  const r = await get().catch(() => null);  // <- ITM204
  const r2 = await get().catch(() => []);  // <- ITM204
  const r3 = await get().catch((e) => e);
  const r4 = await get().catch((e) => ({ status: e.status }));
  const up = await get().then(() => true, () => false);
  const up2 = await get().then(() => true).catch(() => false);
  await vi.waitFor(async () => { const q = await get().catch(() => null); expect(q).toBeTruthy(); });
  try { await x(); throw new Error("no"); } catch (e) { expect(e.code).toBe(5); }
  try { await x(); } catch (e) { return; }
  throw new Error("no");
});
it("b", async () => {
  try { await x(); } catch (err: unknown) { if (err instanceof NotFound) return; throw err; }
  try { await x(); } catch (err) { if (!(err instanceof NotFound)) throw err; }
  try { await x(); } finally { await y().catch(() => undefined); }
  const s = z.string().catch("x");
  await server.close().catch(() => {});
  await x().catch((err) => { logger.warn({ err }, "x"); });  // <- ITM204
  let items;
  try { items = await x(); } catch { items = null; }  // <- ITM204
  proc.on("error", () => resolve(false));
});
export async function list() { return get().catch(() => []); }
export async function one() { return get().catch(() => undefined); }  // <- ITM204
