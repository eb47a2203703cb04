"""One edit of the example monorepo at a time, and everything that changes in its status: the expectation is complete, nothing else may move."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from lint430.config import Configs, parse
from lint430.engine import Outcome, check_sources
from lint430.integrations.cli import main
from lint430.reporters import json as report_json
from lint430.repository.discover import discover
from lint430.status import json as json_format
from lint430.status import markdown
from lint430.status.measure import Status, measure

ROOT = Path(__file__).parent.parent.parent
MONOREPO = ROOT / "examples" / "monorepo"
SUITE = "__tests__/integration"
RUNNER = f"{SUITE}/run_integration_tests.sh"
CHAT, GRAPH, WEB, AGENTS, INFERENCE = (f"services/{name}" for name in ("chat", "graph", "www_ameide_platform", "agents", "inference"))
GO_SDK, TS_SDK = "packages/ameide_sdk_go", "packages/ameide_sdk_ts"
SHARED = "tools/integration-runner"
CHAT_TEST, AUTH = f"{CHAT}/{SUITE}/threads.integration.test.ts", f"{WEB}/__tests__/e2e/auth"

BRANCH = 'export const limit = process.env.INTEGRATION_MODE === "cluster" ? 1000 : 10;\n'
SPEC = (
    'import { expect, test } from "@playwright/test";\n\ntest("opens", async ({ page }) => {\n  await expect(page).toHaveTitle("x");\n});\n'
)
CY = 'describe("login", () => {\n  it("opens", () => {\n    cy.visit("/login");\n    cy.contains("Sign in").should("be.visible");\n  });\n});\n'
STARTS = 'required_vars=(CHAT_SERVICE_URL)\nif [[ "${MODE}" == "cluster" ]]; then\n'
"""Where the runner of `chat` turns to the cluster."""
GO_STARTS = STARTS.replace("CHAT_SERVICE_URL", "AMEIDE_SDK_GO_GRAPH_URL")
SOURCES_MODE = 'source "${ROOT}/tools/integration-runner/integration-mode.sh"\n'
REFUSES = 'if [[ "${MODE}" != "cluster" ]]; then\n  echo "cluster only" >&2\n  exit %d\nfi\n'
UNDER_MODE = '  it("keeps threads apart"'
IGNORE = "lint430: ignore"

PATHS = [entry.path.removeprefix("examples/monorepo/") for entry in discover(ROOT, Configs(ROOT), (MONOREPO,)).entries]
SOURCES = {path: (MONOREPO / path).read_text(encoding="utf-8") for path in PATHS}
EXECUTABLE = frozenset(path for path in PATHS if os.access(MONOREPO / path, os.X_OK))

SCHEMA = json.loads(json_format.schema())

Cells = dict[str, str | None]


@dataclass(frozen=True)
class Mutation:
    """What is edited, and all that changes."""

    files: Mapping[str, str | None] = field(default_factory=dict)
    """New contents; None deletes a file or a folder."""
    edits: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """A text of a file, and what stands there afterwards."""
    settings: str = ""
    """What the configuration says at its top."""
    plain: tuple[str, ...] = ()
    """Files that lose their execute bit."""
    cells: Cells = field(default_factory=dict)
    """The cells that change, as ``row.column``; None for a row that is gone."""
    moves: Mapping[str, int] = field(default_factory=dict)
    """How far each metric moves."""

    def apply(self, sources: Mapping[str, str]) -> dict[str, str]:
        files = dict(sources)
        for path, text in self.files.items():
            for known in [one for one in files if one == path or one.startswith(f"{path}/")]:
                del files[known]
            if text is not None:
                files[path] = text
        for path, (old, new) in self.edits.items():
            assert files[path].count(old) == 1, (path, old)
            files[path] = files[path].replace(old, new)
        files["lint430.toml"] = self.settings + files["lint430.toml"]
        return files


def row(name: str, status: str, violations: str, undone: str) -> Cells:
    """Give the changed cells of a row that is no longer compliant, ``undone`` being the numbers of the definition of done."""
    cells: Cells = {f"{name}.Mock Mode": f"**{status}**"}
    if violations:
        cells[f"{name}.Violations"] = violations
    return cells | {f"{name}.done.{point}": "**No**" for point in undone}


def new(
    name: str,
    table: str,
    status: str = "Compliant",
    violations: str = "None",
    done: str = "Yes Yes Yes Yes Yes",
    helper: str = "Yes",
    mocks: str = "**Yes**",
) -> Cells:
    """Give the cells of a new row without a priority."""
    cells: Cells = {f"{name}.table": table, f"{name}.Mode Helper": helper, f"{name}.Mock Mode": f"**{status}**", f"{name}.__mocks__": mocks}
    cells |= {f"{name}.Violations": violations, f"{name}.Priority": "-"}
    return cells | {f"{name}.done.{at}": f"**{word}**" if word == "No" else word for at, word in enumerate(done.split(), 1)}


def gone(name: str) -> Cells:
    """Give the cells of a row that is no more."""
    columns = ("table", "Mode Helper", "Mock Mode", "__mocks__", "Violations", "Priority", *(f"done.{at}" for at in range(1, 6)))
    return dict.fromkeys(f"{name}.{column}" for column in columns)


def worse(state: str, errors: int = 1, **more: int) -> dict[str, int]:
    """Give how far metrics move when one suite is no longer compliant."""
    return {"compliant": -1, "compliant_runners": -1, state: 1} | ({"errors": errors} if errors else {}) | more


def runners(number: int, *names: str) -> Cells:
    """Give the counts of compliant patterns, all of them or some."""
    known = {"mode": "Source `tools/integration-runner/integration-mode.sh`", "junit": "Source `tools/integration-runner/junit-path.sh`"}
    known |= {"export": "Export `INTEGRATION_MODE`", "event": "Emit structured JSON log"}
    return {f"runners.{known[name]}": str(number) for name in names or known}


def doubles(name: str, *files: str) -> Cells:
    """Give the files of a folder of doubles, none where the row is gone."""
    return {f"doubles.{name}": ", ".join(f"`{file}`" for file in files) or None}


NO_CHAT_DOUBLES: Cells = {"chat.__mocks__": "**No**", **doubles("chat"), "doubles.missing": "chat"}
ONE_MORE = {"suites": 1, "mode_helper": 1, "compliant": 1, "compliant_runners": 1, "runners": 1}
ONE_LESS = dict.fromkeys(ONE_MORE, -1)


def copied(source: str, target: str, **words: str) -> dict[str, str | None]:
    """Copy a folder of the monorepo under another name, some words replaced."""
    found: dict[str, str | None] = {}
    for path, text in SOURCES.items():
        if path.startswith(f"{source}/"):
            changed = text
            for old, fresh in words.items():
                changed = changed.replace(old, fresh)
            found[target + path.removeprefix(source)] = changed
    assert found
    return found


MUTATIONS: dict[str, Mutation] = {
    # --- doubles ---
    "no doubles": Mutation(
        {f"{CHAT}/__mocks__": None},
        cells={**row("chat", "Missing", "ITM501", "1"), **NO_CHAT_DOUBLES},
        moves=worse("missing", services_with_mocks=-1),
    ),
    "no doubles, where there was no fixtures module either": Mutation(
        {f"{GRAPH}/__mocks__": None},
        cells={**row("graph", "Missing", "ITM501", "1"), "graph.__mocks__": "**No**", **doubles("graph"), "doubles.missing": "graph"},
        moves=worse("missing", services_with_mocks=-1, notes=-1),
    ),
    "a folder without a double": Mutation(
        {f"{CHAT}/__mocks__": None, f"{CHAT}/__mocks__/.gitkeep": ""},
        cells={**row("chat", "Missing", "ITM501", "1"), **NO_CHAT_DOUBLES},
        moves=worse("missing", services_with_mocks=-1),
    ),
    "no fixtures module": Mutation({f"{CHAT}/__mocks__/fixtures.ts": None}, cells=doubles("chat", "client.ts"), moves={"notes": 1}),
    "a fixtures module": Mutation(
        {"services/platform/__mocks__/fixtures.ts": "export const name = 'x';\n"},
        cells=doubles("platform", "client.ts", "fixtures.ts", "index.ts"),
        moves={"notes": -1},
    ),
    "a mode that is none in a double": Mutation(
        {f"{CHAT}/__mocks__/limit.ts": BRANCH.replace('"cluster"', '"mock"')},
        cells={**row("chat", "Partial", "ITM210", "4"), **doubles("chat", "client.ts", "fixtures.ts", "limit.ts")},
        moves=worse("partial"),
    ),
    "a branch in a double": Mutation({f"{CHAT}/__mocks__/limit.ts": BRANCH}, cells=doubles("chat", "client.ts", "fixtures.ts", "limit.ts")),
    # --- runners ---
    "no runner": Mutation(
        {f"{CHAT}/{RUNNER}": None},
        cells={**row("chat", "Partial", "ITM502", "25"), "chat.Mode Helper": "No", **runners(17), "runners.wrong": "ITM502"},
        moves=worse("partial", mode_helper=-1, runners=-1),
    ),
    "neither runner nor doubles": Mutation(
        {f"{CHAT}/{RUNNER}": None, f"{CHAT}/__mocks__": None},
        cells={
            **row("chat", "Missing", "ITM501, ITM502", "125"),
            "chat.Mode Helper": "No",
            **NO_CHAT_DOUBLES,
            **runners(17),
            "runners.wrong": "ITM502",
        },
        moves=worse("missing", 2, mode_helper=-1, runners=-1, services_with_mocks=-1),
    ),
    "no execute bit": Mutation(
        plain=(f"{CHAT}/{RUNNER}",),
        cells={**row("chat", "Partial", "ITM414", "2"), "runners.wrong": "ITM414"},
        moves=worse("partial"),
    ),
    "no mode helper": Mutation(
        edits={f"{CHAT}/{RUNNER}": (SOURCES_MODE, "")},
        cells={**row("chat", "Partial", "ITM402", "2"), "chat.Mode Helper": "No", **runners(17, "mode"), "runners.wrong": "ITM402"},
        moves=worse("partial", mode_helper=-1),
    ),
    "the mode helper in the cluster only": Mutation(
        edits={f"{CHAT}/{RUNNER}": (SOURCES_MODE, 'if [[ "${INTEGRATION_MODE:-}" == "cluster" ]]; then\n  ' + SOURCES_MODE + "fi\n")},
        cells={**row("chat", "Partial", "ITM402", "2"), "chat.Mode Helper": "No", **runners(17, "mode"), "runners.wrong": "ITM402"},
        moves=worse("partial", mode_helper=-1),
    ),
    "the mode helper through another file": Mutation(
        {f"{CHAT}/{SUITE}/setup.sh": SOURCES_MODE},
        {f"{CHAT}/{RUNNER}": (SOURCES_MODE, 'source "${ROOT}/services/chat/__tests__/integration/setup.sh"\n')},
    ),
    "a copy of the mode helper": Mutation(
        edits={
            f"{CHAT}/{RUNNER}": (
                'source "${ROOT}/tools/integration-runner/integration-mode.sh"\n',
                "integration_mode() { echo repo; }\nrequire_cluster_mode() { :; }\n",
            )
        },
        cells={**row("chat", "Partial", "ITM409", "2"), "chat.Mode Helper": "No", **runners(17, "mode"), "runners.wrong": "ITM409, ITM409"},
        moves=worse("partial", 2, mode_helper=-1),
    ),
    "the mode helper sourced with a dot": Mutation(
        edits={
            f"{CHAT}/{RUNNER}": (
                'source "${ROOT}/tools/integration-runner/integration-mode.sh"',
                '. "$(git rev-parse --show-toplevel)/tools/integration-runner/integration-mode.sh"',
            )
        }
    ),
    "no report helper": Mutation(
        edits={f"{CHAT}/{RUNNER}": ('source "${ROOT}/tools/integration-runner/junit-path.sh"\n', "")},
        cells={**row("chat", "Partial", "ITM403", "2"), **runners(17, "junit"), "runners.wrong": "ITM403"},
        moves=worse("partial"),
    ),
    "no export": Mutation(
        edits={f"{CHAT}/{RUNNER}": ('export INTEGRATION_MODE="${MODE}"\n', "")},
        cells={**row("chat", "Partial", "ITM405", "2"), **runners(17, "export"), "runners.wrong": "ITM405"},
        moves=worse("partial"),
    ),
    "no start event": Mutation(
        edits={f"{CHAT}/{RUNNER}": ("integration_test_started", "started")},
        cells={**row("chat", "Partial", "ITM406", "5"), **runners(17, "event"), "runners.wrong": "ITM406"},
        moves=worse("partial"),
    ),
    "a runner that refuses other modes": Mutation(
        edits={f"{CHAT}/{RUNNER}": (STARTS, REFUSES % 1 + STARTS)},
        cells={**row("chat", "Cluster-Only", "ITM415", "2"), "runners.wrong": "ITM415"},
        moves=worse("cluster_only"),
    ),
    "a runner that refuses before it asks for the mode": Mutation(
        edits={f"{CHAT}/{RUNNER}": ("set -euo pipefail\n", 'set -euo pipefail\n[[ "${INTEGRATION_MODE:-}" == "cluster" ]] || exit 1\n')},
        cells={**row("chat", "Cluster-Only", "ITM415", "2"), "runners.wrong": "ITM415"},
        moves=worse("cluster_only"),
    ),
    "a runner that runs fewer tests in a mode": Mutation(
        edits={
            f"{CHAT}/{RUNNER}": (
                '"${ROOT}/tools/integration-runner/run-jest-integration.sh" "${ROOT}/services/chat" "${JUNIT_PATH}"',
                'if [[ "${MODE}" == "cluster" ]]; then\n  pnpm exec jest --ci\nelse\n  pnpm exec jest --ci --testPathPattern smoke\nfi',
            )
        },
        cells={**row("chat", "Partial", "ITM302", "3"), "runners.wrong": "ITM302"},
        moves=worse("partial"),
    ),
    "a package's runner that passes in other modes without a test": Mutation(
        edits={f"{GO_SDK}/{RUNNER}": (GO_STARTS, REFUSES % 0 + GO_STARTS)},
        cells={**row("ameide_sdk_go", "Cluster-Only", "ITM415", "2"), "runners.wrong": "ITM415"},
        moves=worse("cluster_only"),
    ),
    "a demand of the cluster in every mode": Mutation(
        edits={f"{CHAT}/{RUNNER}": (STARTS, "require_cluster_mode\n" + STARTS)},
        cells={**row("chat", "Cluster-Only", "ITM415", "2"), "runners.wrong": "ITM415"},
        moves=worse("cluster_only"),
    ),
    "cluster only, without doubles": Mutation(
        {f"{CHAT}/__mocks__": None},
        {f"{CHAT}/{RUNNER}": (STARTS, REFUSES % 1 + STARTS)},
        cells={**row("chat", "Missing", "ITM415, ITM501", "12"), **NO_CHAT_DOUBLES, "runners.wrong": "ITM415"},
        moves=worse("missing", 2, services_with_mocks=-1),
    ),
    "cluster only, with a branch in its runtime": Mutation(
        {f"{CHAT}/src/limit.ts": BRANCH},
        {f"{CHAT}/{RUNNER}": (STARTS, REFUSES % 1 + STARTS)},
        cells={**row("chat", "Cluster-Only", "ITM101, ITM415", "24"), "runners.wrong": "ITM415"},
        moves=worse("cluster_only", 2),
    ),
    "an undocumented variable is a warning": Mutation(
        edits={f"{CHAT}/{RUNNER}": ("#   CHAT_SERVICE_URL  where", "#   where")}, cells={"runners.wrong": "ITM410"}, moves={"warnings": 1}
    ),
    "a variable without the prefix": Mutation(
        edits={f"{CHAT}/{RUNNER}": ("required_vars=(CHAT_SERVICE_URL)", "required_vars=(CHAT_SERVICE_URL SERVICE_TOKEN)")},
        cells={**row("chat", "Partial", "ITM410", "2"), "runners.wrong": "ITM410"},
        moves=worse("partial"),
    ),
    # --- tests ---
    "a skip by the mode": Mutation(
        edits={CHAT_TEST: (UNDER_MODE, UNDER_MODE.replace("it(", 'it.skipIf(process.env.INTEGRATION_MODE !== "cluster")('))},
        cells=row("chat", "Partial", "ITM201", "3"),
        moves=worse("partial"),
    ),
    "a skip by the mode in Go": Mutation(
        edits={
            f"{AGENTS}/{SUITE}/agents_test.go": (
                "func TestGetUnknown(t *testing.T) {\n",
                'func TestGetUnknown(t *testing.T) {\n\tif os.Getenv("INTEGRATION_MODE") != "cluster" {\n\t\tt.Skip("no")\n\t}\n',
            )
        },
        cells=row("agents", "Partial", "ITM201", "3"),
        moves=worse("partial"),
    ),
    "an assertion by the mode in Python": Mutation(
        edits={
            f"{INFERENCE}/{SUITE}/test_complete.py": (
                '    assert "capability" in completion.text\n',
                '    if os.environ["INTEGRATION_MODE"] == "cluster":\n        assert "capability" in completion.text\n',
            )
        },
        cells=row("inference", "Partial", "ITM202", "4"),
        moves=worse("partial"),
    ),
    "a disabled test is a warning": Mutation(edits={CHAT_TEST: (UNDER_MODE, UNDER_MODE.replace("it(", "it.skip("))}, moves={"warnings": 1}),
    "no test": Mutation({CHAT_TEST: None}, cells=row("chat", "Partial", "ITM504", "4"), moves=worse("partial")),
    "no test in Go": Mutation(
        {f"{AGENTS}/{SUITE}/agents_test.go": None}, cells=row("agents", "Partial", "ITM504", "4"), moves=worse("partial")
    ),
    "a test file for one mode": Mutation(
        {f"{CHAT}/{SUITE}/threads.cluster.test.ts": SOURCES[CHAT_TEST]}, cells=row("chat", "Partial", "ITM303", "3"), moves=worse("partial")
    ),
    "a harness that drops an error": Mutation(
        edits={
            f"{CHAT}/{SUITE}/helpers.ts": (
                "export function",
                "export async function up() {\n  try {\n    await fetch('x');\n  } catch {}\n}\n\nexport function",
            )
        },
        cells=row("chat", "Partial", "ITM204", "4"),
        moves=worse("partial"),
    ),
    "a test in another language": Mutation(
        {f"{CHAT}/{SUITE}/test_more.py": "def test_more():\n    assert sum([1]) == 1\n"},
        cells=row("chat", "Partial", "ITM505", "4"),
        moves=worse("partial"),
    ),
    "one code twice": Mutation(
        {f"{CHAT}/src/limit.ts": BRANCH + BRANCH.replace("limit", "bound")},
        cells=row("chat", "Partial", "ITM101", "4"),
        moves=worse("partial", 2),
    ),
    "two codes": Mutation(
        {f"{CHAT}/src/limit.ts": BRANCH},
        {CHAT_TEST: (UNDER_MODE, UNDER_MODE.replace("it(", 'it.skipIf(process.env.INTEGRATION_MODE !== "cluster")('))},
        cells=row("chat", "Partial", "ITM101, ITM201", "34"),
        moves=worse("partial", 2),
    ),
    "two suites": Mutation(
        {f"{CHAT}/src/limit.ts": BRANCH, f"{GRAPH}/__mocks__": None},
        cells={
            **row("chat", "Partial", "ITM101", "4"),
            **row("graph", "Missing", "ITM501", "1"),
            "graph.__mocks__": "**No**",
            **doubles("graph"),
            "doubles.missing": "graph",
        },
        moves={"compliant": -2, "compliant_runners": -2, "partial": 1, "missing": 1, "errors": 2, "notes": -1, "services_with_mocks": -1},
    ),
    "a unit test that asks": Mutation(
        {f"{CHAT}/__tests__/unit/mode.test.ts": 'it("a", () => {\n  expect(process.env.INTEGRATION_MODE).toBe("repo");\n});\n'},
        moves={"notes": 1},
    ),
    # --- runtime code ---
    "a branch in a service": Mutation(
        {f"{CHAT}/src/limit.ts": BRANCH}, cells=row("chat", "Partial", "ITM101", "4"), moves=worse("partial")
    ),
    "a branch in a package": Mutation({f"{TS_SDK}/src/limit.ts": BRANCH}, moves={"errors": 1}),
    "a branch in a service without a suite": Mutation({"services/billing/src/limit.ts": BRANCH}, moves={"errors": 1}),
    "a read in a service is a warning": Mutation(
        {f"{CHAT}/src/mode.ts": "export const mode = process.env.INTEGRATION_MODE;\n"}, moves={"warnings": 1}
    ),
    "what cannot be parsed is a warning": Mutation(
        {f"{CHAT}/src/broken.ts": "export const = (;\n// INTEGRATION_MODE\n"}, moves={"warnings": 1}
    ),
    # --- which tests run ---
    "extra arguments in a runner": Mutation(
        edits={f"{CHAT}/{RUNNER}": ("JUNIT_PATH=", 'export JEST_EXTRA_ARGS="--bail"\nJUNIT_PATH=')},
        cells={**row("chat", "Partial", "ITM301", "3"), "runners.wrong": "ITM301"},
        moves=worse("partial", jest_extra_args=1),
    ),
    "extra arguments in a service's manifest": Mutation(
        edits={f"{CHAT}/package.json": ('"jest __tests__/unit"', '"jest $JEST_EXTRA_ARGS __tests__/unit"')},
        cells=row("chat", "Partial", "ITM301", "3"),
        moves=worse("partial", jest_extra_args=1),
    ),
    "tests selected by the mode": Mutation(
        edits={
            f"{CHAT}/jest.config.cjs": (
                "module.exports = {",
                'module.exports = {\n  testMatch: process.env.INTEGRATION_MODE === "cluster" ? ["**/*.test.ts"] : ["**/smoke.test.ts"],',
            )
        },
        cells=row("chat", "Partial", "ITM302", "3"),
        moves=worse("partial"),
    ),
    "extra arguments in CI": Mutation(
        edits={
            ".github/workflows/integration.yml": ("INTEGRATION_MODE: repo\n", "INTEGRATION_MODE: repo\n      JEST_EXTRA_ARGS: --bail\n")
        },
        moves={"errors": 1, "jest_extra_args": 1},
    ),
    "extra arguments in the shared helper": Mutation(
        edits={f"{SHARED}/run-jest-integration.sh": ("--runInBand", "--runInBand ${JEST_EXTRA_ARGS:-}")},
        cells={"runners.wrong": "ITM301"},
        moves={"errors": 1, "jest_extra_args": 1},
    ),
    # --- shared helpers ---
    "a shared helper is missing": Mutation(
        {f"{SHARED}/junit-path.sh": None}, cells={"runners.wrong": "ITM506", "helpers.junit-path.sh": None}, moves={"errors": 1}
    ),
    "every shared helper is missing": Mutation(
        {SHARED: None},
        cells={
            "runners.wrong": ", ".join(["ITM506"] * 5),
            **dict.fromkeys(f"helpers.{path.removeprefix(f'{SHARED}/')}" for path in PATHS if path.startswith(f"{SHARED}/")),
        },
        moves={"errors": 5},
    ),
    "a shared helper that falls back": Mutation(
        edits={f"{SHARED}/integration-mode.sh": ("      return 1\n", "      echo repo\n")},
        cells={"runners.wrong": "ITM211"},
        moves={"errors": 1},
    ),
    # --- suites come and go ---
    "a new service": Mutation(
        copied(CHAT, "services/notes", CHAT="NOTES", chat="notes"),
        cells={**new("notes", "TypeScript Services"), **doubles("notes", "client.ts", "fixtures.ts"), **runners(19)},
        moves={**ONE_MORE, "services": 1, "services_with_mocks": 1},
    ),
    "a new service without doubles and runner": Mutation(
        {"services/notes/__tests__/integration/a.test.ts": SOURCES[CHAT_TEST], "services/notes/package.json": "{}\n"},
        cells={
            **new("notes", "TypeScript Services", "Missing", "ITM501, ITM502", "No No Yes Yes No", "No", "**No**"),
            "doubles.missing": "notes",
            "runners.wrong": "ITM502",
        },
        moves={"suites": 1, "services": 1, "missing": 1, "errors": 2},
    ),
    "a new package": Mutation(
        copied(TS_SDK, "packages/money", AMEIDE_SDK_TS="MONEY", ameide_sdk_ts="money"),
        cells={**new("money", "TypeScript Packages", done="N/A Yes Yes Yes Yes", mocks="N/A"), **runners(19)},
        moves=ONE_MORE,
    ),
    "a new pack": Mutation(
        copied(f"{TS_SDK}/{SUITE}", "tests/integration/checkout", AMEIDE_SDK_TS="CHECKOUT", ameide_sdk_ts="checkout"),
        {},
        cells={**new("checkout", "TypeScript Packs", done="N/A Yes Yes Yes Yes", mocks="N/A"), **runners(19)},
        moves=ONE_MORE,
    ),
    "a new primitive": Mutation(
        copied(f"{TS_SDK}/{SUITE}", "primitives/queue/redis/tests", AMEIDE_SDK_TS="REDIS", ameide_sdk_ts="redis"),
        cells={**new("redis", "TypeScript Primitives", done="N/A Yes Yes Yes Yes", mocks="N/A"), **runners(19)},
        moves=ONE_MORE,
    ),
    "a package's suite less": Mutation({f"{TS_SDK}/{SUITE}": None}, cells={**gone("ameide_sdk_ts"), **runners(17)}, moves=ONE_LESS),
    "a service's suite less": Mutation(
        {f"{CHAT}/{SUITE}": None},
        cells={**gone("chat"), **doubles("chat"), **runners(17)},
        moves={**ONE_LESS, "services": -1, "services_with_mocks": -1},
    ),
    "a service less that had a note": Mutation(
        {AGENTS: None},
        cells={**gone("agents"), **doubles("agents"), **runners(17)},
        moves={**ONE_LESS, "services": -1, "services_with_mocks": -1, "notes": -1},
    ),
    # --- E2E ---
    "a spec by the mode": Mutation(
        edits={
            f"{AUTH}/logout.spec.ts": ("  await signIn(page);\n", '  if (process.env.INTEGRATION_MODE === "cluster") await signIn(page);\n')
        },
        cells={"e2e.auth.Mode": "**Mixed**", "e2e.auth.Status": "ITM602", "e2e.violations": "ITM602"},
        moves={"errors": 1, "e2e_violations": 1, "e2e_compliant": -1},
    ),
    "a Playwright configuration by the mode": Mutation(
        edits={f"{WEB}/playwright.config.ts": ("  retries: 1,\n", '  retries: process.env.INTEGRATION_MODE === "cluster" ? 2 : 0,\n')},
        cells={"e2e.violations": "ITM602"},
        moves={"errors": 1, "e2e_violations": 1, "e2e_compliant": -1},
    ),
    "a helper of the specs by the mode": Mutation(
        edits={
            f"{WEB}/__tests__/e2e/sign-in.ts": (
                "export async function",
                'export const patience = process.env.INTEGRATION_MODE === "cluster" ? 60 : 5;\n\nexport async function',
            )
        },
        cells={"e2e.violations": "ITM602"},
        moves={"errors": 1, "e2e_violations": 1, "e2e_compliant": -1},
    ),
    "a suppressed branch of a spec": Mutation(
        edits={
            f"{AUTH}/logout.spec.ts": (
                "  await signIn(page);\n",
                f'  // {IGNORE}[ITM602] -- until WEB-1\n  if (process.env.INTEGRATION_MODE === "cluster") await signIn(page);\n',
            )
        },
        cells={"e2e.auth.Status": "Running (1 suppressed)"},
        moves={"suppressed": 1},
    ),
    "another framework in the manifest": Mutation(
        edits={f"{WEB}/package.json": ('"next": ', '"cypress": "^13.0.0", "next": ')},
        cells={"e2e.violations": "ITM601"},
        moves={"errors": 1, "e2e_violations": 1, "e2e_compliant": -1},
    ),
    "E2E of another service, in another framework": Mutation(
        {f"{CHAT}/cypress/e2e/login.cy.ts": CY},
        cells={
            "e2e.login.Spec Files": "1",
            "e2e.login.Mode": "**Cluster**",
            "e2e.login.Status": "ITM601",
            "e2e.violations": "ITM601",
        },
        moves={"errors": 1, "e2e_violations": 1, "e2e_suites": 1, "e2e_specs": 1},
    ),
    "a new feature": Mutation(
        {f"{WEB}/__tests__/e2e/billing/pay.spec.ts": SPEC},
        cells={"e2e.billing.Spec Files": "1", "e2e.billing.Mode": "**Cluster**", "e2e.billing.Status": "Running"},
        moves={"e2e_specs": 1},
    ),
    "a new spec": Mutation({f"{AUTH}/sso.spec.ts": SPEC}, cells={"e2e.auth.Spec Files": "3"}, moves={"e2e_specs": 1}),
    "a feature less": Mutation(
        {f"{WEB}/__tests__/e2e/navigation": None},
        cells=dict.fromkeys(("e2e.navigation.Spec Files", "e2e.navigation.Mode", "e2e.navigation.Status")),
        moves={"e2e_specs": -5},
    ),
    "no E2E": Mutation(
        {f"{WEB}/__tests__/e2e": None},
        cells=dict.fromkeys(
            f"e2e.{feature}.{column}"
            for feature in ("auth", "navigation", "graphs", "onboarding", "invitations")
            for column in ("Spec Files", "Mode", "Status")
        ),
        moves={"e2e_specs": -11, "e2e_suites": -1, "e2e_compliant": -1},
    ),
    # --- CI ---
    "no stated mode in CI is a warning": Mutation(
        edits={"Tiltfile": ('        env = {"INTEGRATION_MODE": "repo"},\n', "")}, moves={"warnings": 1}
    ),
    "a mode that is none in CI": Mutation(edits={".github/workflows/integration.yml": ("MODE: repo", "MODE: mock")}, moves={"errors": 1}),
    # --- suppressions and levels ---
    "a suppressed branch": Mutation(
        {f"{CHAT}/src/limit.ts": f"// {IGNORE}[ITM101] -- until CHAT-1\n{BRANCH}"},
        cells={"chat.Violations": "None (1 suppressed)"},
        moves={"suppressed": 1, "suites_with_suppressions": 1},
    ),
    "a file of suppressed branches": Mutation(
        {f"{CHAT}/src/limit.ts": f"// {IGNORE}-file[ITM101] -- until CHAT-1\n\n{BRANCH}{BRANCH.replace('limit', 'bound')}"},
        cells={"chat.Violations": "None (2 suppressed)"},
        moves={"suppressed": 2, "suites_with_suppressions": 1},
    ),
    "a suppressed branch beside one that is not": Mutation(
        {f"{CHAT}/src/limit.ts": f"// {IGNORE}[ITM101] -- until CHAT-1\n{BRANCH}{BRANCH.replace('limit', 'bound')}"},
        cells=row("chat", "Partial", "ITM101 (1 suppressed)", "4"),
        moves=worse("partial", suppressed=1, suites_with_suppressions=1),
    ),
    "a suppressed branch in a package": Mutation(
        {f"{TS_SDK}/src/limit.ts": f"// {IGNORE}[ITM101] -- until SDK-1\n{BRANCH}"}, moves={"suppressed": 1}
    ),
    "a suppressed refusal": Mutation(
        edits={f"{CHAT}/{RUNNER}": (STARTS, f"# {IGNORE}[ITM415] -- nightly only\n" + REFUSES % 1 + STARTS)},
        cells=row("chat", "Cluster-Only", "None (1 suppressed)", "2"),
        moves=worse("cluster_only", 0, suppressed=1, suites_with_suppressions=1),
    ),
    "a suppression of nothing": Mutation(
        {f"{CHAT}/src/limit.ts": f"export const limit = 1; // {IGNORE}[ITM101] -- was one\n"}, moves={"warnings": 1}
    ),
    "a branch at level warning": Mutation(
        {f"{CHAT}/src/limit.ts": BRANCH}, settings='[levels]\nITM101 = "warning"\n', moves={"warnings": 1}
    ),
    "a disabled test at level error": Mutation(
        edits={CHAT_TEST: (UNDER_MODE, UNDER_MODE.replace("it(", "it.skip("))},
        settings='[levels]\nITM205 = "error"\n',
        cells=row("chat", "Partial", "ITM205", "4"),
        moves=worse("partial"),
    ),
    "no doubles, and nobody to say so": Mutation(
        {f"{CHAT}/__mocks__": None},
        settings='[levels]\nITM501 = "off"\n',
        cells={**row("chat", "Missing", "", "1"), **NO_CHAT_DOUBLES},
        moves=worse("missing", 0, services_with_mocks=-1),
    ),
    "a branch where the path is ignored": Mutation(
        {f"{CHAT}/src/limit.ts": BRANCH}, settings='[per-path-ignores]\n"services/chat/src/**" = ["ITM1"]\n'
    ),
    "another priority": Mutation(
        edits={"lint430.toml": ('[status.suites."services/chat"]\npriority = "P2"', '[status.suites."services/chat"]\npriority = "P1"')},
        cells={"chat.Priority": "P1"},
    ),
}


def outcome_of(files: Mapping[str, str], plain: tuple[str, ...] = ()) -> Outcome:
    executable = [path for path in files if path.endswith("run_integration_tests.sh") or path in EXECUTABLE]
    outcome = check_sources(files, parse(files["lint430.toml"]), executable=[path for path in executable if path not in plain])
    assert not outcome.failures
    return outcome


def status_of(files: Mapping[str, str], plain: tuple[str, ...] = ()) -> Status:
    return measure(outcome_of(files, plain), parse(files["lint430.toml"]).status, "2025-12-10", "c0ffee")


def cells_of(status: Status) -> dict[str, str]:
    """Read the cells of the written document: suites, definition of done, doubles, runners, helpers, E2E."""
    parts = re.split(r"(?m)^#{2,3} (.*)\n", markdown.render(status))
    found: dict[str, str] = {}
    for heading, text in zip(parts[1::2], parts[2::2], strict=True):
        table = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| ")]
        head = [cell.strip("`/") for cell in table[0]] if table else []
        for cells in table[1:]:
            name = cells[0].strip("`")
            if len(head) == 6 and head[1] == "Mode Helper":
                found[f"{name}.table"] = heading
                found |= {f"{name}.{column}": cell for column, cell in zip(head[1:], cells[1:], strict=True)}
            elif head[0] == "Suite":
                found |= {f"{name}.done.{column}": cell for column, cell in zip(head[1:], cells[1:], strict=True)}
            elif head[0] == "Feature":
                found |= {f"e2e.{name}.{column}": cell for column, cell in zip(head[1:], cells[1:], strict=True)}
            elif head[-1] == "Quality":
                found[f"doubles.{name}"] = cells[1]
        codes = ", ".join(re.findall(r"(?m)^(?:-|\d+\.) \*\*(ITM\d+)\*\*", text))
        if heading == "Missing":
            found["doubles.missing"] = ", ".join(re.findall(r"(?m)^- `(.*?)`:", text))
        elif heading.startswith("Non-Compliant Patterns"):
            found["runners.wrong"] = codes
        elif heading == "Violations":
            found["e2e.violations"] = codes
        elif heading.startswith("Compliant Patterns"):
            total = re.findall(r"(\d+) active runners", text)[0]
            counted = re.findall(r"(?m)^- (.*?)(?: \((\d+) of \d+\))?$", text)
            found |= {f"runners.{pattern}": number or total for pattern, number in counted}
        elif heading == "Mode Helpers":
            found |= {f"helpers.{name}": "there" for name in re.findall(r"(?m)^  (\S+)", text)}
    return found


@cache
def before() -> tuple[dict[str, str], Mapping[str, int]]:
    status = status_of(SOURCES)
    return cells_of(status), status.metrics


def test_there_are_enough_of_them() -> None:
    cells, metrics = before()
    assert len(MUTATIONS) > 70
    assert (metrics["suites"], metrics["compliant"], metrics["notes"], metrics["errors"]) == (18, 18, 6, 0)
    assert len([key for key in cells if key.endswith(".Mock Mode")]) == len([key for key in cells if key.endswith(".done.5")]) == 18


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_mutation_changes_this_and_nothing_else(name: str) -> None:
    mutation = MUTATIONS[name]
    cells, metrics = before()
    status = status_of(mutation.apply(SOURCES), mutation.plain)
    now = cells_of(status)
    changed = {key: now.get(key) for key in sorted(cells.keys() | now.keys()) if cells.get(key) != now.get(key)}
    assert changed == mutation.cells
    assert {key: value - metrics[key] for key, value in status.metrics.items() if value != metrics[key]} == mutation.moves


# --- the same numbers as check ----------------------------------------------------------------------------------------------------


def combined(names: list[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Apply several mutations, leaving out those whose texts are no longer there."""
    files, plain = dict(SOURCES), set[str]()
    for name in names:
        mutation = MUTATIONS[name]
        if all(files.get(path, "").count(old) == 1 for path, (old, _) in mutation.edits.items()):
            # A table may stand in a configuration once.
            free = mutation.settings.partition("\n")[0] not in files["lint430.toml"].splitlines()
            files = replace(mutation, settings=mutation.settings if free else "").apply(files)
            plain |= set(mutation.plain)
    return files, tuple(plain)


def counted(entries: Iterable[Mapping[str, Any]]) -> Counter[tuple[str, str, int, str]]:
    return Counter((entry["code"], entry["path"], entry["line"], entry["level"]) for entry in entries)


def agree(document: dict[str, Any], report: dict[str, Any], violations: list[str]) -> None:
    """Compare a status with the report of ``lint430 check``, number by number, and with itself."""
    jsonschema.validate(document, SCHEMA)
    suites, m = document["suites"], document["metrics"]
    listed = [one for suite in suites for one in suite["findings"]]
    listed += [*document["e2e_findings"], *document["other_findings"], *document["runners"]["findings"]]
    assert counted(listed) == counted(report["findings"])
    silenced = [one for suite in suites for one in suite["suppressed"]] + document["other_suppressed"]
    assert len(silenced) == m["suppressed"] == report["summary"]["suppressed"]
    assert all(one["reason"] for one in silenced)
    levels, codes = (Counter(one[key] for one in report["findings"]) for key in ("level", "code"))
    assert (m["errors"], m["warnings"], m["notes"]) == (levels["error"], levels["warning"], levels["note"])
    assert (m["jest_extra_args"], m["e2e_violations"]) == (codes["ITM301"], codes["ITM601"] + codes["ITM602"])
    states = Counter(suite["status"] for suite in suites)
    assert m["suites"] == len(suites)
    assert (m["compliant"], m["partial"], m["cluster_only"], m["missing"]) == tuple(
        states[state] for state in ("Compliant", "Partial", "Cluster-Only", "Missing")
    )
    assert m["compliant_runners"] == m["compliant"]
    assert m["mode_helper"] == sum(suite["mode_helper"] for suite in suites) == document["runners"]["mode_helper"]
    assert m["services"] == sum(suite["kind"] == "service" for suite in suites)
    assert m["services_with_mocks"] == sum(suite["mocks"] is True for suite in suites)
    assert m["runners"] == len(document["runners"]["paths"])
    assert m["e2e_specs"] == sum(feature["specs"] for feature in document["e2e"])
    assert m["suites_with_suppressions"] == sum(bool(suite["suppressed"]) for suite in suites)
    for suite in suites:
        errors = sorted({one["code"] for one in suite["findings"] if one["counts"] and one["level"] == "error"})
        assert suite["violations"] == errors
        assert (suite["status"] == "Compliant") == (False not in suite["definition_of_done"].values())
        assert suite["status"] != "Compliant" or not errors
    assert sorted(violations) == sorted(", ".join(suite["violations"]) or "None" for suite in suites)


@settings(max_examples=15, deadline=None, phases=[Phase.generate])
@given(names=st.lists(st.sampled_from(sorted(MUTATIONS)), min_size=1, max_size=6, unique=True))
def test_status_and_check_agree_on_random_mutations(names: list[str]) -> None:
    files, plain = combined(names)
    outcome, config = outcome_of(files, plain), parse(files["lint430.toml"])
    status = measure(outcome, config.status)
    cells = cells_of(status)
    violations = [re.sub(r" \(\d+ suppressed\)", "", cell) for key, cell in cells.items() if key.endswith(".Violations")]
    agree(json_format.document(status), report_json.document(outcome.run), violations)


def test_the_commands_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    files, plain = combined(sorted(MUTATIONS)[::5])
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
        (tmp_path / path).chmod(0o755 if path.endswith(".sh") and path not in plain else 0o644)
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert main(["status", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["metrics"]["errors"] > 5
    assert document["commit"] is None
    agree(document, report, [", ".join(suite["violations"]) or "None" for suite in document["suites"]])
