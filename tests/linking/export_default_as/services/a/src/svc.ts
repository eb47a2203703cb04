import { flags } from './index';
export const url = flags.mock ? 'http://a' : 'http://b'; // <- ITM101
