import { expectHealthy } from './helpers';
it('is healthy', async () => {
  await expectHealthy(make());
});
