import config from './config';
export function run() {
  return config.flags.mock ? one() : two(); // <- ITM101
}
