import { Config } from './config';
export function run() {
  if (Config.isMock) return 1; // <- ITM101
  return 2;
}
