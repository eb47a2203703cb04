import { conf } from './conf';
export function run() {
  while (conf.mock) { return 1; } // <- ITM101
  return 2;
}
