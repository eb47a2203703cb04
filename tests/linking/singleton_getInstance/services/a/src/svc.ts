import { Config } from './config';
export function run() {
  if (Config.getInstance().mock) return 1; // <- ITM101
  return 2;
}
