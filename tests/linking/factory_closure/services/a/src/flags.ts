export function createFlags() {
  const mode = process.env.INTEGRATION_MODE;
  return { isMock: () => mode !== 'cluster', name: 'x' };
}
