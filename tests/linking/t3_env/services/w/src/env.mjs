import { createEnv } from '@t3-oss/env-nextjs';
import { z } from 'zod';
export const env = createEnv({
  client: { NEXT_PUBLIC_INTEGRATION_MODE: z.string() },
  runtimeEnv: { NEXT_PUBLIC_INTEGRATION_MODE: process.env.NEXT_PUBLIC_INTEGRATION_MODE },
});
