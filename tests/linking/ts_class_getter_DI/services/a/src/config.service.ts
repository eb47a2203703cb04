export class ConfigSvc {
  private readonly mode = process.env.INTEGRATION_MODE;
  get isMock() { return this.mode !== 'cluster'; }
}
