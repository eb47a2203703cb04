import { base } from './base';
export const config = { ...base, port: 1 };
