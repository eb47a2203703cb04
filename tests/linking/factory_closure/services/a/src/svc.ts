import { createFlags } from './flags';
const flags = createFlags();
export function run() {
  if (flags.isMock()) return 1; // <- ITM101
  return 2;
}
