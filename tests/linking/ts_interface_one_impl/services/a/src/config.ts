export interface Flags { isMock(): boolean }
export class EnvFlags implements Flags {
  isMock() { return process.env.INTEGRATION_MODE !== 'cluster'; }
}
