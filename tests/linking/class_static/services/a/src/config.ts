export class Config {
  static readonly isMock = process.env.INTEGRATION_MODE !== 'cluster';
}
