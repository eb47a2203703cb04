import { getEnv } from './env';
import { MODE_KEY } from './keys';
export function run() {
  return getEnv(MODE_KEY) === 'cluster' ? a() : b(); // <- ITM101
}
