// judged by ITM209
import { vi } from 'vitest';
vi.mock('../../src/a', async (importOriginal) => ({ ...(await importOriginal()), b: vi.fn() })); // <- ITM209
// judged by ITM209
const send = jest.fn().mockResolvedValue({});
await run({ onSend: send });
expect(send).toHaveBeenCalled();
// judged by ITM209
jest.spyOn(process, 'exit').mockImplementation(() => { throw new Error(); });
jest.spyOn(logger, 'info').mockReturnValue();
jest.spyOn(global, 'fetch').mockResolvedValue(new Response()); // <- ITM209
// judged by ITM209
import express from 'express';
import { router } from '../../src/router';
const app = express();
app.use(router);
const s = app.listen(0);
// judged by ITM209
import Fastify from 'fastify';
import { createServer } from 'node:http';
import { createApp } from '../../src/app';
const app = createApp();
const server = createServer(app);
// judged by ITM209
jest.mock('ioredis', () => require('ioredis-mock')); // <- ITM209
// judged by ITM209
jest.useFakeTimers();
jest.setTimeout(1);
jest.resetModules();
jest.unmock('./x');
jest.requireActual('./y');
