import { z } from 'zod';
const schema = z.object({ INTEGRATION_MODE: z.enum(['repo', 'local', 'cluster']), PORT: z.string() });
export const env = schema.parse(process.env);
