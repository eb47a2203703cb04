export function jump(mode?: string) {
  return mode === "cluster" ? 3 : 5; // <- ITM101
}
