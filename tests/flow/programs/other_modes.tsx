export const list = (rows: { mode: string }[]) => rows.filter((r) => r.mode === "cluster").map((r) => r.mode);
export async function pipeline(queue: any) {
  return queue.next().then((job: any) => (job.mode === "cluster" ? 1 : 2)).catch(() => null);
}
export const merged = Object.assign({}, { mode: "cluster" }, { size: 1 });
if (merged.mode === "cluster") start();
export function pick(env: { STAGE?: string } = process.env as any) {
  return env.STAGE === "prod";
}
if (pick()) start();
if (pick({ STAGE: "prod" })) start();
const modes = ["repo", "cluster"];
if (modes.includes("cluster")) start();
export const isKnown = (m: string) => modes.includes(m);
if (isKnown("x")) start();
const Lazy = lazy(() => import("./panel"));
export const P = () => <Lazy mode="cluster" />;
