Promise.resolve(process.env.INTEGRATION_MODE).then((mode) => {
  if (mode) serve(); // <- branch
});

const load = async () => ({ mode: process.env.INTEGRATION_MODE, size: 1 });
load()
  .then(({ mode, size }) => {
    if (size) serve();
    if (mode) serve(); // <- branch
  })
  .catch(() => null);
load()
  .finally(() => serve())
  .then(({ mode }) => mode && serve()); // <- branch

async function gathered() {
  const [loaded, port] = await Promise.all([load(), Number(process.env.PORT)]);
  if (loaded.size) serve();
  if (port) serve();
  if (loaded.mode) serve(); // <- branch
  const mode = await load()
    .then((it) => it.mode)
    .catch(() => null);
  if (mode) serve(); // <- branch
  const first = await Promise.race([load()]);
  if (first.mode) serve(); // <- branch
}

async function answered() {
  const body = await fetch(process.env.INTEGRATION_MODE === "cluster" ? "http://a" : "http://b").then((r) => r.json()); // <- branch
  if (body.mode) serve();
  const mode = await fetch("http://a")
    .then((response) => response.json())
    .then((json) => json.mode);
  if (mode === "cluster") serve();
  const fixed = await Promise.resolve({ mode: "fixed" }).then(({ mode }) => mode);
  if (fixed === "fixed") serve();
}

function passed(promise: Promise<{ mode?: string; size: number }>) {
  return promise.then(({ mode, size }) => {
    if (size) serve();
    if (mode) serve(); // <- branch
  });
}
passed(load());
gathered();
answered();
declare function serve(): void;
