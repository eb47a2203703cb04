import { useFlags } from './ctx';
export function Banner() {
  const { mock } = useFlags();
  return mock ? <b>mock</b> : null; // <- ITM101
}
