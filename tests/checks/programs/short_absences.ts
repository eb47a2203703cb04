// judged by ITM206
const maybe = process.env.ADDR ? describe : describe.skip; // <- ITM206
maybe('x', () => {});
// judged by ITM206
(process.env.ADDR ? it : it.skip)('x', () => {}); // <- ITM206
// judged by ITM206
it('x', async () => {
  if (!process.env.ADDR) return; // <- ITM206
  expect(await f()).toBe(1);
});
// judged by ITM206
it('x', async () => {
  if (!process.env.ADDR) {
    console.warn('skipping');
    return; // <- ITM206
  }
  expect(await f()).toBe(1);
});
// judged by ITM206
it('x', async () => {
  const rows = await f();
  if (rows.length === 0) return;
  expect(rows[0]).toBe(1);
});
// judged by ITM206
test.skip(!process.env.ADDR, 'x'); // <- ITM206
// judged by ITM206
beforeAll(function () { if (!process.env.ADDR) this.skip(); }); // <- ITM206
