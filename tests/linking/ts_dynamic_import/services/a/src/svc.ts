export async function run() {
  const { isMock } = await import('./env');
  if (isMock) return 1; // <- ITM101
  return 2;
}
