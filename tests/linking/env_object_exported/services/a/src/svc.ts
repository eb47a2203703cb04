import { env } from './env';
export function run() {
  if (env.INTEGRATION_MODE === 'cluster') return 1; // <- ITM101
  return 2;
}
