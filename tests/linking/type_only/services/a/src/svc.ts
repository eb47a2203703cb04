import type { isMock } from './env';
export type M = typeof isMock;
export function f(x: any) { if (x.isMock) return 1; return 2; }
