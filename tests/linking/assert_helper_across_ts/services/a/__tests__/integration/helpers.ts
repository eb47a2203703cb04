import { expect } from '@jest/globals';
export async function expectHealthy(client: any) {
  expect((await client.health()).status).toBe('ok');
}
