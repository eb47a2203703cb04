const MODES = ["repo", "local", "cluster"] as const;

export type IntegrationMode = (typeof MODES)[number];

/** The mode of the suite; unset means `repo`, anything unknown is an error. */
export function getIntegrationMode(): IntegrationMode {
  const value = (process.env.INTEGRATION_MODE || "repo").toLowerCase();
  const mode = MODES.find((known) => known === value);
  if (!mode) {
    throw new Error(`INTEGRATION_MODE must be one of ${MODES.join(", ")}, not ${value}`);
  }
  return mode;
}

/** Whether the suite talks to deployed services. */
export function isClusterMode(): boolean {
  return getIntegrationMode() === "cluster";
}

/** A variable that cluster mode needs. */
export function requireEnv(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} must be set when INTEGRATION_MODE is cluster`);
  }
  return value;
}
