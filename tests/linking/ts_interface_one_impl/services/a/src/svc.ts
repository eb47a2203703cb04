import { Flags } from './config';
export class Svc {
  constructor(private flags: Flags) {}
  run() {
    if (this.flags.isMock()) return 1; // <- ITM101
    return 2;
  }
}
