import { config } from './config';
export const run = () => (config.mock ? one() : two()); // <- ITM101
