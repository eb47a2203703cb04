export function withMode<T>(fn: (mode: string | undefined) => T): T {
  return fn(process.env.INTEGRATION_MODE);
}
