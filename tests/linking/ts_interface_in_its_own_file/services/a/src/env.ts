import type { Flags } from "./config";

export class EnvFlags implements Flags {
  readonly live = process.env.INTEGRATION_MODE === "cluster";

  isMock() {
    return process.env.INTEGRATION_MODE !== "cluster";
  }
}
