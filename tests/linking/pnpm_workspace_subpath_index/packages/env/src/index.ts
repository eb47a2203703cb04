export * as flags from './flags';
