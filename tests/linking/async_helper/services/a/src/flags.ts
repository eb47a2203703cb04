export async function currentMode() {
  return process.env.INTEGRATION_MODE;
}
