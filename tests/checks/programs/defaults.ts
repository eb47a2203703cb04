// judged by ITM207 ITM208
import { z } from "zod";
const a = process.env.A ?? "x";  // <- ITM207
const b = process.env.B || "x";  // <- ITM207
const { C = "x", D: d = "y" } = process.env;  // <- ITM207 ITM207
const e = process.env.E ? process.env.E : "x";  // <- ITM207
const f = process.env.F ?? `http://localhost:${port}`;  // <- ITM207
function g() { if (process.env.G) { return process.env.G; } return "http://x"; }  // <- ITM207
let h = process.env.H;
if (!h) { h = "x"; }  // <- ITM207
let i = process.env.I; i ??= "x";  // <- ITM207
const env = (k: string, dflt: string) => process.env[k] ?? dflt;
const j = env("J", "http://x");  // <- ITM207
const k = Number(process.env.K ?? 3000);  // <- ITM207
const l = process.env.L1 || process.env.L2;  // <- ITM208
const m = process.env.M1 ?? process.env.M2 ?? "x";  // <- ITM207 ITM208
process.env.N ||= "x";  // <- ITM207
process.env.N2 = process.env.N2 ?? "x";  // <- ITM207
const o = z.object({ O: z.string().default("x"), P: z.string() }).parse(process.env);  // <- ITM207
const q = [process.env.Q1, process.env.Q2].find(Boolean);  // <- ITM208
if (process.env.R1 || process.env.R2) { x(); }
const s = (process.env.S || "a,b").split(",");  // <- ITM207
const t = parseInt(process.env.T || "5000", 10);  // <- ITM207
const u = process.env.U || "";
const v = process.env.V || undefined;
const w = requireEnv("W") ?? "x";
function opt(name: string, fallback = "http://d") { const v = process.env[name]; return v ? v : fallback; }  // <- ITM207
const xx = opt("XX");
const yy = opt("YY", "http://y");  // <- ITM207
const zz = { url: process.env.ZZ ?? defaults.url };
const defaults = { url: "http://q" };
