import { flags } from '@acme/env';
export default function Page() {
  return flags.isMock ? <i/> : <b/>; // <- ITM101
}
