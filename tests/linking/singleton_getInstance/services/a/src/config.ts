export class Config {
  private static instance: Config;
  readonly mock: boolean;
  private constructor() { this.mock = process.env.INTEGRATION_MODE !== 'cluster'; }
  static getInstance(): Config {
    if (!Config.instance) Config.instance = new Config();
    return Config.instance;
  }
}
