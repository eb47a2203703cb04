export { default as flags } from './flags';
