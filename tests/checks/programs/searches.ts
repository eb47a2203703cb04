// judged by ITM207 ITM208
const a = ["A_URL", "B_URL"].map((k) => process.env[k]).find(Boolean);  // <- ITM208
for (const k of ["A_URL", "B_URL"]) { if (!process.env[k]) throw new Error(k); }
function f() { for (const k of ["A_URL", "B_URL"]) { if (process.env[k]) return process.env[k]; } }  // <- ITM208
if (!process.env.A_URL || !process.env.B_URL) { throw new Error(); }
const url = process.env.A_URL ?? process.env.B_URL ?? process.env.C_URL;  // <- ITM208
const both = { a: process.env.A1, b: process.env.B1 };
