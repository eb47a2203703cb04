export function send(opts: { fake: boolean }) {
  if (opts.fake) return 1; // <- ITM101
  return 2;
}
