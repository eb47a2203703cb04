// judged by ITM204
import noop from "lodash/noop";
import { ignore, report } from "./handlers";
it("a", async () => {
  await x().catch(noop);  // <- ITM204
  await x().catch(ignore);  // <- ITM204
  await x().catch(report);
  try { x(); } catch (e) { if (verbose) { console.log(e); } }  // <- ITM204
  try { x(); } catch (e) { { console.log(e); } }  // <- ITM204
  try { x(); } catch (e) { { handle(e); } }
  try { x(); } catch (e) { if (verbose) { handle(e); } }
  try { x(); } catch { n = -1; }  // <- ITM204
  try { x(); } catch { rows = { a: [1, "b"], c: true as boolean }; }  // <- ITM204
  let bad = false;
  try { x(); } catch { bad = true; }
  if (!bad) { throw new Error("no error"); }
  const stream = client.open();
  await stream.cancel().catch(() => {});
  await client.cancel("order").catch(() => {});  // <- ITM204
  await fs.rm(folder).catch(() => {});
  await client.rm("order").catch(() => {});  // <- ITM204
  switch (kind) { case "a": try { x(); } catch {} break; default: break; }  // <- ITM204
  await x().then(undefined, () => {});  // <- ITM204
  await x().then((r) => r);
});
