"""A repository under git, with findings that were there before anybody changed anything."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from lint430.integrations.cli import main

Git = Callable[..., str]
Check = Callable[..., list[str]]

RUNNER = """#!/usr/bin/env bash
# Required in cluster mode: BILLING_URL, the address of the service.
set -euo pipefail
ROOT="$(git rev-parse --show-toplevel)"
source "${ROOT}/tools/integration-runner/integration-mode.sh"
MODE="$(integration_mode)"
export INTEGRATION_MODE="${MODE}"
required_vars=(BILLING_URL)
if [[ "${MODE}" == "cluster" ]]; then
  require_cluster_mode
  for name in "${required_vars[@]}"; do
    [[ -n "${!name:-}" ]] || { echo "missing ${name}" >&2; exit 1; }
  done
fi
printf '{"event":"integration_test_started","service":"billing","mode":"%s"}\\n' "${MODE}"
source "${ROOT}/tools/integration-runner/junit-path.sh"
JUNIT="$(resolve_junit_path billing)"
JEST_JUNIT_OUTPUT_FILE="${JUNIT}" pnpm exec jest --ci
"""
SUITE = "services/billing/__tests__/integration"
FILES = {
    "tools/integration-runner/integration-mode.sh": 'integration_mode() {\n  case "${INTEGRATION_MODE:-repo}" in\n    repo|local|cluster) echo "${INTEGRATION_MODE:-repo}" ;;\n    *) exit 1 ;;\n  esac\n}\nrequire_cluster_mode() { [[ "$(integration_mode)" == cluster ]] || exit 1; }\n',
    "tools/integration-runner/junit-path.sh": 'resolve_junit_path() { echo "artifacts/$1.xml"; }\n',
    f"{SUITE}/run_integration_tests.sh": RUNNER,
    f"{SUITE}/answer.test.ts": 'import { client } from "./helpers";\nimport { sound } from "./asserts";\n\nit("answers", async () => {\n  expect(await client().ask()).toBe("yes");\n});\n\nit("is sound", async () => {\n  sound(await client().ask());\n});\n\nit.skip("waits", async () => {\n  expect(await client().ask()).toBe("no");\n});\n',
    f"{SUITE}/helpers.ts": 'import { mock } from "../../__mocks__/client";\n\nexport const cluster = process.env.INTEGRATION_MODE === "cluster";\nexport const client = () => (cluster ? live() : mock());\n',
    f"{SUITE}/asserts.ts": 'export function sound(answer: string) {\n  expect(answer).toBe("yes");\n}\n',
    f"{SUITE}/old.test.ts": 'import { client, cluster } from "./helpers";\n\nit("is old", async () => {\n  const answer = await client().ask();\n  expect(answer).toBe("yes");\n  if (cluster) {\n    expect(answer).toHaveLength(3);\n  }\n});\n',
    "services/billing/__mocks__/client.ts": "export const mock = () => ({ ask: async () => 'yes' });\n",
    "services/billing/__mocks__/fixtures.ts": "export const answer = 'yes';\n",
    "services/billing/src/env.ts": 'export const name = "billing";\n\nexport const useFake = process.env.INTEGRATION_MODE !== "cluster";\n\nexport const region = "eu";\n',
    "services/billing/src/send.ts": 'import { region, useFake } from "./env";\n\nexport const send = (x: string) => (useFake ? store(x) : post(x));\n\nexport const where = () => region;\n',
    "services/billing/src/log.ts": 'import { region } from "./env";\n\nexport const fast = process.env.INTEGRATION_MODE === "repo" ? 1 : 2;\n\nexport const log = () => region;\n',
    "services/billing/src/quiet.ts": '// lint430: ignore[ITM101] -- until BILL-1\nexport const quiet = process.env.INTEGRATION_MODE === "repo" ? 1 : 2;\n',
    "services/billing/package.json": '{"name": "billing"}\n',
    "tools/load.py": "import os\n\nprint(os.environ.get('HOME'))\n",
    "services/forms/forms/settings.py": 'import os\n\nMODE = os.environ["INTEGRATION_MODE"]\n\n\ndef is_cluster() -> bool:\n    return MODE == "cluster"\n',
    "services/forms/forms/app.py": "from forms.settings import is_cluster\n\n\ndef limit() -> int:\n    if is_cluster():\n        return 10\n    return 1\n",
    "services/forms/pyproject.toml": '[project]\nname = "forms"\n',
    ".github/workflows/ci.yml": "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: services/billing/__tests__/integration/run_integration_tests.sh\n        env:\n          INTEGRATION_MODE: repo\n",
}


def write(root: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text.encode("utf-8", "surrogateescape"))
        if path.endswith(".sh"):
            (root / path).chmod(0o755)


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the machine's git settings and a surrounding git out."""
    for name in [name for name in os.environ if name.startswith(("GIT_", "PRE_COMMIT", "PREK_"))]:
        monkeypatch.delenv(name)
    for name, value in (("GIT_CONFIG_GLOBAL", os.devnull), ("GIT_CONFIG_SYSTEM", os.devnull), ("GIT_CONFIG_NOSYSTEM", "1")):
        monkeypatch.setenv(name, value)
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "a")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "a@example.org")


@pytest.fixture
def git() -> Git:
    """Give what runs git in a folder and gives what it prints."""

    def run(root: Path, *words: str, ok: bool = True) -> str:
        done = subprocess.run(["git", "-c", "protocol.file.allow=always", *words], cwd=root, capture_output=True, check=False)
        assert done.returncode == 0 or not ok, done.stderr.decode()
        return done.stdout.decode("utf-8", "surrogateescape")

    return run


@pytest.fixture
def repository(tmp_path: Path, git: Git, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a repository with everything committed, and go there."""
    root = tmp_path / "repository"
    root.mkdir()
    write(root, FILES)
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "first")
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str]) -> Check:
    """Give what checks a change and lists its findings as ``CODE path:line``."""

    def of(*arguments: str) -> list[str]:
        capsys.readouterr()
        code = main(["check", "--format", "json", *arguments])
        said = capsys.readouterr()
        assert code in (0, 1), said.err
        found = json.loads(said.out)["findings"]
        assert code == any(f["level"] == "error" for f in found)
        return [f"{f['code']} {f['path']}:{f['line']}" for f in found]

    return of
