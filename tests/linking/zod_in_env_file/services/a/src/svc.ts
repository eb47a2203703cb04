import { env } from './env';
export function run() {
  if (env.INTEGRATION_MODE === 'cluster') return 1; // <- ITM101
  if (env.PORT === '1') return 3;
  return 2;
}
