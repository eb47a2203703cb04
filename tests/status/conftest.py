"""A small platform that follows the contract: three services, a package, a primitive, a pack, and E2E of two features."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping

import pytest

from lint430.config import parse
from lint430.engine import Outcome, check_sources
from lint430.status.measure import Status, measure

RUNNER = "run_integration_tests.sh"
Platform = dict[str, str]
Measure = Callable[[Mapping[str, str]], Status]

SETTINGS = """
[status]
title = "430 – Status"
overview = "What there is."
build-only = ["`proto` is built only."]

[status.front-matter]
created = "2025-12-02"

[status.priorities]
P1 = "Critical (Week 1-2)"
P2 = "High"

[status.suites."services/gate"]
priority = "P1"

[status.suites."services/billing"]
priority = "P1"
owner = "payments"
quality = "Good - full mock client"
notes = ["Full suite in both modes"]

[status.suites."packages/money"]
priority = "P2"

[[status.out-of-scope]]
title = "Operators"
text = "Not counted."

[[status.work]]
task = "Wire `billing` to mocks"
suite = "services/billing"
priority = "P1"
effort = "Done"
"""


def runner(prefix: str, command: str) -> str:
    """Write a runner that takes the five steps."""
    return textwrap.dedent(
        f"""\
        #!/usr/bin/env bash
        # Required in cluster mode: {prefix}_URL, the address of the service.
        set -euo pipefail
        ROOT="$(git rev-parse --show-toplevel)"
        source "${{ROOT}}/tools/integration-runner/integration-mode.sh"
        MODE="$(integration_mode)"
        export INTEGRATION_MODE="${{MODE}}"
        required_vars=({prefix}_URL)
        if [[ "${{MODE}}" == "cluster" ]]; then
          require_cluster_mode
          for name in "${{required_vars[@]}}"; do
            [[ -n "${{!name:-}}" ]] || {{ echo "missing ${{name}}" >&2; exit 1; }}
          done
        fi
        printf '{{"event":"integration_test_started","service":"{prefix.lower()}","mode":"%s"}}\\n' "${{MODE}}"
        source "${{ROOT}}/tools/integration-runner/junit-path.sh"
        JUNIT="$(resolve_junit_path {prefix.lower()})"
        {command}
        """
    )


_TS = {
    "test.ts": 'import { client } from "./helpers";\n\nit("answers", async () => {\n  expect(await client().ask()).toBe("yes");\n});\n',
    "helpers.ts": "import { mock } from \"MOCKS\";\n\nexport const client = () => (process.env.INTEGRATION_MODE === 'cluster' ? live() : mock());\n",
}
_PY = {
    "test": "from .helpers import client\n\n\ndef test_answers():\n    assert client().ask() == 'yes'\n",
    "helpers": "import os\n\n\ndef client():\n    return live() if os.environ['INTEGRATION_MODE'] == 'cluster' else mock()\n",
}
_GO = """package integration

import "testing"

func TestAnswers(t *testing.T) {
	if got := client().Ask(); got != "yes" {
		t.Fatalf("got %q", got)
	}
}
"""
_SPEC = (
    'import { test, expect } from "@playwright/test";\n\ntest("opens", async ({ page }) => {\n  await expect(page).toHaveTitle("x");\n});\n'
)


def _typescript(folder: str, mocks: str) -> Platform:
    return {f"{folder}/answer.test.ts": _TS["test.ts"], f"{folder}/helpers.ts": _TS["helpers.ts"].replace("MOCKS", mocks)}


def _python(folder: str) -> Platform:
    return {f"{folder}/test_answer.py": _PY["test"], f"{folder}/helpers.py": _PY["helpers"]}


@pytest.fixture
def platform() -> Platform:
    """Give the files of the platform, all as they should be."""
    billing, forms, gate = (f"services/{name}/__tests__/integration" for name in ("billing", "forms", "gate"))
    money, redis, checkout = "packages/money/__tests__/integration", "primitives/queue/redis/tests", "tests/integration/checkout"
    return {
        "lint430.toml": SETTINGS,
        "tools/integration-runner/integration-mode.sh": 'integration_mode() {\n  case "${INTEGRATION_MODE:-repo}" in\n    repo|local|cluster) echo "${INTEGRATION_MODE:-repo}" ;;\n    *) exit 1 ;;\n  esac\n}\nrequire_cluster_mode() { [[ "$(integration_mode)" == cluster ]] || exit 1; }\n',
        "tools/integration-runner/junit-path.sh": 'resolve_junit_path() { echo "artifacts/$1.xml"; }\n',
        **_typescript(billing, "../../__mocks__"),
        f"{billing}/{RUNNER}": runner("BILLING", 'JEST_JUNIT_OUTPUT_FILE="${JUNIT}" pnpm exec jest --ci'),
        "services/billing/__mocks__/client.ts": "export const mock = () => ({ ask: async () => 'yes' });\n",
        "services/billing/__mocks__/fixtures.ts": "export const answer = 'yes';\n",
        "services/billing/__mocks__/next/router.ts": "export const router = {};\n",
        "services/billing/src/price.ts": "export const price = 1;\n",
        "services/billing/package.json": '{"name": "billing"}\n',
        "services/billing/playwright.config.ts": 'export default { testDir: "__tests__/e2e" };\n',
        "services/billing/__tests__/e2e/auth/login.spec.ts": _SPEC,
        "services/billing/__tests__/e2e/auth/logout.spec.ts": _SPEC,
        "services/billing/__tests__/e2e/invoices/list.spec.ts": _SPEC,
        **_python(forms),
        f"{forms}/{RUNNER}": runner("FORMS", 'uv run pytest --junitxml "${JUNIT}" services/forms'),
        "services/forms/__mocks__/fixtures.py": "ANSWER = 'yes'\n",
        "services/forms/src/forms.py": "PRICE = 1\n",
        "services/forms/pyproject.toml": '[project]\nname = "forms"\n',
        f"{gate}/answer_test.go": _GO,
        f"{gate}/{RUNNER}": runner("GATE", 'gotestsum --junitfile "${JUNIT}" ./services/gate/...'),
        "services/gate/__mocks__/server.go": "package mocks\n",
        "services/gate/__mocks__/fixtures.go": "package mocks\n",
        "services/gate/go.mod": "module gate\n",
        "services/gate/main.go": "package main\n\nfunc main() {}\n",
        **_typescript(money, "./doubles"),
        f"{money}/{RUNNER}": runner("MONEY", 'JEST_JUNIT_OUTPUT_FILE="${JUNIT}" pnpm exec jest --ci'),
        "packages/money/package.json": '{"name": "money"}\n',
        "packages/money/src/money.ts": "export const money = 1;\n",
        **_python(redis),
        f"{redis}/{RUNNER}": runner("REDIS", 'uv run pytest --junitxml "${JUNIT}" primitives/queue/redis/tests'),
        **_python(checkout),
        f"{checkout}/{RUNNER}": runner("CHECKOUT", 'uv run pytest --junitxml "${JUNIT}" tests/integration/checkout'),
    }


def outcome_of(files: Mapping[str, str]) -> Outcome:
    """Check a platform, its runners executable."""
    config = parse(files.get("lint430.toml", ""))
    return check_sources(files, config, executable=[path for path in files if path.endswith(".sh")])


@pytest.fixture
def measured() -> Measure:
    """Give what measures a platform."""

    def of(files: Mapping[str, str]) -> Status:
        outcome = outcome_of(files)
        assert not outcome.failures
        return measure(outcome, parse(files.get("lint430.toml", "")).status, "2025-12-10", "c0ffee")

    return of
