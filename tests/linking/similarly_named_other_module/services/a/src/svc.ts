import { isMock } from './other';
export function run() {
  if (isMock()) return 1;
  return 2;
}
