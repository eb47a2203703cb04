import { expect } from '@jest/globals';
export const live = process.env.INTEGRATION_MODE === 'cluster';
export async function expectHealthy(client: any) {
  expect((await client.health()).status).toBe('ok');
}
