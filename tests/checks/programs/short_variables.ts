// judged by ITM207 ITM208
const a = process.env.A_URL === undefined ? 'x' : process.env.A_URL; // <- ITM207
// judged by ITM207 ITM208
const a = process.env.A_URL !== undefined && process.env.A_URL !== '' ? process.env.A_URL : 'x'; // <- ITM207
// judged by ITM207
const { env } = process;
const a = env.A_URL ?? 'x'; // <- ITM207
const { A_TOKEN: t = 'dev' } = env; // <- ITM207
// judged by ITM207
import { env } from 'node:process';
const a = env.A_URL || 'x'; // <- ITM207
// judged by ITM207
const cfg = { url: process.env.A_URL ?? 'x', token: process.env.A_TOKEN }; // <- ITM207
// judged by ITM207
const opts = { ...{ A_URL: 'x' }, ...process.env };
// judged by ITM207
function f(url = process.env.A_URL ?? 'x') {} // <- ITM207
function g(url = process.env.B_URL) {}
// judged by ITM207
const n = parseInt(process.env.A_RETRIES ?? '', 10) || 3; // <- ITM207
// judged by ITM207
const a = process.env.NODE_ENV || 'test';
const b = process.env.PORT || 3000; // <- ITM207
// judged by ITM207
import { cleanEnv, str, port } from 'envalid';
const env = cleanEnv(process.env, {
  A_URL: str(),
  A_PORT: port({ default: 80 }), // <- ITM207
});
// judged by ITM207
import Joi from 'joi';
const s = Joi.object({ A_URL: Joi.string().default('x') }); // <- ITM207
const env = s.validate(process.env).value;
// judged by ITM207
const a = process.env.A_URL;
const url = a ? a : 'x'; // <- ITM207
// judged by ITM207
let url = 'http://x'; // <- ITM207
if (process.env.A_URL) { url = process.env.A_URL; }
// judged by ITM207
const a = process.env.A_FLAG ?? 'false'; // <- ITM207
// judged by ITM207
if ((process.env.A_URL ?? 'x') === 'x') { f(); } // <- ITM207
