import { ConfigSvc } from './config.service';
export class Svc {
  constructor(private readonly cfg: ConfigSvc) {}
  run() {
    if (this.cfg.isMock) return 1; // <- ITM101
    return 2;
  }
}
