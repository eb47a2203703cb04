class Conf {
  mock: boolean;
  constructor() { this.mock = process.env.INTEGRATION_MODE !== 'cluster'; }
}
export const conf = new Conf();
