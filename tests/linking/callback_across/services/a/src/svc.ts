import { withMode } from './with';
export const c = withMode((mode) => {
  if (mode === 'cluster') return live(); // <- ITM101
  return fake();
});
