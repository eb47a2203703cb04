import { env } from './env.mjs';
export default function Page() {
  return env.NEXT_PUBLIC_INTEGRATION_MODE !== 'cluster' && <Banner />; // <- ITM101
}
