"""ITM204, ITM205, ITM207-209 and ITM212 on forms that are too many for their READMEs, and on what a fence cannot show."""

from __future__ import annotations

import importlib
import re
from collections import Counter

import pytest

from lint430.config import Config
from lint430.flow import analyse
from lint430.flow.context import Context
from lint430.languages import lower
from lint430.model import File, Finding, Role, Suite

SUITE = Suite("services/billing", "billing", "service", "services/billing/__tests__/integration", None)
NAMES = {"python": "test_a.py", "typescript": "a.test.ts", "go": "a_test.go", "bash": "a.bats"}
MARK = re.compile(r"\s*(?://|#) BAD(?: (\d))?$")


def findings(check: str, language: str, source: str, *, role: Role = Role.INTEGRATION_TEST, config: Config | None = None) -> list[Finding]:
    """Give one check's findings in one file of a suite."""
    settings = config or Config()
    path = f"{SUITE.folder}/{NAMES[language]}"
    data = source.encode()
    file = File(path, data, language, role, suite=SUITE, in_suite_folder=True)
    flow = analyse([(file, lower(language, path, data))], lambda _: settings)[path]
    module = importlib.import_module(f"lint430.checks.{check}.check")
    return list(module.check(flow, Context(settings, (SUITE,))))


def marked(source: str) -> tuple[str, Counter[int]]:
    """Take the marks out of a source; give what is left and how often each line is expected."""
    kept: list[str] = []
    expected: Counter[int] = Counter()
    for number, line in enumerate(source.split("\n"), 1):
        mark = MARK.search(line)
        if mark is not None:
            expected[number] = int(mark[1] or 1)
        kept.append(MARK.sub("", line))
    return "\n".join(kept), expected


SWALLOWED_ERROR = [
    (
        "python",
        r"""
import contextlib, asyncio, pytest, logging
log = logging.getLogger(__name__)
@pytest.fixture
def client():
    c = make()
    yield c
    try:
        c.delete("a")
    except Exception:
        pass

def test_a(client):
    try:
        client.get()
    except (A, B):  # BAD
        ...
    try:
        client.get()
    except Exception as e:  # BAD
        log.warning("x %s", e)
        print(e)
    rows = None
    try:
        rows = client.rows()
    except ValueError:  # BAD
        rows = []
    assert rows == []
    try:
        client.get("x")
        pytest.fail("no")
    except NotFound:
        pass
    try:
        client.get("x")
    except NotFound:
        pass
    else:
        raise AssertionError
    with contextlib.suppress(NotFound):  # BAD
        client.delete("b")
    with pytest.raises(X):
        client.x()
    raised = False
    try:
        client.y()
    except X:
        raised = True
    assert raised
    try:
        client.z()
    except X as e:
        assert e.code == 3
    try:
        client.close()
    except X:
        pass

async def test_b():
    task = asyncio.create_task(x())
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        pass
    with contextlib.suppress(asyncio.CancelledError):
        await task
    try:
        x()
    finally:
        try:
            y()
        except E:
            pass
    try:
        x()
    except E as e:
        err = e
    assert err.code
    for i in range(3):
        try:
            await ping()
            break
        except E:
            pass
    for i in items:
        try:
            await ping(i)
        except E:  # BAD
            continue
    try:
        a()
    except E:
        return
    assert q

def test_c():
    try:
        assert_ok(a())
    except E:  # BAD
        return

def find(client):
    try:
        return client.get()
    except NotFound:
        return None

def wait_ready():
    deadline = 3
    while time.time() < deadline:
        try:
            ping()
            return
        except E:
            pass
        time.sleep(1)
    raise X

def seed():
    try:
        put()
    except Conflict:  # BAD
        pass
def _drop(c):
    try:
        c.drop()
    except E:
        pass
class TestX(unittest.TestCase):
    def tearDown(self):
        _drop(self.c)
        self._wipe()
    def _wipe(self):
        try:
            self.c.drop()
        except E:
            pass
    def test_q(self):
        try:
            self.c.get()
        except E:  # BAD
            self.skip = None
            pass
        try:
            self.c.get()
        except E:
            self.fail("x")
""",
    ),
    (
        "typescript",
        r"""
import noop from "lodash/noop";
const ignore = () => {};
function drop(): void {}
beforeAll(async () => {
  await seed().catch(() => {});  // BAD
  await wipe().catch(ignore);  // BAD
  await wipe().catch(drop);  // BAD
  await warm()
     .refresh({})
     .catch(console.error);  // BAD
});
afterAll(async () => { await wipe().catch(() => {}); await cleanup(); });
async function cleanup() { try { await x() } catch { } }
async function wiper() { try { await x() } catch { } }
afterEach(wiper);
afterEach(() => helperX());
async function helperX() { try { await x() } catch (e) { console.log(e) } }
it("a", async () => {
  try { await x(); } catch { /* ok */ }  // BAD
  let threw = false;
  try { await x(); } catch { threw = true; }
  expect(threw).toBe(true);
  const r = await get().catch(() => null);  // BAD
  const r2 = await get().catch(() => []);  // BAD
  const r3 = await get().catch((e) => e);
  const r4 = await get().catch((e) => ({ status: e.status }));
  const up = await get().then(() => true, () => false);
  const up2 = await get().then(() => true).catch(() => false);
  await vi.waitFor(async () => { const q = await get().catch(() => null); expect(q).toBeTruthy(); });
  try { await x(); throw new Error("no"); } catch (e) { expect(e.code).toBe(5); }
  try { await x(); } catch (e) { return; }
  throw new Error("no");
});
it("b", async () => {
  try { await x(); } catch (err: unknown) { if (err instanceof NotFound) return; throw err; }
  try { await x(); } catch (err) { if (!(err instanceof NotFound)) throw err; }
  try { await x(); } finally { await y().catch(() => undefined); }
  const s = z.string().catch("x");
  await server.close().catch(() => {});
  await x().catch((err) => { logger.warn({ err }, "x"); });  // BAD
  let items;
  try { items = await x(); } catch { items = null; }  // BAD
  proc.on("error", () => resolve(false));
});
export async function list() { return get().catch(() => []); }
export async function one() { return get().catch(() => undefined); }  // BAD
""",
    ),
    (
        "go",
        r"""
package integration

import (
	"context"
	"encoding/json"
	"io"
	"testing"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/status"
)
var _ io.Closer = (*fake)(nil)
var _ = setup()

func local() (int, bool) { return 1, true }
func must() (int, error) { return 1, nil }
func TestA(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	ctx2, _ := context.WithTimeout(ctx, 1)
	t.Cleanup(func() { _ = client.Delete(ctx) })
	defer func() { _ = conn.Close() }()
	defer cancel()
	_ = conn.Close()
	resp, _ := client.Get(ctx, &pb.Req{})  // BAD
	_, err := client.Get(ctx, nil)
	st, _ := status.FromError(err)
	v, _ := m["a"]
	w, _ := x.(T)
	u, _ := <-ch
	l, _ := local()
	n, _ := must()  // BAD
	_ = client.Ping(ctx)  // BAD
	_, _ = client.Ping(ctx)  // BAD
	_ = err  // BAD
	body, _ := io.ReadAll(resp.Body)  // BAD
	b, _ := json.Marshal(x)  // BAD
	val, _ := os.LookupEnv("X")
	mm.Load("x")
	k, _ := mm.Load("x")
	go func() { _ = srv.Serve(lis) }()
	require.Eventually(t, func() bool { r, _ := client.Get(ctx, nil); return r.Ok }, 1, 2)
	for _, x := range xs { use(x) }
	defer func() { recover() }()  // BAD
	defer func() {
		if r := recover(); r != nil {  // BAD
			t.Log(r)
		}
	}()
	defer func() {
		if r := recover(); r == nil {
			t.Fatal("x")
		}
	}()
	defer func() {
		r := recover()
		require.NotNil(t, r)
	}()
	defer func() {
		if recover() == nil { t.Error("no") }
	}()
	defer func() {
		if r := recover(); r != nil { t.Errorf("panic %v", r) }
	}()
}
""",
    ),
    (
        "typescript",
        r"""
import { it } from "vitest";
afterEach(async () => { await Promise.allSettled(ids.map((id) => client.delete(id).catch(() => {}))); });
it("a", async () => {
  const code = await client.get().catch((e) => e.code);
  try { for await (const x of s) use(x); } catch (e) { if (e.name !== "AbortError") throw e; }
  try { x(); } catch (e) { expect(e).toBeInstanceOf(Y); }
  try { x(); } catch (e) { done(e); }
  let n = 0;
  for (const i of [1, 2]) { try { await c.put(i); } catch { n++; } }
  expect(n).toBe(1);
  const errors = [];
  try { x(); } catch (e) { errors.push(e); }
  await within(client, async (c) => { try { await c.x(); } catch {} });  // BAD
});
test("poll", async () => {
  await expect.poll(async () => { try { return (await c.get()).state; } catch { return "none"; } }).toBe("done");
  await retry(async () => { try { await c.get(); } catch { return false; } });
  await pWaitFor(isUp);
  await waitUntil(() => c.ping().then(() => true, () => false));
});
async function isUp() { try { await c.ping(); return true; } catch { return false; } }
""",
    ),
    (
        "python",
        r'''
import os, queue, pytest
from contextlib import suppress
def test_a(tmp_path, c):
    f = tmp_path / "x"
    with suppress(FileNotFoundError):
        f.unlink()
    with suppress(ProcessLookupError):
        proc.kill()
    while True:
        try:
            x = q.get(timeout=1)
        except queue.Empty:
            break
    try:
        import foo
    except ImportError:
        foo = None
    try:
        c.get()
    except grpc.RpcError as e:
        code = e.code()
    try:
        c.get()
    except Exception:
        raise
    try:
        c.get()
    except Exception as e:
        pytest.fail(str(e))
    status = "ok"
    try:
        c.get()
    except E:
        status = "rejected"
    assert status == "rejected"
    try:
        c.get()
    except E:  # BAD
        """expected"""
''',
    ),
    (
        "go",
        r"""
package a
import ("io";"net/http";"encoding/json";"testing";"github.com/stretchr/testify/assert")
func handler(w http.ResponseWriter, r *http.Request) { _, _ = w.Write(nil); _ = json.NewEncoder(w).Encode(1) }
func TestX(t *testing.T) {
	_, _ = io.Copy(io.Discard, resp.Body)
	_ = assert.True(t, x)
	addr, _ := lis.Addr().(*net.TCPAddr)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write(nil) }))
	_ = t.Run("x", func(t *testing.T) {})
	p, _ := strconv.Atoi("1")  // BAD
}
""",
    ),
    (
        "typescript",
        r"""
import noop from "lodash/noop";
import { ignore, report } from "./handlers";
it("a", async () => {
  await x().catch(noop);  // BAD
  await x().catch(ignore);  // BAD
  await x().catch(report);
  try { x(); } catch (e) { if (verbose) { console.log(e); } }  // BAD
  try { x(); } catch (e) { { console.log(e); } }  // BAD
  try { x(); } catch (e) { { handle(e); } }
  try { x(); } catch (e) { if (verbose) { handle(e); } }
  try { x(); } catch { n = -1; }  // BAD
  try { x(); } catch { rows = { a: [1, "b"], c: true as boolean }; }  // BAD
  let bad = false;
  try { x(); } catch { bad = true; }
  if (!bad) { throw new Error("no error"); }
  const stream = client.open();
  await stream.cancel().catch(() => {});
  await client.cancel("order").catch(() => {});  // BAD
  await fs.rm(folder).catch(() => {});
  await client.rm("order").catch(() => {});  // BAD
  switch (kind) { case "a": try { x(); } catch {} break; default: break; }  // BAD
  await x().then(undefined, () => {});  // BAD
  await x().then((r) => r);
});
""",
    ),
    (
        "python",
        r"""
import contextlib
def test_a(c):
    for row in rows:
        try:
            c.put(row)
        except E:  # BAD
            continue
    for name in names:
        try:
            found = c.get(name)
        except E:
            continue
        else:
            break
    with contextlib.suppress(): c.x()
    with contextlib.suppress(StopIteration): c.x()
    with contextlib.suppress(E), c.open() as f:  # BAD
        f.x()
    try:
        c.x()
    except E as e:  # BAD
        _ = e
    try:
        c.x()
    except E:  # BAD
        c.last = None
""",
    ),
    (
        "go",
        r"""
package a
import ("testing";"time")
func TestX(t *testing.T) {
	a, _ := cache.Get("x")
	b, c := one(), two()
	d, _ := one(), two()  // BAD
	_ = recover()  // BAD
	for {
		if _, err := client.Get(); err == nil { break }
		_ = client.Ping()
		time.Sleep(1)
	}
	defer func() {
		if recover() != nil {  // BAD
			t.Log("x")
		}
	}()
	defer func() {
		r := recover()  // BAD
		if r != nil {
		}
	}()
	fn := func() { _ = client.Ping() }  // BAD
	fn()
}
""",
    ),
    (
        "typescript",
        r"""
import { it, expect } from "vitest";

class Helper {
  constructor(readonly onTeardown: (callback: () => Promise<void>) => void) {}
  async tunnel(client: any) {
    const tunnel = await client.create();
    this.onTeardown(async () => {
      try {
        await client.remove(tunnel.id);
      } catch (error) {
        console.warn("left behind", error);
      }
    });
    cleanups.push(async () => {
      await client.forget(tunnel.id).catch(() => undefined);
    });
    return tunnel;
  }
}

async function transact(run: any, transaction: any) {
  try {
    await run(transaction);
  } catch (error) {
    await transaction.execute("SET FOREIGN_KEY_CHECKS = 1").catch(() => undefined);
    throw error;
  }
}

const test = base.extend({
  async stream({ task, onTestFailed }: any, use: any) {
    onTestFailed(() => {
      try {
        console.error(read(task.name));
      } catch {
        console.error("no log");
      }
    });
    await use(open());
  },
});

it("keeps its own errors", async () => {
  await client.push({ id: 1 }).catch(() => undefined); // BAD
  queue.push(async () => {
    await client.ping().catch(() => undefined); // BAD
  });
  expect(await client.count()).toBe(1);
});
""",
    ),
    (
        "typescript",
        r"""
it("asks until there is an answer", async () => {
  let answer: Response | undefined;
  for (let i = 0; i < 5 && !answer; i++) {
    answer = await fetch(url).catch(() => undefined);
  }
  if (!answer) throw new Error("no answer");
  expect(answer.status).toBe(200);
});

it("asks for each row", async () => {
  for (const id of ids) {
    await client.remove(id).catch(() => undefined); // BAD
  }
  expect(await client.count()).toBe(0);
});
""",
    ),
]

ENV_FALLBACK = [
    (
        "typescript",
        r"""
const a = Number(process.env.JEST_TIMEOUT ?? 5000);
const b = process.env.CI ? 2 : 0;
const c = process.env.X_Y ?? missing("X_Y");
const d = mode === "cluster" ? process.env.URL! : "http://mock";
function e() { if (mode !== "cluster") return "bufnet"; return process.env.ADDR; }
const f = getEnv("BILLING_URL", "http://x");  // BAD
const g = requireEnv("BILLING_URL", "is needed in cluster mode");
const h = process.env.Q_R?.trim() || "y";  // BAD
const i = process.env.Q_R === "1" || "y";
const j = { X: 1 }.X ?? "y";
const k = process.env.INTEGRATION_MODE || "cluster";  // BAD
const l = process.env.INTEGRATION_MODE ?? "repo";
const m = process.env.INTEGRATION_MODE ?? "mock";  // BAD
const n = process.env.RUN_INTEGRATION_TESTS ?? "1";
const ok = Boolean(process.env.A_B || process.env.C_D);
const o = process.env.DEBUG_X ?? false;
const p = process.env.LIST_X?.split(",") ?? [];
const q = process.env.CONF_X ?? randomUUID();
function r() { if (!process.env.ADDR_X) { return "bufnet"; } return process.env.ADDR_X; }  // BAD
const s = row.region ?? "eu";
""",
    ),
    (
        "python",
        r"""
import os
A = (os.environ.get("A_B")) or (f"http://localhost:{port}")  # BAD
def b():
    match kind:
        case "x":
            v = os.environ.get("B_C")
            if v:
                return v
            return "y"  # BAD
def c():
    v = os.environ.get("C_D")
    if v and v != "":
        return v
    return "z"  # BAD
def d():
    v = os.environ.get("D_E")
    w = os.environ.get("E_F")
    if v and w:
        return v
    return "z"
def e():
    v = os.environ.get("F_G", "")
    if len(v) > 0:
        return v
    else:
        return "z"  # BAD
def f():
    host = "localhost"  # BAD
    if "G_H" in os.environ:
        host = os.environ["G_H"]
    return host
def g(name, default=None):
    return os.environ.get(name, default)
G = g("H_I", 3)  # BAD
H = g("I_J", default="x")  # BAD
I = g("J_K")
J = read_env("K_L", default="x")  # BAD
K = os.environ.get("L_M") or ""
L = os.environ.get("M_N") or compute()
M = os.environ.get("N_O", default="q")  # BAD
""",
    ),
    (
        "go",
        r"""
package a
import "github.com/spf13/viper"
func x() {
	viper.SetDefault("billing.addr", "localhost:1")  // BAD
	v := viper.New()
	v.SetDefault("billing.addr", "localhost:1")  // BAD
	v.SetDefault("billing.addr", "")
	v.SetDefault("integration.mode", "repo")
	v.SetDefault(key, "x")
}
func y(v *viper.Viper) { v.SetDefault("log_level", "info"); v.SetDefault("billing.token", "x") }  // BAD
""",
    ),
    (
        "bash",
        r"""
#!/usr/bin/env bats
load helpers
setup() {
  URL="${BILLING_URL:-http://localhost:8080}"  # BAD
  : "${BILLING_TOKEN:=dev}"  # BAD
  X="${BILLING_X:-}"
  Y="${BILLING_Y:-${BILLING_Z}}"
  local name="${1:-x}"
  for i in 1 2; do echo "${i:-3}"; done
  LOG="${LOG_LEVEL:-info}"
  MODE="${INTEGRATION_MODE:-repo}"
  if [ -z "$BILLING_Q" ]; then BILLING_Q=foo; fi  # BAD
  W=abc
  echo "${W:-def}"
  V="${BILLING_V-x}"  # BAD
}
@test "a" {
  skip "later"
  run x
}
@test "b" {
  [ -n "$FOO" ] || skip "no foo"
  run x
}
@test "c" {
  if [ -z "$FOO" ]; then skip "x"; fi
  run -0 x
}
@test "d" {
  skip
}
""",
    ),
    (
        "python",
        r"""
import os
from pydantic import Field, AliasChoices
from pydantic_settings import BaseSettings
A = os.environ.get("A", "x")  # BAD
B = os.getenv("B") or "acme"  # BAD
C = os.environ.get("C", "")
if not C:
    C = "dev"  # BAD
def d():
    v = os.environ.get("D")
    if v:
        return v
    return "localhost"  # BAD
def e():
    v = os.environ.get("E")
    if not v:
        return "localhost"  # BAD
    return v
F = os.environ["F"] if "F" in os.environ else "z"  # BAD
G = os.environ.get("G") if os.environ.get("G") else "z"  # BAD
H = int(os.environ.get("H", 3000))  # BAD
I = os.environ.get("I", f"http://localhost:{port}")  # BAD
J = os.environ.get("J1") or os.environ.get("J2")
K = os.environ.get("K1", os.environ.get("K2"))
L = os.environ.get("L1") or os.environ.get("L2") or "q"  # BAD
def env(name, default="zz"):  # BAD
    return os.environ.get(name, default)
M = env("M", "http://x")  # BAD
M2 = env("M2")
os.environ.setdefault("N", "y")  # BAD
def o():
    try:
        return os.environ["O"]
    except KeyError:
        return "localhost"  # BAD
class S(BaseSettings):
    p: str = "http://localhost"  # BAD
    q: str = Field(default="x", validation_alias=AliasChoices("Q1", "Q2"))  # BAD
    r: str
def t():
    u = os.environ.get("T1")
    if not u:
        u = os.environ.get("T2")
    return u
def u():
    if "U" in os.environ:
        return os.environ["U"]
    return "http://x"  # BAD
V = next((os.environ[k] for k in ("V1", "V2") if k in os.environ), None)
W = {"w": "x", **os.environ}["w"]
""",
    ),
    (
        "typescript",
        r"""
import { z } from "zod";
const a = process.env.A ?? "x";  // BAD
const b = process.env.B || "x";  // BAD
const { C = "x", D: d = "y" } = process.env;  // BAD 2
const e = process.env.E ? process.env.E : "x";  // BAD
const f = process.env.F ?? `http://localhost:${port}`;  // BAD
function g() { if (process.env.G) { return process.env.G; } return "http://x"; }  // BAD
let h = process.env.H;
if (!h) { h = "x"; }  // BAD
let i = process.env.I; i ??= "x";   // BAD
const env = (k: string, dflt: string) => process.env[k] ?? dflt;
const j = env("J", "http://x");  // BAD
const k = Number(process.env.K ?? 3000);  // BAD
const l = process.env.L1 || process.env.L2;
const m = process.env.M1 ?? process.env.M2 ?? "x";  // BAD
process.env.N ||= "x";  // BAD
process.env.N2 = process.env.N2 ?? "x";  // BAD
const o = z.object({ O: z.string().default("x"), P: z.string() }).parse(process.env);  // BAD
const q = [process.env.Q1, process.env.Q2].find(Boolean);
if (process.env.R1 || process.env.R2) { x(); }
const s = (process.env.S || "a,b").split(",");  // BAD
const t = parseInt(process.env.T || "5000", 10);  // BAD
const u = process.env.U || "";
const v = process.env.V || undefined;
const w = requireEnv("W") ?? "x";
function opt(name: string, fallback = "http://d") { const v = process.env[name]; return v ? v : fallback; }  // BAD
const xx = opt("XX");
const yy = opt("YY", "http://y");  // BAD
const zz = { url: process.env.ZZ ?? defaults.url };
const defaults = { url: "http://q" };
""",
    ),
    (
        "go",
        r"""
package a
import ("os"; "cmp"; "github.com/spf13/viper")
type Config struct {
	Addr string `env:"ADDR" envDefault:"localhost:1"`  // BAD
	B string `envconfig:"BB" default:"x"`  // BAD
}
func a() string { if v := os.Getenv("A"); v != "" { return v }; return "x" }  // BAD
func b() string { v := os.Getenv("B"); if v == "" { v = "x" }; return v }  // BAD
func c() string { return cmp.Or(os.Getenv("C"), "x") }  // BAD
func d() string { v, ok := os.LookupEnv("D"); if !ok { return "x" }; return v }  // BAD
func getenv(k, def string) string { if v := os.Getenv(k); v != "" { return v }; return def }
var e = getenv("E", "localhost")  // BAD
func f() string { if v := os.Getenv("F1"); v != "" { return v }; return os.Getenv("F2") }
func g() string { return cmp.Or(os.Getenv("G1"), os.Getenv("G2")) }
func h() string { v := "x"; if e := os.Getenv("H"); e != "" { v = e }; return v }  // BAD
func i() string { if v, ok := os.LookupEnv("I"); ok { return v }; return "x" }  // BAD
func j() string { v := os.Getenv("J1"); if v == "" { v = os.Getenv("J2") }; return v }
func k() string { base := "x"; if cluster { base = mustEnv("K") }; return base }
""",
    ),
    (
        "python",
        r"""
import os
def a():
    for k in ("A_URL", "B_URL"):
        if k in os.environ:
            return os.environ[k]
    raise X
def b():
    for k in ("A_URL", "B_URL"):
        if not os.environ.get(k):
            raise X(k)
def c():
    missing = [k for k in ("A_URL", "B_URL") if k not in os.environ]
    for k in missing: raise X
    return {k: os.environ[k] for k in ("A_URL", "B_URL")}
first_env("A_URL", "B_URL")
require_env("A_URL", "B_URL")
tmp = os.environ.get("TMPDIR") or os.environ.get("TEMP")
x = os.environ["A_URL"] and os.environ["B_URL"]
x = next(filter(None, map(os.environ.get, ("A_URL", "B_URL"))))
""",
    ),
    (
        "typescript",
        r"""
const a = ["A_URL", "B_URL"].map((k) => process.env[k]).find(Boolean);
for (const k of ["A_URL", "B_URL"]) { if (!process.env[k]) throw new Error(k); }
function f() { for (const k of ["A_URL", "B_URL"]) { if (process.env[k]) return process.env[k]; } }
if (!process.env.A_URL || !process.env.B_URL) { throw new Error(); }
const url = process.env.A_URL ?? process.env.B_URL ?? process.env.C_URL;
const both = { a: process.env.A1, b: process.env.B1 };
""",
    ),
    (
        "go",
        r"""
package a
import ("os";"github.com/spf13/viper")
func a() string {
	for _, k := range []string{"A_URL", "B_URL"} {
		if v := os.Getenv(k); v != "" { return v }
	}
	return ""
}
func b(t *testing.T) {
	for _, k := range []string{"A_URL", "B_URL"} {
		if os.Getenv(k) == "" { t.Fatalf("%s", k) }
	}
	v := viper.New()
	v.BindEnv("model", "A_URL", "B_URL")
	v.BindEnv("model", "A_URL")
}
""",
    ),
    (
        "typescript",
        r"""
import { describe } from "vitest";
import { filter, skipped } from "./helpers";

const wanted = process.env.BILLING_FILTER;
export function cases(all: { name: string }[]) {
  return all.filter((one) => {
    if (!wanted) {
      return true;
    }
    return one.name === wanted;
  });
}
export function address() {
  if (!process.env.BILLING_ADDRESS) {
    return "localhost:50051"; // BAD
  }
  return process.env.BILLING_ADDRESS;
}
""",
    ),
]

MULTIPLE_ENV_SOURCES = [
    (
        "typescript",
        r"""
const ok = Boolean(process.env.A_B || process.env.C_D);
const ok2 = !!(process.env.A_B || process.env.C_D);
const ok3 = `${process.env.A_B}:${process.env.C_D}`;
const ok4 = cluster ? process.env.A_B : process.env.C_D;
const bad = process.env.A_B || process.env.C_D;  // BAD
""",
    ),
    (
        "bash",
        r"""
#!/usr/bin/env bats
load helpers
setup() {
  URL="${BILLING_URL:-http://localhost:8080}"
  : "${BILLING_TOKEN:=dev}"
  X="${BILLING_X:-}"
  Y="${BILLING_Y:-${BILLING_Z}}"  # BAD
  local name="${1:-x}"
  for i in 1 2; do echo "${i:-3}"; done
  LOG="${LOG_LEVEL:-info}"
  MODE="${INTEGRATION_MODE:-repo}"
  if [ -z "$BILLING_Q" ]; then BILLING_Q=foo; fi
  W=abc
  echo "${W:-def}"
  V="${BILLING_V-x}"
}
@test "a" {
  skip "later"
  run x
}
@test "b" {
  [ -n "$FOO" ] || skip "no foo"
  run x
}
@test "c" {
  if [ -z "$FOO" ]; then skip "x"; fi
  run -0 x
}
@test "d" {
  skip
}
""",
    ),
    (
        "python",
        r"""
import os
from pydantic import Field, AliasChoices
from pydantic_settings import BaseSettings
A = os.environ.get("A", "x")
B = os.getenv("B") or "acme"
C = os.environ.get("C", "")
if not C:
    C = "dev"
def d():
    v = os.environ.get("D")
    if v:
        return v
    return "localhost"
def e():
    v = os.environ.get("E")
    if not v:
        return "localhost"
    return v
F = os.environ["F"] if "F" in os.environ else "z"
G = os.environ.get("G") if os.environ.get("G") else "z"
H = int(os.environ.get("H", 3000))
I = os.environ.get("I", f"http://localhost:{port}")
J = os.environ.get("J1") or os.environ.get("J2")  # BAD
K = os.environ.get("K1", os.environ.get("K2"))  # BAD
L = os.environ.get("L1") or os.environ.get("L2") or "q"  # BAD
def env(name, default="zz"):
    return os.environ.get(name, default)
M = env("M", "http://x")
M2 = env("M2")
os.environ.setdefault("N", "y")
def o():
    try:
        return os.environ["O"]
    except KeyError:
        return "localhost"
class S(BaseSettings):
    p: str = "http://localhost"
    q: str = Field(default="x", validation_alias=AliasChoices("Q1", "Q2"))  # BAD
    r: str
def t():
    u = os.environ.get("T1")
    if not u:
        u = os.environ.get("T2")  # BAD
    return u
def u():
    if "U" in os.environ:
        return os.environ["U"]
    return "http://x"
V = next((os.environ[k] for k in ("V1", "V2") if k in os.environ), None)  # BAD
W = {"w": "x", **os.environ}["w"]
""",
    ),
    (
        "typescript",
        r"""
import { z } from "zod";
const a = process.env.A ?? "x";
const b = process.env.B || "x";
const { C = "x", D: d = "y" } = process.env;
const e = process.env.E ? process.env.E : "x";
const f = process.env.F ?? `http://localhost:${port}`;
function g() { if (process.env.G) { return process.env.G; } return "http://x"; }
let h = process.env.H;
if (!h) { h = "x"; }
let i = process.env.I; i ??= "x";
const env = (k: string, dflt: string) => process.env[k] ?? dflt;
const j = env("J", "http://x");
const k = Number(process.env.K ?? 3000);
const l = process.env.L1 || process.env.L2;  // BAD
const m = process.env.M1 ?? process.env.M2 ?? "x";  // BAD
process.env.N ||= "x";
process.env.N2 = process.env.N2 ?? "x";
const o = z.object({ O: z.string().default("x"), P: z.string() }).parse(process.env);
const q = [process.env.Q1, process.env.Q2].find(Boolean);  // BAD
if (process.env.R1 || process.env.R2) { x(); }
const s = (process.env.S || "a,b").split(",");
const t = parseInt(process.env.T || "5000", 10);
const u = process.env.U || "";
const v = process.env.V || undefined;
const w = requireEnv("W") ?? "x";
function opt(name: string, fallback = "http://d") { const v = process.env[name]; return v ? v : fallback; }
const xx = opt("XX");
const yy = opt("YY", "http://y");
const zz = { url: process.env.ZZ ?? defaults.url };
const defaults = { url: "http://q" };
""",
    ),
    (
        "go",
        r"""
package a
import ("os"; "cmp"; "github.com/spf13/viper")
type Config struct {
	Addr string `env:"ADDR" envDefault:"localhost:1"`
	B string `envconfig:"BB" default:"x"`
}
func a() string { if v := os.Getenv("A"); v != "" { return v }; return "x" }
func b() string { v := os.Getenv("B"); if v == "" { v = "x" }; return v }
func c() string { return cmp.Or(os.Getenv("C"), "x") }
func d() string { v, ok := os.LookupEnv("D"); if !ok { return "x" }; return v }
func getenv(k, def string) string { if v := os.Getenv(k); v != "" { return v }; return def }
var e = getenv("E", "localhost")
func f() string { if v := os.Getenv("F1"); v != "" { return v }; return os.Getenv("F2") }  // BAD
func g() string { return cmp.Or(os.Getenv("G1"), os.Getenv("G2")) }  // BAD
func h() string { v := "x"; if e := os.Getenv("H"); e != "" { v = e }; return v }
func i() string { if v, ok := os.LookupEnv("I"); ok { return v }; return "x" }
func j() string { v := os.Getenv("J1"); if v == "" { v = os.Getenv("J2") }; return v }  // BAD
func k() string { base := "x"; if cluster { base = mustEnv("K") }; return base }
""",
    ),
    (
        "python",
        r"""
import os
def a():
    for k in ("A_URL", "B_URL"):  # BAD
        if k in os.environ:
            return os.environ[k]
    raise X
def b():
    for k in ("A_URL", "B_URL"):
        if not os.environ.get(k):
            raise X(k)
def c():
    missing = [k for k in ("A_URL", "B_URL") if k not in os.environ]
    for k in missing: raise X
    return {k: os.environ[k] for k in ("A_URL", "B_URL")}
first_env("A_URL", "B_URL")  # BAD
require_env("A_URL", "B_URL")
tmp = os.environ.get("TMPDIR") or os.environ.get("TEMP")
x = os.environ["A_URL"] and os.environ["B_URL"]
x = next(filter(None, map(os.environ.get, ("A_URL", "B_URL"))))
""",
    ),
    (
        "typescript",
        r"""
const a = ["A_URL", "B_URL"].map((k) => process.env[k]).find(Boolean);  // BAD
for (const k of ["A_URL", "B_URL"]) { if (!process.env[k]) throw new Error(k); }
function f() { for (const k of ["A_URL", "B_URL"]) { if (process.env[k]) return process.env[k]; } }  // BAD
if (!process.env.A_URL || !process.env.B_URL) { throw new Error(); }
const url = process.env.A_URL ?? process.env.B_URL ?? process.env.C_URL;  // BAD
const both = { a: process.env.A1, b: process.env.B1 };
""",
    ),
    (
        "go",
        r"""
package a
import ("os";"github.com/spf13/viper")
func a() string {
	for _, k := range []string{"A_URL", "B_URL"} {  // BAD
		if v := os.Getenv(k); v != "" { return v }
	}
	return ""
}
func b(t *testing.T) {
	for _, k := range []string{"A_URL", "B_URL"} {
		if os.Getenv(k) == "" { t.Fatalf("%s", k) }
	}
	v := viper.New()
	v.BindEnv("model", "A_URL", "B_URL")  // BAD
	v.BindEnv("model", "A_URL")
}
""",
    ),
    (
        "typescript",
        r"""
import { describe } from "vitest";

const needsAccount = kind === "pull" && !process.env.BILLING_ACCOUNT;
const onOtherSystem = process.platform !== "linux" && process.env.BILLING_AGENT === "true";
describe.skipIf(onOtherSystem || needsAccount || process.env.BILLING_WITHOUT_DOCKER)("containers", () => {});
const either = needsAccount || process.env.BILLING_TOKEN === "x";
const token = process.env.BILLING_TOKEN || process.env.BILLING_API_TOKEN; // BAD
describe.runIf(process.env.BILLING_A || process.env.BILLING_B)("either", () => {});
""",
    ),
]

TEST_WITHOUT_ASSERTION = [
    (
        "python",
        r"""
def test_a(c, data_regression): data_regression.check(c.get())
def test_b(c): assert_that(c.get()).is_equal_to(1)
def test_c(c, verify): verify(c.get())
def test_d(c):
    result = c.get()
    if result.bad:
        raise AssertionError(result)
class TestX:
    def test_e(self, c): self.check(c.get())
    def check(self, r): assert r
class TestY(Base):
    def test_f(self): self.assert_ok(self.c.get())
    def test_g(self): self.c.get()  # BAD
    def test_h(self): self.verify_all()
""",
    ),
    (
        "go",
        r"""
package a
import ("testing"; . "github.com/onsi/ginkgo/v2"; . "github.com/onsi/gomega"; "github.com/stretchr/testify/mock")
var _ = Describe("x", func() {
	It("a", func() { Expect(f()).To(Succeed()) })
	It("b", func() { Eventually(f).Should(Equal(1)) })
	It("c", func() { f() })  // BAD
	It("d", func() { Expect(true).To(BeTrue()) })  // BAD
	DescribeTable("t", func(a int) { Expect(f(a)).To(Equal(1)) }, Entry("x", 1))
})
func TestSuite(t *testing.T) { RegisterFailHandler(Fail); RunSpecs(t, "x") }
func FuzzA(f *testing.F) { f.Add(1); f.Fuzz(func(t *testing.T, n int) { if n < 0 { t.Error(n) } }) }
func TestM(t *testing.T) { m := newM(t); m.On("x"); m.AssertExpectations(t) }
func TestN(t *testing.T) { if err := run(); err != nil { panic(err) } }
func TestO(t *testing.T) { t.Parallel(); t.Helper(); run() }  // BAD
""",
    ),
    (
        "python",
        r"""
import pytest
pytestmark = [pytest.mark.asyncio, pytest.mark.skip(reason="x")]
async def test_a(c): await c.get()
""",
    ),
    (
        "python",
        r"""
import pytest
class TestA:
    pytestmark = pytest.mark.skip
    def test_a(self, c): c.get()
class TestB:
    pytestmark = [pytest.mark.slow]
    def test_a(self, c): c.get()  # BAD
def test_c(): assert 1 == 1  # BAD
def test_d(c): handlers[0](c)  # BAD
def test_e(c): assert (1 == 2) is False  # BAD
""",
    ),
    (
        "typescript",
        r"""
test("a", { skip: true }, () => { run(); });
test("b", { timeout: 5 }, () => { run(); });  // BAD
it("c", () => { t.pass(); });  // BAD
it("d", () => { expect(!false).toBe(true); });  // BAD
it("e", () => { assert.equal(1, 1); });  // BAD
it("f", () => { assert.fail("x"); });
it("g", (t) => { t.pass(); });  // BAD
""",
    ),
    (
        "go",
        r"""
package a
import (. "github.com/onsi/ginkgo/v2")
var _ = Describe("x", func() { It("a", Pending, func() { f() }) })
""",
    ),
    (
        "python",
        r"""
import pytest, unittest, subprocess
from .steps import verify_order
from hypothesis import given
def require_env(n):
    raise RuntimeError(n)
def kv():
    return K(require_env("KV_URL"))
def check_ok(r):
    assert r.ok
def show(r):
    print(r)
def ensure(r):
    if not r: raise ValueError(r)
@given(x=st.text())
def test_a(x):  # BAD
    kv().put(x)
def test_b(): assert kv().get()
def test_c(): check_ok(kv().get())
def test_d(): show(kv().get())  # BAD
def test_e(): ensure(kv().get())
def test_f(): verify_order(kv().get())
def test_g():
    with pytest.raises(X): kv().get()
def test_h(): assert True  # BAD
def test_i():
    pytest.skip("x")
@pytest.mark.skip(reason="q")
def test_j(): kv().get()
class TestK(unittest.TestCase):
    def test_l(self): self.assertEqual(kv().get(), 1)
    def test_m(self): kv().get()  # BAD
    def test_n(self): self._same(kv().get())
    def _same(self, r): self.assertTrue(r)
    def test_o(self):
        with self.subTest(): self.assertTrue(kv())
def test_p(client): client.get("/x").raise_for_status()
def test_q(client): client.verify("x")  # BAD
def test_r(): subprocess.run(["x"], check=True)
def test_s(client):
    for r in client.all():
        if r.bad: pytest.fail("x")
def test_t(client): client.mock.assert_called_once()
async def test_u(client): await client.ping()  # BAD
""",
    ),
    (
        "typescript",
        r"""
import { expect, it } from "vitest";
import request from "supertest";
import fc from "fast-check";
import { expectInvoice } from "./steps";
const show = (x) => console.log(x);
const check = (x) => { if (!x) throw new Error("x"); };
function api() { const u = process.env.U; if (!u) throw new Error("U"); return client(u); }
it("a", async () => { await api().get(); });  // BAD
it("b", async () => { expect(await api().get()).toBe(1); });
it("c", async () => { expect(true).toBe(true); });  // BAD
it("d", async () => { expect(await api().get()); });  // BAD
it("e", async () => { await request(app).get("/x").expect(200); });
it("f", () => api().get().then((r) => expect(r).toMatchSnapshot()));
it("g", () => { expectInvoice(api().get()); });
it("h", () => { show(api().get()); });  // BAD
it("i", () => { check(api().get()); });
it.skip("j", () => { api(); });
it("k", (t) => { t.skip(); });
it.each([1, 2])("l %s", async (x) => { await api().get(x); });  // BAD
it("m", async () => { await expect(api().get()).rejects.toThrow(); });
it("n", () => { fc.assert(fc.property(fc.string(), (s) => s)); });
it("o", (done) => { api().on("x", (v) => { expect(v).toBe(1); done(); }); });
it("p", () => { const r = api().get(); r.should.equal(1); });
it("q", () => { expect(api()).to.be.true; });
it("r", async () => { await vi.waitFor(() => expect(x).toBe(1)); });
describe("s", () => { for (const c of cases) { it(c.name, () => { c.verify(api()); }); } });
it("t", async () => { const x = await api().get(); if (x !== 1) throw new Error("x"); });
it.todo("u");
it("v");
it("w", () => { expect.assertions(1); return api().get(); });  // BAD
""",
    ),
    (
        "go",
        r"""
package integration
import ("testing";"fmt";"github.com/stretchr/testify/require";"github.com/stretchr/testify/suite"; "go.x/kit/steps")
func verifyA(t *testing.T, x int) { t.Log(x) }
func verifyB(t *testing.T, x int) { if x != 1 { t.Errorf("x") } }
func newClient(t *testing.T) *C { c, err := dial(); if err != nil { t.Fatal(err) }; return c }
func TestA(t *testing.T) { verifyA(t, newClient(t).Get()) }  // BAD
func TestB(t *testing.T) { verifyB(t, newClient(t).Get()) }
func TestC(t *testing.T) { require.Equal(t, 1, newClient(t).Get()) }
func TestD(t *testing.T) {
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { tc.check(t, newClient(t).Get()) })
		t.Run(tc.name, func(t *testing.T) { newClient(t).Get() })  // BAD
	}
}
func TestE(t *testing.T) { suite.Run(t, new(S)) }
func TestF(t *testing.T) { steps.VerifyAll(t, 1) }
func TestG(t *testing.T) { got := f(); if got != 1 { t.Errorf("x") } }
func TestH(t *testing.T) { require.True(t, true) }  // BAD
func TestI(t *testing.T) { t.Skip("x") }
func TestMain(m *testing.M) { os.Exit(m.Run()) }
func ExampleX() { fmt.Println(1)
 // Output: 1
}
type S struct { suite.Suite }
func (s *S) TestJ() { s.Equal(1, s.c.Get()) }
func (s *S) TestK() { s.c.Get() }  // BAD
func (s *S) TestL() { s.Require().NoError(s.c.Get()) }
func TestM(t *testing.T) { c := qt.New(t); c.Assert(x(), qt.Equals, 1) }
func BenchmarkX(b *testing.B) { x() }
""",
    ),
    (
        "bash",
        r"""
#!/usr/bin/env bats
load helpers
setup() { start; }
@test "a" {  # BAD
  echo hi
  x=1
}
@test "b" {
  curl -fsS "$URL"
}
@test "c" {  # BAD
  run curl "$URL"
}
@test "d" {
  run curl "$URL"
  [ "$status" -eq 0 ]
}
@test "e" {
  run curl "$URL"
  assert_success
}
@test "f" {
  run -0 curl "$URL"
}
@test "g" {
  skip "later"
  run x
}
@test "h" {
  run x
  [[ "$output" == *ok* ]]
}
""",
    ),
    (
        "bash",
        r"""
#!/usr/bin/env bats
load helpers
setup() {
  URL="${BILLING_URL:-http://localhost:8080}"
  : "${BILLING_TOKEN:=dev}"
  X="${BILLING_X:-}"
  Y="${BILLING_Y:-${BILLING_Z}}"
  local name="${1:-x}"
  for i in 1 2; do echo "${i:-3}"; done
  LOG="${LOG_LEVEL:-info}"
  MODE="${INTEGRATION_MODE:-repo}"
  if [ -z "$BILLING_Q" ]; then BILLING_Q=foo; fi
  W=abc
  echo "${W:-def}"
  V="${BILLING_V-x}"
}
@test "a" {
  skip "later"
  run x
}
@test "b" {  # BAD
  [ -n "$FOO" ] || skip "no foo"
  run x
}
@test "c" {
  if [ -z "$FOO" ]; then skip "x"; fi
  run -0 x
}
@test "d" {
  skip
}
""",
    ),
    (
        "typescript",
        r"""
import { it } from "vitest";

it("rejects when it does not hold", () => {
  return new Promise<void>((resolve, reject) => {
    socket.once("message", (text: string) => {
      if (text === "hello") resolve();
      else reject(new Error(`got ${text}`));
    });
  });
});

it("resolves whatever comes", () => { // BAD
  return new Promise<void>((resolve) => {
    socket.once("message", () => resolve());
  });
});
""",
    ),
    (
        "typescript",
        r"""
it("asserts by a computed matcher", async () => {
  const matcher = (await kind()) === "a" ? "toBeDefined" : "toBeUndefined";
  expect(await get())[matcher]();
});

it("calls by a computed name", async () => { // BAD
  await client[method]();
});
""",
    ),
    (
        "typescript",
        r"""
import { it, type ExpectStatic } from "vitest";

async function holds(expect: ExpectStatic, url: string) {
  expect((await fetch(url)).status).toBe(200);
}

it("asserts by what it is given", async ({ expect }) => {
  await holds(expect, "http://a");
});
""",
    ),
]

DISABLED_TEST = [
    (
        "python",
        r"""
import pytest, unittest
class TestA:
    pytestmark = pytest.mark.skip  # BAD
    def test_a(self, c): assert c.get()
@unittest.skipUnless(False, "x")  # BAD
class TestB(unittest.TestCase): pass
@unittest.skipUnless(has(), "x")
class TestC(unittest.TestCase): pass
def skipper():
    pytest.skip("later")
async def test_d(c):
    await c.get()
    return pytest.skip("x")  # BAD
@pytest.fixture
def db():
    pytest.skip("later")  # BAD
@fancy
def test_e(): assert x()
pytest.skip("whole file", allow_module_level=True)  # BAD
""",
    ),
    (
        "python",
        r"""
import pytest, unittest, sys
pytestmark = [pytest.mark.asyncio, pytest.mark.skip(reason="x")]  # BAD
needs_db = pytest.mark.skip(reason="later")  # BAD
skip_slow = pytest.mark.skip(reason="unused object")

@pytest.mark.skip  # BAD
def test_a(): assert x()
@pytest.mark.skip(reason="x")  # BAD
def test_b(): assert x()
@pytest.mark.xfail(sys.platform == "win32", reason="q")
def test_c(): assert x()
@pytest.mark.xfail  # BAD
def test_d(): assert x()
@needs_db
def test_e(): assert x()
@pytest.mark.skipif(True, reason="x")  # BAD
def test_f(): assert x()
@pytest.mark.skipif(sys.version_info < (3, 9), reason="x")
def test_g(): assert x()
def test_h():
    pytest.skip("later")  # BAD
def test_i(c):
    if not c.ok:
        pytest.skip("x")
    try:
        c.x()
    except E:
        pytest.skip("x")
    assert x()
@unittest.skip("x")  # BAD
class TestX(unittest.TestCase):
    @unittest.expectedFailure  # BAD
    def test_q(self): self.assertTrue(x())
    def test_r(self): self.skipTest("x")  # BAD
@pytest.mark.parametrize("a", [1, pytest.param(2, marks=pytest.mark.xfail), pytest.param(3, marks=[pytest.mark.skip(reason="z")])])  # BAD 2
def test_p(a): assert a
def pytest_collection_modifyitems(config, items):
    skip = pytest.mark.skip(reason="need --slow")
    for item in items:
        if "slow" in item.keywords:
            item.add_marker(skip)
def test_zz():
    raise unittest.SkipTest("x")  # BAD
""",
    ),
    (
        "typescript",
        r"""
import { it, describe, test } from "vitest";
const cluster = process.env.INTEGRATION_MODE === "cluster";
const maybe = cluster ? it : it.skip;
describe.skip("a", () => { it("b", () => { expect(1).toBe(x) }) });  // BAD
it.only("b", () => {});  // BAD
it.todo("x");  // BAD
xit("x", () => {});  // BAD
fdescribe("x", () => {});  // BAD
maybe("y", () => { expect(x).toBe(1) });
it.skipIf(cluster)("z", () => {});
it.skipIf(true)("z", () => {});  // BAD
it.runIf(process.env.CI)("z", () => {});
it("q", (ctx) => { ctx.skip(); });  // BAD
it("q", (ctx) => { if (x) ctx.skip(); expect(1).toBe(a) });
it("q", function () { this.skip(); });  // BAD
test("r", { skip: true }, () => {});  // BAD
test("r", { skip: cluster }, () => {});
it.each([1])("r %s", () => {});
describe.skip.each([1])("r %s", () => {});  // BAD
it.fails("r", () => {});  // BAD
if (x) { it.skip("w", () => {}); }
test.skip("x", () => {});  // BAD
test.concurrent.skip("x", () => {});  // BAD
list.skip(1); query.only("x"); cursor.skip(3).limit(2);
""",
    ),
    (
        "bash",
        r"""
#!/usr/bin/env bats
load helpers
setup() {
  URL="${BILLING_URL:-http://localhost:8080}"
  : "${BILLING_TOKEN:=dev}"
  X="${BILLING_X:-}"
  Y="${BILLING_Y:-${BILLING_Z}}"
  local name="${1:-x}"
  for i in 1 2; do echo "${i:-3}"; done
  LOG="${LOG_LEVEL:-info}"
  MODE="${INTEGRATION_MODE:-repo}"
  if [ -z "$BILLING_Q" ]; then BILLING_Q=foo; fi
  W=abc
  echo "${W:-def}"
  V="${BILLING_V-x}"
}
@test "a" {
  skip "later"  # BAD
  run x
}
@test "b" {
  [ -n "$FOO" ] || skip "no foo"
  run x
}
@test "c" {
  if [ -z "$FOO" ]; then skip "x"; fi
  run -0 x
}
@test "d" {
  skip  # BAD
}
""",
    ),
    (
        "typescript",
        r"""
import { expect, test } from "@playwright/test";

test.skip(process.platform === "win32", "no sockets there");
test.skip(({ browserName }) => browserName === "webkit");
test.skip("uploads", async ({ page }) => { // BAD
  await expect(page).toHaveTitle("x");
});
test("downloads", async ({ page, browserName }) => {
  test.skip(browserName === "webkit" || !page, "slow");
  await expect(page).toHaveTitle("x");
});
""",
    ),
]

MOCK_OUTSIDE_MOCKS_DIR = [
    (
        "go",
        r"""
package a
import ("testing"
	mocks "go.x/core/internal/ledger/mocks"
	own "go.x/core/services/billing/__mocks__"
	"google.golang.org/grpc")
func (s *S) TestX() {
	a := &mocks.LedgerClient{}  // BAD
	b := new(mocks.LedgerClient)  // BAD
	c := mocks.NewLedgerClient(s.T())  // BAD
	d := &own.LedgerClient{}
	e := mocks.NewConfig("x")
	g := grpc.NewServer()
}
""",
    ),
    (
        "typescript",
        r"""
import * as mocks from "../../__mocks__/index";
import { handlers } from "../../__mocks__/handlers";
test("a", (t) => {
  t.mock.method(console, "log");
  t.mock.method(client, "get", async () => ({}));  // BAD
  const all = { ...mocks.clients };
  jest.mock("../../src/a", () => mocks.clients["a"]);
  jest.mock("../../src/b", () => ({ ...mocks }));
  jest.mock("../../src/c", () => all.c);
  jest.mock("../../src/d", factory);  // BAD
  const server = setupServer(...handlers);
});
""",
    ),
    (
        "typescript",
        r"""
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import nock from "nock";
import httpm from "node:http";
import { createRouterTransport } from "@connectrpc/connect";
import { app } from "../../src/app";
import { mockGraph } from "../../__mocks__/graph";
import { handlers } from "../../__mocks__/handlers";
import { billing } from "../../src/handlers";
import { BillingService } from "@gen/billing";
jest.mock("../../src/a", () => ({ a: jest.fn() }));  // BAD
jest.mock("../../src/b");
jest.mock("../../src/c", () => require("../../__mocks__/c"));
jest.mock("../../src/d", () => ({ __esModule: true, default: mockGraph }));
vi.mock("../../src/e", async () => await import("../../__mocks__/e"));
vi.mock("../../src/e", () => import("../../__mocks__/e"));
vi.mock("../../src/e", async () => { const a = await vi.importActual("../../src/e"); return { ...a, x: vi.fn() }; });  // BAD
const server = setupServer(http.get("/x", () => HttpResponse.json({})));  // BAD
const server2 = setupServer(...handlers);
nock("https://x").get("/a").reply(200, {});  // BAD
const s3 = httpm.createServer(app);
const s4 = httpm.createServer((req, res) => { res.end(JSON.stringify({ a: 1 })); });  // BAD
const hits = [];
const s5 = httpm.createServer((req, res) => { hits.push(req.url); res.statusCode = 204; res.end(); });
const t1 = createRouterTransport(({ service }) => { service(BillingService, billing); });
const t2 = createRouterTransport(({ service }) => { service(BillingService, { get: () => ({}) }); });  // BAD
jest.spyOn(client, "get");
jest.spyOn(client, "get").mockResolvedValue({});  // BAD
jest.spyOn(console, "error").mockImplementation(() => {});
const spy = vi.spyOn(client, "x"); spy.mockReturnValue(1); spy.mockReturnValue(2);  // BAD
vi.stubGlobal("fetch", vi.fn());  // BAD
vi.stubEnv("A", "b");
const cb = vi.fn();
subscribe(cb);
""",
    ),
    (
        "python",
        r"""
from unittest import mock
from unittest.mock import MagicMock, patch, AsyncMock, Mock
import respx, responses, httpx
from http.server import HTTPServer, BaseHTTPRequestHandler
import grpc
from concurrent import futures
from billing.server import BillingServicer
from services.billing.__mocks__ import client as mocks
from ...__mocks__.client import FakeLedger
def test_a(mocker, monkeypatch):
    mocker.patch("billing.client.get")  # BAD
    monkeypatch.setattr(billing, "client", lambda: 1)  # BAD
    monkeypatch.setattr(billing, "TIMEOUT", 1)
    monkeypatch.setattr(billing, "client", FakeLedger())
    monkeypatch.setenv("A", "b")
    m = MagicMock()  # BAD
    m.get.return_value = 1
    m.put = MagicMock(return_value=1)
    with patch("x", return_value=MagicMock()) as p:  # BAD
        assert p.called
    cb = Mock()
    subscribe(cb)
    cb.assert_called_once()
    with mock.patch.dict("os.environ", {}):
        pass
@respx.mock
def test_b():
    respx.get("https://x").mock(return_value=httpx.Response(200))  # BAD
    assert x()
@responses.activate  # BAD
def test_b2():
    assert x()
@patch("a.b")  # BAD
def test_c(b):
    server = HTTPServer(("", 0), Handler)  # BAD
    s1 = grpc.server(futures.ThreadPoolExecutor())
    add_BillingServicer_to_server(BillingServicer(), s1)
    s2 = grpc.server(futures.ThreadPoolExecutor())  # BAD
    add_LedgerServicer_to_server(LocalFake(), s2)
""",
    ),
    (
        "go",
        r"""
package integration
import (
	"net/http"
	"net/http/httptest"
	"google.golang.org/grpc"
	"go.uber.org/mock/gomock"
	mocks "go.x/core/services/billing/__mocks__"
	"go.x/core/services/billing/internal/api"
	genmocks "go.x/core/internal/ledger/mocks"
	ledgerv1 "go.x/gen/ledger/v1"
)
type fake struct{}
func TestA(t *testing.T) {
	a := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("{}")) }))  // BAD
	b := httptest.NewServer(api.New(mocks.NewLedger()))
	h := api.New(x)
	c := httptest.NewServer(h)
	d := mocks.NewMockLedger(ctrl)
	e := genmocks.NewMockLedger(ctrl)  // BAD
	f := genmocks.NewLedger(t)  // BAD
	g := new(genmocks.Ledger)  // BAD
	s := grpc.NewServer()  // BAD
	ledgerv1.RegisterLedgerServer(s, &fake{})
	s2 := grpc.NewServer()
	ledgerv1.RegisterLedgerServer(s2, api.NewServer())
	s3 := grpc.NewServer()
	ledgerv1.RegisterLedgerServer(s3, mocks.NewLedgerServer())
}
""",
    ),
]


CASES = [
    *(
        pytest.param("swallowed_error", language, source, id=f"swallowed_error-{language}-{number}")
        for number, (language, source) in enumerate(SWALLOWED_ERROR)
    ),
    *(
        pytest.param("env_fallback", language, source, id=f"env_fallback-{language}-{number}")
        for number, (language, source) in enumerate(ENV_FALLBACK)
    ),
    *(
        pytest.param("multiple_env_sources", language, source, id=f"multiple_env_sources-{language}-{number}")
        for number, (language, source) in enumerate(MULTIPLE_ENV_SOURCES)
    ),
    *(
        pytest.param("test_without_assertion", language, source, id=f"test_without_assertion-{language}-{number}")
        for number, (language, source) in enumerate(TEST_WITHOUT_ASSERTION)
    ),
    *(
        pytest.param("disabled_test", language, source, id=f"disabled_test-{language}-{number}")
        for number, (language, source) in enumerate(DISABLED_TEST)
    ),
    *(
        pytest.param("mock_outside_mocks_dir", language, source, id=f"mock_outside_mocks_dir-{language}-{number}")
        for number, (language, source) in enumerate(MOCK_OUTSIDE_MOCKS_DIR)
    ),
]


@pytest.mark.parametrize(("check", "language", "source"), CASES)
def test_reports_exactly_the_marked_lines(check: str, language: str, source: str) -> None:
    plain, expected = marked(source)
    assert Counter(f.span.line for f in findings(check, language, plain)) == expected


FALLBACK = (
    "const a = process.env.BILLING_URL ?? 'x';\nconst b = process.env.ACME_CI ?? 'y';\nconst c = process.env.INTEGRATION_MODE ?? 'local';\n"
)


def test_process_variables_are_configured() -> None:
    assert [f.span.line for f in findings("env_fallback", "typescript", FALLBACK)] == [1, 2, 3]
    own = Config(process_variables=("ACME_*",))
    assert [f.span.line for f in findings("env_fallback", "typescript", FALLBACK, config=own)] == [1, 3]


def test_the_default_mode_is_configured() -> None:
    own = Config(default_value="local")
    assert [f.span.line for f in findings("env_fallback", "typescript", FALLBACK, config=own)] == [1, 2]


def test_a_fallback_is_named_with_its_variable() -> None:
    message = findings("env_fallback", "typescript", FALLBACK)[0].message
    assert "`x`" in message
    assert "`BILLING_URL`" in message
    assert "\n" not in message


def test_a_long_default_is_shortened() -> None:
    message = findings("env_fallback", "typescript", f"const a = process.env.A_URL ?? '{'x' * 90}';\n")[0].message
    assert "x" * 39 + "…" in message
    assert "x" * 40 not in message


def test_all_sources_of_an_input_are_named() -> None:
    [found] = findings("multiple_env_sources", "typescript", "const a = process.env.A_URL || process.env.B_URL || process.env.C_URL;\n")
    assert "`A_URL` or `B_URL` or `C_URL`" in found.message


def test_a_toggle_as_second_source_is_another_finding() -> None:
    assert findings("multiple_env_sources", "typescript", "const a = process.env.A_URL || process.env.INTEGRATION_TEST_MODE;\n") == []


def test_a_swallowed_error_is_suppressed_at_its_try() -> None:
    source = "def test_a(c):\n    try:\n        c.get()\n        c.put()\n    except ValueError:\n        pass\n"
    [found] = findings("swallowed_error", "python", source)
    assert (found.span.line, found.also_suppressed_at) == (5, (2,))
    assert "let it propagate" in found.message


@pytest.mark.parametrize(("body", "words"), [("_ = c.Ping()", "require.NoError"), ("defer func() { recover() }()", "require.Panics")])
def test_go_is_advised_in_its_own_words(body: str, words: str) -> None:
    [found] = findings("swallowed_error", "go", f'package a\n\nimport "testing"\n\nfunc TestA(t *testing.T) {{\n\t{body}\n}}\n')
    assert words in found.message


def test_a_constant_instead_of_an_error_is_fine_in_a_harness() -> None:
    source = "async function rows() {\n  try {\n    return await list();\n  } catch {\n    return [];\n  }\n}\n"
    assert findings("swallowed_error", "typescript", source, role=Role.HARNESS) == []
    inside = f"it('a', async () => {{\n{source}}});\n"
    assert [f.span.line for f in findings("swallowed_error", "typescript", inside)] == [5]


def test_a_test_is_named_and_shortened() -> None:
    title = "charges " * 20
    [found] = findings("test_without_assertion", "typescript", f"it('{title}', () => {{ run(); }});\n")
    assert f"`{title[:59]}…`" in found.message


@pytest.mark.parametrize(
    "check",
    ["swallowed_error", "disabled_test", "env_fallback", "multiple_env_sources", "mock_outside_mocks_dir", "test_without_assertion"],
)
@pytest.mark.parametrize("language", ["python", "typescript", "go", "bash"])
def test_nothing_is_said_of_an_empty_file(check: str, language: str) -> None:
    assert findings(check, language, "") == []
