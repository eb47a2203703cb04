// judged by ITM204
it('x', async () => {
  await Promise.all(a.map((x) => f(x).catch(() => {}))); // <- ITM204
});
// judged by ITM204
it('x', async () => {
  await f().catch((e) => { throw new Error('y', { cause: e }); });
  await f().catch(fail);
  await f().catch(done);
  await f().finally(() => {});
});
// judged by ITM204
process.on('unhandledRejection', () => {});
server.on('error', (e) => { console.log(e); });
// judged by ITM204
it('x', async () => {
  try { await f(); } catch (e: any) { if (e.code !== 5) { throw e; } }
  try { await f(); } catch (e) { expect(String(e)).toMatch(/x/); return; }
});
