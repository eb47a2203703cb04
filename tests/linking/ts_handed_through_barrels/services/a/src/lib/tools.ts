export function weigh(mode?: string) {
  if (mode === "cluster") return 1; // <- ITM101
  return 2;
}
