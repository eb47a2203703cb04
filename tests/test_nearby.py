"""One file asked for among many tests: the findings of the whole run in it, without looking into tests that have nothing to do with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint430 import facts
from lint430.config import Configs
from lint430.engine import Options, run
from lint430.languages import lower

PY = "services/py/__tests__/integration"
TS = "services/web/__tests__/integration"
GO = "services/gate/__tests__/integration"
FILES = {
    f"{PY}/run_integration_tests.sh": "#!/usr/bin/env bash\n",
    "conftest.py": 'import os\n\nimport pytest\n\n\n@pytest.fixture\ndef mode():\n    return os.environ["INTEGRATION_MODE"]\n',
    f"{PY}/conftest.py": 'pytest_plugins = ["services.py.__tests__.integration.doubles"]\n',
    f"{PY}/doubles.py": "import pytest\n\n\n@pytest.fixture\ndef checked():\n    def check(x):\n        assert x\n    return check\n",
    f"{PY}/checks.py": "def sound(x):\n    assert x.status == 200\n\n\ndef skip_unless(wanted):\n    import pytest\n    if not wanted:\n        pytest.skip()\n",
    f"{PY}/steps.py": "from .checks import sound\n\n\ndef order(client):\n    sound(client.post())\n",
    f"{PY}/test_order.py": "from .steps import order\n\n\ndef test_order(client):\n    order(client)\n",
    f"{PY}/test_plugin.py": "def test_plugin(checked):\n    checked(1)\n",
    f"{PY}/test_mode.py": 'import pytest\n\n\ndef test_mode(mode):\n    if mode == "repo":\n        pytest.skip()\n    assert fetch() == 2\n',
    f"{PY}/test_bare.py": "def test_bare(client):\n    client.post()\n",
    f"{PY}/test_caller.py": 'import os\n\nfrom .checks import skip_unless\n\n\ndef test_a():\n    skip_unless(os.environ.get("DATABASE"))\n    assert fetch() == 2\n',
    f"{TS}/run_integration_tests.sh": "#!/usr/bin/env bash\n",
    f"{TS}/expecting.ts": "export function sound(x: { ok: boolean }) { expect(x.ok).toBe(true); }\n",
    f"{TS}/index.ts": 'export * from "./expecting";\n',
    f"{TS}/order.test.ts": 'import { sound } from "./index";\ntest("order", async () => { sound(await fetch("x")); });\n',
    f"{TS}/bare.test.ts": 'test("bare", async () => { await fetch("x"); });\n',
    f"{TS}/setup.ts": "globalThis.sound = (x) => { expect(x).toBe(1); };\n",
    f"{TS}/cast.ts": '(global as any).sane = (x) => { expect(x).toBe(1); };\n(window as any)["whole"] = (x) => { expect(x).toBe(2); };\n',
    f"{TS}/cast.test.ts": 'test("cast", async () => { sane(await fetch("x")); });\ntest("whole", async () => { whole(await fetch("x")); });\n',
    f"{TS}/verifier.ts": "export interface Verifier { verify(x: number): void }\n",
    f"{TS}/types.ts": 'export * from "./verifier";\n',
    f"{TS}/strict.ts": 'import type { Verifier } from "./types";\n\nexport class Strict implements Verifier {\n  verify(x: number) { expect(x).toBe(1); }\n}\n',
    f"{TS}/verify.test.ts": 'import type { Verifier } from "./types";\n\nfunction verified(made: Verifier, x: number) { made.verify(x); }\ntest("verify", async () => { verified(build(), await fetch("x")); });\n',
    f"{GO}/run_integration_tests.sh": "#!/usr/bin/env bash\n",
    f"{GO}/helpers_test.go": 'package gate\n\nimport "testing"\n\nfunc sound(t *testing.T, x int) {\n\tif x != 1 {\n\t\tt.Fatal(x)\n\t}\n}\n',
    f"{GO}/order_test.go": 'package gate\n\nimport "testing"\n\nfunc TestOrder(t *testing.T) {\n\tsound(t, call())\n}\n',
    "go.mod": "module shop\n\ngo 1.22\n",
    f"{GO}/verifying/verifying.go": "package verifying\n\ntype Verifier interface {\n\tVerify(x int)\n}\n",
    f"{GO}/strict/strict.go": 'package strict\n\nimport "testing"\n\ntype Strict struct{ T *testing.T }\n\nfunc (s Strict) Verify(x int) {\n\tif x != 1 {\n\t\ts.T.Fatal(x)\n\t}\n}\n',
    f"{GO}/verify_test.go": 'package gate\n\nimport (\n\t"testing"\n\n\t"shop/services/gate/__tests__/integration/verifying"\n)\n\nvar made verifying.Verifier\n\nfunc TestVerify(t *testing.T) {\n\tmade.Verify(call())\n}\n',
    f"{GO}/bare_test.go": 'package gate\n\nimport "testing"\n\nfunc TestBare(t *testing.T) {\n\tcall()\n}\n',
}
SELECT = ("ITM2",)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


@pytest.fixture
def lowered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """List the files that are looked into."""
    found: list[str] = []

    def noted(language: str, path: str, data: bytes) -> facts.Module:
        found.append(path)
        return lower(language, path, data)

    monkeypatch.setattr("lint430.engine.lower", noted)
    return found


def test_what_the_whole_run_finds(root: Path) -> None:
    whole = run(root, Configs(root), options=Options(select=SELECT))
    assert [(f.path.rpartition("/")[2], f.span.line, f.code) for f in whole.run.findings] == [
        ("bare_test.go", 5, "ITM212"),
        ("checks.py", 8, "ITM206"),
        ("test_bare.py", 1, "ITM212"),
        ("test_mode.py", 6, "ITM201"),
        ("bare.test.ts", 1, "ITM212"),
    ]


@pytest.mark.parametrize("path", sorted(FILES))
def test_a_file_alone(root: Path, path: str) -> None:
    whole = run(root, Configs(root), options=Options(select=SELECT)).run.findings
    alone = run(root, Configs(root), [path], Options(select=SELECT)).run.findings
    assert [f for f in alone if f.path == path] == [f for f in whole if f.path == path]


@pytest.mark.parametrize(
    ("path", "others"),
    [
        (f"{PY}/test_order.py", {"conftest.py", f"{PY}/conftest.py", f"{PY}/doubles.py", f"{PY}/steps.py", f"{PY}/checks.py"}),
        (
            f"{PY}/checks.py",
            {"conftest.py", f"{PY}/conftest.py", f"{PY}/doubles.py", *(f"{PY}/{n}.py" for n in ("steps", "test_order", "test_caller"))},
        ),
        (f"{TS}/order.test.ts", {f"{TS}/index.ts", f"{TS}/expecting.ts", f"{TS}/setup.ts", f"{TS}/cast.ts"}),
        (f"{TS}/verify.test.ts", {*(f"{TS}/{name}.ts" for name in ("types", "verifier", "strict", "setup", "cast"))}),
        (
            f"{GO}/order_test.go",
            {f"{GO}/{name}.go" for name in ("helpers_test", "bare_test", "verify_test", "verifying/verifying", "strict/strict")},
        ),
    ],
)
def test_other_tests_are_not_looked_into(root: Path, lowered: list[str], path: str, others: set[str]) -> None:
    run(root, Configs(root), [path], Options(select=SELECT))
    assert {found for found in lowered if not found.endswith(".sh")} == {path, *others}


def test_a_whole_run_looks_into_every_test(root: Path, lowered: list[str]) -> None:
    run(root, Configs(root))
    assert set(lowered) == set(FILES) - {"go.mod"}
