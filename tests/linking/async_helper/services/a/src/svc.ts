import { currentMode } from './flags';
export async function run() {
  switch (await currentMode()) { // <- ITM101
    case 'cluster': return 1;
    default: return 2;
  }
}
