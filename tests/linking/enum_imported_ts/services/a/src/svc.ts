import { Mode, current } from './mode';
export function run() {
  const m = current();
  if (m === Mode.Cluster) return 1; // <- ITM101
  return 2;
}
