// judged by ITM208
const ok = Boolean(process.env.A_B || process.env.C_D);
const ok2 = !!(process.env.A_B || process.env.C_D);
const ok3 = `${process.env.A_B}:${process.env.C_D}`;
const ok4 = cluster ? process.env.A_B : process.env.C_D;
const bad = process.env.A_B || process.env.C_D;  // <- ITM208
