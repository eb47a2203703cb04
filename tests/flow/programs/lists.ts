const keys = ["INTEGRATION_MODE", "NEXT_PUBLIC_INTEGRATION_MODE"];
const texts = keys.map((key) => process.env[key]?.toLowerCase());
if (texts[0] === "cluster") serve(); // <- branch
if (texts.length > 2) serve();

const rows = [{ mode: process.env.INTEGRATION_MODE, size: 1 }];
rows.forEach((row) => {
  if (row.size) serve();
  if (row.mode) serve(); // <- branch
});
const sizes = rows.map(({ size }) => size * 2);
if (sizes[0] > 1) serve();
const modes = rows.flatMap((row) => [row.mode]);
for (const mode of modes) {
  if (mode) serve();
}

const merged = Object.assign({}, { mode: process.env.INTEGRATION_MODE }, { size: 1 });
if (merged.size) serve();
if (merged.mode) serve(); // <- branch

export const asked = (query: URLSearchParams) => (query.get("INTEGRATION_MODE") === "cluster" ? 1 : 2);
export const carried = (request: { headers: Headers }) => (request.headers.get("INTEGRATION_MODE") ? 1 : 2);
export const stored = () => (window.localStorage.get("INTEGRATION_MODE") ? 1 : 2);
export const configured = (config: { get(key: string): string }) => (config.get("INTEGRATION_MODE") ? 1 : 2); // <- branch
declare function serve(): void;
