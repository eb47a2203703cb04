import { expectHealthy, live } from './helpers';
it('is healthy', async () => {
  expect(await ping()).toBe(1);
  if (live) await expectHealthy(make()); // <- ITM202
});
