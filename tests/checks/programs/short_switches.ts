// judged by ITM205
describe.each([1])('x', () => { it('a', () => { expect(f()).toBe(1); }); });
describe.only('y', () => {}); // <- ITM205
// judged by ITM205
const it2 = it.skip;
it2('x', () => {}); // <- ITM205
// judged by ITM205
import { test } from '@playwright/test';
test.fixme('x', async () => {}); // <- ITM205
test.skip(true, 'why'); // <- ITM205
// judged by ITM205
it('x', function () { return this.skip(); }); // <- ITM205
// judged by ITM205
Deno.test({ name: 'x', ignore: true, fn() { f(); } }); // <- ITM205
Deno.test.ignore('y', () => {}); // <- ITM205
Deno.test.only('z', () => {}); // <- ITM205
