import type { Flags } from "./config";

export class Svc {
  constructor(private flags: Flags) {}

  run() {
    if (this.flags.isMock()) return 1; // <- ITM101
    return this.flags.live ? charge() : refuse(); // <- ITM101
  }
}
