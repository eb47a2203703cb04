import { Hono } from "hono";
import { env as bindings } from "hono/adapter";
import { defineStore } from "pinia";
import { create } from "zustand";
import { persist } from "zustand/middleware";
import { createStore } from "zustand/vanilla";

interface Flags {
  mock: boolean;
  count: number;
  increase: () => void;
}
const useFlags = create<Flags>((set) => ({
  mock: process.env.INTEGRATION_MODE === "repo",
  count: 0,
  increase: () => set((flags) => ({ count: flags.count + 1 })),
}));
if (useFlags((flags) => flags.count)) serve();
if (useFlags((flags) => flags.mock)) serve(); // <- branch
const { mock, count } = useFlags();
if (count) serve();
if (mock) serve(); // <- branch

const curried = createStore<Flags>()(persist(() => ({ mock: process.env.INTEGRATION_MODE === "repo", count: 1, increase() {} }), { name: "flags" }));
if (curried.getState().count) serve();
if (curried.getState().mock) serve(); // <- branch

const useSetup = defineStore("setup", () => {
  const live = process.env.INTEGRATION_MODE === "cluster";
  return { live, size: 1 };
});
const setup = useSetup();
if (setup.size) serve();
if (setup.live) serve(); // <- branch
const useOptions = defineStore("options", { state: () => ({ live: process.env.INTEGRATION_MODE === "cluster", size: 1 }) });
if (useOptions().size) serve();
if (useOptions().live) serve(); // <- branch

const app = new Hono();
app.get("/a", (c) => {
  if (c.env.PORT) return c.text("a");
  if (c.env.INTEGRATION_MODE === "cluster") return c.text("b"); // <- branch
  if (c.req.INTEGRATION_MODE === "cluster") return c.text("c");
  const { INTEGRATION_MODE, PORT } = bindings<{ INTEGRATION_MODE: string; PORT: string }>(c);
  if (PORT) return c.text("d");
  return c.text(INTEGRATION_MODE === "cluster" ? "e" : "f"); // <- branch
});
declare function serve(): void;
